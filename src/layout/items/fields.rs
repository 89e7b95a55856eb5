//! Items that need no weighing: stated as fields, or headed by levels of headings without numbers.

use super::candidate::access_mark;
use super::{FoundItems, numbering};
use crate::layout::{Family, ItemOutline, Role, is_marked};
use crate::lexicon::Lexicon;
use crate::source::stated::StatedItem;
use crate::source::{Block, BlockKind};

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
    // The lowest level that heads sections: above it stand the page's own titles.
    let mut lowest = None;
    // The levels of the titles that are open, each above the next.
    let mut open: Vec<u8> = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        if is_section(at) {
            let above = open.iter().rev().find(|title| **title < level(at));
            lowest = lowest.max(above.copied());
        } else if *role == Role::Text && level(at) < u8::MAX {
            while open.last().is_some_and(|title| *title >= level(at)) {
                open.pop();
            }
            open.push(level(at));
        }
    }
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
            case_number: None,
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
            case_number: None,
        });
    }
    let problems = numbering(blocks, &out);
    FoundItems {
        items: out,
        family: Family::Stated,
        problems,
    }
}
