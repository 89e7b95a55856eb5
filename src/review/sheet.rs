//! The workbook that goes to a person: a row a value, with its words, and columns for the judgement.

use super::{Fact, ReviewError};
use crate::tables;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url,
    Workbook, Worksheet, XlsxError,
};
use std::path::Path;

/// Name of the sheet.
pub const SHEET: &str = "Gennemsyn";
/// Rows of a sheet under its heading.
const ROWS: usize = 1_048_575;

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Right, wrong, or no such fact.
    Verdict,
    /// The right value.
    Right,
    /// Who judged.
    Who,
    /// Why.
    Why,
    /// The table.
    Table,
    /// The column of the table.
    Field,
    /// The value in the data.
    Value,
    /// The words.
    Quotation,
    /// What stands around them.
    Around,
    /// The municipality.
    Municipality,
    /// Day of the meeting.
    Date,
    /// The body.
    Committee,
    /// The item.
    Item,
    /// The file.
    Document,
    /// Place in its text.
    Place,
    /// Where it was fetched.
    Link,
    /// Id of the row.
    Id,
}

impl Column {
    /// Every column with its heading and width, in order. The headings are how the sheet is read back.
    pub const ALL: [(Self, &'static str, f64); 17] = [
        (Self::Verdict, "Dom", 12.0),
        (Self::Right, "Rigtig værdi", 22.0),
        (Self::Who, "Hvem", 12.0),
        (Self::Why, "Hvorfor", 24.0),
        (Self::Table, "Tabel", 16.0),
        (Self::Field, "Felt", 20.0),
        (Self::Value, "Værdi", 22.0),
        (Self::Quotation, "Citat", 70.0),
        (Self::Around, "Sætning", 50.0),
        (Self::Municipality, "Kommune", 14.0),
        (Self::Date, "Mødedag", 12.0),
        (Self::Committee, "Udvalg", 24.0),
        (Self::Item, "Punkt", 40.0),
        (Self::Document, "Dokument", 28.0),
        (Self::Place, "Sted (tegn)", 14.0),
        (Self::Link, "Link", 30.0),
        (Self::Id, "Id", 40.0),
    ];

    /// Heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        let known = Self::ALL.iter().find(|(column, ..)| *column == self);
        known.map_or("", |(_, heading, _)| heading)
    }

    fn at(self) -> u16 {
        let at = (0..)
            .zip(Self::ALL)
            .find(|(_, (column, ..))| *column == self);
        at.map_or(0, |(at, _)| at)
    }
}

/// What can be chosen as a judgement.
pub const VERDICTS: [&str; 3] = ["rigtig", "forkert", "findes ikke"];

const GUIDE: [&str; 12] = [
    "Sådan gennemses værdierne",
    "Hver række er én værdi, som programmet har læst. Citatet er dokumentets egne ord.",
    "Dom: rigtig, forkert, eller findes ikke (dokumentet siger slet ikke noget sådant).",
    "Rigtig værdi: udfyldes, når dommen er forkert. Skriv (tom), hvis feltet skal være tomt.",
    "Beløb skrives uden punktummer mellem tusinder: 1234567,50. Dage: 2025-08-13. Flere navne: A; B.",
    "Hvem og Hvorfor følger med rettelsen, så andre kan se den.",
    "Rækker uden dom tæller ikke. Overskrifter og kolonnerne Tabel, Felt og Id må ikke ændres.",
    "Send filen tilbage; den læses med: tvaersnit review --read FIL --out corrections.csv",
    "",
    "In English: each row is a value that the program read, with the document's own words. Judge it as rigtig (right),",
    "forkert (wrong; give the right value, or (tom) for none) or findes ikke (the document says no such thing).",
    "Amounts without marks between thousands; days as 2025-08-13; several names as A; B.",
];

/// Writes the workbook to `path` and says how many values it holds.
///
/// # Errors
/// [`ReviewError`] where a sheet cannot hold them or the file cannot be written.
pub fn write(facts: &[Fact], path: &Path) -> Result<usize, ReviewError> {
    let rows: usize = facts.iter().map(|fact| fact.judged().count()).sum();
    if rows > ROWS {
        return Err(ReviewError::TooManyRows(rows));
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Tværsnit: gennemsyn")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    headings(sheet, &formats)?;
    let mut row = 0;
    for fact in facts {
        for (field, value) in fact.judged() {
            row += 1;
            one(sheet, row, fact, (field, value), &formats)?;
        }
    }
    let last = Column::Id.at();
    sheet.autofilter(0, 0, row, last)?;
    let verdicts = DataValidation::new().allow_list_strings(&VERDICTS)?;
    sheet.add_data_validation(1, 0, row.max(1), 0, &verdicts)?;
    guide(&mut workbook, &formats)?;
    workbook.save(path)?;
    Ok(rows)
}

struct Formats {
    heading: Format,
    asked: Format,
    cell: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            heading: Format::new()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin),
            asked: cell.clone().set_background_color(Color::RGB(0x00FF_F8E1)),
            cell,
        }
    }
}

fn headings(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    for (at, (_, heading, width)) in (0..).zip(Column::ALL) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, heading, &formats.heading)?;
    }
    sheet.set_freeze_panes(1, 4)?;
    Ok(())
}

fn one(
    sheet: &mut Worksheet,
    row: u32,
    fact: &Fact,
    (field, value): (&'static str, &str),
    formats: &Formats,
) -> Result<(), ReviewError> {
    for asked in [Column::Verdict, Column::Right, Column::Who, Column::Why] {
        sheet.write_blank(row, asked.at(), &formats.asked)?;
    }
    let item = format!("{} {}", fact.number, fact.title);
    for (column, words) in [
        (Column::Table, fact.table),
        (Column::Field, field),
        (Column::Value, value),
        (Column::Quotation, &fact.quotation),
        (Column::Around, fact.around.as_deref().unwrap_or_default()),
        (Column::Municipality, &fact.municipality),
        (Column::Date, &fact.date),
        (Column::Committee, &fact.committee),
        (Column::Item, item.trim()),
        (Column::Document, &fact.document),
        (Column::Place, &fact.place),
        (Column::Id, &fact.id),
    ] {
        // The longest of them, a quotation, is cut far below what a cell holds; a sentence may be longer.
        let words: String = words.chars().take(8_000).collect();
        sheet.write_string_with_format(row, column.at(), words, &formats.cell)?;
    }
    if let Some(origin) = &fact.origin {
        link(sheet, row, origin, formats)?;
    }
    let codes = tables::find(fact.table).map_or(Vec::new(), |table| {
        let column = table
            .columns()
            .into_iter()
            .find(|column| column.name == field);
        column.map(|column| column.codes).unwrap_or_default()
    });
    // A list of choices holds 255 characters.
    if !codes.is_empty() && codes.join(",").len() < 255 {
        let choices = DataValidation::new()
            .allow_list_strings(&codes)?
            .show_error_message(false);
        let at = Column::Right.at();
        sheet.add_data_validation(row, at, row, at, &choices)?;
    }
    Ok(())
}

/// An address becomes a link only where it is one of the web; all else stays words.
fn link(sheet: &mut Worksheet, row: u32, origin: &str, formats: &Formats) -> Result<(), XlsxError> {
    let at = Column::Link.at();
    let is_web = origin.starts_with("https://") || origin.starts_with("http://");
    if is_web && sheet.write_url(row, at, Url::new(origin)).is_ok() {
        return Ok(());
    }
    sheet.write_string_with_format(row, at, origin, &formats.cell)?;
    Ok(())
}

fn guide(workbook: &mut Workbook, formats: &Formats) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name("Vejledning")?;
    sheet.set_column_width(0, 110)?;
    for (at, line) in (0..).zip(GUIDE) {
        sheet.write_string_with_format(at, 0, line, &formats.cell)?;
    }
    Ok(())
}
