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

impl Modules {
    /// Whether dark and light alternate between the finder patterns, as they do in every code of this size
    /// (§6.3.5). Looking is far cheaper than decoding a square of the wrong size.
    fn has_timing(&self) -> bool {
        let between = 8..self.side - 8;
        let expected = |at: usize| at.is_multiple_of(2);
        let right = between
            .clone()
            .map(|at| {
                [
                    self.bit(6, at) == expected(at),
                    self.bit(at, 6) == expected(at),
                ]
            })
            .map(|both| both.iter().filter(|is_right| **is_right).count())
            .sum::<usize>();

        // Noise has half of them right; a code whose marks are that bad does not decode either.
        right * 5 >= between.len() * 2 * 4
    }
}

/// How far from where it should be the alignment pattern is looked for, in half modules.
const REACH: i32 = 12;
/// So many of its 25 modules have to be right.
const ENOUGH: usize = 21;

/// Every square of modules that may lie between the corners, the likeliest first.
pub(super) fn squares(bitmap: &Bitmap, corners: &Corners) -> impl Iterator<Item = Modules> {
    let legs = corners.top_left.distance(corners.top_right)
        + corners.top_left.distance(corners.bottom_left);
    // Between the middles of two finder patterns lie all modules but seven; a version is four more (§6.3.1).
    let side = legs / 2.0 / corners.module + 7.0;
    let version = ((side - 17.0) / 4.0).round();

    [0.0, -1.0, 1.0, -2.0, 2.0]
        .into_iter()
        .map(move |off| version + off)
        .filter(|version| (1.0..=40.0).contains(version))
        .flat_map(move |version| {
            let side = version as usize * 4 + 17;
            let aligned = (version > 1.0)
                .then(|| alignment(bitmap, corners, side))
                .flatten()
                .map(|alignment| (alignment, side as f64 - 6.5));
            let straight = (fourth(corners, side as f64 - 3.5, side), side as f64 - 3.5);
            aligned
                .into_iter()
                .chain([straight])
                .map(move |(place, module)| sampled(bitmap, corners, side, place, module))
                .filter(Modules::has_timing)
        })
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
fn alignment(bitmap: &Bitmap, corners: &Corners, side: usize) -> Option<Point> {
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

/// Reads the modules with the fourth known place, which is that of the module `fourth_module` on the diagonal.
fn sampled(
    bitmap: &Bitmap,
    corners: &Corners,
    side: usize,
    fourth: Point,
    fourth_module: f64,
) -> Modules {
    let far = side as f64 - 3.5;
    let perspective = Perspective::new(
        [
            Point::new(3.5, 3.5),
            Point::new(far, 3.5),
            Point::new(3.5, far),
            Point::new(fourth_module, fourth_module),
        ],
        [
            corners.top_left,
            corners.top_right,
            corners.bottom_left,
            fourth,
        ],
    );
    let is_dark_at = |x: f64, y: f64| {
        perspective
            .map(Point::new(x, y))
            .is_some_and(|place| is_dark(bitmap, place))
    };
    let module = |index: usize| {
        let (x, y) = ((index % side) as f64 + 0.5, (index / side) as f64 + 0.5);
        // The middle and four places around it vote, so that a speck does not decide.
        let votes = [
            (0.0, 0.0),
            (-0.2, -0.2),
            (0.2, -0.2),
            (-0.2, 0.2),
            (0.2, 0.2),
        ];
        let dark = votes.iter().filter(|(dx, dy)| is_dark_at(x + dx, y + dy));
        dark.count() > 2
    };

    Modules {
        side,
        dark: (0..side * side).map(module).collect(),
    }
}

/// Everything outside the picture is light; a conversion to an integer saturates.
fn is_dark(bitmap: &Bitmap, place: Point) -> bool {
    place.x >= 0.0 && place.y >= 0.0 && bitmap.is_dark(place.x as usize, place.y as usize)
}
