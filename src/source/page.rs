//! Writes the text of a document whose form has elements instead of lines: each element becomes a line with a
//! block, so that spans exist for all of it.

use super::{Block, BlockKind};
use crate::value::Span;

/// A text under construction, with its blocks.
#[derive(Debug, Default)]
pub struct Page {
    /// The text so far; every line is ended.
    pub text: String,
    /// A block a line.
    pub blocks: Vec<Block>,
}

impl Page {
    /// Adds a line of `words` with `gap` blank lines before it; `mark` stands before them and is no content.
    /// Returns the place of `words`; lines without words are left out.
    pub fn line(&mut self, kind: BlockKind, mark: &str, words: &str, gap: u8) -> Span {
        if words.trim().is_empty() {
            return Span::new(self.text.len(), self.text.len());
        }
        let gap = if self.blocks.is_empty() { 1 } else { gap };
        if !self.blocks.is_empty() {
            for _ in 0..gap {
                self.text.push('\n');
            }
        }
        let start = self.text.len();
        self.text.push_str(mark);
        let words_start = self.text.len();
        self.text.push_str(words);
        let end = self.text.len();
        self.text.push('\n');
        // Empty cells at both ends of a table's row belong to its line, not to its block, as in plain text.
        let content = Span::new(words_start, end).trimmed(&self.text);
        self.blocks.push(Block {
            kind,
            span: Span::new(start, end).trimmed(&self.text),
            content,
            gap,
        });
        content
    }

    /// Adds a line "LABEL: VALUE" and returns the place of the value; nothing where the value is empty.
    pub fn labelled(&mut self, label: &str, value: &str, gap: u8) -> Option<Span> {
        self.list(label, &[value], gap).pop()
    }

    /// Adds a line "LABEL: VALUE, VALUE" and returns the places of the values that are not empty.
    pub fn list(&mut self, label: &str, values: &[&str], gap: u8) -> Vec<Span> {
        let values: Vec<&str> = values
            .iter()
            .copied()
            .filter(|value| !value.is_empty())
            .collect();
        if values.is_empty() {
            return Vec::new();
        }
        let line = format!("{label}: {}", values.join(", "));
        let whole = self.line(BlockKind::Paragraph, "", &line, gap);
        let mut at = whole.start.get() + label.len() + 2;
        values
            .iter()
            .map(|value| {
                let span = Span::new(at, at + value.len());
                at = span.end.get() + 2;
                span
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_places() {
        let mut page = Page::default();
        page.line(BlockKind::Heading(1), "", "Socialudvalget", 1);
        let people = page.list("Deltagere", &["Bo Berg", "", "Ea Å"], 1);
        let place = page.labelled("Sted", "Rådhuset", 0);
        assert_eq!(
            page.text,
            "Socialudvalget\n\nDeltagere: Bo Berg, Ea Å\nSted: Rådhuset\n"
        );
        let words: Vec<&str> = people.iter().map(|span| span.of(&page.text)).collect();
        assert_eq!(words, ["Bo Berg", "Ea Å"]);
        assert_eq!(place.map(|span| span.of(&page.text)), Some("Rådhuset"));
        assert_eq!(page.labelled("Sted", "", 0), None);
    }
}
