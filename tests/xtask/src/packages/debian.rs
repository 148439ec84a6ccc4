//! Debian, Ubuntu and their relatives: missing packages are installed.

use std::{fs, path::Path};

use crate::{
    failure::Failure,
    program::{self, Program},
    say,
    set_up::Purpose,
    workspace,
};

/// To build the app, security keys (udev) and phones (Bluetooth, over D-Bus) included, and to open it; the last four
/// make links find their way back to it.
const BUILD: [&str; 10] = [
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libudev-dev",
    "libdbus-1-dev",
    "dbus",
    "desktop-file-utils",
    "libglib2.0-bin",
    "xdg-utils",
];

/// To drive it without a display. The firmware of the virtual security key is built with libclang; as a card it lies on a
/// virtual reader; zbar reads QR codes off the screen, as a phone would.
const TEST: [&str; 22] = [
    "libclang-dev",
    "libpcsclite-dev",
    "pcscd",
    "vsmartcard-vpcd",
    "xvfb",
    "xauth",
    "xdotool",
    "xclip",
    "imagemagick",
    "openbox",
    "dbus-user-session",
    "gnome-keyring",
    "gcr",
    "libsecret-tools",
    "webkit2gtk-driver",
    "shared-mime-info",
    "fonts-dejavu-core",
    "at-spi2-core",
    "procps",
    "rpm",
    "util-linux",
    "zbar-tools",
];

/// A browser that can be driven. Ubuntu's packages of it are snaps, so one that is already there is taken.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// How long to wait for another package manager to finish: the first minutes of a fresh machine belong to its own
/// updates.
const LOCK_SECONDS: &str = "DPkg::Lock::Timeout=900";

/// Whether packages are managed by dpkg and apt here.
pub(super) fn is_this() -> bool {
    program::find("apt-get").is_some() && program::find("dpkg-query").is_some()
}

/// Installs the packages that are not there yet; costs one look when all of them are.
pub(super) fn install_missing(purpose: Purpose) -> Result<(), Failure> {
    let missing = missing(&wanted(purpose))?;
    if missing.is_empty() {
        return Ok(());
    }

    let administrator = is_root()?;
    if !administrator && program::find("sudo").is_none() {
        return Err(Failure::new(format!(
            "these packages are missing and there is no `sudo` to install them with; as root:\n  \
             apt-get install --no-install-recommends {}",
            missing.join(" ")
        )));
    }

    say::doing(&format!(
        "installing system packages: {}",
        missing.join(" ")
    ));
    apt(administrator, &["update", "-qq"])?;
    let mut install = vec!["install", "-qq", "-y", "--no-install-recommends"];
    install.extend(&missing);
    apt(administrator, &install)
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    let mut packages = BUILD.to_vec();
    if purpose == Purpose::Test {
        packages.extend(TEST);
        if !BROWSERS.iter().any(|name| program::find(name).is_some())
            || program::find("chromedriver").is_none()
        {
            packages.extend(browser_packages());
        }
    }
    packages
}

fn browser_packages() -> [&'static str; 2] {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if release.lines().any(|line| line == "ID=ubuntu") {
        return ["chromium-browser", "chromium-chromedriver"];
    }

    ["chromium", "chromium-driver"]
}

fn missing(wanted: &[&'static str]) -> Result<Vec<&'static str>, Failure> {
    // It ends with an error when it does not know one of the names, and still prints the others.
    let output = Program::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Abbrev}${Package}\\n"])
        .args(wanted)
        .into_command()
        .output()
        .map_err(Failure::while_doing("asking dpkg-query what is installed"))?;

    Ok(not_installed(
        wanted,
        &String::from_utf8_lossy(&output.stdout),
    ))
}

fn not_installed(wanted: &[&'static str], listing: &str) -> Vec<&'static str> {
    let installed: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.strip_prefix("ii "))
        .map(str::trim)
        .collect();

    wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect()
}

fn apt(administrator: bool, words: &[&str]) -> Result<(), Failure> {
    // Its own folder for temporary files: what tidies up /tmp has been seen to take half-unpacked packages with it.
    let temporary = workspace::target().join("apt");
    fs::create_dir_all(&temporary).map_err(Failure::while_doing("making a folder for apt"))?;

    let settings = environment(&temporary);
    let program = if administrator {
        Program::new("env")
    } else {
        Program::new("sudo").args(["env"])
    };

    program
        .args(settings)
        .args(["apt-get", "-o", LOCK_SECONDS])
        .args(words)
        .run()
}

fn environment(temporary: &Path) -> [String; 2] {
    [
        format!("TMPDIR={}", temporary.display()),
        "DEBIAN_FRONTEND=noninteractive".to_owned(),
    ]
}

fn is_root() -> Result<bool, Failure> {
    Ok(Program::new("id").args(["-u"]).read()? == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_counts_as_there() {
        let listing = "ii xvfb\nrc openbox\nun gcr\n";

        assert_eq!(
            not_installed(&["xvfb", "openbox", "gcr", "rpm"], listing),
            ["openbox", "gcr", "rpm"]
        );
    }
}
