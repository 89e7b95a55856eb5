//! What a document states as a field, so that it need not be read from its wording.

use crate::value::Span;

/// The fields of a meeting; every one is a place in the document's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedMeeting {
    /// The body that met, with its term of office where the field has it.
    pub committee: Option<Span>,
    /// What the document calls itself; "Dagsorden" is said of minutes too.
    pub called: Option<Span>,
    /// When the meeting began: "2024-04-24T16:30:00+02:00". The clock time is local, whatever the offset says.
    pub begins: Option<Span>,
    /// The place.
    pub place: Option<Span>,
    /// Members who took part.
    pub participants: Vec<Span>,
    /// Members who were absent.
    pub absent: Vec<Span>,
    /// Address of the site that publishes the document: "https://dagsordener.example.dk".
    pub site: Option<Span>,
    /// The items.
    pub items: Vec<StatedItem>,
}

/// The fields of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedItem {
    /// The line that holds number and title.
    pub heading: Span,
    /// The number.
    pub number: Option<Span>,
    /// The title.
    pub title: Span,
    /// The number of the case.
    pub case_number: Option<Span>,
    /// Titles of what is attached.
    pub attachments: Vec<Span>,
    /// Whether the item is closed, where the field can be relied on.
    pub closed: Option<bool>,
}
