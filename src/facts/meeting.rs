//! Who met, when and where: from the header's labels and title, else from what the items say.

use super::DocumentKind;
use super::bodies::BodyFinder;
use super::names::names;
use crate::layout::{Family, Outline, Role};
use crate::lexicon::{Label, Lexicon};
use crate::source::stated::StatedMeeting;
use crate::value::date::{MONTH_PATTERN, dates, first_date, first_time};
use crate::value::fold::{fold, fold_some};
use crate::value::{Body, BodyKind, Date, Span};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the header states; all of it may be missing.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The body that met.
    pub committee: Option<Body>,
    /// Term of office.
    pub term: Option<String>,
    /// Agenda or minutes, where a word says so.
    pub kind: Option<DocumentKind>,
    /// The day.
    pub date: Option<Date>,
    /// "HH:MM".
    pub start_time: Option<String>,
    /// The place.
    pub location: Option<String>,
    /// Who takes part.
    pub participants: Vec<String>,
    /// Who is absent.
    pub absent: Vec<String>,
    /// The header's words.
    pub span: Span,
}

static TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b((?:19|20)\d{2})\s*[-–]\s*((?:19|20)?\d{2})\b")
        .expect("OK because the pattern is a constant")
});

/// A label of the header with the words that belong to it.
struct Field {
    label: Label,
    words: String,
}

/// Reads the blocks before the first item.
#[must_use]
pub fn header(text: &str, outline: &Outline, lexicon: &Lexicon) -> Header {
    let blocks: Vec<_> = (0..outline.blocks.len())
        .take_while(|at| outline.roles[*at] != Role::ItemHeading)
        .filter(|at| outline.roles[*at] == Role::Header)
        .map(|at| outline.blocks[at])
        .collect();
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        return Header::default();
    };
    let mut header = Header {
        span: first.span.cover(last.span),
        ..Header::default()
    };
    let mut fields: Vec<Field> = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    for block in &blocks {
        let words = block.content.of(text);
        match lexicon.labelled(words) {
            Some((label, value)) => fields.push(Field {
                label,
                words: words[value..].to_owned(),
            }),
            None => match fields.last_mut() {
                Some(field) if block.gap == 0 || open_list(field) => {
                    field.words.push_str(
                        if field.words.is_empty()
                            || block.gap == 0 && !field.words.ends_with(',') && is_wrapped(field)
                        {
                            " "
                        } else {
                            ", "
                        },
                    );
                    field.words.push_str(words);
                }
                _ => title.push(words),
            },
        }
    }
    read_title(&mut header, &title.join("\n"), lexicon);
    read_fields(&mut header, &fields, lexicon);
    header
}

/// The header of a document that states its meeting as fields. A document that is not called minutes may be some:
/// the field says "Dagsorden" of both, so that the items have to tell.
#[must_use]
pub fn stated(text: &str, outline: &Outline, stated: &StatedMeeting, lexicon: &Lexicon) -> Header {
    let words = |span: &Span| span.of(text);
    let all = |spans: &[Span]| spans.iter().flat_map(|span| names(words(span))).collect();
    let begins = stated.begins.as_ref().map(words).unwrap_or_default();
    let committee = stated.committee.as_ref().map(words);
    let called = stated.called.as_ref().map(words).unwrap_or_default();
    let called = called.to_lowercase();
    let called = lexicon
        .document_kinds
        .iter()
        .any(|(words, minutes)| *minutes && find_word(&called, words).is_some());
    Header {
        committee: committee.and_then(|name| named_body(name, lexicon)),
        term: committee
            .and_then(|name| TERM.captures(name))
            .map(|found| fold(&found[0])),
        kind: called.then_some(DocumentKind::Minutes),
        date: first_date(begins)
            .map(|date| date.value)
            .or_else(|| begins.get(..10)?.parse().ok()),
        start_time: begins
            .get(11..16)
            .filter(|time| first_time(time).is_some())
            .map(str::to_owned),
        location: stated
            .place
            .as_ref()
            .and_then(|place| fold_some(words(place))),
        participants: all(&stated.participants),
        absent: all(&stated.absent),
        span: header_span(outline).unwrap_or_default(),
    }
}

/// Body and day as they stand between an item's heading and its first section: a page of one item has no header.
#[must_use]
pub fn beside_heading(
    text: &str,
    outline: &Outline,
    lexicon: &Lexicon,
) -> (Option<Body>, Option<Date>) {
    let first = outline
        .items
        .first()
        .filter(|_| outline.family == Family::Headed);
    let lines = first.into_iter().flat_map(|item| item.body.clone());
    let words: Vec<&str> = lines
        .take_while(|at| outline.roles[*at] != Role::SectionHeading)
        .map(|at| outline.blocks[at].content.of(text))
        .collect();
    let words = words.join("\n");
    (
        committee_in(&words, lexicon),
        first_date(&words).map(|date| date.value),
    )
}

/// The body that a field names, with or without words that the lexicon knows bodies by.
#[must_use]
pub fn named_body(name: &str, lexicon: &Lexicon) -> Option<Body> {
    let without_term = fold(&TERM.replace(name, ""));
    let trimmed = without_term.trim_matches(|char: char| !char.is_alphanumeric());
    let kind = committee_in(trimmed, lexicon).map_or(BodyKind::Committee, |body| body.kind);
    (!trimmed.is_empty()).then(|| Body::new(trimmed, kind))
}

fn header_span(outline: &Outline) -> Option<Span> {
    let header = outline.blocks.iter().zip(&outline.roles);
    header
        .filter(|(_, role)| **role == Role::Header)
        .map(|(block, _)| block.span)
        .reduce(Span::cover)
}

/// A label whose values stand below it, a line each.
fn open_list(field: &Field) -> bool {
    matches!(field.label, Label::Participants | Label::Absent)
        && (field.words.is_empty() || !field.words.contains("  "))
        && field.words.len() < 2000
}

/// A list of names that fills its line goes on in the next.
fn is_wrapped(field: &Field) -> bool {
    !matches!(field.label, Label::Participants | Label::Absent) || field.words.contains(',')
}

fn read_title(header: &mut Header, title: &str, lexicon: &Lexicon) {
    let lower = title.to_lowercase();
    let kinds = lexicon
        .document_kinds
        .iter()
        .filter_map(|(words, minutes)| Some((find_word(&lower, words)?, *minutes)));
    header.kind = kinds.min().map(|(_, minutes)| {
        if minutes {
            DocumentKind::Minutes
        } else {
            DocumentKind::Agenda
        }
    });
    header.committee = committee_in(title, lexicon);
    header.term = TERM.captures(title).map(|found| fold(&found[0]));
    header.date = first_date(title).map(|date| date.value);
    header.start_time = first_time(title).map(|time| time.value);
}

fn read_fields(header: &mut Header, fields: &[Field], lexicon: &Lexicon) {
    for field in fields {
        match field.label {
            Label::Date => {
                header.date = first_date(&field.words)
                    .map(|date| date.value)
                    .or(header.date);
                header.start_time = first_time(&field.words)
                    .map(|time| time.value)
                    .or(header.start_time.take());
            }
            Label::Time => {
                header.start_time = first_time(&format!(
                    "kl. {}",
                    field
                        .words
                        .trim_start_matches("kl.")
                        .trim_start_matches("Kl.")
                ))
                .map(|time| time.value)
                .or(header.start_time.take())
            }
            Label::Place => header.location = fold_some(&field.words).or(header.location.take()),
            Label::Participants => header.participants.extend(names(&field.words)),
            Label::Absent => header.absent.extend(names(&field.words)),
            Label::Committee => {
                header.committee = committee_in(&field.words, lexicon).or(header.committee.take())
            }
            Label::CaseNumber | Label::Access | Label::Other => {}
        }
    }
}

/// The first political body in the title; staff do not hold meetings with minutes of this kind unless alone.
fn committee_in(words: &str, lexicon: &Lexicon) -> Option<Body> {
    let found = BodyFinder::new(lexicon, None).all(words);
    found
        .iter()
        .find(|body| body.value.kind != BodyKind::Administration)
        .or(found.first())
        .map(|body| body.value.clone())
}

fn find_word(lower: &str, word: &str) -> Option<usize> {
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        !lower[..*at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
            && !lower[at + word.len()..]
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
    })
}

static MEETING_ON: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?P<name>(?:[A-ZÆØÅ][\wæøåÆØÅ]*-?,?\s+(?:og\s+)?)*[A-ZÆØÅ][\wæøåÆØÅ]*?(?:udvalg|råd|bestyrelse))(?:s|ets|ens)?m[øo]de(?:t|ts)?,?\s+(?:afholdt\s+)?(?:den|d\.)\s*(?P<date>\d{{1,2}}(?:\.?\s*{MONTH_PATTERN}\.?\s+|[./-]\d{{1,2}}[./-])\d{{4}})"
    );
    Regex::new(&pattern).expect("OK because the pattern is a constant")
});

/// Body and day as the items tell of the meeting itself ("Socialudvalgsmødet den 12. august 2025") or as its
/// decisions are headed ("Socialudvalget, 25.08.2025"); `headed` are the latter.
#[must_use]
pub fn from_items(text: &str, headed: &[(Body, Date)], lexicon: &Lexicon) -> Option<(Body, Date)> {
    let mut counts: BTreeMap<(Date, String), (usize, Body)> = BTreeMap::new();
    let told = MEETING_ON.captures_iter(text).filter_map(|found| {
        let date = dates(&found["date"]).next()?.value;
        let name = fold(&found["name"]);
        let definite = match name.to_lowercase() {
            lower if lower.ends_with("bestyrelse") => format!("{name}n"),
            _ => format!("{name}et"),
        };
        let body = BodyFinder::new(lexicon, None).first(&definite)?.value;
        Some((body, date))
    });
    for (body, date) in told.chain(headed.iter().cloned()) {
        counts
            .entry((date, body.key.clone()))
            .or_insert((0, body))
            .0 += 1;
    }
    // The meeting itself is told of most often; of equals the latest, because what is told is mostly past.
    counts
        .into_iter()
        .max_by_key(|((date, _), (count, _))| (*count, *date))
        .map(|((date, _), (_, body))| (body, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_the_items() {
        let lexicon = Lexicon::built_in();
        let text = "Godkendelse af dagsorden til Social- og Arbejdsmarkedsudvalgsmødet den 12. august 2025.";
        let (body, date) =
            from_items(text, &[], &lexicon).unwrap_or_else(|| panic!("nothing found"));
        assert_eq!(
            (body.name.as_str(), date.to_string().as_str()),
            ("Social- og Arbejdsmarkedsudvalget", "2025-08-12")
        );
    }
}
