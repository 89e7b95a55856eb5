//! Figures in running text: each with its sentence and what the sentence says of it.

use super::scan::{Reading, readings};
use super::sentence::Told;
use super::units::Unit;
use crate::facts::sentences::sentences;
use crate::facts::{Basis, Cell, Context, Direction, Figure, FigureKind, Qualifier};
use crate::layout::SectionKind;
use crate::problem::{Problem, ProblemCode};
use crate::value::fold::{fold_some, lower_in_place as lower};
use crate::value::{Decimal, Kroner, Span};

/// The most that an amount in a municipality's papers can be: a thousand billion kroner.
const IMPOSSIBLE: i64 = 1_000_000_000_000 * 100;

/// The figures in the words at `span`, which stand in `section`.
pub fn figures(
    context: &Context<'_>,
    section: SectionKind,
    span: Span,
    problems: &mut Vec<Problem>,
) -> Vec<Figure> {
    let words = lower(span.of(context.text));
    let read = readings(&words, &context.lexicon.numbers);
    if read.is_empty() {
        return Vec::new();
    }
    let ends = sentences(context.text, span, context.lexicon);
    let mut out = Vec::new();
    for (at, reading) in read.iter().enumerate() {
        let place = span.part(reading.range.clone());
        let sentence = sentence_of(&ends, place);
        let base = sentence.start.get() - span.start.get();
        let length = sentence.len();
        let text = sentence.of(context.text);
        let previous = at.checked_sub(1).map_or(0, |before| read[before].range.end);
        let next = read.get(at + 1).map_or(usize::MAX, |next| next.range.start);
        let told = Told {
            text,
            lower: &words[base..base + length],
            start: reading.range.start - base,
            end: reading.range.end - base,
            previous: previous.saturating_sub(base),
            next: next.saturating_sub(base).min(length),
            numbers: &context.lexicon.numbers,
        };
        let figure = figure(context, section, reading, &told, place, sentence);
        problems.extend(impossible(context, &figure, reading));
        out.push(figure);
    }
    out
}

/// The sentence around a number; where a number goes across the end of one, both.
fn sentence_of(sentences: &[Span], place: Span) -> Span {
    let first = sentences.partition_point(|sentence| sentence.end <= place.start);
    sentences[first..]
        .iter()
        .take_while(|sentence| sentence.start < place.end)
        .fold(place, |whole, sentence| whole.cover(*sentence))
}

fn figure(
    context: &Context<'_>,
    section: SectionKind,
    reading: &Reading,
    told: &Told<'_>,
    place: Span,
    sentence: Span,
) -> Figure {
    let mut figure = bare(reading, section, place, sentence);
    let when = told.when();
    figure.direction = told.direction();
    figure.qualifier = match reading.max {
        Some(_) => Some(Qualifier::Range),
        None => told.qualifier(),
    };
    figure.year = when.year;
    figure.period = when.period;
    figure.subject = match &reading.unit {
        Unit::Count { noun, .. } => counted(context, reading, place, *noun),
        Unit::Percent(_) => told.subject(true),
        Unit::Money { .. } => told.subject(false),
        Unit::Duration(_) => None,
    };
    if figure.kind == FigureKind::Money {
        figure.per = told.per();
        figure.price_level = told.price_year();
        figure.overspend_dkk = overspend(figure.value_dkk, figure.direction);
    }
    figure
}

/// A figure with what its own words say.
#[must_use]
pub fn bare(reading: &Reading, section: SectionKind, place: Span, sentence: Span) -> Figure {
    let (kind, unit) = match &reading.unit {
        Unit::Money { currency, .. } => (FigureKind::Money, currency.clone()),
        Unit::Percent(unit) => (FigureKind::Percent, unit.clone()),
        Unit::Duration(unit) => (FigureKind::Duration, unit.clone()),
        Unit::Count { unit, .. } => (FigureKind::Count, unit.clone()),
    };
    let krone = kind == FigureKind::Money && unit == "DKK";
    let value = reading.applied().filter(|value| !krone || possible(*value));
    let value_max = reading
        .applied_max()
        .filter(|value| !krone || possible(*value));
    let kroner = |value: Option<Decimal>| value.filter(|_| krone).and_then(Decimal::kroner);
    Figure {
        kind,
        value_dkk: kroner(value),
        value_max_dkk: kroner(value_max),
        value,
        value_max,
        unit: Some(unit),
        per: None,
        overspend_dkk: None,
        qualifier: reading.max.as_ref().map(|_| Qualifier::Range),
        direction: None,
        year: None,
        period: None,
        price_level: None,
        subject: None,
        section,
        sentence,
        cell: None::<Cell>,
        repeats: None,
        basis: if reading.borrowed {
            Basis::Derived
        } else {
            Basis::Stated
        },
        span: place,
    }
}

fn possible(value: Decimal) -> bool {
    value
        .kroner()
        .is_some_and(|kroner| kroner.abs().ore() < IMPOSSIBLE)
}

/// What a number of persons or things counts, as written.
fn counted(context: &Context<'_>, reading: &Reading, place: Span, noun: usize) -> Option<String> {
    let words = place.of(context.text);
    let lower = lower(words);
    // The noun's place counts from the number's end; the number is all that stands before it.
    let digits = lower.len() - unit_length(&lower, reading)?;
    fold_some(words.get(digits + noun..)?)
}

/// Bytes of a counted figure behind its last digit.
fn unit_length(words: &str, reading: &Reading) -> Option<usize> {
    let Unit::Count { .. } = reading.unit else {
        return None;
    };
    let mut end = 0;
    for (at, char) in words.char_indices() {
        if char.is_ascii_digit() {
            end = at + 1;
        } else if char.is_alphabetic() {
            break;
        }
    }
    Some(words.len() - end)
}

/// Over budget is positive, whatever sign the document gives it.
#[must_use]
pub fn overspend(value: Option<Kroner>, direction: Option<Direction>) -> Option<Kroner> {
    let value = value?.abs();
    match direction? {
        Direction::Overspend => Some(value),
        Direction::Underspend => Some(-value),
        Direction::Increase | Direction::Decrease => None,
    }
}

/// Notes an amount whose scale cannot be meant: "2.195.000 mio. kr.".
#[must_use]
pub fn impossible(context: &Context<'_>, figure: &Figure, reading: &Reading) -> Option<Problem> {
    let krone = figure.kind == FigureKind::Money && figure.unit.as_deref() == Some("DKK");
    (krone && figure.value.is_none()).then(|| {
        Problem::at(
            ProblemCode::UnitImpossible,
            figure.span,
            format!(
                "'{}' would be {} times ten to the {} kroner, which cannot be meant",
                figure.span.of(context.text),
                reading.value,
                match reading.unit {
                    Unit::Money { power, .. } => power,
                    _ => 0,
                }
            ),
        )
    })
}
