//! The memory of a process, read from outside (proc(5)).

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom},
};

use aho_corasick::AhoCorasick;
use anyhow::{Context as _, Result};

/// As much as is read at once.
const PIECE: usize = 1 << 20;

/// How often each of the needles lies in what a process can write to. What only it can read came from files, which are
/// searched by themselves.
pub(super) fn count(process: u32, needles: &[Vec<u8>]) -> Result<Vec<usize>> {
    let longest = needles.iter().map(Vec::len).max().unwrap_or_default();
    let needles_in = AhoCorasick::new(needles).context("preparing the search")?;
    let mut found = vec![0; needles.len()];
    let map = fs::read_to_string(format!("/proc/{process}/smaps")).context("reading its map")?;
    let mut memory = File::open(format!("/proc/{process}/mem")).context("opening its memory")?;
    for (start, end) in written(&map) {
        let mut at = start;
        while at < end {
            let size = PIECE.min(usize::try_from(end - at)?);
            let mut piece = vec![0; size];
            memory.seek(SeekFrom::Start(at))?;
            // Pages come and go while it runs.
            if memory.read_exact(&mut piece).is_ok() {
                for hit in needles_in.find_overlapping_iter(&piece) {
                    found[hit.pattern().as_usize()] += 1;
                }
            }
            // The next piece begins a little earlier, so that nothing falls between two.
            let step = if at + u64::try_from(size)? == end {
                size
            } else {
                size - longest
            };
            at += u64::try_from(step)?;
        }
    }

    Ok(found)
}

/// Where a process may write and has done so: engines of scripts reserve far more than they use.
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
