//! A picture out of bytes from anywhere: how light each pixel is, and nothing else.

use std::io::Cursor;

use png::{ColorType, Transformations};
use zune_core::{colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use crate::qr::ReadError;

/// The largest picture that is taken: a screenshot or a photo of a phone has less.
pub const PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// A photo of today's phones has 12 to 24 million; looked at before anything is unpacked.
const PIXELS: usize = 40_000_000;
/// What the PNG decoder may hold besides the picture itself.
const PNG_BYTES: usize = 16 * 1024 * 1024;
/// A progressive JPEG is unpacked once per scan; ten are usual.
const JPEG_SCANS: usize = 24;

/// How light each pixel is, row by row.
pub(super) struct Luma {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

impl Luma {
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > PICTURE_BYTES {
            return Err(ReadError::TooLarge);
        }
        let picture = match bytes {
            [0x89, b'P', b'N', b'G', ..] => png(bytes)?,
            [0xff, 0xd8, ..] => jpeg(bytes)?,
            [b'G', b'I', b'F', b'8', ..] | [b'B', b'M', ..] | [b'R', b'I', b'F', b'F', ..] => {
                return Err(ReadError::OtherFormat);
            }
            _ => return Err(ReadError::NotAPicture),
        };
        if picture.pixels.len() != picture.width * picture.height {
            return Err(ReadError::NotAPicture);
        }

        Ok(picture)
    }

    /// The picture at half its size, each pixel the mean of four: blur and noise of a photo vanish in it.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let at = |x: usize, y: usize| {
            let index = y * self.width + x;
            self.pixels.get(index).copied().map_or(0, u32::from)
        };
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (x, y) = (x * 2, y * 2);
                let sum = at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1);
                pixels.push(u8::try_from(sum / 4).unwrap_or(u8::MAX));
            }
        }

        Self {
            width,
            height,
            pixels,
        }
    }
}

fn check_size(width: usize, height: usize) -> Result<(), ReadError> {
    let is_fine = width
        .checked_mul(height)
        .is_some_and(|pixels| pixels <= PIXELS);

    is_fine.then_some(()).ok_or(ReadError::TooLarge)
}

fn png(bytes: &[u8]) -> Result<Luma, ReadError> {
    let broken = |_| ReadError::NotAPicture;
    let limits = png::Limits { bytes: PNG_BYTES };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(broken)?;
    let size = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    let (width, height) = (size(header.width), size(header.height));
    check_size(width, height)?;

    let mut reader = decoder.read_info().map_err(broken)?;
    let bytes = reader.output_buffer_size().ok_or(ReadError::TooLarge)?;
    let mut rows = vec![0; bytes];
    let frame = reader.next_frame(&mut rows).map_err(broken)?;
    let pixels = match frame.color_type {
        ColorType::Grayscale => rows,
        ColorType::GrayscaleAlpha => pixels(&rows, |[light, alpha]| on_white(light, alpha)),
        ColorType::Rgb => pixels(&rows, luma),
        ColorType::Rgba => pixels(&rows, |[r, g, b, alpha]| on_white(luma([r, g, b]), alpha)),
        ColorType::Indexed => return Err(ReadError::NotAPicture),
    };

    Ok(Luma {
        width,
        height,
        pixels,
    })
}

fn jpeg(bytes: &[u8]) -> Result<Luma, ReadError> {
    let options = DecoderOptions::default()
        .set_use_unsafe(false)
        .set_strict_mode(false)
        .jpeg_set_max_scans(JPEG_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder =
        JpegDecoder::new_with_options(zune_core::bytestream::ZCursor::new(bytes), options);
    decoder
        .decode_headers()
        .map_err(|_| ReadError::NotAPicture)?;
    let info = decoder.info().ok_or(ReadError::NotAPicture)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    check_size(width, height)?;
    let pixels = decoder.decode().map_err(|_| ReadError::NotAPicture)?;

    Ok(Luma {
        width,
        height,
        pixels,
    })
}

fn pixels<const N: usize>(rows: &[u8], light: impl Fn([u8; N]) -> u8) -> Vec<u8> {
    rows.as_chunks::<N>()
        .0
        .iter()
        .map(|pixel| light(*pixel))
        .collect()
}

/// ITU-R BT.601 in whole numbers.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    let sum = 77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b);

    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

/// What a half-transparent pixel looks like on white, where QR codes without a background are meant to stand.
fn on_white(light: u8, alpha: u8) -> u8 {
    let (light, alpha) = (u32::from(light), u32::from(alpha));

    u8::try_from((light * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}
