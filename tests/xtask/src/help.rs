//! `cargo xtask help`.

use crate::say;

const TEXT: &str = "\
cargo xtask run [--demo]   open Latchkey
    With nothing configured, or with --demo: starts the emulator beside the app, with the connections
    \"Demo Auth0\" and \"Demo Nhost\" ready, and prints people to sign in as. The demo keeps its files in
    target/demo, away from your own.
    If LATCHKEY_CONFIG is set, or your own configuration file exists, the app opens with that and without
    the emulator.
    Without a display (Linux): takes the tour instead.
cargo xtask tour           drive the real app without a display; pictures in target/tour
cargo xtask test           everything CI runs
    --list                 the steps in their order
    --only STEP            this step (may be given several times)
    --skip STEP            all but this step (may be given several times)
    --report               the figures that the tests print, one a line, with kills and soak at their full length,
                           and what falls short of the plan
cargo xtask kills [COUNT]  kill the app without its window, and the keychain, at random moments, a thousand times each
    (SEED in the environment chooses other moments), and say what survived
cargo xtask soak [COUNT]   refresh ten thousand times in one process, and say what grew
cargo xtask fuzz [SECONDS [TARGET]]
                           look for inputs that nobody thought of, a minute a target; needs the nightly compiler
cargo xtask mutants        change `protocol` in small ways and see whether a test notices; takes an hour or more
cargo xtask bundle [KINDS] make the packages of this system: deb,rpm or app,dmg or msi,nsis
cargo xtask bindings       write ui/src/lib/bindings.ts anew
cargo xtask makers         write the names of passkey providers and security keys anew; asks npm for them
cargo xtask help           this page

Everything installs what it needs first: system packages on Debian and Ubuntu (with sudo when you are not root), Node
packages, the page. Other systems are told what to install. A second run does none of it again.";

/// Prints what there is.
pub(crate) fn print() {
    say::line(TEXT);
}
