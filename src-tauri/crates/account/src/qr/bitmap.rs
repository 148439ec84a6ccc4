//! Dark or light: a picture cut down to what a QR code is made of.

use crate::qr::picture::Luma;

/// Which pixels are dark.
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    dark: Vec<bool>,
}

/// A neighbourhood has this part of the longer side to each side. It has to be larger than the middle of a finder
/// pattern in the smallest code that fills a picture (3 of 29 modules), or that middle would vanish.
const NEIGHBOURHOOD: usize = 12;

impl Bitmap {
    /// Tells dark from light by one threshold for the whole picture (Otsu's method): right for screenshots.
    pub(super) fn by_whole(picture: &Luma) -> Self {
        let mut histogram = [0u64; 256];
        for pixel in &picture.pixels {
            histogram[usize::from(*pixel)] += 1;
        }
        let threshold = otsu(&histogram);

        Self {
            width: picture.width,
            height: picture.height,
            dark: picture
                .pixels
                .iter()
                .map(|pixel| *pixel <= threshold)
                .collect(),
        }
    }

    /// Tells dark from light by the mean of the neighbourhood: right for photos with a shadow on them.
    pub(super) fn by_neighbourhood(picture: &Luma) -> Self {
        let (width, height) = (picture.width, picture.height);
        let radius = width.max(height) / NEIGHBOURHOOD + 1;
        let row = |y: usize| {
            let start = y * width;
            picture.pixels.get(start..start + width).unwrap_or_default()
        };
        // Sums of the columns over the rows around the present one, so that each pixel is added and removed once.
        let mut columns = vec![0u64; width];
        let mut rows = 0u64;
        let mut dark = Vec::with_capacity(picture.pixels.len());
        for y in 0..height + radius {
            if y < height {
                rows += 1;
                add(&mut columns, row(y), |sum, pixel| sum + pixel);
            }
            if let Some(gone) = y.checked_sub(2 * radius + 1) {
                rows -= 1;
                add(&mut columns, row(gone), |sum, pixel| {
                    sum.saturating_sub(pixel)
                });
            }
            if let Some(present) = y.checked_sub(radius) {
                compare(row(present), &columns, rows, radius, &mut dark);
            }
        }

        Self {
            width,
            height,
            dark,
        }
    }

    /// Swaps dark and light, for codes in a dark theme.
    pub(super) fn inverted(mut self) -> Self {
        for dark in &mut self.dark {
            *dark = !*dark;
        }

        self
    }

    /// Whether a pixel is dark; everything outside is light.
    pub(super) fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width
            && self
                .dark
                .get(y * self.width + x)
                .copied()
                .unwrap_or_default()
    }

    /// One row.
    pub(super) fn row(&self, y: usize) -> &[bool] {
        let start = y * self.width;
        self.dark.get(start..start + self.width).unwrap_or_default()
    }
}

fn add(columns: &mut [u64], row: &[u8], sum: impl Fn(u64, u64) -> u64) {
    for (column, pixel) in columns.iter_mut().zip(row) {
        *column = sum(*column, u64::from(*pixel));
    }
}

/// Compares the pixels of a row with the mean of their neighbours: dark is what is five per cent darker.
fn compare(row: &[u8], columns: &[u64], rows: u64, radius: usize, dark: &mut Vec<bool>) {
    let mut sum: u64 = columns.iter().take(radius).sum();
    let mut count = u64::try_from(radius.min(columns.len())).unwrap_or_default();
    for (x, pixel) in row.iter().enumerate() {
        if let Some(column) = columns.get(x + radius) {
            sum += column;
            count += 1;
        }
        if let Some(gone) = x.checked_sub(radius + 1) {
            sum -= columns.get(gone).copied().unwrap_or_default();
            count -= 1;
        }
        dark.push(u64::from(*pixel) * count * rows * 20 < sum * 19);
    }
}

/// The threshold that parts the histogram into the two most different halves.
fn otsu(histogram: &[u64; 256]) -> u8 {
    let weighted = |(value, count): (u64, &u64)| value * count;
    let total: u64 = histogram.iter().sum();
    let sum: u64 = (0..).zip(histogram).map(weighted).sum();
    let (mut below, mut sum_below) = (0u64, 0u64);
    let (mut best, mut threshold) = (0.0, 127);
    for (value, count) in (0u8..=255).zip(histogram) {
        below += count;
        sum_below += u64::from(value) * count;
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        let mean_below = sum_below as f64 / below as f64;
        let mean_above = (sum - sum_below) as f64 / above as f64;
        let between = below as f64 * above as f64 * (mean_below - mean_above).powi(2);
        if between > best {
            (best, threshold) = (between, value);
        }
    }

    threshold
}
