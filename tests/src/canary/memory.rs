//! The memory of a process, read from outside (proc(5)).

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
};

use aho_corasick::AhoCorasick;
use anyhow::{Context as _, Result};

/// Smaller pages there are none.
const PAGE: u64 = 4096;
/// So many pages are asked about at once.
const ASKED: u64 = 64 * 1024;

/// How often each of the needles lies in what a process can write to. What only it can read came from files, which are
/// searched by themselves.
pub(super) fn count(process: u32, needles: &[Vec<u8>]) -> Result<Vec<usize>> {
    // In a build for development the shortcut costs more than it saves.
    let needles_in = AhoCorasick::builder()
        .prefilter(false)
        .build(needles)
        .context("preparing the search")?;
    let mut found = vec![0; needles.len()];
    each_piece(process, |piece| {
        for hit in needles_in.find_overlapping_iter(piece) {
            found[hit.pattern().as_usize()] += 1;
        }
    })?;

    Ok(found)
}

/// Looks at everything that a process can write to, piece by piece.
pub(super) fn each_piece(process: u32, mut look: impl FnMut(&[u8])) -> Result<()> {
    let map = fs::read_to_string(format!("/proc/{process}/smaps")).context("reading its map")?;
    let memory = File::open(format!("/proc/{process}/mem")).context("opening its memory")?;
    let pages = File::open(format!("/proc/{process}/pagemap")).context("opening its pages")?;
    for (start, end) in written(&map) {
        for (start, end) in used(&pages, start, end)? {
            let mut piece = vec![0; usize::try_from(end - start)?];
            // Pages come and go while it runs.
            if memory.read_exact_at(&mut piece, start).is_ok() {
                look(&piece);
            }
        }
    }

    Ok(())
}

/// The parts of a place whose pages are there: engines of scripts reserve a thousand times what they use.
fn used(pages: &File, start: u64, end: u64) -> Result<Vec<(u64, u64)>> {
    const ENTRY: u64 = 8;
    /// The bits for "in memory" and "in the swap", in the highest byte.
    const THERE: u8 = 0b1100_0000;

    let mut parts: Vec<(u64, u64)> = Vec::new();
    let mut page = start / PAGE;
    while page < end / PAGE {
        let asked = ASKED.min(end / PAGE - page);
        let mut entries = vec![0; usize::try_from(asked * ENTRY)?];
        pages
            .read_exact_at(&mut entries, page * ENTRY)
            .context("reading its pages")?;
        // The quick look: most of what is asked about was never touched.
        if entries.iter().any(|byte| *byte != 0) {
            for (entry, page) in entries.chunks_exact(8).zip(page..) {
                if entry[7] & THERE == 0 {
                    continue;
                }
                let (first, last) = (page * PAGE, (page + 1) * PAGE);
                match parts.last_mut() {
                    Some(part) if part.1 == first => part.1 = last,
                    Some(_) | None => parts.push((first, last)),
                }
            }
        }
        page += asked;
    }

    Ok(parts)
}

/// Where a process may write and has done so.
fn written(map: &str) -> Vec<(u64, u64)> {
    let mut places = Vec::new();
    let mut place = None;
    for line in map.lines() {
        if let Some(size) = line.strip_prefix("Rss:") {
            let is_used = size.trim() != "0 kB";
            places.extend(place.take().filter(|_| is_used));
        } else if let Some(of_next) = range(line) {
            place = of_next;
        }
    }

    places
}

/// A line that begins a place: where that begins and ends, if it may be written to.
fn range(line: &str) -> Option<Option<(u64, u64)>> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    let number = |text| u64::from_str_radix(text, 16).ok();
    let range = (number(start)?, number(end)?);

    Some(rest.starts_with("rw").then_some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_holds_is_found() {
        let held: Vec<u8> = (0..48)
            .map(|number: u8| number.wrapping_mul(151) ^ 0x5c)
            .collect();
        let mut absent = held.clone();
        absent.reverse();
        let found = count(std::process::id(), &[held.clone(), absent]).unwrap();

        // The needle itself is there at least once more.
        assert!(found[0] >= 1);
        drop(held);
    }
}
