//! Lists of people's names: "Hans Hansen (A), Grete Jensen og Bo Berg".

use crate::value::fold::fold;

/// The names in `words`, without party letters, titles in brackets and full stops.
#[must_use]
pub fn names(words: &str) -> Vec<String> {
    let folded = fold(words);
    let mut out: Vec<String> = Vec::new();
    for part in split(&folded) {
        let name = strip_brackets(&part);
        let name = name
            .trim_matches(|char: char| !char.is_alphanumeric())
            .trim();
        let plausible =
            name.chars().any(char::is_alphabetic) && name.chars().count() <= 60 && !is_nobody(name);
        if plausible && !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    out
}

fn is_nobody(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        "ingen" | "alle" | "ingen fraværende" | "ingen afbud" | "og" | "samt" | "afbud"
    )
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
