//! What a line opens: a heading that the lexicon knows, a body and a day that head a decision, or a sentence
//! that recommends.

use super::super::prepare::starts_upper;
use super::super::{Role, SectionKind, SectionOutline, is_marked};
use super::{Reader, is_listed};
use crate::facts::bodies::BodyFinder;
use crate::facts::heads::head;
use crate::lexicon::SectionEntry;
use crate::source::BlockKind;
use crate::value::date::first_date;
use crate::value::fold::{ToLower, begins_with};

/// A heading of more words is text.
const LONGEST_HEADING: usize = 160;
/// How far into a sentence its word of recommending may stand.
const EARLY: usize = 110;

impl Reader<'_> {
    /// The section that the block opens, if it is a heading that the lexicon knows.
    pub(super) fn heading(&self, at: usize) -> Option<SectionEntry> {
        let block = &self.outline.blocks[at];
        if is_listed(block.kind) {
            return None;
        }
        let words = self.words(at);
        let entry = *self.known[at].get_or_init(|| self.lexicon.section(words));
        let entry = entry?;
        let strict = entry.open && self.is_head(words);
        if !starts_upper(words) || (entry.open && !strict && !self.names_body_or_date(words)) {
            return None;
        }
        // "Beslutning om salg til Socialudvalget" is a title: behind a weak opening only body and day may follow.
        if entry.open && entry.weak && !strict {
            return None;
        }
        if entry.weak && !strict && self.is_answer(at, entry) {
            return None;
        }
        let entry = SectionEntry {
            weak: entry.weak && !strict,
            ..entry
        };
        self.stands_as_heading(at, entry, strict).then_some(entry)
    }

    /// "Vedtaget." below "Beslutning" is what was decided.
    fn is_answer(&self, at: usize, entry: SectionEntry) -> bool {
        let before = (0..at)
            .rev()
            .find(|before| self.outline.roles[*before] != Role::Artefact);
        let below_its_kind = before.is_some_and(|before| {
            self.outline.roles[before] == Role::SectionHeading
                && self
                    .lexicon
                    .section(self.words(before))
                    .is_some_and(|heading| heading.kind == entry.kind)
        });
        below_its_kind || self.words(at).ends_with('.')
    }

    /// Whether its marks and its place make the block a heading.
    fn stands_as_heading(&self, at: usize, entry: SectionEntry, strict: bool) -> bool {
        let block = &self.outline.blocks[at];
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
        let whole = !entry.weak && (!entry.open || strict);
        is_marked(block)
            || (apart && (!entry.weak || gap_after || after_heading))
            || (whole && self.outline.wrap.dense)
            || (whole && !entry.open && is_main(entry.kind) && self.ends_whole(at))
    }

    /// Whether the line before the block is at its end: no phrase goes on into the block.
    fn ends_whole(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.words(before));
        before.ends_with(['.', ':', '!', '?', ')']) || before.chars().count() <= 60
    }

    /// "Beslutning fra Teknisk Udvalg den 3. maj 2025": more words than the phrase must be a body or a date.
    fn names_body_or_date(&self, words: &str) -> bool {
        let lower = words.to_lower();
        let body = self
            .lexicon
            .bodies
            .iter()
            .any(|(name, _, _)| lower.contains(name.as_str()));
        (body || first_date(words).is_some())
            && !lower.contains(" at ")
            && words.chars().count() <= LONGEST_HEADING
    }

    /// Whether `words` are a body or a day and little else.
    fn is_head(&self, words: &str) -> bool {
        let finder = BodyFinder::new(self.lexicon, None);
        head(words, finder, self.lexicon, true).is_some()
    }

    /// "Udvalget for kultur, fritid og idræt, 9. marts 2017, pkt. 7:" heads a decision where its words follow; a
    /// list of such lines is a plan of treatment.
    pub(super) fn heads_decision(&self, at: usize) -> bool {
        let block = &self.outline.blocks[at];
        if is_listed(block.kind) || !self.names_body_and_day(at) {
            return false;
        }
        let next =
            (at + 1..self.item.body.end).find(|next| self.outline.roles[*next] != Role::Artefact);
        let followed = next.is_some_and(|next| {
            !is_listed(self.outline.blocks[next].kind)
                && self.heading(next).is_none()
                && !self.names_body_and_day(next)
        });
        let apart = block.gap >= 1 || self.outline.wrap.dense || self.words(at).ends_with(':');
        followed && apart
    }

    fn names_body_and_day(&self, at: usize) -> bool {
        let words = self.words(at);
        let finder = BodyFinder::new(self.lexicon, None);
        starts_upper(words)
            && head(words, finder, self.lexicon, false)
                .is_some_and(|(body, date)| body.is_some() && date.is_some())
    }

    /// Whether a recommendation begins at the block that no heading names: a line "Forvaltningen foreslår:" above
    /// points, or (in an item without such a heading) a sentence "Det indstilles, at …".
    pub(super) fn recommends_here(&self, at: usize, sections: &[SectionOutline]) -> bool {
        let current = sections.last().map(|section| section.kind);
        let elsewhere = matches!(
            current,
            Some(
                SectionKind::Recommendation
                    | SectionKind::Decision
                    | SectionKind::PriorDecision
                    | SectionKind::Attachments
                    | SectionKind::NextSteps
                    | SectionKind::History
            )
        );
        let block = &self.outline.blocks[at];
        if elsewhere || is_listed(block.kind) {
            return false;
        }
        let apart = block.gap >= 1
            || self.outline.wrap.dense
            || at == self.item.body.start
            || is_marked(block);
        apart && (self.leads_to_points(at) || (!self.recommends && self.sentence_recommends(at)))
    }

    /// "Administrationen indstiller," with points below it.
    fn leads_to_points(&self, at: usize) -> bool {
        let words = self.words(at);
        let Some(next) = self.outline.blocks.get(at + 1) else {
            return false;
        };
        let below = next.content.of(self.text);
        let points = next.kind == BlockKind::ListPoint
            || begins_with(below, "at ")
            || below.starts_with(|char: char| char.is_ascii_digit());
        if !points || words.chars().count() > LONGEST_HEADING {
            return false;
        }
        let lower = words.to_lower();
        let end = lower
            .trim_end_matches([',', ':', ';', '*', ' '])
            .trim_end_matches(" at")
            .trim_end_matches([',', ':', ' '])
            .len();
        lower.len() == words.len()
            && !lower[..end].contains(". ")
            && self
                .lexicon
                .proposing
                .find_all(&lower)
                .iter()
                .any(|hit| hit.range.end == end || lower[hit.range.end..].starts_with(" til "))
    }

    /// "Teknisk Forvaltning indstiller til udvalget, at …" at the beginning of a paragraph.
    fn sentence_recommends(&self, at: usize) -> bool {
        let words = self.words(at);
        if !starts_upper(words) {
            return false;
        }
        let lower = words.to_lower();
        let hit = self
            .lexicon
            .proposing
            .find_all(&lower)
            .into_iter()
            .find(|hit| !hit.means);
        hit.is_some_and(|hit| {
            let before = &lower[..hit.range.start];
            let behind = &lower[hit.range.end..];
            before.chars().count() <= EARLY
                && !before.contains(['.', ':'])
                && !before.contains(" har ")
                && (behind.contains(" at ") || behind.trim_end().ends_with(" at"))
        })
    }
}

/// Sections whose headings are no words of running text.
fn is_main(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Decision
            | SectionKind::Recommendation
            | SectionKind::Account
            | SectionKind::Summary
            | SectionKind::Attachments
            | SectionKind::LegalBasis
            | SectionKind::Economy
    )
}
