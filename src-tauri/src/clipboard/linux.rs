//! X11 and Wayland, by the toolkit that the window is made with. The text is handed out when somebody pastes, and is
//! gone with the app.

use std::sync::{Arc, Weak};

use gtk::{TargetEntry, TargetFlags, gdk};
use zeroize::Zeroizing;

/// Alive as long as the clipboard is ours.
pub(super) struct Held(Weak<()>);

/// The forms in which programs ask for text.
const TEXTS: [&str; 4] = [
    "UTF8_STRING",
    "text/plain;charset=utf-8",
    "text/plain",
    "STRING",
];
/// Klipper and its like keep nothing that carries this (KDE, `KeePassXC`).
const HINT: &str = "x-kde-passwordManagerHint";
const HINT_VALUE: &[u8] = b"secret";
/// A byte has so many bits: the unit of the value above.
const BYTE_BITS: i32 = 8;

/// Which form was asked for, as the toolkit numbers them.
const IS_TEXT: u32 = 0;
const IS_HINT: u32 = 1;

/// On the main thread only. Nothing when the clipboard is not to be had.
pub(super) fn put(secret: Zeroizing<String>) -> Option<Held> {
    let clipboard = gtk::Clipboard::get(&gdk::SELECTION_CLIPBOARD);
    let mut forms: Vec<TargetEntry> = TEXTS
        .iter()
        .map(|form| TargetEntry::new(form, TargetFlags::empty(), IS_TEXT))
        .collect();
    forms.push(TargetEntry::new(HINT, TargetFlags::empty(), IS_HINT));

    // The toolkit drops the answering function, and the mark with it, as soon as the clipboard is somebody else's.
    let mark = Arc::new(());
    let held = Held(Arc::downgrade(&mark));
    let is_ours = clipboard.set_with_data(&forms, move |_, asked, form| {
        let _ = &mark;
        if form == IS_HINT {
            asked.set(&gdk::Atom::intern(HINT), BYTE_BITS, HINT_VALUE);
        } else {
            asked.set_text(&secret);
        }
    });

    is_ours.then_some(held)
}

/// On the main thread only.
pub(super) fn clear(held: Held) {
    if held.0.upgrade().is_some() {
        gtk::Clipboard::get(&gdk::SELECTION_CLIPBOARD).clear();
    }
}
