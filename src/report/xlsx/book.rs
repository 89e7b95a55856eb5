//! The workbook: which sheets there are, how they look, and what is written into a cell how.

use super::XlsxError;
use super::cells::fitting;
use super::names::Names;
use super::{charts, tables, texts};
use crate::report::chart::measure::{self, Weight};
use crate::report::form_words::{FormWords, words};
use crate::report::html::safe;
use crate::report::model::{Block, Evidence, EvidenceId, Report, SectionRole};
use crate::report::source_line::source_line;
use crate::report::theme::Theme;
use crate::value::Date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook,
    Worksheet,
};
use std::collections::HashMap;

/// Excel's highest row holds about this many lines.
const MOST_LINES: u32 = 26;
/// Height of a line, in points.
const LINE_HEIGHT: f64 = 15.0;
/// Width of a column's unit, in px, and size of letters at which the font of charts is as wide as Excel's.
const LETTER: f64 = 7.0;
const LETTER_SIZE: f64 = 13.5;
/// A4.
const PAPER: u8 = 9;
/// Most columns of links in a row; what is beyond is told in the last.
pub const MOST_LINKS: usize = 6;
/// Excel takes this many links a sheet; beyond that the number of the evidence stands there as text.
const MOST_LINKS_OF_SHEET: u32 = 60_000;

/// How cells look.
pub struct Looks {
    /// Title of a sheet.
    pub title: Format,
    /// Heading within a sheet of words.
    pub heading: Format,
    /// Running words.
    pub words: Format,
    /// Words of less weight.
    pub note: Format,
    /// Head of a column.
    pub head: Format,
    /// Kroner.
    pub kroner: Format,
    /// A number that names a place, such as a page.
    pub plain: Format,
    /// A day.
    pub date: Format,
    /// A link within the workbook.
    pub link: Format,
    numbers: HashMap<String, Format>,
}

impl Looks {
    fn new(accent: Color) -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let wrapped = || top().set_text_wrap();
        Self {
            title: top().set_bold().set_font_size(14).set_font_color(accent),
            heading: wrapped()
                .set_bold()
                .set_font_size(12)
                .set_font_color(accent),
            words: wrapped(),
            note: wrapped().set_italic().set_font_color(Color::RGB(0x4b_535b)),
            head: wrapped()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(accent)
                .set_border_bottom(FormatBorder::Thin),
            kroner: number_look("#,##0.00 \"kr.\""),
            plain: number_look("0"),
            date: top()
                .set_num_format("dd-mm-yyyy")
                .set_align(FormatAlign::Left),
            link: top()
                .set_font_color(Color::RGB(0x05_63c1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            numbers: HashMap::new(),
        }
    }

    /// A number with so many digits behind the point; per cent with its sign.
    pub fn number(&mut self, places: usize, is_percent: bool) -> &Format {
        let mut code = "#,##0".to_owned();
        if places > 0 {
            code.push('.');
            code.push_str(&"0".repeat(places.min(15)));
        }
        if is_percent {
            code.push_str(" \"%\"");
        }
        self.numbers
            .entry(code.clone())
            .or_insert_with(|| number_look(&code))
    }
}

/// Numbers stand to the right, but do not touch the next column.
fn number_look(code: &str) -> Format {
    Format::new()
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Right)
        .set_indent(1)
        .set_num_format(code)
}

/// A workbook in the making.
pub struct Book<'a> {
    /// What it says.
    pub report: &'a Report,
    /// Words of this form.
    pub words: &'static FormWords,
    /// How cells look.
    pub looks: Looks,
    /// Names of sheets.
    names: Names,
    /// Name of the sheet of evidence.
    pub evidence_sheet: String,
    /// Sheets made so far: name and title, in order.
    made: Vec<(String, String)>,
    /// Sheet of each table, chart and comparison, by its id.
    sheet_of: HashMap<String, String>,
    workbook: Workbook,
    theme: &'a Theme,
}

impl<'a> Book<'a> {
    /// An empty workbook for `report`.
    pub fn new(report: &'a Report, theme: &'a Theme) -> Self {
        let words = words(report.language);
        let crate::report::theme::Colour(red, green, blue) = theme.light;
        let accent = Color::RGB(u32::from_be_bytes([0, red, green, blue]));
        Self {
            report,
            words,
            looks: Looks::new(accent),
            names: Names::default(),
            evidence_sheet: String::new(),
            made: Vec::new(),
            sheet_of: HashMap::new(),
            workbook: Workbook::new(),
            theme,
        }
    }

    /// Makes all sheets: the front, words, tables and charts, evidence, caveats.
    pub fn fill(&mut self) -> Result<(), XlsxError> {
        let front = self.names.name(&self.words.front_sheet);
        self.evidence_sheet = self.names.name(&self.words.evidence_sheet);
        let caveats = self.names.name(&self.words.caveats_sheet);
        let text = self.names.name(&self.words.text_sheet);
        let mut sheets = Vec::new();
        for section in &self.report.sections {
            for block in &section.blocks {
                match block {
                    Block::Table(table) => sheets.push(tables::sheet(self, table)?),
                    Block::Chart(chart) => sheets.push(charts::sheet(self, chart)?),
                    Block::SideBySide(side) => sheets.push(texts::side_by_side(self, side)?),
                    _ => {}
                }
            }
        }
        let running = |role| !matches!(role, SectionRole::Answer | SectionRole::Caveats);
        let text = texts::sections(self, text, running)?;
        let caveats_title = self.words.caveats_sheet.clone();
        self.made.push((caveats.clone(), caveats_title));
        let caveats = texts::sections(self, caveats, |role| role == SectionRole::Caveats)?;
        let evidence = texts::evidence(self)?;
        let front = texts::front(self, front)?;
        for sheet in [front, caveats]
            .into_iter()
            .chain(sheets)
            .chain([text, evidence])
        {
            self.workbook.push_worksheet(sheet);
        }
        Ok(())
    }

    /// The file.
    pub fn bytes(mut self) -> Result<Vec<u8>, XlsxError> {
        let made_of = &self.report.made_of;
        let mut properties = DocProperties::new()
            .set_title(safe::printable(&self.report.title))
            .set_comment(format!(
                "Tværsnit {}, {}, {}",
                made_of.program, made_of.contract, made_of.data_set
            ))
            // A workbook made of the same data is the same workbook, whenever it is made.
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        if let Some(name) = &self.theme.name {
            properties = properties
                .set_company(safe::printable(name))
                .set_author(safe::printable(name));
        }
        self.workbook.set_properties(&properties);
        Ok(self.workbook.save_to_buffer()?)
    }

    /// A new sheet near to the name `wanted`, told on the front sheet under `title`.
    pub fn sheet(&mut self, wanted: &str, title: &str) -> Result<Worksheet, XlsxError> {
        let name = self.names.name(wanted);
        self.made.push((name.clone(), title.to_owned()));
        self.named_sheet(&name)
    }

    /// A sheet with a name that [`Names`] gave.
    pub fn named_sheet(&self, name: &str) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet
            .set_paper_size(PAPER)
            .set_landscape()
            .set_footer("&L&A&R&P / &N");
        Ok(sheet)
    }

    /// Remembers which sheet holds the table, chart or comparison `id`.
    pub fn remember(&mut self, id: &str, sheet: &str) {
        self.sheet_of.insert(id.to_owned(), sheet.to_owned());
    }

    /// The sheet of a table, chart or comparison.
    pub fn sheet_of(&self, id: &str) -> Option<&str> {
        self.sheet_of.get(id).map(String::as_str)
    }

    /// Makes a row as high as the longest of `texts` needs in a column of its width. Excel does so on its own only for
    /// some rows, and other programs not at all.
    pub fn heighten<'t>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        texts: impl Iterator<Item = (&'t str, f64)>,
    ) -> Result<(), XlsxError> {
        let most = texts.map(|(text, width)| line_count(text, width)).max();
        let most = most.unwrap_or(1).min(MOST_LINES);
        if most > 1 {
            sheet.set_row_height(row, f64::from(most) * LINE_HEIGHT + 1.0)?;
        }
        Ok(())
    }

    /// Sheets that readers may go to: name and title.
    pub fn contents(&self) -> &[(String, String)] {
        &self.made
    }

    /// Writes words, cut where Excel's limit is.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        text: &str,
        place: &str,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let text = fitting(text, &self.words.cut_note, place);
        sheet.write_string_with_format(row, column, text, look)?;
        Ok(())
    }

    /// Writes a link to a row of another sheet.
    pub fn link(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        target: (&str, u32),
        text: &str,
    ) -> Result<(), XlsxError> {
        let text = fitting(text, &self.words.cut_note, "");
        if row >= MOST_LINKS_OF_SHEET / u32::try_from(MOST_LINKS).unwrap_or(1) {
            sheet.write_string_with_format(row, column, text, &self.looks.link)?;
            return Ok(());
        }
        let (name, target_row) = target;
        let address = format!(
            "internal:'{}'!A{}",
            name.replace('\'', "''"),
            target_row + 1
        );
        let url = Url::new(address).set_text(text);
        sheet.write_url_with_format(row, column, &url, &self.looks.link)?;
        Ok(())
    }

    /// Writes links to evidence from `column` on, each with what it states; what is beyond the last column is told there.
    pub fn evidence_links(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cited: &[(EvidenceId, String)],
    ) -> Result<(), XlsxError> {
        for (at, (id, what)) in (0u16..).zip(cited.iter().take(MOST_LINKS)) {
            let mut text = format!("{}", id.0 + 1);
            if !what.is_empty() {
                text = format!("{text}: {}", shortened(what));
            }
            if usize::from(at) + 1 == MOST_LINKS && cited.len() > MOST_LINKS {
                let rest: Vec<String> = cited[MOST_LINKS..]
                    .iter()
                    .map(|(id, _)| (id.0 + 1).to_string())
                    .collect();
                text = format!("{text} (+ {})", rest.join(", "));
            }
            let target = (self.evidence_sheet.as_str(), evidence_row(*id));
            self.link(sheet, (row, column + at), target, &text)?;
        }
        Ok(())
    }

    /// Where a passage stands, in words.
    pub fn place(&self, evidence: &Evidence) -> String {
        match self.report.item(evidence.item) {
            Some(item) => source_line(evidence, item, self.words, self.report.language),
            None => evidence.row_id.clone(),
        }
    }
}

/// The first words of what a passage states; the row has them all.
fn shortened(what: &str) -> String {
    match what.char_indices().nth(26) {
        Some((at, _)) => format!("{}…", what[..at].trim_end()),
        None => what.to_owned(),
    }
}

/// The row of the evidence sheet that holds a passage.
pub fn evidence_row(id: EvidenceId) -> u32 {
    u32::try_from(id.0)
        .unwrap_or(u32::MAX - 1)
        .saturating_add(1)
}

/// Lines that `text` takes in a column of `width` letters.
fn line_count(text: &str, width: f64) -> u32 {
    // A long text fills the highest row that Excel has; how far is not worth measuring.
    if text.len() > 20_000 {
        return MOST_LINES;
    }
    let px = width * LETTER;
    let lines = text.split('\n').map(|line| {
        let broken = measure::lines(line, LETTER_SIZE, Weight::Regular, px);
        broken.len().max(1)
    });
    u32::try_from(lines.sum::<usize>()).unwrap_or(MOST_LINES)
}

/// A day as Excel counts it; `None` for a day that Excel does not know.
pub fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}
