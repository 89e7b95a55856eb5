//! Lines that head a decision: a body and a day, and little else.

use super::bodies::BodyFinder;
use crate::lexicon::Lexicon;
use crate::value::date::first_date;
use crate::value::fold::ToLower;
use crate::value::{Body, Date, Span};

/// A line of more characters is text.
const LONGEST: usize = 160;

/// Reads a line that heads a decision: "Beslutning fra Teknisk Udvalg den 3. maj 2025, pkt. 4", "12/08/2025 Byrådet".
/// Where `body_alone`, a body without a day will do.
#[must_use]
pub fn head(
    words: &str,
    finder: BodyFinder<'_>,
    lexicon: &Lexicon,
    body_alone: bool,
) -> Option<(Option<Body>, Option<Date>)> {
    if words.chars().count() > LONGEST {
        return None;
    }
    let date = first_date(words);
    if date.is_none() && !body_alone {
        return None;
    }
    let body = finder.first(words);
    let mut rest = words.to_owned();
    let mut spans: Vec<Span> = [
        date.as_ref().map(|date| date.span),
        body.as_ref().map(|body| body.span),
    ]
    .into_iter()
    .flatten()
    .collect();
    spans.sort_unstable();
    for span in spans.iter().rev() {
        rest.replace_range(span.range(), " ");
    }
    let little = rest
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.chars().all(|char| char.is_ascii_digit()))
        .all(|word| lexicon.head_words.contains(&word.to_lower()));
    let heads = date.is_some() || (body_alone && body.is_some());
    (little && heads).then(|| (body.map(|body| body.value), date.map(|date| date.value)))
}
