//! Paragraphs and runs of WordprocessingML; all words go through [`run`], which escapes them.

use crate::report::html::safe;
use crate::report::xml::escape;
use std::fmt::Write as _;

/// Name spaces that parts with text need.
pub const NAME_SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

/// What XML begins with.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A paragraph in `style` that holds `runs`.
pub fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

/// Words without more; line ends and tabs as in `words`.
pub fn run(words: &str) -> String {
    run_as(words, "")
}

/// Words with `properties` (WordprocessingML).
pub fn run_as(words: &str, properties: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut out = "<w:r>".to_owned();
    if !properties.is_empty() {
        let _ = write!(out, "<w:rPr>{properties}</w:rPr>");
    }
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", escape(piece));
            }
        }
    }
    out.push_str("</w:r>");
    out
}

/// Strong words.
pub fn strong(words: &str) -> String {
    run_as(words, "<w:b/>")
}

/// A link to a bookmark of the document.
pub fn link_within(bookmark: &str, runs: &str) -> String {
    format!("<w:hyperlink w:anchor=\"{bookmark}\" w:history=\"1\">{runs}</w:hyperlink>")
}

/// Addresses that a part links to, and the relationships that say so.
#[derive(Default)]
pub struct Addresses {
    known: Vec<String>,
}

impl Addresses {
    /// `address` as a link where it is one of the web, else as words.
    pub fn run(&mut self, address: &str) -> String {
        let words = run_as(address, "<w:rStyle w:val=\"Hyperlink\"/>");
        let Some(web) = safe::web_address(address) else {
            return run(address);
        };
        let at = match self.known.iter().position(|known| known == web) {
            Some(at) => at,
            None => {
                self.known.push(web.to_owned());
                self.known.len() - 1
            }
        };
        format!("<w:hyperlink r:id=\"rIdA{at}\" w:history=\"1\">{words}</w:hyperlink>")
    }

    /// Relationships for the part's list of them.
    pub fn relationships(&self) -> String {
        let mut out = String::new();
        for (at, address) in self.known.iter().enumerate() {
            let _ = write!(
                out,
                "<Relationship Id=\"rIdA{at}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
                escape(address)
            );
        }
        out
    }
}

/// A list of relationships as a part.
pub fn relationships(entries: &str) -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{entries}</Relationships>"
    )
}
