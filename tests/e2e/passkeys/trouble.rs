//! What goes wrong between the page and a key.
