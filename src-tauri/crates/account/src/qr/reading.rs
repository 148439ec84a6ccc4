//! QR codes out of the bytes of a picture.

use protocol::{secret::Secret as _, secret_type};

use crate::qr::{
    bitmap::Bitmap,
    finder::{Corners, corners, finders},
    grid::{Modules, flat_squares, tilted_squares},
    picture::Luma,
};

secret_type! {
    /// What a QR code says: it may hold a secret, so it is kept like one.
    QrText
}

/// Why nothing was read out of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a picture, or a damaged one.
    #[error("not a picture")]
    NotAPicture,
    /// A picture, but neither PNG nor JPEG.
    #[error("neither PNG nor JPEG")]
    OtherFormat,
    /// More than 10 MB, or more than 40 million pixels.
    #[error("the picture is too large")]
    TooLarge,
    /// There is no QR code in it that can be read.
    #[error("no QR code in the picture")]
    NoCode,
}

/// Nobody needs more at once.
const MOST_CODES: usize = 16;
/// So many combinations of corners with something like a code between them are tried for each way of looking at a
/// picture.
const MOST_TRIES: usize = 64;
/// So many combinations are looked at as if seen from the side, which takes a search for each of them.
const MOST_TILTED: usize = 256;
/// A smaller picture is not looked at again at half its size: its modules would vanish.
const HALVED_FROM: usize = 500_000;

/// Reads every QR code in a PNG or JPEG picture, at most sixteen, each text once.
///
/// Run it on a blocking thread: the largest pictures take about a second, one made to hurt a few.
///
/// # Errors
/// Why there is nothing to give.
pub fn read(picture: &[u8]) -> Result<Vec<QrText>, ReadError> {
    let picture = Luma::decode(picture)?;
    let found = looked_at(&picture);
    if !found.is_empty() {
        return Ok(found);
    }
    let is_large = picture.width * picture.height >= HALVED_FROM;
    let found = if is_large {
        looked_at(&picture.halved())
    } else {
        found
    };

    (!found.is_empty())
        .then_some(found)
        .ok_or(ReadError::NoCode)
}

/// Looks at a picture in four ways, until one shows a code.
fn looked_at(picture: &Luma) -> Vec<QrText> {
    let ways: [fn(&Luma) -> Bitmap; 4] = [
        Bitmap::by_whole,
        Bitmap::by_neighbourhood,
        |picture| Bitmap::by_whole(picture).inverted(),
        |picture| Bitmap::by_neighbourhood(picture).inverted(),
    ];

    ways.iter()
        .map(|way| codes(&way(picture)))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn codes(bitmap: &Bitmap) -> Vec<QrText> {
    let finders = finders(bitmap);
    let corners = corners(&finders);
    let flat = tried(bitmap, &corners, flat_squares);
    if !flat.is_empty() {
        return flat;
    }

    let squarest = corners.get(..MOST_TILTED).unwrap_or(&corners);
    tried(bitmap, squarest, tilted_squares)
}

fn tried(
    bitmap: &Bitmap,
    all: &[Corners],
    squares: fn(&Bitmap, &Corners) -> Vec<Modules>,
) -> Vec<QrText> {
    let mut used = Vec::new();
    let mut found: Vec<QrText> = Vec::new();
    let mut tries = 0;
    for corners in all {
        if found.len() == MOST_CODES || tries == MOST_TRIES {
            break;
        }
        if corners.indexes.iter().any(|index| used.contains(index)) {
            continue;
        }
        let squares = squares(bitmap, corners);
        tries += usize::from(!squares.is_empty());
        if let Some(text) = text_of(squares) {
            used.extend(corners.indexes);
            tries = 0;
            if !found.iter().any(|known| known.expose() == text.expose()) {
                found.push(text);
            }
        }
    }

    found
}

/// The text of the first square that is a code. Texts that are not UTF-8 are none.
fn text_of(squares: Vec<Modules>) -> Option<QrText> {
    squares
        .into_iter()
        .find_map(|modules| rqrr::Grid::new(modules).decode().ok())
        .map(|(_, text)| QrText::new(text))
        .filter(|text| !text.expose().is_empty())
}
