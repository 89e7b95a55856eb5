//! Words of a topic as one regular expression.

use crate::value::Span;
use regex::Regex;

/// Any of several words or phrases, found anywhere in a text.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// Any of `words`, in the form that `data/topics.toml` explains.
    ///
    /// # Errors
    /// A sentence on the first word that cannot be used.
    pub(super) fn new(words: &[String]) -> Result<Self, String> {
        let parts = words.iter().map(|word| part(word)).collect::<Result<Vec<_>, _>>()?;
        let regex = Regex::new(&parts.join("|")).map_err(|error| error.to_string())?;
        Ok(Self { regex })
    }

    /// The expression, for a set of several patterns.
    pub(super) fn source(&self) -> &str {
        self.regex.as_str()
    }

    /// Places in `text`, whole words, in order.
    pub(super) fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        self.regex.find_iter(text).map(|found| Span::new(word_start(text, found.start()), found.end()))
    }
}

/// The start of the word that `at` stands in; a leading star lets a match begin inside one.
fn word_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let inside = before.chars().rev().take_while(|char| char.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
    at - inside
}

fn part(word: &str) -> Result<String, String> {
    let bare = word.trim_start_matches('*');
    if bare.trim_matches(['*', ' ']).is_empty() {
        return Err(format!("'{word}' is no word"));
    }
    let mut out = String::from(if word.chars().any(char::is_uppercase) { "(?:" } else { "(?i:" });
    if bare.len() == word.len() && bare.starts_with(char::is_alphanumeric) {
        out.push_str(r"\b");
    }
    for char in bare.chars() {
        match char {
            '*' => out.push_str(r"\w*"),
            // A phrase may be parted by a line end, with the next line's mark of emphasis in between.
            ' ' => out.push_str(r"[\s*_]+"),
            '-' => out.push_str(r"[-\u{2010}\u{2011}\u{2013}]"),
            char => out.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
        }
    }
    if bare.ends_with(char::is_alphanumeric) {
        out.push_str(r"\b");
    }
    out.push(')');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_their_forms() {
        for (word, text, want) in [
            ("rammeaftale*", "Rammeaftalens fokus, RAMMEAFTALE.", &["Rammeaftalens", "RAMMEAFTALE"][..]),
            ("rammeaftale*", "en SKIrammeaftale", &[]),
            ("*krisecent*", "kvindekrisecentrenes takst", &["kvindekrisecentrenes"]),
            ("jobcent*", "Jobcenter Lolland", &["Jobcenter"]),
            ("IPS", "IPS og ips, TIPS", &["IPS"]),
            ("housing first", "Housing\nFirst, housing **first**", &["Housing\nFirst", "housing **first"]),
            ("§ 18-mid*", "om § 18-midler", &["§ 18-midler"]),
            ("botilbud", "botilbuddet, botilbud", &["botilbud"]),
            ("rammeaftale* om indkøb*", "rammeaftalen om indkøbet", &["rammeaftalen om indkøbet"]),
        ] {
            let pattern = Pattern::new(&[word.to_owned()]).unwrap_or_else(|error| panic!("{word}: {error}"));
            let found: Vec<&str> = pattern.places(text).map(|place| place.of(text)).collect();
            assert_eq!(found, want, "{word} in {text:?}");
        }
    }

    #[test]
    fn a_star_alone_is_no_word() {
        for word in ["", "*", "* *"] {
            assert!(Pattern::new(&[word.to_owned()]).is_err(), "{word:?}");
        }
    }
}
