//! What is recommended: the "at" points of an item, who recommends them to whom, and with which verb.

use super::points::point_name;
use super::{Context, Recommendation};
use crate::layout::{ItemOutline, SectionKind};
use crate::problem::{Problem, ProblemCode};
use crate::source::BlockKind;
use crate::value::fold::ToLower;
use crate::value::fold::fold_some;
use crate::value::{Body, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A run of lines that belong together.
#[derive(Clone, Copy, Debug)]
struct Unit {
    span: Span,
    listed: bool,
}

/// Who recommends to whom, as the sentence before the points says.
#[derive(Clone, Debug, Default)]
struct Lead {
    proposer: Option<String>,
    addressee: Option<Body>,
}

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[-•*]\s+)?\**(?:(?:at\s+)?(?<point>\d{1,2}(?:\.?[a-z])?|[a-h])\s*[.):]\**\s*|(?:at)\**[\s:,]+)(?:\**at\**[\s:,]+|at\*\*\s*)?")
        .expect("OK because the pattern is a constant")
});

static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s:,;])(?<mark>(?<number>\d{1,2})[.)]\s+)(?:at\s+)?\D")
        .expect("OK because the pattern is a constant")
});

/// Reads the recommendation sections of `item`.
#[must_use]
pub fn recommendations(
    context: &Context<'_>,
    item: &ItemOutline,
    problems: &mut Vec<Problem>,
) -> Vec<Recommendation> {
    let mut out = Vec::new();
    for section in item
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Recommendation)
    {
        let units = units(context, section);
        let before = out.len();
        let mut lead = heading_lead(context, section.heading);
        let mut waiting = true;
        for (at, unit) in units.iter().enumerate() {
            if waiting && names_proposers(context, *unit, units.get(at + 1)) {
                lead.proposer = fold_some(unit.span.of(context.text));
                continue;
            }
            read_unit(context, *unit, &mut lead, &mut waiting, &mut out);
        }
        if out.len() == before
            && let Some(words) = crate::layout::sections::words_of(context.outline, section)
        {
            problems.push(Problem::at(
                ProblemCode::RecommendationMissing,
                words,
                "nothing recommended was found".to_owned(),
            ));
        }
    }
    out
}

/// Joins lines to units: a mark or a gap begins a new one.
fn units(context: &Context<'_>, section: &crate::layout::SectionOutline) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    for block in context.outline.text_blocks(section) {
        let words = block.content.of(context.text);
        let listed = block.kind == BlockKind::ListPoint;
        let marked = listed || MARK.is_match(words);
        match out.last_mut() {
            Some(unit) if block.gap == 0 && !marked => unit.span = unit.span.cover(block.content),
            _ => out.push(Unit {
                span: block.content,
                listed,
            }),
        }
    }
    out
}

/// Who recommends, on a line of its own without "indstiller", before the points.
fn names_proposers(context: &Context<'_>, unit: Unit, next: Option<&Unit>) -> bool {
    let words = unit.span.of(context.text);
    let lower = words.to_lower();
    let marked = |unit: &Unit| MARK.is_match(unit.span.of(context.text));
    next.is_some_and(marked)
        && !marked(&unit)
        && words.chars().count() <= 250
        && context.lexicon.proposing.find_first(&lower).is_none()
        && context.lexicon.verbs.find_first(&lower).is_none()
}

/// "Administrationen indstiller" as the heading itself.
fn heading_lead(context: &Context<'_>, heading: Option<Span>) -> Lead {
    let words = heading
        .map(|span| span.of(context.text))
        .unwrap_or_default();
    let proposer = context
        .lexicon
        .proposing
        .find_first(&words.to_lower())
        .and_then(|hit| words.get(..hit.range.start))
        .and_then(proposer);
    Lead {
        proposer,
        addressee: None,
    }
}

fn read_unit(
    context: &Context<'_>,
    unit: Unit,
    lead: &mut Lead,
    waiting: &mut bool,
    out: &mut Vec<Recommendation>,
) {
    let words = unit.span.of(context.text);
    if let Some(mark) = MARK.captures(words)
        && let Some(whole) = mark.get(0)
    {
        let point = mark.name("point").map(|point| point_name(point.as_str()));
        push(
            context,
            lead,
            point,
            unit.span.part(whole.end()..words.len()),
            out,
        );
        *waiting = false;
        return;
    }
    if let Some((found, rest)) = proposing(context, words) {
        *lead = found;
        *waiting = true;
        let rest = unit.span.part(rest..words.len()).trimmed(context.text);
        let points = inline_points(rest.of(context.text));
        if points.len() >= 2 {
            let opening = &rest.of(context.text)[..points[0].1];
            lead.addressee = context
                .finder()
                .first(opening)
                .map(|body| body.value)
                .or(lead.addressee.take());
            for (at, (number, _, start)) in points.iter().enumerate() {
                let end = points.get(at + 1).map_or(rest.len(), |(_, next, _)| *next);
                push(
                    context,
                    lead,
                    Some(number.clone()),
                    rest.part(*start..end),
                    out,
                );
            }
            *waiting = false;
        } else if says_something(context, rest) {
            push(context, lead, None, rest, out);
            *waiting = false;
        } else {
            lead.addressee = context
                .finder()
                .first(rest.of(context.text))
                .map(|body| body.value);
        }
        return;
    }
    if *waiting && !says_something(context, unit.span) {
        lead.addressee = context.finder().first(words).map(|body| body.value);
        return;
    }
    if *waiting || (unit.listed && out.is_empty()) {
        push(context, lead, None, unit.span, out);
        *waiting = unit.listed;
    } else if unit.listed
        && let Some(last) = out.last_mut()
    {
        last.span = last.span.cover(unit.span);
    }
}

/// The sentence that recommends: who, to whom, and where what is recommended starts.
fn proposing(context: &Context<'_>, words: &str) -> Option<(Lead, usize)> {
    let lower = words.to_lower();
    if lower.len() != words.len() {
        return None;
    }
    let hit = context.lexicon.proposing.find_first(&lower)?;
    let before = &words[..hit.range.start];
    // A body in front ("Socialudvalget indstiller til Byrådet, at") is asked to recommend, when an "at" led to it.
    if before.chars().count() > 250 || before.trim_end().ends_with(',') {
        return None;
    }
    let mut rest = hit.range.end;
    // The first "at" after the verb begins what is recommended; a body may stand before it ("indstiller til Byrådet, at").
    let addressed = lower[rest..]
        .find(" at ")
        .or_else(|| {
            lower[rest..]
                .ends_with(" at")
                .then(|| lower.len() - rest - 3)
        })
        .filter(|at| *at <= 160);
    let mut addressee = None;
    if let Some(at) = addressed {
        addressee = context
            .finder()
            .first(&words[rest..rest + at])
            .map(|body| body.value);
        rest += at + 3;
    }
    let skipped = words[rest..].len()
        - words[rest..]
            .trim_start_matches([' ', ',', ':', '*', '\n', '\r', '\t', '\u{a0}', '.'])
            .len();
    Some((
        Lead {
            proposer: proposer(before),
            addressee,
        },
        rest + skipped,
    ))
}

/// The proposer as written, or `None` for "Det (indstilles)".
fn proposer(before: &str) -> Option<String> {
    let name = fold_some(before)?;
    let name = name.trim_end_matches([',', ' ']);
    let dummy = matches!(
        name.to_lower().as_str(),
        "det" | "der" | "at" | "indstilling" | "indstilling:" | "det foreslås og"
    );
    (!dummy && name.chars().count() <= 200).then(|| name.to_owned())
}

/// Points inside one sentence: "at udvalget 1. drøfter … 2. anbefaler …": number, start of the mark, start of the words.
fn inline_points(words: &str) -> Vec<(String, usize, usize)> {
    let mut out: Vec<(String, usize, usize)> = Vec::new();
    for found in INLINE.captures_iter(words) {
        let (Some(mark), Ok(number)) = (found.name("mark"), found["number"].parse::<usize>())
        else {
            continue;
        };
        if number == out.len() + 1 {
            out.push((number.to_string(), mark.start(), mark.end()));
        }
    }
    out
}

/// Words that only say to whom something is recommended.
const ADDRESSING: [&str; 14] = [
    "anbefale",
    "indstille",
    "anbefaler",
    "indstiller",
    "over",
    "overfor",
    "for",
    "til",
    "og",
    "samt",
    "at",
    "via",
    "anbefales",
    "indstilles",
];

/// Whether words recommend something by themselves: more than who is asked ("anbefale Økonomiudvalget og Byrådet,").
fn says_something(context: &Context<'_>, rest: Span) -> bool {
    let words = rest.of(context.text);
    let mut left = words.to_owned();
    for body in context.finder().all(words).iter().rev() {
        left.replace_range(body.span.range(), " ");
    }
    left.split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| !ADDRESSING.contains(&word.to_lower().as_str()))
}

fn push(
    context: &Context<'_>,
    lead: &Lead,
    point: Option<String>,
    span: Span,
    out: &mut Vec<Recommendation>,
) {
    let span = span.trimmed(context.text);
    let span = span.part(
        span.len()
            - span
                .of(context.text)
                .trim_start_matches(['*', ' ', ',', ':'])
                .len()..span.len(),
    );
    if !span.of(context.text).chars().any(char::is_alphabetic) {
        return;
    }
    let words = span.of(context.text);
    let lower = words.to_lower();
    let verb = context.lexicon.verbs.find_first(&lower);
    let bodies = context.finder().all(words);
    let verb_at = verb.as_ref().map_or(usize::MAX, |verb| verb.range.start);
    let first = bodies
        .iter()
        .find(|body| body.span.start.get() < 80 && body.span.start.get() < verb_at);
    let sends = verb.as_ref().is_some_and(|verb| {
        matches!(
            verb.means.stem.as_str(),
            "indstille" | "anbefale" | "oversende"
        )
    });
    let clause = lower
        .get(verb_at.min(lower.len())..)
        .and_then(|rest| rest.find(" at "))
        .map_or(words.len(), |at| verb_at + at);
    let onward = bodies
        .iter()
        .filter(|body| sends && body.span.start.get() > verb_at && body.span.start.get() < clause);
    out.push(Recommendation {
        point,
        proposer: lead.proposer.clone(),
        addressee: first
            .map(|body| body.value.clone())
            .or_else(|| lead.addressee.clone()),
        onward: onward.map(|body| body.value.clone()).collect(),
        verb: verb.map(|verb| verb.means.stem),
        span,
    });
}
