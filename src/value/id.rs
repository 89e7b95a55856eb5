//! Ids that depend on the content alone.

use super::Span;
use sha2::{Digest, Sha256};
use std::fmt;

/// A document: the first 16 hex digits of the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id of a document with these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        Self(
            digest
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }

    /// The id with these 16 hex digits; `None` where they are no id.
    #[must_use]
    pub fn from_digits(digits: String) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == 16 && digits.bytes().all(is_hex)).then_some(Self(digits))
    }

    /// The 16 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first six digits, which end a meeting's id.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..6]
    }

    /// The id of a fact of `kind` at `span` (code points): `7a5ce75e37b20a92:decision:1200-1234`.
    /// `part` tells apart facts that share their words ("1.-3. Anbefales" decides three points).
    #[must_use]
    pub fn fact(&self, kind: &str, span: (u32, u32), part: Option<&str>) -> String {
        let (start, end) = span;
        match part {
            Some(part) => format!("{self}:{kind}:{start}-{end}:{part}"),
            None => format!("{self}:{kind}:{start}-{end}"),
        }
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value with the place that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// What is stated.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Placed<T> {
    /// `value`, stated at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// `words` as a part of a readable id: lower case, letters and digits, all else a single hyphen.
#[must_use]
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for char in words.chars().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            out.push(char);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
