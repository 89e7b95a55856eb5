//! Lists of people's names: "Hans Hansen (A), Grete Jensen og Bo Berg".

use crate::value::fold::ToLower;
use crate::value::fold::fold;
use std::collections::HashSet;

/// The names in `words`, without party letters, titles in brackets and full stops.
#[must_use]
pub fn names(words: &str) -> Vec<String> {
    let folded = fold(words);
    let mut out: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for part in split(&folded) {
        let name = strip_brackets(&part);
        let name = name
            .trim_matches(|char: char| !char.is_alphanumeric())
            .trim();
        let plausible =
            name.chars().any(char::is_alphabetic) && name.chars().count() <= 60 && !is_nobody(name);
        if plausible && known.insert(name.to_owned()) {
            out.push(name.to_owned());
        }
    }
    out
}

/// Words that stand in a list of names and name nobody.
const NOBODY: [&str; 22] = [
    "ingen",
    "alle",
    "ingen fraværende",
    "ingen afbud",
    "og",
    "samt",
    "afbud",
    "formand",
    "næstformand",
    "borgmester",
    "viceborgmester",
    "forkvinde",
    "forperson",
    "udvalgsformand",
    "suppleant",
    "fmd",
    "1. viceborgmester",
    "2. viceborgmester",
    "medlem",
    "mødeleder",
    "referent",
    "rådmand",
];

fn is_nobody(name: &str) -> bool {
    NOBODY.contains(&name.to_lower().as_str())
}

/// Whether a line reads as names and nothing else: a few words each, with capitals and without figures.
#[must_use]
pub fn are_names(words: &str) -> bool {
    let folded = fold(words);
    let parts = split(&folded);
    let mut named = parts
        .iter()
        .map(|part| strip_brackets(part))
        .filter(|name| name.chars().any(char::is_alphanumeric) && !is_nobody(name))
        .peekable();
    named.peek().is_some() && named.all(|name| is_name(name.trim_end_matches(['.', ','])))
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words[0].starts_with(char::is_uppercase)
        && words
            .last()
            .is_some_and(|last| last.starts_with(char::is_uppercase))
        && name.chars().any(char::is_lowercase)
        && !name
            .chars()
            .any(|char| char.is_ascii_digit() || matches!(char, ':' | '?' | '!'))
}

/// The names in `words` that a note in brackets behind them says something about: "Else Søholm (afbud)".
pub fn noted<'n>(words: &'n str, says: impl Fn(&str) -> bool + 'n) -> Vec<String> {
    let folded = fold(words);
    split(&folded)
        .iter()
        .filter(|part| {
            part.split(['(', '['])
                .skip(1)
                .any(|note| says(note.split([')', ']']).next().unwrap_or_default()))
        })
        .flat_map(|part| names(part))
        .collect()
}

/// Splits at commas, semicolons, "og", "samt", line ends and bullets, outside brackets.
fn split(words: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0usize;
    for token in words.split(' ') {
        let joins = matches!(token, "og" | "samt" | "&" | "-" | "•" | "–");
        if joins && depth == 0 {
            parts.push(String::new());
            continue;
        }
        for char in token.chars() {
            match char {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if matches!(char, ',' | ';' | '•' | '\t' | '|') && depth == 0 {
                parts.push(String::new());
            } else if let Some(part) = parts.last_mut() {
                part.push(char);
            }
        }
        if let Some(part) = parts.last_mut() {
            part.push(' ');
        }
    }
    parts
}

fn strip_brackets(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut depth = 0usize;
    for char in words.chars() {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(char),
            _ => {}
        }
    }
    fold(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_names() {
        for (words, want) in [
            ("Bodil Strøm", true),
            ("Egil Hulgård (F), Anna-Sofie Bech", true),
            ("OFFENTLIG DAGSORDEN", false),
            ("Godkendt.", false),
            ("Udvalget godkendte sagen", false),
            ("Mødet sluttede kl. 18", false),
        ] {
            assert_eq!(are_names(words), want, "{words}");
        }
    }

    #[test]
    fn lists_of_names() {
        for (words, want) in [
            (
                "Mustapha Badr, Gitte Johansen, Nikolaj Lykke  \nVad",
                &["Mustapha Badr", "Gitte Johansen", "Nikolaj Lykke Vad"][..],
            ),
            (
                "Nickolai Hamann , Anette Brix.",
                &["Nickolai Hamann", "Anette Brix"],
            ),
            (
                "Hans Hansen (A), Grete Jensen (Venstre, formand) og Bo Berg",
                &["Hans Hansen", "Grete Jensen", "Bo Berg"],
            ),
            ("Ingen", &[]),
        ] {
            assert_eq!(names(words), want, "{words}");
        }
    }
}
