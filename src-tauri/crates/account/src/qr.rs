//! QR codes (ISO/IEC 18004): drawn here, and read out of pictures that people drop, paste or choose.
//!
//! Reading is for a blocking thread: a large photo takes up to a second, one made to hurt a few. It needs at most about 250 MB for a
//! moment, for the largest picture that is taken, and its time is bounded by the caps of its modules.
//!
//! Candidates are searched for by this crate and not by `rqrr`, whose search has assertions that a crafted
//! picture reaches and copies the picture once per pair of candidates; its decoder has neither, and is used.

mod bitmap;
mod drawing;
mod finder;
mod geometry;
mod grid;
mod picture;
mod reading;

pub use drawing::{QrCode, TooLong};
pub use picture::PICTURE_BYTES;
pub use reading::{QrText, ReadError, read};

#[cfg(test)]
mod tests;
