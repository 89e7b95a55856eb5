//! The blocks of a section as the templates walk them.

use super::HtmlError;
use super::behind::chart_table;
use super::citations::{Citations, Passage, Reference};
use super::safe::web_address;
use super::sources::item_name;
use super::tables::TableView;
use crate::report::model::{
    Block, Chart, ChartData, ComparedText, EvidenceId, Held, Inline, Quote, Report, SideBySide,
    Stretch, Text,
};
use crate::report::palette::{self, Tier};
use crate::value::MunicipalityCode;
use serde::Serialize;
use std::collections::BTreeSet;

/// References that are shown beside words; the rest unfolds on demand.
pub(super) const BESIDE_WORDS: usize = 4;
/// References that are shown beside a number in a table.
pub(super) const BESIDE_NUMBERS: usize = 1;

/// A block.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum BlockView {
    /// A heading.
    Heading {
        /// Name in links.
        id: String,
        /// Words.
        words: String,
    },
    /// Sentences.
    Paragraph { text: TextView },
    /// Points.
    List { points: Vec<TextView> },
    /// Set apart.
    Note { text: TextView },
    /// Exact words of a document.
    Quote {
        /// Who says it, where and when.
        attribution: String,
        /// The words.
        words: String,
        /// Links to them.
        references: References,
    },
    /// Rows and columns.
    Table { table: TableView },
    /// A picture of numbers.
    Chart { chart: Box<ChartView> },
    /// Texts side by side.
    SideBySide { texts: SideBySideView },
}

/// Running text.
pub(super) type TextView = Vec<InlineView>;

/// A run of words.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum InlineView {
    /// Words.
    Words { words: String },
    /// Words that carry the point.
    Strong { words: String },
    /// Words with links to what they rest on.
    Cited {
        words: String,
        references: References,
    },
    /// An address; `link` where it may be one.
    Address {
        address: String,
        link: Option<String>,
    },
}

/// Links to passages: those shown at once, and the others.
#[derive(Debug, Default, Serialize)]
pub(super) struct References {
    pub first: Vec<Reference>,
    pub rest: Vec<Reference>,
}

/// A chart with what stands around it.
#[derive(Debug, Serialize)]
pub(super) struct ChartView {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub source: String,
    pub alternative: String,
    /// The drawing where there is room and the one for a narrow screen.
    pub pictures: [minijinja::Value; 2],
    /// The numbers behind it.
    pub table: TableView,
    /// Whether the table holds events, not numbers.
    pub events: bool,
}

/// Texts side by side.
#[derive(Debug, Serialize)]
pub(super) struct SideBySideView {
    pub id: String,
    pub title: String,
    pub texts: Vec<ComparedView>,
}

/// One of the texts.
#[derive(Debug, Serialize)]
pub(super) struct ComparedView {
    pub municipality: String,
    /// Colour, as names of styles.
    pub swatch: Option<String>,
    pub heading: String,
    /// Name in links of the item.
    pub item: String,
    pub stretches: Vec<StretchView>,
}

/// A stretch of a text.
#[derive(Debug, Serialize)]
pub(super) struct StretchView {
    /// The words without white space behind them.
    pub words: String,
    /// The white space behind them, which is not set off.
    pub gap: String,
    /// "all", "some" or "own".
    pub held: &'static str,
    /// Who else has it, where some do.
    pub also: Vec<String>,
}

/// Builds views, numbering passages on its way.
pub(super) struct Builder<'report> {
    pub(super) report: &'report Report,
    citations: Citations<'report>,
}

impl<'report> Builder<'report> {
    pub(super) fn of(report: &'report Report) -> Self {
        Self {
            report,
            citations: Citations::of(report),
        }
    }

    /// The passages by number, and the items to show.
    pub(super) fn finish(self) -> (Vec<Passage>, BTreeSet<usize>) {
        self.citations.finish()
    }

    /// The blocks of the section named `section`.
    pub(super) fn blocks(
        &mut self,
        section: &str,
        blocks: &[Block],
    ) -> Result<Vec<BlockView>, HtmlError> {
        let mut headings = 0;
        let mut views = Vec::new();
        for block in blocks {
            if matches!(block, Block::Heading(_)) {
                headings += 1;
            }
            views.push(self.block(block, &format!("page-{section}-{headings}"))?);
        }
        Ok(views)
    }

    fn block(&mut self, block: &Block, heading: &str) -> Result<BlockView, HtmlError> {
        Ok(match block {
            Block::Heading(words) => BlockView::Heading {
                id: heading.to_owned(),
                words: words.clone(),
            },
            Block::Paragraph(text) => BlockView::Paragraph {
                text: self.text(text)?,
            },
            Block::Note(text) => BlockView::Note {
                text: self.text(text)?,
            },
            Block::List(points) => BlockView::List {
                points: points
                    .iter()
                    .map(|point| self.text(point))
                    .collect::<Result<_, _>>()?,
            },
            Block::Quote(quote) => self.quote(quote)?,
            Block::Table(table) => BlockView::Table {
                table: TableView::of(table, self)?,
            },
            Block::Chart(chart) => BlockView::Chart {
                chart: Box::new(self.chart(chart)?),
            },
            Block::SideBySide(texts) => BlockView::SideBySide {
                texts: self.side_by_side(texts)?,
            },
        })
    }

    /// Running text with its links.
    pub(super) fn text(&mut self, text: &Text) -> Result<TextView, HtmlError> {
        text.0.iter().map(|inline| self.inline(inline)).collect()
    }

    /// Links to passages.
    pub(super) fn references(
        &mut self,
        evidence: &[EvidenceId],
        shown: usize,
    ) -> Result<References, HtmlError> {
        let mut first = self.citations.cite(evidence)?;
        // One link more takes no more room than the words that would hide it.
        let rest = match first.len() {
            count if count > shown + 1 => first.split_off(shown),
            _ => Vec::new(),
        };
        Ok(References { first, rest })
    }

    fn inline(&mut self, inline: &Inline) -> Result<InlineView, HtmlError> {
        Ok(match inline {
            Inline::Words(words) => InlineView::Words {
                words: words.clone(),
            },
            Inline::Strong(words) => InlineView::Strong {
                words: words.clone(),
            },
            Inline::Cited { words, evidence } if evidence.is_empty() => {
                return Err(HtmlError::NothingCited(words.clone()));
            }
            Inline::Cited { words, evidence } => InlineView::Cited {
                words: words.clone(),
                references: self.references(evidence, BESIDE_WORDS)?,
            },
            Inline::Address(address) => InlineView::Address {
                link: web_address(address).map(String::from),
                address: address.clone(),
            },
        })
    }

    fn quote(&mut self, quote: &Quote) -> Result<BlockView, HtmlError> {
        let references = self.references(&[quote.evidence], BESIDE_WORDS)?;
        let evidence = self
            .report
            .evidence(quote.evidence)
            .ok_or(HtmlError::UnknownEvidence(quote.evidence))?;
        Ok(BlockView::Quote {
            attribution: quote.attribution.clone(),
            words: evidence.words.clone(),
            references,
        })
    }

    fn chart(&mut self, chart: &Chart) -> Result<ChartView, HtmlError> {
        Ok(ChartView {
            id: chart.id.clone(),
            title: chart.title.clone(),
            unit: chart.unit.clone(),
            source: chart.source.clone(),
            alternative: chart.alternative.clone(),
            pictures: super::page::pictures(chart, self.report),
            table: chart_table(chart, self)?,
            events: matches!(chart.data, ChartData::Timeline { .. }),
        })
    }

    fn side_by_side(&mut self, texts: &SideBySide) -> Result<SideBySideView, HtmlError> {
        Ok(SideBySideView {
            id: texts.id.clone(),
            title: texts.title.clone(),
            texts: texts
                .texts
                .iter()
                .map(|text| self.compared(text))
                .collect::<Result<_, _>>()?,
        })
    }

    fn compared(&mut self, text: &ComparedText) -> Result<ComparedView, HtmlError> {
        self.citations.show(text.item)?;
        Ok(ComparedView {
            municipality: self.name_of(text.municipality),
            swatch: swatch(self.report, text.municipality),
            heading: text.heading.clone(),
            item: item_name(text.item),
            stretches: text
                .stretches
                .iter()
                .map(|held| self.stretch(held))
                .collect(),
        })
    }

    fn stretch(&self, stretch: &Stretch) -> StretchView {
        let (held, also) = match &stretch.held {
            Held::ByAll => ("all", Vec::new()),
            Held::BySome(codes) => (
                "some",
                codes.iter().map(|code| self.name_of(*code)).collect(),
            ),
            Held::ByNoOther => ("own", Vec::new()),
        };
        let words = stretch.words.trim_end();
        StretchView {
            gap: stretch.words[words.len()..].to_owned(),
            words: words.to_owned(),
            held,
            also,
        }
    }

    fn name_of(&self, code: MunicipalityCode) -> String {
        let known = self.report.place_of(code);
        known.map_or_else(
            || code.to_string(),
            |at| self.report.municipalities[at].name.clone(),
        )
    }
}

/// Colour of a municipality as names of styles, the same as in charts: "k3", "k3 striped".
pub(super) fn swatch(report: &Report, code: MunicipalityCode) -> Option<String> {
    let (colour, tier) = palette::of(report.place_of(code)?);
    let hatch = match tier {
        Tier::Solid => "",
        Tier::Striped => " striped",
        Tier::Dotted => " dotted",
    };
    Some(format!("k{}{hatch}", colour + 1))
}
