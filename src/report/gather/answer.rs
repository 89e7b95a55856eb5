//! The first section: the answer in plain sentences, each made from the data.

use super::answer_money;
use super::cite::cited;
use super::desk::Desk;
use super::queries::{DecisionRow, ItemRow, RouteRow, ScopeRow};
use super::topic::{Topic, cite_decisions};
use crate::report::ReportError;
use crate::report::folded;
use crate::report::model::{Block, EvidenceId, Inline, Section, SectionRole, Text};
use crate::report::words::Fill;

/// Of a municipality with more items than these it is told what they come to, not each by itself.
const ITEMS_TOLD: usize = 4;

/// Longest deciding words that a sentence quotes.
const WORDS_QUOTED: usize = 90;

/// Most passages that a word or number of the answer is cited with; the tables have each.
const PASSAGES_CITED: usize = 8;

/// Most deciding words of an item that a sentence quotes.
const DECISIONS_QUOTED: usize = 4;

/// The section.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn section(desk: &mut Desk<'_>, topics: &[Topic]) -> Result<Section, ReportError> {
    let mut blocks = Vec::new();
    for topic in topics {
        if topics.len() > 1 {
            blocks.push(Block::Heading(topic.name.label.clone()));
        }
        blocks.push(Block::Paragraph(taken_up(desk, topic)?));
        let decided = decided(desk, topic)?;
        if !decided.is_empty() {
            blocks.push(Block::List(decided));
        }
        blocks.extend(answer_money::blocks(desk, topic));
        blocks.extend(common(desk, topic)?.map(Block::Paragraph));
    }
    blocks.push(Block::Note(desk.words.say("answer.note", &[])));
    Ok(Section {
        id: "answer".to_owned(),
        title: desk.words.word("section.answer"),
        role: SectionRole::Answer,
        blocks,
    })
}

/// How many of the municipalities have the case, which have not, and of which nothing can be said.
fn taken_up(desk: &mut Desk<'_>, topic: &Topic) -> Result<Text, ReportError> {
    let settled = desk.settled;
    let (found, rest): (Vec<&ScopeRow>, Vec<&ScopeRow>) = settled
        .municipalities
        .iter()
        .partition(|row| topic.has_case(row.municipality_code));
    let (silent, absent): (Vec<&ScopeRow>, Vec<&ScopeRow>) =
        rest.into_iter().partition(|row| row.meetings > 0);
    let mut names = Vec::new();
    for row in &found {
        names.push(Text(vec![with_headings(desk, topic, row)?]));
    }
    let words = desk.words;
    let scope = match &settled.region {
        Some(region) => words.count(
            "scope.region",
            settled.municipalities.len(),
            &[("region", region.as_str().into())],
        ),
        None => words.count("scope.chosen", settled.municipalities.len(), &[]),
    };
    let fills = [
        ("scope", scope.into()),
        ("topic", topic.name.label.as_str().into()),
        ("names", words.join(names).into()),
        ("municipality", desk.names_of_all().into()),
    ];
    let key = if settled.municipalities.len() == 1 {
        "answer.found_single"
    } else {
        "answer.found"
    };
    let mut text = words.count(key, found.len(), &fills).capitalised();
    if !silent.is_empty() {
        let names: Vec<String> = silent
            .iter()
            .map(|row| {
                words
                    .count(
                        "answer.silent_one",
                        row.meetings,
                        &[("municipality", row.municipality.as_str().into())],
                    )
                    .words()
            })
            .collect();
        text.append(words.count(
            "answer.silent",
            silent.len(),
            &[("names", words.list(&names).into())],
        ));
    }
    if !absent.is_empty() {
        let names: Vec<String> = absent.iter().map(|row| row.municipality.clone()).collect();
        text.append(words.count(
            "answer.absent",
            absent.len(),
            &[("names", words.list(&names).into())],
        ));
    }
    Ok(text)
}

/// A municipality's name, with the headings of its items as evidence that it has the case.
fn with_headings(
    desk: &mut Desk<'_>,
    topic: &Topic,
    row: &ScopeRow,
) -> Result<Inline, ReportError> {
    let evidence = topic
        .items
        .iter()
        .filter(|item| item.municipality_code == row.municipality_code)
        .map(|item| desk.sources.cite_heading(&item.item_id))
        .collect::<Result<Vec<_>, _>>()?;
    let shown = evidence.len().min(PASSAGES_CITED);
    Ok(cited(row.municipality.clone(), &evidence[..shown]))
}

/// A point a municipality, or an item of it.
fn decided(desk: &mut Desk<'_>, topic: &Topic) -> Result<Vec<Text>, ReportError> {
    let mut points = Vec::new();
    for code in topic.municipalities() {
        let items: Vec<&ItemRow> = topic
            .items
            .iter()
            .filter(|item| item.municipality_code == code)
            .collect();
        let mut text = Text(vec![Inline::Strong(desk.name(code))]);
        text.push(Inline::Words(": ".to_owned()));
        if items.len() > ITEMS_TOLD {
            text.append(counted(desk, topic, &items)?);
        } else {
            for (at, item) in items.into_iter().enumerate() {
                if at > 0 {
                    text.push(Inline::Words(" ".to_owned()));
                }
                text.append(told(desk, topic, item)?);
            }
        }
        points.push(text);
    }
    Ok(points)
}

/// "7 sager om emnet. Taget til efterretning: 5 punkter; Godkendt: 2 punkter."
fn counted(desk: &mut Desk<'_>, topic: &Topic, items: &[&ItemRow]) -> Result<Text, ReportError> {
    let mut effects: Vec<(String, Vec<EvidenceId>)> = Vec::new();
    for item in items {
        let decided = topic.decided(&item.item_id);
        for (row, id) in decided.iter().zip(cite_decisions(desk, decided)?) {
            match effects.iter_mut().find(|(effect, _)| *effect == row.effect) {
                Some((_, ids)) => ids.push(id),
                None => effects.push((row.effect.clone(), vec![id])),
            }
        }
    }
    let words = desk.words;
    let mut text = words.count("answer.items", items.len(), &[]);
    let parts = effects
        .into_iter()
        .map(|(effect, evidence)| {
            let shown = evidence.len().min(PASSAGES_CITED);
            let points = cited(words.digits(evidence.len()), &evidence[..shown]);
            let effect = words.label("decisions", "effect", &effect);
            words.say(
                "answer.effect",
                &[("effect", effect.into()), ("points", points.into())],
            )
        })
        .collect::<Vec<_>>();
    if parts.is_empty() {
        text.append(words.say("answer.undecided", &[]));
    } else {
        text.append(words.say("answer.effects", &[("effects", words.join(parts).into())]));
    }
    Ok(text)
}

/// What the body did with one item.
fn told(desk: &mut Desk<'_>, topic: &Topic, item: &ItemRow) -> Result<Text, ReportError> {
    let words = desk.words;
    let heading = desk.sources.cite_heading(&item.item_id)?;
    let body = desk.body(item.committee.as_deref());
    let when = match item.meeting_date {
        Some(_) => words.line("when.day", &[("day", desk.day(item.meeting_date).into())]),
        None => words.word("when.unknown"),
    };
    let decided = topic.decided(&item.item_id);
    let fills = |did: Fill| {
        [
            ("body", body.as_str().into()),
            ("when", when.as_str().into()),
            ("did", did),
        ]
    };
    let mut text = if decided.is_empty() {
        let key = match (item.meeting_kind.as_str(), item.access.as_str()) {
            ("minutes", "closed") => "answer.closed",
            ("minutes", _) => "answer.no_decision",
            _ => "answer.agenda",
        };
        let did = cited(words.word(&format!("{key}.did")), &[heading]);
        let mut text = words.say("answer.did", &fills(did.into()));
        text.append(words.say(key, &[]));
        text
    } else {
        let did = did(desk, decided)?;
        let mut text = words.say("answer.did", &fills(did.into()));
        text.append(deciding_words(desk, decided)?);
        text
    };
    text.append(onward(desk, topic, item));
    Ok(text.capitalised())
}

/// "tog punkt 1 til efterretning og godkendte punkt 2", each cited.
fn did(desk: &mut Desk<'_>, decided: &[DecisionRow]) -> Result<Text, ReportError> {
    let ids = cite_decisions(desk, decided)?;
    let mut effects: Vec<(&str, Vec<&DecisionRow>, Vec<EvidenceId>)> = Vec::new();
    for (row, id) in decided.iter().zip(ids) {
        match effects
            .iter_mut()
            .find(|(effect, ..)| *effect == row.effect)
        {
            Some((_, rows, ids)) => {
                rows.push(row);
                ids.push(id);
            }
            None => effects.push((&row.effect, vec![row], vec![id])),
        }
    }
    let several = effects.len() > 1;
    let parts = effects
        .iter()
        .map(|(effect, rows, ids)| {
            let object = object(desk, rows, several);
            let key = format!("did.{effect}");
            let mut did = desk.words.line(&key, &[("object", object.into())]);
            if rows.iter().any(|row| row.basis == "corrected") {
                did.push_str(&desk.words.word("corrected.mark"));
            }
            Text(vec![cited(did, ids)])
        })
        .collect();
    Ok(desk.words.join(parts))
}

/// The case, or the points that were decided alike.
fn object(desk: &Desk<'_>, rows: &[&DecisionRow], several: bool) -> String {
    let points: Vec<String> = rows.iter().filter_map(|row| row.point.clone()).collect();
    if several && points.len() == rows.len() {
        let list = desk.words.list(&runs(&points));
        desk.words
            .count("object.points", points.len(), &[("points", list.into())])
            .words()
    } else if several {
        desk.words.count("object.some", rows.len(), &[]).words()
    } else {
        desk.words.word("object.case")
    }
}

/// The deciding words, and why they count as something else than they say alone.
fn deciding_words(desk: &mut Desk<'_>, decided: &[DecisionRow]) -> Result<Text, ReportError> {
    let ids = cite_decisions(desk, decided)?;
    let mut plain: Vec<Text> = Vec::new();
    let mut others = Text::default();
    let mut told: Vec<String> = Vec::new();
    for (row, id) in decided.iter().zip(ids) {
        let is_other = row.effect != row.outcome;
        let Some(words) = quotable(&row.text, is_other) else {
            continue;
        };
        if told.contains(&words) || told.len() == DECISIONS_QUOTED {
            continue;
        }
        told.push(words.clone());
        let quoted = desk
            .words
            .say("quoted", &[("words", cited(words, &[id]).into())]);
        if is_other {
            let effect = desk.words.label("decisions", "effect", &row.effect);
            others.append(desk.words.say(
                "answer.words_other",
                &[("words", quoted.into()), ("effect", effect.into())],
            ));
        } else {
            plain.push(quoted);
        }
    }
    let mut text = Text::default();
    if !plain.is_empty() {
        let words = desk.words.join(plain);
        text.append(desk.words.say("answer.words", &[("words", words.into())]));
        if !ends_a_sentence(&text.words()) {
            text.push(Inline::Words(".".to_owned()));
        }
    }
    text.append(others);
    Ok(text)
}

/// Whether words end in a mark that ends a sentence, or in a quotation that does.
fn ends_a_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['«', '”'])
        .ends_with(['.', '!', '?'])
}

/// Deciding words as a sentence quotes them: whole where they are short. Of long ones the first sentence, where it has to
/// be told why they count as something else than they say alone.
fn quotable(text: &str, is_other: bool) -> Option<String> {
    let short = |words: &str| words.chars().count() <= WORDS_QUOTED;
    let words = folded(text);
    if short(&words) {
        return Some(words);
    }
    let (first, _) = words.split_once(". ")?;
    (is_other && short(first)).then(|| format!("{first}. […]"))
}

/// Where the case goes from here, as far as the document says.
fn onward(desk: &Desk<'_>, topic: &Topic, item: &ItemRow) -> Text {
    let mut text = Text::default();
    let mut bodies: Vec<String> = Vec::new();
    for body in topic
        .decided(&item.item_id)
        .iter()
        .flat_map(|row| &row.referred_to)
    {
        if !bodies.contains(body) {
            bodies.push(body.clone());
        }
    }
    if !bodies.is_empty() {
        let bodies = desk.words.list(&bodies);
        text.append(
            desk.words
                .say("onward.decided", &[("bodies", bodies.into())]),
        );
    }
    let planned: Vec<&RouteRow> = topic.plans(&item.item_id).collect();
    for (key, competent) in [("onward.planned", false), ("onward.competence", true)] {
        let bodies: Vec<String> = planned
            .iter()
            .filter(|step| (step.planned_role.as_deref() == Some("competence")) == competent)
            .filter_map(|step| {
                let body = step.body.clone()?;
                Some(match step.day {
                    Some(day) => format!("{body} ({})", desk.day(Some(day))),
                    None => body,
                })
            })
            .collect();
        if !bodies.is_empty() {
            text.append(
                desk.words
                    .say(key, &[("bodies", desk.words.list(&bodies).into())]),
            );
        }
    }
    text
}

/// That municipalities tell the case in the same words.
fn common(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Text>, ReportError> {
    let mut texts = Vec::new();
    let mut shares: Vec<(f64, EvidenceId)> = Vec::new();
    for case in &topic.shared.cases {
        for one in &case.texts {
            if let Some((share, _)) = topic.shared.nearest.get(&one.item_id) {
                let evidence = desk.sources.cite_heading(&one.item_id)?;
                shares.push((100.0 * share, evidence));
                texts.push(Text(vec![cited(
                    desk.name(one.municipality_code),
                    &[evidence],
                )]));
            }
        }
    }
    let share = |(value, evidence): &(f64, EvidenceId)| {
        let words = crate::report::format::percent(*value, 1, desk.words.language);
        Text(vec![cited(words, &[*evidence])])
    };
    let low = shares.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    let high = shares.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    let (Some(low), Some(high)) = (low, high) else {
        return Ok(None);
    };
    if topic.shared.cases.len() > 1 {
        return Ok(Some(desk.words.count(
            "answer.common_cases",
            topic.shared.cases.len(),
            &[],
        )));
    }
    Ok(Some(desk.words.say(
        "answer.common",
        &[
            ("names", desk.words.join(texts).into()),
            ("low", share(low).into()),
            ("high", share(high).into()),
        ],
    )))
}

/// Numbers in a row as one: "3-15"; two in a row stay two.
fn runs(points: &[String]) -> Vec<String> {
    let mut runs: Vec<(String, String, usize)> = Vec::new();
    let number = |point: &str| point.parse::<u32>().ok();
    for point in points {
        match runs.last_mut() {
            Some((_, last, length))
                if number(last)
                    .zip(number(point))
                    .is_some_and(|(last, point)| last.checked_add(1) == Some(point)) =>
            {
                last.clone_from(point);
                *length += 1;
            }
            _ => runs.push((point.clone(), point.clone(), 1)),
        }
    }
    runs.into_iter()
        .flat_map(|(first, last, length)| match length {
            1 => vec![first],
            2 => vec![first, last],
            _ => vec![format!("{first}-{last}")],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_a_row_are_told_as_one() {
        for (points, want) in [
            (&["1"][..], &["1"][..]),
            (&["1", "2"], &["1", "2"]),
            (&["1", "3", "4", "5", "7"], &["1", "3-5", "7"]),
            (&["2.a", "2.b", "3"], &["2.a", "2.b", "3"]),
        ] {
            let points: Vec<String> = points.iter().map(|point| (*point).to_owned()).collect();
            assert_eq!(runs(&points), want);
        }
    }

    #[test]
    fn long_decisions_are_quoted_where_they_need_a_word() {
        let long = format!("Godkendt. {}", "Udvalget ønsker mere. ".repeat(9));
        for (text, is_other, want) in [
            ("Til\nefterretning.", false, Some("Til efterretning.")),
            (long.as_str(), false, None),
            (long.as_str(), true, Some("Godkendt. […]")),
        ] {
            assert_eq!(quotable(text, is_other).as_deref(), want);
        }
    }
}
