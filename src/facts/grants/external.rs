//! Money from outside: which amounts are applied for or awarded, and which of them are one grant.

use super::model::{Grant, GrantKind, GrantStatus};
use super::names;
use super::story::{Sentence, Story};
use crate::layout::SectionKind;
use crate::lexicon::GrantWord;
use crate::value::{Kroner, Placed, Span};
use std::ops::Range;

/// An amount that a sentence says to be applied for, awarded or the municipality's own share.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Position of the sentence.
    pub sentence: usize,
    /// Position of the figure.
    pub figure: usize,
    /// What is said of it.
    pub role: Role,
    /// Whether the words name a source or say that the municipality receives.
    pub strong: bool,
    /// Whether it adds to another grant.
    pub supplement: bool,
    /// The funder named beside it.
    pub funder: Option<Placed<String>>,
    /// The words in front of the amount, and behind it.
    pub around: (Range<usize>, Range<usize>),
}

/// What a sentence says of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Applied for.
    Applied,
    /// Awarded.
    Awarded,
    /// "ansøgt og modtaget"
    Both,
    /// The municipality's own share.
    OwnShare,
    /// Spoken of without a word of giving or asking: only good for an amount known already.
    Spoken,
}

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

/// Every mention in the item.
pub fn mentions(story: &Story<'_>) -> Vec<Mention> {
    let has_source = story
        .all()
        .any(|sentence| sentence.words.iter().any(|word| is_source(word.means)));
    if !has_source {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (at, sentence) in story.sentences.iter().enumerate() {
        if sentence.section == SectionKind::Decision {
            continue;
        }
        for figure in &sentence.money {
            out.extend(mention(story, at, sentence, *figure));
        }
    }
    out
}

fn is_source(means: GrantWord) -> bool {
    matches!(
        means,
        GrantWord::Source | GrantWord::Acronym | GrantWord::Pool
    )
}

fn mention(
    story: &Story<'_>,
    at: usize,
    sentence: &Sentence,
    figure: usize,
) -> Option<Mention> {
    story
        .figure(figure)
        .value_dkk
        .filter(|value| value.ore() > 0)?;
    let (before, after) = sentence.around(story, figure);
    let role = role(sentence, &before)
        .or_else(|| role(sentence, &after).filter(|role| *role != Role::OwnShare))
        .or_else(|| own_share_behind(sentence, &after))
        .unwrap_or(Role::Spoken);
    let funder = names::funder_in(story, sentence, after.clone(), false)
        .or_else(|| names::funder_in(story, sentence, before.clone(), true));
    let supplement = sentence
        .within(before.clone())
        .chain(sentence.within(after.clone()))
        .any(|word| word.means == GrantWord::Supplement);
    Some(Mention {
        sentence: at,
        figure,
        role,
        strong: role != Role::Spoken && is_strong(sentence, &before, &after),
        supplement,
        funder,
        around: (before, after),
    })
}

/// "5 mio. kr. i medfinansiering"
fn own_share_behind(sentence: &Sentence, after: &Range<usize>) -> Option<Role> {
    let first = sentence.within(after.clone()).next()?;
    (first.means == GrantWord::OwnShare && first.range.start - after.start < 25)
        .then_some(Role::OwnShare)
}

/// What the words in front of an amount say of it: the nearest word that says anything decides.
fn role(sentence: &Sentence, range: &Range<usize>) -> Option<Role> {
    use GrantWord as Word;
    let words: Vec<_> = sentence.within(range.clone()).collect();
    let decides = |means: Word| {
        matches!(
            means,
            Word::Received
                | Word::Gives
                | Word::Applied
                | Word::OwnShare
                | Word::National
                | Word::OtherMoney
                | Word::NoAppropriation
        )
    };
    let part = words.iter().position(|word| word.means == Word::Part);
    let own_part = part.is_some_and(|at| words[at..].iter().any(|word| word.means == Word::Own));
    if own_part && sentence.says(Word::OwnShare) {
        return Some(Role::OwnShare);
    }
    let at = words.iter().rposition(|word| decides(word.means))?;
    let last = words[at];
    let earlier = &words[..at];
    let national = earlier.iter().rposition(|word| word.means == Word::National);
    let own = earlier.iter().rposition(|word| word.means == Word::Own);
    match last.means {
        Word::OwnShare => Some(Role::OwnShare),
        Word::Received | Word::Gives | Word::Applied if national > own => None,
        Word::Received => {
            let asked = earlier.last().is_some_and(|word| {
                word.means == Word::Applied
                    && sentence.lower[word.range.end..last.range.start].trim() == "og"
            });
            Some(if asked { Role::Both } else { Role::Awarded })
        }
        Word::Gives => gives(earlier),
        Word::Applied => Some(Role::Applied),
        _ => None,
    }
}

/// Who gives: the nearest of source, municipality and body in front of the verb.
fn gives(earlier: &[&crate::lexicon::PhraseHit<GrantWord>]) -> Option<Role> {
    let giver = earlier.iter().rev().find(|word| {
        is_source(word.means) || matches!(word.means, GrantWord::Own | GrantWord::Body)
    });
    match giver.map(|word| word.means) {
        Some(GrantWord::Body | GrantWord::Own) => None,
        _ => Some(Role::Awarded),
    }
}

/// Whether the words around an amount name where it comes from, or that the municipality receives or asks.
fn is_strong(sentence: &Sentence, before: &Range<usize>, after: &Range<usize>) -> bool {
    let near = || {
        sentence
            .within(before.clone())
            .chain(sentence.within(after.clone()))
    };
    let outside = |means: GrantWord| matches!(means, GrantWord::Source | GrantWord::Acronym);
    let named = near().any(|word| outside(word.means));
    let pool = near().any(|word| word.means == GrantWord::Pool);
    let appropriation = sentence
        .within(before.clone())
        .any(|word| word.means.is_appropriation());
    if appropriation {
        return (named || pool) && sentence.says(GrantWord::Pool);
    }
    let body_acts = sentence.within(before.clone()).any(|word| word.means == GrantWord::Body);
    if body_acts && !named {
        return false;
    }
    let own = sentence.says(GrantWord::Own) || sentence.lower.contains("kommunens");
    let anywhere = sentence.words.iter().any(|word| outside(word.means));
    let of_all = sentence.lower.contains("kommuner") && !own;
    (named || anywhere || own) && !of_all
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
    let of_a_nation = figure.value_dkk.is_some_and(|value| value.ore() >= NATIONAL_ORE);
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
    let rounded = [10_000_000, 1_000_000]
        .into_iter()
        .any(|unit| {
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
        let Some(value) = figure.value_dkk else { return };
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
    value.ore().unsigned_abs().to_string().trim_end_matches('0').len()
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
