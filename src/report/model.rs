//! What a report says before it has a form: sections of sentences, tables, charts, quotations and evidence.
//!
//! Nothing here is HTML, Word or Excel, and nothing here is Danish: words come ready made from [`super::words`], and the
//! renderers ([`super::html`], [`super::docx`], [`super::xlsx`], [`super::markdown`]) give them a form. Every string may
//! come from a document and is data: a renderer escapes all of them.

use crate::value::{Date, Kroner, MunicipalityCode};
use serde::Serialize;

/// The language that a report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Danish: `1.234,5`, "12. august 2025".
    #[default]
    Da,
    /// English: `1,234.5`, "12 August 2025".
    En,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Title.
    pub title: String,
    /// Under the title: region, topics, what material it rests on.
    pub subtitle: String,
    /// Language of all words that are not quoted.
    pub language: Language,
    /// What made it, out of what.
    pub made_of: MadeOf,
    /// The municipalities that it speaks of, in the order of their colours.
    pub municipalities: Vec<Municipality>,
    /// Answer first, then findings, evidence, caveats.
    pub sections: Vec<Section>,
    /// Every passage that the report rests on; an [`EvidenceId`] is an index into it.
    pub evidence: Vec<Evidence>,
    /// The items that the evidence stands in, each once; an [`ItemIndex`] is an index into it.
    pub items: Vec<SourceItem>,
}

/// Versions of what a report was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeOf {
    /// Version of the program.
    pub program: String,
    /// Version of the data contract.
    pub contract: String,
    /// Version of the data set.
    pub data_set: String,
}

/// A municipality that the report speaks of. Its place in [`Report::municipalities`] gives its colour everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// Official code.
    pub code: MunicipalityCode,
    /// Name without "Kommune".
    pub name: String,
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionRole {
    /// The answer in plain sentences; always the first.
    Answer,
    /// Tables and charts.
    Findings,
    /// The same text in several municipalities, side by side.
    Differences,
    /// The words that all else rests on.
    Evidence,
    /// What the material does not hold, and what not to conclude.
    Caveats,
}

/// A section under a heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Name in links: lower case ASCII and hyphens, unique in the report.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it is for.
    pub role: SectionRole,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading inside a section.
    Heading(String),
    /// Sentences.
    Paragraph(Text),
    /// Points.
    List(Vec<Text>),
    /// What a reader must bear in mind, set apart.
    Note(Text),
    /// The exact words of a document.
    Quote(Quote),
    /// Rows and columns.
    Table(Table),
    /// A picture of numbers.
    Chart(Chart),
    /// Texts that say the same, side by side.
    SideBySide(SideBySide),
}

/// Running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Inline>);

/// A run of words within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Words(String),
    /// Words that carry the point.
    Strong(String),
    /// A figure or statement with the passages that state it.
    Cited {
        /// The words.
        words: String,
        /// Where they stand; never empty.
        evidence: Vec<EvidenceId>,
    },
    /// An address on the web.
    Address(String),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name in links and of the sheet: lower case ASCII and hyphens, unique in the report.
    pub id: String,
    /// What the table shows.
    pub title: String,
    /// What to know for reading it.
    pub note: Option<Text>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, as long as `columns`.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading.
    pub label: String,
    /// What its cells hold.
    pub kind: ColumnKind,
}

/// What the cells of a column hold, and so how they are set and sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Words, or a list of them.
    Words,
    /// Longer running words, such as a quotation.
    Prose,
    /// Kroner.
    Kroner,
    /// A number.
    Number,
    /// Per cent.
    Percent,
    /// A day.
    Date,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The municipality that the row tells of, where it is one.
    pub municipality: Option<MunicipalityCode>,
    /// Cells, one a column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// Where that is stated; empty where nothing of a document is told, or where it is worked out of cells that have
    /// their own.
    pub evidence: Vec<EvidenceId>,
}

/// A value, typed so that each form can set and sort it its own way.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Unknown: set as a dash with a text for screen readers.
    #[default]
    Missing,
    /// Words.
    Words(String),
    /// Several, set one a line.
    List(Vec<String>),
    /// Kroner.
    Kroner(Kroner),
    /// A count or other number, with the digits behind the point that are to be shown.
    Number {
        /// The number.
        value: f64,
        /// Digits behind the point.
        places: usize,
    },
    /// Per cent: 57.4 is 57.4 %, with the digits behind the point that are to be shown.
    Percent {
        /// Per cent.
        value: f64,
        /// Digits behind the point.
        places: usize,
    },
    /// A day.
    Date(Date),
}

/// A picture of numbers, and what must stand around it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name in links: lower case ASCII and hyphens, unique in the report.
    pub id: String,
    /// What the chart shows.
    pub title: String,
    /// Unit of the numbers, in words: "kr.", "sager", "pct.".
    pub unit: String,
    /// Where the numbers come from.
    pub source: String,
    /// The same in words, for who cannot see it.
    pub alternative: String,
    /// The numbers.
    pub data: ChartData,
}

/// The numbers of a chart.
#[derive(Clone, Debug)]
pub enum ChartData {
    /// Horizontal bars: groups (municipalities mostly) with one bar a series beside each other.
    Bars {
        /// Names of the series; one is no legend.
        series: Vec<String>,
        /// Groups, top to bottom.
        groups: Vec<BarGroup>,
        /// How the numbers are written.
        kind: ColumnKind,
    },
    /// Horizontal bars of parts that add up: one bar a group, one part a series.
    Stacked {
        /// Names of the parts, in order; their colours belong to the part, not the municipality.
        series: Vec<String>,
        /// Groups, top to bottom.
        groups: Vec<BarGroup>,
        /// How the numbers are written.
        kind: ColumnKind,
    },
    /// What happened when: a lane a municipality, a mark an event.
    Timeline {
        /// Lanes, top to bottom.
        lanes: Vec<Lane>,
    },
}

/// One label of a bar chart.
#[derive(Clone, Debug)]
pub struct BarGroup {
    /// Label.
    pub label: String,
    /// Whose numbers, where a municipality's: gives the colour.
    pub municipality: Option<MunicipalityCode>,
    /// A number a series, in kroner, per cent or pieces; `None` where unknown, which is not zero.
    pub values: Vec<Option<f64>>,
    /// Where each number is stated.
    pub evidence: Vec<Vec<EvidenceId>>,
}

/// A lane of a time line.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Label.
    pub label: String,
    /// Whose, where a municipality's.
    pub municipality: Option<MunicipalityCode>,
    /// Events, by day.
    pub events: Vec<Event>,
}

/// Something on a day.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub day: Date,
    /// What, in a few words: the body.
    pub label: String,
    /// What happened there, in full.
    pub what: String,
    /// Whether it took place or was only announced.
    pub certainty: Certainty,
    /// Where that stands.
    pub evidence: Vec<EvidenceId>,
}

/// How sure an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Minutes tell that it took place.
    Held,
    /// An agenda or a plan announces it.
    Announced,
}

/// The same case's text in several municipalities.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// Name in links.
    pub id: String,
    /// What is compared.
    pub title: String,
    /// The texts that are laid side by side.
    pub texts: Vec<ComparedText>,
}

/// A municipality's telling, cut into stretches in the order of its own text.
#[derive(Clone, Debug)]
pub struct ComparedText {
    /// Whose.
    pub municipality: MunicipalityCode,
    /// Committee and day, in words.
    pub heading: String,
    /// The item that it is taken from.
    pub item: ItemIndex,
    /// Stretches; together they are the text without a gap.
    pub stretches: Vec<Stretch>,
}

/// A stretch of a compared text: exact words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The words, white space as in the document.
    pub words: String,
    /// Who else has them.
    pub held: Held,
}

/// Who has a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// All the compared texts.
    ByAll,
    /// Some of the others: these.
    BySome(Vec<MunicipalityCode>),
    /// None of the others: added here.
    ByNoOther,
}

/// Exact words with where they stand.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Who says it, where and when, in words.
    pub attribution: String,
    /// The passage.
    pub evidence: EvidenceId,
}

/// Index into [`Report::evidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceId(pub usize);

/// Index into [`Report::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(pub usize);

/// A passage that the report rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Id of the row of the data set that states the fact: a decision, grant, figure, recommendation or item.
    pub row_id: String,
    /// The item that the passage stands in.
    pub item: ItemIndex,
    /// First code point of the passage in [`SourceItem::text`], from 0.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The exact words: `text[start..end]` in code points.
    pub words: String,
    /// Page of the source, where known.
    pub page: Option<i32>,
    /// Line of the document's text, from 1.
    pub line: usize,
}

/// An item that is cited: its whole text, so that a reader sees a passage among its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceItem {
    /// Id of the item.
    pub item_id: String,
    /// Municipality.
    pub municipality: Municipality,
    /// The body that met.
    pub committee: Option<String>,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Whether the document is minutes or an agenda.
    pub kind: DocumentKind,
    /// Number of the item, as written.
    pub number: Option<String>,
    /// Title of the item.
    pub title: String,
    /// Path of the file below the input folder.
    pub source_path: String,
    /// Id of the document.
    pub document_id: String,
    /// Address that the document was fetched from, where known.
    pub origin: Option<String>,
    /// Place of `text` in the document: first code point of `texts.text`.
    pub span_start: usize,
    /// Exact words of the item.
    pub text: String,
}

/// What kind of document tells of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Minutes say what was decided.
    Minutes,
    /// An agenda announces what is to be treated.
    Agenda,
}

impl Report {
    /// The passage behind `id`.
    #[must_use]
    pub fn evidence(&self, id: EvidenceId) -> Option<&Evidence> {
        self.evidence.get(id.0)
    }

    /// The item that a passage stands in.
    #[must_use]
    pub fn item(&self, index: ItemIndex) -> Option<&SourceItem> {
        self.items.get(index.0)
    }

    /// The place of a municipality in the report's palette.
    #[must_use]
    pub fn place_of(&self, code: MunicipalityCode) -> Option<usize> {
        self.municipalities
            .iter()
            .position(|known| known.code == code)
    }
}

impl Text {
    /// Words alone.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self(vec![Inline::Words(words.into())])
    }

    /// Adds a run; plain words join those before them.
    pub fn push(&mut self, inline: Inline) {
        match (self.0.last_mut(), inline) {
            (_, Inline::Words(more)) if more.is_empty() => {}
            (Some(Inline::Words(words)), Inline::Words(more)) => words.push_str(&more),
            (_, inline) => self.0.push(inline),
        }
    }

    /// Adds the runs of `other`.
    pub fn append(&mut self, other: Self) {
        for inline in other.0 {
            self.push(inline);
        }
    }

    /// The words of all runs.
    #[must_use]
    pub fn words(&self) -> String {
        self.0.iter().map(Inline::words).collect()
    }

    /// The same with a capital in front.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        if let Some(Inline::Words(words) | Inline::Strong(words) | Inline::Cited { words, .. }) =
            self.0.first_mut()
            && let Some(first) = words.chars().next()
        {
            let upper: String = first.to_uppercase().collect();
            words.replace_range(..first.len_utf8(), &upper);
        }
        self
    }
}

impl Inline {
    /// The words of the run.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Strong(words) | Self::Cited { words, .. } => words,
            Self::Address(address) => address,
        }
    }
}
