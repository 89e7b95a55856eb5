//! One pair of bodies word by word: the passages they share, and what stands in one of them only.
//!
//! Equal runs of words are laid as tiles, the longest first, so that a text whose sections were put in another order is
//! still seen as shared. Tiles that follow each other in both bodies with few words between make a passage.

use super::{PAIR_WORDS, STRONG_WORDS, Word};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Words to the shortest equal run that is looked for.
const TILE: usize = 4;
/// Words that may differ between two tiles of a passage, on either side: "a few words".
const GAP: usize = 6;
/// Words that a passage has in common at least, in a pair that shares enough elsewhere.
const PASSAGE_WORDS: usize = 8;
/// Words of the shortest stretch that is told as standing in one body only. Less is a slip of the pen.
const STRETCH_WORDS: usize = 3;
/// Places of one short run in a body that are tried; more are lines of a form.
const MOST_PLACES: usize = 24;

/// A passage that both bodies have, in code points of their documents' texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// Its place in the first.
    pub a: (u32, u32),
    /// Its place in the second.
    pub b: (u32, u32),
    /// Words that agree, of all words of both places; 1 is word for word.
    pub similarity: f64,
}

/// Words that stand in one body and not in the other, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Their place.
    pub place: (u32, u32),
    /// How many words.
    pub words: u32,
}

/// What a pair of bodies shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The passages, in the order of the first body.
    pub passages: Vec<Passage>,
    /// Share of the first body's words that agree with the second's.
    pub share_a: f64,
    /// Share of the second body's words.
    pub share_b: f64,
    /// What only the first has.
    pub only_a: Vec<Stretch>,
    /// What only the second has.
    pub only_b: Vec<Stretch>,
}

/// A body's words, and where each run of a few of them stands: made once for all bodies that it is aligned with.
#[derive(Clone, Debug)]
pub struct Body {
    words: Vec<Word>,
    /// For each word whether it is boilerplate.
    boilerplate: Vec<bool>,
    /// A number for the run that begins at each word.
    runs: Vec<u64>,
    /// The places of the runs by their number, then in order.
    sorted: Vec<u32>,
    /// Whether the run at a place is tried.
    is_tried: Vec<bool>,
}

impl Body {
    /// A body; `boilerplate` tells for each word whether it is boilerplate.
    #[must_use]
    pub fn new(words: Vec<Word>, boilerplate: Vec<bool>) -> Self {
        let number = |words: &[Word]| {
            words.iter().fold(0u64, |hash, word| {
                super::word::mix(hash.rotate_left(9) ^ word.hash)
            })
        };
        let runs: Vec<u64> = words.windows(TILE).map(number).collect();
        let mut sorted: Vec<u32> = (0..u32::try_from(runs.len()).unwrap_or(u32::MAX)).collect();
        sorted.sort_unstable_by_key(|at| (runs[*at as usize], *at));
        let mut is_tried = vec![false; runs.len()];
        for same in sorted.chunk_by(|one, other| runs[*one as usize] == runs[*other as usize]) {
            for at in same.iter().take(MOST_PLACES) {
                is_tried[*at as usize] = true;
            }
        }
        Self {
            words,
            boilerplate,
            runs,
            sorted,
            is_tried,
        }
    }
}

/// Aligns two bodies. `boiler_a` and `boiler_b` tell for each word whether it is boilerplate: a passage that is mostly
/// so on either side does not count. `None` where they share less than a few sentences.
#[must_use]
pub fn share(a: &[Word], b: &[Word], boiler_a: &[bool], boiler_b: &[bool]) -> Option<Shared> {
    let body = |words: &[Word], boiler: &[bool]| Body::new(words.to_vec(), boiler.to_vec());
    share_bodies(&body(a, boiler_a), &body(b, boiler_b))
}

/// [`share`] of bodies that are made ready.
#[must_use]
pub fn share_bodies(a: &Body, b: &Body) -> Option<Shared> {
    // The outcome must not depend on which comes first.
    if is_behind(&a.words, &b.words) {
        let shared = share_ordered(b, a)?;
        return Some(shared.turned());
    }
    share_ordered(a, b)
}

fn is_behind(a: &[Word], b: &[Word]) -> bool {
    let hashes = |words: &[Word]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
    match a.len().cmp(&b.len()) {
        Ordering::Equal => hashes(a) > hashes(b),
        other => other == Ordering::Greater,
    }
}

impl Shared {
    fn turned(mut self) -> Self {
        for passage in &mut self.passages {
            std::mem::swap(&mut passage.a, &mut passage.b);
        }
        self.passages.sort_by_key(|passage| (passage.a, passage.b));
        std::mem::swap(&mut self.share_a, &mut self.share_b);
        std::mem::swap(&mut self.only_a, &mut self.only_b);
        self
    }
}

fn share_ordered(body_a: &Body, body_b: &Body) -> Option<Shared> {
    let (a, b) = (body_a.words.as_slice(), body_b.words.as_slice());
    let (boiler_a, boiler_b) = (&body_a.boilerplate, &body_b.boilerplate);
    let runs = runs(body_a, body_b);
    if runs.is_empty() {
        return None;
    }
    let chains: Vec<Chain> = chains(a, b, tiles(a, b, runs))
        .into_iter()
        .filter(|chain| chain.agreeing() >= PASSAGE_WORDS)
        .filter(|chain| !mostly(&boiler_a[chain.a()]) && !mostly(&boiler_b[chain.b()]))
        .collect();
    let strong: usize = chains
        .iter()
        .map(Chain::agreeing)
        .filter(|words| *words >= STRONG_WORDS)
        .sum();
    if strong < PAIR_WORDS {
        return None;
    }
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    for (at_a, at_b) in chains.iter().flat_map(|chain| &chain.pairs) {
        in_a[*at_a] = true;
        in_b[*at_b] = true;
    }
    Some(Shared {
        passages: chains.iter().map(|chain| chain.passage(a, b)).collect(),
        share_a: part(&in_a),
        share_b: part(&in_b),
        only_a: stretches(a, &in_a),
        only_b: stretches(b, &in_b),
    })
}

fn mostly(marked: &[bool]) -> bool {
    marked.iter().filter(|marked| **marked).count() * 2 > marked.len()
}

fn part(marked: &[bool]) -> f64 {
    let count = marked.iter().filter(|marked| **marked).count();
    count as f64 / marked.len().max(1) as f64
}

/// Runs of words that are not in common.
fn stretches(words: &[Word], common: &[bool]) -> Vec<Stretch> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(at, _)| !common[*at]) {
        match found.last_mut() {
            Some((_, end)) if *end == at && !word.opens => *end = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found
        .into_iter()
        .filter(|(from, until)| until - from >= STRETCH_WORDS)
        .map(|(from, until)| Stretch {
            place: (words[from].start, words[until - 1].end),
            words: u32::try_from(until - from).unwrap_or(u32::MAX),
        })
        .collect()
}

/// An equal run: `len` words from word `a` of the first and word `b` of the second body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tile {
    len: usize,
    a: usize,
    b: usize,
}

/// Equal runs that do not overlap in either body, in the order of the first.
fn tiles(a: &[Word], b: &[Word], runs: Vec<Tile>) -> Vec<Tile> {
    // The longest first; of equals those whose places are most alike, then the first.
    let rank = |tile: Tile| {
        let apart = usize::MAX - tile.a.abs_diff(tile.b);
        (tile.len, apart, usize::MAX - tile.a, tile.b)
    };
    let mut open: BinaryHeap<_> = runs.into_iter().map(rank).collect();
    let (mut free_a, mut free_b) = (vec![true; a.len()], vec![true; b.len()]);
    let mut laid = Vec::new();
    while let Some((len, _, turned, at_b)) = open.pop() {
        let at_a = usize::MAX - turned;
        let tile = Tile {
            len,
            a: at_a,
            b: at_b,
        };
        let free: Vec<Tile> = free_parts(tile, &free_a, &free_b);
        if free.as_slice() == [tile] {
            free_a[at_a..at_a + len].fill(false);
            free_b[at_b..at_b + len].fill(false);
            laid.push(tile);
        } else {
            open.extend(free.into_iter().filter(|part| part.len >= TILE).map(rank));
        }
    }
    let mut laid: Vec<Tile> = laid
        .into_iter()
        .flat_map(|tile| at_openings(tile, a, b))
        .collect();
    laid.sort_unstable_by_key(|tile| tile.a);
    laid
}

/// Every longest equal run of at least [`TILE`] words.
fn runs(a: &Body, b: &Body) -> Vec<Tile> {
    let mut runs = Vec::new();
    let (mut from_a, mut from_b) = (0, 0);
    while let (Some(at_a), Some(at_b)) = (a.sorted.get(from_a), b.sorted.get(from_b)) {
        let (number, other) = (a.runs[*at_a as usize], b.runs[*at_b as usize]);
        match number.cmp(&other) {
            Ordering::Less => from_a += 1,
            Ordering::Greater => from_b += 1,
            Ordering::Equal => {
                let same = |body: &Body, from: usize| {
                    let rest = body.sorted[from..].iter();
                    rest.take_while(|at| body.runs[**at as usize] == number)
                        .count()
                };
                let (until_a, until_b) = (from_a + same(a, from_a), from_b + same(b, from_b));
                for at_a in &a.sorted[from_a..until_a] {
                    for at_b in b.sorted[from_b..until_b].iter().take(MOST_PLACES) {
                        runs.extend(run(a, b, *at_a as usize, *at_b as usize));
                    }
                }
                (from_a, from_b) = (until_a, until_b);
            }
        }
    }
    runs
}

/// The equal run that begins at these words; `None` where it began before.
fn run(body_a: &Body, body_b: &Body, at_a: usize, at_b: usize) -> Option<Tile> {
    let (a, b) = (&body_a.words, &body_b.words);
    if at_a > 0 && at_b > 0 && a[at_a - 1].hash == b[at_b - 1].hash {
        // Where the run's start was beyond the places tried, its middle serves.
        let is_same = body_a.runs[at_a - 1] == body_b.runs[at_b - 1];
        if is_same && body_b.is_tried[at_b - 1] {
            return None;
        }
    }
    let len = a[at_a..]
        .iter()
        .zip(&b[at_b..])
        .take_while(|(one, other)| one.hash == other.hash)
        .count();
    (len >= TILE).then_some(Tile {
        len,
        a: at_a,
        b: at_b,
    })
}

/// The parts of a run that no tile covers yet.
fn free_parts(tile: Tile, free_a: &[bool], free_b: &[bool]) -> Vec<Tile> {
    let mut parts: Vec<Tile> = Vec::new();
    let mut open = false;
    for at in 0..tile.len {
        let free = free_a[tile.a + at] && free_b[tile.b + at];
        match parts.last_mut() {
            Some(part) if free && open => part.len += 1,
            _ if free => parts.push(Tile {
                len: 1,
                a: tile.a + at,
                b: tile.b + at,
            }),
            _ => {}
        }
        open = free;
    }
    parts
}

/// A run cut where either body begins a new piece: a quotation must not hold words from between two pieces.
fn at_openings(tile: Tile, a: &[Word], b: &[Word]) -> Vec<Tile> {
    let mut parts: Vec<Tile> = Vec::new();
    for at in 0..tile.len {
        let (at_a, at_b) = (tile.a + at, tile.b + at);
        match parts.last_mut() {
            Some(part) if !a[at_a].opens && !b[at_b].opens => part.len += 1,
            _ => parts.push(Tile {
                len: 1,
                a: at_a,
                b: at_b,
            }),
        }
    }
    parts
}

/// Tiles that follow each other: pairs of positions whose words agree, in order.
#[derive(Clone, Debug)]
struct Chain {
    pairs: Vec<(usize, usize)>,
}

impl Chain {
    fn agreeing(&self) -> usize {
        self.pairs.len()
    }

    fn a(&self) -> std::ops::Range<usize> {
        self.range(|pair| pair.0)
    }

    fn b(&self) -> std::ops::Range<usize> {
        self.range(|pair| pair.1)
    }

    fn range(&self, side: impl Fn(&(usize, usize)) -> usize) -> std::ops::Range<usize> {
        self.pairs.first().map_or(0, &side)..self.pairs.last().map_or(0, |pair| side(pair) + 1)
    }

    fn passage(&self, a: &[Word], b: &[Word]) -> Passage {
        let place = |words: &[Word], range: std::ops::Range<usize>| {
            let part = &words[range];
            let start = part.first().map_or(0, |word| word.start);
            (start, part.last().map_or(start, |word| word.end))
        };
        let words = self.a().len() + self.b().len();
        Passage {
            a: place(a, self.a()),
            b: place(b, self.b()),
            similarity: (2 * self.agreeing()) as f64 / words.max(1) as f64,
        }
    }
}

/// Joins tiles that are neighbours in both bodies with few words between.
fn chains(a: &[Word], b: &[Word], tiles: Vec<Tile>) -> Vec<Chain> {
    let mut by_b: Vec<usize> = (0..tiles.len()).collect();
    by_b.sort_unstable_by_key(|at| tiles[*at].b);
    let mut next_in_b = vec![None; tiles.len()];
    for pair in by_b.windows(2) {
        next_in_b[pair[0]] = Some(pair[1]);
    }
    let mut chains: Vec<Chain> = Vec::new();
    for (at, tile) in tiles.iter().enumerate() {
        let own = (0..tile.len).map(|step| (tile.a + step, tile.b + step));
        let before = at.checked_sub(1).map(|before| (before, tiles[before]));
        let joined = before.filter(|(before, earlier)| {
            next_in_b[*before] == Some(at)
                && near(a, earlier.a + earlier.len, tile.a)
                && near(b, earlier.b + earlier.len, tile.b)
        });
        match (joined, chains.last_mut()) {
            (Some((_, earlier)), Some(chain)) => {
                let (from_a, from_b) = (earlier.a + earlier.len, earlier.b + earlier.len);
                let between = agreeing(&a[from_a..tile.a], &b[from_b..tile.b]);
                chain.pairs.extend(
                    between
                        .into_iter()
                        .map(|(at_a, at_b)| (from_a + at_a, from_b + at_b)),
                );
                chain.pairs.extend(own);
            }
            _ => chains.push(Chain {
                pairs: own.collect(),
            }),
        }
    }
    chains
}

/// Whether few words, and no border of pieces, lie between the words `from` and `until`.
fn near(words: &[Word], from: usize, until: usize) -> bool {
    until >= from && until - from <= GAP && words[from..=until].iter().all(|word| !word.opens)
}

/// The longest common words of two short gaps, in order.
fn agreeing(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let mut best = [[0u8; GAP + 1]; GAP + 1];
    for at_a in (0..a.len()).rev() {
        for at_b in (0..b.len()).rev() {
            best[at_a][at_b] = if a[at_a].hash == b[at_b].hash {
                best[at_a + 1][at_b + 1] + 1
            } else {
                best[at_a + 1][at_b].max(best[at_a][at_b + 1])
            };
        }
    }
    let (mut at_a, mut at_b, mut pairs) = (0, 0, Vec::new());
    while at_a < a.len() && at_b < b.len() {
        if a[at_a].hash == b[at_b].hash {
            pairs.push((at_a, at_b));
            at_a += 1;
            at_b += 1;
        } else if best[at_a + 1][at_b] >= best[at_a][at_b + 1] {
            at_a += 1;
        } else {
            at_b += 1;
        }
    }
    pairs
}
