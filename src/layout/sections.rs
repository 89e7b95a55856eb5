//! An item's sections: which lines open one, and where each ends.
//!
//! [`openers`] says what a line opens, [`unheaded`] what text is that no heading names.

mod openers;
mod unheaded;

use super::items::candidate::{candidate, is_access_mark};
use super::{ItemOutline, Outline, Role, SectionKind, SectionOutline, is_marked};
use crate::lexicon::{Label, Lexicon, SectionEntry};
use crate::source::BlockKind;
use crate::value::fold::ToLower;
use crate::value::fold::letters;
use crate::value::{CaseNumber, Span};
use std::cell::OnceCell;

/// Finds the sections of every item and sets the roles of their blocks.
pub fn find(text: &str, outline: &mut Outline, lexicon: &Lexicon) {
    let known = vec![OnceCell::new(); outline.blocks.len()];
    let mut items = std::mem::take(&mut outline.items);
    for item in &mut items {
        for at in item.heading.clone() {
            outline.roles[at] = Role::ItemHeading;
        }
        let mut reader = Reader {
            text,
            outline,
            lexicon,
            known: &known,
            item,
            title: (item.title.iter())
                .map(|span| letters(span.of(text)))
                .collect(),
            closed: None,
            recommends: false,
            decides: false,
        };
        let sections = reader.read();
        let closed = reader.closed;
        item.sections = sections;
        item.closed = item.closed.or(closed);
    }
    outline.items = items;
}

/// A heading that the lexicon does not know is no longer, in characters.
const LONGEST_FOREIGN: usize = 60;

struct Reader<'r> {
    text: &'r str,
    outline: &'r mut Outline,
    lexicon: &'r Lexicon,
    /// By block, the section that the lexicon knows its words for, once it was asked.
    known: &'r [OnceCell<Option<SectionEntry>>],
    item: &'r ItemOutline,
    /// The letters of the item's title.
    title: String,
    /// What a line of its own says of open and closed.
    closed: Option<bool>,
    /// Whether a heading opens a recommendation.
    recommends: bool,
    /// Whether a heading opens a decision.
    decides: bool,
}

impl Reader<'_> {
    fn read(&mut self) -> Vec<SectionOutline> {
        let mut sections: Vec<SectionOutline> = Vec::new();
        self.recommends = self.has_heading(SectionKind::Recommendation);
        self.decides = self.has_heading(SectionKind::Decision);
        let mut lead = true;
        for at in self.item.body.clone() {
            if self.outline.roles[at] == Role::Artefact {
                continue;
            }
            if self.is_echo(at) {
                self.outline.roles[at] = Role::ItemHeading;
                sections.push(section(SectionKind::Account, None, at + 1));
                lead = true;
            } else if let Some(kind) = self.opened_by(at, &sections) {
                self.outline.roles[at] = Role::SectionHeading;
                let heading = Some(self.outline.blocks[at].content);
                sections.push(section(kind, heading, at + 1));
                lead = false;
            } else if lead && self.is_label(at) {
                self.outline.roles[at] = Role::ItemLabel;
            } else {
                if self.recommends_here(at, &sections) {
                    sections.push(section(SectionKind::Recommendation, None, at));
                }
                match sections.last_mut() {
                    Some(section) => section.body.end = at + 1,
                    None => sections.push(SectionOutline {
                        kind: SectionKind::Account,
                        heading: None,
                        body: at..at + 1,
                    }),
                }
                lead = false;
            }
        }
        let roles = &self.outline.roles;
        sections.retain(|section| {
            section.heading.is_some() || section.body.clone().any(|at| roles[at] == Role::Text)
        });
        self.name_unheaded(&mut sections);
        self.cut_decision(&mut sections);
        self.resume_after_route(sections)
    }

    fn words(&self, at: usize) -> &str {
        self.outline.blocks[at].content.of(self.text)
    }

    /// Whether any heading of the item opens a section of `kind`.
    fn has_heading(&self, kind: SectionKind) -> bool {
        self.item.body.clone().any(|at| {
            self.outline.roles[at] != Role::Artefact
                && (self.heading(at).is_some_and(|entry| entry.kind == kind)
                    || (kind == SectionKind::Decision && self.heads_decision(at)))
        })
    }

    /// The section that the block at `at` opens as its heading.
    fn opened_by(&self, at: usize, sections: &[SectionOutline]) -> Option<SectionKind> {
        let current = sections.last().map(|section| section.kind);
        if let Some(entry) = self.heading(at) {
            return Some(entry.kind);
        }
        let holds_heads = matches!(
            current,
            Some(
                SectionKind::Decision
                    | SectionKind::PriorDecision
                    | SectionKind::Route
                    | SectionKind::Competence
            )
        );
        if !holds_heads && self.heads_decision(at) {
            return Some(SectionKind::Decision);
        }
        if self.is_foreign(at, current) {
            let behind_decision = current == Some(SectionKind::Decision);
            return Some(if behind_decision {
                SectionKind::Account
            } else {
                SectionKind::Note
            });
        }
        None
    }

    /// A marked heading that nobody knows ends a list of attachments and, where it neither decides nor names
    /// points or people, a decision.
    fn is_foreign(&self, at: usize, current: Option<SectionKind>) -> bool {
        let block = &self.outline.blocks[at];
        let words = self.words(at);
        let below_text = at > 0 && self.outline.roles[at - 1] == Role::Text;
        let apart = is_marked(block) && block.gap >= 1 && below_text;
        match current {
            Some(SectionKind::Attachments) => apart && !words.to_lower().starts_with("bilag"),
            Some(SectionKind::Decision) => {
                let lower = words.to_lower();
                apart
                    && matches!(block.kind, BlockKind::Heading(_))
                    && words.chars().count() <= LONGEST_FOREIGN
                    && !words.ends_with(['.', ':'])
                    && !words.contains(|char: char| char.is_ascii_digit())
                    && self.lexicon.outcomes.find_first(&lower).is_none()
                    && self.lexicon.remarks.find_first(&lower).is_none()
                    && self.lexicon.labelled(words).is_none()
            }
            _ => false,
        }
    }

    /// Whether the block repeats the item's own heading ("74. Godkendelse af dagsorden").
    fn is_echo(&self, at: usize) -> bool {
        let (title, words) = (self.title.as_str(), self.words(at));
        if title.is_empty() || words.chars().count() > 400 {
            return false;
        }
        let numbered = candidate(self.text, &self.outline.blocks, at, self.lexicon)
            .filter(|echo| self.item.number.parse() == Ok(echo.number))
            .is_some_and(|echo| {
                let echoed = letters(echo.title.of(self.text));
                !echoed.is_empty() && (title.starts_with(&echoed) || echoed.starts_with(title))
            });
        numbered || (is_marked(&self.outline.blocks[at]) && letters(words) == title)
    }

    /// A line under the heading that is no text: the case number, the case worker, open or closed.
    fn is_label(&mut self, at: usize) -> bool {
        // "Åben sag        Sagen afgøres i: Byrådet": the first of several cells says what the line is.
        let whole = self.words(at);
        if CaseNumber::alone(whole).is_some() {
            return true;
        }
        let words = whole.split('\t').next().unwrap_or(whole);
        let words = words.split("   ").next().unwrap_or(words).trim_end();
        if let Some(closed) = is_access_mark(&words.to_lower(), self.lexicon) {
            self.closed = self.closed.or(Some(closed));
            return true;
        }
        self.lexicon
            .labelled(words)
            .is_some_and(|(label, value)| match label {
                Label::CaseNumber => {
                    words[value..].len() <= 60
                        || CaseNumber::labelled(&words[value..])
                            .is_some_and(|found| found.span.start.get() == 0)
                }
                Label::Access | Label::Other => words[value..].chars().count() <= 80,
                _ => false,
            })
    }
}

fn section(kind: SectionKind, heading: Option<Span>, at: usize) -> SectionOutline {
    SectionOutline {
        kind,
        heading,
        body: at..at,
    }
}

/// The words of a section: from its first to its last text block; `None` where it has none.
#[must_use]
pub fn words_of(outline: &Outline, section: &SectionOutline) -> Option<Span> {
    let mut spans = outline.text_blocks(section).map(|block| block.span);
    let first = spans.next()?;
    Some(spans.fold(first, Span::cover))
}

/// Kinds of block that are never headings.
fn is_listed(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::TableRow | BlockKind::TableRule | BlockKind::ListPoint
    )
}
