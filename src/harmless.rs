//! Words of documents and names of files where something could act on them instead of showing them: terminals, Markdown,
//! spreadsheets. One place decides for all commands, reports and exports.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with every sign that acts made visible: a control character becomes its picture (U+2400 and on), a turn of the
/// writing direction and a sign without a picture become U+FFFD. One sign stays one sign, so that places hold; line ends
/// and tabs stay.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|sign| shown(sign) == sign) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

fn shown(sign: char) -> char {
    match sign {
        '\t' | '\n' => sign,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(sign)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, direction marks, embeddings, overrides and isolates, tags; noncharacters of the first plane.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        // Planes 1 to 16 end with two noncharacters each.
        other if u32::from(other) & 0xfffe == 0xfffe => '\u{fffd}',
        other => other,
    }
}

/// A name of a file as one line of text, whatever bytes it is made of: what acts, ends a line or is no UTF-8 is written
/// as its number (`\u{1b}`, `\xff`), so that two names stay two. Says too whether anything was.
#[must_use]
pub fn name(bytes: &[u8]) -> (String, bool) {
    let mut out = String::with_capacity(bytes.len());
    let mut escaped = false;
    for chunk in bytes.utf8_chunks() {
        for sign in chunk.valid().chars() {
            let acts = shown(sign) != sign || matches!(sign, '\t' | '\n' | '\u{2028}' | '\u{2029}');
            escaped |= acts;
            if acts {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(sign));
            } else {
                out.push(sign);
            }
        }
        for byte in chunk.invalid() {
            escaped = true;
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    (out, escaped)
}

/// Characters that mean something in Markdown wherever they stand.
const MARKDOWN: &str = "\\`*_[]<>|~&#$^";

/// Beginnings of addresses that some readers make into links by themselves.
const SCHEMES: [&str; 7] = [
    "http",
    "https",
    "ftp",
    "mailto",
    "xmpp",
    "javascript",
    "data",
];

/// Words inside a line of Markdown, where they stand as in the document. At the beginning of a line they could still make
/// a list or a heading of it.
#[must_use]
pub fn in_markdown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut last = ' ';
    for char in words.chars() {
        let char = match char {
            // A no-break space keeps a number and its unit on one line.
            '\u{a0}' => char,
            char if char.is_whitespace() || char.is_control() => ' ',
            char => shown(char),
        };
        if char == ' ' && last == ' ' && !out.is_empty() {
            continue;
        }
        if MARKDOWN.contains(char) || makes_link(&out, char) {
            out.push('\\');
        }
        out.push(char);
        last = char;
    }
    out
}

/// Whether `char` behind the words told so far would make an address into a link.
fn makes_link(told: &str, char: char) -> bool {
    let before = told.rsplit(|char: char| !char.is_ascii_alphabetic()).next();
    let before = before.unwrap_or_default().to_ascii_lowercase();
    match char {
        '@' => true,
        '.' => before == "www",
        ':' => SCHEMES.contains(&before.as_str()),
        _ => false,
    }
}

/// Characters that make a spreadsheet take a cell for a formula, and the apostrophe that defuses them.
const DEFUSED: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'',
];

/// `words` with an apostrophe in front where a spreadsheet would run them as a formula, or where they begin with an
/// apostrophe themselves, so that [`fused`] gives the words back.
#[must_use]
pub fn defused(words: &str) -> Cow<'_, str> {
    if words.starts_with(DEFUSED) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}

/// [`defused`], but for a number and the words of its unit: "-16,0 mio. kr." runs nothing, and programs read it.
#[must_use]
pub fn defused_words(words: &str) -> Cow<'_, str> {
    let amount = words.strip_prefix(['-', '+']).unwrap_or(words);
    let is_amount = amount.starts_with(|char: char| char.is_ascii_digit())
        && amount
            .chars()
            .all(|char| char.is_alphanumeric() || matches!(char, '.' | ',' | '%' | ' ' | '\u{a0}'));
    if is_amount {
        Cow::Borrowed(words)
    } else {
        defused(words)
    }
}

/// What [`defused`] was given.
#[must_use]
pub fn fused(words: &str) -> &str {
    words.strip_prefix('\'').unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal() {
        for (words, want) in [
            ("Sorø 5 \u{a0}%", "Sorø 5 \u{a0}%"),
            ("a\tb\nc", "a\tb\nc"),
            ("\u{1b}[31m\u{1b}]0;titel\u{7}", "␛[31m␛]0;titel␇"),
            ("a\rb\0c\u{8}\u{7f}", "a␍b␀c␈␡"),
            ("\u{9b}2J", "\u{fffd}2J"),
            ("1\u{202e}000\u{202c}", "1\u{fffd}000\u{fffd}"),
            (
                "\u{2066}x\u{2069}\u{200f}\u{61c}",
                "\u{fffd}x\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("\u{fffe}\u{1ffff}\u{e0041}", "\u{fffd}\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(printable(words), want, "{words:?}");
            assert_eq!(printable(words).chars().count(), words.chars().count());
        }
    }

    #[test]
    fn names_are_one_line_and_stay_apart() {
        for (bytes, want) in [
            (&b"referat.txt"[..], "referat.txt"),
            ("Sorø 1.–3..txt".as_bytes(), "Sorø 1.–3..txt"),
            (b"a\nrejected: b.txt", "a\\u{a}rejected: b.txt"),
            (b"\x1b[2J.txt", "\\u{1b}[2J.txt"),
            (b"a\xff.txt", "a\\xff.txt"),
            (b"a\xfe.txt", "a\\xfe.txt"),
            ("gpj.\u{202e}txt".as_bytes(), "gpj.\\u{202e}txt"),
        ] {
            assert_eq!(name(bytes), (want.to_owned(), want.as_bytes() != bytes));
        }
    }

    #[test]
    fn words_stay_words_in_markdown() {
        for (words, want) in [
            ("<script>a(1)</script>", "\\<script\\>a(1)\\</script\\>"),
            ("[k](javascript:a(1))", "\\[k\\](javascript\\:a(1))"),
            ("![](http://x.dk/p.png)", "!\\[\\](http\\://x.dk/p.png)"),
            ("a | b", "a \\| b"),
            ("to\nlinjer", "to linjer"),
            ("kl. 16:00", "kl. 16:00"),
            ("www.x.dk a@b.dk", "www\\.x.dk a\\@b.dk"),
            ("&lt;b&gt;", "\\&lt;b\\&gt;"),
            ("1\u{202e}000", "1\u{fffd}000"),
        ] {
            assert_eq!(in_markdown(words), want);
        }
    }

    #[test]
    fn formulas_are_defused_and_come_back() {
        for (words, want) in [
            ("=1+1", "'=1+1"),
            ("-HYPERLINK(\"x\")", "'-HYPERLINK(\"x\")"),
            ("- at sagen udsættes", "'- at sagen udsættes"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=x", "'\r=x"),
            ("'s", "''s"),
            ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
            ("-", "'-"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(defused(words), want);
            assert_eq!(defused_words(words), want);
            assert_eq!(fused(&defused(words)), words);
        }
        for number in [
            "-16,0",
            "-1.234.567,89",
            "+3",
            "-5 %",
            "-30",
            "-5.000.000 kr.",
        ] {
            assert_eq!(defused_words(number), number);
            assert_eq!(defused(number), format!("'{number}"));
        }
    }
}
