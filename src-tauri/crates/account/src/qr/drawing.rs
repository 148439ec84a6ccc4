//! A QR code to look at: as SVG for the page and as PNG to save.

use std::fmt::{self, Write as _};

use fast_qr::{ECL, QRBuilder};

/// The text does not fit a QR code that a phone reads from a screen: show it as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too long for a QR code")]
pub struct TooLong;

/// A square of dark and light modules. It may hold a secret, so nothing of it is printed.
#[derive(Clone)]
pub struct QrCode {
    side: usize,
    modules: Vec<bool>,
}

impl QrCode {
    /// Longer texts make modules that a phone cannot tell apart on a screen (security row OT13).
    pub const TEXT_BYTES: usize = 2_048;
    /// The light border that a reader needs, in modules (ISO/IEC 18004 §6.3.8).
    const QUIET: usize = 4;
    /// So many pixels per module survive a chat program's shrinking of a saved picture.
    const MODULE_PIXELS: usize = 10;

    /// Makes the code of a text, with error correction M.
    ///
    /// # Errors
    /// The text is longer than [`QrCode::TEXT_BYTES`].
    pub fn of(text: &str) -> Result<Self, TooLong> {
        if text.len() > Self::TEXT_BYTES {
            return Err(TooLong);
        }
        let code = QRBuilder::new(text)
            .ecl(ECL::M)
            .build()
            .map_err(|_| TooLong)?;
        let side = code.size;

        Ok(Self {
            side,
            modules: code
                .data
                .iter()
                .take(side * side)
                .map(|module| module.value())
                .collect(),
        })
    }

    /// The code as an SVG document of one path on white, in both themes; its size is that of its view box, in
    /// modules. It refers to nothing outside, and names itself to nobody: its title is the page's matter.
    pub fn svg(&self) -> String {
        let full = self.side + 2 * Self::QUIET;
        let mut path = String::new();
        for y in 0..self.side {
            let mut x = 0;
            while x < self.side {
                let run = (x..self.side).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    // Writing to a `String` cannot fail.
                    write!(
                        path,
                        "M{} {}h{run}v1h-{run}z",
                        x + Self::QUIET,
                        y + Self::QUIET
                    )
                    .unwrap_or_default();
                }
                x += run.max(1);
            }
        }

        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {full}" shape-rendering="crispEdges" style="background:#fff"><path fill="#000" d="{path}"/></svg>"##
        )
    }

    /// The code as a PNG file, black on white, with ten pixels per module.
    pub fn png(&self) -> Vec<u8> {
        let side = (self.side + 2 * Self::QUIET) * Self::MODULE_PIXELS;
        let row_bytes = side.div_ceil(8);
        let mut rows = vec![0xff_u8; row_bytes * side];
        for (index, byte) in rows.iter_mut().enumerate() {
            let y = index / row_bytes;
            for bit in 0..8 {
                let x = index % row_bytes * 8 + bit;
                if self.is_dark_pixel(x, y) {
                    *byte &= !(0x80 >> bit);
                }
            }
        }

        let mut file = Vec::new();
        let pixels = u32::try_from(side).unwrap_or_default();
        let mut encoder = png::Encoder::new(&mut file, pixels, pixels);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        // Neither the header nor the size of the rows can be wrong, and a `Vec` takes everything.
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&rows));
        debug_assert!(written.is_ok(), "{written:?}");

        file
    }

    fn is_dark_pixel(&self, x: usize, y: usize) -> bool {
        let module = |pixel: usize| (pixel / Self::MODULE_PIXELS).checked_sub(Self::QUIET);

        module(x)
            .zip(module(y))
            .is_some_and(|(x, y)| x < self.side && y < self.side && self.is_dark(x, y))
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        self.modules
            .get(y * self.side + x)
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrCode")
            .field("side", &self.side)
            .finish_non_exhaustive()
    }
}
