//! Figures as documents write them; the cases are data, most of them in `tests/cases/amounts.md`.

use crate::facts::{Direction, Figure, Minutes, Options, read};
use crate::lexicon::Lexicon;
use crate::problem::ProblemCode;
use crate::source::{self, Document, SourceFormat};
use crate::value::municipality::all;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// A document with one item whose account is `words`.
fn document(words: &str) -> Document {
    let text = format!(
        "# Punkt 1: En sag\n\n## Sagsfremstilling\n\n{words}\n\n# Punkt 2: En anden\n\nSlut.\n"
    );
    source::read("test.txt", SourceFormat::Text, text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn minutes(document: &Document) -> Minutes {
    let options = Options {
        municipality: all().into_iter().next(),
        ..Options::default()
    };
    read(document, &LEXICON, &options).unwrap_or_else(|error| panic!("{error}"))
}

/// The form in which `tests/cases/amounts.md` writes a figure.
fn shown(figure: &Figure) -> String {
    let mut out = String::new();
    let value = figure
        .value
        .map_or("?".to_owned(), |value| value.to_string());
    let _ = write!(out, "{value}");
    if let Some(max) = figure.value_max {
        let _ = write!(out, "..{max}");
    }
    let _ = write!(out, " {}", figure.unit.as_deref().unwrap_or("?"));
    if let Some(per) = &figure.per {
        let _ = write!(out, " per {per}");
    }
    if let Some(qualifier) = figure.qualifier {
        let _ = write!(out, " {}", qualifier.code());
    }
    if let Some(overspend) = figure.overspend_dkk {
        let side = match figure.direction {
            Some(Direction::Underspend) => "under",
            _ => "over",
        };
        let _ = write!(out, " {side} budget {}", overspend.abs().ore() / 100);
    }
    if let Some(year) = figure.year {
        let _ = write!(out, " in {year}");
    }
    if let Some(period) = &figure.period {
        let _ = write!(out, " in {period}");
    }
    if let Some(level) = &figure.price_level {
        let _ = write!(out, " prices {level}");
    }
    out
}

/// What the case leaves out is not asked for: directions without a sign, years where the case names none.
fn agrees(want: &str, figure: &Figure) -> bool {
    let mut asked = figure.clone();
    if !want.contains(" in ") {
        asked.year = None;
        asked.period = None;
    }
    shown(&asked) == want
}

#[test]
fn the_cases() {
    let cases = include_str!("../../../tests/cases/amounts.md");
    let rows = cases
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter(|line| !line.starts_with("words |") && !line.starts_with("---"))
        .filter_map(|line| line.trim_end_matches(" |").rsplit_once(" | "));
    let mut wrong = Vec::new();
    let mut count = 0;
    for (words, want) in rows {
        count += 1;
        let words = words.replace("\\n", "\n").replace('¤', "\u{a0}");
        let document = document(&words);
        let read = minutes(&document);
        let found = &read.items[0].figures;
        let wanted: Vec<&str> = want.split("; ").filter(|want| *want != "-").collect();
        let right = found.len() == wanted.len()
            && wanted
                .iter()
                .zip(found)
                .all(|(want, figure)| agrees(want, figure));
        if !right {
            let got: Vec<String> = found.iter().map(shown).collect();
            wrong.push(format!(
                "{words:?}\n  want {want}\n  got  {}",
                got.join("; ")
            ));
        }
    }
    assert!(count > 80, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Cells as "row path / column = value unit".
fn cells(words: &str) -> Vec<String> {
    minutes(&document(words)).items[0]
        .figures
        .iter()
        .filter_map(|figure| {
            let cell = figure.cell.as_ref()?;
            Some(format!(
                "{} / {} = {} {}",
                cell.row_path.as_deref().unwrap_or("?"),
                cell.column_label.as_deref().unwrap_or("?"),
                figure
                    .value
                    .map_or("?".to_owned(), |value| value.to_string()),
                figure.unit.as_deref().unwrap_or("?")
            ))
        })
        .collect()
}

#[test]
fn tables() {
    for (words, want) in [
        (
            "Drift (mio. kr.)\tBudget\tAfvigelse\n<i>Børn</i>\t609,3\t-1,7\nService\t644,0\t\n",
            &[
                "Børn / Budget = 609300000 DKK",
                "Børn / Afvigelse = -1700000 DKK",
                "Børn › Service / Budget = 644000000 DKK",
            ][..],
        ),
        (
            "| I hele 1.000 kr. | 2025 | 2026 |\n|---|---|---|\n| Skolemad | 242 | 594 |",
            &[
                "Skolemad / 2025 = 242000 DKK",
                "Skolemad / 2026 = 594000 DKK",
            ],
        ),
        (
            "Hele 1.000 kr.\tBudget\tRegnskab\nDrift\t\t\nSkoler\t1.200\t1.300\nAnlæg\t\t\nVeje\t0\t10\n",
            &[
                "Drift › Skoler / Budget = 1200000 DKK",
                "Drift › Skoler / Regnskab = 1300000 DKK",
                "Anlæg › Veje / Budget = 0 DKK",
                "Anlæg › Veje / Regnskab = 10000 DKK",
            ],
        ),
        (
            "Beløb i mio. kr.\n\n\t2025\t2026\nDrift\t1,5\t2,5",
            &["Drift / 2025 = 1500000 DKK", "Drift / 2026 = 2500000 DKK"],
        ),
        (
            "Nr.\tProjekt\t2024 (i t. kr.)\n497\tTag\t18.550\n522\tMur\t7.050",
            &[
                "Tag / 2024 (i t. kr.) = 18550000 DKK",
                "Mur / 2024 (i t. kr.) = 7050000 DKK",
            ],
        ),
        (
            "\tBrutto\tBrutto i pct.\nSkole\t525.026 kr.\t12,5",
            &[
                "Skole / Brutto = 525026 DKK",
                "Skole / Brutto i pct. = 12.5 pct",
            ],
        ),
        (
            "Mio. kr.\tOprindeligt\tKorrigeret\n\tbudget\tbudget\nDrift\t1,0\t2,0",
            &[
                "Drift / Oprindeligt budget = 1000000 DKK",
                "Drift / Korrigeret budget = 2000000 DKK",
            ],
        ),
        (
            "Hele kr.\tUdgift\nSkoler\t10.000\n\nHele kr.\tUdgift\nVeje\t20.000",
            &["Skoler / Udgift = 10000 DKK", "Veje / Udgift = 20000 DKK"],
        ),
        (
            "Svarprocent Efterår 2024 Forår 2025\n\nGennemført 28,4 % 34,3 %\n\nFrabedt 29,0 % 4,8 %",
            &[
                "Gennemført / Efterår 2024 = 28.4 pct",
                "Gennemført / Forår 2025 = 34.3 pct",
                "Frabedt / Efterår 2024 = 29 pct",
                "Frabedt / Forår 2025 = 4.8 pct",
            ],
        ),
        (
            "Finanslovsår 2025 2026 Tilsagn i alt\n\nBeløb 433.912,41 1.737.951,55 2.171.863,96",
            &[
                "Beløb / 2025 = 433912.41 DKK",
                "Beløb / 2026 = 1737951.55 DKK",
                "Beløb / Tilsagn i alt = 2171863.96 DKK",
            ],
        ),
        (
            "Mio. kr.\n\nBudget\n2025\n\nRegnskab\n2025\n\nDrift 10,5 11,5\n\nAnlæg 2,0 1,0",
            &[
                "Drift / Budget 2025 = 10500000 DKK",
                "Drift / Regnskab 2025 = 11500000 DKK",
                "Anlæg / Budget 2025 = 2000000 DKK",
                "Anlæg / Regnskab 2025 = 1000000 DKK",
            ],
        ),
        (
            "1.000 kr.\n\n2025\n\n2026\n\nSkoler\n\n1.200\n\n1.300\n\nVeje\n\n-400\n\n500",
            &[
                "Skoler / 2025 = 1200000 DKK",
                "Skoler / 2026 = 1300000 DKK",
                "Veje / 2025 = -400000 DKK",
                "Veje / 2026 = 500000 DKK",
            ],
        ),
    ] {
        assert_eq!(cells(words), want, "{words}");
    }
}

#[test]
fn an_overspend_has_the_sign_that_the_header_defines() {
    let words =
        "Bevilling\tMer/mindreforbrug (mindreforbrug = + og merforbrug = -) Kr.\nI alt\t1.001.100";
    let read = minutes(&document(words));
    let overspend: Vec<i64> = read.items[0]
        .figures
        .iter()
        .filter_map(|figure| Some(figure.overspend_dkk?.ore() / 100))
        .collect();
    assert_eq!(overspend, [-1_001_100]);
}

#[test]
fn what_does_not_add_up() {
    use ProblemCode::{
        AmountContradicted, ShareMismatch, SumMismatch, TableUnread, UnitImpossible,
    };
    for (words, want) in [
        (
            "Kr.\tForbrug\nA\t1.000\nB\t2.000\nI alt\t3.001",
            &[SumMismatch][..],
        ),
        ("Kr.\tForbrug\nA\t1.000\nB\t2.000\nI alt\t3.000", &[]),
        ("Kr.\tForbrug\nA\t1.000\nB\t2.000\nI alt\t9.000", &[]),
        (
            "Der bevilges 2.195.000 mio. kr. til formålet.",
            &[UnitImpossible],
        ),
        (
            "Der blev søgt 8.321.851 kr. og givet tilsagn på 5.974.640 kr., hvilket svarer til 70 % af det ansøgte.",
            &[ShareMismatch],
        ),
        (
            "Der blev søgt 8.321.851 kr. og givet tilsagn på 5.974.640 kr., hvilket svarer til 72 % af det ansøgte.",
            &[],
        ),
        (
            "Udgiften er 1.853,9 mio. kr.\n\nMio. kr.\tBudget\nA\t1.000,0\nI alt\t1.853,4",
            &[AmountContradicted],
        ),
        ("A\t12\t13\nB\t14\t15", &[TableUnread]),
    ] {
        let read = minutes(&document(words));
        let found: Vec<ProblemCode> = read
            .problems
            .iter()
            .map(|problem| problem.code)
            .filter(|code| {
                [
                    AmountContradicted,
                    ShareMismatch,
                    SumMismatch,
                    TableUnread,
                    UnitImpossible,
                ]
                .contains(code)
            })
            .collect();
        assert_eq!(found, want, "{words}");
        let null = read.items[0]
            .figures
            .iter()
            .filter(|figure| figure.value_dkk.is_none());
        if want == [UnitImpossible] {
            assert_eq!(null.count(), 1);
        }
    }
}

#[test]
fn an_amount_told_again_points_at_its_first_telling() {
    let read = minutes(&document(
        "Der gives 5 mio. kr. til A.\n\nDe 5 mio. kr. er givet, og 4 mio. kr. mere.",
    ));
    let repeats: Vec<Option<usize>> = read.items[0]
        .figures
        .iter()
        .map(|figure| figure.repeats)
        .collect();
    assert_eq!(repeats, [None, Some(0), None]);
}

/// `whole` with its thousands parted by `sign`.
fn grouped(whole: u64, sign: &str) -> String {
    let digits = whole.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(sign);
        }
        out.push(digit);
    }
    out
}

/// An amount of øre in one of the forms that minutes use.
fn written(ore: u64, form: usize) -> String {
    let (kroner, rest) = (ore / 100, ore % 100);
    match form {
        0 => format!("{},{rest:02} kr.", grouped(kroner, ".")),
        1 => format!("kr. {},{rest:02}", grouped(kroner, ".")),
        2 => format!("{kroner},{rest:02} kroner"),
        3 => format!("{},{rest:02}\u{a0}kr.", grouped(kroner, "\u{a0}")),
        4 => format!("{},{:06} mio. kr.", kroner / 1_000_000, kroner % 1_000_000),
        5 => format!(
            "{},{:03} t.kr.",
            grouped(kroner / 1_000, "."),
            kroner % 1_000
        ),
        6 => format!("{},-", grouped(kroner, ".")),
        7 => format!("DKK {}", grouped(kroner, ".")),
        _ => format!("{} kr.", grouped(kroner, " ")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_is_read_back_to_the_ore(ore in 100u64..900_000_000_000, form in 0usize..9, minus: bool) {
        let exact = if form < 4 { ore } else { ore / 100 * 100 };
        let sign = if minus && form != 1 && form != 7 { "-" } else { "" };
        let amount = format!("{sign}{}", written(exact, form));
        let words = format!("Der er en afvigelse på {amount} i forhold til det vedtagne.");
        let document = document(&words);
        let read = minutes(&document);
        let figures = &read.items[0].figures;
        prop_assert_eq!(figures.len(), 1, "{}", words);
        let want = i64::try_from(exact).unwrap_or(0) * if sign.is_empty() { 1 } else { -1 };
        prop_assert_eq!(figures[0].value_dkk.map(|value| value.ore()), Some(want), "{}", words);
        prop_assert_eq!(figures[0].span.of(&document.text), amount);
    }

    #[test]
    fn every_figure_has_its_words(words in "[0-9a-zæøå.,%()\\-–\\t\\n kr|]{0,160}") {
        let document = document(&words);
        for item in &minutes(&document).items {
            for figure in &item.figures {
                let raw = figure.span.of(&document.text);
                prop_assert!(raw.contains(|char: char| char.is_ascii_digit()), "{:?}", raw);
                prop_assert!(figure.sentence.contains(figure.span), "{:?}", raw);
                prop_assert!(item.span.contains(figure.span));
            }
        }
    }
}
