//! The table of contents: a heading and its entries, lines with leaders, or a list of items that all come again.

use super::items::candidate::{Candidate, access_mark, candidate};
use super::{Role, prepare};
use crate::lexicon::{Label, Lexicon};
use crate::source::{Block, BlockKind};
use crate::value::fold::ToLower;
use crate::value::fold::{fold, letter_chars};
use crate::value::{CaseNumber, Span};
use regex::Regex;
use std::sync::LazyLock;

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The item's number, where printed.
    pub number: Option<u32>,
    /// The title as printed there, folded; may be cut short.
    pub title: String,
    /// The page it names.
    pub page: Option<u32>,
    /// The place.
    pub span: Span,
}

impl Entry {
    /// Whether this entry can stand for an item with `title`: the one begins as the other does.
    #[must_use]
    pub fn announces(&self, title: &str) -> bool {
        let (mine, other) = (letter_chars(&self.title), letter_chars(title));
        let shared = mine
            .zip(other)
            .take_while(|(left, right)| left == right)
            .count();
        if shared < 2 {
            return false;
        }
        let (mine, other) = (
            letter_chars(&self.title).count(),
            letter_chars(title).count(),
        );
        let shorter = mine.min(other);
        (shorter > 3 && shared * 10 >= shorter * 9) || (mine == other && shared == mine)
    }
}

static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<title>.*?)(?:\s*(?:[.…_·]{3,}|(?:\s\.){3,})\s*|\s+)(?:[Ss](?:ide|\.)\s*)?(?<page>\d{1,3})$")
        .expect("OK because the pattern is a constant")
});

static LEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[.…_·]{3,}|(?:\s\.){3,})\s*\d{1,4}$")
        .expect("OK because the pattern is a constant")
});

/// Whether `words` end in leaders and a page: "Budget 2026 ........ 7".
fn has_leader(words: &str) -> bool {
    words.ends_with(char::is_numeric) && LEADER.is_match(words)
}

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:punkt|pkt\.?|sag|ad)?\s*(?i:nr\.?)?\s*(?<number>\d{1,4})(?:\s*[.):–-])?\s+(?<rest>\S.*)$")
        .expect("OK because the pattern is a constant")
});

/// How far down a table of contents may start, in blocks.
const REACH: usize = 150;

/// Entries of a table of contents; more lines are a list of something else.
const MOST_ENTRIES: usize = 500;

/// Finds the table of contents and marks its blocks.
pub fn find(text: &str, blocks: &[Block], roles: &mut [Role], lexicon: &Lexicon) -> Vec<Entry> {
    let reader = Reader {
        text,
        blocks,
        lexicon,
    };
    let entries = reader.headed(roles);
    if entries.is_empty() {
        reader.repeated(roles)
    } else {
        entries
    }
}

struct Reader<'r> {
    text: &'r str,
    blocks: &'r [Block],
    lexicon: &'r Lexicon,
}

impl Reader<'_> {
    fn words(&self, at: usize) -> &str {
        self.blocks[at].content.of(self.text)
    }

    /// The entries below a heading, or a run of lines with leaders.
    fn headed(&self, roles: &mut [Role]) -> Vec<Entry> {
        let reach = self.blocks.len().min(REACH);
        let heading = (0..reach).find(|at| roles[*at] == Role::Text && self.is_heading(*at));
        let mut entries: Vec<Entry> = Vec::new();
        let mut at = match heading {
            Some(at) => at + 1,
            None => match (0..reach).find(|at| has_leader(self.words(*at))) {
                Some(at) => self.first_of_entry(at),
                None => return entries,
            },
        };
        let mut marked: Vec<usize> = heading.into_iter().collect();
        let mut pending: Option<Entry> = None;
        while at < self.blocks.len() {
            if roles[at] == Role::Artefact || self.is_column_head(at) {
                marked.extend((roles[at] != Role::Artefact).then_some(at));
                at += 1;
                continue;
            }
            if entries.len() >= MOST_ENTRIES
                || self.comes_again(at, &entries)
                || !self.is_entry(at, heading.is_some(), entries.len())
                || self.breaks_off(at, &entries)
            {
                break;
            }
            marked.push(at);
            let paged = heading.is_some() || has_leader(self.words(at));
            push(
                &mut entries,
                &mut pending,
                self.entry(at, paged),
                self.blocks[at].gap,
            );
            at += 1;
        }
        entries.extend(pending);
        for at in marked {
            roles[at] = Role::Contents;
        }
        entries
    }

    fn is_heading(&self, at: usize) -> bool {
        let name = fold(self.words(at)).to_lower();
        let name = name.trim_end_matches([':', '.', ' ']);
        let bare = name.strip_suffix(" side").unwrap_or(name).trim_end();
        self.lexicon.contents.iter().any(|heading| bare == heading)
    }

    /// "Pkt.  Tekst  Side"
    fn is_column_head(&self, at: usize) -> bool {
        let words = self.words(at).to_lower();
        let mut parts = words
            .split(|char: char| !char.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .peekable();
        parts.peek().is_some()
            && parts.all(|part| {
                self.lexicon
                    .contents_columns
                    .iter()
                    .any(|column| column == part)
            })
    }

    /// The first line of an entry whose last line, with the leaders, stands at `at`.
    fn first_of_entry(&self, at: usize) -> usize {
        let numbered = |at: usize| candidate(self.text, self.blocks, at, self.lexicon).is_some();
        match at.checked_sub(1) {
            Some(before) if self.blocks[at].gap == 0 && !numbered(at) && numbered(before) => before,
            _ => at,
        }
    }

    /// The block at `at` as an entry; `paged` where a number at its end is a page.
    fn entry(&self, at: usize, paged: bool) -> Entry {
        let announced = candidate(self.text, self.blocks, at, self.lexicon)
            .filter(|found| !found.title.is_empty());
        let words = match &announced {
            Some(found) => found.title.of(self.text),
            None => self.words(at),
        };
        let line = fold(&words.replace(['|', '\t'], " "));
        let (title, page) = match ENTRY.captures(&line).filter(|_| paged) {
            Some(found) => (found["title"].to_owned(), found["page"].parse().ok()),
            None => (line, None),
        };
        let (number, title) = match (announced, NUMBERED.captures(&title)) {
            (Some(found), _) => (Some(found.number), title),
            (None, Some(found)) => (found["number"].parse().ok(), found["rest"].to_owned()),
            (None, None) => (None, title),
        };
        Entry {
            number,
            title: self.without_access(title),
            page,
            span: self.blocks[at].content,
        }
    }

    fn without_access(&self, title: String) -> String {
        let (skip, _) = access_mark(&title, self.lexicon);
        if skip < title.len() {
            title[skip..].to_owned()
        } else {
            title
        }
    }

    /// Behind numbered entries a line without number or page, set apart, is none.
    fn breaks_off(&self, at: usize, entries: &[Entry]) -> bool {
        let entry = self.entry(at, true);
        entries.len() >= 2
            && entries.iter().all(|known| known.number.is_some())
            && entry.number.is_none()
            && entry.page.is_none()
            && self.blocks[at].gap >= 1
    }

    /// Whether the block at `at` is the first entry's item: the contents are over.
    fn comes_again(&self, at: usize, entries: &[Entry]) -> bool {
        let Some(first) = entries.first() else {
            return false;
        };
        let found = candidate(self.text, self.blocks, at, self.lexicon);
        let title = found.as_ref().map_or(self.words(at), |found| {
            if found.title.is_empty() {
                self.blocks
                    .get(at + 1)
                    .map_or("", |next| next.content.of(self.text))
            } else {
                found.title.of(self.text)
            }
        });
        let known = |entry: &Entry| {
            found
                .as_ref()
                .is_some_and(|found| entry.number == Some(found.number))
        };
        entries
            .iter()
            .any(|entry| known(entry) && entry.announces(title))
            || (first.number.is_none() && first.announces(title))
    }

    /// Whether the block at `at` can be an entry: it names a page; or it is short, unmarked, and nothing that
    /// belongs to an item (a case number, a section) follows soon.
    fn is_entry(&self, at: usize, below_heading: bool, known: usize) -> bool {
        let words = self.words(at);
        if has_leader(words) {
            return true;
        }
        let block = &self.blocks[at];
        let short = words.chars().count() <= 200;
        let plain = matches!(
            block.kind,
            BlockKind::Paragraph
                | BlockKind::ListPoint
                | BlockKind::TableRow
                | BlockKind::TableRule
        );
        let paged = below_heading && ENTRY.is_match(&fold(&words.replace('|', " ")));
        if paged && short && plain && !self.is_of_item(at) {
            return true;
        }
        let followed = (at..self.blocks.len())
            .take(4)
            .any(|next| self.is_of_item(next));
        let leaders_go_on = (at + 1..self.blocks.len())
            .take(2)
            .any(|next| has_leader(self.words(next)));
        let begins = known == 0
            || block.gap <= 1
            || candidate(self.text, self.blocks, at, self.lexicon).is_some();
        (below_heading && short && plain && !followed && begins) || leaders_go_on
    }

    /// A case number, alone or behind its label, or the heading of a section.
    fn is_of_item(&self, at: usize) -> bool {
        let words = self.words(at);
        CaseNumber::exact(words).is_some()
            || self
                .lexicon
                .labelled(words)
                .is_some_and(|(label, _)| label == Label::CaseNumber)
            || self
                .lexicon
                .section(words)
                .is_some_and(|section| !section.open && prepare::starts_upper(words))
    }

    /// A list of numbers and titles, each in a line, of which most come again below: the contents without a heading.
    fn repeated(&self, roles: &mut [Role]) -> Vec<Entry> {
        let numbered: Vec<(usize, u32, String)> = (0..self.blocks.len())
            .filter(|at| roles[*at] == Role::Text)
            .filter_map(|at| {
                let found = candidate(self.text, self.blocks, at, self.lexicon);
                let line = match &found {
                    Some(found) if self.is_decided_point(found) => None,
                    Some(found) => Some((found.number, fold(found.title.of(self.text)))),
                    None if self.blocks[at].kind == BlockKind::ListPoint => NUMBERED
                        .captures(self.words(at))
                        .and_then(|line| Some((line["number"].parse().ok()?, fold(&line["rest"])))),
                    None => None,
                };
                let (number, title) = line?;
                let title = if title.is_empty() {
                    fold(self.blocks.get(at + 1)?.content.of(self.text))
                } else {
                    title
                };
                Some((at, number, title))
            })
            .collect();
        let mut start = 0;
        while start < numbered.len() && numbered[start].0 < REACH {
            let mut end = start + 1;
            while end < numbered.len()
                && numbered[end].0 <= numbered[end - 1].0 + 2
                && numbered[end].1 == numbered[end - 1].1 + 1
            {
                end += 1;
            }
            let run = &numbered[start..end];
            let again = |(_, number, title): &&(usize, u32, String)| {
                let entry = self.list_entry(0, *number, title);
                numbered[end..]
                    .iter()
                    .any(|(_, other, words)| other == number && entry.announces(words))
            };
            if run.len() >= 2 && run.iter().filter(again).count() * 3 >= run.len() * 2 {
                for role in &mut roles[run[0].0..=run[run.len() - 1].0] {
                    *role = Role::Contents;
                }
                return run
                    .iter()
                    .map(|(at, number, title)| self.list_entry(*at, *number, title))
                    .collect();
            }
            start = end;
        }
        Vec::new()
    }

    /// "Ad 1. Godkendt", "1. Godkendt.": a point of a decision, which comes again as other items are decided alike.
    fn is_decided_point(&self, line: &Candidate) -> bool {
        let title = line.title.of(self.text);
        line.decides(self.text, self.lexicon)
            || (title.ends_with('.') && self.lexicon.opens_with_outcome(title))
    }

    fn list_entry(&self, at: usize, number: u32, title: &str) -> Entry {
        Entry {
            number: Some(number),
            title: self.without_access(title.to_owned()),
            page: None,
            span: self.blocks[at].content,
        }
    }
}

/// Joins an entry that is wrapped over two lines: the first has no page, the second follows without a gap.
fn push(entries: &mut Vec<Entry>, pending: &mut Option<Entry>, entry: Entry, gap: u8) {
    match pending.take() {
        Some(open) if gap == 0 && entry.number.is_none() && entry.page.is_some() => {
            entries.push(Entry {
                number: open.number,
                title: format!("{} {}", open.title, entry.title),
                page: entry.page,
                span: open.span.cover(entry.span),
            });
            return;
        }
        Some(open) => entries.push(open),
        None => {}
    }
    if entry.page.is_some() {
        entries.push(entry);
    } else {
        *pending = Some(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::lines;

    #[test]
    fn lists_that_come_again() {
        let lexicon = Lexicon::built_in();
        for (list, want) in [
            ("1. Skolemad i dagtilbud\n\n2. Cykelsti ved havnen", 2),
            ("Ad 1. Godkendt.\n\nAd 2. Anbefales.", 0),
            ("1. Godkendt.\n\n2. Anbefales.", 0),
        ] {
            let text = format!("Referat\n\n{list}\n\nTekst.\n\n{list}\n\nMere tekst.");
            let blocks = lines::blocks(&text);
            let mut roles = prepare::artefacts(&text, &blocks, &lexicon);
            let found = find(&text, &blocks, &mut roles, &lexicon);
            assert_eq!(found.len(), want, "{list}");
        }
    }
}
