//! What text is that no heading names: a decision by its form, a summary that goes on behind the route.

use super::super::{Role, SectionKind, SectionOutline};
use super::Reader;
use crate::lexicon::Label;
use crate::value::date::first_date;
use crate::value::fold::ToLower;
use std::ops::Range;

/// A decision without a heading is no longer, in bytes.
const LONGEST_DECISION: usize = 300;
/// Nor is the last paragraph, in characters, where it decides.
const LONGEST_LAST: usize = 200;
/// How far into it its deciding word stands.
const EARLY: usize = 40;

impl Reader<'_> {
    /// Text before an item's first heading is a decision where it looks like one, else the account.
    pub(super) fn name_unheaded(&self, sections: &mut [SectionOutline]) {
        for section in sections
            .iter_mut()
            .filter(|section| section.heading.is_none() && section.kind == SectionKind::Account)
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
            let decides = short <= LONGEST_DECISION
                && self
                    .lexicon
                    .outcomes
                    .find_first(&words.to_lower())
                    .is_some_and(|hit| hit.range.start <= EARLY);
            if absent || (decides && !self.decides) {
                section.kind = SectionKind::Decision;
            }
        }
    }

    /// In an item without any heading of a decision the last words decide, where they look like it: "Forslaget blev
    /// oversendt til udvalget." below what was told.
    pub(super) fn cut_decision(&self, sections: &mut Vec<SectionOutline>) {
        let Some(last) = sections.last().filter(|last| {
            !self.decides && last.heading.is_none() && last.kind == SectionKind::Account
        }) else {
            return;
        };
        let texts: Vec<usize> = last
            .body
            .clone()
            .filter(|at| self.outline.roles[*at] == Role::Text)
            .collect();
        let Some(at) = texts
            .last()
            .copied()
            .filter(|at| texts.len() >= 2 && self.outline.blocks[*at].gap >= 1)
        else {
            return;
        };
        let words = self.words(at);
        let decides = words.chars().count() <= LONGEST_LAST
            && self
                .lexicon
                .outcomes
                .find_first(&words.to_lower())
                .is_some_and(|hit| hit.range.start <= EARLY);
        if decides {
            let end = last.body.end;
            if let Some(last) = sections.last_mut() {
                last.body.end = at;
            }
            sections.push(SectionOutline {
                kind: SectionKind::Decision,
                heading: None,
                body: at..end,
            });
        }
    }

    /// "Resumé", then at once "Politisk behandling" with its steps, then text: that text is the summary's.
    pub(super) fn resume_after_route(&self, sections: Vec<SectionOutline>) -> Vec<SectionOutline> {
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
        let lower = words.to_lower();
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
