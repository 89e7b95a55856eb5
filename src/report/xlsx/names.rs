//! Names of sheets: legal, at most 31 letters, each once.

use std::collections::BTreeSet;

/// What Excel takes.
const LONGEST: usize = 31;

/// Gives each sheet a name of its own.
#[derive(Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A legal name near to `wanted` that no other sheet has.
    pub fn name(&mut self, wanted: &str) -> String {
        let legal = legal(wanted);
        let mut name = cut(&legal, LONGEST);
        let mut number = 1;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            let tail = format!(" ({number})");
            name = cut(&legal, LONGEST - tail.chars().count()) + &tail;
        }
        name
    }
}

/// Without the signs that Excel forbids; "History" is a name that it keeps for itself.
fn legal(wanted: &str) -> String {
    let plain: String = crate::report::html::safe::printable(wanted)
        .chars()
        .map(|letter| match letter {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        })
        .collect();
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = folded.trim_matches('\'').trim().to_owned();
    match trimmed.to_lowercase().as_str() {
        "" => "Ark".to_owned(),
        "history" => format!("{trimmed} 1"),
        _ => trimmed,
    }
}

/// The first letters of `name`, counted as Excel counts them (UTF-16), with "…" where some are left out.
fn cut(name: &str, longest: usize) -> String {
    if name.encode_utf16().count() <= longest {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut length = 0;
    for letter in name.chars() {
        length += letter.len_utf16();
        if length > longest - 1 {
            break;
        }
        out.push(letter);
    }
    out.trim_end().trim_end_matches('\'').to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_short_and_each_once() {
        let mut names = Names::default();
        for (wanted, expected) in [
            ("Søgt/bevilget: [a]*?", "Søgt bevilget a"),
            ("søgt bevilget A", "søgt bevilget A (2)"),
            ("'History'", "History 1"),
            ("", "Ark"),
            (
                "Hvor meget af hver tekst der også står hos en anden",
                "Hvor meget af hver tekst der o…",
            ),
            (
                "Hvor meget af hver tekst der også står her",
                "Hvor meget af hver tekst d… (2)",
            ),
            (
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀…",
            ),
        ] {
            let name = names.name(wanted);
            assert_eq!(name, expected);
            assert!(name.encode_utf16().count() <= LONGEST, "{name}");
        }
    }
}
