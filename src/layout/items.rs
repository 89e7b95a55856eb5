//! Where items begin: every line that could announce one is weighed, and the best run of rising numbers wins.

use super::contents::Entry;
use super::prepare::{Wrap, starts_upper};
use super::{Family, ItemOutline, Role, is_marked};
use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::source::stated::StatedItem;
use crate::source::{Block, BlockKind};
use crate::value::fold::{fold, letters};
use crate::value::{CaseNumber, Span};
use regex::Regex;
use std::sync::LazyLock;

/// What was found.
#[derive(Debug)]
pub struct FoundItems {
    /// The items, in order.
    pub items: Vec<ItemOutline>,
    /// How they are announced.
    pub family: Family,
    /// Gaps and repetitions of numbers.
    pub problems: Vec<Problem>,
}

/// A line that could announce an item.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The block.
    pub block: usize,
    /// Its number.
    pub number: u32,
    /// How it is announced.
    pub family: Family,
    /// Whether words beside the number say open or closed.
    pub closed: Option<bool>,
    /// The title in the same block; empty where it stands in the next.
    pub title: Span,
    weight: i64,
}

/// Numbers of items are smaller: they run on through a year at most.
const HIGHEST_NUMBER: u32 = 3000;
/// A candidate with less evidence is text.
const ENOUGH: i64 = 4;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:nr\.?\s*)?(?<number>\d{1,4})(?<stop>[.:)]|\s*[-–—](?:\s|$))?(?<space>\s*)(?<rest>.*)$")
        .expect("OK because the pattern is a constant")
});

/// Reads `block` as the announcement of an item, by its form alone.
#[must_use]
pub fn candidate(text: &str, blocks: &[Block], at: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let block = &blocks[at];
    if !matches!(
        block.kind,
        BlockKind::Heading(_) | BlockKind::Bold | BlockKind::Paragraph
    ) {
        return None;
    }
    let words = block.content.of(text);
    if words.chars().count() > 400 {
        return None;
    }
    let (lead, word_closed) = item_word(words, lexicon);
    let found = NUMBER.captures(&words[lead..])?;
    let number: u32 = found["number"]
        .parse()
        .ok()
        .filter(|number| (1..=HIGHEST_NUMBER).contains(number))?;
    let stopped = found.name("stop").is_some();
    let rest = found.name("rest")?;
    let family = match (lead > 0, found.name("stop").map(|stop| stop.as_str())) {
        (true, _) => Family::Word,
        (false, Some("." | ")")) => Family::Numbered,
        (false, None) => Family::Bare,
        (false, Some(_)) => return None,
    };
    // "Sag 25-003549" and "12.08.2025" go on without a space; "Punkt 3 blev udsat" is a sentence.
    if !rest.as_str().is_empty() && found["space"].is_empty()
        || !stopped && family != Family::Word && rest.as_str().is_empty()
    {
        return None;
    }
    let mut title = block
        .content
        .part(lead + rest.start()..words.len())
        .trimmed(text);
    let (skip, closed) = access_mark(title.of(text), lexicon);
    title = title.part(skip..title.len()).trimmed(text);
    let plausible = title.is_empty()
        || starts_upper(title.of(text))
        || title.of(text).starts_with(['"', '”', '“', '»', '(', '\'']);
    plausible.then_some(Candidate {
        block: at,
        number,
        family,
        closed: word_closed.or(closed),
        title,
        weight: 0,
    })
}

/// The length of the words in front of the number ("Punkt "), and whether they say open or closed.
fn item_word(words: &str, lexicon: &Lexicon) -> (usize, Option<bool>) {
    let lower = words.to_lowercase();
    if lower.len() != words.len() {
        return (0, None);
    }
    let found = lexicon
        .item_words
        .iter()
        .filter(|word| {
            lower
                .strip_prefix(word.as_str())
                .is_some_and(|rest| rest.starts_with([' ', '\u{a0}']))
        })
        .max_by_key(|word| word.len());
    let Some(word) = found else { return (0, None) };
    let lead = words.len() - words[word.len()..].trim_start().len();
    let closed = lexicon
        .access
        .iter()
        .find(|(mark, _)| word.starts_with(mark.as_str()))
        .map(|(_, closed)| *closed);
    (lead, closed)
}

/// "(Lukket) Salg af grund", "Åben - Budget": the mark's length and what it says. "Lukket: Salg" is a title.
fn access_mark(title: &str, lexicon: &Lexicon) -> (usize, Option<bool>) {
    let lower = title.to_lowercase();
    if lower.len() != title.len() {
        return (0, None);
    }
    for (mark, closed) in &lexicon.access {
        if let Some(rest) = lower
            .strip_prefix('(')
            .and_then(|rest| rest.strip_prefix(mark.as_str()))
        {
            if let Some(after) = rest.strip_prefix(')') {
                return (
                    title.len() - after.trim_start_matches([' ', ':', '-', '–', '.']).len(),
                    Some(*closed),
                );
            }
        } else if let Some(rest) = lower.strip_prefix(mark.as_str()) {
            let dash = rest.trim_start();
            if dash.starts_with(['-', '–']) && rest.len() > dash.len() {
                return (
                    title.len() - dash.trim_start_matches(['-', '–', ' ']).len(),
                    Some(*closed),
                );
            }
            if rest.starts_with([':', ' ']) && *closed {
                return (0, Some(true));
            }
        }
    }
    (0, None)
}

/// Finds the items.
#[must_use]
pub fn find(
    text: &str,
    blocks: &[Block],
    roles: &[Role],
    contents: &[Entry],
    wrap: Wrap,
    lexicon: &Lexicon,
) -> FoundItems {
    let mut candidates: Vec<Candidate> = (0..blocks.len())
        .filter(|at| roles[*at] == Role::Text)
        .filter_map(|at| candidate(text, blocks, at, lexicon))
        .collect();
    for candidate in &mut candidates {
        candidate.weight = weight(text, blocks, candidate, contents, lexicon);
    }
    let (family, chosen) = Family::OF_LINES
        .into_iter()
        .map(|family| (family, best_run(&candidates, family)))
        .max_by_key(|(family, run)| {
            (
                run.iter().map(|at| candidates[*at].weight).sum::<i64>(),
                std::cmp::Reverse(*family),
            )
        })
        .unwrap_or((Family::Word, Vec::new()));
    let mut items: Vec<ItemOutline> = Vec::with_capacity(chosen.len());
    for (position, at) in chosen.iter().enumerate() {
        let end = chosen
            .get(position + 1)
            .map_or(blocks.len(), |next| candidates[*next].block);
        items.push(item(
            text,
            blocks,
            &candidates[*at],
            end,
            contents,
            wrap,
            lexicon,
        ));
    }
    let problems = numbering(blocks, &items);
    FoundItems {
        items,
        family,
        problems,
    }
}

/// Items without numbers, by the levels of headings: an item's heading stands above those of its sections.
#[must_use]
pub fn headed(text: &str, blocks: &[Block], roles: &[Role], lexicon: &Lexicon) -> FoundItems {
    let is_section = |at: usize| {
        is_marked(&blocks[at])
            && lexicon
                .section(blocks[at].content.of(text))
                .is_some_and(|section| !section.open)
    };
    let level = |at: usize| match blocks[at].kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    };
    let titles: Vec<usize> = (0..blocks.len())
        .filter(|at| roles[*at] == Role::Text && level(*at) < u8::MAX && !is_section(*at))
        .collect();
    let above = |section: usize| {
        titles
            .iter()
            .rev()
            .copied()
            .find(|at| *at < section && level(*at) < level(section))
    };
    let levels: Vec<u8> = (0..blocks.len())
        .filter(|at| is_section(*at))
        .filter_map(above)
        .map(level)
        .collect();
    // The lowest level that heads sections: above it stand the page's own titles.
    let lowest = levels.iter().max().copied();
    let starts: Vec<usize> = titles
        .into_iter()
        .filter(|at| Some(level(*at)) == lowest)
        .collect();
    let items = starts.iter().enumerate().map(|(position, start)| {
        let end = starts.get(position + 1).copied().unwrap_or(blocks.len());
        ItemOutline {
            number: String::new(),
            title: vec![blocks[*start].content],
            closed: access_mark(blocks[*start].content.of(text), lexicon).1,
            heading: *start..start + 1,
            body: start + 1..end,
            sections: Vec::new(),
            stated: None,
        }
    });
    FoundItems {
        items: items.collect(),
        family: Family::Headed,
        problems: Vec::new(),
    }
}

/// The items that the document states as fields.
#[must_use]
pub fn stated(text: &str, blocks: &[Block], items: &[StatedItem]) -> FoundItems {
    let begins =
        |item: &StatedItem| blocks.partition_point(|block| block.span.end <= item.heading.start);
    let mut out: Vec<ItemOutline> = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        let start = begins(item);
        let end = items.get(position + 1).map_or(blocks.len(), begins);
        out.push(ItemOutline {
            number: item
                .number
                .map_or_else(String::new, |number| number.of(text).to_owned()),
            title: vec![item.title],
            closed: item.closed,
            heading: start..(start + 1).min(end),
            body: (start + 1).min(end)..end,
            sections: Vec::new(),
            stated: Some(item.clone()),
        });
    }
    let problems = numbering(blocks, &out);
    FoundItems {
        items: out,
        family: Family::Stated,
        problems,
    }
}

/// Evidence that a candidate announces an item.
fn weight(
    text: &str,
    blocks: &[Block],
    candidate: &Candidate,
    contents: &[Entry],
    lexicon: &Lexicon,
) -> i64 {
    let block = &blocks[candidate.block];
    let title = candidate.title.of(text);
    let mut weight = match candidate.family {
        Family::Word if candidate.title.is_empty() => 3,
        Family::Word => 4,
        Family::Numbered | Family::Headed | Family::Stated => 0,
        Family::Bare => -1,
    };
    weight += match block.kind {
        BlockKind::Heading(_) => 2,
        BlockKind::Bold => 1,
        _ => 0,
    };
    weight += i64::from(block.gap >= 1)
        - 2 * i64::from(block.gap == 0 && candidate.family != Family::Word);
    weight += 3 * i64::from(followed_by_case(text, blocks, candidate.block, lexicon));
    weight +=
        3 * i64::from(!title.is_empty() && contents.iter().any(|entry| entry.announces(title)));
    weight -= 3 * i64::from(title.chars().count() > 220);
    weight -= i64::from(
        title.ends_with(['.', ';', ',']) && !title.ends_with("m.v.") && !title.ends_with("mv."),
    );
    weight
}

/// Whether a case number, a label or a section's heading follows within the next lines.
fn followed_by_case(text: &str, blocks: &[Block], at: usize, lexicon: &Lexicon) -> bool {
    blocks[at + 1..]
        .iter()
        .take(4)
        .take_while(|next| !matches!(next.kind, BlockKind::TableRow))
        .any(|next| {
            let words = next.content.of(text);
            CaseNumber::exact(words).is_some()
                || lexicon
                    .section(words)
                    .is_some_and(|section| !section.open && starts_upper(words))
                || lexicon
                    .labelled(words)
                    .is_some_and(|(label, _)| label == crate::lexicon::Label::CaseNumber)
        })
}

/// The run of rising numbers with the greatest weight among the candidates of `family` with enough evidence.
/// A step of one is worth more than a jump, so that a list inside an item does not take over.
fn best_run(candidates: &[Candidate], family: Family) -> Vec<usize> {
    const STEP: i64 = 3;
    let fit: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates[*at].family == family && candidates[*at].weight >= ENOUGH)
        .collect();
    let mut best: Vec<(i64, Option<usize>)> = Vec::with_capacity(fit.len());
    // For each number the best run that ends there; `below` finds the best run that ends lower.
    let mut by_number = vec![None::<usize>; HIGHEST_NUMBER as usize + 2];
    let mut below = PrefixBest::new(HIGHEST_NUMBER as usize + 2);
    for (at, candidate) in fit.iter().map(|at| &candidates[*at]).enumerate() {
        let number = candidate.number as usize;
        let step = by_number[number - 1].map(|run| (best[run].0 + STEP, run));
        let jump = below.best(number);
        let before = step
            .into_iter()
            .chain(jump)
            .max_by_key(|(weight, _)| *weight);
        let (weight, from) = before.map_or((0, None), |(weight, run)| (weight, Some(run)));
        best.push((weight + candidate.weight, from));
        if by_number[number].is_none_or(|run| best[run].0 < best[at].0) {
            by_number[number] = Some(at);
            below.raise(number, best[at].0, at);
        }
    }
    let mut run = Vec::new();
    let mut at = (0..best.len()).max_by_key(|at| (best[*at].0, std::cmp::Reverse(*at)));
    while let Some(here) = at {
        run.push(fit[here]);
        at = best[here].1;
    }
    run.reverse();
    run
}

/// A Fenwick tree: the best run among those that end below a number.
struct PrefixBest {
    tree: Vec<Option<(i64, usize)>>,
}

impl PrefixBest {
    fn new(size: usize) -> Self {
        Self {
            tree: vec![None; size + 1],
        }
    }

    fn raise(&mut self, number: usize, weight: i64, run: usize) {
        let mut at = number + 1;
        while at < self.tree.len() {
            if self.tree[at].is_none_or(|(best, _)| best < weight) {
                self.tree[at] = Some((weight, run));
            }
            at += at & at.wrapping_neg();
        }
    }

    fn best(&self, below: usize) -> Option<(i64, usize)> {
        let mut at = below;
        let mut best: Option<(i64, usize)> = None;
        while at > 0 {
            if let Some((weight, run)) = self.tree[at]
                && best.is_none_or(|(known, _)| known < weight)
            {
                best = Some((weight, run));
            }
            at -= at & at.wrapping_neg();
        }
        best
    }
}

/// Gathers the title's lines and the item's extent.
fn item(
    text: &str,
    blocks: &[Block],
    found: &Candidate,
    end: usize,
    contents: &[Entry],
    wrap: Wrap,
    lexicon: &Lexicon,
) -> ItemOutline {
    let mut title: Vec<Span> = Vec::new();
    if !found.title.is_empty() {
        title.push(found.title);
    }
    let mut at = found.block + 1;
    while at < end && title.len() < 6 && goes_on(text, blocks, at, &title, contents, wrap, lexicon)
    {
        title.push(blocks[at].content);
        at += 1;
    }
    ItemOutline {
        number: found.number.to_string(),
        title,
        closed: found.closed,
        heading: found.block..at,
        body: at..end,
        sections: Vec::new(),
        stated: None,
    }
}

/// Whether the block at `at` goes on with a title that so far is `title`.
fn goes_on(
    text: &str,
    blocks: &[Block],
    at: usize,
    title: &[Span],
    contents: &[Entry],
    wrap: Wrap,
    lexicon: &Lexicon,
) -> bool {
    let (block, before) = (&blocks[at], &blocks[at - 1]);
    let words = block.content.of(text);
    let other = CaseNumber::exact(words).is_some()
        || lexicon.section(words).is_some()
        || lexicon.labelled(words).is_some()
        || candidate(text, blocks, at, lexicon).is_some_and(|echo| echo.family != Family::Bare)
        || matches!(
            block.kind,
            BlockKind::TableRow
                | BlockKind::TableRule
                | BlockKind::PageBreak
                | BlockKind::ListPoint
        );
    if other || words.chars().count() > 250 {
        return false;
    }
    if title.is_empty() {
        return true;
    }
    if block.gap == 0 {
        return block.kind == before.kind && (!wrap.dense || wrap.continues(text, before, block));
    }
    is_marked(block) && is_marked(before) && parted_by_page(text, title, words, contents, lexicon)
}

/// A heading that a page broke in two: the contents have both parts as one, or the first part ends in the
/// middle of a phrase, or only the second carries the mark of a case type.
fn parted_by_page(
    text: &str,
    title: &[Span],
    next: &str,
    contents: &[Entry],
    lexicon: &Lexicon,
) -> bool {
    let so_far = title
        .iter()
        .map(|span| fold(span.of(text)))
        .collect::<Vec<_>>()
        .join(" ");
    let joined = letters(&format!("{so_far} {next}"));
    let in_contents = contents.iter().any(|entry| {
        let entry = letters(&entry.title);
        entry.len() > letters(&so_far).len() && joined.starts_with(&entry)
    });
    let open_end = so_far.ends_with(['-', ',', '–'])
        || so_far.ends_with(" og")
        || so_far.ends_with(" af")
        || so_far.ends_with(" for")
        || so_far.ends_with(" til")
        || so_far.ends_with(" i");
    let marked = |words: &str| {
        let words = words.to_lowercase();
        lexicon
            .case_types
            .iter()
            .any(|(mark, _)| mark.len() == 3 && words.trim_end().ends_with(mark.as_str()))
    };
    in_contents || open_end || (marked(next) && !marked(&so_far))
}

/// Gaps and repetitions in the running numbers.
fn numbering(blocks: &[Block], items: &[ItemOutline]) -> Vec<Problem> {
    let number = |item: &ItemOutline| item.number.parse::<u32>().unwrap_or(0);
    items
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| !pair.iter().any(|item| item.number.is_empty()))
        .filter(|(_, pair)| number(&pair[1]) != number(&pair[0]) + 1)
        .map(|(position, pair)| {
            let place = blocks[pair[1].heading.start].span;
            let message = format!(
                "item {} is followed by item {}",
                pair[0].number, pair[1].number
            );
            Problem::at(ProblemCode::NumberGap, place, message).in_item(position + 1)
        })
        .collect()
}
