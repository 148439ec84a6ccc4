//! A QR code as a picture inside an address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;

/// Pixels along each side, as the real server draws them.
const SIDE: usize = 200;

/// Modules of white around a code (ISO/IEC 18004 section 9.1).
const QUIET_ZONE: usize = 4;

/// The text as a PNG of 200 by 200 pixels in a `data:` URL; an empty text when it is too long.
pub(super) fn data_url(text: &str) -> String {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else {
        return String::new();
    };
    let scale = (SIDE / (code.size + 2 * QUIET_ZONE)).max(1);
    let margin = SIDE.saturating_sub(scale * code.size) / 2;
    let is_dark = |x: usize, y: usize| {
        let module = |at: usize| {
            at.checked_sub(margin)
                .map(|at| at / scale)
                .filter(|at| *at < code.size)
        };
        match (module(x), module(y)) {
            (Some(column), Some(row)) => code[row][column].value(),
            _ => false,
        }
    };
    let png = encode(is_dark);
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// A greyscale PNG with one bit for each pixel, not compressed (RFC 2083 sections 4 and 5).
fn encode(is_dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let side = u32::try_from(SIDE).unwrap_or_default().to_be_bytes();
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    let mut rows = Vec::new();
    for y in 0..SIDE {
        // No filter.
        rows.push(0);
        for byte in 0..SIDE.div_ceil(8) {
            let bits = (0..8).map(|bit| u8::from(!is_dark(8 * byte + bit, y)));
            rows.push(bits.fold(0, |byte, bit| byte << 1 | bit));
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// A zlib stream with one block that is stored as it is (RFC 1950, RFC 1951 section 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let (mut low, mut high) = (1u32, 0u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    [
        &[0x78, 0x01, 0x01][..],
        &length.to_le_bytes(),
        &(!length).to_le_bytes(),
        bytes,
        &(high << 16 | low).to_be_bytes(),
    ]
    .concat()
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let checked = [&kind[..], data].concat();
    png.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    png.extend(&checked);
    png.extend(crc(&checked).to_be_bytes());
}

/// The cyclic redundancy check of RFC 2083 section 15.
fn crc(bytes: &[u8]) -> u32 {
    let mut remainder = u32::MAX;
    for byte in bytes {
        remainder ^= u32::from(*byte);
        for _ in 0..8 {
            let carried = remainder & 1;
            remainder >>= 1;
            if carried == 1 {
                remainder ^= 0xedb8_8320;
            }
        }
    }
    !remainder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_specifications() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(stored(b"Wikipedia")[16..], 0x11e6_0398u32.to_be_bytes());
    }

    #[test]
    fn a_picture_of_two_hundred_by_two_hundred_pixels_is_made() {
        let url = data_url("otpauth://totp/Demo:ada@example.com?secret=GEZDGNBVGY3TQOJQ");
        let png = STANDARD
            .decode(url.strip_prefix("data:image/png;base64,").unwrap())
            .unwrap();
        assert_eq!(png[16..24], [0, 0, 0, 200, 0, 0, 0, 200]);
        assert_eq!(png.len(), 8 + 25 + 12 + 7 + 4 + 200 * 26 + 12);
    }
}
