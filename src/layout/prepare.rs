//! Makes blocks ready for reading: parts headings that run into their text, finds what belongs to the
//! page, and learns how lines are wrapped.

use super::SectionKind;
use super::{Role, is_marked};
use crate::lexicon::{Label, Lexicon};
use crate::source::{Block, BlockKind};
use crate::value::{CaseNumber, Span};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How a document's lines are wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrap {
    /// Code points of a full line, where paragraphs are wrapped at a fixed width.
    pub width: Option<usize>,
    /// Whether paragraphs follow each other without blank lines.
    pub dense: bool,
}

impl Wrap {
    fn of(text: &str, blocks: &[Block]) -> Self {
        let joined = blocks.iter().skip(1).filter(|block| block.gap == 0).count();
        let mut lengths: Vec<usize> = blocks
            .windows(2)
            .filter(|pair| {
                pair[1].gap == 0
                    && pair[0].kind == BlockKind::Paragraph
                    && pair[1].kind == BlockKind::Paragraph
            })
            .map(|pair| pair[0].span.of(text).chars().count())
            .collect();
        lengths.sort_unstable();
        let wide = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
        let full = lengths
            .iter()
            .filter(|length| **length * 10 >= wide * 8)
            .count();
        let width =
            (lengths.len() >= 12 && (60..=160).contains(&wide) && full * 2 >= lengths.len())
                .then(|| lengths[lengths.len() - 1].min(wide + 8));
        Self {
            width,
            dense: joined * 10 >= blocks.len() * 9,
        }
    }

    /// Whether `next` goes on with the sentence of `line` because its first word did not fit there, or because
    /// a line that is nearly full is followed by a small letter.
    #[must_use]
    pub fn continues(self, text: &str, line: &Block, next: &Block) -> bool {
        let Some(width) = self.width.filter(|_| next.gap == 0) else {
            return false;
        };
        let first = next
            .content
            .of(text)
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let length = line.span.of(text).chars().count();
        let small = first.chars().next().is_some_and(char::is_lowercase);
        length + 1 + first.chars().count() > width || (small && length * 10 >= width * 7)
    }
}

/// `blocks` with run-in headings ("Beslutning: Godkendt") parted from their text, and how lines are wrapped.
#[must_use]
pub fn blocks(text: &str, blocks: &[Block], lexicon: &Lexicon) -> (Vec<Block>, Wrap) {
    let mut out = Vec::with_capacity(blocks.len() + 16);
    for block in blocks {
        match run_in(text, block, lexicon) {
            Some((heading, rest)) => out.extend([heading, rest]),
            None => out.push(*block),
        }
    }
    let wrap = Wrap::of(text, &out);
    (out, wrap)
}

static BOLD_LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\*\*|__)(?<words>[^*_]{3,60}?):?(?:\*\*|__):?\s+\S")
        .expect("OK because the pattern is a constant")
});

/// A section's heading and its text in one block: "Beslutning: Godkendt.", "**Indstilling** Det indstilles, at …".
fn run_in(text: &str, block: &Block, lexicon: &Lexicon) -> Option<(Block, Block)> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) {
        return None;
    }
    let words = block.content.of(text);
    let marked = words.starts_with(['*', '_']);
    let bold =
        (marked.then(|| BOLD_LEAD.captures(words)).flatten()).and_then(|found| found.name("words"));
    let (name, cut) = match bold {
        Some(name) => (
            name.as_str(),
            words[name.end()..]
                .find(|char: char| !matches!(char, '*' | '_' | ':'))
                .map(|at| name.end() + at)?,
        ),
        None => {
            let colon = words.find(':').filter(|colon| *colon <= 60)?;
            (&words[..colon], colon + 1)
        }
    };
    let section = lexicon.section(name)?;
    let main = matches!(
        section.kind,
        SectionKind::Decision | SectionKind::Recommendation | SectionKind::Attachments
    );
    if block.gap == 0 && !main {
        return None;
    }
    let rest = block.content.part(cut..words.len()).trimmed(text);
    if rest.is_empty()
        || (section.weak && bold.is_none())
        || section.open
        || lexicon.label(name).is_some()
        || !starts_upper(name)
    {
        return None;
    }
    let heading_end = block.content.start.get() + cut;
    let heading = Block {
        kind: BlockKind::Bold,
        span: Span::new(block.span.start.get(), heading_end).trimmed(text),
        content: {
            let at = words.find(name)?;
            block.content.part(at..at + name.len())
        },
        gap: block.gap,
    };
    let body = Span::new(rest.start.get(), block.span.end.get());
    Some((
        heading,
        Block {
            kind: BlockKind::Paragraph,
            span: body,
            content: rest,
            gap: 0,
        },
    ))
}

/// Whether the first letter is a capital.
#[must_use]
pub fn starts_upper(words: &str) -> bool {
    words
        .chars()
        .find(|char| char.is_alphanumeric())
        .is_some_and(|char| char.is_uppercase() || char.is_numeric())
}

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:side|s\.|page)\s*\d{1,4}(?:\s*(?:af|/|of)\s*\d{1,4})?\.?|[-–]\s*\d{1,4}\s*[-–]|\d{1,3}\s*/\s*\d{1,3})$")
        .expect("OK because the pattern is a constant")
});

/// Marks page numbers, rules between pages and running heads; all else is text so far.
#[must_use]
pub fn artefacts(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Vec<Role> {
    let mut roles: Vec<Role> = blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::PageBreak | BlockKind::Furniture => Role::Artefact,
            _ if is_page_number(block.content.of(text)) => Role::Artefact,
            _ => Role::Text,
        })
        .collect();
    paged_heads(text, blocks, &mut roles);
    senders(text, blocks, &mut roles);
    running_heads(text, blocks, lexicon, &mut roles);
    roles
}

/// "Side 3 af 12", "- 7 -".
fn is_page_number(words: &str) -> bool {
    // Most lines begin with another letter.
    let other = |char: char| char.is_ascii_alphabetic() && !"sSpP".contains(char);
    !words.starts_with(other) && PAGE_NUMBER.is_match(words)
}

static PAGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\s)side\s*:?\s*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?$")
        .expect("OK because the pattern is a constant")
});

/// "Holstebro Byråd, den 19-06-2018   Side 3": a line that ends in a page number and comes again with others.
fn paged_heads(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let words = block.content.of(text);
        if roles[at] == Role::Text
            && words.ends_with(char::is_numeric)
            && words.chars().count() <= LONGEST_HEAD
            && PAGED.is_match(words)
        {
            seen.entry(without_numbers(words)).or_default().push(at);
        }
    }
    for places in seen.into_values().filter(|places| places.len() >= 2) {
        for at in places {
            roles[at] = Role::Artefact;
        }
    }
}

static SENDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Lu}[\w\- ]{2,30} (?i:kommune|regionskommune)$")
        .expect("OK because the pattern is a constant")
});

/// "X Kommune" in a line of its own, again and again, is the head of each page; the line below it that comes
/// again with it is a part of that head. The first time it is the document's header.
fn senders(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let words = |at: usize| blocks[at].content.of(text);
    let all: Vec<usize> = (0..blocks.len())
        .filter(|at| roles[*at] == Role::Text && words(*at).ends_with(['e', 'E']))
        .filter(|at| SENDER.is_match(words(*at)))
        .collect();
    let heads: Vec<usize> = all
        .iter()
        .copied()
        .filter(|at| words(*at) == words(all[0]))
        .collect();
    if heads.len() < 3 {
        return;
    }
    let below = |at: usize| {
        blocks
            .get(at + 1)
            .filter(|next| next.gap == 0)
            .map(|next| without_numbers(next.content.of(text)))
    };
    let mut times: HashMap<String, usize> = HashMap::new();
    for words in heads.iter().filter_map(|at| below(*at)) {
        *times.entry(words).or_default() += 1;
    }
    for at in heads.iter().skip(1) {
        roles[*at] = Role::Artefact;
        if below(*at).is_some_and(|words| times[&words] >= 2) {
            roles[at + 1] = Role::Artefact;
        }
    }
}

/// A longer line is no running head.
const LONGEST_HEAD: usize = 120;

/// A line is a running head where it repeats at three or more page borders, numbers aside.
fn running_heads(text: &str, blocks: &[Block], lexicon: &Lexicon, roles: &mut [Role]) {
    let borders: Vec<usize> = (0..blocks.len())
        .filter(|at| roles[*at] == Role::Artefact)
        .collect();
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for border in borders {
        for at in border.saturating_sub(2)..(border + 3).min(blocks.len()) {
            let words = blocks[at].content.of(text);
            if roles[at] == Role::Text
                && words.chars().count() <= LONGEST_HEAD
                && !is_marked(&blocks[at])
                && !belongs_to_item(words, lexicon)
            {
                let places = seen.entry(without_numbers(words)).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
    }
    seen.retain(|_, places| places.len() >= 3);
    let everywhere = times(text, blocks, &seen);
    for (words, places) in &seen {
        // What stands at borders by chance ("Ad 2. Anbefales.", "Administrationen indstiller,") stands within pages
        // just as well.
        if places.len() * 3 >= everywhere[words.as_str()] * 2 {
            for at in places {
                roles[*at] = Role::Artefact;
            }
        }
    }
}

/// How often each of `wanted` stands in the whole document.
fn times<'w>(
    text: &str,
    blocks: &[Block],
    wanted: &'w HashMap<String, Vec<usize>>,
) -> HashMap<&'w str, usize> {
    let mut times: HashMap<&str, usize> = wanted.keys().map(|words| (words.as_str(), 0)).collect();
    if times.is_empty() {
        return times;
    }
    let mut words = String::new();
    for block in blocks {
        words.clear();
        words.extend(numberless(block.content.of(text)));
        if let Some(times) = times.get_mut(words.as_str()) {
            *times += 1;
        }
    }
    times
}

/// A case number, a label of an item, a section's heading or a decision stands at a page's border by chance.
fn belongs_to_item(words: &str, lexicon: &Lexicon) -> bool {
    let label = matches!(
        lexicon.labelled(words),
        Some((
            Label::CaseNumber | Label::Access | Label::Absent | Label::Other,
            _
        ))
    );
    label
        || CaseNumber::first(words).is_some()
        || lexicon.section(words).is_some_and(|section| !section.open)
        || lexicon.opens_with_outcome(words)
}

fn without_numbers(words: &str) -> String {
    numberless(words).collect()
}

fn numberless(words: &str) -> impl Iterator<Item = char> + '_ {
    words
        .chars()
        .filter(|char| !char.is_ascii_digit() && !char.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::lines;

    #[test]
    fn run_in_headings() {
        let lexicon = Lexicon::built_in();
        for (line, want) in [
            ("Beslutning: Godkendt.", Some(("Beslutning", "Godkendt."))),
            (
                "**Indstilling:** Det indstilles, at",
                Some(("Indstilling", "Det indstilles, at")),
            ),
            ("**Økonomi** Ingen.", Some(("Økonomi", "Ingen."))),
            ("Økonomi: en by i Rusland", None),
            ("Fraværende: Hans Hansen", None),
            ("Det blev sagt: Godkendt", None),
        ] {
            let (read, _) = blocks(line, &lines::blocks(line), &lexicon);
            let got =
                (read.len() == 2).then(|| (read[0].content.of(line), read[1].content.of(line)));
            assert_eq!(got, want, "{line}");
        }
    }

    #[test]
    fn what_belongs_to_the_page() {
        let text = "Side 1\n\nReferat Byrådet 1\n\nTekst\n\nSide 2\n\nReferat Byrådet 2\n\nMere\n\nSide 3 af 3\n\nReferat Byrådet 3\n\nSlut";
        let read = lines::blocks(text);
        let roles = artefacts(text, &read, &Lexicon::built_in());
        let kept: Vec<&str> = read
            .iter()
            .zip(&roles)
            .filter(|(_, role)| **role == Role::Text)
            .map(|(block, _)| block.content.of(text))
            .collect();
        assert_eq!(kept, ["Tekst", "Mere", "Slut"]);
    }

    #[test]
    fn what_stands_at_a_pages_border_by_chance() {
        for (line, elsewhere, kept) in [
            ("Ad 2. Anbefales.", 0, true),
            ("Lokale 2 ved havnen", 3, true),
            ("Lokale 2 ved havnen", 0, false),
            ("Socialudvalget 12. maj", 0, false),
        ] {
            let pages: String = (1..4)
                .map(|page| {
                    format!("{line}\n\nSide {page}\n\nEn\n\nTo\n\nTre {page} a\n\nTre {page} b\n\n")
                })
                .collect();
            let text = format!(
                "{pages}{}",
                format!("Fire\n\n{line}\n\nFem\n\n").repeat(elsewhere)
            );
            let read = lines::blocks(&text);
            let roles = artefacts(&text, &read, &Lexicon::built_in());
            let texts = read
                .iter()
                .zip(&roles)
                .filter(|(block, role)| **role == Role::Text && block.content.of(&text) == line);
            let want = if kept { 3 + elsewhere } else { 0 };
            assert_eq!(texts.count(), want, "{line} {elsewhere}");
        }
    }
}
