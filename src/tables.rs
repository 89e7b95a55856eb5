//! TABLES: minutes become rows of the contract's tables.
//!
//! Each table is said once, in a file of its own: what a row is, key, columns with type, unit and
//! meaning, and how a row is made from the facts. [`ALL`] lists them for whatever lists tables: the
//! data set, `tvaersnit schema`, the contract's page, the metadata in the files.

mod cell;
mod common;
mod page;
mod reading;
mod record;
mod words;

pub mod attachments;
pub mod corrections;
pub mod coverage;
pub mod danish;
pub mod decisions;
pub mod documents;
pub mod figures;
pub mod grants;
pub mod item_cases;
pub mod item_topics;
pub mod items;
pub mod legal_references;
pub mod limits;
pub mod meeting_versions;
pub mod meetings;
pub mod municipalities;
pub mod overlap;
pub mod problems;
pub mod recommendations;
pub mod route_steps;
pub mod rows;
pub mod segments;

pub use attachments::AttachmentRow;
pub use cell::{Cell, ColumnType};
pub use common::{LooseSource, PerhapsPlace, Place, Source};
pub use corrections::CorrectionRow;
pub use coverage::CoverageRow;
pub use decisions::DecisionRow;
pub use documents::{DocumentRow, DocumentStatus, TextRow};
pub use figures::FigureRow;
pub use grants::{GrantConditionRow, GrantEvidenceRow, GrantInstalmentRow, GrantLinkRow, GrantRow};
pub use item_cases::ItemCaseRow;
pub use item_topics::ItemTopicRow;
pub use items::ItemRow;
pub use legal_references::LegalReferenceRow;
pub use meeting_versions::MeetingVersionRow;
pub use meetings::MeetingRow;
pub use municipalities::MunicipalityRow;
pub use overlap::{BEGINNING, ItemDifferenceRow, ItemOverlapRow, SharedPassageRow};
pub use page::{contract_page, table_markdown};
pub use problems::ProblemRow;
pub use reading::{Reading, meeting_id, meeting_id_of, meeting_key};
pub use recommendations::RecommendationRow;
pub use record::{Batch, Column, Columns, Record, Reference, Scope, Table};
pub use route_steps::RouteStepRow;
pub use segments::SegmentRow;
pub use words::Words;

/// Version of the data contract that the tables follow.
pub const CONTRACT_VERSION: &str = "1.0";

/// Every table of the contract, in the order in which its page lists them.
pub const ALL: [Table; 26] = [
    DocumentRow::TABLE,
    TextRow::TABLE,
    SegmentRow::TABLE,
    MeetingRow::TABLE,
    ItemRow::TABLE,
    RecommendationRow::TABLE,
    DecisionRow::TABLE,
    RouteStepRow::TABLE,
    GrantRow::TABLE,
    GrantInstalmentRow::TABLE,
    GrantConditionRow::TABLE,
    GrantEvidenceRow::TABLE,
    FigureRow::TABLE,
    AttachmentRow::TABLE,
    LegalReferenceRow::TABLE,
    ProblemRow::TABLE,
    CorrectionRow::TABLE,
    MeetingVersionRow::TABLE,
    GrantLinkRow::TABLE,
    ItemCaseRow::TABLE,
    ItemTopicRow::TABLE,
    SharedPassageRow::TABLE,
    ItemOverlapRow::TABLE,
    ItemDifferenceRow::TABLE,
    CoverageRow::TABLE,
    MunicipalityRow::TABLE,
];

/// The table called `name`.
#[must_use]
pub fn find(name: &str) -> Option<Table> {
    ALL.into_iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests;
