//! The table of contents: a heading and its entries, or lines with leaders.

use super::{Role, prepare};
use crate::lexicon::Lexicon;
use crate::source::{Block, BlockKind};
use crate::value::fold::{fold, letters};
use crate::value::{CaseNumber, Span};
use regex::Regex;
use std::sync::LazyLock;

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
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
        let (mine, other) = (letters(&self.title), letters(title));
        let shared = mine
            .chars()
            .zip(other.chars())
            .take_while(|(left, right)| left == right)
            .count();
        let shorter = mine.chars().count().min(other.chars().count());
        shorter > 3 && shared * 10 >= shorter * 9
    }
}

static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<title>.*?)(?:\s*[.…_·]{3,}\s*|\s+)(?<page>\d{1,4})$")
        .expect("OK because the pattern is a constant")
});

static LEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[.…_·]{3,}\s*\d{1,4}$").expect("OK because the pattern is a constant")
});

/// How far down a table of contents may start, in blocks.
const REACH: usize = 150;

/// Finds the table of contents and marks its blocks.
pub fn find(text: &str, blocks: &[Block], roles: &mut [Role], lexicon: &Lexicon) -> Vec<Entry> {
    let words = |at: usize| blocks[at].content.of(text);
    let is_heading = |at: usize| {
        let name = fold(words(at)).to_lowercase();
        lexicon
            .contents
            .iter()
            .any(|heading| name.trim_end_matches([':', '.']) == heading)
    };
    let heading =
        (0..blocks.len().min(REACH)).find(|at| roles[*at] == Role::Text && is_heading(*at));
    let mut entries = Vec::new();
    let mut at = match heading {
        Some(at) => {
            roles[at] = Role::Contents;
            at + 1
        }
        None => match (0..blocks.len().min(REACH)).find(|at| LEADER.is_match(words(*at))) {
            Some(at) => at,
            None => return entries,
        },
    };
    let mut pending: Option<Entry> = None;
    while at < blocks.len() {
        if roles[at] == Role::Artefact {
            at += 1;
            continue;
        }
        let line = words(at);
        let complete = ENTRY
            .captures(line)
            .filter(|_| LEADER.is_match(line) || heading.is_some());
        if complete.is_none() && !may_be_entry(text, blocks, at, heading.is_some(), lexicon) {
            break;
        }
        roles[at] = Role::Contents;
        let (title, page) = match &complete {
            Some(found) => (fold(&found["title"]), found["page"].parse().ok()),
            None => (fold(line), None),
        };
        push(
            &mut entries,
            &mut pending,
            Entry {
                title,
                page,
                span: blocks[at].content,
            },
            blocks[at].gap,
        );
        at += 1;
    }
    entries.extend(pending);
    entries
}

/// Joins an entry that is wrapped over two lines: the first has no page, the second follows without a gap.
fn push(entries: &mut Vec<Entry>, pending: &mut Option<Entry>, entry: Entry, gap: u8) {
    match pending.take() {
        Some(open) if gap == 0 && open.page.is_none() && entry.page.is_some() => {
            entries.push(Entry {
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

/// Whether the block at `at`, which names no page, can still be an entry: it is short, unmarked, and nothing
/// that belongs to an item (a case number, a section) follows soon.
fn may_be_entry(
    text: &str,
    blocks: &[Block],
    at: usize,
    below_heading: bool,
    lexicon: &Lexicon,
) -> bool {
    let block = &blocks[at];
    let short = block.content.of(text).chars().count() <= 200;
    let plain = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::ListPoint | BlockKind::TableRow
    );
    let followed = blocks[at..].iter().take(4).any(|next| {
        let words = next.content.of(text);
        CaseNumber::exact(words).is_some()
            || lexicon
                .section(words)
                .is_some_and(|section| !section.open && prepare::starts_upper(words))
    });
    let leaders_go_on = blocks[at..]
        .iter()
        .skip(1)
        .take(2)
        .any(|next| LEADER.is_match(next.content.of(text)));
    (below_heading && short && plain && !followed) || leaders_go_on
}
