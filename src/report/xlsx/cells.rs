//! What fits into a cell: words of documents, cut where Excel's limit is, with a note that says so.

use crate::report::html::safe;

/// Excel takes this many characters (UTF-16) in a cell.
const MOST: usize = 32_767;

/// `words` as a cell shows them; a longer text ends with `note`, in which `{where}` has become the place of the whole.
pub fn fitting(words: &str, note: &str, place: &str) -> String {
    let shown = safe::printable(words);
    if shown.encode_utf16().count() <= MOST {
        return shown.into_owned();
    }
    let note = format!("\n{}", note.replace("{where}", &cut(place, 2_000)));
    let kept = cut(&shown, MOST - note.encode_utf16().count());
    kept + &note
}

fn cut(words: &str, most: usize) -> String {
    let mut length = 0;
    words
        .chars()
        .take_while(|letter| {
            length += letter.len_utf16();
            length <= most
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_says_where_the_whole_is() {
        let long = "æ".repeat(40_000);
        for (words, is_cut) in [
            ("kort", false),
            (long.as_str(), true),
            (&"😀".repeat(16_383), false),
        ] {
            let found = fitting(words, "[cut, see {where}]", "alfa.txt");
            assert!(found.encode_utf16().count() <= MOST);
            assert_eq!(found.ends_with("\n[cut, see alfa.txt]"), is_cut);
            assert!(words.starts_with(found.split('\n').next().unwrap_or_default()));
        }
    }
}
