//! Finds the numbers with a unit in running words: sign, range, unit behind or currency before.

use super::grammar::{Groups, MINUS, Number, Parsed, Sign, number, sign, space};
use super::units::{Unit, currency_before, money, percent, unit};
use crate::lexicon::Numbers;
use crate::value::Decimal;
use std::ops::Range;

/// A number with its unit, as read from words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The number with sign and unit, in bytes of the words.
    pub range: Range<usize>,
    /// The value as written, without the unit's scale.
    pub value: Decimal,
    /// The upper end of a range.
    pub max: Option<(Decimal, Unit)>,
    /// The unit.
    pub unit: Unit,
    /// Whether the unit stands with another number ("2,4 og 3,1 mio. kr.").
    pub borrowed: bool,
}

impl Reading {
    /// The lower (or only) value in whole units.
    #[must_use]
    pub fn applied(&self) -> Option<Decimal> {
        self.unit.apply(self.value)
    }

    /// The upper value in whole units.
    #[must_use]
    pub fn applied_max(&self) -> Option<Decimal> {
        let (value, unit) = self.max.as_ref()?;
        unit.apply(*value)
    }
}

/// Every number with a unit in `words` (in lower case), in order.
#[must_use]
pub fn readings(words: &str, numbers: &Numbers) -> Vec<Reading> {
    let scan = Scan { words, numbers };
    let mut out: Vec<Reading> = Vec::new();
    let mut at = 0;
    while let Some(found) = words[at..].find(|char: char| char.is_ascii_digit()) {
        let start = at + found;
        let taken = out.last().map_or(0, |reading| reading.range.end);
        match scan.reading(start, taken) {
            Some(reading) => {
                at = reading.range.end.max(start + 1);
                out.push(reading);
            }
            None => at = scan.past(start),
        }
    }
    out
}

struct Scan<'s> {
    words: &'s str,
    numbers: &'s Numbers,
}

impl Scan<'_> {
    /// The reading whose digits start at `start`; nothing before `taken` may be used.
    fn reading(&self, start: usize, taken: usize) -> Option<Reading> {
        if !self.may_start(start) {
            return None;
        }
        let before = &self.words[taken..start];
        let number = self.number(start)?;
        let end = start + number.len;
        if number.value.is_year() && self.is_year_beside_amount(end) {
            return None;
        }
        let signed = sign(before, |rest| self.amount_follows(rest, taken));
        let (prefix, begin) = self.prefix(before, signed, taken, start);
        let ranged = self.ranged(start, &number, prefix.as_ref());
        let (unit, max, end, borrowed) = match ranged {
            Some(Parsed {
                value: (unit, max, maximum),
                len,
            }) => (unit, Some((max, maximum)), start + len, false),
            None => {
                let (unit, end, borrowed) = self.unit(start, end, &number.value, prefix, taken)?;
                (unit, None, end, borrowed)
            }
        };
        if !self.is_figure(start, end, taken, &number.value, &unit) {
            return None;
        }
        let negative = self.is_negative(signed, begin, taken);
        let value = number.value.value;
        Some(Reading {
            range: begin..end,
            value: if negative { -value } else { value },
            max,
            unit,
            borrowed,
        })
    }

    /// A number; thousands parted by an ordinary space only where a currency follows.
    fn number(&self, start: usize) -> Option<Parsed<Number>> {
        let words = &self.words[start..];
        let tight = number(words, Groups::Tight);
        let spaced = number(words, Groups::Spaced)
            .filter(|spaced| money(&words[spaced.len..], self.numbers).is_some());
        match (tight, spaced) {
            (Some(tight), Some(spaced)) if spaced.len > tight.len => Some(spaced),
            (tight, spaced) => tight.or(spaced),
        }
    }

    /// Whether a number can begin at `start`: not inside a word, a date, a case number.
    fn may_start(&self, start: usize) -> bool {
        let mut before = self.words[..start].chars().rev();
        let Some(last) = before.next() else {
            return true;
        };
        let previous = before.next();
        let digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        let word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        match last {
            '§' | '#' | '_' | '@' => false,
            '.' | ',' | ':' | '/' => {
                !digit(previous) || (last == '.' && self.is_abbreviation(start))
            }
            _ if MINUS.contains(&last) => !word(previous),
            _ => !last.is_alphanumeric(),
        }
    }

    /// "kr.62.000": the point before the number ends an abbreviation.
    fn is_abbreviation(&self, start: usize) -> bool {
        self.numbers
            .currencies
            .at_end(&self.words[..start])
            .is_some()
    }

    /// The end of the cluster of digits and signs at `start`.
    fn past(&self, start: usize) -> usize {
        let rest = &self.words[start..];
        let len = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        start + len.max(1)
    }

    /// "i 2025 kr. 62.000": the currency belongs to the number behind it.
    fn is_year_beside_amount(&self, end: usize) -> bool {
        let behind = &self.words[end..];
        let lead = space(behind);
        self.numbers
            .currencies
            .at_start(&behind[lead..])
            .is_some_and(|(_, len)| {
                let rest = &behind[lead + len..];
                let gap = space(rest);
                number(&rest[gap..], Groups::Tight).is_some()
            })
    }

    /// Whether the words before a dash call for an amount, so that the dash is a minus.
    fn amount_follows(&self, rest: &str, taken: usize) -> bool {
        const CALLS: [&str; 17] = [
            "på", "af", "til", "fra", "er", "udgør", "med", "netto", "kr.", "kr", "alt", "ca.",
            "i alt", "var", "blev", "udgjorde", "viser",
        ];
        let rest = rest.trim_end();
        if rest.is_empty() {
            return taken == 0;
        }
        rest.ends_with(['(', ':', '=']) || CALLS.iter().any(|call| ends_with_word(rest, call))
    }

    /// The currency before the number, and where the figure begins (with sign and currency).
    fn prefix(
        &self,
        before: &str,
        signed: Option<Sign>,
        taken: usize,
        start: usize,
    ) -> (Option<Unit>, usize) {
        let outer = signed.map_or(before, |sign| &before[..sign.start]);
        let begin = taken + signed.map_or(start - taken, |sign| sign.start);
        match currency_before(outer, self.numbers) {
            Some((unit, at)) if outer[at..].len() <= 16 => {
                let inner = sign(&outer[..at], |_| false).filter(|sign| sign.negative);
                (Some(unit), taken + inner.map_or(at, |sign| sign.start))
            }
            _ => (None, begin),
        }
    }

    fn is_negative(&self, signed: Option<Sign>, begin: usize, taken: usize) -> bool {
        let first = self.words[begin.max(taken)..].chars().next();
        signed.is_some_and(|sign| sign.negative) || first.is_some_and(|char| MINUS.contains(&char))
    }

    /// "10-15 mio. kr.", "10-15.000 kr.", "mellem 5 og 7 mio. kr.", "5 til 7 pct.".
    fn ranged(
        &self,
        start: usize,
        low: &Parsed<Number>,
        prefix: Option<&Unit>,
    ) -> Option<Parsed<(Unit, Decimal, Unit)>> {
        let end = start + low.len;
        let own = percent(&self.words[end..], self.numbers)
            .or_else(|| money(&self.words[end..], self.numbers));
        let mut at = end + own.as_ref().map_or(0, |own| own.len);
        at += self.joint(at, start)?;
        let high = self.number(at)?;
        let behind = &self.words[at + high.len..];
        let unit = unit(behind, self.numbers).or_else(|| {
            let unit = prefix.or(own.as_ref().map(|own| &own.value))?;
            Some(Parsed {
                value: unit.clone(),
                len: 0,
            })
        })?;
        let lower = own.map_or_else(|| unit.value.clone(), |own| own.value);
        let short = high.value.grouped && low.value.is_plain() && low.value.head < high.value.head;
        let low_value = if short {
            low.value.value.scaled(3)?
        } else {
            low.value.value
        };
        let years = low.value.is_year() && high.value.is_year();
        let ordered = lower.apply(low_value)? < unit.value.apply(high.value.value)?;
        if years || !ordered || !lower.is_like(&unit.value) || short {
            // "10-15.000 kr." is read by `shortened`, which scales the lower end.
            return (short && !years && ordered)
                .then(|| self.shortened(&lower, &unit, &high, at - start));
        }
        Some(Parsed {
            value: (lower, high.value.value, unit.value),
            len: at - start + high.len + unit.len,
        })
    }

    /// The range whose lower end is written without its thousands.
    fn shortened(
        &self,
        lower: &Unit,
        unit: &Parsed<Unit>,
        high: &Parsed<Number>,
        at: usize,
    ) -> Parsed<(Unit, Decimal, Unit)> {
        let lower = match lower {
            Unit::Money { power, currency } => Unit::Money {
                power: power + 3,
                currency: currency.clone(),
            },
            Unit::Count { unit, power, noun } => Unit::Count {
                unit: unit.clone(),
                power: power + 3,
                noun: *noun,
            },
            other => other.clone(),
        };
        Parsed {
            value: (lower, high.value.value, unit.value.clone()),
            len: at + high.len + unit.len,
        }
    }

    /// What joins the two ends of a range: a dash, "og" after "mellem", "til" not after "fra".
    fn joint(&self, at: usize, start: usize) -> Option<usize> {
        let words = &self.words[at..];
        let lead = space(words);
        let rest = &words[lead..];
        if let Some(dash) = super::grammar::minus(rest) {
            let gap = space(&rest[dash..]);
            return ((lead == 0) == (gap == 0)).then_some(lead + dash + gap);
        }
        let before = self.words[..start].trim_end();
        for (word, fits) in [
            ("og", self.is_between(before)),
            ("til", !ends_with_word(self.unqualified(before), "fra")),
        ] {
            if let Some(behind) = rest.strip_prefix(word) {
                let gap = space(behind);
                return (fits && lead > 0 && gap > 0).then_some(lead + word.len() + gap);
            }
        }
        None
    }

    /// "mellem 5 og 7 mio. kr." is a range; "forskellen mellem 5 og 7" is not.
    fn is_between(&self, before: &str) -> bool {
        let before = self.unqualified(before);
        before.strip_suffix("mellem").is_some_and(|rest| {
            let last = rest.split_whitespace().next_back().unwrap_or_default();
            !["forskel", "differen", "afvigelse", "valg", "fordel"]
                .iter()
                .any(|word| last.starts_with(word))
        })
    }

    /// The words before a number without "ca.", "kr." and a sign.
    fn unqualified<'w>(&self, before: &'w str) -> &'w str {
        let mut before = before.trim_end();
        if let Some((_, at)) = self.numbers.currencies.at_end(before) {
            before = before[..at].trim_end();
        }
        if let Some((_, at)) = self.numbers.qualifiers.at_end(before) {
            before = before[..at].trim_end();
        }
        before
    }

    /// The unit of a number that is no range, where the figure ends, and whether the unit is another number's.
    fn unit(
        &self,
        start: usize,
        end: usize,
        number: &Number,
        prefix: Option<Unit>,
        taken: usize,
    ) -> Option<(Unit, usize, bool)> {
        let behind = &self.words[end..];
        if let Some(unit) = unit(behind, self.numbers) {
            let stolen = prefix.is_some() && !matches!(unit.value, Unit::Money { .. });
            if !stolen {
                return Some((unit.value, end + unit.len, false));
            }
        }
        if let Some(unit) = prefix {
            return Some((unit, end, false));
        }
        self.borrowed(start, end, number, taken)
            .map(|unit| (unit, end, true))
    }

    /// "hhv. 2,4 og 3,1 mio. kr.", "fra 28 til 34 pct.": the unit of the number that ends the row of numbers.
    fn borrowed(&self, start: usize, end: usize, number: &Number, taken: usize) -> Option<Unit> {
        let before = self.unqualified(&self.words[taken..start]);
        let told = [
            "hhv.",
            "hhv",
            "henholdsvis",
            "fra",
            "mellem",
            "og",
            "eller",
            "på",
            "til",
        ]
        .iter()
        .any(|word| ends_with_word(before, word))
            || before.ends_with(',');
        let exact = number.places > 0 || number.grouped;
        if number.is_year() || !(told || exact) {
            return None;
        }
        let mut at = end;
        for _ in 0..6 {
            let lead = space(&self.words[at..]);
            let rest = &self.words[at + lead..];
            let joint = [
                "og", "eller", "samt", "til", "mod", ",", "/", "og ca.", "til ca.",
            ]
            .iter()
            .filter(|joint| rest.starts_with(**joint))
            .map(|joint| joint.len())
            .max()?;
            let comma = rest.starts_with([',', '/']);
            let gap = space(&rest[joint..]);
            if gap == 0 || (!comma && lead == 0) {
                return None;
            }
            at += lead + joint + gap;
            let next = self.number(at)?;
            if next.value.is_year() {
                return None;
            }
            at += next.len;
            let behind = &self.words[at..];
            if let Some(unit) =
                percent(behind, self.numbers).or_else(|| money(behind, self.numbers))
            {
                let plain = number.is_plain() && !told_apart(before);
                let fits = !plain || matches!(unit.value, Unit::Percent(_));
                return fits.then_some(unit.value);
            }
        }
        None
    }

    /// Whether a number with this unit is a figure: not the number of a thing, an age, a header's "1.000 kr.".
    fn is_figure(
        &self,
        start: usize,
        end: usize,
        taken: usize,
        number: &Number,
        unit: &Unit,
    ) -> bool {
        let before = self.words[taken..start].trim_end();
        match unit {
            Unit::Percent(_) => true,
            Unit::Money { .. } => !self.is_unit_of_table(before, start, end, number),
            Unit::Count { .. } => !self.is_labelled(before) && !number.is_year(),
            Unit::Duration(code) => {
                let aged = code == "years" && self.is_age(before, start, end, number.head);
                let other = self.is_labelled(before) || number.is_year() || before.ends_with('/');
                !aged && !other
            }
        }
    }

    fn is_labelled(&self, before: &str) -> bool {
        self.numbers.labels.at_end(before).is_some()
    }

    /// "unge i alderen 15-29 år", "borgere over 30 år", "fylder 25 år", "18 år gammel".
    fn is_age(&self, before: &str, start: usize, end: usize, years: i64) -> bool {
        const OLD_ENOUGH: i64 = 15;
        let near: Vec<&str> = before.split_whitespace().rev().take(5).collect();
        let told = near.iter().any(|word| {
            let word = word.trim_matches(|char: char| !char.is_alphanumeric());
            self.numbers.ages.whole(word).is_some()
        });
        let bounded = near
            .first()
            .is_some_and(|word| ["over", "under", "mellem", "til", "på"].contains(word));
        let person = near
            .iter()
            .skip(1)
            .take(2)
            .any(|word| self.numbers.noun(word) == Some("persons"));
        let behind = &self.words[start..];
        let after = behind
            .split_whitespace()
            .take(4)
            .any(|word| self.numbers.ages.whole(word.trim_matches(',')).is_some());
        let last = near.first().copied().unwrap_or_default();
        let beyond = ["over", "under", "(over", "(under", "er", "til", "fyldte"].contains(&last)
            && !["i", "om", "op"].contains(&near.get(1).copied().unwrap_or_default());
        let second = last == "og" && near.get(1).is_some_and(|word| is_whole(word));
        let limit = years >= OLD_ENOUGH && (beyond || second);
        let range = self
            .upper_years(start, end)
            .is_some_and(|upper| upper >= OLD_ENOUGH);
        told || (bounded && person) || after || last == "de" || limit || range
    }

    /// The upper end of a range of years.
    fn upper_years(&self, start: usize, end: usize) -> Option<i64> {
        let words = &self.words[start..end];
        let digits = |char: char| !char.is_ascii_digit();
        let mut parts = words.split(digits).filter(|part| !part.is_empty());
        parts.next()?;
        parts.next()?.parse().ok()
    }

    /// "Beløb i 1.000 kr.", "(hele 1.000 kr.)": the unit of a table, no amount.
    fn is_unit_of_table(&self, before: &str, start: usize, end: usize, number: &Number) -> bool {
        let thousand = [1_000i128, 1_000_000]
            .iter()
            .any(|round| number.value.millionths() == round * 1_000_000)
            && number.places == 0;
        if !thousand {
            return false;
        }
        let line = self.words[..start].rsplit('\n').next().unwrap_or_default();
        let line = line.trim();
        let closed = self.words[end..].trim_start_matches([' ', '\u{a0}']);
        let closed = closed.is_empty() || closed.starts_with(['\n', ')', ':']);
        ends_with_word(before, "hele")
            || (closed && ends_with_word(before, "i"))
            || line.is_empty() && before.is_empty() && self.words.trim().len() < 16
            || before.ends_with('(')
            || (ends_with_word(before, "i")
                && before[..before.len() - 1]
                    .trim_end()
                    .rsplit(|char: char| char.is_whitespace() || char == '(')
                    .next()
                    .is_some_and(|word| {
                        word.is_empty()
                            || ["beløb", "tal", "alt", "priser", "opgjort", "angivet"]
                                .contains(&word)
                            || line == "i"
                    }))
    }
}

fn is_whole(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|char| char.is_ascii_digit())
}

/// Whether the words before say that several numbers follow.
fn told_apart(before: &str) -> bool {
    ["hhv.", "hhv", "henholdsvis", "fra", "mellem"]
        .iter()
        .any(|word| ends_with_word(before, word))
}

/// Whether `words` end with `word` as a whole word.
#[must_use]
pub fn ends_with_word(words: &str, word: &str) -> bool {
    words
        .strip_suffix(word)
        .is_some_and(|rest| !rest.chars().next_back().is_some_and(char::is_alphanumeric))
}
