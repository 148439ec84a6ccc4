//! The page: built again only when what it is made from has changed.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use crate::{failure::Failure, say, tools::npm, workspace};

/// Folders of the page that do not go into its build.
const NOT_SOURCES: [&str; 4] = ["node_modules", "dist", "test", "test-results"];

/// Builds the page into `ui/dist`, from where it goes into the app.
pub(crate) fn build() -> Result<(), Failure> {
    let ui = workspace::ui();
    let stamp = Stamp::of(&sources(&ui)?)?;
    if stamp.is_current() && ui.join("dist/index.html").is_file() {
        return Ok(());
    }

    say::doing("npm run build");
    npm(&ui).args(["run", "--silent", "build"]).run()?;
    stamp.keep()
}

/// What the page was made from, remembered beside the Node packages.
struct Stamp {
    file: PathBuf,
    content: String,
}

impl Stamp {
    fn of(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut hasher = DefaultHasher::new();
        for file in files {
            let content = fs::read(file)
                .map_err(Failure::while_doing(format!("reading {}", file.display())))?;
            hasher.write(file.to_string_lossy().as_bytes());
            hasher.write_usize(content.len());
            hasher.write(&content);
        }

        Ok(Self {
            file: workspace::ui().join("node_modules").join(".page-made-from"),
            content: format!("{:016x}\n", hasher.finish()),
        })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.content)
    }

    fn keep(&self) -> Result<(), Failure> {
        fs::write(&self.file, &self.content).map_err(Failure::while_doing(format!(
            "writing {}",
            self.file.display()
        )))
    }
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let reading = || format!("listing {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::while_doing(reading()))? {
        let path = entry.map_err(Failure::while_doing(reading()))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() {
            found.push(path);
        } else if !NOT_SOURCES.contains(&name.as_str()) {
            found.extend(sources(&path)?);
        }
    }
    found.sort();

    Ok(found)
}
