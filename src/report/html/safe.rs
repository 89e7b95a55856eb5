//! What stands between the words of a document and the page: escaping, signs that must not act, and addresses.

use std::fmt::Write;

pub(in crate::report) use crate::harmless::printable;

/// Writes `text` so that it is text in an HTML element or a double-quoted attribute, whatever it holds.
///
/// A sign that a browser acts on instead of showing it (control characters, turns of the writing direction) is written
/// as its visible picture; see [`printable`].
pub(in crate::report) fn escape(text: &str, out: &mut impl Write) -> std::fmt::Result {
    for sign in printable(text).chars() {
        match sign {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// `address` where it may be a link: http or https, and nothing but signs that an address is made of.
pub(in crate::report) fn web_address(address: &str) -> Option<&str> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let is_plain = address
        .chars()
        .all(|sign| !sign.is_control() && !sign.is_whitespace() && !r#"<>"\^`{|}"#.contains(sign));
    (is_web && is_plain).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        for (text, expected) in [
            ("a & b", "a &amp; b"),
            ("<script>", "&lt;script&gt;"),
            ("\"onload='x'", "&quot;onload=&#39;x&#39;"),
            ("]]>", "]]&gt;"),
            ("a\tb\nc", "a\tb\nc"),
            ("a\rb\0c\u{1b}", "a␍b␀c␛"),
            ("1\u{202e}000", "1\u{fffd}000"),
            ("\u{85}\u{fffe}\u{1ffff}", "\u{fffd}\u{fffd}\u{fffd}"),
            ("Sorø 5 \u{a0}%", "Sorø 5 \u{a0}%"),
        ] {
            let mut out = String::new();
            escape(text, &mut out).expect("a string takes all");
            assert_eq!(out, expected, "{text:?}");
            assert_eq!(printable(text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        for (address, is_link) in [
            ("https://soroe.dk/referat?id=1&b=2", true),
            ("HTTP://soroe.dk/", true),
            ("javascript:alert(1)", false),
            (" https://soroe.dk", false),
            ("https://a\"onclick=x", false),
            ("java\nscript:x", false),
            ("data:text/html,x", false),
            ("//soroe.dk", false),
            ("https:/ø", false),
        ] {
            assert_eq!(web_address(address).is_some(), is_link, "{address:?}");
        }
    }
}
