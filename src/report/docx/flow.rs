//! The document from front to back: title, contents, sections, and tables that need a lying page in an annex.

use super::body::{
    Addresses, DECLARATION, NAME_SPACES, link_within, paragraph, relationships, run, run_as, strong,
};
use super::notes::Notes;
use super::package::Part as PackagePart;
use super::tables::Tables;
use super::widths::{self, Form, Part};
use super::{DocxError, beside, pictures};
use crate::report::below_chart;
use crate::report::chart::picture;
use crate::report::form_words::{FormWords, words};
use crate::report::model::{
    Block, Chart, Inline, Language, Quote, Report, SideBySide, Table, Text,
};
use crate::report::theme::Theme;
use crate::report::xml::escape;
use std::fmt::Write as _;

const STYLES: &str = include_str!("../../../data/report/docx/styles.xml");
const NUMBERING: &str = include_str!("../../../data/report/docx/numbering.xml");
const SETTINGS: &str = include_str!("../../../data/report/docx/settings.xml");
const CONTENT_TYPES: &str = include_str!("../../../data/report/docx/content_types.xml");
const RELATIONSHIPS: &str = include_str!("../../../data/report/docx/rels.xml");
const CORE: &str = include_str!("../../../data/report/docx/core.xml");

/// Where the theme names no font of its own: on every machine, or with a twin of the same widths.
const FONT: &str = "Arial";

/// A document in the making.
pub struct Flow<'a> {
    report: &'a Report,
    theme: &'a Theme,
    words: &'static FormWords,
    out: String,
    notes: Notes<'a>,
    addresses: Addresses,
    images: Vec<Vec<u8>>,
    figures: usize,
    /// Headings so far: level, words, bookmark.
    headings: Vec<(u8, String, String)>,
    /// Bookmarks so far.
    bookmarks: usize,
    /// Tables that wait for a lying page: with columns, parts, and the bookmark that the text points to.
    annex: Vec<(&'a Table, Vec<usize>, Vec<Part>, String)>,
}

impl<'a> Flow<'a> {
    /// An empty document.
    pub fn new(report: &'a Report, theme: &'a Theme) -> Self {
        let words = words(report.language);
        Self {
            report,
            theme,
            words,
            out: String::new(),
            notes: Notes::new(report, words),
            addresses: Addresses::default(),
            images: Vec::new(),
            figures: 0,
            headings: Vec::new(),
            bookmarks: 0,
            annex: Vec::new(),
        }
    }

    /// Goes through the report; gives the parts of the package.
    pub fn parts(mut self) -> Result<Vec<PackagePart>, DocxError> {
        let report = self.report;
        for section in &report.sections {
            self.heading(1, &section.title);
            for block in &section.blocks {
                self.block(block)?;
            }
        }
        self.annex();
        Ok(self.packed())
    }

    fn block(&mut self, block: &'a Block) -> Result<(), DocxError> {
        match block {
            Block::Heading(words) => self.heading(2, words),
            Block::Paragraph(text) => self.text("Normal", text),
            Block::List(points) => points
                .iter()
                .for_each(|point| self.text("ListBullet", point)),
            Block::Note(text) => self.text("Note", text),
            Block::Quote(quote) => self.quote(quote),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart)?,
            Block::SideBySide(side) => self.side_by_side(side),
        }
        Ok(())
    }

    fn bookmark(&mut self) -> String {
        self.bookmarks += 1;
        format!("_Part{}", self.bookmarks)
    }

    fn marked(&self, bookmark: &str, runs: &str) -> String {
        let id = self.bookmarks;
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{bookmark}\"/>{runs}<w:bookmarkEnd w:id=\"{id}\"/>"
        )
    }

    fn heading(&mut self, level: u8, words: &str) {
        let bookmark = self.bookmark();
        let runs = self.marked(&bookmark, &run(words));
        self.out
            .push_str(&paragraph(&format!("Heading{level}"), &runs));
        self.headings.push((level, words.to_owned(), bookmark));
    }

    fn text(&mut self, style: &str, text: &Text) {
        let runs = self.runs(text);
        self.out.push_str(&paragraph(style, &runs));
    }

    fn runs(&mut self, text: &Text) -> String {
        let mut runs = String::new();
        for inline in &text.0 {
            match inline {
                Inline::Words(words) => runs.push_str(&run(words)),
                Inline::Strong(words) => runs.push_str(&strong(words)),
                Inline::Cited { words, evidence } => {
                    runs.push_str(&run(words));
                    runs.push_str(&self.notes.cite(evidence));
                }
                Inline::Address(address) => runs.push_str(&self.addresses.run(address)),
            }
        }
        runs
    }

    fn quote(&mut self, quote: &Quote) {
        let marks = self.notes.cite(&[quote.evidence]);
        let attribution = run(&format!("{}:", quote.attribution.trim_end_matches(':')));
        self.out
            .push_str(&paragraph("QuoteSource", &(attribution + &marks)));
        if let Some(evidence) = self.report.evidence(quote.evidence) {
            let words = unwrapped(&evidence.words);
            self.out.push_str(&paragraph("Quote", &run(&words)));
        }
    }

    fn table(&mut self, table: &'a Table) {
        let columns = widths::told(table);
        if columns.is_empty() {
            self.caption(&table.title, None);
            self.out
                .push_str(&paragraph("Normal", &run(&self.words.missing)));
            return self.below_table(table, &columns);
        }
        match widths::form(table, &columns, self.report.language) {
            Form::Upright(widths) => {
                let part = Part {
                    columns,
                    widths,
                    is_numbered: false,
                };
                self.caption(&table.title, None);
                let drawn = self.straight(table, &part);
                self.out.push_str(&drawn);
                self.below_table(table, &part.columns);
            }
            Form::Turned => {
                self.caption(&table.title, None);
                let drawn = self.tables().turned(table, &columns);
                self.out.push_str(&drawn);
                self.below_table(table, &columns);
            }
            Form::Lying(parts) => {
                let bookmark = self.bookmark();
                let told = format!("{}: ", table.title);
                let link = run_as(&self.words.in_annex, "<w:rStyle w:val=\"Hyperlink\"/>");
                let runs = strong(&told) + &link_within(&bookmark, &link);
                self.out.push_str(&paragraph("Normal", &runs));
                self.annex.push((table, columns, parts, bookmark));
            }
        }
    }

    fn tables(&mut self) -> Tables<'a, '_> {
        Tables {
            notes: &mut self.notes,
            language: self.report.language,
        }
    }

    fn straight(&mut self, table: &Table, part: &Part) -> String {
        let number = &self.words.evidence_number;
        self.tables().straight(table, part, number)
    }

    fn caption(&mut self, title: &str, bookmark: Option<&str>) {
        let runs = match bookmark {
            Some(bookmark) => {
                self.bookmarks += 1;
                self.marked(bookmark, &run(title))
            }
            None => run(title),
        };
        self.out.push_str(&paragraph("Caption", &runs));
    }

    /// The note of a table, and which columns are left out because no row says anything there.
    fn below_table(&mut self, table: &Table, columns: &[usize]) {
        let mut runs = match &table.note {
            Some(note) => self.runs(note),
            None => String::new(),
        };
        let untold: Vec<&str> = (0..table.columns.len())
            .filter(|at| !columns.contains(at))
            .map(|at| table.columns[at].label.as_str())
            .collect();
        if !untold.is_empty() {
            let told = format!("{}: {}.", self.words.untold_columns, untold.join(", "));
            let before = if runs.is_empty() { "" } else { " " };
            runs.push_str(&run(&format!("{before}{told}")));
        }
        let style = if runs.is_empty() { "Spacer" } else { "Source" };
        self.out.push_str(&paragraph(style, &runs));
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), DocxError> {
        self.figures += 1;
        let title = format!("{} {}: {}", self.words.figure, self.figures, chart.title);
        self.caption(&title, None);
        let drawn = picture::png(chart, self.report, pictures::TALLEST)?;
        let alternative = if chart.alternative.is_empty() {
            &chart.title
        } else {
            &chart.alternative
        };
        for picture in drawn {
            let at = self.images.len();
            self.out
                .push_str(&pictures::shown(&picture, at, &chart.title, alternative));
            self.images.push(picture.png);
        }
        let told = below_chart(chart, self.words);
        self.out.push_str(&paragraph("Source", &run(&told)));
        Ok(())
    }

    fn side_by_side(&mut self, side: &SideBySide) {
        self.caption(&side.title, None);
        self.out
            .push_str(&paragraph("Source", &run(&self.words.own_text)));
        self.out.push_str(&beside::drawn(side, self.report));
        self.out.push_str(&paragraph("Spacer", ""));
    }

    /// Tables on lying pages, at the back.
    fn annex(&mut self) {
        let waiting = std::mem::take(&mut self.annex);
        if waiting.is_empty() {
            return;
        }
        let upright = section(false);
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Spacer\"/>{upright}</w:pPr></w:p>"
        );
        self.heading(1, &self.words.annex);
        for (table, columns, parts, bookmark) in &waiting {
            for (at, part) in parts.iter().enumerate() {
                let mut title = table.title.clone();
                if parts.len() > 1 {
                    let of = parts.len();
                    let words = self.words;
                    let _ = write!(
                        title,
                        " ({} {} {} {of})",
                        words.part,
                        at + 1,
                        words.of_pages
                    );
                }
                self.caption(&title, (at == 0).then_some(bookmark.as_str()));
                let drawn = self.straight(table, part);
                self.out.push_str(&drawn);
                if at + 1 < parts.len() {
                    self.out.push_str(&paragraph("Spacer", ""));
                }
            }
            self.below_table(table, columns);
        }
        self.out.push_str(&section(true));
    }

    fn packed(mut self) -> Vec<PackagePart> {
        if !self.out.ends_with("</w:sectPr>") {
            self.out.push_str(&section(false));
        }
        let mut document = format!("{DECLARATION}<w:document {NAME_SPACES}><w:body>");
        document.push_str(&self.front());
        document.push_str(&self.out);
        document.push_str("</w:body></w:document>");
        let mut parts = vec![
            PackagePart::text("[Content_Types].xml", CONTENT_TYPES.to_owned()),
            PackagePart::text("_rels/.rels", RELATIONSHIPS.to_owned()),
            PackagePart::text("docProps/core.xml", self.filled(CORE)),
            PackagePart::text("word/document.xml", document),
            PackagePart::text("word/_rels/document.xml.rels", self.relationships()),
            PackagePart::text("word/styles.xml", self.filled(STYLES)),
            PackagePart::text("word/numbering.xml", NUMBERING.to_owned()),
            PackagePart::text("word/settings.xml", self.filled(SETTINGS)),
            PackagePart::text("word/footnotes.xml", self.notes.part()),
            PackagePart::text("word/_rels/footnotes.xml.rels", self.notes.relationships()),
            PackagePart::text("word/header1.xml", self.header()),
            PackagePart::text("word/footer1.xml", self.footer(9638)),
            PackagePart::text("word/footer2.xml", self.footer(14_570)),
        ];
        for (at, bytes) in self.images.into_iter().enumerate() {
            parts.push(PackagePart {
                name: format!("word/media/chart{}.png", at + 1),
                bytes,
            });
        }
        parts
    }

    fn front(&self) -> String {
        let mut out = String::new();
        if let Some(name) = &self.theme.name {
            out.push_str(&paragraph("Organisation", &run(name)));
        }
        out.push_str(&paragraph("Title", &run(&self.report.title)));
        out.push_str(&paragraph("Subtitle", &run(&self.report.subtitle)));
        out.push_str(&self.contents());
        out
    }

    /// A table of contents that is whole without being brought up to date; Word may do so all the same.
    fn contents(&self) -> String {
        let mut out = paragraph("TOCHeading", &run(&self.words.contents));
        let last = self.headings.len().saturating_sub(1);
        for (at, (level, words, bookmark)) in self.headings.iter().enumerate() {
            let field = "<w:r><w:fldChar w:fldCharType=";
            let begin = if at == 0 {
                format!(
                    "{field}\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u </w:instrText></w:r>{field}\"separate\"/></w:r>"
                )
            } else {
                String::new()
            };
            let end = if at == last {
                format!("{field}\"end\"/></w:r>")
            } else {
                String::new()
            };
            let link = link_within(bookmark, &run(words));
            out.push_str(&paragraph(
                &format!("TOC{level}"),
                &format!("{begin}{link}{end}"),
            ));
        }
        out
    }

    fn relationships(&self) -> String {
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut out = String::new();
        for name in ["styles", "numbering", "settings", "footnotes"] {
            let _ = write!(
                out,
                "<Relationship Id=\"rId{name}\" Type=\"{KIND}/{name}\" Target=\"{name}.xml\"/>"
            );
        }
        for (kind, name) in [
            ("header", "header1"),
            ("footer", "footer1"),
            ("footer", "footer2"),
        ] {
            let _ = write!(
                out,
                "<Relationship Id=\"rId{name}\" Type=\"{KIND}/{kind}\" Target=\"{name}.xml\"/>"
            );
        }
        for at in 0..self.images.len() {
            let _ = write!(
                out,
                "<Relationship Id=\"rIdP{at}\" Type=\"{KIND}/image\" Target=\"media/chart{}.png\"/>",
                at + 1
            );
        }
        out.push_str(&self.addresses.relationships());
        relationships(&out)
    }

    fn header(&self) -> String {
        let mut told: Vec<&str> = self.theme.name.as_deref().into_iter().collect();
        told.push(&self.report.title);
        let told = paragraph("Header", &run(&told.join(" · ")));
        format!("{DECLARATION}<w:hdr {NAME_SPACES}>{told}</w:hdr>")
    }

    /// The footer of a page whose text ends at `right` twips.
    fn footer(&self, right: u32) -> String {
        let field = |name: &str| {
            format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
        };
        let words = self.words;
        let runs = [
            run(&self.made_of()),
            run(&format!("\t{} ", words.page)),
            field("PAGE"),
            run(&format!(" {} ", words.of_pages)),
            field("NUMPAGES"),
        ]
        .concat();
        format!(
            "{DECLARATION}<w:ftr {NAME_SPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs>\
             <w:tab w:val=\"right\" w:pos=\"{right}\"/></w:tabs></w:pPr>{runs}</w:p></w:ftr>"
        )
    }

    fn made_of(&self) -> String {
        let made_of = &self.report.made_of;
        format!(
            "Tværsnit {} · {} {} · {} {}",
            made_of.program,
            self.words.contract,
            made_of.contract,
            self.words.data_set,
            made_of.data_set
        )
    }

    /// A part of `data/report/docx` with what is particular to the report.
    fn filled(&self, part: &str) -> String {
        let crate::report::theme::Colour(red, green, blue) = self.theme.light;
        let own = self.theme.fonts != Theme::default().fonts;
        let font = self.theme.fonts.first().filter(|_| own);
        let decimal = match self.report.language {
            Language::Da => ",",
            Language::En => ".",
        };
        // The title last: it may hold anything.
        part.replace("{{accent}}", &format!("{red:02X}{green:02X}{blue:02X}"))
            .replace("{{font}}", &escape(font.map_or(FONT, String::as_str)))
            .replace("{{language}}", &self.words.language_tag)
            .replace("{{decimal}}", decimal)
            .replace("{{made_of}}", &escape(&self.made_of()))
            .replace(
                "{{creator}}",
                &escape(self.theme.name.as_deref().unwrap_or("Tværsnit")),
            )
            .replace("{{title}}", &escape(&self.report.title))
    }
}

/// What ends a section: its page, with header and footer; the very first page has no header.
fn section(is_lying: bool) -> String {
    let (size, first) = if is_lying {
        (
            "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
            "",
        )
    } else {
        ("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>", "<w:titlePg/>")
    };
    let footer = if is_lying { "rIdfooter2" } else { "rIdfooter1" };
    let footer_of_first = if is_lying {
        ""
    } else {
        "<w:footerReference w:type=\"first\" r:id=\"rIdfooter1\"/>"
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdheader1\"/>\
         <w:footerReference w:type=\"default\" r:id=\"{footer}\"/>{footer_of_first}<w:type w:val=\"nextPage\"/>{size}\
         <w:pgMar w:top=\"1247\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" \
         w:gutter=\"0\"/>{first}</w:sectPr>"
    )
}

/// Whether a line begins a point of a list, a row of a table or a heading.
pub fn begins_line(line: &str) -> bool {
    let line = line.trim_start();
    let after_digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    line.starts_with(['-', '–', '•', '*', '|', '#'])
        || (after_digits.len() < line.len() && after_digits.starts_with(['.', ')']))
}

/// Words without the line ends of the page that they were set on: a line goes on unless a blank line, a point of a list or
/// a row of a table begins.
pub fn unwrapped(words: &str) -> String {
    let mut out = String::new();
    let mut is_new = true;
    for line in words.split('\n') {
        let folded = crate::report::folded(line);
        if folded.is_empty() {
            is_new = true;
            continue;
        }
        if !out.is_empty() {
            out.push(if is_new || begins_line(&folded) {
                '\n'
            } else {
                ' '
            });
        }
        out.push_str(&folded);
        is_new = false;
    }
    out
}
