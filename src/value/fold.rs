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

/// `words` in lower case with every byte offset kept: a letter whose lower case has another length stays.
#[must_use]
pub fn lower_in_place(words: &str) -> String {
    let mut out = words.to_ascii_lowercase();
    lower_foreign(&mut out, |_| ());
    out
}

/// [`str::to_lowercase`], quick where only the letters of Danish stand.
#[must_use]
pub fn lowercase(words: &str) -> String {
    let mut out = words.to_ascii_lowercase();
    let mut odd = false;
    // A sigma's form hangs on its place in the word.
    lower_foreign(&mut out, |char| odd |= !fits_in_place(char) || char == 'Σ');
    if odd { words.to_lowercase() } else { out }
}

/// Puts letters beyond ASCII in lower case where that takes as many bytes; `met` sees each that changes.
fn lower_foreign(words: &mut String, mut met: impl FnMut(char)) {
    let mut at = 0;
    while let Some(step) = words.as_bytes()[at..]
        .iter()
        .position(|byte| !byte.is_ascii())
    {
        let start = at + step;
        let Some(char) = words[start..].chars().next() else {
            return;
        };
        at = start + char.len_utf8();
        if matches!(char, 'æ' | 'ø' | 'å' | 'é' | '–' | '\u{a0}') || !changes(char) {
            continue;
        }
        met(char);
        if fits_in_place(char) {
            let lowered: String = char.to_lowercase().collect();
            words.replace_range(start..at, &lowered);
        }
    }
}

fn changes(char: char) -> bool {
    let mut lowered = char.to_lowercase();
    (lowered.next(), lowered.next()) != (Some(char), None)
}

fn fits_in_place(char: char) -> bool {
    let mut lowered = char.to_lowercase();
    let first = lowered.next();
    lowered.next().is_none() && first.is_some_and(|one| one.len_utf8() == char.len_utf8())
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard(words in "[\\PCæøåÆØÅİẞΣςǅK]{0,40}") {
            prop_assert_eq!(lowercase(&words), words.to_lowercase());
            let plain: String = words
                .chars()
                .map(|char| match char.to_lowercase().collect::<Vec<_>>()[..] {
                    [one] if one.len_utf8() == char.len_utf8() => one,
                    _ => char,
                })
                .collect();
            prop_assert_eq!(lower_in_place(&words), plain);
        }
    }

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
