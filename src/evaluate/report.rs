//! An evaluation as a table for the terminal, as Markdown or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::Serialize;

use super::Evaluation;
use super::frames::RowPlace;
use super::score::{Finding, Tally};
use crate::value::fold;

/// Characters of a finding's words that a line shows.
const WORDS: usize = 110;

/// How an evaluation is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Columns for a terminal.
    #[default]
    Table,
    /// Markdown.
    Markdown,
}

/// How many misses, and how many false finds, are shown of each measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// All.
    All,
    /// The first few.
    First(usize),
}

impl Limit {
    fn get(self) -> usize {
        match self {
            Self::All => usize::MAX,
            Self::First(count) => count,
        }
    }
}

/// Neither a number nor "all".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a number or \"all\", found \"{0}\"")]
pub struct LimitError(String);

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(words: &str) -> Result<Self, LimitError> {
        match words {
            "all" => Ok(Self::All),
            _ => words
                .parse()
                .map(Self::First)
                .map_err(|_| LimitError(words.to_owned())),
        }
    }
}

/// The evaluation in `format`, with up to `limit` misses and as many false finds of each measure.
#[must_use]
pub fn render(evaluation: &Evaluation, format: Format, limit: Limit) -> String {
    let mut out = match format {
        Format::Table => table(&evaluation.tallies),
        Format::Markdown => markdown(&evaluation.tallies),
    };
    if !evaluation.not_read.is_empty() {
        line(
            &mut out,
            &format!("\ndocuments not read: {}", evaluation.not_read.join(", ")),
        );
    }
    for (measure, tally) in &evaluation.tallies {
        findings(&mut out, measure, tally, format, limit);
    }
    out
}

fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let mut out = format!(
        "{:34} {:>5} {:>5} {:>6} {:>6} {:>6}\n",
        "what", "gold", "found", "P", "R", "F1"
    );
    for (measure, tally) in tallies {
        let (gold, found) = (tally.gold(), tally.found());
        let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
        line(
            &mut out,
            &format!("{measure:34} {gold:5} {found:5} {precision:6.3} {recall:6.3} {f1:6.3}"),
        );
    }
    out
}

fn markdown(tallies: &BTreeMap<String, Tally>) -> String {
    let mut out = String::from(
        "| what | gold | found | precision | recall | F1 |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for (measure, tally) in tallies {
        let (gold, found) = (tally.gold(), tally.found());
        let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
        line(
            &mut out,
            &format!("| `{measure}` | {gold} | {found} | {precision:.4} | {recall:.4} | {f1:.4} |"),
        );
    }
    out
}

fn findings(out: &mut String, measure: &str, tally: &Tally, format: Format, limit: Limit) {
    let shown = limit.get();
    if shown == 0 || tally.missed.len() + tally.false_finds.len() == 0 {
        return;
    }
    let (heading, bullet) = match format {
        Format::Table => (format!("\n{measure}"), "  "),
        Format::Markdown => (format!("\n## {measure}\n"), "- "),
    };
    line(out, &heading);
    for (what, findings) in [
        ("missed", &tally.missed),
        ("false find", &tally.false_finds),
    ] {
        for finding in findings.iter().take(shown) {
            line(out, &format!("{bullet}{what} {}", describe(finding)));
        }
        let rest = findings.len().saturating_sub(shown);
        if rest > 0 {
            line(
                out,
                &format!("{bullet}{what}: and {rest} more (--misses all)"),
            );
        }
    }
}

/// `000.json #3: "the words" at items 330/… [120:340]`
fn describe(finding: &Finding) -> String {
    let item = finding
        .place
        .item
        .as_ref()
        .map(|number| format!(" #{number}"))
        .unwrap_or_default();
    let row = match &finding.row {
        Some(row) => format!(" at {}", place(row)),
        None => String::new(),
    };
    format!(
        "{}{item}: \"{}\"{row}",
        finding.place.file,
        shortened(&finding.words)
    )
}

fn place(row: &RowPlace) -> String {
    let span = row
        .span
        .map(|(start, end)| format!(" [{start}:{end}]"))
        .unwrap_or_default();
    format!("{} {}{span}", row.table, row.id)
}

fn shortened(words: &str) -> String {
    let words = fold(words);
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words,
    }
}

fn line(out: &mut String, words: &str) {
    let written: Result<(), std::fmt::Error> = writeln!(out, "{words}");
    debug_assert!(written.is_ok(), "writing to a String never fails");
}

/// A measure in JSON: the figures rounded to four decimals, and every difference.
#[derive(Serialize)]
struct Measure<'e> {
    gold: usize,
    found: usize,
    right: usize,
    p: f64,
    r: f64,
    f1: f64,
    missed: Vec<Difference<'e>>,
    false_finds: Vec<Difference<'e>>,
}

#[derive(Serialize)]
struct Difference<'e> {
    file: &'e str,
    item: Option<&'e str>,
    key: Vec<String>,
    words: &'e str,
    row: Option<&'e RowPlace>,
}

#[derive(Serialize)]
struct Whole<'e> {
    #[serde(flatten)]
    measures: BTreeMap<&'e str, Measure<'e>>,
    #[serde(rename = "_documents_not_read")]
    not_read: &'e [String],
    #[serde(rename = "_warnings")]
    warnings: &'e [String],
}

/// The evaluation as JSON: an object by measure with `gold`, `found`, `right`, `p`, `r`, `f1`, `missed`
/// and `false_finds`; beside them `_documents_not_read` and `_warnings`.
#[must_use]
pub fn json(evaluation: &Evaluation) -> String {
    let measures = evaluation.tallies.iter();
    let whole = Whole {
        measures: measures
            .map(|(name, tally)| (name.as_str(), measure(tally)))
            .collect(),
        not_read: &evaluation.not_read,
        warnings: &evaluation.warnings,
    };
    // OK because only strings, numbers and lists are written: none of them can fail.
    let mut json = serde_json::to_string_pretty(&whole).unwrap_or_default();
    json.push('\n');
    json
}

fn measure(tally: &Tally) -> Measure<'_> {
    Measure {
        gold: tally.gold(),
        found: tally.found(),
        right: tally.right,
        p: rounded(tally.precision()),
        r: rounded(tally.recall()),
        f1: rounded(tally.f1()),
        missed: tally.missed.iter().map(difference).collect(),
        false_finds: tally.false_finds.iter().map(difference).collect(),
    }
}

fn difference(finding: &Finding) -> Difference<'_> {
    Difference {
        file: &finding.place.file,
        item: finding.place.item.as_deref(),
        key: finding.key.iter().map(ToString::to_string).collect(),
        words: &finding.words,
        row: finding.row.as_ref(),
    }
}

fn rounded(share: f64) -> f64 {
    format!("{share:.4}").parse().unwrap_or(share)
}

#[cfg(test)]
mod tests {
    use super::super::key::Part;
    use super::super::score::{Entry, Matched, Place, Sheet};
    use super::*;

    fn evaluation() -> Evaluation {
        let place = Place {
            file: "000.json".into(),
            item: Some("3".into()),
        };
        let row = RowPlace {
            table: "decisions",
            id: "d1".into(),
            span: Some((12, 20)),
        };
        let entry = |words: &str| Entry::new(vec![Part::Text(words.into()), Part::Unknown], words);
        let matched = Matched {
            right: 2,
            missed: vec![entry("Udsat"), entry("Drøftet")],
            extra: vec![entry("God\nkendt").at(row)],
        };
        let mut sheet = Sheet::default();
        sheet.add("decisions", &place, None, matched);
        Evaluation {
            tallies: sheet.into_tallies(),
            not_read: vec!["001.json".into()],
            warnings: Vec::new(),
        }
    }

    #[test]
    fn on_a_terminal() {
        let want = "\
what                                gold found      P      R     F1
decisions                              4     3  0.667  0.500  0.571

documents not read: 001.json

decisions
  missed 000.json #3: \"Udsat\"
  missed: and 1 more (--misses all)
  false find 000.json #3: \"God kendt\" at decisions d1 [12:20]
";
        assert_eq!(render(&evaluation(), Format::Table, Limit::First(1)), want);
    }

    #[test]
    fn in_markdown() {
        let want = "\
| what | gold | found | precision | recall | F1 |
|---|--:|--:|--:|--:|--:|
| `decisions` | 4 | 3 | 0.6667 | 0.5000 | 0.5714 |

documents not read: 001.json
";
        assert_eq!(
            render(&evaluation(), Format::Markdown, Limit::First(0)),
            want
        );
    }

    #[test]
    fn in_json() {
        let json: serde_json::Value = serde_json::from_str(&json(&evaluation())).unwrap();
        assert_eq!(json["decisions"]["f1"], 0.5714);
        assert_eq!(json["decisions"]["missed"][1]["key"][1], "unknown");
        assert_eq!(json["decisions"]["false_finds"][0]["row"]["span"][1], 20);
        assert_eq!(json["_documents_not_read"][0], "001.json");
    }

    #[test]
    fn limits() {
        for (words, want) in [
            ("all", Some(Limit::All)),
            ("7", Some(Limit::First(7))),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(words.parse().ok(), want, "{words:?}");
        }
    }
}
