//! LAYOUT: blocks become an outline of header, contents, items and sections; no meaning yet.

/// What a piece of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentKind {
    /// Before the first item: who met, when, where.
    Header,
    /// The table of contents.
    Contents,
    /// A heading: of an item (number, title, case number) or of a section.
    Heading,
    /// Text of a section.
    Section,
    /// Page numbers, running heads, signatures' rules.
    Artefact,
    /// What could not be placed.
    Unplaced,
}

impl SegmentKind {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Contents => "contents",
            Self::Heading => "heading",
            Self::Section => "section",
            Self::Artefact => "artefact",
            Self::Unplaced => "unplaced",
        }
    }
}

macro_rules! section_kinds {
    ($($(#[$doc:meta])* $variant:ident $code:literal,)*) => {
        /// What a section of an item holds, whatever its heading is called.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SectionKind { $($(#[$doc])* $variant,)* }

        impl SectionKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in the tables and in the lexicon.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The kind that a code names.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

section_kinds! {
    /// What was decided.
    Decision "decision",
    /// What is recommended.
    Recommendation "recommendation",
    /// The case in short.
    Summary "summary",
    /// What the body is to decide on.
    DecisionTheme "decision_theme",
    /// The account of the case.
    Account "account",
    /// The law it rests on.
    LegalBasis "legal_basis",
    /// Money and staff.
    Economy "economy",
    /// Consequences for others: hearing, climate, health, children, citizens, communication.
    CrossCutting "cross_cutting",
    /// What happens next.
    NextSteps "next_steps",
    /// What happened before, told in prose.
    History "history",
    /// Earlier decisions by other bodies, quoted.
    PriorDecision "prior_decision",
    /// The bodies that the case goes through.
    Route "route",
    /// The body that may decide.
    Competence "competence",
    /// What is attached.
    Attachments "attachments",
    /// Anything else: notes, signatures.
    Note "note",
}
