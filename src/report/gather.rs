//! From a data set to what a report says: every sentence, table and chart is made here, out of rows and passages.

mod answer;
mod answer_money;
mod caveats;
mod charts;
mod cite;
mod desk;
mod differences;
mod evidence;
mod figures;
mod findings;
mod grants;
mod money;
pub(super) mod queries;
mod route;
mod shared;
mod topic;

use super::model::{MadeOf, Municipality, Report, Section};
use super::request::Settled;
use super::words::Words;
use super::{ReportError, format};
use crate::compare::Engine;
use crate::value::MunicipalityCode;
use desk::Desk;
use topic::Topic;

/// Puts a report together.
///
/// # Errors
/// DuckDB's words, or a fault of ours: rows or passages that are not as the report expects them.
pub fn gather(engine: &Engine, made_of: MadeOf, settled: &Settled) -> Result<Report, ReportError> {
    let words = Words::of(settled.language);
    let mut desk = Desk::new(&words, settled);
    let mut topics = Vec::new();
    for name in &settled.topics {
        topics.push(Topic::load(engine, &mut desk, name)?);
    }
    let mut sections = vec![answer::section(&mut desk, &topics)?];
    for topic in &topics {
        sections.extend(findings::section(&mut desk, topic)?);
        sections.extend(differences::section(&mut desk, topic));
    }
    sections.extend(evidence::section(&mut desk, &topics)?);
    let material = caveats::Material::load(engine, settled)?;
    sections.push(caveats::section(&desk, &topics, &material));
    let title = settled
        .title
        .clone()
        .unwrap_or_else(|| title(&desk, &topics));
    let subtitle = subtitle(&desk, &made_of, &material);
    Ok(report(desk, title, subtitle, made_of, sections, &topics))
}

fn report(
    desk: Desk<'_>,
    title: String,
    subtitle: String,
    made_of: MadeOf,
    sections: Vec<Section>,
    topics: &[Topic],
) -> Report {
    let language = desk.words.language;
    let municipalities = palette(&desk, topics);
    let (items, evidence) = desk.sources.into_parts();
    Report {
        title,
        subtitle,
        language,
        made_of,
        municipalities,
        sections,
        evidence,
        items,
    }
}

/// Municipalities with a case first, then those with material, then the others: colours that are far apart come first.
fn palette(desk: &Desk<'_>, topics: &[Topic]) -> Vec<Municipality> {
    let mut ranked: Vec<(u8, &str, i32)> = desk
        .settled
        .municipalities
        .iter()
        .map(|row| {
            let code = row.municipality_code;
            let found = topics.iter().any(|topic| topic.has_case(code));
            let rank = if found {
                0
            } else if row.meetings > 0 {
                1
            } else {
                2
            };
            (rank, row.municipality.as_str(), code)
        })
        .collect();
    ranked.sort();
    ranked
        .into_iter()
        .map(|(_, name, code)| Municipality {
            code: MunicipalityCode(code),
            name: name.to_owned(),
        })
        .collect()
}

fn title(desk: &Desk<'_>, topics: &[Topic]) -> String {
    let labels: Vec<String> = topics
        .iter()
        .map(|topic| topic.name.label.clone())
        .collect();
    let topics = desk.words.list(&labels);
    match &desk.settled.region {
        Some(region) => desk.words.line(
            "title.region",
            &[
                ("topics", topics.into()),
                ("region", region.as_str().into()),
            ],
        ),
        None => desk.words.line(
            "title.chosen",
            &[
                ("topics", topics.into()),
                ("names", desk.names_of_all().into()),
            ],
        ),
    }
}

fn subtitle(desk: &Desk<'_>, made_of: &MadeOf, material: &caveats::Material) -> String {
    let words = desk.words;
    let municipalities = material.municipalities();
    let from = words
        .count("subtitle.municipalities", municipalities, &[])
        .words();
    let mut parts = vec![
        words
            .count(
                "subtitle.meetings",
                material.meetings.len(),
                &[("from", from.into())],
            )
            .words(),
    ];
    let told = |day| format::day(day, words.language).into();
    match material.days() {
        Some((first, last)) if first == last => {
            parts.push(words.line("subtitle.day", &[("day", told(first))]));
        }
        Some((first, last)) => parts.push(words.line(
            "subtitle.days",
            &[("first", told(first)), ("last", told(last))],
        )),
        None => {}
    }
    parts.push(words.line(
        "subtitle.data_set",
        &[("data_set", made_of.data_set.as_str().into())],
    ));
    parts.concat()
}
