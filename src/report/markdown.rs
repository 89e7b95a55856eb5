//! A report in Markdown: tables as tables, charts as their numbers, evidence as footnotes.
//!
//! Footnotes are an extension that GitHub, pandoc and most readers know. Every word that comes out of a document is
//! escaped, so that it stands on the page as it stands in the document.

use super::format;
use super::model::{
    BarGroup, Block, Cell, Certainty, Chart, ChartData, Column, ColumnKind, EvidenceId, Held,
    Inline, Lane, Quote, Report, SideBySide, Table, Text, Value,
};
use super::words::Words;
use crate::harmless::in_markdown;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The report as Markdown.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut page = Page {
        report,
        words: Words::of(report.language),
        out: String::new(),
        notes: Vec::new(),
        numbers: BTreeMap::new(),
    };
    page.line(&format!("# {}", escaped(&report.title)));
    page.line(&escaped(&report.subtitle));
    for section in &report.sections {
        page.line(&format!("## {}", escaped(&section.title)));
        for block in &section.blocks {
            page.block(block);
        }
    }
    page.line(&escaped(&made_of(report, &page.words)));
    page.footnotes();
    page.out
}

struct Page<'r> {
    report: &'r Report,
    words: Words,
    out: String,
    /// The passages cited, by the number of their footnote less one.
    notes: Vec<EvidenceId>,
    /// The numbers of their footnotes.
    numbers: BTreeMap<EvidenceId, usize>,
}

impl Page<'_> {
    /// A paragraph of ready Markdown.
    fn line(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push_str("\n\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => self.line(&format!("### {}", escaped(words))),
            Block::Paragraph(text) => {
                let text = self.text(text);
                self.line(&text);
            }
            Block::List(points) => {
                for point in points {
                    let point = self.text(point);
                    // Writing to a string cannot fail.
                    let _ = writeln!(self.out, "- {point}");
                }
                self.out.push('\n');
            }
            Block::Note(text) => {
                let text = self.text(text);
                self.line(&format!("> {text}"));
            }
            Block::Quote(quote) => self.quote(quote),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::SideBySide(texts) => self.side_by_side(texts),
        }
    }

    fn text(&mut self, text: &Text) -> String {
        let mut out = String::new();
        for inline in &text.0 {
            match inline {
                Inline::Words(words) => out.push_str(&in_markdown(words)),
                Inline::Strong(words) => {
                    let _ = write!(out, "**{}**", in_markdown(words));
                }
                Inline::Cited { words, evidence } => {
                    out.push_str(&in_markdown(words));
                    out.push_str(&self.cite(evidence));
                }
                Inline::Address(address) => out.push_str(&in_markdown(address)),
            }
        }
        guarded(&out)
    }

    /// The marks of the footnotes of passages.
    fn cite(&mut self, evidence: &[EvidenceId]) -> String {
        let mut marks = String::new();
        for id in evidence {
            let next = self.notes.len() + 1;
            let number = *self.numbers.entry(*id).or_insert(next);
            if number == next {
                self.notes.push(*id);
            }
            let mark = format!("[^{number}]");
            if !marks.contains(&mark) {
                marks.push_str(&mark);
            }
        }
        marks
    }

    fn quote(&mut self, quote: &Quote) {
        let Some(evidence) = self.report.evidence(quote.evidence) else {
            return;
        };
        let mark = self.cite(&[quote.evidence]);
        self.line(&format!("{}{mark}:", escaped(&quote.attribution)));
        self.line(&format!("> {}", escaped(&evidence.words)));
    }

    fn table(&mut self, table: &Table) {
        self.line(&format!("**{}**", escaped(&table.title)));
        let rows = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| self.cell(cell)).collect())
            .collect::<Vec<Vec<String>>>();
        self.grid(&table.columns, &rows);
        if let Some(note) = &table.note {
            let note = self.text(note);
            self.line(&format!("*{note}*"));
        }
    }

    fn grid(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let heads: Vec<String> = columns
            .iter()
            .map(|column| escaped(&column.label))
            .collect();
        let rules: Vec<&str> = columns
            .iter()
            .map(|column| match column.kind {
                ColumnKind::Words | ColumnKind::Prose | ColumnKind::Date => "---",
                ColumnKind::Kroner | ColumnKind::Number | ColumnKind::Percent => "---:",
            })
            .collect();
        let _ = writeln!(self.out, "| {} |", heads.join(" | "));
        let _ = writeln!(self.out, "| {} |", rules.join(" | "));
        for row in rows {
            let _ = writeln!(self.out, "| {} |", row.join(" | "));
        }
        self.out.push('\n');
    }

    fn cell(&mut self, cell: &Cell) -> String {
        let shown = match &cell.value {
            Value::Words(words) => in_cell(words.lines()),
            Value::List(lines) => in_cell(lines.iter().map(String::as_str)),
            other => one(&self.value(other)),
        };
        format!("{shown}{}", self.cite(&cell.evidence))
    }

    fn value(&self, value: &Value) -> String {
        let language = self.report.language;
        match value {
            Value::Missing => "–".to_owned(),
            Value::Words(words) => words.clone(),
            Value::List(lines) => lines.join("; "),
            Value::Kroner(amount) => self.words.line(
                "kroner",
                &[("amount", format::kroner(*amount, language).into())],
            ),
            Value::Number { value, places } => format::number(*value, *places, language),
            Value::Percent { value, places } => format::percent(*value, *places, language),
            Value::Date(day) => format::day(*day, language),
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.line(&format!("**{}**", escaped(&chart.title)));
        match &chart.data {
            ChartData::Bars {
                series,
                groups,
                kind,
            }
            | ChartData::Stacked {
                series,
                groups,
                kind,
            } => {
                self.bars(series, groups, *kind);
                let unit = self
                    .words
                    .line("label.unit", &[("unit", chart.unit.as_str().into())]);
                self.line(&format!(
                    "*{} · {}*",
                    escaped(&unit),
                    escaped(&chart.source)
                ));
            }
            ChartData::Timeline { lanes } => {
                self.timeline(lanes);
                self.line(&format!("*{}*", escaped(&chart.source)));
            }
        }
    }

    fn bars(&mut self, series: &[String], groups: &[BarGroup], kind: ColumnKind) {
        let mut columns = vec![Column {
            label: String::new(),
            kind: ColumnKind::Words,
        }];
        columns.extend(series.iter().map(|name| Column {
            label: name.clone(),
            kind,
        }));
        let rows: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                let mut row = vec![one(&group.label)];
                for (value, evidence) in group.values.iter().zip(&group.evidence) {
                    let shown = value.map_or_else(
                        || "–".to_owned(),
                        |value| one(&bar(value, kind, self.report)),
                    );
                    row.push(format!("{shown}{}", self.cite(evidence)));
                }
                row
            })
            .collect();
        self.grid(&columns, &rows);
    }

    fn timeline(&mut self, lanes: &[Lane]) {
        let column = |page: &Self, key: &str, kind| Column {
            label: page.words.word(key),
            kind,
        };
        let columns = [
            column(self, "column.municipality", ColumnKind::Words),
            column(self, "column.day", ColumnKind::Date),
            column(self, "column.event", ColumnKind::Words),
            column(self, "column.certainty", ColumnKind::Words),
        ];
        let mut rows = Vec::new();
        for lane in lanes {
            for event in &lane.events {
                let certainty = match event.certainty {
                    Certainty::Held => "label.yes_held",
                    Certainty::Announced => "label.announced",
                };
                rows.push(vec![
                    one(&lane.label),
                    one(&format::day(event.day, self.report.language)),
                    format!("{}{}", one(&event.what), self.cite(&event.evidence)),
                    one(&self.words.word(certainty)),
                ]);
            }
        }
        self.grid(&columns, &rows);
    }

    fn side_by_side(&mut self, texts: &SideBySide) {
        self.line(&format!("### {}", escaped(&texts.title)));
        for text in &texts.texts {
            let name = self.name(text.municipality);
            self.line(&format!(
                "**{}**, {}",
                escaped(&name),
                escaped(&text.heading)
            ));
            for stretch in &text.stretches {
                let held = match &stretch.held {
                    Held::ByAll => self.words.word("held.all"),
                    Held::ByNoOther => self.words.word("held.none"),
                    Held::BySome(codes) => {
                        let names: Vec<String> =
                            codes.iter().map(|code| self.name(*code)).collect();
                        let names = self.words.list(&names);
                        self.words.line("held.some", &[("names", names.into())])
                    }
                };
                let _ = writeln!(
                    self.out,
                    "- **{}**: {}",
                    escaped(&held),
                    escaped(&stretch.words)
                );
            }
            self.out.push('\n');
        }
    }

    fn name(&self, code: crate::value::MunicipalityCode) -> String {
        let known = self
            .report
            .municipalities
            .iter()
            .find(|known| known.code == code);
        known.map_or_else(|| code.to_string(), |known| known.name.clone())
    }

    fn footnotes(&mut self) {
        for at in 0..self.notes.len() {
            if let Some(note) = self.footnote(self.notes[at]) {
                let _ = writeln!(self.out, "[^{}]: {note}", at + 1);
            }
        }
    }

    fn footnote(&self, id: EvidenceId) -> Option<String> {
        let evidence = self.report.evidence(id)?;
        let item = self.report.item(evidence.item)?;
        let say =
            |key: &str, place: &str, words: String| self.words.line(key, &[(place, words.into())]);
        let mut parts = vec![item.municipality.name.clone()];
        parts.extend(item.committee.clone());
        parts.extend(item.date.map(|day| format::day(day, self.report.language)));
        parts.extend(
            item.number
                .clone()
                .map(|number| say("place.item", "number", number)),
        );
        parts.extend(
            evidence
                .page
                .map(|page| say("evidence.page", "page", page.to_string())),
        );
        parts.push(say("evidence.line", "line", evidence.line.to_string()));
        parts.push(say("evidence.file", "file", item.source_path.clone()));
        parts.extend(
            item.origin
                .clone()
                .map(|origin| say("evidence.origin", "origin", origin)),
        );
        Some(format!(
            "»{}« {}.",
            in_markdown(&evidence.words),
            in_markdown(&parts.join(", "))
        ))
    }
}

fn made_of(report: &Report, words: &Words) -> String {
    words.line(
        "made_of",
        &[
            ("program", report.made_of.program.as_str().into()),
            ("contract", report.made_of.contract.as_str().into()),
            ("data_set", report.made_of.data_set.as_str().into()),
        ],
    )
}

fn bar(value: f64, kind: ColumnKind, report: &Report) -> String {
    let language = report.language;
    let places = |most: usize| if value.fract() == 0.0 { 0 } else { most };
    match kind {
        ColumnKind::Percent => format::percent(value, places(1), language),
        ColumnKind::Kroner => format::number(value, places(2), language),
        _ => format::number(value, places(6), language),
    }
}

/// Lines in a cell of a table, where no word begins a list or a heading.
fn in_cell<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let lines: Vec<String> = lines
        .map(|line| in_markdown(line).trim().to_owned())
        .collect();
    lines.join("<br>")
}

/// The same of one line.
fn one(words: &str) -> String {
    in_cell(std::iter::once(words))
}

/// Words at the beginning of a line.
fn escaped(words: &str) -> String {
    guarded(in_markdown(words).trim())
}

/// Ready words, of which the first would make a list, a heading or a rule of the line.
fn guarded(words: &str) -> String {
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let behind = words[digits..].chars().next();
    if digits > 0 && matches!(behind, Some('.' | ')')) {
        return format!("{}\\{}", &words[..digits], &words[digits..]);
    }
    match words.chars().next() {
        Some('-' | '+' | '=') => format!("\\{words}"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_documents_stay_words() {
        for (words, want) in [
            (
                "<script>alert(1)</script>",
                "\\<script\\>alert(1)\\</script\\>",
            ),
            (
                "[klik](javascript:alert(1))",
                "\\[klik\\](javascript\\:alert(1))",
            ),
            ("=cmd()", "\\=cmd()"),
            ("1. punkt", "1\\. punkt"),
            ("- liste", "\\- liste"),
            ("# overskrift", "\\# overskrift"),
            ("a | b", "a \\| b"),
            ("to\nlinjer", "to linjer"),
            ("kl. 16:00", "kl. 16:00"),
            ("https://x.dk", "https\\://x.dk"),
            ("www.x.dk", "www\\.x.dk"),
            ("a@b.dk", "a\\@b.dk"),
            ("&lt;b&gt;", "\\&lt;b\\&gt;"),
        ] {
            assert_eq!(escaped(words), want);
        }
    }
}
