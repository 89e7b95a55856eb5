//! What labels of a table say of its numbers: the unit, the scale, and which sign is an overspend.

use super::grammar::{Groups, number};
use super::units::{Unit, money};
use crate::facts::Direction;
use crate::lexicon::Numbers;

/// The unit that `label` (in lower case) names: "drift (mio. kr.)", "hele 1.000 kr.", "stigning i %", "antal".
#[must_use]
pub fn unit_of(label: &str, numbers: &Numbers) -> Option<Unit> {
    money_of(label, numbers)
        .or_else(|| percent_of(label, numbers))
        .or_else(|| count_of(label, numbers))
}

/// The currency or scale that a label names, where no number but a round thousand stands before it.
#[must_use]
pub fn money_of(label: &str, numbers: &Numbers) -> Option<Unit> {
    let mut at = 0;
    while let Some(first) = label[at..].chars().next() {
        let behind = &label[at..];
        let begins = !label[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if first.is_ascii_digit() {
            if let Some(power) = round(behind, numbers) {
                return Some(Unit::kroner(power));
            }
            at += amount(behind, numbers);
        } else if begins && (first.is_alphabetic() || first == '€') {
            match money(behind, numbers).map(|read| read.value) {
                Some(unit @ Unit::Money { .. }) => return Some(unit),
                _ => at += first.len_utf8(),
            }
        } else {
            at += first.len_utf8();
        }
    }
    None
}

/// The length of a number with its unit, which names no unit for others.
fn amount(words: &str, numbers: &Numbers) -> usize {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count().max(1);
    number(words, Groups::Tight).map_or(digits, |read| {
        read.len + money(&words[read.len..], numbers).map_or(0, |unit| unit.len)
    })
}

/// "1.000 kr.", "1000 kr.", "1.000.000 kr.": the power of ten.
fn round(words: &str, numbers: &Numbers) -> Option<u32> {
    let read = number(words, Groups::Tight)?;
    money(&words[read.len..], numbers)?;
    match read.value.value.millionths() {
        1_000_000_000 => Some(3),
        1_000_000_000_000 => Some(6),
        _ => None,
    }
}

fn percent_of(label: &str, numbers: &Numbers) -> Option<Unit> {
    if let Some((code, _)) = numbers.percents.find(label) {
        return Some(Unit::Percent(code.clone()));
    }
    label
        .split(|char: char| !char.is_alphanumeric())
        .any(|word| word.ends_with("procent") || word.ends_with("procenten"))
        .then(|| Unit::Percent("pct".to_owned()))
}

/// "antal klagesager", "helårspersoner", "timer".
fn count_of(label: &str, numbers: &Numbers) -> Option<Unit> {
    let told = numbers
        .count_labels
        .at_start(label.trim_start_matches(|char: char| !char.is_alphanumeric()))
        .is_some()
        || numbers
            .count_labels
            .at_end(label.trim_end_matches(')'))
            .is_some();
    let unit = label
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .find_map(|word| numbers.noun(word));
    let alone = label.split_whitespace().count() == 1;
    match (told, unit) {
        (true, unit) => Some(Unit::Count {
            unit: unit.unwrap_or("number").to_owned(),
            power: 0,
            noun: 0,
        }),
        (false, Some(unit)) if alone => Some(Unit::Count {
            unit: unit.to_owned(),
            power: 0,
            noun: 0,
        }),
        _ => None,
    }
}

/// Whether an overspend is written as plus (`Some(true)`) or minus, where a label defines it:
/// "mindreforbrug = + og merforbrug = -", "(- = merforbrug)", "merforbrug (-)".
#[must_use]
pub fn overspend_is_plus(label: &str, numbers: &Numbers) -> Option<bool> {
    let mut defined = None;
    for hit in numbers.directions.find_all(label) {
        let plus = match hit.means {
            Direction::Overspend => true,
            Direction::Underspend => false,
            Direction::Increase | Direction::Decrease => continue,
        };
        let behind = label[hit.range.end..].trim_start_matches([' ', '=', '(', ':']);
        let linked = label[hit.range.end..]
            .trim_start()
            .starts_with(['=', '(', ':']);
        let before = label[..hit.range.start].trim_end();
        let signed = match (sign_at(behind), linked) {
            (Some(sign), true) => Some(sign),
            _ => sign_before(before),
        };
        if let Some(positive) = signed {
            let read = positive == plus;
            if defined.is_some_and(|known| known != read) {
                return None;
            }
            defined = Some(read);
        }
    }
    defined
}

fn sign_at(words: &str) -> Option<bool> {
    let first = words.chars().next()?;
    let after = words[first.len_utf8()..].chars().next();
    let alone = after.is_none_or(|char| !char.is_alphanumeric());
    match first {
        '+' if alone => Some(true),
        '-' | '–' | '\u{2212}' | '÷' if alone => Some(false),
        _ => words
            .starts_with("plus")
            .then_some(true)
            .or(words.starts_with("minus").then_some(false)),
    }
}

/// "- = merforbrug", "minus angiver merforbrug".
fn sign_before(words: &str) -> Option<bool> {
    let words = words.trim_end();
    let linked = ["=", "angiver", "er", "betyder", "viser"]
        .iter()
        .find_map(|link| words.strip_suffix(link))?;
    let linked = linked.trim_end();
    if linked.ends_with("plus") || linked.ends_with('+') {
        return Some(true);
    }
    (linked.ends_with("minus") || linked.ends_with(['-', '–', '\u{2212}', '÷'])).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn units_in_labels() {
        let lexicon = Lexicon::built_in();
        let kroner = |power| Some(Unit::kroner(power));
        for (label, want) in [
            ("drift (mio. kr.)", kroner(6)),
            ("hele 1.000 kr.", kroner(3)),
            ("i hele 1.000 kr.", kroner(3)),
            ("1000 kr.", kroner(3)),
            ("udgift i t. kr.", kroner(3)),
            ("beløb i t.kr.", kroner(3)),
            ("bevilling kr.", kroner(0)),
            ("forbrug (kr.)", kroner(0)),
            ("udvalg mio.kr.", kroner(6)),
            ("stigning i %", Some(Unit::Percent("pct".to_owned()))),
            ("omgørelses-procent", Some(Unit::Percent("pct".to_owned()))),
            ("vedtaget budget", None),
            ("budget på 5 mio. kr.", None),
            ("kredit", None),
        ] {
            assert_eq!(unit_of(label, &lexicon.numbers), want, "{label}");
        }
    }

    #[test]
    fn signs_in_labels() {
        let lexicon = Lexicon::built_in();
        for (label, want) in [
            (
                "mer/mindrefor brug (mindreforbrug = + og merforbrug = -) kr.",
                Some(false),
            ),
            ("afvigelse (+ = merforbrug)", Some(true)),
            ("afvigelse (minus angiver merforbrug)", Some(false)),
            ("afvigelse (- = mindreforbrug)", Some(true)),
            ("merforbrug (-)", Some(false)),
            ("afvigelse", None),
            ("mer-/mindreforbrug", None),
        ] {
            assert_eq!(overspend_is_plus(label, &lexicon.numbers), want, "{label}");
        }
    }
}
