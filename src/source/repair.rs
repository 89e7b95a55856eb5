//! Mojibake: text that was UTF-8, was read as Windows-1252 and saved again ("Ã¦" for "æ") is put right.
//!
//! A repair needs the whole broken sequence and a target that Danish documents use
//! (`data/lexicon/repair.toml` says which), so that what was right is not touched.

use super::decode::CP1252_HIGH;
use crate::value::Span;
use serde::Deserialize;
use std::sync::LazyLock;

/// From a place in a document's text back to the place in its file.
///
/// Breakpoints say "from this byte of the text on, the file's byte is that one"; between two of them
/// both advance together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    breaks: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Says that byte `text` of the text comes from byte `source` of the file. Calls run forwards.
    pub fn push(&mut self, text: usize, source: usize) {
        if self.source(text) == source && !self.breaks.is_empty() {
            return;
        }
        match self.breaks.last_mut() {
            Some(last) if last.0 == text => last.1 = source,
            _ => self.breaks.push((text, source)),
        }
    }

    /// All breakpoints: a byte of the text, and the byte of the file that it comes from.
    #[must_use]
    pub fn breaks(&self) -> &[(usize, usize)] {
        &self.breaks
    }

    /// The map of these breakpoints, as [`OffsetMap::breaks`] gave them.
    #[must_use]
    pub fn of_breaks(breaks: Vec<(usize, usize)>) -> Self {
        Self { breaks }
    }

    /// The byte of the file that byte `text` of the text comes from.
    #[must_use]
    pub fn source(&self, text: usize) -> usize {
        let after = self.breaks.partition_point(|(at, _)| *at <= text);
        match after.checked_sub(1) {
            Some(at) => self.breaks[at].1 + (text - self.breaks[at].0),
            None => text,
        }
    }
}

/// Text after repair.
#[derive(Debug)]
pub struct Repaired {
    /// The text.
    pub text: String,
    /// Characters that were put right.
    pub characters: u32,
    /// The first of them.
    pub first: Option<Span>,
    /// From the text back to the file.
    pub origin: OffsetMap,
}

#[derive(Deserialize)]
struct RepairTable {
    targets: String,
}

/// The characters that a repair may bring back.
static TARGETS: LazyLock<Vec<char>> = LazyLock::new(|| {
    toml::from_str::<RepairTable>(include_str!("../../data/lexicon/repair.toml"))
        .expect("OK because the table is compiled in and a test reads it")
        .targets
        .chars()
        .collect()
});

/// Puts mojibake in `text` right; `origin` leads from `text` back to the file.
#[must_use]
pub fn repair(text: String, origin: OffsetMap) -> Repaired {
    if !has_traces(&text) {
        return Repaired {
            text,
            characters: 0,
            first: None,
            origin,
        };
    }
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMap::default();
    let (mut characters, mut first, mut at) = (0, None, 0);
    // Where text and file run side by side, what cannot begin a broken sequence is taken as a whole.
    let linear = origin.breaks.len() <= 1;
    while let Some(char) = text[at..].chars().next() {
        if linear && !begins_broken(char) {
            let rest = &text[at..];
            let behind = &rest[char.len_utf8()..];
            let run = behind.bytes().position(|byte| byte == LEAD);
            let run = run.map_or(rest.len(), |run| char.len_utf8() + run);
            map.push(out.len(), origin.source(at));
            out.push_str(&rest[..run]);
            at += run;
            continue;
        }
        match broken(&text[at..]) {
            Some((right, length)) => {
                map.push(out.len(), origin.source(at));
                first = first.or(Some(Span::new(out.len(), out.len() + right.len_utf8())));
                out.push(right);
                at += length;
                map.push(out.len(), origin.source(at));
                characters += 1;
            }
            None => {
                map.push(out.len(), origin.source(at));
                out.push(char);
                at += char.len_utf8();
            }
        }
    }
    Repaired {
        text: out,
        characters,
        first,
        origin: map,
    }
}

/// The first byte, in UTF-8, of every character with which a broken sequence can begin.
const LEAD: u8 = 0xc3;

/// Whether any of "Ã", "Â", "â", "Å" stands in `text`.
fn has_traces(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    pairs.fold(false, |any, (first, second)| {
        any | ((*first == LEAD) & matches!(second, 0x83 | 0x82 | 0xa2 | 0x85))
    })
}

/// Whether `char` can be the first of a broken sequence: [`broken`] begins with the byte of one.
fn begins_broken(char: char) -> bool {
    ('Â'..='ï').contains(&char)
}

/// The character that a broken sequence at the start of `text` stands for, and the sequence's length in bytes.
fn broken(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0u8; 3];
    let mut length = 0;
    let mut want = 1;
    for (at, char) in text.chars().enumerate() {
        bytes[at] = cp1252_byte(char)?;
        length += char.len_utf8();
        if at == 0 {
            want = match bytes[0] {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => return None,
            };
        }
        if at + 1 == want {
            let right = std::str::from_utf8(&bytes[..want]).ok()?.chars().next()?;
            return TARGETS.contains(&right).then_some((right, length));
        }
    }
    None
}

/// The byte that Windows-1252 writes `char` with; undefined bytes are read as C1 controls by browsers.
fn cp1252_byte(char: char) -> Option<u8> {
    match u32::from(char) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        code @ 0x80..=0x9f => u8::try_from(code).ok(),
        _ => {
            let at = CP1252_HIGH.iter().position(|high| *high == char)?;
            u8::try_from(at + 0x80).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) -> (String, u32) {
        let repaired = repair(text.to_owned(), OffsetMap::default());
        (repaired.text, repaired.characters)
    }

    #[test]
    fn what_is_broken_is_put_right_and_counted() {
        for (text, want, count) in [
            ("SagsresumÃ©", "Sagsresumé", 1),
            (
                "Ã¥rsrapport i Ã…lborg, RÃ…DHUS, Ã˜konomi, Ã†ldre",
                "årsrapport i Ålborg, RÅDHUS, Økonomi, Ældre",
                5,
            ),
            ("psykiatri â€“ en plan", "psykiatri – en plan", 1),
            ("sig.Â\u{a0}\nNÃ¦ste", "sig.\u{a0}\nNæste", 2),
            ("Â§ 85", "§ 85", 1),
            ("â€œHjemâ€\u{9d}", "“Hjem”", 2),
        ] {
            assert_eq!(check(text), (want.to_owned(), count), "{text:?}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "på Ærø og i Århus",
            "“anført” ‘sådan’",
            "SÃO PAULO",
            "château",
            "Â",
            "100 € – 5 §",
            "Å§",
        ] {
            assert_eq!(check(text), (text.to_owned(), 0), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn repairing_brings_back_what_was_broken(words in "[a-zæøåÆØÅé§–“”’ \\n]{0,60}") {
            let broken: String = words.bytes().map(|byte| match byte {
                0x80..=0x9f if CP1252_HIGH[usize::from(byte) - 0x80] != '\0' => CP1252_HIGH[usize::from(byte) - 0x80],
                _ => char::from(byte),
            }).collect();
            let repaired = repair(broken.clone(), OffsetMap::default());
            prop_assert_eq!(&repaired.text, &words);
            for (at, char) in repaired.text.char_indices().filter(|(_, char)| char.is_ascii()) {
                let source = repaired.origin.source(at);
                prop_assert!(broken[source..].starts_with(char), "{} at {}", char, at);
            }
        }

        #[test]
        fn danish_text_is_untouched(words in "[a-zæøåÆØÅé§–“”’ ,.0-9]{0,80}") {
            prop_assert_eq!(check(&words), (words, 0));
        }
    }
}
