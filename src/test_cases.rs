//! Reads the tables of `tests/cases/*.md`: cases that somebody who knows minutes but no Rust can add to.

/// The rows of a table of two columns, words and what is expected of them.
pub fn rows(page: &str) -> impl Iterator<Item = (String, String)> + '_ {
    page.lines()
        .filter_map(|line| line.strip_prefix("| "))
        .skip(2)
        .filter_map(|line| line.trim_end_matches('|').trim_end().rsplit_once(" | "))
        .map(|(words, want)| (words.trim_end().to_owned(), want.trim().to_owned()))
}
