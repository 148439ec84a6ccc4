//! Windows and macOS, where the system keeps what was copied.

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use zeroize::Zeroizing;

/// What was put there, to see whether it is still there.
pub(super) struct Held(Zeroizing<String>);

/// Nothing when the clipboard is not to be had.
pub(super) fn put(secret: Zeroizing<String>) -> Option<Held> {
    let mut clipboard = arboard::Clipboard::new().ok()?;
    let set = clipboard.set();
    // ExcludeClipboardContentFromMonitorProcessing, CanUploadToCloudClipboard, CanIncludeInClipboardHistory.
    #[cfg(windows)]
    let set = set
        .exclude_from_monitoring()
        .exclude_from_cloud()
        .exclude_from_history();
    // org.nspasteboard.ConcealedType
    #[cfg(target_os = "macos")]
    let set = set.exclude_from_history();
    set.text(secret.as_str()).ok()?;

    Some(Held(secret))
}

/// Whatever somebody else put there meanwhile stays.
pub(super) fn clear(held: Held) {
    let Ok(mut clipboard) = arboard::Clipboard::new() else {
        return;
    };
    let is_ours = clipboard
        .get_text()
        .map(Zeroizing::new)
        .is_ok_and(|text| text == held.0);
    if is_ours && let Err(error) = clipboard.clear() {
        tracing::warn!(%error, "a secret stays on the clipboard");
    }
}
