//! What a grant or an appropriation is, as one item tells of it.

use crate::value::{Decimal, Kroner, Span};

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantKind {
    /// Money from outside the municipality.
    ExternalGrant,
    /// The municipality's own money.
    Appropriation,
}

impl GrantKind {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ExternalGrant => "external_grant",
            Self::Appropriation => "appropriation",
        }
    }
}

/// How far a grant has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantStatus {
    /// Asked of a funder.
    Applied,
    /// Given by a funder.
    Awarded,
    /// Asked of the municipality's own bodies.
    Proposed,
    /// Given by the body that met.
    Decided,
}

impl GrantStatus {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Awarded => "awarded",
            Self::Proposed => "proposed",
            Self::Decided => "decided",
        }
    }
}

/// Who pays an appropriation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Funding {
    /// The till.
    Cash,
    /// Nobody: expense and income cancel out, or the money is found within the budget.
    Neutral,
    /// Somebody outside the municipality.
    External,
}

impl Funding {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Neutral => "neutral",
            Self::External => "external",
        }
    }
}

/// A grant or appropriation told of in an item, however many sections tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Whose money it is.
    pub kind: GrantKind,
    /// Number of the recommended point that asks for it.
    pub point: Option<String>,
    /// Name of the pool, programme or project.
    pub programme: Option<String>,
    /// Who gives the money.
    pub funder: Option<String>,
    /// Who receives it, where that is not the municipality.
    pub recipient: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// How far it has come.
    pub status: Option<GrantStatus>,
    /// Position in the item's grants of the one that it adds to.
    pub supplement_to: Option<usize>,
    /// Whether it is, or may have to be, paid back.
    pub repayable: Option<bool>,
    /// Applied for; of an appropriation what is asked for.
    pub amount_applied: Option<Kroner>,
    /// Awarded by a funder.
    pub amount_awarded: Option<Kroner>,
    /// Expense of an appropriation.
    pub expense: Option<Kroner>,
    /// Income of an appropriation, without a sign.
    pub income: Option<Kroner>,
    /// Expense less income.
    pub net: Option<Kroner>,
    /// Who pays an appropriation.
    pub funding: Option<Funding>,
    /// The municipality's own share.
    pub co_financing: Option<Kroner>,
    /// The municipality's own share in per cent.
    pub co_financing_pct: Option<Decimal>,
    /// First year for which the money is given.
    pub period_start: Option<i16>,
    /// Last year for which the money is given.
    pub period_end: Option<i16>,
    /// When it was awarded: "2025-06-17", "2025-06" or "2025".
    pub awarded_on: Option<String>,
    /// People whom it is to reach.
    pub target_persons: Option<i32>,
    /// Policy area of the budget: "4.2 Børn og Familie".
    pub policy_area: Option<String>,
    /// What falls in each year.
    pub instalments: Vec<Instalment>,
    /// Results demanded.
    pub conditions: Vec<Condition>,
    /// The words that state each field.
    pub evidence: Vec<Evidence>,
    /// The words that state the amount first.
    pub span: Span,
}

impl Grant {
    /// A grant of which nothing is known yet but the words at `span`.
    #[must_use]
    pub fn new(kind: GrantKind, span: Span) -> Self {
        Self {
            kind,
            point: None,
            programme: None,
            funder: None,
            recipient: None,
            purpose: None,
            status: None,
            supplement_to: None,
            repayable: None,
            amount_applied: None,
            amount_awarded: None,
            expense: None,
            income: None,
            net: None,
            funding: None,
            co_financing: None,
            co_financing_pct: None,
            period_start: None,
            period_end: None,
            awarded_on: None,
            target_persons: None,
            policy_area: None,
            instalments: Vec::new(),
            conditions: Vec::new(),
            evidence: Vec::new(),
            span,
        }
    }

    /// Notes that the words at `span` state `field` (a column of the table `grants`).
    pub fn note(&mut self, field: &'static str, span: Span) {
        let evidence = Evidence { field, span };
        if !self.evidence.contains(&evidence) {
            self.evidence.push(evidence);
        }
    }
}

/// The part of a grant that falls in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// The year.
    pub year: i16,
    /// The amount.
    pub amount: Kroner,
    /// The words that state it.
    pub span: Span,
}

/// A result that a grant demands, and what reaching it releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Share that has to be reached, in per cent.
    pub threshold: Option<Decimal>,
    /// Share of the grant that is then released, in per cent.
    pub releases: Option<Decimal>,
    /// The condition's words.
    pub span: Span,
}

/// Words that state a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The column of the table `grants`.
    pub field: &'static str,
    /// The words.
    pub span: Span,
}
