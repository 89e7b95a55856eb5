//! Dates and times of day as Danish documents write them.

use super::{Placed, Span};
use crate::value::fold::ToLower;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A day of the calendar.
pub type Date = jiff::civil::Date;

/// Danish month names, in full and in the short forms that minutes use; the index is the month less one.
const MONTHS: [&[&str]; 12] = [
    &["januar", "jan"],
    &["februar", "feb", "febr"],
    &["marts", "mar"],
    &["april", "apr"],
    &["maj"],
    &["juni", "jun"],
    &["juli", "jul"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "okt"],
    &["november", "nov"],
    &["december", "dec"],
];

/// A regular expression that matches any month name.
pub const MONTH_PATTERN: &str = "(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)";

/// Whether `word`, in lower case, names a month.
#[must_use]
pub fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|names| names.contains(&word))
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)
          \b(?<day>\d{{1,2}})\.?\s+(?<name>{MONTH_PATTERN})\b\.?,?\s+(?<year>\d{{4}})\b
        | \b(?<iso>\d{{4}})-(?<iso_month>\d{{2}})-(?<iso_day>\d{{2}})\b
        | \b(?<num_day>\d{{1,2}})(?:-|\.\s?|/)(?<num_month>\d{{1,2}})(?:-|\.\s?|/)(?<num_year>\d{{4}})\b"
    );
    Regex::new(&pattern).expect("OK because the pattern is a constant that a test compiles")
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bkl\.?\s*|\bklokken\s+|\d{2}T)(?<hour>\d{1,2})(?:[.:](?<minute>\d{2}))?\b|\b(?<hour2>\d{1,2}):(?<minute2>\d{2})\b")
        .expect("OK because the pattern is a constant that a test compiles")
});

/// The month (1 to 12) that `name` names.
#[must_use]
pub fn month(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.').to_lower();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&name.as_str()))?;
    i8::try_from(at + 1).ok()
}

/// Every full date (day, month and year) in `text`, with its place.
pub fn dates(text: &str) -> impl Iterator<Item = Placed<Date>> + '_ {
    let searched = if has_year(text) { text } else { "" };
    DATE.captures_iter(searched).filter_map(|found| {
        let whole = found.get(0)?;
        Some(Placed::new(
            read(&found)?,
            Span::new(whole.start(), whole.end()),
        ))
    })
}

/// Whether a year stands in `text` as it stands in a date: behind a month or a sign, or before one; cheaper than to
/// look for a date.
fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + step;
        let run = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        at = start + run.count();
        if at - start == 4 && (bytes.get(at) == Some(&b'-') || can_end_date(&text[..start])) {
            return true;
        }
    }
    false
}

/// Whether a year may stand behind `before`: "3. maj ", "12.", "12. ", "3/4-".
fn can_end_date(before: &str) -> bool {
    let kept = before.trim_end();
    let stem = kept.trim_end_matches(['-', '/', '.']);
    if stem.len() < kept.len() && stem.ends_with(char::is_numeric) {
        return true;
    }
    let name = kept.trim_end_matches([',', '.']);
    let length = name.len() - name.trim_end_matches(char::is_alphanumeric).len();
    let name = &name[name.len() - length..];
    kept.len() < before.len() && (!name.is_ascii() || month(name).is_some())
}

/// The first full date in `text`.
#[must_use]
pub fn first_date(text: &str) -> Option<Placed<Date>> {
    dates(text).next()
}

/// The first time of day in `text`, as "HH:MM".
#[must_use]
pub fn first_time(text: &str) -> Option<Placed<String>> {
    TIME.captures_iter(text).find_map(|found| {
        let hour: u8 = found
            .name("hour")
            .or_else(|| found.name("hour2"))?
            .as_str()
            .parse()
            .ok()?;
        let minute = found.name("minute").or_else(|| found.name("minute2"));
        let minute: u8 = minute.map_or(Some(0), |minute| minute.as_str().parse().ok())?;
        let whole = found.get(0)?;
        (hour < 24 && minute < 60).then(|| {
            Placed::new(
                format!("{hour:02}:{minute:02}"),
                Span::new(whole.start(), whole.end()),
            )
        })
    })
}

static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:kl\.?\s*)?(?<hour>\d{1,2})(?:[.:](?<minute>\d{2}))?(?:\s*[-–]|\s|$)")
        .expect("OK because the pattern is a constant that a test compiles")
});

/// A time of day that `text` begins with, without a word that says so ("15.30 - 17.00"), as "HH:MM".
#[must_use]
pub fn leading_time(text: &str) -> Option<String> {
    let found = LEADING.captures(text)?;
    let hour: u8 = found["hour"].parse().ok()?;
    let minute: u8 = found
        .name("minute")
        .map_or(Some(0), |minute| minute.as_str().parse().ok())?;
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

fn read(found: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let (year, month, day) = if let Some(name) = found.name("name") {
        (number("year")?, month(name.as_str())?, number("day")?)
    } else if found.name("iso").is_some() {
        (
            number("iso")?,
            i8::try_from(number("iso_month")?).ok()?,
            number("iso_day")?,
        )
    } else {
        (
            number("num_year")?,
            i8::try_from(number("num_month")?).ok()?,
            number("num_day")?,
        )
    };
    Date::new(year, month, i8::try_from(day).ok()?)
        .ok()
        .filter(|date| (1900..2200).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_written() {
        for (text, want) in [
            ("d. 13-08-2025", Some("2025-08-13")),
            ("Onsdag d. 13. august 2025 kl. 16:00", Some("2025-08-13")),
            ("den 1.\nseptember 2025", Some("2025-09-01")),
            ("Socialudvalget, 25.08.2025", Some("2025-08-25")),
            ("12/08/2025 Børne- og Ungeudvalget", Some("2025-08-12")),
            ("3. feb. 2021", Some("2021-02-03")),
            ("MØDEDATO 24. NOVEMBER 2026", Some("2026-11-24")),
            ("31.02.2025", None),
            ("perioden 2025-2028", None),
            ("sag 25-003549", None),
        ] {
            let found = first_date(text).map(|date| date.value.to_string());
            assert_eq!(found.as_deref(), want, "{text:?}");
        }
    }

    #[test]
    fn times_as_written() {
        for (text, want) in [
            ("kl. 14:00", Some("14:00")),
            ("kl. 9.00-10.00", Some("09:00")),
            ("kl. 17", Some("17:00")),
            ("Mødetid: 16:30", Some("16:30")),
            ("2022-04-26T08:15:00", Some("08:15")),
            ("kl. 25:00", None),
        ] {
            assert_eq!(
                first_time(text).map(|time| time.value).as_deref(),
                want,
                "{text:?}"
            );
        }
    }
}
