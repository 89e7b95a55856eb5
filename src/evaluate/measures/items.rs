//! Measures of items: which there are, how they are marked, what is attached and recommended.

use super::super::found::FoundItem;
use super::super::frames::AttachmentRow;
use super::super::gold::GoldFile;
use super::super::key::{Part, head, norm, norm_some};
use super::super::score::{Entry, Matched, Place, Sheet, pair};
use super::ItemPair;

/// Letters of a recommendation's beginning that are compared.
const BEGINNING: usize = 18;
/// Letters that may stand before that beginning ("at", "Byrådet, at").
const LEAD: usize = 60;

/// An item's number as it is compared.
pub fn number(item: &FoundItem<'_>) -> String {
    norm_some(item.row.number.as_deref())
}

/// Compares the list of items: by number and title, and by number alone.
pub fn measure(file: &GoldFile, got: &[&FoundItem<'_>], sheet: &mut Sheet) {
    let place = Place {
        file: file.name.clone(),
        item: None,
    };
    let mut compare = |measure: &str, titles: bool| {
        let want = file
            .items
            .iter()
            .map(|item| listed(&item.number.0, &item.title, titles))
            .collect();
        let got = got.iter().map(|item| found_listed(item, titles)).collect();
        sheet.add(measure, &place, None, pair(want, got));
    };
    compare("items", true);
    compare("items.number_only", false);
}

fn listed(number: &str, title: &str, titles: bool) -> Entry {
    let mut key = vec![Part::Text(norm(number))];
    if titles {
        key.push(Part::Text(norm(title)));
    }
    Entry::new(key, format!("{number}: {title}"))
}

fn found_listed(item: &FoundItem<'_>, titles: bool) -> Entry {
    let number = item.row.number.as_deref().unwrap_or_default();
    let title = item.row.title.as_deref().unwrap_or_default();
    listed(number, title, titles).at(item.row.place())
}

/// `items.case_number`
pub fn case_number(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let entry = |number: &str| Entry::new(vec![Part::Text(norm(number))], number);
    field(
        pair,
        sheet,
        "items.case_number",
        pair.want.case_number.as_deref(),
        |item| item.row.case_number.as_deref(),
        entry,
    );
}

/// `items.marker`
pub fn case_type(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let entry = |code: &str| Entry::new(vec![Part::code(Some(code))], code);
    field(
        pair,
        sheet,
        "items.marker",
        pair.want.marker.as_deref(),
        |item| item.row.case_type.as_deref(),
        entry,
    );
}

/// `items.closed`: open items are not counted.
pub fn closed(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let entry = |code: &str| Entry::new(vec![Part::Flag(true)], code);
    let closed = |access: &&str| *access == "closed";
    let want = pair.want.access.as_deref().filter(closed);
    field(
        pair,
        sheet,
        "items.closed",
        want,
        |item| item.row.access.as_deref().filter(closed),
        entry,
    );
}

fn field<'p>(
    pair: &ItemPair<'p>,
    sheet: &mut Sheet,
    measure: &str,
    want: Option<&str>,
    got: impl Fn(&FoundItem<'p>) -> Option<&'p str>,
    entry: impl Fn(&str) -> Entry,
) {
    let stated = |value: &&str| !value.is_empty();
    let want = want.filter(stated).map(&entry);
    let found = pair.got.and_then(got).filter(stated).map(entry);
    pair.compare_if_any(
        sheet,
        measure,
        want.into_iter().collect(),
        found.into_iter().collect(),
    );
}

/// `attachments`: a label counts as part of the title where gold has it there.
pub fn attachments(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let Some(want) = &pair.want.attachments else {
        return;
    };
    let want: Vec<_> = want
        .iter()
        .map(|title| Entry::new(vec![Part::Text(norm(title))], title))
        .collect();
    let got = pair.got(|item| &item.attachments);
    let got = got.iter().map(|row| attachment(row, &want)).collect();
    pair.compare(sheet, "attachments", want, got);
}

fn attachment(row: &AttachmentRow, want: &[Entry]) -> Entry {
    let title = row.title.as_deref().unwrap_or_default();
    let label = row.label.as_deref().unwrap_or_default();
    let full = vec![Part::Text(norm(&format!("{label}{title}")))];
    let key = if want.iter().any(|entry| entry.key == full) {
        full
    } else {
        vec![Part::Text(norm(title))]
    };
    Entry::new(key, format!("{label} {title}").trim()).at(row.place())
}

/// `recommendations`: by how they begin, with some words before the beginning allowed. An item whose
/// gold leaves a beginning open is not measured.
pub fn recommendations(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let Some(want) = &pair.want.recommendations else {
        return;
    };
    let want: Vec<_> = want
        .iter()
        .map(|point| point.starts.as_deref().unwrap_or_default())
        .map(|starts| Entry::new(vec![Part::Text(head(&norm(starts), BEGINNING))], starts))
        .collect();
    if want.iter().any(|entry| beginning(entry).is_empty()) {
        return;
    }
    let got = pair.got(|item| &item.recommendations);
    let got = got.iter().map(|row| {
        let text = row.text.as_deref().unwrap_or_default();
        Entry::new(vec![Part::Text(norm(text))], text).at(row.place())
    });
    pair.add(sheet, "recommendations", by_beginning(want, got.collect()));
}

fn by_beginning(want: Vec<Entry>, got: Vec<Entry>) -> Matched {
    let mut matched = Matched {
        extra: got,
        ..Matched::default()
    };
    for entry in want {
        let starts = beginning(&entry);
        let reach = starts.chars().count() + LEAD;
        let hit = matched
            .extra
            .iter()
            .position(|found| head(beginning(found), reach).contains(starts));
        match hit {
            Some(at) => {
                matched.extra.remove(at);
                matched.right += 1;
            }
            None => matched.missed.push(entry),
        }
    }
    matched
}

fn beginning(entry: &Entry) -> &str {
    match entry.key.first() {
        Some(Part::Text(text)) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entries(texts: &[&str]) -> Vec<Entry> {
        texts
            .iter()
            .map(|text| Entry::new(vec![Part::Text(norm(text))], *text))
            .collect()
    }

    #[test]
    fn recommendations_by_their_beginning() {
        let lead = "x".repeat(LEAD);
        let far = "x".repeat(LEAD + 1);
        for (want, got, right) in [
            (vec!["dagsordenen"], vec!["at dagsordenen godkendes"], 1),
            (
                vec!["dagsordenen", "dagsordenen"],
                vec!["at dagsordenen godkendes"],
                1,
            ),
            (vec!["sagen"], vec![&*format!("{lead} sagen")], 1),
            (vec!["sagen"], vec![&*format!("{far} sagen")], 0),
            (vec!["a", "b"], vec!["b", "a"], 2),
        ] {
            assert_eq!(
                by_beginning(entries(&want), entries(&got)).right,
                right,
                "{want:?} in {got:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn each_recommendation_counts_once(
            want in proptest::collection::vec("[ab]{1,3}", 0..6),
            got in proptest::collection::vec("[ab]{0,6}", 0..6),
        ) {
            let texts = |texts: &[String]| entries(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let matched = by_beginning(texts(&want), texts(&got));
            prop_assert_eq!(matched.right + matched.missed.len(), want.len());
            prop_assert_eq!(matched.right + matched.extra.len(), got.len());
        }
    }
}
