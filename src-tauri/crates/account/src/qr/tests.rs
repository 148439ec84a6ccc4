//! What is drawn is read again; what is no picture, is broken, or is made to hurt, is refused in time.

use protocol::secret::Secret as _;

use super::{picture::Luma, *};
use crate::noise::Noise;

const ADDRESS: &str = "otpauth://totp/Acme:ada@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme&algorithm=SHA1&digits=6&period=30";

fn texts(picture: &[u8]) -> Vec<String> {
    let found = read(picture).unwrap();
    found.iter().map(|text| text.expose().to_owned()).collect()
}

/// Writes a picture of any colour type.
fn png(width: u32, height: u32, color: png::ColorType, rows: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(rows)
        .unwrap();
    file
}

fn grey(picture: &Luma) -> Vec<u8> {
    let side = |side: usize| u32::try_from(side).unwrap();
    png(
        side(picture.width),
        side(picture.height),
        png::ColorType::Grayscale,
        &picture.pixels,
    )
}

/// A picture made pixel by pixel.
fn drawn(width: usize, height: usize, light: impl Fn(f64, f64) -> u8) -> Luma {
    let pixels =
        (0..width * height).map(|index| light((index % width) as f64, (index / width) as f64));
    Luma {
        width,
        height,
        pixels: pixels.collect(),
    }
}

/// Looks at a picture through a map from the new places to the old ones.
fn seen_through(picture: &Luma, side: usize, map: impl Fn(f64, f64) -> (f64, f64)) -> Luma {
    drawn(side, side, |x, y| {
        let (x, y) = map(x, y);
        let is_inside =
            x >= 0.0 && y >= 0.0 && (x as usize) < picture.width && (y as usize) < picture.height;
        if is_inside {
            picture.pixels[y as usize * picture.width + x as usize]
        } else {
            255
        }
    })
}

fn code_of(text: &str) -> Luma {
    Luma::decode(&QrCode::of(text).unwrap().png()).unwrap()
}

#[test]
fn what_is_drawn_is_read_again_for_every_size() {
    for length in [1, 14, 15, 60, 130, 300] {
        let text: String = ADDRESS.chars().cycle().take(length).collect();
        assert_eq!(texts(&QrCode::of(&text).unwrap().png()), [text], "{length}");
    }
    assert_eq!(
        texts(&QrCode::of("Schöne Grüße, 你好").unwrap().png()),
        ["Schöne Grüße, 你好"]
    );
    assert_eq!(
        texts(&QrCode::of("0123456789").unwrap().png()),
        ["0123456789"]
    );
}

#[test]
fn a_text_that_is_too_long_is_no_code() {
    assert_eq!(QrCode::of(&"x".repeat(2_049)).unwrap_err(), TooLong);
    assert!(QrCode::of("").is_ok());
}

#[test]
fn the_drawing_is_one_path_on_white_with_a_quiet_zone() {
    let svg = QrCode::of("x").unwrap().svg();
    assert!(
        svg.starts_with(r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29""##),
        "{svg}"
    );
    assert_eq!(svg.matches("<path").count(), 1);
    assert!(
        svg.contains("M4 4h7v1h-7z"),
        "the first row of a finder pattern"
    );
    assert!(svg.contains("background:#fff") && svg.contains("crispEdges"));
    for outside in ["href", "url(", "<script", "<image", "<style", "<text"] {
        assert!(!svg.contains(outside), "{outside}");
    }
}

#[test]
fn a_code_does_not_print_what_it_holds() {
    assert_eq!(
        format!("{:?}", QrCode::of("x").unwrap()),
        "QrCode { side: 21, .. }"
    );
    let found = read(&QrCode::of(ADDRESS).unwrap().png()).unwrap();
    assert_eq!(format!("{found:?}"), "[QrText(..)]");
}

#[test]
fn a_code_is_read_turned_leaning_and_from_the_side() {
    let code = code_of(ADDRESS).halved();
    let middle = code.width as f64 / 2.0;
    let side = code.width * 3 / 2;
    let half = side as f64 / 2.0;
    for degrees in [0, 7, 30, 45, 90, 133, 180, 270] {
        let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
        let turned = seen_through(&code, side, |x, y| {
            let (x, y) = (x - half, y - half);
            (x * cos - y * sin + middle, x * sin + y * cos + middle)
        });
        assert_eq!(texts(&grey(&turned)), [ADDRESS], "{degrees}°");
    }
    let from_the_side = seen_through(&code, side, |x, y| {
        let depth = 1.0 + y / side as f64 * 0.15;
        ((x - half) * depth + middle, (y - half) * depth + middle)
    });
    assert_eq!(texts(&grey(&from_the_side)), [ADDRESS]);
    let mirrored = seen_through(&code, code.width, |x, y| (code.width as f64 - 1.0 - x, y));
    assert_eq!(texts(&grey(&mirrored)), [ADDRESS]);
}

#[test]
fn a_code_is_read_in_shadow_noise_dark_themes_and_small() {
    let code = code_of(ADDRESS);
    let side = code.width;
    let at = |x: f64, y: f64| code.pixels[y as usize * side + x as usize];
    let shadow = drawn(side, side, |x, y| {
        let light = 255.0 - 200.0 * x / side as f64;
        (f64::from(at(x, y)) / 255.0 * light * 0.7 + light * 0.3) as u8
    });
    assert_eq!(texts(&grey(&shadow)), [ADDRESS]);
    let dark = drawn(side, side, |x, y| 255 - at(x, y));
    assert_eq!(texts(&grey(&dark)), [ADDRESS]);
    let small = seen_through(&code, side * 3 / 10, |x, y| {
        ((x + 0.5) / 0.3, (y + 0.5) / 0.3)
    });
    assert_eq!(texts(&grey(&small)), [ADDRESS]);
    let mut noise = Noise::new(18004);
    let mut noisy = code_of(ADDRESS);
    for pixel in &mut noisy.pixels {
        let off = u8::try_from(noise.below(90)).unwrap();
        *pixel = if *pixel > 127 {
            *pixel - off
        } else {
            *pixel + off
        };
    }
    assert_eq!(texts(&grey(&noisy)), [ADDRESS]);
}

#[test]
fn every_code_in_a_picture_is_read_once() {
    let codes = [
        code_of("one"),
        code_of(ADDRESS),
        code_of("one"),
        code_of("two"),
    ];
    let step = codes[1].width;
    let picture = drawn(step * 2, step * 2, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let code = &codes[y / step * 2 + x / step];
        let (x, y) = (x % step, y % step);
        if x < code.width && y < code.height {
            code.pixels[y * code.width + x]
        } else {
            255
        }
    });
    let mut found = texts(&grey(&picture));
    found.sort();
    assert_eq!(found, ["one", ADDRESS, "two"]);
}

#[test]
fn colours_and_transparency_are_seen_as_on_white() {
    let code = code_of("colour");
    let side = u32::try_from(code.width).unwrap();
    let all = |pixel: fn(bool) -> &'static [u8]| -> Vec<u8> {
        code.pixels
            .iter()
            .flat_map(|light| pixel(*light > 127))
            .copied()
            .collect()
    };
    let clear = all(|light| {
        if light {
            &[0, 0, 0, 0]
        } else {
            &[0, 0, 0, 255]
        }
    });
    assert_eq!(
        texts(&png(side, side, png::ColorType::Rgba, &clear)),
        ["colour"]
    );
    let blue = all(|light| {
        if light {
            &[250, 240, 200]
        } else {
            &[20, 40, 160]
        }
    });
    assert_eq!(
        texts(&png(side, side, png::ColorType::Rgb, &blue)),
        ["colour"]
    );
    let faint = all(|light| if light { &[9, 0] } else { &[0, 255] });
    assert_eq!(
        texts(&png(side, side, png::ColorType::GrayscaleAlpha, &faint)),
        ["colour"]
    );
}

/// A code from a phone's camera, as far as a program can make one: turned, blurred, coloured, progressive.
const PHOTO: &[u8] = include_bytes!("testdata/code.jpg");

#[test]
fn a_photo_is_read() {
    let found = texts(PHOTO);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("otpauth://totp/Acme:ada@example.com?secret="),
        "{found:?}"
    );
}

#[test]
fn what_is_no_picture_says_so() {
    let png = QrCode::of("x").unwrap().png();
    let of = |bytes: &[u8]| read(bytes).unwrap_err();
    for bytes in [
        &b""[..],
        b"otpauth://",
        b"<svg/>",
        b"%PDF-1.7",
        &png[1..],
        &png[..60],
        b"\xff\xd8\xff\xe0",
    ] {
        assert_eq!(of(bytes), ReadError::NotAPicture);
    }
    for bytes in [&b"GIF89a"[..], b"BM1234", b"RIFF\0\0\0\0WEBPVP8 "] {
        assert_eq!(of(bytes), ReadError::OtherFormat);
    }
    assert_eq!(of(&vec![0x89; 10 * 1024 * 1024 + 1]), ReadError::TooLarge);
    assert_eq!(of(&grey(&drawn(40, 40, |_, _| 255))), ReadError::NoCode);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_by_its_header() {
    let mut png = QrCode::of("x").unwrap().png();
    png[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    let mut sum = 0xffff_ffff_u32;
    for byte in &png[12..29] {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 * (sum & 1));
        }
    }
    png[29..33].copy_from_slice(&(!sum).to_be_bytes());
    assert_eq!(read(&png).unwrap_err(), ReadError::TooLarge);
}

#[test]
fn a_wall_of_finder_patterns_takes_no_time() {
    let ring = |at: usize| at.min(6 - at);
    let wall = drawn(400, 400, |x, y| {
        let (x, y) = (x as usize % 8, y as usize % 8);
        let is_dark = x < 7 && y < 7 && ring(x).min(ring(y)) != 1;
        if is_dark { 0 } else { 255 }
    });
    let bitmap = bitmap::Bitmap::by_whole(&wall);
    assert!(finder::finders(&bitmap).len() >= 3, "the wall is one");
    assert_eq!(read(&grey(&wall)).unwrap_err(), ReadError::NoCode);
    let stripes = drawn(1_000, 400, |x, _| {
        if x as usize % 8 < 7 && ring(x as usize % 8) != 1 {
            0
        } else {
            255
        }
    });
    assert_eq!(read(&grey(&stripes)).unwrap_err(), ReadError::NoCode);
}

#[test]
fn noise_makes_no_reader_panic() {
    let mut noise = Noise::new(18004);
    let png = QrCode::of("hostile").unwrap().png();
    for good in [png.as_slice(), PHOTO].repeat(30) {
        let mut bytes = good.to_vec();
        noise.spoil(&mut bytes);
        let _found = read(&bytes);
    }
    let code = code_of("hostile");
    for _ in 0..15 {
        let mut spoiled = seen_through(&code, 90, |x, y| (x * 3.2, y * 3.2));
        for _ in 0..noise.below(12) {
            let (x, y) = (noise.below(80), noise.below(80));
            for index in 0..100 {
                let place = (y + index / 10) * spoiled.width + x + index % 10;
                spoiled.pixels[place] = noise.number().to_le_bytes()[0];
            }
        }
        let _found = read(&grey(&spoiled));
    }
}
