//! Finder patterns: the squares in three corners of a code, in which every line through the middle goes dark,
//! light, dark, light, dark as 1:1:3:1:1 (ISO/IEC 18004 §6.3.3).

use crate::qr::{bitmap::Bitmap, geometry::Point};

/// The middle of a finder pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    pub(super) center: Point,
    /// The length of a module along a row, in pixels.
    pub(super) module: f64,
    /// How many rows agreed.
    rows: u32,
}

/// Three finder patterns that may belong to one code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corners {
    /// Indexes into the list of finders, to tell which ones are used up.
    pub(super) indexes: [usize; 3],
    pub(super) top_left: Point,
    pub(super) top_right: Point,
    pub(super) bottom_left: Point,
    /// The length of a module, in pixels.
    pub(super) module: f64,
    /// How unlike a square the corners are.
    skew: f64,
}

/// More are not kept: a picture made of finder patterns shall not take forever.
const MOST_FINDERS: usize = 256;
/// More rows are not looked at: sixteen codes of three patterns, each of them a thousand rows tall, have fewer.
const MOST_ROWS: usize = 50_000;
/// So many of them are combined with each other, those with most rows first: 4,060 combinations.
const MOST_COMBINED: usize = 30;

/// Finds the patterns of a picture, the surest first.
pub(super) fn finders(bitmap: &Bitmap) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut rows = 0;
    for y in 0..bitmap.height {
        if rows > MOST_ROWS {
            break;
        }
        let mut runs = [0usize; 5];
        let mut is_dark = false;
        let mut ends = bitmap.row(y).iter().copied().chain([false]).enumerate();
        for (x, pixel) in &mut ends {
            if pixel != is_dark {
                if is_dark && let Some(finder) = confirmed(bitmap, &runs, x, y) {
                    rows += 1;
                    note(&mut found, finder);
                }
                runs.rotate_left(1);
                runs[4] = 0;
                is_dark = pixel;
            }
            runs[4] += 1;
        }
    }
    found.retain(|finder| finder.rows > 1);
    found.sort_by_key(|finder| std::cmp::Reverse(finder.rows));
    found.truncate(MOST_COMBINED);

    found
}

/// Looks at a pattern that ends before `x` in row `y` also from top to bottom.
fn confirmed(bitmap: &Bitmap, runs: &[usize; 5], x: usize, y: usize) -> Option<Finder> {
    let length = module(runs)? * 7.0;
    let middle = x.checked_sub(runs[4] + runs[3] + runs[2].div_ceil(2))?;
    // No run of a pattern that is seen from the side is longer; without an end, stripes would be walked for ever.
    let most = runs.iter().sum::<usize>() * 2;
    let (center_y, tall) = cross(bitmap.height, y, most, |place| {
        bitmap.is_dark(middle, place)
    })?;
    let row = center_y as usize;
    let (center_x, wide) = cross(bitmap.width, middle, most, |place| {
        bitmap.is_dark(place, row)
    })?;
    // A pattern may lean and be seen from the side, but not be three times as tall as wide.
    let is_even = (0.33..3.0).contains(&(tall / wide)) && (0.5..2.0).contains(&(length / wide));

    is_even.then_some(Finder {
        center: Point::new(center_x, center_y),
        module: wide / 7.0,
        rows: 1,
    })
}

/// Measures the pattern on a line around a place in its middle: where its middle is, and how long it is.
/// No run may be longer than `most`.
fn cross(
    end: usize,
    start: usize,
    most: usize,
    is_dark: impl Fn(usize) -> bool,
) -> Option<(f64, f64)> {
    let before = |from: usize, dark: bool| {
        (0..from)
            .rev()
            .take(most)
            .take_while(|at| is_dark(*at) == dark)
            .count()
    };
    let after = |from: usize, dark: bool| {
        (from..end)
            .take(most)
            .take_while(|at| is_dark(*at) == dark)
            .count()
    };

    let up = before(start, true);
    let light_up = before(start - up, false);
    let outer_up = before(start - up - light_up, true);
    let down = after(start, true);
    let light_down = after(start + down, false);
    let outer_down = after(start + down + light_down, true);
    let runs = [outer_up, light_up, up + down, light_down, outer_down];
    module(&runs)?;

    let first = start - up;
    let length: usize = runs.iter().sum();
    Some((first as f64 + runs[2] as f64 / 2.0, length as f64))
}

/// The length of a module if five runs are 1:1:3:1:1, give or take a half.
fn module(runs: &[usize; 5]) -> Option<f64> {
    let total: usize = runs.iter().sum();
    let module = total as f64 / 7.0;
    let fits = runs
        .iter()
        .zip([1.0, 1.0, 3.0, 1.0, 1.0])
        .all(|(run, times)| {
            *run > 0 && (*run as f64 - times * module).abs() < times * module * 0.6
        });

    (total >= 7 && fits).then_some(module)
}

/// Adds a row to a pattern that is known, or keeps a new one while there is room.
fn note(found: &mut Vec<Finder>, new: Finder) {
    let has_room = found.len() < MOST_FINDERS;
    let known = found.iter_mut().find(|known| {
        let reach = known.module * 2.0;
        (known.center.x - new.center.x).abs() < reach
            && (known.center.y - new.center.y).abs() < reach
            && (0.5..2.0).contains(&(known.module / new.module))
    });
    match known {
        Some(known) => {
            let rows = f64::from(known.rows);
            let mean = |old: f64, new: f64| (old * rows + new) / (rows + 1.0);
            known.center = Point::new(
                mean(known.center.x, new.center.x),
                mean(known.center.y, new.center.y),
            );
            known.module = mean(known.module, new.module);
            known.rows = known.rows.saturating_add(1);
        }
        None if has_room => found.push(new),
        None => {}
    }
}

/// Every three patterns that may be corners of one code, the squarest first.
pub(super) fn corners(finders: &[Finder]) -> Vec<Corners> {
    let mut all = Vec::new();
    for first in 0..finders.len() {
        for second in first + 1..finders.len() {
            for third in second + 1..finders.len() {
                all.extend(corners_of(finders, [first, second, third]));
            }
        }
    }
    all.sort_by(|a: &Corners, b: &Corners| a.skew.total_cmp(&b.skew));

    all
}

fn corners_of(finders: &[Finder], indexes: [usize; 3]) -> Option<Corners> {
    let [a, b, c] = indexes.map(|index| finders[index]);
    let modules = [a.module, b.module, c.module];
    let smallest = modules.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = modules.iter().copied().fold(0.0, f64::max);
    if largest > smallest * 1.8 {
        return None;
    }
    // The corner across from the longest side is the top left one.
    let [a, b, c] = [a.center, b.center, c.center];
    let (ab, bc, ca) = (a.distance(b), b.distance(c), c.distance(a));
    let (corner, one, other) = if bc >= ab && bc >= ca {
        (a, b, c)
    } else if ca >= ab && ca >= bc {
        (b, c, a)
    } else {
        (c, a, b)
    };
    let (one_leg, other_leg) = (corner.distance(one), corner.distance(other));
    let (u, v) = (one.from(corner, one_leg), other.from(corner, other_leg));
    let slant = (u.x * v.x + u.y * v.y).abs();
    let stretch = one_leg.max(other_leg) / one_leg.min(other_leg);
    // Written so that a leg of no length, which makes no number, is refused too.
    let is_square_enough = slant < 0.4 && stretch < 1.8;
    if !is_square_enough {
        return None;
    }
    // With y downward, the top right corner lies clockwise before the bottom left one.
    let is_clockwise = u.x * v.y - u.y * v.x > 0.0;
    let (top_right, bottom_left) = if is_clockwise {
        (one, other)
    } else {
        (other, one)
    };
    // A row crosses a turned square on a longer way.
    let turned = u.x.abs().max(u.y.abs());

    Some(Corners {
        indexes,
        top_left: corner,
        top_right,
        bottom_left,
        module: modules.iter().sum::<f64>() / 3.0 * turned,
        skew: slant + stretch + largest / smallest,
    })
}
