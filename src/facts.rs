//! FACTS: an outline becomes what the document states, each fact with the span that states it.
//!
//! Reading never fails: what cannot be understood is a [`Problem`] beside the facts.

mod attachments;
pub mod bodies;
mod conflicts;
mod decisions;
mod figures;
mod grants;
mod header;
pub mod heads;
mod item;
mod legal;
mod meeting;
mod model;
pub mod municipality;
mod names;
pub mod outcome;
mod points;
mod recommendations;
mod route;
pub mod sentences;
mod sides;
mod stated;

pub use model::*;

pub use grants::model::{Condition, Evidence, Funding, Grant, GrantKind, GrantStatus, Instalment};

use crate::layout::{self, Family, Outline, Role, SectionKind};
use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::source::given::Given;
use crate::source::{Document, Rejected};
use crate::value::date::first_date;
use crate::value::fold::fold;
use crate::value::{Body, CaseNumber, Date, Municipality};
use bodies::BodyFinder;

/// What the user says about documents that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The municipality of documents that do not name one clearly.
    pub municipality: Option<Municipality>,
    /// What the user states of this document; the municipality counts before one that only follows from the text.
    pub given: Given,
}

/// What every reader of facts needs to know.
pub(crate) struct Context<'c> {
    pub(crate) text: &'c str,
    pub(crate) outline: &'c Outline,
    pub(crate) lexicon: &'c Lexicon,
    /// The body that met.
    pub(crate) committee: Option<&'c Body>,
    /// The day of the meeting.
    pub(crate) date: Option<Date>,
    /// Whether the document is one that holds decisions: an agenda has none of its own.
    pub(crate) holds_decisions: bool,
}

impl<'c> Context<'c> {
    pub(crate) fn finder(&self) -> BodyFinder<'c> {
        BodyFinder::new(self.lexicon, self.committee)
    }

    /// What doing as the verb with this stem says comes to.
    pub(crate) fn comes_to(&self, stem: &str) -> Option<Outcome> {
        self.lexicon
            .verbs
            .find_first(stem)
            .map(|verb| verb.means.comes_to)
    }
}

/// Reads only which meeting `document` tells of; what [`read`] says of the meeting, for less work.
///
/// # Errors
/// [`Rejected`] in the same cases as [`read`].
pub fn identity(
    document: &Document,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<Meeting, Box<Rejected>> {
    outlined(document, lexicon, options).map(|(_, meeting)| meeting)
}

/// Reads what `document` states.
///
/// # Errors
/// [`Rejected`] where the document has no agenda items, or does not say clearly which municipality it comes from
/// and `options` does not either.
pub fn read(
    document: &Document,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<Minutes, Box<Rejected>> {
    let (outline, meeting) = outlined(document, lexicon, options)?;
    let mut problems: Vec<Problem> = document
        .problems
        .iter()
        .chain(&outline.problems)
        .cloned()
        .map(|problem| told_of_item(problem, &outline))
        .collect();
    let context = Context {
        text: &document.text,
        outline: &outline,
        lexicon,
        committee: meeting.committee.as_ref(),
        date: meeting.date,
        holds_decisions: meeting.kind == DocumentKind::Minutes,
    };
    let items: Vec<Item> = (0..outline.items.len())
        .map(|position| item::item(&context, position, &mut problems))
        .collect();
    let mut meeting = meeting;
    if document.stated.is_some() {
        problems.extend(conflicts::absences(&mut meeting, &items));
    }
    problems.extend(unknown(&meeting));
    problems.extend(contents_against_items(&outline, &items));
    let segments = layout::segments::segments(document, &outline);
    Ok(Minutes {
        meeting,
        items,
        segments,
        layout: outline.family.code(),
        problems,
    })
}

/// A problem seen before there were items, said of the item that it lies in.
fn told_of_item(problem: Problem, outline: &Outline) -> Problem {
    let Some(span) = problem.span.filter(|_| problem.item.is_none()) else {
        return problem;
    };
    let whole = |item: &layout::ItemOutline| outline.span(item.heading.start..item.body.end);
    // Items stand in the order of their places.
    let behind = outline
        .items
        .partition_point(|item| whole(item).is_none_or(|whole| whole.start <= span.start));
    let holds = |position: &usize| {
        whole(&outline.items[*position]).is_some_and(|whole| whole.contains(span))
    };
    match behind.checked_sub(1).filter(holds) {
        Some(position) => problem.in_item(position),
        None => problem,
    }
}

/// The outline and the meeting: all that a document can be rejected for.
fn outlined(
    document: &Document,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<(Outline, Meeting), Box<Rejected>> {
    let reject = |problem: Problem| {
        Box::new(Rejected {
            source_path: document.source_path.clone(),
            id: Some(document.id.clone()),
            problem,
        })
    };
    let outline = layout::outline(document, lexicon).map_err(reject)?;
    let meeting = meeting(document, &outline, lexicon, options).map_err(reject)?;
    Ok((outline, meeting))
}

/// The meeting: from the header, else from what the items say of it.
fn meeting(
    document: &Document,
    outline: &Outline,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<Meeting, Problem> {
    let text = &document.text;
    let (header, detected) = match &document.stated {
        Some(stated) => (
            stated::stated(text, outline, stated, lexicon),
            stated
                .site
                .and_then(|site| municipality::of_site(site.of(text))),
        ),
        None => (header::header(text, outline, lexicon), None),
    };
    // "Punkt 3" is said of agendas alone; a number or a heading is said of reports and letters too.
    let named = matches!(outline.family, Family::Word | Family::Stated) || header.kind.is_some();
    if !named && !decides(text, outline) {
        return Err(Problem::of_document(
            ProblemCode::NotAMeeting,
            format!(
                "{} numbered headings, but no recommendation, decision or case number, and nothing says agenda or minutes",
                outline.items.len()
            ),
        ));
    }
    let detected = detected.or_else(|| municipality::detect(text, header.span, lexicon));
    let given = |given: &Option<Municipality>| given.clone().map(|given| (given, Basis::Given));
    let (stated, derived) = match detected {
        Some((found, Basis::Stated)) => (Some((found, Basis::Stated)), None),
        other => (None, other),
    };
    let of_all = stated
        .or_else(|| given(&options.given.municipality))
        .or(derived)
        .or_else(|| given(&options.municipality));
    let (municipality, municipality_basis) = of_all.ok_or_else(|| {
        Problem::of_document(
            ProblemCode::MunicipalityUnknown,
            "no municipality is named clearly more than any other",
        )
    })?;
    let headed = decision_headings(text, outline, lexicon);
    let told = if header.committee.is_none() || header.date.is_none() {
        meeting::from_items(text, &headed, lexicon)
    } else {
        None
    };
    let beside = stated::beside_heading(text, outline, lexicon);
    let (date, date_basis) = [
        (header.date, Basis::Stated),
        (options.given.date, Basis::Given),
        (told.as_ref().map(|(_, date)| *date), Basis::Derived),
        (beside.1, Basis::Derived),
    ]
    .into_iter()
    .find_map(|(date, basis)| date.map(|date| (Some(date), Some(basis))))
    .unwrap_or_default();
    let named = options.given.committee.as_deref();
    let named = named.and_then(|name| stated::named_body(name, lexicon));
    let kind = kind(header.kind, outline);
    Ok(Meeting {
        municipality,
        municipality_basis,
        committee: header
            .committee
            .or(named)
            .or(told.map(|(body, _)| body))
            .or(beside.0),
        term: header.term,
        kind,
        date,
        date_basis,
        start_time: header.start_time,
        location: header.location,
        participants: header.participants,
        absent: header.absent,
        span: header.span,
    })
}

/// Whether an item looks like a case that a body treats; chapters of a report or points of a letter do not.
fn decides(text: &str, outline: &Outline) -> bool {
    let sections = outline.items.iter().flat_map(|item| &item.sections);
    let mut kinds = sections.filter(|section| section.heading.is_some());
    kinds.any(|section| {
        matches!(
            section.kind,
            SectionKind::Decision | SectionKind::Recommendation
        )
    }) || outline.items.iter().any(|item| {
        item.body
            .clone()
            .filter(|at| outline.roles[*at] == Role::ItemLabel)
            .any(|at| CaseNumber::first(outline.blocks[at].content.of(text)).is_some())
    })
}

/// Bodies and days in lines that head decisions: "Socialudvalget, 25.08.2025".
fn decision_headings(text: &str, outline: &Outline, lexicon: &Lexicon) -> Vec<(Body, Date)> {
    let finder = BodyFinder::new(lexicon, None);
    outline
        .items
        .iter()
        .flat_map(|item| &item.sections)
        .filter(|section| section.kind == SectionKind::Decision)
        .filter_map(|section| {
            let first = outline
                .text_blocks(section)
                .next()
                .map(|block| fold(block.content.of(text)));
            let heading = section.heading.map(|heading| fold(heading.of(text)));
            [heading, first].into_iter().flatten().find_map(|words| {
                (words.chars().count() <= 120)
                    .then(|| Some((finder.first(&words)?.value, first_date(&words)?.value)))
                    .flatten()
            })
        })
        .collect()
}

/// What the header says; but what holds decisions of its own is no agenda, whatever its title says.
fn kind(stated: Option<DocumentKind>, outline: &Outline) -> DocumentKind {
    let with_decision = |item: &&layout::ItemOutline| {
        item.sections.iter().any(|section| {
            section.kind == SectionKind::Decision && outline.text_blocks(section).next().is_some()
        })
    };
    let decided = outline.items.iter().filter(with_decision).count();
    match stated {
        Some(DocumentKind::Minutes) => DocumentKind::Minutes,
        Some(DocumentKind::Agenda) if decided * 2 <= outline.items.len() => DocumentKind::Agenda,
        None if decided == 0 => DocumentKind::Agenda,
        _ => DocumentKind::Minutes,
    }
}

fn unknown(meeting: &Meeting) -> Vec<Problem> {
    let mut out = Vec::new();
    if meeting.committee.is_none() {
        out.push(Problem::of_document(
            ProblemCode::CommitteeUnknown,
            "no header or item names the body that met",
        ));
    }
    if meeting.date.is_none() {
        out.push(Problem::of_document(
            ProblemCode::DateUnknown,
            "no header or item tells the day of the meeting",
        ));
    }
    out
}

/// Entries of the contents without an item, and items that the contents do not have.
fn contents_against_items(outline: &Outline, items: &[Item]) -> Vec<Problem> {
    if outline.contents.is_empty() {
        return Vec::new();
    }
    let lost = outline
        .contents
        .iter()
        .filter(|entry| !items.iter().any(|item| entry.announces(&item.title)))
        .map(|entry| {
            Problem::at(
                ProblemCode::ContentsMismatch,
                entry.span,
                format!(
                    "the contents announce '{}', which no item is called",
                    entry.title
                ),
            )
        });
    let added = items
        .iter()
        .enumerate()
        .filter(|(_, item)| {
            !outline
                .contents
                .iter()
                .any(|entry| entry.announces(&item.title))
        })
        .map(|(position, item)| {
            Problem::at(
                ProblemCode::ContentsMismatch,
                item.heading,
                format!(
                    "item {} '{}' is not in the contents",
                    item.number, item.title
                ),
            )
            .in_item(position)
        });
    lost.chain(added).collect()
}
