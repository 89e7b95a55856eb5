//! Hands HTML to the parser piece by piece, and stops it where a limit is passed.
//!
//! The parser's own time is what is guarded here: it looks through all open elements at each tag, and compares each
//! attribute of a tag with all before it.

use super::sink::Sink;
use super::tree::Tree;
use super::{MAX_ATTRIBUTES, TooMuch};
use crate::source::limits::Limits;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use std::cell::Cell;

/// Bytes handed over at once, at most. A tag that is not yet ended is seen at the end of a piece.
const PIECE: usize = 4096;

/// Builds the tree of `html`.
///
/// # Errors
/// The limit that is passed.
pub fn feed(html: &str, limits: &Limits) -> Result<Tree, TooMuch> {
    let builder = TreeBuilder::new(Sink::new(), TreeBuilderOpts::default());
    let watch = Watch {
        builder,
        tokens: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(watch, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut open: Option<OpenTag> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(piece(rest));
        rest = behind;
        let before = tokenizer.sink.tokens.get();
        input.push_back(StrTendril::from_slice(piece));
        while let TokenizerResult::Script(_) = tokenizer.feed(&input) {}
        if tokenizer.sink.tokens.get() > before {
            open = None;
        } else {
            let tag = open.get_or_insert_with(|| OpenTag::begun(piece));
            if tag.attributes_with(piece) > MAX_ATTRIBUTES {
                return Err(TooMuch::Attributes(MAX_ATTRIBUTES));
            }
        }
        tokenizer.sink.builder.sink.check(limits)?;
    }
    tokenizer.end();
    tokenizer.sink.builder.sink.check(limits)?;
    let tree = tokenizer.sink.builder.sink.finish();
    // What was moved may lie deeper than where it was first put.
    if tree.depth() > 2 * limits.depth {
        return Err(TooMuch::Depth(limits.depth));
    }
    Ok(tree)
}

/// Where the next piece ends: before the next tag, so that a piece that the parser is silent about lies in one tag.
fn piece(rest: &str) -> usize {
    let tag = rest
        .bytes()
        .take(PIECE)
        .skip(1)
        .position(|byte| byte == b'<');
    tag.map_or(rest.floor_char_boundary(PIECE), |at| at + 1)
}

/// Passes tokens on to the builder of the tree, and counts them.
struct Watch {
    builder: TreeBuilder<<Sink as TreeSink>::Handle, Sink>,
    tokens: Cell<u64>,
}

impl TokenSink for Watch {
    type Handle = <Sink as TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        // Slips are told of inside a tag too.
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Where the parser stands in a tag that is not yet ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Behind "<" or "</".
    Opened,
    /// In the name, in an attribute's name, in a value without quotes.
    Word,
    /// Between attributes.
    Between,
    /// Behind "=".
    Value,
    /// In a value between quotes.
    Quoted(u8),
}

/// What has been begun and not ended, as far as it has been handed over.
struct OpenTag {
    /// Whether it is a tag; else a comment.
    is_tag: bool,
    at: At,
    attributes: usize,
}

impl OpenTag {
    fn begun(piece: &str) -> Self {
        let name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'/';
        Self {
            is_tag: piece.as_bytes().get(1).is_some_and(name),
            at: At::Opened,
            attributes: 0,
        }
    }

    /// The attributes so far, with those that begin in `piece`.
    fn attributes_with(&mut self, piece: &str) -> usize {
        if !self.is_tag {
            return 0;
        }
        for byte in piece.bytes() {
            let blank = byte.is_ascii_whitespace();
            self.at = match self.at {
                At::Quoted(quote) if byte != quote => At::Quoted(quote),
                At::Quoted(_) => At::Between,
                At::Value if matches!(byte, b'"' | b'\'') => At::Quoted(byte),
                At::Value if blank => At::Value,
                At::Word | At::Between if byte == b'=' => At::Value,
                At::Opened if matches!(byte, b'<' | b'/') => At::Opened,
                _ if blank || byte == b'/' => At::Between,
                At::Between => {
                    self.attributes += 1;
                    At::Word
                }
                At::Opened | At::Word | At::Value => At::Word,
            };
        }
        self.attributes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_where_the_parser_counts_them() {
        for (tag, want) in [
            ("<p a b=c d='e f g' h=\"i\"j/k", 6),
            ("<img src='data:x/y/z a b c", 1),
            ("<a href=x/y", 2),
            ("<p", 0),
            ("</p a b", 2),
            ("<!-- a b c", 0),
            ("<?a b c", 0),
        ] {
            assert_eq!(OpenTag::begun(tag).attributes_with(tag), want, "{tag}");
        }
    }
}
