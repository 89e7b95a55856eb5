//! Texts side by side: what all have in the same words and order is shown once over the whole width, what differs in
//! columns (or below each other where there are more than three texts), own words marked. What all have is shown in the first
//! text's writing; the others may have other signs, capitals or line ends.

use super::body::{paragraph, run, run_as, strong};
use super::flow::{begins_line, unwrapped};
use super::tables::{cell, float, framed, head_row, row_of};
use super::widths::UPRIGHT;
use crate::report::model::{ComparedText, Held, Report, SideBySide};
use crate::value::fold::letters;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// More texts do not fit into columns.
const MOST_COLUMNS: usize = 3;

/// A sentence or less, all of it held by the same others.
#[derive(Clone, Debug, PartialEq)]
struct Unit<'a> {
    words: &'a str,
    held: &'a Held,
}

/// A row of the comparison.
#[derive(Debug, PartialEq)]
enum Shown<'a> {
    /// What all have.
    Common(Vec<Unit<'a>>),
    /// What each has here.
    Apart(Vec<Vec<Unit<'a>>>),
}

/// The comparison as a table.
pub fn drawn(side: &SideBySide, report: &Report) -> String {
    if side.texts.is_empty() {
        return String::new();
    }
    let is_wide = side.texts.len() <= MOST_COLUMNS;
    let columns = if is_wide { side.texts.len() } else { 1 };
    let width = UPRIGHT / float(columns);
    let heads: Vec<String> = side.texts.iter().map(|text| head(text, report)).collect();
    let mut rows = String::new();
    if is_wide {
        let cells = heads
            .iter()
            .map(|head| cell(width, &paragraph("TableHead", &run(head))));
        rows.push_str(&head_row(&cells.collect::<String>()));
    } else {
        rows.push_str(&head_row(&cell(
            width,
            &paragraph("TableHead", &run(&side.title)),
        )));
    }
    for shown in shown(&side.texts) {
        match shown {
            Shown::Common(units) => rows.push_str(&common(&units, columns)),
            Shown::Apart(apart) if is_wide => {
                let cells: String = apart
                    .iter()
                    .map(|units| cell(width, &own(units, "")))
                    .collect();
                rows.push_str(&row_of(&cells, false));
            }
            Shown::Apart(apart) => {
                let told = heads
                    .iter()
                    .zip(&apart)
                    .filter(|(_, units)| !units.is_empty());
                let told: String = told.map(|(head, units)| own(units, head)).collect();
                rows.push_str(&row_of(&cell(width, &told), false));
            }
        }
    }
    framed(&side.title, &vec![width; columns], &rows)
}

fn head(text: &ComparedText, report: &Report) -> String {
    match report.place_of(text.municipality) {
        Some(place) => format!("{}: {}", report.municipalities[place].name, text.heading),
        None => text.heading.clone(),
    }
}

/// Text over all columns.
fn common(units: &[Unit<'_>], columns: usize) -> String {
    let words: String = units.iter().map(|unit| unit.words).collect();
    let told: String = unwrapped(&words)
        .split('\n')
        .map(|line| paragraph("CommonText", &run(line)))
        .collect();
    let cell = format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{UPRIGHT}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{columns}\"/>\
         <w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F5F6\"/></w:tcPr>{told}</w:tc>"
    );
    row_of(&cell, false)
}

/// The paragraphs of a text where it differs, after whose it is.
fn own(units: &[Unit<'_>], whose: &str) -> String {
    let mut runs = String::new();
    if !whose.is_empty() {
        runs.push_str(&strong(&format!("{whose}: ")));
    }
    let mut before = String::new();
    for group in units.chunk_by(|one, two| one.held == two.held) {
        let properties = match group[0].held {
            Held::ByAll => "",
            Held::BySome(_) => "<w:i/>",
            Held::ByNoOther => "<w:rStyle w:val=\"OwnText\"/>",
        };
        let words: String = group.iter().map(|unit| unit.words).collect();
        runs.push_str(&run(between(&before, &words)));
        runs.push_str(&run_as(&unwrapped(&words), properties));
        before = words;
    }
    paragraph("TableText", &runs)
}

/// What stands between two pieces of a text: a line end before a point of a list, else a space, or nothing within a word.
fn between(before: &str, after: &str) -> &'static str {
    let is_apart = before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
    let is_new_line = after.trim_start_matches([' ', '\t']).starts_with('\n')
        || before.trim_end_matches([' ', '\t']).ends_with('\n');
    match (
        before.is_empty(),
        is_new_line && begins_line(after),
        is_apart,
    ) {
        (true, ..) => "",
        (false, true, _) => "\n",
        (false, false, true) => " ",
        (false, false, false) => "",
    }
}

/// What all have and what each has, in order. Every word of every text is in it, what all have only once.
fn shown(texts: &[ComparedText]) -> Vec<Shown<'_>> {
    let units: Vec<Vec<Unit<'_>>> = texts.iter().map(units).collect();
    let anchors = anchors(&units);
    let mut out = Vec::new();
    let mut places = vec![0; units.len()];
    let mut common: Vec<Unit<'_>> = Vec::new();
    for anchor in anchors.iter().map(Some).chain([None]) {
        let mut apart: Vec<Vec<Unit<'_>>> = Vec::new();
        let mut of_anchor = None;
        for (units, place) in units.iter().zip(&mut places) {
            let rest = &units[*place..];
            let found = anchor.and_then(|key| rest.iter().position(|unit| is_anchor(unit, key)));
            let until = found.unwrap_or(rest.len());
            apart.push(rest[..until].to_vec());
            *place += until + usize::from(found.is_some());
            of_anchor = of_anchor.or(found.map(|found| rest[found].clone()));
        }
        if apart
            .iter()
            .flatten()
            .any(|unit| !unit.words.trim().is_empty())
        {
            if !common.is_empty() {
                out.push(Shown::Common(std::mem::take(&mut common)));
            }
            out.push(Shown::Apart(apart));
        }
        common.extend(of_anchor);
    }
    if !common.is_empty() {
        out.push(Shown::Common(common));
    }
    out
}

fn is_anchor(unit: &Unit<'_>, key: &str) -> bool {
    *unit.held == Held::ByAll && letters(unit.words) == key
}

/// Sentences that all texts have in the same order, letter by letter; white space, marks and capitals aside.
fn anchors(texts: &[Vec<Unit<'_>>]) -> Vec<String> {
    let keys = |units: &Vec<Unit<'_>>| -> Vec<String> {
        let of_all = units.iter().filter(|unit| *unit.held == Held::ByAll);
        of_all
            .map(|unit| letters(unit.words))
            .filter(|key| !key.is_empty())
            .collect()
    };
    let mut texts = texts.iter().map(keys);
    let mut common = texts.next().unwrap_or_default();
    for next in texts {
        let mut kept = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &common, &next) {
            if let DiffOp::Equal { old_index, len, .. } = op {
                kept.extend_from_slice(&common[old_index..old_index + len]);
            }
        }
        common = kept;
    }
    common
}

fn units(text: &ComparedText) -> Vec<Unit<'_>> {
    let mut out = Vec::new();
    for stretch in &text.stretches {
        let mut start = 0;
        let bytes = stretch.words.as_bytes();
        for (at, sign) in stretch.words.char_indices() {
            let next = at + sign.len_utf8();
            let is_end = matches!(sign, '.' | ':' | '?' | '!')
                && bytes.get(next).is_some_and(u8::is_ascii_whitespace);
            if is_end && next > start {
                out.push(Unit {
                    words: &stretch.words[start..next],
                    held: &stretch.held,
                });
                start = next;
            }
        }
        if start < stretch.words.len() {
            out.push(Unit {
                words: &stretch.words[start..],
                held: &stretch.held,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::{ItemIndex, Stretch};
    use crate::value::MunicipalityCode;

    fn text(stretches: &[(&str, Held)]) -> ComparedText {
        ComparedText {
            municipality: MunicipalityCode(1),
            heading: String::new(),
            item: ItemIndex(0),
            stretches: stretches
                .iter()
                .map(|(words, held)| Stretch {
                    words: (*words).to_owned(),
                    held: held.clone(),
                })
                .collect(),
        }
    }

    /// Common text as it is, what differs as `{first|second}`.
    fn sketch(texts: &[ComparedText]) -> String {
        let words =
            |units: &Vec<Unit<'_>>| -> String { units.iter().map(|unit| unit.words).collect() };
        shown(texts)
            .iter()
            .map(|shown| match shown {
                Shown::Common(units) => words(units),
                Shown::Apart(apart) => {
                    format!(
                        "{{{}}}",
                        apart.iter().map(words).collect::<Vec<_>>().join("|")
                    )
                }
            })
            .collect()
    }

    #[test]
    fn common_text_is_shown_once_and_nothing_is_lost() {
        let all = Held::ByAll;
        let own = Held::ByNoOther;
        for (texts, expected) in [
            (
                vec![
                    text(&[
                        ("Fælles. Mere.", all.clone()),
                        (" Kun her.", own.clone()),
                        (" Slut.", all.clone()),
                    ]),
                    text(&[("Fælles.\nMere. Slut.", all.clone())]),
                ],
                "Fælles. Mere.{ Kun her.|} Slut.",
            ),
            (
                vec![text(&[("A.", own.clone())]), text(&[("B.", own.clone())])],
                "{A.|B.}",
            ),
            (
                // What is common in another order differs in place.
                vec![
                    text(&[("A. B.", all.clone())]),
                    text(&[("B. A.", all.clone())]),
                ],
                "{|B.}A.{ B.|}",
            ),
            (vec![text(&[("Alene.", own)])], "{Alene.}"),
            (vec![text(&[])], ""),
        ] {
            assert_eq!(sketch(&texts), expected);
        }
    }
}
