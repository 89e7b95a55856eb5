//! Footnotes: each passage once, with its exact words (white space folded) and where they stand; a later mention points to
//! the first.

use super::body::{Addresses, DECLARATION, NAME_SPACES, link_within, paragraph, run, run_as};
use crate::report::form_words::FormWords;
use crate::report::html::safe;
use crate::report::model::{Evidence, EvidenceId, Language, Report};
use crate::report::source_line::source_line;
use std::collections::HashMap;
use std::fmt::Write as _;

/// A longer passage is cut in its footnote, which says so; the place leads to the whole.
pub const LONGEST: usize = 1_500;
const MARK: &str = "<w:rStyle w:val=\"FootnoteReference\"/>";

/// Footnotes in the order of their first mention.
pub struct Notes<'a> {
    report: &'a Report,
    words: &'static FormWords,
    /// Number of a passage: item, start, end.
    numbers: HashMap<(usize, usize, usize), usize>,
    out: String,
    addresses: Addresses,
}

impl<'a> Notes<'a> {
    /// No footnotes yet.
    pub fn new(report: &'a Report, words: &'static FormWords) -> Self {
        Self {
            report,
            words,
            numbers: HashMap::new(),
            out: String::new(),
            addresses: Addresses::default(),
        }
    }

    /// Marks for `ids`, each passage once.
    pub fn cite(&mut self, ids: &[EvidenceId]) -> String {
        let mut out = String::new();
        let mut seen = Vec::new();
        for id in ids {
            let Some(evidence) = self.report.evidence(*id) else {
                continue;
            };
            let key = (evidence.item.0, evidence.start, evidence.end);
            if seen.contains(&key) {
                continue;
            }
            if !seen.is_empty() {
                out.push_str(&run_as(" ", MARK));
            }
            seen.push(key);
            out.push_str(&self.mark(key, evidence));
        }
        out
    }

    fn mark(&mut self, key: (usize, usize, usize), evidence: &Evidence) -> String {
        if let Some(number) = self.numbers.get(&key) {
            return link_within(&bookmark(*number), &run_as(&number.to_string(), MARK));
        }
        let number = self.numbers.len() + 1;
        self.numbers.insert(key, number);
        self.write(number, evidence);
        // Bookmarks of footnotes have the ids after those of headings and tables.
        let (id, name) = (100_000 + number, bookmark(number));
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:r><w:rPr>{MARK}</w:rPr>\
             <w:footnoteReference w:id=\"{number}\"/></w:r><w:bookmarkEnd w:id=\"{id}\"/>"
        )
    }

    fn write(&mut self, number: usize, evidence: &Evidence) {
        let mut runs = format!("<w:r><w:rPr>{MARK}</w:rPr><w:footnoteRef/></w:r>");
        let (open, close) = match self.report.language {
            Language::Da => ("»", "«"),
            Language::En => ("\u{201c}", "\u{201d}"),
        };
        let folded = crate::report::folded(&safe::printable(&evidence.words));
        let (shown, is_cut) = cut(&folded);
        runs.push_str(&run(&format!(" {open}")));
        runs.push_str(&run(shown));
        let end = if is_cut {
            format!(" […]{close} {} ", self.words.goes_on)
        } else {
            format!("{close} ")
        };
        runs.push_str(&run(&end));
        if let Some(item) = self.report.item(evidence.item) {
            let line = source_line(evidence, item, self.words, self.report.language);
            runs.push_str(&run(&line));
            if let Some(address) = &item.origin {
                runs.push_str(&run(", "));
                runs.push_str(&self.addresses.run(address));
            }
            runs.push_str(&run("."));
        }
        let _ = write!(
            self.out,
            "<w:footnote w:id=\"{number}\">{}</w:footnote>",
            paragraph("FootnoteText", &runs)
        );
    }

    /// The part of footnotes.
    pub fn part(&self) -> String {
        let line = |id: i32, kind: &str, mark: &str| {
            format!(
                "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" \
                 w:lineRule=\"auto\"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>"
            )
        };
        format!(
            "{DECLARATION}<w:footnotes {NAME_SPACES}>{}{}{}</w:footnotes>",
            line(-1, "separator", "separator"),
            line(0, "continuationSeparator", "continuationSeparator"),
            self.out
        )
    }

    /// Its relationships.
    pub fn relationships(&self) -> String {
        super::body::relationships(&self.addresses.relationships())
    }
}

fn bookmark(number: usize) -> String {
    format!("_Note{number}")
}

fn cut(words: &str) -> (&str, bool) {
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => (&words[..at], true),
        None => (words, false),
    }
}
