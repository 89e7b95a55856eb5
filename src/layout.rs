//! LAYOUT: blocks become an outline of header, contents, items and sections; no meaning yet.
//!
//! One recogniser for all forms, led by the lexicon: [`prepare`] parts run-in headings and finds what
//! belongs to the page, [`contents`] the table of contents, [`items`] the items' headings, [`sections`]
//! each item's sections, [`segments`] the partition of the whole document.

pub mod contents;
pub mod items;
pub mod prepare;
pub mod sections;
pub mod segments;

use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::source::stated::StatedItem;
use crate::source::{Block, BlockKind, Document};
use crate::value::Span;
use crate::value::fold::ToLower;
use crate::value::fold::{fold, letters};
use std::ops::Range;

/// What a piece of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentKind {
    /// Before the first item: who met, when, where.
    Header,
    /// The table of contents.
    Contents,
    /// A heading: of an item (number, title, case number) or of a section.
    Heading,
    /// Text of a section.
    Section,
    /// Page numbers, running heads, signatures' rules.
    Artefact,
    /// What could not be placed.
    Unplaced,
}

impl SegmentKind {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Contents => "contents",
            Self::Heading => "heading",
            Self::Section => "section",
            Self::Artefact => "artefact",
            Self::Unplaced => "unplaced",
        }
    }
}

macro_rules! section_kinds {
    ($($(#[$doc:meta])* $variant:ident $code:literal,)*) => {
        /// What a section of an item holds, whatever its heading is called.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SectionKind { $($(#[$doc])* $variant,)* }

        impl SectionKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in the tables and in the lexicon.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The kind that a code names.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

section_kinds! {
    /// What was decided.
    Decision "decision",
    /// What is recommended.
    Recommendation "recommendation",
    /// The case in short.
    Summary "summary",
    /// What the body is to decide on.
    DecisionTheme "decision_theme",
    /// The account of the case.
    Account "account",
    /// The law it rests on.
    LegalBasis "legal_basis",
    /// Money and staff.
    Economy "economy",
    /// Consequences for others: hearing, climate, health, children, citizens, communication.
    CrossCutting "cross_cutting",
    /// What happens next.
    NextSteps "next_steps",
    /// What happened before, told in prose.
    History "history",
    /// Earlier decisions by other bodies, quoted.
    PriorDecision "prior_decision",
    /// The bodies that the case goes through.
    Route "route",
    /// The body that may decide.
    Competence "competence",
    /// What is attached.
    Attachments "attachments",
    /// Anything else: notes, signatures.
    Note "note",
}

/// What a block is in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Of the document's header.
    Header,
    /// Of the table of contents.
    Contents,
    /// Of an item's heading: number, title, their repetition.
    ItemHeading,
    /// A line under an item's heading: case number, case worker, open or closed.
    ItemLabel,
    /// A section's heading.
    SectionHeading,
    /// Text of a section.
    Text,
    /// Page numbers, running heads, rules.
    Artefact,
    /// What could not be placed.
    Unplaced,
}

/// How a document announces its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A word and a number: "Punkt 3: Budget".
    Word,
    /// A number and a stop: "3. Budget".
    Numbered,
    /// A number alone: "3 Budget".
    Bare,
    /// A number and a dash: "3 - Budget".
    Dash,
    /// A number and a colon: "3: Budget".
    Colon,
    /// A number in a line of its own, the title in the next.
    Alone,
    /// "Ad 3. Budget", below a list of the items.
    Ad,
    /// A heading without a number, above headings of sections: a web page of one item.
    Headed,
    /// By fields of its form.
    Stated,
}

impl Family {
    /// The families that are read from lines.
    pub const OF_LINES: [Self; 7] = [
        Self::Word,
        Self::Numbered,
        Self::Bare,
        Self::Dash,
        Self::Colon,
        Self::Alone,
        Self::Ad,
    ];

    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Word => "word_number",
            Self::Numbered => "number_stop",
            Self::Bare => "number",
            Self::Dash => "number_dash",
            Self::Colon => "number_colon",
            Self::Alone => "number_line",
            Self::Ad => "ad_number",
            Self::Headed => "heading",
            Self::Stated => "fields",
        }
    }
}

/// A document's structure.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The blocks, run-in headings parted.
    pub blocks: Vec<Block>,
    /// What each block is.
    pub roles: Vec<Role>,
    /// The table of contents.
    pub contents: Vec<contents::Entry>,
    /// The items.
    pub items: Vec<ItemOutline>,
    /// How items are announced.
    pub family: Family,
    /// How lines are wrapped.
    pub wrap: prepare::Wrap,
    /// What was not understood.
    pub problems: Vec<Problem>,
}

/// An item's place and parts.
#[derive(Clone, Debug)]
pub struct ItemOutline {
    /// As written: "74".
    pub number: String,
    /// The title's lines.
    pub title: Vec<Span>,
    /// Words between number and title that say open or closed; `true` is closed.
    pub closed: Option<bool>,
    /// A case number within the heading.
    pub case_number: Option<Span>,
    /// Blocks of the heading.
    pub heading: Range<usize>,
    /// Blocks after the heading.
    pub body: Range<usize>,
    /// The sections, in order.
    pub sections: Vec<SectionOutline>,
    /// What the document states of the item as fields.
    pub stated: Option<StatedItem>,
}

/// A section's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionOutline {
    /// What it holds.
    pub kind: SectionKind,
    /// Its heading; `None` where it has none of its own.
    pub heading: Option<Span>,
    /// Its blocks, without the heading.
    pub body: Range<usize>,
}

impl Outline {
    /// The blocks of a section that are its text: no page numbers, no repeated headings.
    pub fn text_blocks<'o>(&'o self, section: &SectionOutline) -> impl Iterator<Item = &'o Block> {
        self.text_blocks_in(section.body.clone())
    }

    /// The text blocks in a range of blocks.
    pub fn text_blocks_in(&self, range: Range<usize>) -> impl Iterator<Item = &Block> {
        range
            .filter(|at| self.roles[*at] == Role::Text)
            .map(|at| &self.blocks[at])
    }

    /// The span from the first to the last block of `range`; `None` where it is empty.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.blocks.get(range.start)?;
        let last = self.blocks.get(range.end.checked_sub(1)?)?;
        (range.start < range.end).then(|| first.span.cover(last.span))
    }
}

/// Finds the structure of `document`.
///
/// # Errors
/// A problem of code `no_items` where no item was found.
pub fn outline(document: &Document, lexicon: &Lexicon) -> Result<Outline, Problem> {
    let text = document.text.as_str();
    let (blocks, wrap) = prepare::blocks(text, &document.blocks, lexicon);
    let wrap = if document.format.has_lines() {
        wrap
    } else {
        prepare::Wrap::default()
    };
    let mut roles = prepare::artefacts(text, &blocks, lexicon);
    let (contents, found) = match &document.stated {
        Some(stated) => (
            Vec::new(),
            items::fields::stated(text, &blocks, &stated.items),
        ),
        None => {
            let contents = contents::find(text, &blocks, &mut roles, lexicon);
            let mut found = items::find(text, &blocks, &roles, &contents, wrap, lexicon);
            if found.items.is_empty() && !document.format.has_lines() {
                found = items::fields::headed(text, &blocks, &roles, lexicon);
            }
            (contents, found)
        }
    };
    if found.items.is_empty() {
        return Err(Problem::of_document(
            ProblemCode::NoItems,
            format!("none of {} lines announces an agenda item", blocks.len()),
        ));
    }
    let mut outline = Outline {
        blocks,
        roles,
        contents,
        items: found.items,
        family: found.family,
        wrap,
        problems: found.problems,
    };
    leave_furniture_out(&mut outline);
    place_preface(&mut outline);
    cut_tail(text, &mut outline, lexicon);
    sections::find(text, &mut outline, lexicon);
    Ok(outline)
}

/// What belongs to the pages stands behind the text; it is no part of the last item.
fn leave_furniture_out(outline: &mut Outline) {
    let furniture = outline
        .blocks
        .iter()
        .rev()
        .take_while(|block| block.kind == BlockKind::Furniture)
        .count();
    let text = outline.blocks.len() - furniture;
    if let Some(last) = outline.items.last_mut() {
        last.body.end = last.body.end.min(text).max(last.body.start);
    }
}

/// Blocks of a header; what stands further down before the first item is not placed.
const HEADER_BLOCKS: usize = 80;

fn place_preface(outline: &mut Outline) {
    let first = outline.items.first().map_or(0, |item| item.heading.start);
    let last_contents = outline.roles[..first]
        .iter()
        .rposition(|role| *role == Role::Contents);
    // Where the contents come first, the header stands behind them.
    let before = outline.roles[..first]
        .iter()
        .take_while(|role| **role != Role::Contents)
        .filter(|role| **role == Role::Text)
        .count();
    let behind = if before >= 2 { 3 } else { HEADER_BLOCKS };
    for (at, role) in outline.roles[..first].iter_mut().enumerate() {
        if *role == Role::Text {
            let lost =
                at >= HEADER_BLOCKS || last_contents.is_some_and(|contents| at > contents + behind);
            *role = if lost { Role::Unplaced } else { Role::Header };
        }
    }
    let lost = outline
        .roles
        .iter()
        .position(|role| *role == Role::Unplaced);
    if let Some(at) = lost {
        let words: String = outline.blocks[at].span.range().len().to_string();
        outline.problems.push(Problem::at(
            ProblemCode::Unplaced,
            outline.blocks[at].span,
            format!("text between the header and the first item ({words} bytes in its first line)"),
        ));
    }
}

/// What stands behind the last item (a list of all attachments, signatures) belongs to none.
fn cut_tail(text: &str, outline: &mut Outline, lexicon: &Lexicon) {
    let Some(item) = outline.items.last() else {
        return;
    };
    let found = item.body.clone().find_map(|at| {
        let block = &outline.blocks[at];
        let name = fold(block.content.of(text)).to_lower();
        let name = name.trim_end_matches([':', '.']);
        let apart = block.gap >= 1 || outline.wrap.dense || is_marked(block);
        let (_, attachments) = lexicon
            .tails
            .iter()
            .find(|(tail, _)| apart && tail == name)?;
        (!attachments || lists_items(text, outline, at, lexicon)).then_some((at, *attachments))
    });
    let found = found.filter(|(cut, _)| *cut > item.body.start);
    if let (Some((cut, attachments)), Some(item)) = (found, outline.items.last_mut()) {
        let role = if attachments {
            Role::Contents
        } else {
            Role::Artefact
        };
        outline.roles[cut..item.body.end].fill(role);
        item.body.end = cut;
    }
}

/// Whether the lines below the block at `at` name items by number and title again.
fn lists_items(text: &str, outline: &Outline, at: usize, lexicon: &Lexicon) -> bool {
    (at + 1..outline.blocks.len()).take(3).any(|next| {
        items::candidate::candidate(text, &outline.blocks, next, lexicon).is_some_and(|found| {
            let words = letters(found.title.of(text));
            !words.is_empty()
                && outline.items.iter().any(|item| {
                    let title: String = item
                        .title
                        .iter()
                        .map(|span| letters(span.of(text)))
                        .collect();
                    title.starts_with(&words) || words.starts_with(&title)
                })
        })
    })
}

/// Whether `block` is marked as a heading in any way.
#[must_use]
pub fn is_marked(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_) | BlockKind::Bold)
}
