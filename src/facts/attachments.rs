//! What is attached to an item: the lines of its attachment sections, each once.

use super::{Attachment, Context};
use crate::layout::{ItemOutline, SectionKind};
use crate::value::Span;
use crate::value::fold::ToLower;
use crate::value::fold::{fold, letters};
use regex::Regex;
use std::sync::LazyLock;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i)(?<label>bilag\s+(?:nr\.\s*)?(?:\d{1,3}(?:\.\d{1,2})?[a-zæøå]?|[A-ZÆØÅ])(?:\s+til\s+bilag\s+(?:\d{1,3}|[A-ZÆØÅ]))?)(?:\s*[-–:._]\s*|\s+|$)(?<title>.*)$")
        .expect("OK because the pattern is a constant")
});

/// Longer lines are text below the list, no titles.
const LONGEST_TITLE: usize = 300;

/// What the document states as fields; else the lines of the attachment sections of `item`.
#[must_use]
pub fn attachments(context: &Context<'_>, item: &ItemOutline) -> Vec<Attachment> {
    if let Some(stated) = item
        .stated
        .as_ref()
        .filter(|stated| !stated.attachments.is_empty())
    {
        let all = stated.attachments.iter();
        return all.map(|span| titled(context.text, *span, false)).collect();
    }
    let mut out: Vec<Attachment> = Vec::new();
    for section in item
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Attachments)
    {
        let mut lines: Vec<Span> = Vec::new();
        let mut last = None;
        for block in context.outline.text_blocks(section) {
            let goes_on =
                last.is_some_and(|line| context.outline.wrap.continues(context.text, line, block));
            match lines.last_mut() {
                Some(line) if goes_on => *line = line.cover(block.content),
                _ => lines.push(block.content),
            }
            last = Some(block);
        }
        let numbered = are_numbered(context.text, &lines);
        for span in lines {
            if let Some(attachment) = attachment(context.text, span, numbered)
                && !out.iter().any(|known| same(known, &attachment))
            {
                out.push(attachment);
            }
        }
    }
    out
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<label>\d{1,2})\s*(?:[.:)]\s*|\s)(?<title>\S.*)$")
        .expect("OK because the pattern is a constant")
});

/// Whether the lines are numbered from one on: "1. Kort", "2 Notat".
fn are_numbered(text: &str, lines: &[Span]) -> bool {
    lines.iter().enumerate().all(|(at, line)| {
        NUMBER
            .captures(&fold(line.of(text)))
            .is_some_and(|found| found["label"].parse() == Ok(at + 1))
    })
}

fn attachment(text: &str, span: Span, numbered: bool) -> Option<Attachment> {
    let words = fold(span.of(text));
    let none = matches!(
        words.to_lower().trim_end_matches('.'),
        "ingen" | "ingen bilag" | "-" | "" | "intet" | "der er ingen bilag"
    );
    if none || words.chars().count() > LONGEST_TITLE || !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    Some(titled(text, span, numbered))
}

/// Parts the label ("Bilag 1") from the title.
fn titled(text: &str, span: Span, numbered: bool) -> Attachment {
    let words = fold(span.of(text));
    let number = NUMBER.captures(&words).filter(|_| numbered);
    let (label, title) = match number.or_else(|| LABEL.captures(&words)) {
        Some(found) => (Some(found["label"].to_owned()), found["title"].to_owned()),
        None => (None, words),
    };
    Attachment { label, title, span }
}

fn same(left: &Attachment, right: &Attachment) -> bool {
    left.label.as_deref().map(letters) == right.label.as_deref().map(letters)
        && letters(&left.title) == letters(&right.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_titles() {
        for (line, label, title) in [
            ("Bilag 1: Notat", Some("Bilag 1"), "Notat"),
            (
                "Bilag 1_sparekatalog budget",
                Some("Bilag 1"),
                "sparekatalog budget",
            ),
            (
                "Bilag 2 til bilag A - Rammer",
                Some("Bilag 2 til bilag A"),
                "Rammer",
            ),
            ("Bilag A - Årsrapport", Some("Bilag A"), "Årsrapport"),
            ("Oplæg: Budget 2026", None, "Oplæg: Budget 2026"),
            ("Bilag til sagen", None, "Bilag til sagen"),
        ] {
            let read = attachment(line, Span::new(0, line.len()), false)
                .unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (read.label.as_deref(), read.title.as_str()),
                (label, title),
                "{line}"
            );
        }
    }
}
