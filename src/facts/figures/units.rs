//! Units behind and before a number: money with its scale, shares, durations, what is counted.

use super::grammar::{Parsed, space};
use crate::lexicon::Numbers;
use crate::value::Decimal;

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money: the power of ten of its scale, and the currency.
    Money {
        /// 6 for millions.
        power: u32,
        /// "DKK".
        currency: String,
    },
    /// "pct", "pct_point", "per_mille".
    Percent(String),
    /// "years", "hours".
    Duration(String),
    /// "persons", "places".
    Count {
        /// The unit.
        unit: String,
        /// The power of ten ("2 mio. borgere").
        power: u32,
        /// Where in the words read what is counted begins.
        noun: usize,
    },
}

impl Unit {
    /// Kroner, with a power of ten.
    #[must_use]
    pub fn kroner(power: u32) -> Self {
        Self::Money {
            power,
            currency: "DKK".to_owned(),
        }
    }

    /// Whether two units are of one kind, so that they can be two ends of a range.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The value of `number` in whole units.
    #[must_use]
    pub fn apply(&self, number: Decimal) -> Option<Decimal> {
        match self {
            Self::Money { power, .. } | Self::Count { power, .. } => number.scaled(*power),
            Self::Percent(_) | Self::Duration(_) => Some(number),
        }
    }
}

/// The unit behind a number: `words` (in lower case) start where the number ends.
#[must_use]
pub fn unit(words: &str, numbers: &Numbers) -> Option<Parsed<Unit>> {
    percent(words, numbers)
        .or_else(|| money(words, numbers))
        .or_else(|| duration(words, numbers))
        .or_else(|| count(words, numbers))
}

/// `%`, `pct.`, `%-point`; a `?` stands where a hard space was lost.
#[must_use]
pub fn percent(words: &str, numbers: &Numbers) -> Option<Parsed<Unit>> {
    let lead = space(words);
    let lost = words[lead..].starts_with('?') && words[lead + 1..].trim_start().starts_with('%');
    let start = lead + usize::from(lost);
    let start = start + space(&words[start..]);
    let (code, len) = numbers.percents.at_start(&words[start..])?;
    Some(Parsed {
        value: Unit::Percent(code.clone()),
        len: start + len,
    })
}

/// `kr.`, `mio. kr.`, `mio.`, `tkr.`, `,-`, `mio. euro`.
#[must_use]
pub fn money(words: &str, numbers: &Numbers) -> Option<Parsed<Unit>> {
    // "1. mio. kr.": a stray point before the scale.
    let stray = usize::from(words.starts_with(". ") && scaled(&words[1..], numbers));
    let lead = stray + space(&words[stray..]);
    let rest = &words[lead..];
    if let Some((currency, len)) = numbers.currencies.at_start(rest) {
        // "10.-11. september" is no ten kroner.
        let mark = !rest[..len].contains(char::is_alphabetic) && !rest.starts_with('€');
        if mark
            && rest[len..]
                .trim_start()
                .starts_with(|char: char| char.is_ascii_digit())
        {
            return None;
        }
        return Some(Parsed {
            value: Unit::Money {
                power: 0,
                currency: currency.clone(),
            },
            len: lead + len,
        });
    }
    let (scale, len) = numbers.scales.at_start(rest)?;
    let scaled = lead + len;
    let behind = &words[scaled..];
    let gap = space(behind);
    let kroner = Unit::kroner(scale.power);
    if scale.kroner {
        return Some(Parsed {
            value: kroner,
            len: scaled,
        });
    }
    if let Some((currency, len)) = numbers.currencies.at_start(&behind[gap..]) {
        return Some(Parsed {
            value: Unit::Money {
                power: scale.power,
                currency: currency.clone(),
            },
            len: scaled + gap + len,
        });
    }
    if let Some(noun) = noun(behind, numbers) {
        return Some(Parsed {
            value: Unit::Count {
                unit: noun.value.0,
                power: scale.power,
                noun: scaled + noun.value.1,
            },
            len: scaled + noun.len,
        });
    }
    scale.alone.then_some(Parsed {
        value: kroner,
        len: scaled,
    })
}

/// Whether a scale stands at the start.
fn scaled(words: &str, numbers: &Numbers) -> bool {
    numbers
        .scales
        .at_start(&words[space(words)..])
        .is_some_and(|(scale, _)| scale.alone)
}

fn duration(words: &str, numbers: &Numbers) -> Option<Parsed<Unit>> {
    let lead = space(words);
    let (code, len) = numbers.durations.at_start(&words[lead..])?;
    let joined = words[lead + len..].starts_with('-');
    (lead > 0 && !joined).then(|| Parsed {
        value: Unit::Duration(code.clone()),
        len: lead + len,
    })
}

fn count(words: &str, numbers: &Numbers) -> Option<Parsed<Unit>> {
    let noun = noun(words, numbers)?;
    Some(Parsed {
        value: Unit::Count {
            unit: noun.value.0,
            power: 0,
            noun: noun.value.1,
        },
        len: noun.len,
    })
}

/// Words between a number and what it counts: "10 flere kommunalt forsørgede fuldtidspersoner".
const MOST_ADJECTIVES: usize = 3;

/// What is counted, behind up to three adjectives: the unit's code, and where the words begin.
fn noun(words: &str, numbers: &Numbers) -> Option<Parsed<(String, usize)>> {
    let mut at = space(words);
    if at == 0 {
        return None;
    }
    let start = at;
    for _ in 0..=MOST_ADJECTIVES {
        let len = words[at..]
            .find(|char: char| !char.is_alphanumeric() && !matches!(char, '-' | '²' | '³'))
            .unwrap_or(words.len() - at);
        let word = &words[at..at + len];
        let end = at + len;
        let dotted = words[end..]
            .starts_with('.')
            .then(|| numbers.noun(&words[at..=end]))
            .flatten();
        if let Some(unit) = dotted {
            return Some(Parsed {
                value: (unit.to_owned(), start),
                len: end + 1,
            });
        }
        if let Some(unit) = numbers.noun(word) {
            return Some(Parsed {
                value: (unit.to_owned(), start),
                len: end,
            });
        }
        if !is_adjective(word) {
            return None;
        }
        let gap = space(&words[end..]);
        if gap == 0 {
            return None;
        }
        at = end + gap;
    }
    None
}

/// Whether a word has the form of an adjective or adverb that may stand before what is counted.
fn is_adjective(word: &str) -> bool {
    const NONE: [&str; 24] = [
        "ikke",
        "efter",
        "inde",
        "ude",
        "oppe",
        "være",
        "have",
        "blive",
        "kunne",
        "skulle",
        "ville",
        "samme",
        "det",
        "at",
        "sammen",
        "disse",
        "første",
        "anden",
        "denne",
        "dette",
        "året",
        "kommunale",
        "hvert",
        "hele",
    ];
    word.chars().count() >= 3
        && (word.ends_with('e') || word.ends_with('t') || word == "flere")
        && word.chars().all(char::is_alphabetic)
        && !NONE.contains(&word)
}

/// A currency directly before a number ("kr. 62.000", "mio. kr. 12,4"): the unit, and where it begins in `before`
/// (in lower case).
#[must_use]
pub fn currency_before(before: &str, numbers: &Numbers) -> Option<(Unit, usize)> {
    if let Some((scale, start)) = numbers
        .scales
        .at_end(before)
        .filter(|(scale, _)| scale.kroner)
    {
        return is_apart(before, start).then(|| (Unit::kroner(scale.power), start));
    }
    let (currency, start) = numbers.currencies.at_end(before)?;
    let word = before[start..].trim();
    if !word.chars().any(|char| char.is_alphabetic() || char == '€') {
        return None;
    }
    let (power, start) = match numbers.scales.at_end(&before[..start]) {
        Some((scale, at)) if !scale.kroner && is_apart(before, at) => (scale.power, at),
        _ => (0, start),
    };
    let currency = currency.clone();
    Some((Unit::Money { power, currency }, start))
}

/// Whether no number stands before a unit, to which it would belong.
fn is_apart(before: &str, start: usize) -> bool {
    !before[..start]
        .trim_end()
        .ends_with(|char: char| char.is_ascii_digit())
}
