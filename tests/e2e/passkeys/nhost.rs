//! A security key at Nhost.
