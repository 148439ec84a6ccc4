//! Paths as limits and faults name them.

/// Whether `path` is the one named, or begins as named before a final `*`.
pub(crate) fn matches_path(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => path.starts_with(beginning),
        None => pattern == path,
    }
}
