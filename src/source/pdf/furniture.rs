//! What belongs to the page and not to the text: running heads, running feet, page numbers.

use super::lines::{Line, Page};
use crate::value::fold::ToLower;
use std::collections::BTreeMap;

/// Lines this near to the upper or lower edge (as a share of the page) can belong to the page.
const EDGE: f32 = 0.13;

/// For each page and line, whether it belongs to the page.
#[must_use]
pub fn find(pages: &[Page]) -> Vec<Vec<bool>> {
    let mut found: Vec<Vec<bool>> = pages
        .iter()
        .map(|page| page.lines.iter().map(|line| line.artefact).collect())
        .collect();
    let mut seen: BTreeMap<(String, i32), Vec<(usize, usize)>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for (number, line) in page.lines.iter().enumerate() {
            if at_edge(page, line) && line.table.is_none() {
                let key = (without_numbers(line), place(page, line));
                seen.entry(key).or_default().push((at, number));
            }
        }
    }
    let enough = pages.len().div_ceil(3).clamp(2, 4);
    for places in seen.into_values() {
        let pages_with: std::collections::BTreeSet<usize> =
            places.iter().map(|(page, _)| *page).collect();
        let numbered = places
            .iter()
            .any(|(page, line)| is_page_number(&pages[*page].lines[*line]));
        // Two pages of a long document can begin with the same words by chance, not at one height as well.
        if pages_with.len() >= enough || (numbered && pages_with.len() == pages.len()) {
            for (page, line) in places {
                found[page][line] = true;
            }
        }
    }
    found
}

fn at_edge(page: &Page, line: &Line) -> bool {
    line.y < page.height * EDGE || line.y > page.height * (1.0 - EDGE)
}

/// The height on the page, roughly; two lines of furniture have one height on all pages.
fn place(page: &Page, line: &Line) -> i32 {
    let from_edge = if line.y < page.height / 2.0 {
        line.y
    } else {
        line.y - page.height
    };
    (from_edge / 4.0).round() as i32
}

fn without_numbers(line: &Line) -> String {
    line.words("")
        .chars()
        .filter(|char| !char.is_ascii_digit() && !char.is_whitespace())
        .collect()
}

/// "3", "Side 3 af 7", "- 3 -".
fn is_page_number(line: &Line) -> bool {
    let words = line.words(" ").to_lower();
    words.chars().any(|char| char.is_ascii_digit())
        && words
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| {
                ["side", "s", "af", "page", "of"].contains(&word)
                    || word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
            })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::pdf::lines::Cell;

    fn line(words: &str, y: f32) -> Line {
        Line {
            cells: vec![Cell {
                x0: 50.0,
                x1: 150.0,
                first_word: 60.0,
                text: words.to_owned(),
            }],
            y,
            size: 10.0,
            ..Line::default()
        }
    }

    fn check(pages: &[&[(&str, f32)]], want: &[&str]) {
        let pages: Vec<Page> = pages
            .iter()
            .map(|lines| Page {
                width: 600.0,
                height: 800.0,
                lines: lines.iter().map(|(words, y)| line(words, *y)).collect(),
                ..Page::default()
            })
            .collect();
        let got: Vec<String> = find(&pages)
            .iter()
            .zip(&pages)
            .flat_map(|(found, page)| found.iter().zip(&page.lines))
            .filter(|(found, _)| **found)
            .map(|(_, line)| line.words(" "))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn heads_and_feet_repeat_at_one_height() {
        check(
            &[
                &[
                    ("Referat", 30.0),
                    ("Beslutning", 90.0),
                    ("Side 1 af 3", 780.0),
                ],
                &[
                    ("Referat", 30.0),
                    ("Godkendt.", 90.0),
                    ("Side 2 af 3", 780.0),
                ],
                &[
                    ("Referat", 30.0),
                    ("Beslutning", 75.0),
                    ("Side 3 af 3", 780.0),
                ],
            ],
            &[
                "Referat",
                "Side 1 af 3",
                "Referat",
                "Side 2 af 3",
                "Referat",
                "Side 3 af 3",
            ],
        );
        check(&[&[("Referat", 30.0), ("1", 780.0)]], &["1"]);
        check(&[&[("12", 60.0), ("Godkendt.", 780.0)]], &["12"]);
    }
}
