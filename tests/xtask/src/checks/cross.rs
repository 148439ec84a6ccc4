//! Type-checks the app for Windows and macOS, where the project's own tool for that is at hand.

use std::fs;

use super::Verdict;
use crate::{failure::Failure, program::Program, workspace};

/// Lies beside the repository where the project is developed.
const TOOL: &str = "../shared/tools/cross-check.sh";

/// What `ring` asks of Apple's headers, which only Apple hands out. Nothing compiled with these is ever linked.
const HEADERS: [(&str, &str); 3] = [
    (
        "TargetConditionals.h",
        "#define TARGET_OS_MAC 1\n#define TARGET_OS_OSX 1\n#define TARGET_OS_IPHONE 0\n",
    ),
    ("assert.h", "#define assert(condition) ((void)0)\n"),
    (
        "string.h",
        "#include <stddef.h>\n\
         void *memcpy(void *, const void *, size_t);\n\
         void *memmove(void *, const void *, size_t);\n\
         void *memset(void *, int, size_t);\n\
         int memcmp(const void *, const void *, size_t);\n\
         size_t strlen(const char *);\n",
    ),
];

/// Checks the app with everything it depends on.
pub(super) fn check() -> Result<Verdict, Failure> {
    let tool = workspace::root().join(TOOL);
    if !tool.is_file() {
        return Ok(Verdict::Skipped(format!("{TOOL} is not there")));
    }

    let folder = workspace::target().join("cross");
    let headers = folder.join("headers");
    fs::create_dir_all(&headers).map_err(Failure::while_doing("making a folder for headers"))?;
    for (name, text) in HEADERS {
        fs::write(headers.join(name), text)
            .map_err(Failure::while_doing(format!("writing {name}")))?;
    }

    Program::new("bash")
        .args([tool, workspace::root()])
        .args(["-p", "desktop", "-p", "passkey"])
        .env("CROSS_TARGET_DIR", &folder)
        .env(
            "CFLAGS_aarch64_apple_darwin",
            format!("-ffreestanding -nostdlibinc -I{}", headers.display()),
        )
        .run_aloud()?;

    Ok(Verdict::Passed)
}
