//! Words as XML holds them: pictures of charts, Word.

use super::html::safe;

/// `words` for an element or a quoted attribute. What XML 1.0 forbids (§ 2.2) or would act instead of being shown becomes
/// visible, so that one stray byte of a document does not make the whole report unreadable.
#[must_use]
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    // Writing into a string cannot fail.
    let _ = safe::escape(words, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_xml_forbids_is_replaced() {
        for (words, expected) in [
            ("<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;"),
            ("a\u{0}b\u{8}c\u{ffff}", "a\u{2400}b\u{2408}c\u{fffd}"),
            ("1\u{202e}000", "1\u{fffd}000"),
            ("linje\n\tto", "linje\n\tto"),
            ("ærø 😀", "ærø 😀"),
        ] {
            assert_eq!(escape(words), expected);
        }
    }
}
