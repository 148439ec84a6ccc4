//! Files of JSON.

use std::{fs, path::Path};

use serde_json::Value;

use crate::failure::Failure;

/// Reads one; what is wrong is told with its name.
pub(crate) fn read(file: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(file)
        .map_err(Failure::while_doing(format!("reading {}", file.display())))?;

    serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}
