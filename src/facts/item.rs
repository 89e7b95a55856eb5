//! An agenda item: title, case number, case type, access, and the facts of its sections.

use super::{
    Access, CaseType, Context, Item, attachments, decisions, figures, grants, legal,
    recommendations, route,
};
use crate::layout::sections::words_of;
use crate::layout::{ItemOutline, Role, SectionKind};
use crate::lexicon::Label;
use crate::problem::{Problem, ProblemCode};
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{CaseNumber, Placed, Span};

/// Reads the item at `position` (from 0); what was unclear goes to `problems`.
#[must_use]
pub fn item(context: &Context<'_>, position: usize, problems: &mut Vec<Problem>) -> Item {
    let outline = &context.outline.items[position];
    let mut found = Vec::new();
    let heading = context
        .outline
        .span(outline.heading.clone())
        .unwrap_or_default();
    let span = context
        .outline
        .span(outline.heading.start..outline.body.end)
        .unwrap_or(heading);
    let (title, marked) = title(context, outline, heading);
    let recommendations = recommendations::recommendations(context, outline, &mut found);
    let decided = decisions::decisions(context, outline, &recommendations);
    found.extend(decided.problems);
    note_unheaded(context, outline, &mut found);
    let access = access(context, outline, &title);
    let mut item = Item {
        number: outline.number.clone(),
        case_number: case_number(context, outline),
        case_type: marked.or_else(|| told_case_type(context, outline)),
        access,
        summary: section_words(context, outline, SectionKind::Summary),
        recommendation: section_words(context, outline, SectionKind::Recommendation),
        decision: decided.own_words,
        recommendations,
        decisions: decided.decisions,
        route: route::route(context, outline),
        attachments: attachments::attachments(context, outline),
        legal_references: legal::legal_references(context, outline),
        figures: figures::figures(context, outline, &mut found),
        grants: Vec::new(),
        title,
        heading,
        span,
    };
    item.grants = grants::grants(context, outline, &item, &mut found);
    if context.holds_decisions && !item.decisions.iter().any(|decision| !decision.prior) {
        found.push(Problem::at(
            ProblemCode::DecisionMissing,
            heading,
            format!("item {} holds no decision", item.number),
        ));
    }
    problems.extend(found.into_iter().map(|problem| problem.in_item(position)));
    item
}

/// The title without the mark of a case type, and the mark.
fn title(
    context: &Context<'_>,
    outline: &ItemOutline,
    heading: Span,
) -> (String, Option<Placed<CaseType>>) {
    let lines: Vec<&str> = outline
        .title
        .iter()
        .map(|span| span.of(context.text))
        .collect();
    let title = fold(&lines.join(" "));
    let lower = title.to_lower();
    for (mark, case_type) in context
        .lexicon
        .case_types
        .iter()
        .filter(|(mark, _)| mark.starts_with('('))
    {
        if lower.len() == title.len()
            && let Some(kept) = lower.trim_end().strip_suffix(mark.as_str())
        {
            let words = heading.of(context.text).to_lower();
            let place = words
                .rfind(mark.as_str())
                .filter(|_| words.len() == heading.len());
            let span = place.map_or(heading, |at| heading.part(at..at + mark.len()));
            return (
                title[..kept.trim_end().len()].to_owned(),
                Some(Placed::new(*case_type, span)),
            );
        }
    }
    (title, None)
}

/// How far into an item's text a sentence may say its case type, in bytes.
const CASE_TYPE_REACH: usize = 1500;

/// "Sagen er en beslutningssag." in the summary or the beginning of the account.
fn told_case_type(context: &Context<'_>, outline: &ItemOutline) -> Option<Placed<CaseType>> {
    let sections = outline.sections.iter().filter(|section| {
        matches!(
            section.kind,
            SectionKind::Summary
                | SectionKind::Account
                | SectionKind::DecisionTheme
                | SectionKind::Competence
                | SectionKind::Route
        )
    });
    for section in sections {
        let Some(span) = words_of(context.outline, section) else {
            continue;
        };
        let words = span.of(context.text);
        let mut reach = words.len().saturating_sub(1).min(CASE_TYPE_REACH);
        while !words.is_char_boundary(reach) {
            reach -= 1;
        }
        let lower = words[..reach].to_lower();
        if let Some((phrase, case_type)) = context.lexicon.told_case_type(&lower) {
            let first = phrase.split(' ').next_back().unwrap_or(phrase);
            let at = lower
                .find(first)
                .filter(|_| lower.len() == reach)
                .unwrap_or(0);
            return Some(Placed::new(
                *case_type,
                span.part(at..(at + first.len()).min(words.len())),
            ));
        }
    }
    None
}

fn access(context: &Context<'_>, outline: &ItemOutline, title: &str) -> Access {
    let lower = title.to_lower();
    let closed = outline.closed.unwrap_or_else(|| {
        context.lexicon.access.iter().any(|(mark, closed)| {
            *closed
                && lower
                    .strip_prefix(mark.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ' ', '-']))
        }) || context
            .lexicon
            .access
            .iter()
            .any(|(mark, closed)| *closed && lower.ends_with(&format!("({mark})")))
    });
    if closed { Access::Closed } else { Access::Open }
}

/// The case number that the document states as a field; else that on a line of its own or behind its label, under the heading.
fn case_number(context: &Context<'_>, outline: &ItemOutline) -> Option<Placed<CaseNumber>> {
    if let Some(span) = outline
        .stated
        .as_ref()
        .and_then(|stated| stated.case_number)
    {
        return Some(Placed::new(CaseNumber::of(span.of(context.text)), span));
    }
    if let Some(span) = outline.case_number
        && let Some(found) = CaseNumber::labelled(span.of(context.text))
    {
        return Some(Placed::new(found.value, span.part(found.span.range())));
    }
    let labels = outline
        .body
        .clone()
        .filter(|at| context.outline.roles[*at] == Role::ItemLabel);
    for at in labels {
        let content = context.outline.blocks[at].content;
        let words = content.of(context.text);
        let (from, found) = match context.lexicon.labelled(words) {
            Some((Label::CaseNumber, value)) => (value, CaseNumber::labelled(&words[value..])),
            None => (0, CaseNumber::alone(words)),
            Some(_) => continue,
        };
        if let Some(found) = found {
            let span = content.part(from..words.len()).part(found.span.range());
            return Some(Placed::new(found.value, span));
        }
    }
    None
}

/// The words of the first section of `kind` that has any.
fn section_words(context: &Context<'_>, outline: &ItemOutline, kind: SectionKind) -> Option<Span> {
    outline
        .sections
        .iter()
        .filter(|section| section.kind == kind)
        .find_map(|section| words_of(context.outline, section))
}

/// Text that had no heading was placed by its form: a careful reader wants to know.
fn note_unheaded(context: &Context<'_>, outline: &ItemOutline, problems: &mut Vec<Problem>) {
    for (at, section) in outline
        .sections
        .iter()
        .enumerate()
        .filter(|(_, section)| section.heading.is_none())
    {
        let resumed = at > 0 && outline.sections[at - 1].kind == SectionKind::Route;
        if let (false, Some(words)) = (resumed, words_of(context.outline, section)) {
            problems.push(Problem::at(
                ProblemCode::HeadingMissing,
                words,
                format!(
                    "text without a heading was taken for the {}",
                    section.kind.code()
                ),
            ));
        }
    }
}
