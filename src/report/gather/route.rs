//! The way of a topic's cases through the bodies: steps as a table, and as a time line.

use super::cite::Passage;
use super::desk::{self, Desk, cell, perhaps, row, words};
use super::queries::{RouteRow, ask};
use super::topic::Topic;
use crate::compare::Engine;
use crate::report::ReportError;
use crate::report::model::{
    Certainty, Chart, ChartData, ColumnKind, Event, EvidenceId, Lane, Table, Value,
};
use crate::value::MunicipalityCode;
use std::collections::BTreeSet;

/// Asks the shipped question `route` in every region that a municipality of the report is of.
///
/// # Errors
/// DuckDB's words.
pub fn load(engine: &Engine, desk: &Desk<'_>, topic: &str) -> Result<Vec<RouteRow>, ReportError> {
    let regions: BTreeSet<&str> = desk
        .settled
        .municipalities
        .iter()
        .map(|row| row.region.as_str())
        .collect();
    let mut steps = Vec::new();
    for region in regions {
        let rows: Vec<RouteRow> = ask(engine, "route", &[("topic", topic), ("region", region)])?;
        steps.extend(
            rows.into_iter()
                .filter(|row| row.case_id.is_some() && desk.covers(row.municipality_code)),
        );
    }
    Ok(steps)
}

/// Whether a step is a plan or a word on who is competent, and no meeting.
#[must_use]
pub fn is_plan(step: &RouteRow) -> bool {
    step.kind.as_deref() == Some("planned")
}

/// The steps, as a table.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn table(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for step in &topic.route {
        let evidence = cite(desk, step)?;
        let certainty = certainty(desk, step);
        let effect = step.effect.as_deref().unwrap_or_default();
        rows.push(row(
            step.municipality_code,
            vec![
                words(desk.name(step.municipality_code)),
                perhaps(step.case_title.as_deref()),
                cell(
                    step.body.clone().map_or(Value::Missing, Value::Words),
                    &evidence,
                ),
                desk::date(step.day),
                words(what(desk, step, certainty)),
                words(desk.words.labels("decisions", "effect", effect)),
            ],
        ));
    }
    Ok(desk.table(
        format!("route-{}", topic.link()),
        desk.words.word("table.route"),
        Some(desk.words.say("note.route", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("case", ColumnKind::Prose),
            ("body", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("step", ColumnKind::Words),
            ("effect", ColumnKind::Words),
        ],
        rows,
    ))
}

/// The steps that have a day, as a time line; `None` where there are fewer than two.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn chart(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Chart>, ReportError> {
    let mut lanes: Vec<Lane> = Vec::new();
    for step in topic.route.iter().filter(|step| step.day.is_some()) {
        let Some(day) = step.day else { continue };
        let evidence = cite(desk, step)?;
        let certainty = certainty(desk, step);
        let name = desk.name(step.municipality_code);
        let code = MunicipalityCode(step.municipality_code);
        let event = Event {
            day,
            label: desk.body(step.body.as_deref()),
            what: told(desk, step, certainty),
            certainty,
            evidence,
        };
        match lanes
            .iter_mut()
            .find(|lane| lane.municipality == Some(code))
        {
            Some(lane) => lane.events.push(event),
            None => lanes.push(Lane {
                label: name,
                municipality: Some(code),
                events: vec![event],
            }),
        }
    }
    for lane in &mut lanes {
        lane.events.sort_by_key(|event| event.day);
    }
    let events: usize = lanes.iter().map(|lane| lane.events.len()).sum();
    if events < 2 {
        return Ok(None);
    }
    Ok(Some(Chart {
        id: format!("chart-route-{}", topic.link()),
        title: desk.words.line(
            "chart.route",
            &[("topic", topic.name.label.as_str().into())],
        ),
        unit: desk.words.word("unit.days"),
        source: desk.words.word("source.material"),
        alternative: alternative(desk, &lanes),
        data: ChartData::Timeline { lanes },
    }))
}

fn alternative(desk: &Desk<'_>, lanes: &[Lane]) -> String {
    let lanes: Vec<String> = lanes
        .iter()
        .map(|lane| {
            let events: Vec<String> = lane
                .events
                .iter()
                .map(|event| format!("{}: {}", desk.day(Some(event.day)), event.what))
                .collect();
            format!("{}: {}.", lane.label, events.join("; "))
        })
        .collect();
    lanes.join(" ")
}

fn cite(desk: &mut Desk<'_>, step: &RouteRow) -> Result<Vec<EvidenceId>, ReportError> {
    let Some(item_id) = step.item_id.as_deref() else {
        return Ok(Vec::new());
    };
    let is_item = matches!(step.kind.as_deref(), Some("decided" | "treated"));
    let id = match (step.span_start, step.span_end) {
        (Some(start), Some(end)) if !is_item => {
            desk.sources
                .cite(item_id, item_id, Passage { start, end }, None)?
        }
        _ => desk.sources.cite_heading(item_id)?,
    };
    Ok(vec![id])
}

fn certainty(desk: &Desk<'_>, step: &RouteRow) -> Certainty {
    let of_agenda = || {
        let item = step.item_id.as_deref().and_then(|id| desk.sources.item(id));
        item.is_none_or(|item| item.meeting_kind != "minutes")
    };
    match step.kind.as_deref() {
        Some("decided" | "decided, as told later") => Certainty::Held,
        Some("treated") if !of_agenda() => Certainty::Held,
        _ => Certainty::Announced,
    }
}

/// What kind of step it is, in words.
fn what(desk: &Desk<'_>, step: &RouteRow, certainty: Certainty) -> String {
    match (step.kind.as_deref(), step.planned_role.as_deref()) {
        (Some("decided"), _) => desk.words.word("step.decided"),
        (Some("decided, as told later"), _) => desk.words.word("step.told_later"),
        (Some("treated"), _) if certainty == Certainty::Held => desk.words.word("step.treated"),
        (Some("treated"), _) => desk.words.word("step.on_agenda"),
        (_, Some("competence")) => desk.words.label("route_steps", "role", "competence"),
        (_, Some(role)) => desk.words.line(
            "step.planned_role",
            &[("role", desk.words.label("route_steps", "role", role).into())],
        ),
        _ => desk.words.word("step.planned"),
    }
}

/// The step in full: body, what, and what was decided.
fn told(desk: &Desk<'_>, step: &RouteRow, certainty: Certainty) -> String {
    let effect = step.effect.as_deref().map_or_else(String::new, |effect| {
        format!(" ({})", desk.words.labels("decisions", "effect", effect))
    });
    format!(
        "{}, {}{effect}",
        desk.body(step.body.as_deref()),
        what(desk, step, certainty)
    )
}
