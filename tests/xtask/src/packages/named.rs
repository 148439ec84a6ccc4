//! Systems on which nothing is installed from here: what is missing is named together with the command that brings it.

use super::has_library;
use crate::{
    failure::Failure,
    program::{self, Program},
    set_up::Purpose,
};

/// Programs that the tests start.
const PROGRAMS: [&str; 14] = [
    "Xvfb",
    "xdotool",
    "xclip",
    "import",
    "display",
    "openbox",
    "dbus-daemon",
    "gdbus",
    "gnome-keyring-daemon",
    "secret-tool",
    "WebKitWebDriver",
    "update-desktop-database",
    "chromedriver",
    "zbarimg",
];

const FEDORA: &str = "sudo dnf install gcc pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel systemd-devel dbus-devel desktop-file-utils xdg-utils glib2";
const FEDORA_TESTS: &str = "sudo dnf install clang-devel pcsc-lite pcsc-lite-devel xorg-x11-server-Xvfb xdotool xclip ImageMagick openbox dbus-daemon gnome-keyring libsecret webkit2gtk-driver chromium chromedriver rpm-build zbar";
const ARCH: &str = "sudo pacman -S --needed base-devel webkit2gtk-4.1 librsvg systemd-libs dbus desktop-file-utils xdg-utils glib2";
const ARCH_TESTS: &str = "sudo pacman -S --needed clang pcsclite xorg-server-xvfb xdotool xclip imagemagick openbox dbus gnome-keyring libsecret chromium zbar";

/// Any Linux without apt.
pub(super) fn check_linux(purpose: Purpose) -> Result<(), Failure> {
    let (build, test) = commands();

    if !has_library("webkit2gtk-4.1") {
        return Err(Failure::new(format!(
            "the library webkit2gtk-4.1 is missing, with what is needed to build on it:\n  {build}"
        )));
    }
    for library in ["libudev", "dbus-1"] {
        if !has_library(library) {
            return Err(Failure::new(format!(
                "the library {library} with its headers is missing:\n  {build}"
            )));
        }
    }
    if purpose == Purpose::Test {
        let missing: Vec<&str> = PROGRAMS
            .into_iter()
            .filter(|name| program::find(name).is_none())
            .collect();
        if !missing.is_empty() {
            return Err(Failure::new(format!(
                "these programs are missing for the tests: {}\n  {test}",
                missing.join(", ")
            )));
        }
    }

    Ok(())
}

/// macOS: the command-line tools of Xcode.
pub(super) fn check_macos() -> Result<(), Failure> {
    Program::new("xcode-select")
        .args(["-p"])
        .read()
        .map(drop)
        .map_err(|_| {
            Failure::new("the command-line tools of Xcode are missing:\n  xcode-select --install")
        })
}

/// Windows: the WebView2 runtime. A linker is there, or this program would not have been built.
pub(super) fn check_windows() -> Result<(), Failure> {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let places = [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\SOFTWARE",
    ];
    let is_installed = |place: &&str| {
        Program::new("reg")
            .args(["query", &format!(r"{place}\{CLIENT}"), "/v", "pv"])
            .read()
            .is_ok()
    };

    if !places.iter().any(is_installed) {
        return Err(Failure::new(
            "the WebView2 runtime is missing:\n  winget install Microsoft.EdgeWebView2Runtime",
        ));
    }

    Ok(())
}

fn commands() -> (&'static str, &'static str) {
    if program::find("dnf").is_some() {
        return (FEDORA, FEDORA_TESTS);
    }
    if program::find("pacman").is_some() {
        return (ARCH, ARCH_TESTS);
    }

    (
        "a C compiler, pkg-config, webkit2gtk-4.1, librsvg, libudev and libdbus with their headers, desktop-file-utils, xdg-utils",
        "libclang, Xvfb, xdotool, xclip, ImageMagick, openbox, dbus, gnome-keyring, libsecret's tools, WebKitWebDriver, Chromium and its driver",
    )
}
