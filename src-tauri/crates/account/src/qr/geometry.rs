//! From modules of a code to pixels of a picture.

/// A place in a picture or on a grid of modules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// This point moved by so many times two vectors.
    pub(super) fn plus(self, times: f64, vector: Point, other_times: f64, other: Point) -> Self {
        Self {
            x: self.x + times * vector.x + other_times * other.x,
            y: self.y + times * vector.y + other_times * other.y,
        }
    }

    /// The vector from another point to this one, divided.
    pub(super) fn from(self, other: Point, divisor: f64) -> Self {
        Self {
            x: (self.x - other.x) / divisor,
            y: (self.y - other.y) / divisor,
        }
    }

    pub(super) fn distance(self, other: Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// Maps one plane onto another by four points (a homography, as rows of a matrix).
pub(super) struct Perspective([[f64; 3]; 3]);

impl Perspective {
    pub(super) fn new(from: [Point; 4], to: [Point; 4]) -> Self {
        Self(product(&basis(to), &adjugate(&basis(from))))
    }

    /// Where a point lies, unless that is nowhere.
    pub(super) fn map(&self, point: Point) -> Option<Point> {
        let [x, y, w] = apply(&self.0, [point.x, point.y, 1.0]);
        let place = Point::new(x / w, y / w);

        (place.x.is_finite() && place.y.is_finite()).then_some(place)
    }
}

/// The matrix that maps the unit vectors and their sum to four points.
fn basis([a, b, c, d]: [Point; 4]) -> [[f64; 3]; 3] {
    let matrix = [[a.x, b.x, c.x], [a.y, b.y, c.y], [1.0, 1.0, 1.0]];
    let scale = apply(&adjugate(&matrix), [d.x, d.y, 1.0]);

    matrix.map(|[x, y, z]| [x * scale[0], y * scale[1], z * scale[2]])
}

/// The inverse up to a factor, which a homography does not mind.
fn adjugate(m: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let [[a, b, c], [d, e, f], [g, h, i]] = *m;

    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
}

fn apply(matrix: &[[f64; 3]; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

fn product(left: &[[f64; 3]; 3], right: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    left.map(|row| {
        let column = |index: usize| {
            row[0] * right[0][index] + row[1] * right[1][index] + row[2] * right[2][index]
        };
        [column(0), column(1), column(2)]
    })
}
