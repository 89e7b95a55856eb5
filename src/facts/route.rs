//! The way that a case takes, as announced: bodies with what they do and when.

use super::{Context, RouteRole, RouteStep};
use crate::layout::{ItemOutline, SectionKind};
use crate::value::date::first_date;
use crate::value::fold::ToLower;

/// Reads the route and competence sections of `item`. A step announced is no decision.
#[must_use]
pub fn route(context: &Context<'_>, item: &ItemOutline) -> Vec<RouteStep> {
    let mut out: Vec<RouteStep> = Vec::new();
    for section in item
        .sections
        .iter()
        .filter(|section| matches!(section.kind, SectionKind::Route | SectionKind::Competence))
    {
        for block in context.outline.text_blocks(section) {
            steps(context, block.content, section.kind, &mut out);
        }
    }
    out
}

fn steps(
    context: &Context<'_>,
    span: crate::value::Span,
    kind: SectionKind,
    out: &mut Vec<RouteStep>,
) {
    let words = span.of(context.text);
    let bodies = context.finder().all(words);
    for (at, body) in bodies.iter().enumerate() {
        let until = bodies
            .get(at + 1)
            .map_or(words.len(), |next| next.span.start.get());
        let behind = &words[body.span.end.get()..until];
        let role = role(context, &behind.to_lower())
            .or_else(|| decides(&words[..body.span.start.get()]).then_some(RouteRole::Decides))
            .unwrap_or(RouteRole::Competence);
        let date = first_date(behind).map(|date| date.value);
        let known = out.iter().any(|step| {
            step.body.key == body.value.key
                && step.planned_on == date
                && (step.role == role || kind == SectionKind::Competence)
        });
        if !known {
            out.push(RouteStep {
                body: body.value.clone(),
                role,
                planned_on: date,
                span: span
                    .part(body.span.start.get()..until)
                    .trimmed(context.text),
            });
        }
    }
}

/// The role in brackets or in words right behind the body.
fn role(context: &Context<'_>, behind: &str) -> Option<RouteRole> {
    let words = behind.trim_start_matches([' ', '(', ':', '-', '–', ',', '\t']);
    context
        .lexicon
        .route_roles
        .iter()
        .filter(|(role, _)| words.starts_with(role.as_str()))
        .max_by_key(|(role, _)| role.len())
        .map(|(_, role)| *role)
}

/// "Afgøres af udvalget."
fn decides(before: &str) -> bool {
    let lower = before.to_lower();
    lower.contains("afgøres") || lower.contains("besluttes af") || lower.contains("beslutning i")
}
