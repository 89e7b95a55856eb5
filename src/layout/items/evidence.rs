//! How much speaks for a candidate: its form, its place, what follows it, and the table of contents.

use super::super::contents::Entry;
use super::super::prepare::{Wrap, starts_upper};
use super::super::{Family, Role, SectionKind};
use super::candidate::Candidate;
use crate::lexicon::{Label, Lexicon};
use crate::source::{Block, BlockKind};
use crate::value::CaseNumber;
use crate::value::fold::ToLower;
use crate::value::fold::letters;

/// Lines in which what belongs to an item's beginning must follow.
const REACH: usize = 4;

/// What candidates are weighed against.
#[derive(Clone, Copy)]
pub struct Evidence<'e> {
    pub text: &'e str,
    pub blocks: &'e [Block],
    pub roles: &'e [Role],
    pub contents: &'e [Entry],
    pub wrap: Wrap,
    pub lexicon: &'e Lexicon,
}

impl Evidence<'_> {
    /// Weighs the candidate at `at` among all `candidates`, which stand in the order of their blocks.
    pub fn weight(&self, candidates: &[Candidate], at: usize) -> i64 {
        let candidate = &candidates[at];
        let announced = self.announced(candidate);
        let case = candidate.case_number.is_some() || self.case_follows(candidate.block);
        let mut weight = self.form(candidate) + self.place(candidate) + announced;
        if case {
            weight += 4;
        } else if self.section_follows(candidate.block) {
            weight += 3;
        }
        if announced == 0 && !case {
            weight -= 4 * i64::from(self.is_listed(candidates, at));
            weight -= 3 * i64::from(self.below_section_heading(candidate.block));
            weight -= 6 * i64::from(candidate.decides(self.text, self.lexicon));
        }
        weight - self.unlike_a_title(candidate)
    }

    /// Whether the candidate at `at` is a point of a list, of a recommendation or of a decision.
    pub fn is_of_list(&self, candidates: &[Candidate], at: usize) -> bool {
        let this = &candidates[at];
        let title = this.title.of(self.text);
        let decided = this.decides(self.text, self.lexicon)
            || (title.ends_with('.') && self.lexicon.opens_with_outcome(title));
        decided || self.is_listed(candidates, at) || self.below_section_heading(this.block)
    }

    /// What the form of the announcement says.
    fn form(&self, candidate: &Candidate) -> i64 {
        let marked = match self.blocks[candidate.block].kind {
            BlockKind::Heading(_) => 2,
            BlockKind::Bold => 1,
            _ => 0,
        };
        marked
            + match candidate.family {
                Family::Word if candidate.title.is_empty() => 3,
                Family::Word => 4,
                Family::Dash | Family::Colon => 1,
                Family::Numbered | Family::Ad => 0,
                Family::Bare => -1,
                Family::Alone => -2,
                // These come from fields and levels of headings, never from lines.
                Family::Headed | Family::Stated => 0,
            }
            + i64::from(candidate.closed.is_some())
    }

    /// A blank line or a page's border in front speaks for it, where the document has such.
    fn place(&self, candidate: &Candidate) -> i64 {
        let block = &self.blocks[candidate.block];
        let apart = block.gap >= 1
            || candidate
                .block
                .checked_sub(1)
                .is_none_or(|before| matches!(self.roles[before], Role::Artefact | Role::Contents));
        match (apart, self.wrap.dense || candidate.family == Family::Word) {
            (true, _) => 1,
            (false, true) => 0,
            (false, false) => -2,
        }
    }

    /// Whether the contents announce it: by number and title, by title alone, by number alone.
    fn announced(&self, candidate: &Candidate) -> i64 {
        let title = self.title(candidate);
        let named = |entry: &Entry| !title.is_empty() && entry.announces(title);
        let best = self.contents.iter().map(|entry| match entry.number {
            Some(number) if number != candidate.number => 0,
            Some(_) if named(entry) => 5,
            None if named(entry) => 4,
            _ => 0,
        });
        best.max().unwrap_or(0)
    }

    /// The title, or the line that would be it.
    pub fn title(&self, candidate: &Candidate) -> &str {
        if !candidate.title.is_empty() {
            return candidate.title.of(self.text);
        }
        self.following(candidate.block)
            .find(|at| {
                let words = self.words(*at);
                super::candidate::is_access_mark(&words.to_lower(), self.lexicon).is_none()
                    && CaseNumber::exact(words).is_none()
            })
            .map_or("", |at| self.words(at))
    }

    /// The words of the block at `at`.
    pub fn words(&self, at: usize) -> &str {
        self.blocks[at].content.of(self.text)
    }

    /// The next blocks that are text.
    fn following(&self, at: usize) -> impl Iterator<Item = usize> {
        (at + 1..self.blocks.len())
            .filter(|next| self.roles[*next] == Role::Text)
            .take(REACH)
    }

    /// Whether a case number stands alone or behind its label within the next lines.
    fn case_follows(&self, at: usize) -> bool {
        self.following(at)
            .take_while(|next| {
                self.blocks[*next].kind != BlockKind::TableRow || self.is_label(*next)
            })
            .any(|next| CaseNumber::alone(self.words(next)).is_some() || self.is_label(next))
    }

    /// Whether the block at `at` is a case number behind its label.
    pub fn is_label(&self, at: usize) -> bool {
        self.lexicon
            .labelled(self.words(at))
            .is_some_and(|(label, _)| label == Label::CaseNumber)
    }

    /// Whether a section's heading, or open and closed in a line of their own, follows within the next lines.
    fn section_follows(&self, at: usize) -> bool {
        self.following(at)
            .take_while(|next| {
                !matches!(
                    self.blocks[*next].kind,
                    BlockKind::TableRow | BlockKind::TableRule
                )
            })
            .any(|next| {
                let words = self.words(next);
                self.lexicon
                    .section(words)
                    .is_some_and(|section| !section.open && starts_upper(words))
                    || super::candidate::is_access_mark(&words.to_lower(), self.lexicon).is_some()
            })
    }

    /// Whether the line before is the heading of a section that would be empty.
    fn below_section_heading(&self, at: usize) -> bool {
        let before = (0..at)
            .rev()
            .find(|before| self.roles[*before] != Role::Artefact);
        before.is_some_and(|before| {
            let words = self.words(before);
            let heading = self.lexicon.section(words).is_some_and(|section| {
                !matches!(
                    section.kind,
                    SectionKind::Decision | SectionKind::Attachments
                ) && starts_upper(words)
            });
            heading || words.ends_with(':') || words.to_lower().ends_with(" at")
        })
    }

    /// Whether its neighbour in a list stands right before or behind it: items have something in between.
    fn is_listed(&self, candidates: &[Candidate], at: usize) -> bool {
        let this = &candidates[at];
        // A closed item may be its heading and no more.
        if this.closed == Some(true) {
            return false;
        }
        let neighbour = |other: Option<&Candidate>, number: Option<u32>| {
            other.is_some_and(|other| {
                let (from, to) = (this.block.min(other.block), this.block.max(other.block));
                let between = (from + 1..to)
                    .filter(|at| self.roles[*at] == Role::Text)
                    .count();
                other.family == this.family
                    && Some(other.number) == number
                    && between == 0
                    && other.closed != Some(true)
            })
        };
        neighbour(candidates.get(at + 1), Some(this.number + 1))
            || neighbour(
                at.checked_sub(1).and_then(|before| candidates.get(before)),
                this.number.checked_sub(1),
            )
    }

    /// Long words, and words that end like a sentence or a point of a list.
    fn unlike_a_title(&self, candidate: &Candidate) -> i64 {
        let title = candidate.title.of(self.text);
        let lower = title.to_lower();
        let abbreviated = ["mv.", "m.v.", "m.m.", "evt.", "mfl.", "m.fl."]
            .iter()
            .any(|end| lower.ends_with(end));
        3 * i64::from(title.chars().count() > 220)
            + i64::from(title.ends_with(['.', ';', ',']) && !abbreviated)
            + i64::from(title.ends_with([';', ',']))
            + i64::from(letters(title).is_empty() && !title.is_empty())
    }
}
