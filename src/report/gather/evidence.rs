//! The section of quotations: the deciding words, and the sentences that tell the sums.

use super::cite::Passage;
use super::desk::Desk;
use super::topic::{Topic, cite_decisions, cite_recommendations};
use crate::report::ReportError;
use crate::report::model::{Block, EvidenceId, Quote, Section, SectionRole};
use std::collections::BTreeSet;

/// The section; `None` where there is nothing to quote.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn section(desk: &mut Desk<'_>, topics: &[Topic]) -> Result<Option<Section>, ReportError> {
    let mut blocks = Vec::new();
    for topic in topics {
        let mut quotes = decisions(desk, topic)?;
        quotes.extend(grants(desk, topic)?);
        if !quotes.is_empty() {
            blocks.push(Block::Heading(topic.name.label.clone()));
            blocks.extend(quotes.into_iter().map(Block::Quote));
        }
    }
    if blocks.is_empty() {
        return Ok(None);
    }
    blocks.insert(0, Block::Paragraph(desk.words.say("evidence.intro", &[])));
    Ok(Some(Section {
        id: "evidence".to_owned(),
        title: desk.words.word("section.evidence"),
        role: SectionRole::Evidence,
        blocks,
    }))
}

fn decisions(desk: &mut Desk<'_>, topic: &Topic) -> Result<Vec<Quote>, ReportError> {
    let mut quotes = Vec::new();
    for item in &topic.items {
        let points = topic.recommendations.get(&item.item_id);
        let recommended = cite_recommendations(desk, points.map_or(&[], Vec::as_slice))?;
        quotes.extend(quoted(
            desk,
            &item.item_id,
            "quote.recommended",
            &recommended,
        ));
        let decided = cite_decisions(desk, topic.decided(&item.item_id))?;
        quotes.extend(quoted(desk, &item.item_id, "quote.decided", &decided));
    }
    Ok(quotes)
}

/// The sentences that state the amounts of each grant; a sentence that states several is quoted once.
fn grants(desk: &mut Desk<'_>, topic: &Topic) -> Result<Vec<Quote>, ReportError> {
    let mut quotes = Vec::new();
    let mut seen: BTreeSet<(String, Passage)> = BTreeSet::new();
    for grant in &topic.grants.external {
        for (item_id, passage) in &grant.passages {
            let sentence = desk.sources.sentence(item_id, *passage).unwrap_or(*passage);
            if !seen.insert((item_id.clone(), sentence)) {
                continue;
            }
            let id = desk.sources.cite(&grant.same_as, item_id, sentence, None)?;
            quotes.extend(quoted(desk, item_id, "quote.grant", &[id]));
        }
    }
    Ok(quotes)
}

/// One quotation a passage; passages that are one are quoted once.
fn quoted(desk: &Desk<'_>, item_id: &str, key: &str, evidence: &[EvidenceId]) -> Vec<Quote> {
    let mut evidence = evidence.to_vec();
    evidence.dedup_by(|one, other| desk.sources.is_same_place(*one, *other));
    evidence
        .into_iter()
        .map(|evidence| Quote {
            attribution: desk
                .words
                .line(key, &[("place", place(desk, item_id).into())]),
            evidence,
        })
        .collect()
}

/// "Lolland, Socialudvalget, 12. august 2025, punkt 8".
fn place(desk: &Desk<'_>, item_id: &str) -> String {
    let Some(item) = desk.sources.item(item_id) else {
        return String::new();
    };
    let mut parts = vec![
        item.municipality.clone(),
        desk.body(item.committee.as_deref()),
        desk.day(item.meeting_date),
    ];
    parts.extend(
        item.number
            .as_deref()
            .map(|number| desk.words.line("place.item", &[("number", number.into())])),
    );
    parts.join(", ")
}
