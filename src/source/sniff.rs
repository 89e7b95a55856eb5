//! What a file is by its content, where its ending may lie.

use super::SourceFormat;
use crate::value::fold::ToLower;

/// Files that are no text of a meeting, by their first bytes.
const NO_DOCUMENTS: [(&[u8], &str); 10] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM6", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"\xd0\xcf\x11\xe0", "an office file (old Word or Excel)"),
    (b"PK\x03\x04", "an office file or an archive"),
    (b"{\\rtf", "an office file (RTF)"),
];

/// What a file is, where its first bytes say that it is no text.
#[must_use]
pub fn no_document(bytes: &[u8]) -> Option<&'static str> {
    NO_DOCUMENTS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, what)| *what)
}

/// Bytes in which a page's first tag must stand.
const HEAD: usize = 1024;

/// Whether a file begins like a web page.
#[must_use]
pub fn begins_like_html(bytes: &[u8]) -> bool {
    // In UTF-16 every other byte of a tag is NUL.
    let head: Vec<u8> = bytes[..bytes.len().min(HEAD)]
        .iter()
        .copied()
        .filter(|byte| *byte != 0)
        .collect();
    let head = String::from_utf8_lossy(&head).to_lower();
    let start = head.trim_start_matches(|char: char| !char.is_ascii() || char.is_whitespace());
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<!--",
        "<div",
        "<main",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
        || (start.starts_with("<?xml") && head.contains("<html"))
}

/// The form of `text`; `ending` is the form that the file's ending stands for.
#[must_use]
pub fn format(ending: SourceFormat, text: &str) -> SourceFormat {
    let start = text.trim_start();
    let object = start.starts_with('{');
    let json = (object || start.starts_with('[')) && ending == SourceFormat::FirstAgenda
        || object && start.contains("\"Dagsordenpunkter\"");
    if json {
        SourceFormat::FirstAgenda
    } else if begins_like_html(text.as_bytes()) {
        SourceFormat::Html
    } else if ending == SourceFormat::Html && !has_tags(text) {
        SourceFormat::Text
    } else {
        ending
    }
}

fn has_tags(text: &str) -> bool {
    text.contains("</") || text.contains("<p") || text.contains("<br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        use SourceFormat::{FirstAgenda, Html, Markdown, Text};
        for (ending, text, want) in [
            (Text, "\u{feff}<!DOCTYPE html><p>x", Html),
            (Text, "{\"Dagsordenpunkter\": []}", FirstAgenda),
            (Text, "{et tegn}", Text),
            (FirstAgenda, "[1]", FirstAgenda),
            (FirstAgenda, "<html><p>Siden findes ikke", Html),
            (Html, "Referat\n1. Budget", Text),
            (Html, "<h1>Referat</h1>", Html),
            (Markdown, "# Referat", Markdown),
        ] {
            assert_eq!(format(ending, text), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_text() {
        assert_eq!(no_document(b"\x89PNG\r\n"), Some("a picture (PNG)"));
        assert_eq!(no_document("Referat".as_bytes()), None);
    }
}
