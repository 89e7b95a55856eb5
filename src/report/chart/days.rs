//! The steps of an axis of days: days, months or years, as many as have room.

use super::Setting;
use super::scene::small_width;
use crate::value::Date;

/// Kept free between two labels.
const GAP: f64 = 10.0;

/// Days since 1 January of the year 0, so that days can be counted.
pub fn number(date: Date) -> f64 {
    let (year, month) = (i32::from(date.year()), i32::from(date.month()));
    // Years that begin in March put the leap day last (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
    f64::from(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year + 60)
}

/// How far apart the steps are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Days(i8),
    Months(i16),
    Years(i16),
}

const STEPS: [Step; 14] = [
    Step::Days(1),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(100),
    Step::Years(1000),
];

/// Days from `first` to `last` with their labels, whose places `at` gives; at most about eight.
pub fn steps(
    first: Date,
    last: Date,
    at: impl Fn(Date) -> f64,
    setting: Setting<'_>,
) -> Vec<(f64, String)> {
    for step in STEPS {
        let span = number(last) - number(first);
        if span / least_days(step) > 9.0 {
            continue;
        }
        let found: Vec<_> = days(step, first, last)
            .into_iter()
            .map(|day| (at(day), label(step, day, setting)))
            .collect();
        if !found.is_empty() && is_room(&found, setting.width) {
            return found;
        }
    }
    vec![(at(first), label(Step::Days(1), first, setting))]
}

fn least_days(step: Step) -> f64 {
    match step {
        Step::Days(count) => f64::from(count),
        Step::Months(count) => 28.0 * f64::from(count),
        Step::Years(count) => 365.0 * f64::from(count),
    }
}

fn days(step: Step, first: Date, last: Date) -> Vec<Date> {
    let mut out = Vec::new();
    for year in first.year()..=last.year() {
        for month in 1..=12 {
            for day in days_of_month(step, year, month) {
                if let Ok(date) = Date::new(year, month, day)
                    && date >= first
                    && date <= last
                {
                    out.push(date);
                }
            }
        }
    }
    out
}

fn days_of_month(step: Step, year: i16, month: i8) -> Vec<i8> {
    match step {
        Step::Days(1) => (1..=31).collect(),
        Step::Days(5) => vec![1, 5, 10, 15, 20, 25],
        Step::Days(_) => vec![1, 10, 20],
        Step::Months(count) if (i16::from(month) - 1) % count == 0 => vec![1],
        Step::Years(count) if month == 1 && year % count == 0 => vec![1],
        Step::Months(_) | Step::Years(_) => Vec::new(),
    }
}

fn label(step: Step, day: Date, setting: Setting<'_>) -> String {
    let at = usize::try_from(day.month()).unwrap_or(1).clamp(1, 12) - 1;
    let month = &setting.words.months[at];
    match (step, setting.language) {
        (Step::Days(_), crate::report::model::Language::Da) => {
            format!("{}. {month} {}", day.day(), day.year())
        }
        (Step::Days(_), crate::report::model::Language::En) => {
            format!("{} {month} {}", day.day(), day.year())
        }
        (Step::Months(_), _) => format!("{month} {}", day.year()),
        (Step::Years(_), _) => day.year().to_string(),
    }
}

fn is_room(steps: &[(f64, String)], width: f64) -> bool {
    let mut end = f64::NEG_INFINITY;
    steps.iter().all(|(at, words)| {
        let wide = small_width(words);
        let left = at.clamp(wide / 2.0, width - wide / 2.0) - wide / 2.0;
        let is_free = left >= end + GAP;
        end = left + wide;
        is_free
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |year, month, day| Date::new(year, month, day).expect("a day");
        for (from, to, count) in [
            (day(2024, 2, 28), day(2024, 3, 1), 2.0),
            (day(2025, 2, 28), day(2025, 3, 1), 1.0),
            (day(2024, 12, 31), day(2025, 1, 1), 1.0),
            (day(2000, 1, 1), day(2400, 1, 1), 146_097.0),
            (day(1, 1, 1), day(2, 1, 1), 365.0),
        ] {
            assert!(
                (number(to) - number(from) - count).abs() < 0.1,
                "{from} {to}"
            );
        }
    }
}
