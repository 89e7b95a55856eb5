//! Sheets of words: the front, the running text, texts side by side, the evidence.

use super::XlsxError;
use super::book::{Book, evidence_row, excel_day};
use crate::report::html::safe;
use crate::report::model::{
    Block, EvidenceId, Held, Inline, Quote, Report, SectionRole, SideBySide, Text,
};
use crate::report::source_line;
use rust_xlsxwriter::{Url, Worksheet};

/// Width of the column of words.
const WIDE: f64 = 110.0;
/// Column of the words; links to evidence follow.
const WORDS: u16 = 0;
/// Longest address that Excel takes as a link.
const LONGEST_ADDRESS: usize = 2_000;

/// The front: title, answer, what sheets there are, what it is made of.
pub fn front(book: &mut Book<'_>, name: String) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.named_sheet(&name)?;
    wide(&mut sheet)?;
    let report = book.report;
    book.write(&mut sheet, (0, WORDS), &report.title, "", &book.looks.title)?;
    book.write(
        &mut sheet,
        (1, WORDS),
        &report.subtitle,
        "",
        &book.looks.note,
    )?;
    let mut row = 3;
    for section in report
        .sections
        .iter()
        .filter(|section| section.role == SectionRole::Answer)
    {
        book.write(
            &mut sheet,
            (row, WORDS),
            &section.title,
            "",
            &book.looks.heading,
        )?;
        row += 1;
        for block in &section.blocks {
            row = self::block(book, &mut sheet, block, row)?;
        }
    }
    row += 1;
    book.write(
        &mut sheet,
        (row, WORDS),
        &book.words.sheets,
        "",
        &book.looks.heading,
    )?;
    let evidence = (
        book.evidence_sheet.clone(),
        book.words.evidence_sheet.clone(),
    );
    for (name, title) in book.contents().iter().chain([&evidence]) {
        row += 1;
        book.link(&mut sheet, (row, WORDS), (name, 0), title)?;
    }
    row += 2;
    book.write(
        &mut sheet,
        (row, WORDS),
        &book.words.empty_cells,
        "",
        &book.looks.note,
    )?;
    let made_of = &report.made_of;
    let made_of = format!(
        "{}: Tværsnit {} · {} · {}",
        book.words.made_of, made_of.program, made_of.contract, made_of.data_set
    );
    book.write(&mut sheet, (row + 1, WORDS), &made_of, "", &book.looks.note)?;
    Ok(sheet)
}

/// The words of all sections of some roles.
pub fn sections(
    book: &mut Book<'_>,
    name: String,
    is_meant: impl Fn(SectionRole) -> bool,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.named_sheet(&name)?;
    wide(&mut sheet)?;
    let mut row = 0;
    for section in book
        .report
        .sections
        .iter()
        .filter(|section| is_meant(section.role))
    {
        book.write(
            &mut sheet,
            (row, WORDS),
            &section.title,
            "",
            &book.looks.title,
        )?;
        row += 1;
        for block in &section.blocks {
            row = self::block(book, &mut sheet, block, row)?;
        }
        row += 1;
    }
    Ok(sheet)
}

fn wide(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_column_width(WORDS, WIDE)?;
    for column in 1..=6 {
        sheet.set_column_width(WORDS + column, 12.0)?;
    }
    Ok(())
}

/// Writes a block from `row` on and gives the next free row. Tables, charts and texts side by side have their own sheets.
fn block(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    block: &Block,
    row: u32,
) -> Result<u32, XlsxError> {
    match block {
        Block::Heading(words) => {
            book.write(sheet, (row, WORDS), words, "", &book.looks.heading)?;
            Ok(row + 1)
        }
        Block::Paragraph(text) => told(book, sheet, text, row, ""),
        Block::Note(text) => told(book, sheet, text, row, ""),
        Block::List(points) => {
            let mut row = row;
            for point in points {
                row = told(book, sheet, point, row, "• ")?;
            }
            Ok(row)
        }
        Block::Quote(quote) => quoted(book, sheet, quote, row),
        Block::Table(table) => pointed(book, sheet, &table.id, &table.title, row),
        Block::Chart(chart) => pointed(book, sheet, &chart.id, &chart.title, row),
        Block::SideBySide(side) => pointed(book, sheet, &side.id, &side.title, row),
    }
}

/// A link to the sheet of a table, chart or comparison.
fn pointed(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    id: &str,
    title: &str,
    row: u32,
) -> Result<u32, XlsxError> {
    if let Some(name) = book.sheet_of(id) {
        book.link(sheet, (row, WORDS), (name, 0), &format!("→ {title}"))?;
    }
    Ok(row + 1)
}

fn told(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    text: &Text,
    row: u32,
    before: &str,
) -> Result<u32, XlsxError> {
    let words = format!("{before}{}", text.words());
    book.write(sheet, (row, WORDS), &words, "", &book.looks.words)?;
    book.heighten(sheet, row, [(words.as_str(), WIDE)].into_iter())?;
    let mut cited: Vec<(EvidenceId, String)> = Vec::new();
    for inline in &text.0 {
        let Inline::Cited { evidence, .. } = inline else {
            continue;
        };
        for id in evidence {
            if cited.iter().all(|(known, _)| known != id) {
                cited.push((*id, String::new()));
            }
        }
    }
    book.evidence_links(sheet, (row, WORDS + 1), &cited)?;
    Ok(row + 1)
}

fn quoted(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    quote: &Quote,
    row: u32,
) -> Result<u32, XlsxError> {
    book.write(
        sheet,
        (row, WORDS),
        &quote.attribution,
        "",
        &book.looks.note,
    )?;
    book.evidence_links(sheet, (row, WORDS + 1), &[(quote.evidence, String::new())])?;
    if let Some(evidence) = book.report.evidence(quote.evidence) {
        let place = book.place(evidence);
        book.write(
            sheet,
            (row + 1, WORDS),
            &evidence.words,
            &place,
            &book.looks.words,
        )?;
        let texts = [(evidence.words.as_str(), WIDE)];
        book.heighten(sheet, row + 1, texts.into_iter())?;
    }
    Ok(row + 2)
}

/// The sheet of texts that are compared: a row a stretch.
pub fn side_by_side(book: &mut Book<'_>, side: &SideBySide) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.sheet(&side.title, &side.title)?;
    super::tables::title(book, &mut sheet, &side.title, None)?;
    let words = book.words;
    let labels = [words.municipality.as_str(), &words.text_of, &words.held_by];
    let rows = side.texts.iter().map(|text| text.stretches.len()).sum();
    super::tables::head(book, &mut sheet, &labels, 0, super::tables::count(rows))?;
    for (at, width) in [(0, 40.0), (1, 100.0), (2, 30.0)] {
        sheet.set_column_width(at, width)?;
    }
    book.remember(&side.id, &sheet.name());
    sheet.set_print_fit_to_pages(1, 0);
    let mut row = super::tables::HEAD_ROW;
    for text in &side.texts {
        let whose = book.report.place_of(text.municipality);
        let heading = match whose {
            Some(place) => format!(
                "{}: {}",
                book.report.municipalities[place].name, text.heading
            ),
            None => text.heading.clone(),
        };
        let place = book
            .report
            .item(text.item)
            .map_or(String::new(), |item| item.source_path.clone());
        for stretch in &text.stretches {
            row += 1;
            let texts = [(stretch.words.as_str(), 100.0), (heading.as_str(), 40.0)];
            book.heighten(&mut sheet, row, texts.into_iter())?;
            let held = held(book.report, &stretch.held, book.words);
            book.write(&mut sheet, (row, 0), &heading, "", &book.looks.words)?;
            book.write(
                &mut sheet,
                (row, 1),
                &stretch.words,
                &place,
                &book.looks.words,
            )?;
            book.write(&mut sheet, (row, 2), &held, "", &book.looks.words)?;
        }
    }
    Ok(sheet)
}

/// Who else has a stretch, in words.
fn held(report: &Report, held: &Held, words: &crate::report::form_words::FormWords) -> String {
    match held {
        Held::ByAll => words.by_all.clone(),
        Held::ByNoOther => words.by_none.clone(),
        Held::BySome(codes) => codes
            .iter()
            .map(|code| match report.place_of(*code) {
                Some(place) => report.municipalities[place].name.clone(),
                None => code.to_string(),
            })
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// Every passage that the report rests on: a row each, in the order of their numbers.
pub fn evidence(book: &mut Book<'_>) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.named_sheet(&book.evidence_sheet)?;
    let words = book.words;
    let columns: [(&str, f64); 13] = [
        (&words.evidence_number, 7.0),
        (&words.municipality, 18.0),
        (&words.committee, 28.0),
        (&words.date, 13.0),
        (&words.kind, 14.0),
        (&words.item_long, 9.0),
        (&words.item_title, 40.0),
        (&words.words, 80.0),
        (&words.page_long, 7.0),
        (&words.line_long, 8.0),
        (&words.document, 40.0),
        (&words.origin, 40.0),
        (&words.row_id, 46.0),
    ];
    for (at, (label, width)) in (0u16..).zip(columns) {
        book.write(&mut sheet, (0, at), label, "", &book.looks.head)?;
        sheet.set_column_width(at, width)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    let rows = super::tables::count(book.report.evidence.len());
    if rows > 0 {
        sheet.autofilter(0, 0, rows, 12)?;
    }
    for at in 0..book.report.evidence.len() {
        passage(book, &mut sheet, EvidenceId(at))?;
    }
    Ok(sheet)
}

fn passage(book: &mut Book<'_>, sheet: &mut Worksheet, id: EvidenceId) -> Result<(), XlsxError> {
    let (report, row) = (book.report, evidence_row(id));
    let Some(evidence) = report.evidence(id) else {
        return Ok(());
    };
    let number = |value: usize| f64::from(super::tables::count(value));
    sheet.write_number_with_format(row, 0, number(id.0 + 1), &book.looks.plain)?;
    let place = book.place(evidence);
    book.write(sheet, (row, 7), &evidence.words, &place, &book.looks.words)?;
    let mut texts = vec![(evidence.words.as_str(), 80.0)];
    if let Some(item) = report.item(evidence.item) {
        texts.push((item.title.as_str(), 40.0));
        texts.extend(item.committee.iter().map(|body| (body.as_str(), 28.0)));
        texts.push((item.source_path.as_str(), 40.0));
    }
    book.heighten(sheet, row, texts.into_iter())?;
    if let Some(page) = evidence.page {
        sheet.write_number_with_format(row, 8, f64::from(page), &book.looks.plain)?;
    }
    sheet.write_number_with_format(row, 9, number(evidence.line), &book.looks.plain)?;
    book.write(sheet, (row, 12), &evidence.row_id, "", &book.looks.words)?;
    let Some(item) = report.item(evidence.item) else {
        return Ok(());
    };
    let words = book.words;
    for (column, said) in [
        (1, Some(item.municipality.name.as_str())),
        (2, item.committee.as_deref()),
        (4, Some(source_line::kind(item.kind, words))),
        (5, item.number.as_deref()),
        (6, Some(item.title.as_str())),
        (10, Some(item.source_path.as_str())),
    ] {
        if let Some(said) = said {
            book.write(sheet, (row, column), said, "", &book.looks.words)?;
        }
    }
    if let Some(day) = item.date.and_then(excel_day) {
        sheet.write_datetime_with_format(row, 3, &day, &book.looks.date)?;
    }
    origin(book, sheet, row, item.origin.as_deref())
}

/// The address as a link where it is one of the web, else as words.
fn origin(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    row: u32,
    address: Option<&str>,
) -> Result<(), XlsxError> {
    let Some(address) = address else {
        return Ok(());
    };
    match safe::web_address(address).filter(|web| web.encode_utf16().count() <= LONGEST_ADDRESS) {
        Some(web) if row < 60_000 => {
            sheet.write_url_with_format(row, 11, Url::new(web), &book.looks.link)?;
        }
        _ => book.write(sheet, (row, 11), address, "", &book.looks.words)?,
    }
    Ok(())
}
