//! What was decided: an item's decision sections become decided points, own and earlier ones.

use super::heads::head;
use super::names::{are_names, names};
use super::outcome::{effect, verdict};
use super::points;
use super::sentences::sentences;
use super::sides::sides;
use super::{Basis, Context, Decision, Outcome, Recommendation};
use crate::layout::{ItemOutline, SectionKind, SectionOutline};
use crate::lexicon::Label;
use crate::problem::{Problem, ProblemCode};
use crate::source::Block;
use crate::value::date::first_date;
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{Body, Date, Span};

/// What one body decided on one day, as it stands in the document.
#[derive(Debug, Default)]
struct Group {
    body: Option<Body>,
    date: Option<Date>,
    /// Whether a line or a heading names body and day.
    headed: bool,
    /// Whether it stands under a heading of earlier decisions.
    under_prior: bool,
    absent: Vec<String>,
    points: Vec<Point>,
}

/// A decided point's number and words.
#[derive(Debug)]
struct Point {
    numbers: Vec<String>,
    span: Span,
}

/// The decisions of an item and what was unclear about them.
#[derive(Debug, Default)]
pub struct Decisions {
    /// The decisions, in the document's order.
    pub decisions: Vec<Decision>,
    /// What was unclear.
    pub problems: Vec<Problem>,
    /// Words of the item's own decision sections.
    pub own_words: Option<Span>,
}

/// Reads the decision sections of `item`.
#[must_use]
pub fn decisions(
    context: &Context<'_>,
    item: &ItemOutline,
    recommendations: &[Recommendation],
) -> Decisions {
    let mut out = Decisions::default();
    let mut prior_before = false;
    for section in &item.sections {
        match section.kind {
            SectionKind::PriorDecision => prior_before = true,
            SectionKind::Decision => {}
            _ => {
                prior_before = false;
                continue;
            }
        }
        // A plain "Beslutning" after quoted decisions is the item's own again.
        let heading = section
            .heading
            .map(|span| fold(span.of(context.text)))
            .unwrap_or_default();
        let named = first_date(&heading).is_some() || context.finder().first(&heading).is_some();
        if section.kind == SectionKind::Decision && !named {
            prior_before = false;
        }
        for group in groups(context, section, prior_before) {
            settle(context, group, recommendations, &mut out);
        }
    }
    out
}

/// Cuts a section into what each body decided.
fn groups(context: &Context<'_>, section: &SectionOutline, under_prior: bool) -> Vec<Group> {
    let mut groups = vec![Group {
        under_prior,
        ..Group::default()
    }];
    if let Some(heading) = section.heading
        && let Some((body, date)) =
            body_and_date(context, &fold(heading.of(context.text)), under_prior)
    {
        groups = vec![Group {
            body,
            date,
            headed: true,
            under_prior,
            ..Group::default()
        }];
    }
    let mut in_absent = false;
    // The list of names that a line's label opened: of those absent, or of those present (who are no decision).
    let mut present = false;
    for block in context.outline.text_blocks(section) {
        let words = block.content.of(context.text);
        if let Some((body, date)) = body_and_date(context, words, under_prior) {
            groups.push(Group {
                body,
                date,
                headed: true,
                under_prior,
                ..Group::default()
            });
            in_absent = false;
            continue;
        }
        let Some(group) = groups.last_mut() else {
            continue;
        };
        let label = context.lexicon.labelled(words);
        if matches!(label, Some((Label::Participants, _)))
            || (present && label.is_none() && block.gap == 0 && are_names(words))
        {
            (present, in_absent) = (true, false);
            continue;
        }
        present = false;
        match label {
            Some((Label::Absent, value)) => {
                group.absent.extend(names(&words[value..]));
                in_absent =
                    block.content.of(context.text).ends_with(',') || words[value..].is_empty();
            }
            _ if in_absent
                && (block.gap == 0 || group.absent.is_empty() || are_names(words))
                && is_list_of_names(words) =>
            {
                group.absent.extend(names(words));
                in_absent = words.ends_with(',') || are_names(words);
            }
            _ => {
                in_absent = false;
                add(context, group, block, words);
            }
        }
    }
    groups
}

/// Adds a line to the group: as a new point, or to the words of the last.
fn add(context: &Context<'_>, group: &mut Group, block: &Block, words: &str) {
    let numbered = points::leading(words, context.lexicon).filter(|read| {
        // "1. Budget" after running text is a list inside the decision.
        let lettered = |numbers: &[String]| {
            numbers
                .iter()
                .all(|number| number.starts_with(char::is_alphabetic))
        };
        let below = lettered(&read.numbers)
            && group
                .points
                .last()
                .is_some_and(|last| !lettered(&last.numbers));
        !below
            && (read.worded
                || group
                    .points
                    .last()
                    .is_none_or(|last| !last.numbers.is_empty()))
    });
    let span = block.content;
    match (numbered, group.points.last_mut()) {
        (Some(read), _) => group.points.push(Point {
            numbers: read.numbers,
            span: span.part(read.start..words.len()),
        }),
        (None, Some(last)) => last.span = last.span.cover(span),
        (None, None) => group.points.push(Point {
            numbers: Vec::new(),
            span,
        }),
    }
}

/// Parts a decision in running text where its sentences name the points they decide on.
fn part_by_sentences(
    context: &Context<'_>,
    points: Vec<Point>,
    recommendations: &[Recommendation],
) -> Vec<Point> {
    let known = |number: &String| {
        recommendations
            .iter()
            .filter_map(|known| known.point.as_ref())
            .any(|point| point == number || number.starts_with(&format!("{point}.")))
    };
    let mut out: Vec<Point> = Vec::new();
    for point in points {
        let sentences = if point.numbers.is_empty() {
            sentences(context.text, point.span, context.lexicon)
        } else {
            Vec::new()
        };
        let named: Vec<Option<Vec<String>>> = sentences
            .iter()
            .map(|sentence| {
                points::inside(sentence.of(context.text), context.lexicon)
                    .filter(|numbers| numbers.iter().all(known))
            })
            .collect();
        if !named.iter().any(Option::is_some) {
            out.push(point);
            continue;
        }
        for (sentence, numbers) in sentences.into_iter().zip(named) {
            match (numbers, out.last_mut()) {
                (Some(numbers), _) => out.push(Point {
                    numbers,
                    span: sentence,
                }),
                (None, Some(last)) => last.span = last.span.cover(sentence),
                (None, None) => out.push(Point {
                    numbers: Vec::new(),
                    span: sentence,
                }),
            }
        }
    }
    out
}

/// A line of names below "Ikke til stede:": short, and without a deciding word.
fn is_list_of_names(words: &str) -> bool {
    words.chars().count() <= 200
        && words.split_whitespace().count() >= 2
        && words.chars().next().is_some_and(char::is_uppercase)
        && !words.trim_end().ends_with('.')
}

/// A line that heads a decision: a body and a day (or, under earlier decisions, a body alone) and little else.
fn body_and_date(
    context: &Context<'_>,
    words: &str,
    under_prior: bool,
) -> Option<(Option<Body>, Option<Date>)> {
    head(words, context.finder(), context.lexicon, under_prior)
}

/// Turns a group into decisions.
fn settle(
    context: &Context<'_>,
    group: Group,
    recommendations: &[Recommendation],
    out: &mut Decisions,
) {
    let own_key = context.committee.map(|own| own.key.as_str());
    let other_body = group
        .body
        .as_ref()
        .is_some_and(|body| own_key.is_some_and(|own| own != body.key));
    let other_day = group
        .date
        .is_some_and(|date| context.date.is_some_and(|own| own != date));
    let prior = other_body
        || other_day
        || (group.under_prior
            && !(group.headed
                && group.body.is_some()
                && !other_day
                && !other_body
                && group.date.is_some()));
    let words = group
        .points
        .iter()
        .map(|point| point.span)
        .reduce(Span::cover);
    if !prior {
        out.own_words = match (out.own_words, words) {
            (Some(known), Some(words)) => Some(known.cover(words)),
            (known, words) => known.or(words),
        };
    }
    if !prior && !context.holds_decisions {
        return;
    }
    let mut group = group;
    group.points = part_by_sentences(context, std::mem::take(&mut group.points), recommendations);
    for point in &group.points {
        let span = point.span.trimmed(context.text);
        let folded = fold(span.of(context.text)).to_lower();
        let nothing = folded.is_empty()
            || !folded.chars().any(char::is_alphanumeric)
            || context
                .lexicon
                .no_decisions
                .contains(&folded.trim_end_matches('.').to_owned());
        if nothing {
            continue;
        }
        let numbers: Vec<Option<String>> = if point.numbers.is_empty() {
            vec![None]
        } else {
            point.numbers.iter().cloned().map(Some).collect()
        };
        for number in numbers {
            out.decisions.push(decision(
                context,
                &group,
                number,
                span,
                prior,
                recommendations,
                &mut out.problems,
            ));
        }
    }
}

fn decision(
    context: &Context<'_>,
    group: &Group,
    point: Option<String>,
    span: Span,
    prior: bool,
    recommendations: &[Recommendation],
    problems: &mut Vec<Problem>,
) -> Decision {
    let read = verdict(context.text, span, context.lexicon);
    if read.outcome == Outcome::Other {
        let words = fold(span.of(context.text))
            .chars()
            .take(80)
            .collect::<String>();
        problems.push(Problem::at(
            ProblemCode::DecisionUnclear,
            span,
            format!("no deciding word in '{words}'"),
        ));
    }
    if prior && (group.body.is_none() || group.date.is_none()) {
        problems.push(Problem::at(
            ProblemCode::PriorDecisionUndated,
            span,
            "an earlier decision without body or day".to_owned(),
        ));
    }
    let answered = answered(context, point.as_deref(), recommendations);
    if let Some(number) = &point
        && !prior
        && !recommendations.is_empty()
        && recommendations.iter().any(|known| known.point.is_some())
        && !recommendations
            .iter()
            .any(|known| known.point.as_ref() == Some(number))
    {
        problems.push(Problem::at(
            ProblemCode::DecisionPointUnknown,
            span,
            format!("point {number} is decided but was not recommended"),
        ));
    }
    let sides = sides(
        context.text,
        voted_on(context.text, span, read.sentence),
        context.lexicon,
    );
    let sentence = read.sentence.trimmed(context.text);
    let remark =
        Span::new(sentence.end.get().max(span.start.get()), span.end.get()).trimmed(context.text);
    let body = group.body.clone().or_else(|| {
        if prior {
            None
        } else {
            context.committee.cloned()
        }
    });
    Decision {
        point,
        decided_on: group.date.or(if prior { None } else { context.date }),
        basis: if group.headed {
            Basis::Stated
        } else {
            Basis::Derived
        },
        prior,
        outcome: read.outcome,
        effect: effect(
            read.outcome,
            answered.as_ref().map(|(_, comes_to)| *comes_to),
        ),
        answers_verb: answered.map(|(stem, _)| stem),
        referred_to: referred_to(context, &read.sentence, read.outcome, body.as_ref()),
        body,
        absent: {
            let mut absent = group.absent.clone();
            absent.extend(sides.absent);
            absent.dedup();
            absent
        },
        against: sides.against,
        in_favour: sides.in_favour,
        abstained: sides.abstained,
        votes: sides.votes,
        remark: (!remark.is_empty() && remark.of(context.text).chars().any(char::is_alphabetic))
            .then_some(remark),
        span,
    }
}

/// The words in which sides were taken for and against what was decided: votes on motions that fell before do not count.
fn voted_on(text: &str, span: Span, deciding: Span) -> Span {
    let before = Span::new(span.start.get(), deciding.start.get().max(span.start.get()));
    if before.of(text).to_lower().contains("ændringsforslag") {
        Span::new(before.end.get(), span.end.get())
    } else {
        span
    }
}

/// The verb of the recommendation that a decided point answers, with what doing so comes to. A decision on the
/// item as a whole answers the recommendations together, where they ask for one thing.
fn answered(
    context: &Context<'_>,
    point: Option<&str>,
    recommendations: &[Recommendation],
) -> Option<(String, Outcome)> {
    let verbs: Vec<&str> = recommendations
        .iter()
        .filter(|known| {
            point.is_none()
                || known.point.as_deref() == point
                || (recommendations.len() == 1 && known.point.is_none())
        })
        .filter_map(|known| known.verb.as_deref())
        .collect();
    let first = *verbs.first()?;
    let comes_to = |stem: &str| context.comes_to(stem);
    let one = verbs.iter().all(|verb| comes_to(verb) == comes_to(first));
    one.then(|| comes_to(first).map(|outcome| (first.to_owned(), outcome)))
        .flatten()
}

/// Bodies that the deciding sentence sends the case to.
fn referred_to(
    context: &Context<'_>,
    sentence: &Span,
    outcome: Outcome,
    decider: Option<&Body>,
) -> Vec<Body> {
    let words = sentence.of(context.text);
    let sends = ["sende", "til ", "overfor", "over for", "anbefal", "indstil"]
        .iter()
        .any(|word| words.to_lower().contains(word));
    if !matches!(
        outcome,
        Outcome::Recommended | Outcome::Referred | Outcome::Approved
    ) || !sends
    {
        return Vec::new();
    }
    let mut out: Vec<Body> = Vec::new();
    for body in context.finder().all(words) {
        let before = words[..body.span.start.get()].to_lower();
        let near: Vec<&str> = before.split_whitespace().rev().take(4).collect();
        let sent = near.iter().any(|word| {
            matches!(
                *word,
                "til"
                    | "overfor"
                    | "for"
                    | "anbefales"
                    | "anbefaler"
                    | "indstilles"
                    | "indstiller"
                    | "og"
                    | "i"
            )
        });
        let referring = outcome != Outcome::Approved
            || [
                "sendes til",
                "sendt til",
                "sender sagen til",
                "anbefales",
                "indstilles",
            ]
            .iter()
            .any(|word| before.contains(word));
        let own = decider.is_some_and(|decider| decider.key == body.value.key);
        if sent && referring && !own && !out.iter().any(|known| known.key == body.value.key) {
            out.push(body.value);
        }
    }
    out
}
