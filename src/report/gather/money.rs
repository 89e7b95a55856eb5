//! Tables of money: grants from outside, their parts and terms, and the municipality's own appropriations.

use super::desk::{Desk, cell, percent, row, words};
use super::grants::{Grant, Stated, sum};
use super::topic::Topic;
use crate::report::model::{Cell, ColumnKind, Row, Table, Value};
use crate::value::Kroner;

/// The grants of a topic, each once.
#[must_use]
pub fn grants(desk: &Desk<'_>, topic: &Topic) -> Option<Table> {
    let rows = topic
        .grants
        .external
        .iter()
        .map(|grant| {
            row(
                grant.municipality_code,
                vec![
                    words(desk.name(grant.municipality_code)),
                    text(grant.programme.as_ref()),
                    text(grant.funder.as_ref()),
                    text(grant.recipient.as_ref()),
                    status(desk, grant),
                    words(desk.words.word(if grant.supplement_to.is_some() {
                        "yes"
                    } else {
                        "no"
                    })),
                    kroner(grant.applied.as_ref()),
                    kroner(grant.awarded.as_ref()),
                    share(grant),
                    per_cent(grant.told_share.as_ref()),
                    kroner(grant.co_financing.as_ref()),
                    per_cent(grant.co_financing_pct.as_ref()),
                    period(grant),
                    awarded_on(desk, grant),
                    persons(grant),
                    kroner(topic.grants.per_person(grant).as_ref()),
                    others(desk, grant),
                ],
            )
        })
        .collect();
    desk.table(
        format!("grants-{}", topic.link()),
        desk.words.word("table.grants"),
        Some(desk.words.say("note.grants", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("programme", ColumnKind::Words),
            ("funder", ColumnKind::Words),
            ("recipient", ColumnKind::Words),
            ("status", ColumnKind::Words),
            ("supplement", ColumnKind::Words),
            ("applied", ColumnKind::Kroner),
            ("awarded", ColumnKind::Kroner),
            ("share_computed", ColumnKind::Percent),
            ("share_told", ColumnKind::Percent),
            ("co_financing", ColumnKind::Kroner),
            ("co_financing_pct", ColumnKind::Percent),
            ("period", ColumnKind::Words),
            ("awarded_on", ColumnKind::Words),
            ("persons", ColumnKind::Number),
            ("per_person", ColumnKind::Kroner),
            ("told_otherwise", ColumnKind::Prose),
        ],
        rows,
    )
}

/// What each municipality was awarded in all, and by inhabitant.
#[must_use]
pub fn per_inhabitant(desk: &Desk<'_>, topic: &Topic) -> Option<Table> {
    let rows: Vec<Row> = awarded_by_municipality(desk, topic)
        .into_iter()
        .map(|awarded| {
            row(
                awarded.code,
                vec![
                    words(desk.name(awarded.code)),
                    cell(Value::Kroner(awarded.sum.value), &awarded.sum.evidence),
                    awarded.population.map_or_else(Cell::default, |people| {
                        cell(
                            Value::Number {
                                value: people as f64,
                                places: 0,
                            },
                            &[],
                        )
                    }),
                    awarded
                        .per_inhabitant()
                        .map_or_else(Cell::default, |amount| {
                            cell(Value::Kroner(amount), &awarded.sum.evidence)
                        }),
                ],
            )
        })
        .collect();
    desk.table(
        format!("inhabitants-{}", topic.link()),
        desk.words.word("table.per_inhabitant"),
        Some(population_note(desk)),
        &[
            ("municipality", ColumnKind::Words),
            ("awarded_sum", ColumnKind::Kroner),
            ("inhabitants", ColumnKind::Number),
            ("per_inhabitant", ColumnKind::Kroner),
        ],
        rows,
    )
}

/// What a municipality was awarded in all.
pub struct Awarded {
    pub code: i32,
    pub sum: Stated<Kroner>,
    pub population: Option<i64>,
}

impl Awarded {
    /// Kroner an inhabitant, to the nearest øre.
    #[must_use]
    pub fn per_inhabitant(&self) -> Option<Kroner> {
        let people = self.population.filter(|people| *people > 0)?;
        Some(Kroner::from_ore(
            (2 * self.sum.value.ore() + people).div_euclid(2 * people),
        ))
    }
}

/// The sums of what was awarded, by municipality.
#[must_use]
pub fn awarded_by_municipality(desk: &Desk<'_>, topic: &Topic) -> Vec<Awarded> {
    let mut codes: Vec<i32> = topic
        .grants
        .external
        .iter()
        .map(|grant| grant.municipality_code)
        .collect();
    codes.dedup();
    codes
        .into_iter()
        .filter_map(|code| {
            let of_it = topic
                .grants
                .external
                .iter()
                .filter(|grant| grant.municipality_code == code)
                .filter_map(|grant| grant.awarded.as_ref());
            Some(Awarded {
                code,
                sum: sum(of_it)?,
                population: desk.place(code).and_then(|row| row.population),
            })
        })
        .collect()
}

/// Where the numbers of inhabitants come from.
fn population_note(desk: &Desk<'_>) -> crate::report::model::Text {
    let with = desk
        .settled
        .municipalities
        .iter()
        .find(|row| row.population.is_some());
    let source = with.and_then(|row| row.population_source.clone());
    let day = with.and_then(|row| row.population_on);
    desk.words.say(
        "note.per_inhabitant",
        &[
            ("source", source.unwrap_or_default().into()),
            ("day", desk.day(day).into()),
        ],
    )
}

/// What of each grant falls in which year.
#[must_use]
pub fn instalments(desk: &Desk<'_>, topic: &Topic) -> Option<Table> {
    let mut rows = Vec::new();
    for grant in &topic.grants.external {
        for (year, amount) in &grant.instalments {
            rows.push(row(
                grant.municipality_code,
                vec![
                    words(desk.name(grant.municipality_code)),
                    text(grant.programme.as_ref()),
                    words(year.to_string()),
                    kroner(Some(amount)),
                ],
            ));
        }
    }
    desk.table(
        format!("instalments-{}", topic.link()),
        desk.words.word("table.instalments"),
        None,
        &[
            ("municipality", ColumnKind::Words),
            ("programme", ColumnKind::Words),
            ("year", ColumnKind::Words),
            ("amount", ColumnKind::Kroner),
        ],
        rows,
    )
}

/// Which results the grants demand.
#[must_use]
pub fn conditions(desk: &Desk<'_>, topic: &Topic) -> Option<Table> {
    let mut rows = Vec::new();
    for grant in &topic.grants.external {
        for condition in &grant.conditions {
            let evidence = [condition.evidence];
            let share = |value: Option<f64>| cell(value.map_or(Value::Missing, percent), &evidence);
            rows.push(row(
                grant.municipality_code,
                vec![
                    words(desk.name(grant.municipality_code)),
                    text(grant.programme.as_ref()),
                    share(condition.threshold),
                    share(condition.releases),
                    cell(
                        Value::Words(crate::report::folded(&condition.words)),
                        &evidence,
                    ),
                ],
            ));
        }
    }
    desk.table(
        format!("conditions-{}", topic.link()),
        desk.words.word("table.conditions"),
        None,
        &[
            ("municipality", ColumnKind::Words),
            ("programme", ColumnKind::Words),
            ("threshold", ColumnKind::Percent),
            ("releases", ColumnKind::Percent),
            ("condition", ColumnKind::Prose),
        ],
        rows,
    )
}

/// The municipalities' own appropriations, each once.
#[must_use]
pub fn appropriations(desk: &Desk<'_>, topic: &Topic) -> Option<Table> {
    let rows = topic
        .grants
        .appropriations
        .iter()
        .map(|grant| {
            let funding = grant.funding.as_deref().unwrap_or_default();
            row(
                grant.municipality_code,
                vec![
                    words(desk.name(grant.municipality_code)),
                    text(grant.purpose.as_ref().or(grant.programme.as_ref())),
                    text(grant.policy_area.as_ref()),
                    status(desk, grant),
                    words(desk.words.labels("grants", "funding", funding)),
                    kroner(grant.applied.as_ref()),
                    kroner(grant.expense.as_ref()),
                    kroner(grant.income.as_ref()),
                    others(desk, grant),
                ],
            )
        })
        .collect();
    desk.table(
        format!("appropriations-{}", topic.link()),
        desk.words.word("table.appropriations"),
        Some(desk.words.say("note.appropriations", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("purpose", ColumnKind::Prose),
            ("policy_area", ColumnKind::Words),
            ("status", ColumnKind::Words),
            ("funding", ColumnKind::Words),
            ("asked", ColumnKind::Kroner),
            ("expense", ColumnKind::Kroner),
            ("income", ColumnKind::Kroner),
            ("told_otherwise", ColumnKind::Prose),
        ],
        rows,
    )
}

fn text(stated: Option<&Stated<String>>) -> Cell {
    stated.map_or_else(Cell::default, |stated| {
        cell(Value::Words(stated.value.clone()), &stated.evidence)
    })
}

fn kroner(stated: Option<&Stated<Kroner>>) -> Cell {
    stated.map_or_else(Cell::default, |stated| {
        cell(Value::Kroner(stated.value), &stated.evidence)
    })
}

fn per_cent(stated: Option<&Stated<f64>>) -> Cell {
    stated.map_or_else(Cell::default, |stated| {
        cell(percent(stated.value), &stated.evidence)
    })
}

fn share(grant: &Grant) -> Cell {
    grant.share().map_or_else(Cell::default, |share| {
        cell(percent(share.value), &share.evidence)
    })
}

fn status(desk: &Desk<'_>, grant: &Grant) -> Cell {
    grant
        .status
        .as_deref()
        .map_or_else(Cell::default, |status| {
            let mut status = desk.words.label("grants", "status", status);
            if grant.repayable {
                status.push_str(&desk.words.word("grant.repayable"));
            }
            words(status)
        })
}

/// "2025-2028", or the one year.
#[must_use]
pub fn years(period: (i32, i32)) -> String {
    if period.0 == period.1 {
        period.0.to_string()
    } else {
        format!("{}-{}", period.0, period.1)
    }
}

fn period(grant: &Grant) -> Cell {
    grant.period.as_ref().map_or_else(Cell::default, |stated| {
        cell(Value::Words(years(stated.value)), &stated.evidence)
    })
}

fn awarded_on(desk: &Desk<'_>, grant: &Grant) -> Cell {
    grant
        .awarded_on
        .as_ref()
        .map_or_else(Cell::default, |stated| {
            let day = crate::report::format::partial_day(&stated.value, desk.words.language);
            cell(Value::Words(day), &stated.evidence)
        })
}

fn persons(grant: &Grant) -> Cell {
    grant.persons.as_ref().map_or_else(Cell::default, |stated| {
        cell(
            Value::Number {
                value: stated.value as f64,
                places: 0,
            },
            &stated.evidence,
        )
    })
}

/// What other tellings say instead: it must not be lost.
fn others(desk: &Desk<'_>, grant: &Grant) -> Cell {
    let mut lines = Vec::new();
    for (key, stated) in [
        ("applied", &grant.applied),
        ("awarded", &grant.awarded),
        ("co_financing", &grant.co_financing),
        ("expense", &grant.expense),
    ] {
        let label = || desk.words.word(&format!("column.{key}"));
        if stated.as_ref().is_some_and(|stated| stated.corrected) {
            lines.push(format!("{}: {}", label(), desk.words.word("corrected")));
        }
        for other in stated.iter().flat_map(|stated| &stated.others) {
            lines.push(format!("{}: {}", label(), desk.kroner(*other)));
        }
    }
    if lines.is_empty() {
        return Cell::default();
    }
    cell(Value::List(lines), &[])
}
