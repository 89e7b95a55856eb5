//! The section on what the material does not hold, and what not to conclude.

use super::desk::{self, Desk, number, perhaps, row, words};
use super::queries::{CorrectionRow, MeetingRow, ProblemRow, ScopeRow, UnreadRow, ask};
use super::topic::Topic;
use crate::compare::Engine;
use crate::report::ReportError;
use crate::report::model::{
    Block, Cell, Column, ColumnKind, Row, Section, SectionRole, Table, Text, Value,
};
use crate::report::request::Settled;
use crate::value::{Date, MunicipalityCode};

/// Up to so many topics have a column each; more are told in one.
const COLUMNS: usize = 4;

/// What the data set holds and what it does not.
pub struct Material {
    pub meetings: Vec<MeetingRow>,
    unread: Vec<UnreadRow>,
    problems: Vec<ProblemRow>,
    corrections: Vec<CorrectionRow>,
}

impl Material {
    /// Asks the data set; meetings and problems only of the municipalities that the report answers for. A file whose
    /// municipality is not known may be of any of them.
    ///
    /// # Errors
    /// DuckDB's words.
    pub fn load(engine: &Engine, settled: &Settled) -> Result<Self, ReportError> {
        let covers = |code: Option<i32>| {
            code.is_none_or(|code| {
                settled
                    .municipalities
                    .iter()
                    .any(|row| row.municipality_code == code)
            })
        };
        let mut meetings: Vec<MeetingRow> = ask(engine, "meetings", &[])?;
        meetings.retain(|row| covers(Some(row.municipality_code)));
        let mut unread: Vec<UnreadRow> = ask(engine, "unread", &[])?;
        unread.retain(|row| covers(row.municipality_code));
        let mut problems: Vec<ProblemRow> = ask(engine, "problems", &[])?;
        problems.retain(|row| covers(row.municipality_code));
        let mut corrections: Vec<CorrectionRow> = ask(engine, "corrections", &[])?;
        corrections.retain(|row| covers(Some(row.municipality_code)));
        Ok(Self {
            meetings,
            unread,
            problems,
            corrections,
        })
    }

    /// How many municipalities the meetings are of.
    #[must_use]
    pub fn municipalities(&self) -> usize {
        let mut codes: Vec<i32> = self
            .meetings
            .iter()
            .map(|row| row.municipality_code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    }

    /// First and last day of the meetings.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let days = || self.meetings.iter().filter_map(|row| row.meeting_date);
        days().min().zip(days().max())
    }
}

/// The section.
#[must_use]
pub fn section(desk: &Desk<'_>, topics: &[Topic], material: &Material) -> Section {
    let mut blocks = vec![
        Block::Heading(desk.words.word("heading.found")),
        Block::Table(found(desk, topics)),
        Block::Heading(desk.words.word("heading.conclude")),
        Block::List(points(desk, topics, material)),
    ];
    blocks.extend(under(desk, "heading.meetings", meetings(desk, material)));
    blocks.extend(under(desk, "heading.mentions", mentions(desk, topics)));
    let unread = unread(desk, material);
    if unread.is_none() {
        blocks.push(Block::Heading(desk.words.word("heading.unread")));
        blocks.push(Block::Paragraph(desk.words.say("unread.none", &[])));
    }
    blocks.extend(under(desk, "heading.unread", unread));
    blocks.extend(under(desk, "heading.problems", problems(desk, material)));
    blocks.extend(under(
        desk,
        "heading.corrections",
        corrections(desk, material),
    ));
    Section {
        id: "caveats".to_owned(),
        title: desk.words.word("section.caveats"),
        role: SectionRole::Caveats,
        blocks,
    }
}

fn under(desk: &Desk<'_>, heading: &str, table: Option<Table>) -> Vec<Block> {
    table.map_or_else(Vec::new, |table| {
        vec![
            Block::Heading(desk.words.word(heading)),
            Block::Table(table),
        ]
    })
}

/// Every municipality and what was found of it.
fn found(desk: &Desk<'_>, topics: &[Topic]) -> Table {
    let column = |label: String, kind| Column { label, kind };
    let mut columns = vec![
        column(desk.words.word("column.municipality"), ColumnKind::Words),
        column(desk.words.word("column.meetings"), ColumnKind::Number),
    ];
    let apart = topics.len() <= COLUMNS;
    if apart {
        columns.extend(
            topics
                .iter()
                .map(|topic| column(topic.name.label.clone(), ColumnKind::Words)),
        );
    } else {
        columns.push(column(desk.words.word("column.topics"), ColumnKind::Words));
    }
    let rows = desk
        .settled
        .municipalities
        .iter()
        .map(|place| {
            let mut cells = vec![words(place.municipality.clone()), number(place.meetings)];
            let told = topics.iter().map(|topic| status(desk, topic, place));
            if apart {
                cells.extend(told.map(words));
            } else {
                let lines = topics
                    .iter()
                    .zip(told)
                    .map(|(topic, told)| format!("{}: {told}", topic.name.label))
                    .collect();
                cells.push(desk::cell(Value::List(lines), &[]));
            }
            row(place.municipality_code, cells)
        })
        .collect();
    Table {
        id: "found".to_owned(),
        title: desk.words.word("table.found"),
        note: None,
        columns,
        rows,
    }
}

/// Found, not found in so many meetings, or no material.
fn status(desk: &Desk<'_>, topic: &Topic, place: &ScopeRow) -> String {
    let items = topic
        .items
        .iter()
        .filter(|item| item.municipality_code == place.municipality_code)
        .count();
    if items > 0 {
        desk.words.count("status.found", items, &[]).words()
    } else if place.meetings == 0 {
        desk.words.word("status.no_material")
    } else {
        desk.words
            .count("status.not_found", place.meetings, &[])
            .words()
    }
}

/// What to bear in mind, as far as it concerns this report.
fn points(desk: &Desk<'_>, topics: &[Topic], material: &Material) -> Vec<Text> {
    let any = |test: &dyn Fn(&Topic) -> bool| topics.iter().any(test);
    let agendas = material.meetings.iter().any(|row| row.kind == "agenda");
    let grants = any(&|topic| !topic.grants.external.is_empty());
    let mut keys = vec!["caveat.not_found", "caveat.topic", "caveat.committees"];
    if agendas {
        keys.push("caveat.agenda");
    }
    if any(&|topic| topic.route.iter().any(super::route::is_plan)) {
        keys.push("caveat.plan");
    }
    if any(&|topic| !topic.decisions.is_empty()) {
        keys.push("caveat.effect");
    }
    if grants {
        keys.extend([
            "caveat.once",
            "caveat.rounded",
            "caveat.co_financing",
            "caveat.persons",
        ]);
    }
    if any(&|topic| !topic.grants.appropriations.is_empty()) {
        keys.push("caveat.appropriations");
    }
    if any(&|topic| {
        topic
            .figures
            .iter()
            .any(|figure| figure.overspend.is_some())
    }) {
        keys.push("caveat.sign");
    }
    if any(&|topic| !topic.shared.nearest.is_empty()) {
        keys.push("caveat.shared");
    }
    keys.push("caveat.computed");
    keys.into_iter()
        .map(|key| desk.words.say(key, &[]))
        .collect()
}

fn meetings(desk: &Desk<'_>, material: &Material) -> Option<Table> {
    let rows = material
        .meetings
        .iter()
        .map(|meeting| {
            row(
                meeting.municipality_code,
                vec![
                    words(meeting.municipality.clone()),
                    perhaps(meeting.committee.as_deref()),
                    desk::date(meeting.meeting_date),
                    words(desk.words.label("meetings", "kind", &meeting.kind)),
                    number(meeting.items),
                    perhaps(meeting.source_path.as_deref()),
                    perhaps(meeting.origin.as_deref()),
                ],
            )
        })
        .collect();
    desk.table(
        "meetings".to_owned(),
        desk.words.word("table.meetings"),
        Some(desk.words.say("note.meetings", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("committee", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("document", ColumnKind::Words),
            ("items", ColumnKind::Number),
            ("file", ColumnKind::Words),
            ("origin", ColumnKind::Words),
        ],
        rows,
    )
}

/// Items that only mention a topic.
fn mentions(desk: &Desk<'_>, topics: &[Topic]) -> Option<Table> {
    let mut rows = Vec::new();
    for topic in topics {
        for mention in &topic.mentions {
            rows.push(row(
                mention.municipality_code,
                vec![
                    words(mention.municipality.clone()),
                    words(topic.name.label.clone()),
                    perhaps(mention.committee.as_deref()),
                    desk::date(mention.meeting_date),
                    perhaps(mention.number.as_deref()),
                    words(mention.title.clone()),
                ],
            ));
        }
    }
    desk.table(
        "mentions".to_owned(),
        desk.words.word("table.mentions"),
        Some(desk.words.say("note.mentions", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("topic", ColumnKind::Words),
            ("committee", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("number", ColumnKind::Words),
            ("title", ColumnKind::Prose),
        ],
        rows,
    )
}

fn unread(desk: &Desk<'_>, material: &Material) -> Option<Table> {
    let rows = material
        .unread
        .iter()
        .map(|file| Row {
            municipality: file.municipality_code.map(MunicipalityCode),
            cells: vec![
                words(file.source_path.clone()),
                perhaps(file.municipality.as_deref()),
                desk::date(file.meeting_date),
                words(desk.words.label("documents", "status", &file.status)),
                file.code.as_deref().map_or_else(Cell::default, |code| {
                    words(desk.words.label("problems", "code", code))
                }),
            ],
        })
        .collect();
    desk.table(
        "unread".to_owned(),
        desk.words.word("table.unread"),
        None,
        &[
            ("file", ColumnKind::Words),
            ("municipality", ColumnKind::Words),
            ("day", ColumnKind::Date),
            ("document_status", ColumnKind::Words),
            ("problem", ColumnKind::Prose),
        ],
        rows,
    )
}

fn problems(desk: &Desk<'_>, material: &Material) -> Option<Table> {
    let rows = material
        .problems
        .iter()
        .map(|problem| Row {
            municipality: problem.municipality_code.map(MunicipalityCode),
            cells: vec![
                perhaps(problem.municipality.as_deref()),
                words(desk.words.label("problems", "severity", &problem.severity)),
                words(desk.words.label("problems", "code", &problem.code)),
                number(problem.times),
                number(problem.documents),
            ],
        })
        .collect();
    desk.table(
        "problems".to_owned(),
        desk.words.word("table.problems"),
        Some(desk.words.say("note.problems", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("severity", ColumnKind::Words),
            ("problem", ColumnKind::Prose),
            ("times", ColumnKind::Number),
            ("documents", ColumnKind::Number),
        ],
        rows,
    )
}

/// Values that a user put right: the words of the documents read otherwise.
fn corrections(desk: &Desk<'_>, material: &Material) -> Option<Table> {
    let rows = material
        .corrections
        .iter()
        .map(|correction| {
            row(
                correction.municipality_code,
                vec![
                    words(correction.municipality.clone()),
                    words(correction.row_id.clone()),
                    words(format!("{}.{}", correction.table_name, correction.field)),
                    perhaps(correction.old_value.as_deref()),
                    perhaps(correction.new_value.as_deref()),
                    perhaps(correction.who.as_deref()),
                    perhaps(correction.why.as_deref()),
                ],
            )
        })
        .collect();
    desk.table(
        "corrections".to_owned(),
        desk.words.word("table.corrections"),
        Some(desk.words.say("note.corrections", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("row", ColumnKind::Words),
            ("field", ColumnKind::Words),
            ("old_value", ColumnKind::Words),
            ("new_value", ColumnKind::Words),
            ("who", ColumnKind::Words),
            ("why", ColumnKind::Prose),
        ],
        rows,
    )
}
