//! Measures of decisions: what was decided by whom and when, and who was absent or against.

use std::collections::BTreeMap;

use super::super::frames::DecisionRow;
use super::super::gold::{GoldDecision, Label};
use super::super::key::{Part, norm};
use super::super::score::{Entry, Sheet};
use super::ItemPair;

/// A decision, as gold and the data set both have it.
struct Decided<'d> {
    point: Option<&'d str>,
    body: Option<&'d str>,
    date: Option<&'d str>,
    prior: bool,
    outcome: Option<&'d str>,
    text: &'d str,
    row: Option<&'d DecisionRow>,
}

impl<'d> From<&'d GoldDecision> for Decided<'d> {
    fn from(gold: &'d GoldDecision) -> Self {
        Self {
            point: gold.point.as_ref().map(|Label(point)| point.as_str()),
            body: gold.body.as_deref(),
            date: gold.date.as_deref(),
            prior: gold.prior.unwrap_or(false),
            outcome: gold.outcome.as_deref(),
            text: gold.text.as_deref().unwrap_or_default(),
            row: None,
        }
    }
}

impl<'d> From<&&'d DecisionRow> for Decided<'d> {
    fn from(row: &&'d DecisionRow) -> Self {
        Self {
            point: row.point.as_deref(),
            body: row.body.as_deref(),
            date: row.decided_on.as_deref(),
            prior: row.prior.unwrap_or(false),
            outcome: row.outcome.as_deref(),
            text: row.text.as_deref().unwrap_or_default(),
            row: Some(row),
        }
    }
}

impl Decided<'_> {
    fn entry(&self, key: Vec<Part>) -> Entry {
        let point = self
            .point
            .map(|point| format!("{point}: "))
            .unwrap_or_default();
        let body = self.body.unwrap_or("?");
        let date = self.date.unwrap_or("?");
        let outcome = self.outcome.unwrap_or("?");
        let earlier = if self.prior { "earlier " } else { "" };
        let words = format!("{earlier}{point}{outcome}, {body} {date}: {}", self.text);
        let entry = Entry::new(key, words);
        match self.row {
            Some(row) => entry.at(row.place()),
            None => entry,
        }
    }

    fn in_full(&self) -> Entry {
        self.entry(vec![
            Part::code(self.point),
            Part::words(self.body),
            Part::day(self.date),
            Part::Flag(self.prior),
            Part::code(self.outcome),
        ])
    }
}

fn both<'p>(pair: &ItemPair<'p>) -> Option<(Vec<Decided<'p>>, Vec<Decided<'p>>)> {
    let want = pair.want.decisions.as_ref()?;
    let got = pair.got(|item| &item.decisions);
    Some((
        want.iter().map(Decided::from).collect(),
        got.iter().map(Decided::from).collect(),
    ))
}

/// Compares the entries that `of` makes of the decisions that it counts.
fn compare(
    pair: &ItemPair<'_>,
    sheet: &mut Sheet,
    measure: &str,
    of: fn(&Decided<'_>) -> Option<Entry>,
) {
    if let Some((want, got)) = both(pair) {
        let entries = |decisions: Vec<Decided<'_>>| decisions.iter().filter_map(of).collect();
        pair.compare(sheet, measure, entries(want), entries(got));
    }
}

/// `decisions`: point, body, day, whether earlier, outcome.
pub fn decisions(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    compare(pair, sheet, "decisions", |decided| Some(decided.in_full()));
}

/// `decisions.outcome_own`: the outcomes of the meeting's own decisions.
pub fn outcome_own(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    compare(pair, sheet, "decisions.outcome_own", |decided| {
        (!decided.prior).then(|| decided.entry(vec![Part::code(decided.outcome)]))
    });
}

/// `decisions.prior`: body and day of earlier decisions.
pub fn prior(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    compare(pair, sheet, "decisions.prior", |decided| {
        decided
            .prior
            .then(|| decided.entry(vec![Part::words(decided.body), Part::day(decided.date)]))
    });
}

/// `decisions.absent` and `decisions.against`: each name once an item.
pub fn absent_and_against(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    type OfGold = fn(&GoldDecision) -> Option<&Vec<String>>;
    type OfRow = fn(&DecisionRow) -> &Vec<String>;
    let measures: [(&str, OfGold, OfRow); 2] = [
        (
            "decisions.absent",
            |gold| gold.absent.as_ref(),
            |row| &row.absent,
        ),
        (
            "decisions.against",
            |gold| gold.against.as_ref(),
            |row| &row.against,
        ),
    ];
    let Some(want) = &pair.want.decisions else {
        return;
    };
    for (measure, of_gold, of_row) in measures {
        let want = want
            .iter()
            .flat_map(|gold| of_gold(gold).into_iter().flatten().map(name));
        let got = pair.got(|item| &item.decisions).iter();
        let got = got.flat_map(|row| of_row(row).iter().map(|words| name(words).at(row.place())));
        pair.compare(sheet, measure, once(want), once(got));
    }
}

fn name(words: &String) -> Entry {
    Entry::new(vec![Part::Text(norm(words))], words)
}

/// The first entry of each key.
fn once(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut kept = BTreeMap::new();
    for entry in entries {
        kept.entry(entry.key.clone()).or_insert(entry);
    }
    kept.into_values().collect()
}
