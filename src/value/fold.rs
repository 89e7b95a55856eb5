//! Folding: the one way in which words of a document become a string of a table.

/// `words` with white space folded to one space, marks of markdown (`**`, `*`, `#`, `\_`) dropped,
/// soft hyphens and simple inline tags left out. What a table shows where it does not quote exactly.
#[must_use]
pub fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut gap = false;
    let mut chars = words.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '*' | '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
            '\\' if chars.peek().is_some_and(|next| next.is_ascii_punctuation()) => continue,
            '#' if out.is_empty() => continue,
            _ if char.is_whitespace() => {
                gap = true;
                continue;
            }
            _ => {}
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(char);
    }
    out
}

/// [`fold`], or `None` where nothing is left: unknown is null, never an empty string.
#[must_use]
pub fn fold_some(words: &str) -> Option<String> {
    Some(fold(words)).filter(|folded| !folded.is_empty())
}

/// The letters and digits of `words` in lower case, all else left out: for telling whether two
/// spellings of a title or a name are the same.
#[must_use]
pub fn letters(words: &str) -> String {
    words
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (words, want) in [
            ("# **Punkt 3:  Budget\n2026**", "Punkt 3: Budget 2026"),
            ("En *stor*\u{a0}sag", "En stor sag"),
            (r"Bilag\_1", "Bilag_1"),
            ("sag # 3", "sag # 3"),
            (" \n ", ""),
        ] {
            assert_eq!(fold(words), want, "{words:?}");
        }
    }
}
