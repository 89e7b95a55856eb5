//! Columns that most tables have: whose document, and which words of it.

use super::record::columns;
use crate::value::Date;

columns! {
    /// Whose document a row comes from.
    Source {
        document_id: String, "The document: first 16 hex digits of the SHA-256 of its bytes.";
        municipality_code: i32, "Official municipality code (kommunekode).";
        municipality: String, "Name of the municipality, without 'Kommune'.";
        meeting_date: Option<Date>, "Day of the meeting.";
    }
}

columns! {
    /// Whose document a row comes from, where that may be unknown because the document was rejected.
    #[derive(Default)]
    LooseSource {
        document_id: Option<String>, "The document: first 16 hex digits of the SHA-256 of its bytes; null where the file could not be read.";
        municipality_code: Option<i32>, "Official municipality code (kommunekode).";
        municipality: Option<String>, "Name of the municipality, without 'Kommune'.";
        meeting_date: Option<Date>, "Day of the meeting.";
    }
}

columns! {
    /// The words that state a fact.
    #[derive(Copy)]
    Place {
        span_start: i32, "First code point of the words in texts.text, from 0.", unit "code points";
        span_end: i32, "One past the last code point of the words.", unit "code points";
    }
}

columns! {
    /// The words concerned, where there are any.
    #[derive(Copy, Default)]
    PerhapsPlace {
        span_start: Option<i32>, "First code point of the words in texts.text, from 0; null where no words are concerned.", unit "code points";
        span_end: Option<i32>, "One past the last code point of the words.", unit "code points";
    }
}

impl From<Source> for LooseSource {
    fn from(source: Source) -> Self {
        Self {
            document_id: Some(source.document_id),
            municipality_code: Some(source.municipality_code),
            municipality: Some(source.municipality),
            meeting_date: source.meeting_date,
        }
    }
}

impl From<Place> for PerhapsPlace {
    fn from(place: Place) -> Self {
        Self {
            span_start: Some(place.span_start),
            span_end: Some(place.span_end),
        }
    }
}
