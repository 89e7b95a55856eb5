//! Text becomes blocks, line by line: what a line's marks say it is, never what its words mean.
//!
//! Plain text and markdown share this reader, because what is published as either is a mixture of both:
//! OCR writes `#` into text files, and converters leave half a `**` behind.

use super::{Block, BlockKind};
use crate::value::Span;

/// Cuts `text` into blocks. Every non-blank character lies in exactly one of them.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut gap = 0u8;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let whole = Span::new(at, at + line.len());
        at += line.len();
        if line.trim().is_empty() {
            gap = gap.saturating_add(1);
            if line.contains('\u{c}') {
                blocks.push(Block {
                    kind: BlockKind::PageBreak,
                    span: whole,
                    content: Span::new(at, at),
                    gap,
                });
            }
            continue;
        }
        let gap_before = if blocks.is_empty() { gap.max(1) } else { gap };
        let words = whole.trimmed(text);
        // A form feed in front of the first line of a page is a border of its own.
        if let Some(feed) = line[..words.start.get() - whole.start.get()].rfind('\u{c}') {
            let feed = whole.part(feed..feed + 1);
            blocks.push(Block {
                kind: BlockKind::PageBreak,
                span: feed,
                content: Span::new(feed.end.get(), feed.end.get()),
                gap: gap_before,
            });
        }
        blocks.push(block(text, words, gap_before));
        gap = 0;
    }
    blocks
}

/// Reads the marks of one line; `span` is the line without white space at both ends.
fn block(text: &str, span: Span, gap: u8) -> Block {
    let words = span.of(text);
    let new = |kind, content: Span| Block {
        kind,
        span,
        content: content.trimmed(text),
        gap,
    };
    if is_rule(words) {
        let kind = if words.contains(['|', '\t']) || words.contains("- -") {
            BlockKind::TableRule
        } else {
            BlockKind::PageBreak
        };
        return new(kind, span);
    }
    if words.contains('\t') || is_pipe_row(words) {
        return new(BlockKind::TableRow, span);
    }
    if let Some((level, rest)) = heading(words) {
        return new(
            BlockKind::Heading(level),
            emphasis(text, span.part(rest..words.len())).0,
        );
    }
    if let Some(rest) = list_mark(words) {
        return new(BlockKind::ListPoint, span.part(rest..words.len()));
    }
    match emphasis(text, span) {
        (content, true) => new(BlockKind::Bold, content),
        (content, false) => new(BlockKind::Paragraph, content),
    }
}

/// `#` to `######` and a space: the level and where the heading's words start.
fn heading(words: &str) -> Option<(u8, usize)> {
    let level = words.bytes().take_while(|byte| *byte == b'#').count();
    let rest = words[level..].trim_start();
    if !(1..=6).contains(&level) || rest.is_empty() || rest.len() == words.len() - level {
        return None;
    }
    Some((u8::try_from(level).ok()?, words.len() - rest.len()))
}

/// The marks of a list's point; where its words start.
fn list_mark(words: &str) -> Option<usize> {
    const MARKS: [&str; 9] = ["- ", "* ", "+ ", "• ", "▪ ", "◦ ", "o ", "· ", "‒ "];
    let mark = MARKS.iter().find(|mark| words.starts_with(**mark))?;
    let rest = words[mark.len()..].trim_start();
    // "- 0,4 mio. kr." at the start of a line is a negative amount, no list point.
    let first = rest.chars().next()?;
    (!(first.is_ascii_digit()
        && rest
            .trim_start_matches(|char: char| char.is_ascii_digit())
            .starts_with(',')))
    .then_some(words.len() - rest.len())
}

/// `span` without `**` or `*` around all its words, and whether it was bold.
fn emphasis(text: &str, span: Span) -> (Span, bool) {
    let words = span.of(text);
    // Most lines are plain.
    let is_mark = |byte: Option<&u8>| matches!(byte, Some(b'*' | b'_'));
    if !is_mark(words.as_bytes().first()) && !is_mark(words.as_bytes().last()) {
        return (span, false);
    }
    for (mark, bold) in [
        ("***", true),
        ("**", true),
        ("__", true),
        ("*", false),
        ("_", false),
    ] {
        let inner = words
            .strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner
            && !inner.is_empty()
            && !inner.contains(mark)
        {
            let (inner_span, inner_bold) =
                emphasis(text, span.part(mark.len()..words.len() - mark.len()));
            return (inner_span, bold || inner_bold);
        }
    }
    half_bold(text, span).map_or((span, false), |inner| (inner, true))
}

/// "**113. Renovering" or "Økonomi**": a converter lost the other half of the mark.
fn half_bold(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    if words.matches("**").count() != 1 || words.contains("***") {
        return None;
    }
    let inner = match (words.strip_prefix("**"), words.strip_suffix("**")) {
        (Some(_), None) => span.part(2..words.len()),
        (None, Some(_)) => span.part(0..words.len() - 2),
        _ => return None,
    };
    Some(inner.trimmed(text)).filter(|inner| !inner.is_empty())
}

/// A line of dashes, underscores, equal signs or stars (with pipes or tabs: the rule under a table's header).
fn is_rule(words: &str) -> bool {
    let dashes = words
        .chars()
        .filter(|char| matches!(char, '-' | '_' | '=' | '*' | '–' | '—'))
        .count();
    dashes >= 2
        && words.chars().all(|char| {
            matches!(char, '-' | '_' | '=' | '*' | '–' | '—' | '|' | ':' | '+')
                || char.is_whitespace()
        })
        && dashes + 1 >= 3
}

fn is_pipe_row(words: &str) -> bool {
    words.starts_with('|') && words.matches('|').count() >= 2
}

/// Whether the marks in `blocks` are those of markdown rather than of plain text.
#[must_use]
pub fn looks_like_markdown(blocks: &[Block]) -> bool {
    let marked = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Bold))
        .count();
    marked >= 3 && marked * 100 >= blocks.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks() {
        use BlockKind::{Bold, Heading, ListPoint, PageBreak, Paragraph, TableRow, TableRule};
        for (line, kind, content) in [
            (
                "## **Punkt 1: Dagsorden (B)**",
                Heading(2),
                "Punkt 1: Dagsorden (B)",
            ),
            ("#hashtag", Paragraph, "#hashtag"),
            ("**Beslutning**", Bold, "Beslutning"),
            (
                "**1. at** udvalget **godkender**",
                Paragraph,
                "**1. at** udvalget **godkender**",
            ),
            ("*Voksne:*", Paragraph, "Voksne:"),
            ("**Resumé", Bold, "Resumé"),
            ("## Økonomi**", Heading(2), "Økonomi"),
            ("- 1. at** udvalget", ListPoint, "1. at** udvalget"),
            ("- 0,4 mio. kr.", Paragraph, "- 0,4 mio. kr."),
            ("1. drøfter", Paragraph, "1. drøfter"),
            ("Drift\t1,0\t2,0", TableRow, "Drift\t1,0\t2,0"),
            ("| a | b |", TableRow, "| a | b |"),
            ("--\t-----", TableRule, "--\t-----"),
            ("|---|---|", TableRule, "|---|---|"),
            ("---------", PageBreak, "---------"),
        ] {
            let read = blocks(line);
            assert_eq!(
                (read[0].kind, read[0].content.of(line)),
                (kind, content),
                "{line:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_character_lies_in_one_block(text in "[a#*|\\-æ \\t\\n\\u{c}1,.]{0,120}") {
            let read = blocks(&text);
            let mut at = 0;
            for block in &read {
                prop_assert!(block.span.start.get() >= at);
                prop_assert!(text[at..block.span.start.get()].trim().is_empty());
                prop_assert!(block.span.contains(block.content) || block.content.is_empty());
                at = block.span.end.get();
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
