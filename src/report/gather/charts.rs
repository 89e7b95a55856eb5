//! Charts of a topic: what the tables say, as bars.

use super::desk::Desk;
use super::grants::{Grant, Stated};
use super::money::awarded_by_municipality;
use super::topic::{Topic, cite_decisions};
use crate::facts::Outcome;
use crate::report::ReportError;
use crate::report::model::{BarGroup, Chart, ChartData, ColumnKind, EvidenceId};
use crate::value::{Kroner, MunicipalityCode};

/// Name, title and unit of a chart.
pub struct Frame<'a> {
    pub id: &'a str,
    pub unit: &'a str,
    pub source: &'a str,
}

/// The frame around numbers; the alternative is made of them.
#[must_use]
pub fn framed(desk: &Desk<'_>, topic: &Topic, frame: &Frame<'_>, data: ChartData) -> Chart {
    let label = topic.name.label.as_str();
    Chart {
        id: format!("chart-{}-{}", frame.id.replace('_', "-"), topic.link()),
        title: desk
            .words
            .line(&format!("chart.{}", frame.id), &[("topic", label.into())]),
        unit: desk.words.word(&format!("unit.{}", frame.unit)),
        source: desk.words.word(&format!("source.{}", frame.source)),
        alternative: alternative(desk, &data),
        data,
    }
}

/// All numbers in words.
fn alternative(desk: &Desk<'_>, data: &ChartData) -> String {
    let (series, groups, kind) = match data {
        ChartData::Bars {
            series,
            groups,
            kind,
        }
        | ChartData::Stacked {
            series,
            groups,
            kind,
        } => (series, groups, *kind),
        ChartData::Timeline { .. } => return String::new(),
    };
    let said: Vec<String> = groups
        .iter()
        .map(|group| {
            let values: Vec<String> = series
                .iter()
                .zip(&group.values)
                .map(|(name, value)| {
                    let value = value.map_or_else(
                        || desk.words.word("value.unknown"),
                        |value| shown(desk, value, kind),
                    );
                    format!("{} {value}", lower_first(name))
                })
                .collect();
            format!("{}: {}.", group.label, values.join(", "))
        })
        .collect();
    said.join(" ")
}

/// A series' name within a sentence; an abbreviation keeps its letters.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

fn shown(desk: &Desk<'_>, value: f64, kind: ColumnKind) -> String {
    use crate::report::format;
    let language = desk.words.language;
    match kind {
        // Amounts came from whole øre, so that they become those again.
        ColumnKind::Kroner => desk.kroner(Kroner::from_ore((value * 100.0).round() as i64)),
        ColumnKind::Percent => format::percent(value, 1, language),
        _ => format::number(value, super::desk::places_of(value), language),
    }
}

/// Kroner as a number for a bar.
fn bar(amount: Kroner) -> f64 {
    amount.ore() as f64 / 100.0
}

fn bars(series: Vec<String>, groups: Vec<BarGroup>) -> Option<ChartData> {
    let any = groups
        .iter()
        .any(|group| group.values.iter().any(Option::is_some));
    any.then_some(ChartData::Bars {
        series,
        groups,
        kind: ColumnKind::Kroner,
    })
}

/// What was applied for and awarded: a group a grant, because a supplement was not applied for along with its grant.
#[must_use]
pub fn amounts(desk: &Desk<'_>, topic: &Topic) -> Option<Chart> {
    let groups = topic
        .grants
        .external
        .iter()
        .filter(|grant| grant.applied.is_some() || grant.awarded.is_some())
        .map(|grant| {
            let applied = grant.applied.as_ref();
            let awarded = grant.awarded.as_ref();
            BarGroup {
                label: label(desk, topic, grant),
                municipality: Some(MunicipalityCode(grant.municipality_code)),
                values: vec![amount(applied), amount(awarded)],
                evidence: vec![passages(applied), passages(awarded)],
            }
        })
        .collect();
    let series = vec![
        desk.words.word("column.applied"),
        desk.words.word("column.awarded"),
    ];
    let frame = Frame {
        id: "amounts",
        unit: "kroner",
        source: "material",
    };
    Some(framed(desk, topic, &frame, bars(series, groups)?))
}

fn amount(stated: Option<&Stated<Kroner>>) -> Option<f64> {
    stated.map(|stated| bar(stated.value))
}

fn passages(stated: Option<&Stated<Kroner>>) -> Vec<EvidenceId> {
    stated.map_or_else(Vec::new, |stated| stated.evidence.clone())
}

/// The municipality, and what tells its grants apart where it has several.
fn label(desk: &Desk<'_>, topic: &Topic, grant: &Grant) -> String {
    let name = desk.name(grant.municipality_code);
    let several = topic
        .grants
        .external
        .iter()
        .filter(|other| other.municipality_code == grant.municipality_code)
        .filter(|other| other.supplement_to.is_none())
        .count()
        > 1;
    if grant.supplement_to.is_some() {
        desk.words
            .line("label.supplement", &[("municipality", name.into())])
    } else if several {
        match grant.called() {
            Some(called) => format!("{name}, {called}"),
            None => name,
        }
    } else {
        name
    }
}

/// What a grant and its supplements come to a person.
#[must_use]
pub fn per_person(desk: &Desk<'_>, topic: &Topic) -> Option<Chart> {
    let groups = topic
        .grants
        .external
        .iter()
        .filter_map(|grant| {
            let amount = topic.grants.per_person(grant)?;
            Some(BarGroup {
                label: label(desk, topic, grant),
                municipality: Some(MunicipalityCode(grant.municipality_code)),
                values: vec![Some(bar(amount.value))],
                evidence: vec![amount.evidence],
            })
        })
        .collect();
    let series = vec![desk.words.word("column.per_person")];
    let frame = Frame {
        id: "per_person",
        unit: "per_person",
        source: "computed",
    };
    Some(framed(desk, topic, &frame, bars(series, groups)?))
}

/// What was awarded by inhabitant.
#[must_use]
pub fn per_inhabitant(desk: &Desk<'_>, topic: &Topic) -> Option<Chart> {
    let groups = awarded_by_municipality(desk, topic)
        .into_iter()
        .filter_map(|awarded| {
            let amount = awarded.per_inhabitant()?;
            Some(BarGroup {
                label: desk.name(awarded.code),
                municipality: Some(MunicipalityCode(awarded.code)),
                values: vec![Some(bar(amount))],
                evidence: vec![awarded.sum.evidence],
            })
        })
        .collect();
    let series = vec![desk.words.word("column.per_inhabitant")];
    let frame = Frame {
        id: "per_inhabitant",
        unit: "per_inhabitant",
        source: "inhabitants",
    };
    Some(framed(desk, topic, &frame, bars(series, groups)?))
}

/// What the decisions come to, by municipality.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn decisions(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Chart>, ReportError> {
    let present: Vec<&str> = Outcome::ALL
        .map(Outcome::code)
        .into_iter()
        .filter(|code| {
            topic
                .decisions
                .values()
                .flatten()
                .any(|row| row.effect == *code)
        })
        .collect();
    if present.is_empty() {
        return Ok(None);
    }
    let mut groups = Vec::new();
    for code in topic.municipalities() {
        let mut evidence: Vec<Vec<EvidenceId>> = vec![Vec::new(); present.len()];
        for item in topic
            .items
            .iter()
            .filter(|item| item.municipality_code == code)
        {
            let decided = topic.decided(&item.item_id);
            for (row, id) in decided.iter().zip(cite_decisions(desk, decided)?) {
                if let Some(at) = present.iter().position(|effect| *effect == row.effect) {
                    evidence[at].push(id);
                }
            }
        }
        groups.push(BarGroup {
            label: desk.name(code),
            municipality: Some(MunicipalityCode(code)),
            values: evidence.iter().map(|ids| Some(ids.len() as f64)).collect(),
            evidence,
        });
    }
    let data = ChartData::Stacked {
        series: present
            .iter()
            .map(|effect| desk.words.label("decisions", "effect", effect))
            .collect(),
        groups,
        kind: ColumnKind::Number,
    };
    let frame = Frame {
        id: "decisions",
        unit: "points",
        source: "material",
    };
    Ok(Some(framed(desk, topic, &frame, data)))
}

/// The share of each text that stands in the nearest of the others, and the rest.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn shared(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Chart>, ReportError> {
    let mut groups = Vec::new();
    for (item, share, _) in topic.shared_texts() {
        let evidence = desk.sources.cite_heading(&item.item_id)?;
        let several = topic
            .shared_texts()
            .filter(|(other, ..)| other.municipality_code == item.municipality_code)
            .count()
            > 1;
        let name = desk.name(item.municipality_code);
        // Rounded as they are shown, so that the two make a hundred.
        let common = (1000.0 * share).round() / 10.0;
        let own = (1000.0 - (1000.0 * share).round()) / 10.0;
        groups.push(BarGroup {
            label: if several {
                format!("{name}, {}", desk.day(item.meeting_date))
            } else {
                name
            },
            municipality: Some(MunicipalityCode(item.municipality_code)),
            values: vec![Some(common), Some(own)],
            evidence: vec![vec![evidence], vec![evidence]],
        });
    }
    if groups.is_empty() {
        return Ok(None);
    }
    let data = ChartData::Stacked {
        series: vec![
            desk.words.word("series.common"),
            desk.words.word("series.own"),
        ],
        groups,
        kind: ColumnKind::Percent,
    };
    let frame = Frame {
        id: "shared",
        unit: "percent",
        source: "computed",
    };
    Ok(Some(framed(desk, topic, &frame, data)))
}
