//! How the cost of finding shared passages grows with the number of items: generated items, the same in every run.
//!
//! Run: `cargo bench --no-default-features --bench reuse` (the reading core alone; one thread). Items in the manner of
//! minutes: common words come often, a municipality has forms of its own, and every fiftieth item is one of a case that
//! twelve municipalities treat with a text passed on, changed here and there.

#![forbid(unsafe_code)]

use std::time::Instant;
use tvaersnit::reuse::{Entry, Index, Piece, Word, fingerprints, folded_hash, marks, share, words};

const MUNICIPALITIES: u64 = 98;
/// Of so many items one hands a text on.
const PASSED_ON: u64 = 50;
/// Items that share one text.
const COPIES: u64 = 12;

fn main() {
    println!(
        "    items  fingerprints      pairs  of passed-on texts   index s   pairs s   align s   µs/item   peak MB"
    );
    for items in [10_000, 20_000, 50_000, 100_000] {
        run(items);
    }
}

fn run(items: u64) {
    let started = Instant::now();
    let mut index = Index::default();
    let mut all_prints = Vec::new();
    for item in 0..items {
        let fingerprints = fingerprints(&body(item));
        index.add(entry(item), fingerprints.iter().copied());
        all_prints.push(fingerprints);
    }
    let prints: usize = all_prints.iter().map(Vec::len).sum();
    let indexed = started.elapsed().as_secs_f64();
    let walk = |take: &mut dyn FnMut(u32, u64)| {
        for (item, prints) in (0..).zip(&all_prints) {
            prints.iter().for_each(|print| take(item, *print));
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let Ok(candidates) = index.candidates(&walk);
    let (pairs, boilerplate) = (candidates.pairs(), candidates.boilerplate);
    let paired = started.elapsed().as_secs_f64();
    let (mut found, mut expected) = (0, 0);
    for (a, others) in &pairs {
        let (words_a, code_a) = (body(u64::from(*a)), municipality(u64::from(*a)));
        let marks_a = marks(&words_a, |print| boilerplate.holds(print, code_a));
        for b in others {
            let (words_b, code_b) = (body(u64::from(*b)), municipality(u64::from(*b)));
            let marks_b = marks(&words_b, |print| boilerplate.holds(print, code_b));
            if share(&words_a, &words_b, &marks_a, &marks_b).is_some() {
                found += 1;
                let (a, b) = (case(u64::from(*a)), case(u64::from(*b)));
                expected += u64::from(a.is_some() && a == b);
            }
        }
    }
    let all = started.elapsed().as_secs_f64();
    let expected = format!("{expected} of {}", pairs_there_are(items));
    println!(
        "{items:>9} {prints:>13} {found:>10} {expected:>20} {indexed:>9.2} {:>9.2} {:>9.2} {:>9.1} {:>9}",
        paired - indexed,
        all - paired,
        1e6 * all / items as f64,
        peak_mb()
    );
}

/// Pairs of items of different municipalities that have one passed-on text.
fn pairs_there_are(items: u64) -> usize {
    let copies = (0..items).step_by(PASSED_ON as usize);
    copies
        .map(|item| {
            let later = (item + PASSED_ON..items).step_by(PASSED_ON as usize);
            later
                .take_while(|other| case(*other) == case(item))
                .filter(|other| municipality(*other) != municipality(item))
                .count()
        })
        .sum()
}

/// The passed-on text that an item has, if any.
fn case(item: u64) -> Option<u64> {
    item.is_multiple_of(PASSED_ON)
        .then_some(item / PASSED_ON / COPIES)
}

fn municipality(item: u64) -> i32 {
    let place = match case(item) {
        Some(case) => case * 7 + item / PASSED_ON % COPIES * 8,
        None => random(item),
    };
    i32::try_from(place % MUNICIPALITIES).unwrap_or(0)
}

fn entry(item: u64) -> Entry {
    Entry {
        municipality: municipality(item),
        case_number: Some(item),
        title: folded_hash(&format!("sag {item}")),
    }
}

/// About 500 words: own ones, forms of the municipality, and perhaps a text passed on.
fn body(item: u64) -> Vec<Word> {
    let mut text = String::new();
    let code = municipality(item) as u64;
    for form in 0..3 {
        if random(item * 31 + form).is_multiple_of(3) {
            prose(&mut text, random(code * 1_000 + form), 25, 0);
        }
    }
    prose(&mut text, random(item * 7 + 1), 150, 0);
    if let Some(case) = case(item) {
        prose(&mut text, random(case + 5_000_000_000), 300, item + 1);
    }
    prose(&mut text, random(item * 7 + 2), 250, 0);
    words(&[Piece { at: 0, text }])
}

/// Words drawn by `seed`, common ones often; with `changes`, about every fortieth is another.
fn prose(text: &mut String, seed: u64, count: u64, changes: u64) {
    for at in 0..count {
        let draw = random(seed.wrapping_add(at));
        let changed = changes > 0
            && random(changes.wrapping_mul(1_000_003).wrapping_add(at)).is_multiple_of(40);
        let range = [60, 1_500, 30_000][(draw >> 32) as usize % 3];
        let word = (draw + u64::from(changed) * 17) % range;
        text.push_str("ord");
        text.push_str(&word.to_string());
        text.push(if at % 13 == 12 { '\n' } else { ' ' });
    }
}

/// SplitMix64.
fn random(seed: u64) -> u64 {
    let number = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Most memory held so far, where the system tells.
fn peak_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| {
        line.trim()
            .trim_end_matches(" kB")
            .trim()
            .parse::<u64>()
            .ok()
    })
    .map_or("?".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}
