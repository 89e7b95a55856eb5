//! Words as XML holds them.

/// `words` for an element or a quoted attribute. Control characters that XML 1.0 forbids (§ 2.2) become U+FFFD, so that one
/// stray byte of a document does not make the whole report unreadable.
#[must_use]
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(allowed(letter)),
        }
    }
    out
}

/// `words` without characters that XML forbids.
#[must_use]
pub fn clean(words: &str) -> String {
    words.chars().map(allowed).collect()
}

fn allowed(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\r' => letter,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_xml_forbids_is_replaced() {
        for (words, expected) in [
            ("<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;"),
            ("a\u{0}b\u{8}c\u{ffff}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
            ("linje\n\tto", "linje\n\tto"),
            ("ærø 😀", "ærø 😀"),
        ] {
            assert_eq!(escape(words), expected);
        }
        assert_eq!(clean("<\u{1}>"), "<\u{fffd}>");
    }
}
