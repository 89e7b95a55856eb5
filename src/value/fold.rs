//! Folding: the one way in which words of a document become a string of a table.

/// `words` with white space folded to one space, marks of markdown (`**`, `*`, `#`, `\_`) dropped,
/// soft hyphens and simple inline tags left out. What a table shows where it does not quote exactly.
#[must_use]
pub fn fold(words: &str) -> String {
    if is_folded(words) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    out.extend(folded(words));
    out
}

/// Whether [`fold`] would change nothing, as far as a look at the bytes tells.
fn is_folded(words: &str) -> bool {
    let mut before = b' ';
    let plain = words.bytes().all(|byte| {
        let fits = match byte {
            b' ' => before != b' ',
            b'*' | b'\\' | b'#' | 0..b' ' | 0x7f => false,
            // The lead bytes of letters, of which none is white space or a mark.
            0xc3..=0xdf => true,
            _ => byte < 0xc2,
        };
        before = byte;
        fits
    });
    plain && before != b' '
}

/// The characters of [`fold`], one by one.
pub fn folded(words: &str) -> impl Iterator<Item = char> + '_ {
    let mut chars = words.chars().peekable();
    let (mut gap, mut begun, mut waiting) = (false, false, None);
    std::iter::from_fn(move || {
        if let Some(char) = waiting.take() {
            return Some(char);
        }
        while let Some(char) = chars.next() {
            match char {
                '*' | '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
                '\\' if chars.peek().is_some_and(|next| next.is_ascii_punctuation()) => continue,
                '#' if !begun => continue,
                _ if char.is_whitespace() => {
                    gap = true;
                    continue;
                }
                _ => {}
            }
            let apart = gap && begun;
            (gap, begun) = (false, true);
            if apart {
                waiting = Some(char);
                return Some(' ');
            }
            return Some(char);
        }
        None
    })
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

/// Lower case for words of documents.
pub trait ToLower {
    /// [`str::to_lowercase`], quick where only the letters of Danish stand.
    fn to_lower(&self) -> String;
}

impl ToLower for str {
    fn to_lower(&self) -> String {
        let mut out = self.to_ascii_lowercase();
        let mut odd = false;
        // A sigma's form hangs on its place in the word.
        lower_foreign(&mut out, |char| odd |= !fits_in_place(char) || char == 'Σ');
        if odd { self.to_lowercase() } else { out }
    }
}

/// Puts letters beyond ASCII in lower case where that takes as many bytes; `met` sees each that changes.
fn lower_foreign(words: &mut String, mut met: impl FnMut(char)) {
    let mut at = 0;
    while let Some(step) = foreign(&words.as_bytes()[at..]) {
        let start = at + step;
        let Some(char) = words[start..].chars().next() else {
            return;
        };
        at = start + char.len_utf8();
        if !changes(char) {
            continue;
        }
        met(char);
        if fits_in_place(char) {
            let lowered: String = char.to_lowercase().collect();
            words.replace_range(start..at, &lowered);
        }
    }
}

/// The first character beyond ASCII in a text's `bytes` that may have a lower case of its own.
fn foreign(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += beyond_ascii(&bytes[at..])?;
        at += match (bytes[at], bytes.get(at + 1)?) {
            // "Å" is one, "å" and "§" are none; dashes and quotation marks are three bytes long.
            (0xc3, 0x80..=0x9e) => return Some(at),
            (0xc2 | 0xc3, _) => 2,
            (0xe2, 0x80) => 3,
            _ => return Some(at),
        };
    }
}

/// The first byte that is no ASCII; looked for in eight at once.
fn beyond_ascii(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (eights, rest) = bytes.as_chunks::<8>();
    for (step, eight) in eights.iter().enumerate() {
        let high = u64::from_le_bytes(*eight) & HIGH;
        if high != 0 {
            return Some(step * 8 + high.trailing_zeros() as usize / 8);
        }
    }
    let step = rest.iter().position(|byte| !byte.is_ascii())?;
    Some(eights.len() * 8 + step)
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
    let mut out = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            'a'..='z' | '0'..='9' | 'æ' | 'ø' | 'å' => out.push(char),
            'A'..='Z' => out.push(char.to_ascii_lowercase()),
            _ if char.is_ascii() => {}
            _ if char.is_alphanumeric() => out.extend(char.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// Whether `words`, in lower case, begin with `start`.
#[must_use]
pub fn begins_with(words: &str, start: &str) -> bool {
    let mut lower = words.chars().flat_map(char::to_lowercase);
    start.chars().all(|char| lower.next() == Some(char))
}

/// The characters of [`letters`], one by one.
pub fn letter_chars(words: &str) -> impl Iterator<Item = char> + '_ {
    words
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_folded_stays(words in "[ab Æ–\u{a0}*#\\\\.\n\u{ad}]{0,20}") {
            let slow: String = folded(&words).collect();
            prop_assert_eq!(fold(&words), slow.clone());
            prop_assert!(!is_folded(&words) || slow == words);
        }

        #[test]
        fn letters_are_those_of_their_characters(words in "[\\PCæøåÆØÅİẞ²§]{0,40}") {
            prop_assert_eq!(letters(&words), letter_chars(&words).collect::<String>());
        }

        #[test]
        fn lower_case_is_that_of_the_standard(words in "[\\PCæøåÆØÅİẞΣςǅK]{0,40}") {
            prop_assert_eq!(words.to_lower(), words.to_lowercase());
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
