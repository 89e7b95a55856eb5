//! What facts are: the types that a document's statements become, each with its span.

use super::Grant;
use crate::layout::{SectionKind, SegmentKind};
use crate::problem::Problem;
use crate::value::{Body, CaseNumber, Date, Decimal, Kroner, Municipality, Placed, Span};

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
    /// A user's corrections file put a value of the row right.
    Corrected,
}

impl Basis {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Derived => "derived",
            Self::Given => "given",
            Self::Corrected => "corrected",
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
