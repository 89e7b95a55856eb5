//! What a sentence says of an amount: applied for, awarded, the municipality's own share. The nearest word that says
//! anything decides.

use super::names;
use super::story::{Sentence, Story};
use crate::layout::SectionKind;
use crate::lexicon::{GrantWord, PhraseHit};
use crate::value::Placed;
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

fn mention(story: &Story<'_>, at: usize, sentence: &Sentence, figure: usize) -> Option<Mention> {
    story
        .figure(figure)
        .value_dkk
        .filter(|value| value.ore() > 0)?;
    let (before, after) = sentence.around(story, figure);
    if is_other_money(sentence, &before) {
        return None;
    }
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

/// "et merforbrug på 0,3 mio. kr." is not the grant of 300.000 kr., although the amount is the same.
fn is_other_money(sentence: &Sentence, before: &Range<usize>) -> bool {
    let last = sentence.within(before.clone()).next_back();
    last.is_some_and(|word| {
        matches!(
            word.means,
            GrantWord::OtherMoney | GrantWord::National | GrantWord::NoAppropriation
        )
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
    let national = earlier
        .iter()
        .rposition(|word| word.means == Word::National);
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
fn gives(earlier: &[&PhraseHit<GrantWord>]) -> Option<Role> {
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
    let body_acts = sentence
        .within(before.clone())
        .any(|word| word.means == GrantWord::Body);
    if body_acts && !named {
        return false;
    }
    let own = sentence.says(GrantWord::Own) || sentence.lower.contains("kommunens");
    let anywhere = sentence.words.iter().any(|word| outside(word.means));
    let of_all = sentence.lower.contains("kommuner") && !own;
    (named || anywhere || own) && !of_all
}
