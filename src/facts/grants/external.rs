//! Money from outside: which of an item's mentions are one grant.

use super::mention::{Mention, Role};
use super::model::{Grant, GrantKind, GrantStatus};
use super::story::Story;
use crate::layout::SectionKind;
use crate::value::{Kroner, Span};

/// A grant being put together, with the sentences that tell of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is known.
    pub grant: Grant,
    /// Positions of the sentences that tell of it.
    pub tellings: Vec<usize>,
    /// Its mentions.
    pub mentions: Vec<Mention>,
    /// Whether it adds to another grant.
    pub supplement: bool,
}

/// Mentions become grants: the same amount is the same grant, and what was applied for belongs to what was awarded.
pub fn drafts(story: &Story<'_>, mentions: &[Mention]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for mention in mentions {
        if mention.strong && mention.role != Role::OwnShare && !is_stray(story, mention) {
            add(story, &mut drafts, mention);
        }
    }
    for mention in mentions {
        if mention.role != Role::OwnShare && !mention.strong {
            retell(story, &mut drafts, mention);
        }
    }
    pair(&mut drafts);
    drafts
}

/// A thousand million kroner: no single municipality is given that much at once.
const NATIONAL_ORE: i64 = 1_000_000_000 * 100;

/// In a recommendation or about a single person or year an amount is seldom a grant.
fn is_stray(story: &Story<'_>, mention: &Mention) -> bool {
    let figure = story.figure(mention.figure);
    let per_thing = figure
        .per
        .as_deref()
        .is_some_and(|per| per.split(',').any(|per| !matches!(per, "year" | "month")));
    let of_a_nation = figure
        .value_dkk
        .is_some_and(|value| value.ore() >= NATIONAL_ORE);
    per_thing
        || of_a_nation
        || (figure.section == SectionKind::Recommendation
            && mention.funder.is_none()
            && mention.role != Role::Applied)
}

fn add(story: &Story<'_>, drafts: &mut Vec<Draft>, mention: &Mention) {
    let value = value(story, mention);
    if let Some(known) = drafts.iter_mut().find(|draft| {
        agrees(draft, mention)
            && draft
                .mentions
                .iter()
                .any(|other| same(self::value(story, other), value))
    }) {
        known.take(story, mention);
        return;
    }
    let mut draft = Draft {
        grant: Grant::new(GrantKind::ExternalGrant, story.figure(mention.figure).span),
        tellings: Vec::new(),
        mentions: Vec::new(),
        supplement: false,
    };
    draft.take(story, mention);
    drafts.push(draft);
}

/// A sentence that names the amount of a known grant tells of that grant.
fn retell(story: &Story<'_>, drafts: &mut [Draft], mention: &Mention) {
    let value = value(story, mention);
    let known = drafts.iter_mut().find(|draft| {
        [draft.grant.amount_awarded, draft.grant.amount_applied]
            .into_iter()
            .flatten()
            .any(|amount| same(amount, value))
    });
    if let Some(draft) = known {
        if !draft.tellings.contains(&mention.sentence) {
            draft.tellings.push(mention.sentence);
        }
        draft.supplement |= mention.supplement;
        draft.mentions.push(mention.clone());
    }
}

fn value(story: &Story<'_>, mention: &Mention) -> Kroner {
    story.figure(mention.figure).value_dkk.unwrap_or_default()
}

/// Equal, or one is the other rounded to what amounts in millions are told with.
fn same(one: Kroner, other: Kroner) -> bool {
    let (small, large) = (one.min(other).ore(), one.max(other).ore());
    let rounded = [10_000_000, 1_000_000].into_iter().any(|unit| {
        let rounded = |value: i64| (value + unit / 2) / unit * unit;
        large > 100 * 1_000_000 && (rounded(small) == large || rounded(large) == small)
    });
    small == large || rounded
}

fn agrees(draft: &Draft, mention: &Mention) -> bool {
    let funder = draft.grant.funder.as_deref();
    match (funder, mention.funder.as_ref()) {
        (Some(known), Some(named)) => {
            known == named.value || known.contains(&named.value) || named.value.contains(known)
        }
        _ => true,
    }
}

impl Draft {
    fn take(&mut self, story: &Story<'_>, mention: &Mention) {
        let figure = story.figure(mention.figure);
        let Some(value) = figure.value_dkk else {
            return;
        };
        if matches!(mention.role, Role::Awarded | Role::Both) {
            set(&mut self.grant, Field::Awarded, value, figure.span);
        }
        if matches!(mention.role, Role::Applied | Role::Both) {
            set(&mut self.grant, Field::Applied, value, figure.span);
        }
        if self.grant.funder.is_none()
            && let Some(funder) = &mention.funder
        {
            self.grant.funder = Some(funder.value.clone());
            self.grant.note("funder", funder.span);
        }
        if !self.tellings.contains(&mention.sentence) {
            self.tellings.push(mention.sentence);
        }
        self.supplement |= mention.supplement;
        self.mentions.push(mention.clone());
        self.settle();
    }

    fn settle(&mut self) {
        self.grant.status = Some(if self.grant.amount_awarded.is_some() {
            GrantStatus::Awarded
        } else {
            GrantStatus::Applied
        });
        let field = match self.grant.status {
            Some(GrantStatus::Awarded) => "amount_awarded_dkk",
            _ => "amount_applied_dkk",
        };
        let stated = self
            .grant
            .evidence
            .iter()
            .find(|evidence| evidence.field == field)
            .map(|evidence| evidence.span);
        if let Some(span) = stated {
            self.grant.note("status", span);
        }
    }
}

enum Field {
    Applied,
    Awarded,
}

/// The first telling counts, but the more exact of two tellings wins.
fn set(grant: &mut Grant, field: Field, value: Kroner, span: Span) {
    let (slot, name) = match field {
        Field::Applied => (&mut grant.amount_applied, "amount_applied_dkk"),
        Field::Awarded => (&mut grant.amount_awarded, "amount_awarded_dkk"),
    };
    let finer = slot.is_none_or(|known| digits(value) > digits(known));
    if finer {
        *slot = Some(value);
    }
    grant.note(name, span);
}

/// Digits that are not the zeros at the end.
fn digits(value: Kroner) -> usize {
    value
        .ore()
        .unsigned_abs()
        .to_string()
        .trim_end_matches('0')
        .len()
}

/// Joins an application to the award that answers it: the nearest one told, of no other funder, not larger.
fn pair(drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at < drafts.len() {
        let answer = answer(drafts, at);
        let Some(to) = answer else {
            at += 1;
            continue;
        };
        let asked = drafts.remove(at);
        let to = if to > at { to - 1 } else { to };
        let award = &mut drafts[to];
        award.grant.amount_applied = asked.grant.amount_applied;
        award.grant.evidence.extend(
            asked
                .grant
                .evidence
                .into_iter()
                .filter(|evidence| matches!(evidence.field, "amount_applied_dkk" | "funder")),
        );
        award.grant.funder = award.grant.funder.take().or(asked.grant.funder);
        for telling in asked.tellings {
            if !award.tellings.contains(&telling) {
                award.tellings.push(telling);
            }
        }
        award.tellings.sort_unstable();
        award.mentions.extend(asked.mentions);
    }
}

/// The award that answers the application at `at`.
fn answer(drafts: &[Draft], at: usize) -> Option<usize> {
    const REACH: usize = 6;
    let asked = &drafts[at];
    let amount = asked.grant.amount_applied?;
    if asked.grant.amount_awarded.is_some() {
        return None;
    }
    let distance = |other: &Draft| {
        let pairs = other
            .tellings
            .iter()
            .flat_map(|one| asked.tellings.iter().map(move |two| one.abs_diff(*two)));
        pairs.min().unwrap_or(usize::MAX)
    };
    let fits = |other: &Draft| {
        let given = other.grant.amount_awarded?;
        let funders = (&other.grant.funder, &asked.grant.funder);
        let agree = !matches!(funders, (Some(one), Some(two)) if one != two);
        let free = other.grant.amount_applied.is_none() && !other.supplement;
        (given <= amount && agree && free && distance(other) <= REACH).then(|| distance(other))
    };
    drafts
        .iter()
        .enumerate()
        .filter(|(position, _)| *position != at)
        .filter_map(|(position, other)| Some((fits(other)?, position)))
        .min()
        .map(|(_, position)| position)
}
