//! Lines of a page become paragraphs, as tables of examples.

use super::*;

#[test]
fn hyphens_at_line_ends() {
    let document = [
        "nedsatte ungdomsuddannelsen i byen nu",
        "og en e-mail i byen",
    ];
    let flow: Vec<(u32, Line)> = document
        .iter()
        .map(|words| {
            let cell = Cell {
                text: (*words).to_owned(),
                ..Cell::default()
            };
            (
                1,
                Line {
                    cells: vec![cell],
                    ..Line::default()
                },
            )
        })
        .collect();
    let hyphens = Hyphens::of(&flow);
    for (lines, want) in [
        (
            ["på ungdoms-", "uddannelsen i dag"],
            "på ungdomsuddannelsen i dag",
        ),
        (["de nye P-", "huse i byen"], "de nye P-huse i byen"),
        (
            ["på social-", "og sundhedsområdet"],
            "på social- og sundhedsområdet",
        ),
        (["en e-", "mail"], "en e-mail"),
        (["Social-", "Udvalget"], "Social-Udvalget"),
        (["ukendte mor-", "barn forløb"], "ukendte mor-barn forløb"),
        (["psykiatri –", "en plan"], "psykiatri – en plan"),
        (["en over-\u{ad}", "skrift"], "en over-skrift"),
        (["perioden 2025-", "2026"], "perioden 2025-2026"),
    ] {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(hyphens.join(&lines), want);
    }
}

#[test]
fn marks_of_lists() {
    for (words, want) in [
        ("• godkender", Some("godkender")),
        ("•godkender", Some("godkender")),
        ("- godkender", Some("godkender")),
        ("- 0,4 mio. kr.", None),
        ("o et punkt", Some("et punkt")),
        ("og et ord", None),
        ("–", None),
    ] {
        assert_eq!(list_mark(words).map(|at| &words[at..]), want, "{words}");
    }
}
