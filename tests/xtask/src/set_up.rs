//! What has to be there before anything can be built. Done once; the next time it only looks.

use crate::{failure::Failure, node_packages, packages, page, tools, workspace};

/// What the machine is made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building and opening the app.
    Build,
    /// That, driving it without a display, and setting the vendors' own clients beside ours.
    Test,
}

/// Checks the tools, installs missing packages where that is possible, and builds the page.
pub(crate) fn prepare(purpose: Purpose) -> Result<(), Failure> {
    tools::check_rust(purpose)?;
    tools::check_node()?;
    packages::prepare(purpose)?;
    node_packages::install(&workspace::ui())?;
    page::build()?;
    if purpose == Purpose::Test {
        node_packages::install(&workspace::vendor_clients())?;
    }

    Ok(())
}
