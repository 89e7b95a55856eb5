//! Grants whose amount stands only in the budget's table: "Det er finansieret af puljemidler på finansloven".

use super::external::Draft;
use super::model::{Funding, Grant, GrantKind};
use super::names;
use super::story::{Sentence, Story};
use super::years::shared_words;
use crate::lexicon::GrantWord;
use crate::value::fold::ToLower;
use regex::Regex;
use std::sync::LazyLock;

static BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\((?<name>[A-ZÆØÅ][^()]{5,80})\)")
        .expect("OK because the pattern is a constant that a test compiles")
});

/// External grants that pay for an appropriation of the item, told of without an amount.
pub fn grants(story: &Story<'_>, drafts: &[Draft], appropriations: &[Grant]) -> Vec<Grant> {
    let mut out = Vec::new();
    for (at, sentence) in story.sentences.iter().enumerate() {
        let pays = sentence.says(GrantWord::Financed)
            && sentence.says(GrantWord::Pool)
            && sentence.says(GrantWord::Source)
            && sentence.money.is_empty();
        if !pays || drafts.iter().any(|draft| draft.tellings.contains(&at)) {
            continue;
        }
        out.extend(
            appropriation_of(story, at, appropriations).map(|paid| grant(story, sentence, paid)),
        );
    }
    out
}

/// The neutral appropriation that the sentence's passage speaks of.
fn appropriation_of<'g>(
    story: &Story<'_>,
    at: usize,
    appropriations: &'g [Grant],
) -> Option<&'g Grant> {
    const REACH: usize = 4;
    let passage: Vec<&str> = story.sentences[at.saturating_sub(REACH)..=at]
        .iter()
        .map(|sentence| sentence.lower.as_str())
        .collect();
    let passage = passage.join(" ");
    appropriations
        .iter()
        .filter(|grant| grant.funding != Some(Funding::Cash))
        .map(|grant| {
            let purpose = grant.purpose.as_deref().unwrap_or_default().to_lower();
            (shared_words(&purpose, &passage), grant)
        })
        .filter(|(shared, _)| *shared > 0)
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, grant)| grant)
}

fn grant(story: &Story<'_>, sentence: &Sentence, paid: &Grant) -> Grant {
    let mut grant = Grant::new(GrantKind::ExternalGrant, sentence.span);
    let written = sentence.span.of(story.text);
    if let Some(name) = BRACKETS
        .captures(written)
        .and_then(|found| found.name("name"))
    {
        grant.programme = Some(crate::value::fold(name.as_str()));
        grant.note("programme", sentence.span.part(name.start()..name.end()));
    }
    let whole = 0..sentence.lower.len();
    let funder =
        names::funder_in(story, sentence, whole, true).or_else(|| names::pool_in(story, sentence));
    if let Some(funder) = funder {
        grant.note("funder", funder.span);
        grant.funder = Some(funder.value);
    }
    grant.instalments.clone_from(&paid.instalments);
    grant.period_start = paid.period_start;
    grant.period_end = paid.period_end;
    grant.purpose.clone_from(&paid.purpose);
    let copied = ["period_start", "period_end", "purpose"];
    let evidence = paid.evidence.iter();
    grant.evidence.extend(
        evidence
            .filter(|evidence| copied.contains(&evidence.field))
            .cloned(),
    );
    grant
}
