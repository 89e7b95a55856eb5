//! An item's sections: which lines are headings the lexicon knows, and where each section ends.

use super::items::candidate;
use super::prepare::starts_upper;
use super::{ItemOutline, Outline, Role, SectionKind, SectionOutline, is_marked};
use crate::lexicon::{Label, Lexicon, SectionEntry};
use crate::source::BlockKind;
use crate::value::date::first_date;
use crate::value::fold::letters;
use crate::value::{CaseNumber, Span};
use std::ops::Range;

/// Finds the sections of every item and sets the roles of their blocks.
pub fn find(text: &str, outline: &mut Outline, lexicon: &Lexicon) {
    let mut items = std::mem::take(&mut outline.items);
    for item in &mut items {
        for at in item.heading.clone() {
            outline.roles[at] = Role::ItemHeading;
        }
        let found = Reader {
            text,
            outline,
            lexicon,
            item,
        }
        .read();
        item.sections = found;
    }
    outline.items = items;
}

struct Reader<'r> {
    text: &'r str,
    outline: &'r mut Outline,
    lexicon: &'r Lexicon,
    item: &'r ItemOutline,
}

impl Reader<'_> {
    fn read(self) -> Vec<SectionOutline> {
        let mut sections: Vec<SectionOutline> = Vec::new();
        let body = self.item.body.clone();
        let mut lead = true;
        for at in body {
            if self.outline.roles[at] == Role::Artefact {
                continue;
            }
            if self.is_echo(at) {
                self.outline.roles[at] = Role::ItemHeading;
                sections.push(SectionOutline {
                    kind: SectionKind::Account,
                    heading: None,
                    body: at + 1..at + 1,
                });
                lead = true;
            } else if let Some(entry) = self.heading(at) {
                self.outline.roles[at] = Role::SectionHeading;
                let heading = Some(self.outline.blocks[at].content);
                sections.push(SectionOutline {
                    kind: entry.kind,
                    heading,
                    body: at + 1..at + 1,
                });
                lead = false;
            } else if lead && self.is_label(at) {
                self.outline.roles[at] = Role::ItemLabel;
            } else {
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
        self.resume_after_route(sections)
    }

    fn words(&self, at: usize) -> &str {
        self.outline.blocks[at].content.of(self.text)
    }

    /// Whether the block repeats the item's own heading ("74. Godkendelse af dagsorden").
    fn is_echo(&self, at: usize) -> bool {
        let title: String = self
            .item
            .title
            .iter()
            .map(|span| letters(span.of(self.text)))
            .collect();
        let words = self.words(at);
        if title.is_empty() || words.chars().count() > 400 {
            return false;
        }
        let numbered = candidate(self.text, &self.outline.blocks, at, self.lexicon)
            .filter(|echo| echo.number.to_string() == self.item.number)
            .is_some_and(|echo| {
                let echoed = letters(echo.title.of(self.text));
                !echoed.is_empty() && (title.starts_with(&echoed) || echoed.starts_with(&title))
            });
        numbered || (is_marked(&self.outline.blocks[at]) && letters(words) == title)
    }

    /// The section that the block opens, if it is a heading.
    fn heading(&self, at: usize) -> Option<SectionEntry> {
        let block = &self.outline.blocks[at];
        if matches!(
            block.kind,
            BlockKind::TableRow | BlockKind::TableRule | BlockKind::ListPoint
        ) {
            return None;
        }
        let words = self.words(at);
        let entry = self.lexicon.section(words)?;
        if !starts_upper(words) || (entry.open && !self.names_body_or_date(words)) {
            return None;
        }
        let marked = is_marked(block);
        let previous = at.checked_sub(1).map(|before| self.outline.roles[before]);
        let after_heading = matches!(
            previous,
            Some(Role::ItemHeading | Role::ItemLabel | Role::SectionHeading | Role::Artefact)
        );
        let gap_after = self
            .outline
            .blocks
            .get(at + 1)
            .is_none_or(|next| next.gap >= 1);
        let apart = block.gap >= 1 || after_heading;
        let fits = marked
            || (apart && (!entry.weak || gap_after || after_heading))
            || (!entry.weak && !entry.open && self.outline.wrap.dense);
        fits.then_some(entry)
    }

    /// "Beslutning fra Teknisk Udvalg den 3. maj 2025": more words than the phrase must be a body or a date.
    fn names_body_or_date(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        let body = self
            .lexicon
            .bodies
            .iter()
            .any(|(name, _, _)| lower.contains(name.as_str()));
        (body || first_date(words).is_some())
            && !lower.contains(" at ")
            && words.chars().count() <= 160
    }

    /// A line under the heading that is no text: the case number, the case worker, open or closed.
    fn is_label(&self, at: usize) -> bool {
        let words = self.words(at);
        let labelled = self
            .lexicon
            .labelled(words)
            .is_some_and(|(label, value)| match label {
                Label::CaseNumber => words[value..].len() <= 60,
                Label::Access | Label::Other => words[value..].chars().count() <= 80,
                _ => false,
            });
        CaseNumber::exact(words).is_some() || labelled
    }

    /// Text before an item's first heading is a decision where it looks like one, else the account.
    fn name_unheaded(&self, sections: &mut [SectionOutline]) {
        for section in sections
            .iter_mut()
            .filter(|section| section.heading.is_none())
        {
            let first = section
                .body
                .clone()
                .find(|at| self.outline.roles[*at] == Role::Text);
            let Some(first) = first else { continue };
            let words = self.words(first);
            let absent = self
                .lexicon
                .labelled(words)
                .is_some_and(|(label, _)| label == Label::Absent);
            let short: usize = section.body.clone().map(|at| self.words(at).len()).sum();
            let decides = short <= 300
                && self
                    .lexicon
                    .outcomes
                    .find_first(&words.to_lowercase())
                    .is_some_and(|hit| hit.range.start <= 40);
            if absent || decides {
                section.kind = SectionKind::Decision;
            }
        }
    }

    /// "Resumé", then at once "Politisk behandling" with its steps, then text: that text is the summary's.
    fn resume_after_route(&self, sections: Vec<SectionOutline>) -> Vec<SectionOutline> {
        let mut out: Vec<SectionOutline> = Vec::with_capacity(sections.len());
        for section in sections {
            let waiting = out.last().filter(|before| {
                section.kind == SectionKind::Route
                    && before.heading.is_some()
                    && self.is_bare(&before.body)
                    && before.kind != SectionKind::Route
            });
            let resumed = waiting.map(|before| before.kind);
            let cut = resumed.and_then(|_| {
                section
                    .body
                    .clone()
                    .find(|at| self.outline.roles[*at] == Role::Text && !self.is_step(*at))
            });
            match (resumed, cut) {
                (Some(kind), Some(cut)) => {
                    let rest = SectionOutline {
                        kind,
                        heading: None,
                        body: cut..section.body.end,
                    };
                    out.push(SectionOutline {
                        body: section.body.start..cut,
                        ..section
                    });
                    out.push(rest);
                }
                _ => out.push(section),
            }
        }
        out
    }

    fn is_bare(&self, body: &Range<usize>) -> bool {
        !body.clone().any(|at| self.outline.roles[at] == Role::Text)
    }

    /// A step of a route: a body with a role in brackets or a date, and little else.
    fn is_step(&self, at: usize) -> bool {
        let words = self.words(at);
        let short = words.chars().count() <= 160;
        let lower = words.to_lowercase();
        let body = self
            .lexicon
            .bodies
            .iter()
            .any(|(name, _, _)| lower.contains(name.as_str()));
        let dated = first_date(words).is_some();
        let role = lower.contains('(')
            && self
                .lexicon
                .route_roles
                .iter()
                .any(|(role, _)| lower.contains(&format!("({role}")));
        short && body && (dated || role || words.chars().count() <= 60)
    }
}

/// The words of a section: from its first to its last text block; `None` where it has none.
#[must_use]
pub fn words_of(outline: &Outline, section: &SectionOutline) -> Option<Span> {
    let mut spans = outline.text_blocks(section).map(|block| block.span);
    let first = spans.next()?;
    Some(spans.fold(first, Span::cover))
}
