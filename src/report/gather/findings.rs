//! The section of tables and charts of a topic.

use super::desk::{self, Desk, cell, number, perhaps, row, words};
use super::queries::{DecisionRow, ItemRow};
use super::topic::{Topic, cite_decisions, cite_recommendations};
use super::{charts, figures, money, route};
use crate::report::ReportError;
use crate::report::model::{
    Block, Cell, Chart, ColumnKind, EvidenceId, Row, Section, SectionRole, Table, Value,
};

/// The section; `None` where no item is about the topic.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn section(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Section>, ReportError> {
    if topic.items.is_empty() {
        return Ok(None);
    }
    let mut blocks = Blocks::default();
    blocks.head(desk, "heading.handling");
    blocks.table(handling(desk, topic)?);
    blocks.chart(charts::decisions(desk, topic)?);
    blocks.table(decisions(desk, topic)?);
    blocks.head(desk, "heading.route");
    blocks.chart(route::chart(desk, topic)?);
    blocks.table(route::table(desk, topic)?);
    blocks.head(desk, "heading.grants");
    blocks.chart(charts::amounts(desk, topic));
    blocks.table(money::grants(desk, topic));
    blocks.chart(charts::per_person(desk, topic));
    blocks.chart(charts::per_inhabitant(desk, topic));
    blocks.table(money::per_inhabitant(desk, topic));
    blocks.table(money::instalments(desk, topic));
    blocks.table(money::conditions(desk, topic));
    blocks.head(desk, "heading.appropriations");
    blocks.table(money::appropriations(desk, topic));
    blocks.head(desk, "heading.deviations");
    blocks.chart(figures::deviations_chart(desk, topic)?);
    blocks.table(figures::deviations(desk, topic)?);
    blocks.head(desk, "heading.shared");
    blocks.chart(charts::shared(desk, topic)?);
    blocks.table(shared(desk, topic)?);
    blocks.head(desk, "heading.figures");
    blocks.table(figures::money(desk, topic)?);
    blocks.table(figures::others(desk, topic)?);
    Ok(Some(Section {
        id: format!("findings-{}", topic.link()),
        title: desk.words.line(
            "section.findings",
            &[("topic", topic.name.label.as_str().into())],
        ),
        role: SectionRole::Findings,
        blocks: blocks.done(),
    }))
}

/// Blocks under headings; a heading without anything under it is left out.
#[derive(Default)]
struct Blocks {
    heading: Option<String>,
    blocks: Vec<Block>,
}

impl Blocks {
    fn head(&mut self, desk: &Desk<'_>, key: &str) {
        self.heading = Some(desk.words.word(key));
    }

    fn push(&mut self, block: Block) {
        self.blocks.extend(self.heading.take().map(Block::Heading));
        self.blocks.push(block);
    }

    fn table(&mut self, table: Option<Table>) {
        if let Some(table) = table {
            self.push(Block::Table(table));
        }
    }

    fn chart(&mut self, chart: Option<Chart>) {
        if let Some(chart) = chart {
            self.push(Block::Chart(chart));
        }
    }

    fn done(self) -> Vec<Block> {
        self.blocks
    }
}

/// Each item about the topic: what was recommended, decided, and what that comes to.
fn handling(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for item in &topic.items {
        let heading = [desk.sources.cite_heading(&item.item_id)?];
        let decisions = cite_decisions(desk, topic.decided(&item.item_id))?;
        let points = topic.recommendations.get(&item.item_id);
        let recommended = cite_recommendations(desk, points.map_or(&[], Vec::as_slice))?;
        let codes = |pick: fn(&DecisionRow) -> &str| {
            let mut codes: Vec<&str> = Vec::new();
            for decision in topic.decided(&item.item_id) {
                if !codes.contains(&pick(decision)) {
                    codes.push(pick(decision));
                }
            }
            codes.join(", ")
        };
        let effect = codes(|decision| &decision.effect);
        let outcome = codes(|decision| &decision.outcome);
        let corrected = topic
            .decided(&item.item_id)
            .iter()
            .any(|decision| decision.basis == "corrected");
        rows.push(row(
            item.municipality_code,
            vec![
                words(desk.name(item.municipality_code)),
                perhaps(item.committee.as_deref()),
                desk::date(item.meeting_date),
                words(desk.words.label("meetings", "kind", &item.meeting_kind)),
                perhaps(item.number.as_deref()),
                cell(Value::Words(item.title.clone()), &heading),
                perhaps(item.case_number.as_deref()),
                stated(item.recommended.as_deref(), &recommended),
                stated(item.decided.as_deref(), &decisions),
                coded(desk, "outcome", &outcome, corrected, &decisions),
                coded(desk, "effect", &effect, corrected, &decisions),
                next_step(desk, topic, item),
            ],
        ));
    }
    Ok(desk.table(
        format!("handling-{}", topic.link()),
        desk.words.word("table.handling"),
        Some(desk.words.say("note.handling", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("committee", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("document", ColumnKind::Words),
            ("number", ColumnKind::Words),
            ("title", ColumnKind::Prose),
            ("case_number", ColumnKind::Words),
            ("recommended", ColumnKind::Prose),
            ("decided", ColumnKind::Prose),
            ("outcome", ColumnKind::Words),
            ("effect", ColumnKind::Words),
            ("next_step", ColumnKind::Prose),
        ],
        rows,
    ))
}

fn stated(value: Option<&str>, evidence: &[EvidenceId]) -> Cell {
    value.map_or_else(Cell::default, |value| {
        cell(Value::Words(value.to_owned()), evidence)
    })
}

fn coded(
    desk: &Desk<'_>,
    column: &str,
    codes: &str,
    corrected: bool,
    evidence: &[EvidenceId],
) -> Cell {
    if codes.is_empty() {
        return Cell::default();
    }
    let mut label = desk.words.labels("decisions", column, codes);
    if corrected {
        label.push_str(&desk.words.word("corrected.mark"));
    }
    cell(Value::Words(label), evidence)
}

/// Where the case goes from here, and who says so.
fn next_step(desk: &Desk<'_>, topic: &Topic, item: &ItemRow) -> Cell {
    let mut lines = Vec::new();
    if let (Some(step), Some(basis @ ("decided" | "recommended"))) =
        (&item.next_step, item.next_step_basis.as_deref())
    {
        lines.push(format!(
            "{step} ({})",
            desk.words.word(&format!("basis.{basis}"))
        ));
    }
    for step in topic.plans(&item.item_id) {
        let role = step.planned_role.as_deref().map_or_else(
            || desk.words.word("basis.planned"),
            |role| desk.words.label("route_steps", "role", role),
        );
        let day = step.day.map(|day| format!(", {}", desk.day(Some(day))));
        lines.push(format!(
            "{} ({role}{})",
            desk.body(step.body.as_deref()),
            day.unwrap_or_default()
        ));
    }
    if lines.is_empty() {
        return Cell::default();
    }
    cell(Value::List(lines), &[])
}

/// How many points each municipality decided how.
fn decisions(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows: Vec<(i32, String, String, Vec<EvidenceId>)> = Vec::new();
    for item in &topic.items {
        let decided = topic.decided(&item.item_id);
        for (decision, id) in decided.iter().zip(cite_decisions(desk, decided)?) {
            let known = rows.iter_mut().find(|(code, effect, outcome, _)| {
                *code == item.municipality_code
                    && *effect == decision.effect
                    && *outcome == decision.outcome
            });
            match known {
                Some((.., ids)) => ids.push(id),
                None => rows.push((
                    item.municipality_code,
                    decision.effect.clone(),
                    decision.outcome.clone(),
                    vec![id],
                )),
            }
        }
    }
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(code, effect, outcome, evidence)| {
            let mut count = number(evidence.len());
            count.evidence = evidence;
            row(
                code,
                vec![
                    words(desk.name(code)),
                    words(desk.words.label("decisions", "effect", &effect)),
                    words(desk.words.label("decisions", "outcome", &outcome)),
                    count,
                ],
            )
        })
        .collect();
    Ok(desk.table(
        format!("decisions-{}", topic.link()),
        desk.words.word("table.decisions"),
        Some(desk.words.say("note.decisions", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("effect", ColumnKind::Words),
            ("outcome", ColumnKind::Words),
            ("points", ColumnKind::Number),
        ],
        rows,
    ))
}

/// How much of each text stands in the nearest of the others.
fn shared(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for (item, share, other) in topic.shared_texts() {
        let evidence = [
            desk.sources.cite_heading(&item.item_id)?,
            desk.sources.cite_heading(other)?,
        ];
        let nearest = desk
            .sources
            .item(other)
            .map_or_else(String::new, |row| row.municipality.clone());
        rows.push(row(
            item.municipality_code,
            vec![
                words(desk.name(item.municipality_code)),
                perhaps(item.committee.as_deref()),
                desk::date(item.meeting_date),
                words(item.title.clone()),
                cell(
                    Value::Percent {
                        value: 100.0 * share,
                        places: 1,
                    },
                    &evidence,
                ),
                words(nearest),
            ],
        ));
    }
    Ok(desk.table(
        format!("shared-{}", topic.link()),
        desk.words.word("table.shared"),
        Some(desk.words.say("note.shared", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("committee", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("title", ColumnKind::Prose),
            ("common_share", ColumnKind::Percent),
            ("nearest", ColumnKind::Words),
        ],
        rows,
    ))
}
