//! The modules of a code, taken out of a picture by three of its corners.

use rqrr::BitGrid;

use crate::qr::{
    bitmap::Bitmap,
    finder::Corners,
    geometry::{Perspective, Point},
};

/// A square of modules.
pub(super) struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl BitGrid for Modules {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark
            .get(y * self.side + x)
            .copied()
            .unwrap_or_default()
    }
}

/// Whether dark and light alternate between the finder patterns, as they do in every code of this size (§6.3.5).
/// Noise has half of them right; a code whose marks are that bad does not decode either. Looking at two lines is
/// far cheaper than decoding a square of the wrong size.
fn has_timing(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> bool {
    let between = 8..side - 8;
    let expected = |at: usize| at.is_multiple_of(2);
    let right: usize = between
        .clone()
        .map(|at| {
            usize::from(is_dark(at, 6) == expected(at))
                + usize::from(is_dark(6, at) == expected(at))
        })
        .sum();

    right * 4 >= between.len() * 2 * 3
}

/// How far from where it should be the alignment pattern is looked for, in half modules.
const REACH: i32 = 12;
/// So many of its 25 modules have to be right.
const ENOUGH: usize = 21;

/// Every square of modules between corners of a picture taken from above, the likeliest first.
pub(super) fn flat_squares(bitmap: &Bitmap, corners: &Corners) -> Vec<Modules> {
    sides(corners)
        .filter(|side| {
            let straight = perspective(corners, *side, None);
            has_timing(*side, |x, y| is_dark_module(bitmap, &straight, x, y))
        })
        .flat_map(|side| {
            let aligned = alignment(bitmap, corners, side).map(Some);
            aligned
                .into_iter()
                .chain([None])
                .map(move |alignment| sampled(bitmap, corners, side, alignment))
        })
        .collect()
}

/// Every square of modules between corners of a picture taken from the side, the likeliest first.
pub(super) fn tilted_squares(bitmap: &Bitmap, corners: &Corners) -> Vec<Modules> {
    sides(corners)
        .filter_map(|side| Some((side, alignment(bitmap, corners, side)?)))
        .filter(|(side, alignment)| {
            let tilted = perspective(corners, *side, Some(*alignment));
            has_timing(*side, |x, y| is_dark_module(bitmap, &tilted, x, y))
        })
        .map(|(side, alignment)| sampled(bitmap, corners, side, Some(alignment)))
        .collect()
}

/// How many modules a code between these corners may have to a side, the likeliest first.
fn sides(corners: &Corners) -> impl Iterator<Item = usize> + use<> {
    let legs = corners.top_left.distance(corners.top_right)
        + corners.top_left.distance(corners.bottom_left);
    // Between the middles of two finder patterns lie all modules but seven; a version is four more (§6.3.1).
    let side = legs / 2.0 / corners.module + 7.0;
    let version = ((side - 17.0) / 4.0).round();

    [0.0, -1.0, 1.0, -2.0, 2.0]
        .into_iter()
        .map(move |off| version + off)
        .filter(|version| (1.0..=40.0).contains(version))
        .map(|version| version as usize * 4 + 17)
}

/// Where a module on the diagonal lies if the picture is not seen from the side.
fn fourth(corners: &Corners, module: f64, side: usize) -> Point {
    let (right, down) = axes(corners, side);
    corners
        .top_left
        .plus(module - 3.5, right, module - 3.5, down)
}

/// One module to the right and one down, in pixels.
fn axes(corners: &Corners, side: usize) -> (Point, Point) {
    let modules = side as f64 - 7.0;

    (
        corners.top_right.from(corners.top_left, modules),
        corners.bottom_left.from(corners.top_left, modules),
    )
}

/// Finds the middle of the alignment pattern in the fourth corner: the middle of the places that fit best.
///
/// The smallest codes have none.
fn alignment(bitmap: &Bitmap, corners: &Corners, side: usize) -> Option<Point> {
    if side <= 21 {
        return None;
    }
    let (right, down) = axes(corners, side);
    let expected = fourth(corners, side as f64 - 6.5, side);
    let (mut best, mut places) = (ENOUGH, Vec::new());
    for y in -REACH..=REACH {
        for x in -REACH..=REACH {
            let place = expected.plus(f64::from(x) / 2.0, right, f64::from(y) / 2.0, down);
            let fit = alignment_fit(bitmap, place, right, down);
            if fit > best {
                best = fit;
                places.clear();
            }
            if fit == best {
                places.push(place);
            }
        }
    }
    let nearest = places
        .iter()
        .copied()
        .min_by(|a, b| a.distance(expected).total_cmp(&b.distance(expected)))?;
    places.retain(|place| place.distance(nearest) < corners.module * 1.5);
    let count = places.len() as f64;

    Some(Point::new(
        places.iter().map(|place| place.x).sum::<f64>() / count,
        places.iter().map(|place| place.y).sum::<f64>() / count,
    ))
}

/// How many modules around a place are as in an alignment pattern: dark, light, dark from outside in (§6.3.6).
fn alignment_fit(bitmap: &Bitmap, middle: Point, right: Point, down: Point) -> usize {
    let around = (-2i32..=2).flat_map(|y| (-2i32..=2).map(move |x| (x, y)));

    around
        .filter(|(x, y)| {
            let expected = x.abs().max(y.abs()) != 1;
            is_dark(
                bitmap,
                middle.plus(f64::from(*x), right, f64::from(*y), down),
            ) == expected
        })
        .count()
}

/// How the modules lie in the picture: by the alignment pattern, or as if the picture was taken from above.
fn perspective(corners: &Corners, side: usize, alignment: Option<Point>) -> Perspective {
    let far = side as f64 - 3.5;
    let (module, place) = match alignment {
        Some(place) => (side as f64 - 6.5, place),
        None => (far, fourth(corners, far, side)),
    };

    Perspective::new(
        [
            Point::new(3.5, 3.5),
            Point::new(far, 3.5),
            Point::new(3.5, far),
            Point::new(module, module),
        ],
        [
            corners.top_left,
            corners.top_right,
            corners.bottom_left,
            place,
        ],
    )
}

fn sampled(bitmap: &Bitmap, corners: &Corners, side: usize, alignment: Option<Point>) -> Modules {
    let perspective = perspective(corners, side, alignment);
    let module = |index: usize| is_dark_module(bitmap, &perspective, index % side, index / side);

    Modules {
        side,
        dark: (0..side * side).map(module).collect(),
    }
}

/// The middle of a module and four places around it vote, so that a speck does not decide.
fn is_dark_module(bitmap: &Bitmap, perspective: &Perspective, x: usize, y: usize) -> bool {
    const VOTES: [(f64, f64); 5] = [(0.5, 0.5), (0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)];
    let dark = VOTES.iter().filter(|(dx, dy)| {
        perspective
            .map(Point::new(x as f64 + dx, y as f64 + dy))
            .is_some_and(|place| is_dark(bitmap, place))
    });

    dark.count() > 2
}

/// Everything outside the picture is light; a conversion to an integer saturates.
fn is_dark(bitmap: &Bitmap, place: Point) -> bool {
    place.x >= 0.0 && place.y >= 0.0 && bitmap.is_dark(place.x as usize, place.y as usize)
}
