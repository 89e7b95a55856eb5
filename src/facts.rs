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
pub mod municipality;
mod names;
pub mod outcome;
mod points;
mod recommendations;
mod route;
pub mod sentences;
mod sides;
mod stated;

pub use grants::model::{Condition, Evidence, Funding, Grant, GrantKind, GrantStatus, Instalment};

use crate::layout::{self, Family, Outline, Role, SectionKind, SegmentKind};
use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::source::given::Given;
use crate::source::{Document, Rejected};
use crate::value::date::first_date;
use crate::value::fold::fold;
use crate::value::{Body, CaseNumber, Date, Decimal, Kroner, Municipality, Placed, Span};
use bodies::BodyFinder;

/// Everything read from one meeting document.
#[derive(Clone, Debug)]
pub struct Minutes {
    /// The meeting.
    pub meeting: Meeting,
    /// Its items, in the document's order.
    pub items: Vec<Item>,
    /// Every piece of the document, in order; together they hold each non-blank character once.
    pub segments: Vec<Segment>,
    /// The layout family that was recognised ("punkt", "numbered", …).
    pub layout: &'static str,
    /// What was not understood.
    pub problems: Vec<Problem>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The span states it.
    Stated,
    /// It follows from another place in the document.
    Derived,
    /// The user gave it on the command line.
    Given,
}

impl Basis {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Derived => "derived",
            Self::Given => "given",
        }
    }
}

/// Whether a document says what will be treated or what was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// Minutes (referat).
    Minutes,
    /// Agenda (dagsorden).
    Agenda,
}

impl DocumentKind {
    /// The code in the tables and in a meeting's id.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Agenda => "agenda",
        }
    }
}

/// A meeting, as its document's header (or, failing that, its text) tells of it.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// The municipality.
    pub municipality: Municipality,
    /// Where the municipality comes from.
    pub municipality_basis: Basis,
    /// The body that met.
    pub committee: Option<Body>,
    /// Term of office, "2022-2025", where written.
    pub term: Option<String>,
    /// Agenda or minutes.
    pub kind: DocumentKind,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// Where the day comes from.
    pub date_basis: Option<Basis>,
    /// "HH:MM".
    pub start_time: Option<String>,
    /// The place of the meeting.
    pub location: Option<String>,
    /// Members named as taking part.
    pub participants: Vec<String>,
    /// Members named as absent.
    pub absent: Vec<String>,
    /// The header that states these (empty where there is none).
    pub span: Span,
}

/// One row of `segments`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What the piece is.
    pub kind: SegmentKind,
    /// The section, for pieces of kind `section`.
    pub section: Option<SectionKind>,
    /// The section's heading as written.
    pub heading: Option<String>,
    /// Position (from 0) of the item it belongs to.
    pub item: Option<usize>,
    /// Page, where known.
    pub page: Option<u32>,
    /// The place.
    pub span: Span,
}

/// What the document marks a case as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseType {
    /// (B), beslutningssag.
    Decision,
    /// (O), orienteringssag.
    Information,
    /// (D), drøftelsessag.
    Discussion,
}

impl CaseType {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Information => "information",
            Self::Discussion => "discussion",
        }
    }
}

/// Whether the public may read an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Open to the public.
    Open,
    /// Closed ("Lukket").
    Closed,
}

impl Access {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// An agenda item and all that it states.
#[derive(Clone, Debug)]
pub struct Item {
    /// As written: "74".
    pub number: String,
    /// Folded, without number and case-type mark; "Lukket: " stays, as written.
    pub title: String,
    /// The number of the case.
    pub case_number: Option<Placed<CaseNumber>>,
    /// The case type, where marked.
    pub case_type: Option<Placed<CaseType>>,
    /// Open or closed.
    pub access: Access,
    /// The summary section's words.
    pub summary: Option<Span>,
    /// The recommendation section's words.
    pub recommendation: Option<Span>,
    /// The words of the decision section (not of earlier decisions).
    pub decision: Option<Span>,
    /// What is recommended.
    pub recommendations: Vec<Recommendation>,
    /// What was decided, here and (as `prior`) earlier elsewhere.
    pub decisions: Vec<Decision>,
    /// The way that the case takes.
    pub route: Vec<RouteStep>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// Acts referred to.
    pub legal_references: Vec<LegalReference>,
    /// Numbers with a meaning, in the document's order.
    pub figures: Vec<Figure>,
    /// Grants and appropriations, in the document's order.
    pub grants: Vec<Grant>,
    /// The heading's words.
    pub heading: Span,
    /// The whole item.
    pub span: Span,
}

/// One recommended point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// "1", "2.a", as numbered; `None` where the document does not number.
    pub point: Option<String>,
    /// Who recommends, as written: "Chefen for Børn og Unge".
    pub proposer: Option<String>,
    /// The body asked.
    pub addressee: Option<Body>,
    /// Bodies that the addressee is asked to send the case on to.
    pub onward: Vec<Body>,
    /// Stem of the verb: "godkende", "tage til efterretning", …
    pub verb: Option<String>,
    /// What is recommended, after the "at".
    pub span: Span,
}

/// What a decision comes to. The declaration order is the order of strength, the strongest first
/// (gold format: "the stronger counts").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Udgår, taget af dagsordenen.
    Withdrawn,
    /// Afvist, ikke godkendt.
    Rejected,
    /// Udsat.
    Postponed,
    /// Godkendt, vedtaget, tiltrådt.
    Approved,
    /// Anbefales, indstilles til X's godkendelse.
    Recommended,
    /// Oversendt, sendt i høring.
    Referred,
    /// Taget til efterretning.
    Noted,
    /// Drøftet.
    Discussed,
    /// Anything else that decides something.
    Other,
    /// "Ingen bemærkninger", "Intet".
    None,
}

impl Outcome {
    /// All outcomes, the strongest first.
    pub const ALL: [Self; 10] = [
        Self::Withdrawn,
        Self::Rejected,
        Self::Postponed,
        Self::Approved,
        Self::Recommended,
        Self::Referred,
        Self::Noted,
        Self::Discussed,
        Self::Other,
        Self::None,
    ];

    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Rejected => "rejected",
            Self::Postponed => "postponed",
            Self::Approved => "approved",
            Self::Recommended => "recommended",
            Self::Referred => "referred",
            Self::Noted => "noted",
            Self::Discussed => "discussed",
            Self::Other => "other",
            Self::None => "none",
        }
    }
}

/// One decided point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// "1", "2.a"; `None` where the item is decided as a whole.
    pub point: Option<String>,
    /// The body that decided.
    pub body: Option<Body>,
    /// The day.
    pub decided_on: Option<Date>,
    /// Whether `body` and `decided_on` stand with the decision or come from the meeting.
    pub basis: Basis,
    /// Whether it is an earlier decision that the item quotes.
    pub prior: bool,
    /// What the deciding words say.
    pub outcome: Outcome,
    /// The stem of the verb of the recommendation answered.
    pub answers_verb: Option<String>,
    /// What it comes to, given what was recommended.
    pub effect: Outcome,
    /// Bodies that the case is sent on to.
    pub referred_to: Vec<Body>,
    /// Members absent.
    pub absent: Vec<String>,
    /// Parties or members against, "A" for "(A)".
    pub against: Vec<String>,
    /// Parties or members in favour.
    pub in_favour: Vec<String>,
    /// Parties or members who abstained.
    pub abstained: Vec<String>,
    /// Votes counted, where told.
    pub votes: Votes,
    /// What the body added to the deciding words.
    pub remark: Option<Span>,
    /// The decision's words.
    pub span: Span,
}

/// Votes as counted in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// For.
    pub in_favour: Option<u32>,
    /// Against.
    pub against: Option<u32>,
    /// Abstained.
    pub abstained: Option<u32>,
}

/// What a body does on a case's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteRole {
    /// (godkender), (beslutter)
    Decides,
    /// (anbefaler), (indstiller)
    Recommends,
    /// (til efterretning), (orienteres)
    Informed,
    /// (drøfter)
    Discusses,
    /// høring
    Heard,
    /// Named under "Kompetence" or in a plan of treatment without a role.
    Competence,
}

impl RouteRole {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::Recommends => "recommends",
            Self::Informed => "informed",
            Self::Discusses => "discusses",
            Self::Heard => "heard",
            Self::Competence => "competence",
        }
    }
}

/// A step on a case's way, as announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteStep {
    /// The body.
    pub body: Body,
    /// What it does.
    pub role: RouteRole,
    /// The day planned.
    pub planned_on: Option<Date>,
    /// The place.
    pub span: Span,
}

/// Something attached to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// "Bilag 1", where written.
    pub label: Option<String>,
    /// The title.
    pub title: String,
    /// The place.
    pub span: Span,
}

/// A reference to an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalReference {
    /// The act as written ("serviceloven", "lov om social service").
    pub act: Option<String>,
    /// The paragraph as written ("§ 85", "§§ 103 og 104", "§ 5 stk. 2 og 3").
    pub paragraph: Option<String>,
    /// The place.
    pub span: Span,
}

/// What kind of number a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// An amount of money.
    Money,
    /// A share, or points between shares.
    Percent,
    /// A number of persons or things.
    Count,
    /// A length of time.
    Duration,
    /// A number in a table whose unit is not stated.
    Other,
}

impl FigureKind {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Duration => "duration",
            Self::Other => "other",
        }
    }
}

/// How exactly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// ca., omkring
    About,
    /// knap
    JustUnder,
    /// godt, over
    Over,
    /// minimum, mindst
    AtLeast,
    /// op til, højst
    AtMost,
    /// 10-15, mellem 5 og 7
    Range,
}

impl Qualifier {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::About,
        Self::JustUnder,
        Self::Over,
        Self::AtLeast,
        Self::AtMost,
        Self::Range,
    ];

    /// The code in the tables and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::JustUnder => "just_under",
            Self::Over => "over",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Range => "range",
        }
    }
}

/// Which way a number goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// merforbrug
    Overspend,
    /// mindreforbrug
    Underspend,
    /// stigning
    Increase,
    /// fald
    Decrease,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Overspend,
        Self::Underspend,
        Self::Increase,
        Self::Decrease,
    ];

    /// The code in the tables and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Overspend => "overspend",
            Self::Underspend => "underspend",
            Self::Increase => "increase",
            Self::Decrease => "decrease",
        }
    }
}

/// A number with a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What kind.
    pub kind: FigureKind,
    /// The number in `unit` (money: in whole units of the currency, scales applied); `None` where it cannot be meant
    /// as written.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub value_max: Option<Decimal>,
    /// DKK, EUR, pct, pct_point, persons, hours, …; `None` where not stated.
    pub unit: Option<String>,
    /// What it is per: year, month, person, …; several are joined by a comma.
    pub per: Option<String>,
    /// Money in kroner, with the document's sign.
    pub value_dkk: Option<Kroner>,
    /// The upper end of a range of money.
    pub value_max_dkk: Option<Kroner>,
    /// Positive where over budget; only where a word or a header defines the sign.
    pub overspend_dkk: Option<Kroner>,
    /// How exactly it is meant.
    pub qualifier: Option<Qualifier>,
    /// Which way it goes.
    pub direction: Option<Direction>,
    /// The year stated beside it.
    pub year: Option<i16>,
    /// The period stated beside it: "2025-2028".
    pub period: Option<String>,
    /// The year of the price level.
    pub price_level: Option<String>,
    /// The words that it counts.
    pub subject: Option<String>,
    /// The section it stands in.
    pub section: SectionKind,
    /// The whole sentence or table row.
    pub sentence: Span,
    /// Where in a table it stands; `None` in prose.
    pub cell: Option<Cell>,
    /// Position in the item's figures of the first telling of the same value in the same unit.
    pub repeats: Option<usize>,
    /// `Derived` where unit or scale come from elsewhere than the span.
    pub basis: Basis,
    /// The number with its unit, as written.
    pub span: Span,
}

/// A figure's place in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The whole table.
    pub table: Span,
    /// The row's label.
    pub row_label: Option<String>,
    /// Labels of the groups above the row, and of the row: "Børn og Familie › Resultat".
    pub row_path: Option<String>,
    /// The column's label.
    pub column_label: Option<String>,
}

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
