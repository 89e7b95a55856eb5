//! What a sentence says of a number in it: how exactly, which way, of what, when, per what.

use super::grammar::space;
use super::scan::ends_with_word;
use crate::facts::{Direction, Qualifier};
use crate::lexicon::{Numbers, PhraseHit};
use crate::value::date::is_month;
use crate::value::fold::ToLower;
use crate::value::fold::fold_some;
use std::ops::Range;

/// A sentence with one of its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// The sentence as written.
    pub text: &'t str,
    /// The sentence in lower case, of the same length.
    pub lower: &'t str,
    /// Where the number begins and ends.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// Where the number before it ends (0 where there is none).
    pub previous: usize,
    /// Where the number behind it begins (the sentence's end where there is none).
    pub next: usize,
    /// The words that reading is led by.
    pub numbers: &'t Numbers,
}

/// Bytes from one year of a period to the other at most: "2025 – 2028".
const PERIOD: usize = 9;

/// A year or years beside a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// One year.
    pub year: Option<i16>,
    /// From one year to another, as written.
    pub period: Option<String>,
}

impl<'t> Told<'t> {
    fn before(&self) -> &'t str {
        &self.lower[self.previous..self.start]
    }

    fn after(&self) -> &'t str {
        &self.lower[self.end..self.next]
    }

    /// "ca.", "op til": directly before the number.
    #[must_use]
    pub fn qualifier(&self) -> Option<Qualifier> {
        self.numbers
            .qualifiers
            .at_end(self.before())
            .map(|(qualifier, _)| *qualifier)
    }

    /// "et merforbrug på 5 mio. kr.", "5 mio. kr. i mindreforbrug".
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        if let Some(hit) = self.direction_before() {
            return Some(hit.means);
        }
        let after = self.after();
        let lead = space(after);
        let behind = after[lead..].trim_start_matches('(');
        let behind = behind.strip_prefix("i ").unwrap_or(behind);
        self.numbers
            .directions
            .find_first(behind)
            .filter(|hit| hit.range.start == 0)
            .map(|hit| hit.means)
    }

    fn direction_before(&self) -> Option<PhraseHit<Direction>> {
        let before = self.before();
        let hits = self.numbers.directions.find_all(before);
        hits.into_iter().next_back().filter(|hit| {
            self.is_joined(&before[hit.range.end..])
                && !is_both(before, &hit.range)
                && !before[..hit.range.start].contains("bevilling")
        })
    }

    /// Whether the words between a direction and the number join the two: few, ending in a preposition, and none
    /// that begins another thought.
    fn is_joined(&self, gap: &str) -> bool {
        let gap = match self.numbers.qualifiers.at_end(gap) {
            Some((_, at)) => &gap[..at],
            None => gap,
        };
        let gap = gap.trim();
        let words: Vec<&str> = gap.split_whitespace().collect();
        let stopped = words.iter().any(|word| {
            let word = word.trim_matches(|char: char| !char.is_alphanumeric());
            self.numbers.direction_stops.whole(word).is_some()
        });
        let ends = words.is_empty()
            || [
                "på",
                "af",
                "med",
                "udgør",
                "er",
                "alt",
                "svarende til",
                "samlet",
                "netto",
                ":",
            ]
            .iter()
            .any(|end| ends_with_word(gap, end));
        ends && !stopped && words.len() <= 14 && !gap.contains([';', '.']) && !gap.ends_with("fra")
    }

    /// "kr./år", "årligt", "pr. borger pr. måned"; or "årlig" before it.
    #[must_use]
    pub fn per(&self) -> Option<String> {
        let mut found: Vec<&str> = Vec::new();
        let mut rest = &self.lower[self.end..];
        while found.len() < 3 {
            let lead = space(rest);
            let Some((per, len)) = self.numbers.per.at_start(&rest[lead..]) else {
                break;
            };
            if !found.contains(&per.as_str()) {
                found.push(per);
            }
            rest = &rest[lead + len..];
        }
        if found.is_empty() {
            let before = self.before();
            let near = tail(before, 40);
            let (per, range) = self.numbers.per_before.find(near)?;
            let clear = !near[range.end..].contains([',', '.', ';']);
            return clear.then(|| per.clone());
        }
        Some(found.join(","))
    }

    /// "(2025 prisniveau)", "i 2025-priser", "2020-PL": the year, and where it stands behind the number.
    #[must_use]
    pub fn price_level(&self) -> Option<(String, Range<usize>)> {
        self.level_in(head(self.after(), 60))
    }

    /// The year of the price level behind the number, else the one before it.
    #[must_use]
    pub fn price_year(&self) -> Option<String> {
        let level = self.price_level().or_else(|| self.level_in(self.before()));
        level.map(|(year, _)| year)
    }

    fn level_in(&self, words: &str) -> Option<(String, Range<usize>)> {
        let levels = &self.numbers.price_levels;
        years(words).find_map(|(at, year)| {
            let behind = &words[at + 4..];
            let lead = space(behind);
            let before = words[..at].trim_end_matches(['-', ' ']);
            let told =
                levels.at_start(&behind[lead..]).is_some() || levels.at_end(before).is_some();
            told.then(|| (year.to_string(), at..at + 4))
        })
    }

    /// The year or period directly behind the number ("i 2025", "i perioden 2025-2028"), else the only one between
    /// it and the number before.
    #[must_use]
    pub fn when(&self) -> When {
        let level = self.price_level().map(|(_, range)| range);
        let after = head(self.after(), 48);
        let behind: Vec<(usize, i16)> = years(after)
            .filter(|(at, _)| level.as_ref().is_none_or(|level| level.start != *at))
            .collect();
        let before = self.before();
        let leading = years(before).last().filter(|(at, _)| {
            before[at + 4..]
                .trim_matches(|char: char| char.is_whitespace() || matches!(char, ':' | '('))
                .is_empty()
        });
        if let Some((at, year)) = leading {
            return self.when_at(before, at, year);
        }
        let near = behind.first().filter(|(at, _)| is_near(&after[..*at]));
        if let Some((at, year)) = near {
            return self.when_at(after, *at, *year);
        }
        let told = self.level_in(before).map(|(_, range)| range.start);
        let found: Vec<(usize, i16)> = years(before)
            .filter(|(at, _)| Some(*at) != told && *at >= self.own_years(before))
            .collect();
        match found.as_slice() {
            [(at, year)] => self.when_at(before, *at, *year),
            [(at, year), (second, _)] if second - at <= PERIOD => self.when_at(before, *at, *year),
            _ => When::default(),
        }
    }

    /// Where in the words before the number its own years may begin: "329 personer i september 2023 til 290" and
    /// "5 mio. kr. i perioden 2025-2028, hvilket er 70 %" tell first when the number before was.
    fn own_years(&self, before: &str) -> usize {
        let first = years(before).next().map_or(0, |(at, _)| at);
        if self.previous == 0 || !is_near(&before[..first]) {
            return 0;
        }
        let period = years(&before[first..]).take(2).last();
        period.map_or(0, |(second, _)| {
            first + if second <= PERIOD { second + 4 } else { 4 }
        })
    }

    fn when_at(&self, words: &str, at: usize, year: i16) -> When {
        let rest = &words[at + 4..];
        let joint = rest
            .trim_start()
            .trim_start_matches(super::grammar::MINUS)
            .trim_start();
        let dashed = joint.len() < rest.trim_start().len();
        let last = years(joint).next().filter(|(at, _)| *at == 0 && dashed);
        match last {
            Some((_, last)) if last > year => When {
                year: None,
                period: Some(format!("{year}-{last}")),
            },
            _ => When {
                year: Some(year),
                period: None,
            },
        }
    }

    /// What the number is of: the words before "på", or behind "af".
    #[must_use]
    pub fn subject(&self, is_share: bool) -> Option<String> {
        if is_share {
            let after = &self.lower[self.end..];
            let lead = space(after);
            let rest = after[lead..].strip_prefix("af")?;
            let gap = space(rest);
            let from = self.end + lead + 2 + gap;
            return (gap > 0).then(|| self.phrase_from(from)).flatten();
        }
        self.phrase_before().or_else(|| {
            let after = &self.lower[self.end..];
            let lead = space(after);
            let rest = after[lead..].strip_prefix("til ")?;
            self.phrase_from(self.lower.len() - rest.len())
        })
    }

    /// Up to six words from `from` on, as far as one thought goes.
    fn phrase_from(&self, from: usize) -> Option<String> {
        let rest = &self.lower[from..];
        let mut end = 0;
        for (count, word) in split_words(rest).enumerate() {
            let (range, text) = word;
            let closes = text.ends_with([',', '.', ';', ':', ')', '?', '!']);
            let bare = text.trim_matches(|char: char| !char.is_alphanumeric());
            if count >= 6 || bare.is_empty() || (count > 0 && STOPS.contains(&bare)) {
                break;
            }
            end = range.start
                + text
                    .trim_end_matches([',', '.', ';', ':', ')', '?', '!'])
                    .len();
            if closes {
                break;
            }
        }
        let words = &self.text[from..from + end];
        let bare = words.trim_end_matches('.').to_lower();
        fold_some(words).filter(|_| !bare.starts_with("at ") && !STOPS.contains(&bare.as_str()))
    }

    /// Up to six words before "på ca.", as far as one thought goes.
    fn phrase_before(&self) -> Option<String> {
        let mut before = self.before().trim_end();
        if let Some((_, at)) = self.numbers.qualifiers.at_end(before) {
            before = before[..at].trim_end();
        }
        for word in ["i alt", "samlet", "netto"] {
            if ends_with_word(before, word) {
                before = before[..before.len() - word.len()].trim_end();
            }
        }
        let cut = ["på", "udgør", "er", "af", ":"]
            .iter()
            .find(|word| ends_with_word(before, word))?;
        let end = undated(before[..before.len() - cut.len()].trim_end()).len();
        let mut start = end;
        if let Some(hit) = self.direction_before().filter(|hit| hit.range.end <= end) {
            let from = self.previous + hit.range.start;
            return fold_some(&self.text[from..self.previous + end]);
        }
        let words: Vec<(Range<usize>, &str)> = split_words(&before[..end]).collect();
        for (count, (range, text)) in words.iter().rev().enumerate() {
            let bare = text.trim_matches(|char: char| !char.is_alphanumeric());
            let parts = text.ends_with([',', '.', ';', ':', ')']);
            // "indtægts- og udgiftsbevilling" is one name.
            let halves = bare == "og"
                && words.len() > count + 1
                && words[words.len() - count - 2].1.ends_with('-');
            if halves {
                continue;
            }
            if count >= 6 || STOPS.contains(&bare) || (count > 0 && parts) || bare.is_empty() {
                break;
            }
            start = range.start;
        }
        let from = self.previous + start;
        fold_some(self.text[from..self.previous + end].trim_matches([',', ' ', '(', ')', ':']))
    }
}

/// `words` without a date or a year at their end: "budget i 2025", "afvigelse pr. 30. september 2023".
fn undated(words: &str) -> &str {
    const DATED: [&str; 11] = [
        "i", "for", "pr.", "d.", "den", "ultimo", "primo", "medio", "til", "fra", "perioden",
    ];
    let mut words = words.trim_end();
    let mut dated = false;
    loop {
        let last = words.split_whitespace().next_back().unwrap_or_default();
        let bare = last.trim_matches(|char: char| !char.is_alphanumeric());
        let date = bare
            .chars()
            .all(|char| char.is_ascii_digit() || char == '-')
            && !bare.is_empty();
        let month = dated && crate::value::date::month(bare).is_some();
        if !(date || month || (dated && DATED.contains(&last))) {
            return words;
        }
        dated = true;
        words = words[..words.len() - last.len()].trim_end();
    }
}

/// Words that no name of an amount goes across.
const STOPS: [&str; 74] = [
    "en",
    "et",
    "den",
    "det",
    "de",
    "at",
    "der",
    "som",
    "er",
    "var",
    "har",
    "havde",
    "bliver",
    "blev",
    "forventes",
    "gives",
    "ansøges",
    "ansøger",
    "med",
    "om",
    "hvor",
    "og",
    "viser",
    "udgør",
    "heraf",
    "dette",
    "disse",
    "kan",
    "skal",
    "vil",
    "få",
    "fik",
    "får",
    "giver",
    "på",
    "hvilket",
    "samt",
    "til",
    "ved",
    "hvis",
    "når",
    "fra",
    "i",
    "søges",
    "afsat",
    "afsættes",
    "bevilget",
    "ved",
    "desuden",
    "derudover",
    "eller",
    "men",
    "mens",
    "inkl",
    "ekskl",
    "kommer",
    "svarer",
    "svarende",
    "således",
    "medfører",
    "betyder",
    "kunne",
    "meddeles",
    "finansieret",
    "finansieres",
    "frigives",
    "frigivelse",
    "hhv",
    "bl",
    "indstilles",
    "givet",
    "modtaget",
    "forklarer",
    "skyldes",
];

/// "Mer/mindreforbrug": no direction.
fn is_both(words: &str, hit: &Range<usize>) -> bool {
    words[..hit.start].trim_end().ends_with(['/', '-'])
        || words[hit.end..].starts_with(['/'])
        || ends_with_word(words[..hit.start].trim_end(), "mer- og")
        || ends_with_word(words[..hit.start].trim_end(), "mer eller")
}

/// Whether nothing but a few joining words stands between a number and a year behind it.
fn is_near(between: &str) -> bool {
    const JOINS: [&str; 20] = [
        "i",
        "for",
        "til",
        "fra",
        "perioden",
        "årene",
        "året",
        "budget",
        "budgetåret",
        "år",
        "om",
        "med",
        "virkning",
        "pr",
        "årligt",
        "hele",
        "alt",
        "ultimo",
        "primo",
        "(",
    ];
    between.split_whitespace().count() <= 4
        && between
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| JOINS.contains(&word) || is_month(word))
        && !between.contains(['.', ',', ';'])
}

/// Years in `words`: four digits from 1990 to 2099 that stand alone.
pub fn years(words: &str) -> impl Iterator<Item = (usize, i16)> + '_ {
    let bytes = words.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len().saturating_sub(3)).filter_map(move |at| {
        if !matches!(bytes[at], b'1' | b'2') {
            return None;
        }
        let alone = (at == 0 || !bytes[at - 1].is_ascii_digit()) && !digit(at + 4);
        if !alone || !(at..at + 4).all(digit) {
            return None;
        }
        let sign = |at: usize| matches!(bytes.get(at), Some(b'.' | b','));
        let behind = at > 1 && sign(at - 1) && digit(at - 2);
        let ahead = sign(at + 4) && digit(at + 5);
        let year: i16 = words.get(at..at + 4)?.parse().ok()?;
        (!behind && !ahead && (1990..2100).contains(&year)).then_some((at, year))
    })
}

/// The words of `text` with their places.
fn split_words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// At most the last `bytes` bytes of `words`, at a border of characters.
fn tail(words: &str, bytes: usize) -> &str {
    let mut at = words.len().saturating_sub(bytes);
    while !words.is_char_boundary(at) {
        at += 1;
    }
    &words[at..]
}

/// At most the first `bytes` bytes of `words`, at a border of characters.
fn head(words: &str, bytes: usize) -> &str {
    let mut at = words.len().min(bytes);
    while !words.is_char_boundary(at) {
        at -= 1;
    }
    &words[..at]
}
