//! What was seen and not understood, and what a document itself gets wrong: a code, a place, a remedy.
//!
//! The registry of codes drives the `problems` table, `tvaersnit explain`, stderr and the catalogue in `docs/`.

use crate::value::Span;

/// How much a problem matters to somebody who uses the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document or a part of it is not in the tables.
    Error,
    /// Something is in the tables that a reader should look at before using it.
    Warning,
    /// What the document itself says oddly; the tables show it as it stands.
    Note,
}

impl Severity {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! problem_codes {
    ($($variant:ident $code:literal $severity:ident, $cause:literal, $remedy:literal;)*) => {
        /// A kind of problem. The code is stable; scripts may lean on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode {
            $(#[doc = $cause] $variant,)*
        }

        impl ProblemCode {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in the tables.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What brings it about.
            #[must_use]
            pub fn cause(self) -> &'static str {
                match self { $(Self::$variant => $cause,)* }
            }

            /// What a user can do about it.
            #[must_use]
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

problem_codes! {
    Unreadable "unreadable" Error,
        "The file could not be read from disk.",
        "Check that the file exists and that you may read it, then build again.";
    Empty "empty" Error,
        "The file holds no text.",
        "Fetch the document again; the download may have been cut off.";
    Binary "binary" Error,
        "The file holds bytes that are no text in any encoding we know.",
        "Give the document as text, or check that the file's ending says what it is.";
    TooLarge "too_large" Error,
        "The file is larger than the limit for one document.",
        "Split the file, or raise the limit with --max-bytes.";
    ArchiveLimit "archive_limit" Error,
        "An archive or a member of it goes beyond a limit that holds off bombs, or its name leads out of the archive.",
        "Unpack the archive yourself and build from the folder, or raise the limits with --raise-limits 2 (or more), if you trust it.";
    PdfDamaged "pdf_damaged" Error,
        "The file is no PDF, or is damaged so that no page of it is found.",
        "Open it in a viewer; if it shows nothing, fetch it again, else print it to a new PDF.";
    PdfNoText "pdf_no_text" Error,
        "The PDF holds pictures of pages and no text.",
        "Run OCR on it (for example: ocrmypdf --language dan IN.pdf OUT.pdf) and build again.";
    PdfEncrypted "pdf_encrypted" Error,
        "The PDF can be opened with a password only.",
        "Save it without the password (for example: qpdf --decrypt --password=… IN.pdf OUT.pdf) and build again.";
    PdfLimit "pdf_limit" Error,
        "The PDF could not be read within the limits on time, memory and pages, or made its reader crash.",
        "Print it to a new PDF, split it, or raise the limits with --raise-limits 2 (or more); the other documents are not affected.";
    PageUnread "page_unread" Warning,
        "A page of the PDF, or a part of one, is not in the text: it could not be read, or it is a picture.",
        "Look at the page in a viewer; run OCR on the file if the page is a picture.";
    Fault "fault" Error,
        "The program failed on this document: a fault of ours.",
        "Report it with the document, please; the other documents are not affected.";
    NoItems "no_items" Error,
        "No agenda item was found, so the file does not look like an agenda or minutes.",
        "Leave the file out if it is no meeting document; else add its way of writing item headings with --lexicon.";
    NotAMeeting "not_a_meeting" Error,
        "The file is no meeting document: a picture, an office file, a list of meetings or committees, data of another kind.",
        "Leave the file out; where it is a meeting in a form that is not read, convert it to PDF or HTML first.";
    TooDeep "too_deep" Error,
        "The page's elements lie deeper in each other than the limit allows.",
        "Raise the limits with --raise-limits 2 (up to 4 for this one) if you trust the page; else save it again, or give its text.";
    TooMany "too_many" Error,
        "The document has more lines, elements or values than the limit allows.",
        "Split the document, or raise the limits with --raise-limits 2 (or more) if you trust it.";
    MunicipalityUnknown "municipality_unknown" Error,
        "The document does not say clearly which municipality it comes from.",
        "Say it with --municipality NAME, for a folder with documents of that municipality only.";
    DateUnknown "date_unknown" Warning,
        "No date of the meeting was found.",
        "Look at the document's header; the meeting's facts are published with a null date.";
    CommitteeUnknown "committee_unknown" Warning,
        "The committee that met was not found.",
        "Look at the document's header; add the committee's form of name with --lexicon if it is an unusual one.";
    CprNumber "cpr_number" Warning,
        "A number in the form of a civil registration number (CPR) stands in the text.",
        "Look at the place; build with --redact to leave it out, and tell the municipality if it is somebody's.";
    EmailAddress "email_address" Note,
        "An e-mail address stands in the text.",
        "Nothing to do where it is an office's; else build with --redact to leave it out.";
    PhoneNumber "phone_number" Note,
        "A telephone number stands in the text.",
        "Nothing to do where it is an office's; else build with --redact to leave it out.";
    Mojibake "mojibake" Note,
        "Characters had been decoded wrongly before we got the file (\u{c3}\u{a6} for \u{e6}) and were put right.",
        "Nothing to do; documents.repaired_characters counts them.";
    EncodingGuessed "encoding_guessed" Note,
        "The file is not UTF-8 and declares no encoding; Windows-1252 was assumed.",
        "Save the file as UTF-8 if Danish letters look wrong.";
    Unplaced "unplaced" Warning,
        "Text that could not be given to the header, the contents or an item.",
        "Look at the place with tvaersnit explain; a lexicon entry usually places it.";
    HeadingMissing "heading_missing" Note,
        "Text stands in an item before its first known section heading; it was placed by its form.",
        "Check the section; add the heading's words with --lexicon if there is one.";
    ContentsMismatch "contents_mismatch" Note,
        "The table of contents and the items do not agree.",
        "Check the place; the tables follow the items.";
    NumberGap "number_gap" Warning,
        "The running numbers of the items have a gap or run backwards.",
        "Check whether an item is missing from the document or was not recognised.";
    NumberRepeated "number_repeated" Warning,
        "Two items carry the same number.",
        "Check the place; the second item's id ends in -2.";
    DecisionMissing "decision_missing" Note,
        "The minutes hold an item without any decision.",
        "Nothing to do if nothing was decided; else check the item's sections.";
    DecisionUnclear "decision_unclear" Note,
        "A decision has no deciding word that we know; its outcome is 'other'.",
        "Read decisions.text; add the word with --lexicon if it is a usual one.";
    DecisionPointUnknown "decision_point_unknown" Note,
        "A decision names a point that the recommendation does not have.",
        "Check both places.";
    PriorDecisionUndated "prior_decision_undated" Note,
        "An earlier decision is quoted without a body or a date.",
        "Read the place; the fields are null.";
    RecommendationMissing "recommendation_missing" Note,
        "A section of recommendations holds nothing that is recommended.",
        "Check the section.";
    FieldAgainstText "field_against_text" Note,
        "A field of the publishing system and the document's text disagree.",
        "Check both places; the tables show both.";
    TableUnread "table_unread" Warning,
        "A table could not be read with certainty; it is kept as text and gives no figures.",
        "Read the place; tvaersnit explain shows what was seen.";
    GrantsUnread "grants_unread" Warning,
        "An item has more amounts than grants are looked for among.",
        "Read the item for grants; its figures are in the table figures. Check that it is one item.";
    UnitImpossible "unit_impossible" Warning,
        "An amount's unit cannot be right, so its value in kroner is null.",
        "Read the sentence and decide what was meant.";
    SumMismatch "sum_mismatch" Note,
        "A stated total differs from the sum of its parts.",
        "Check both places; the tables show what the document says.";
    AmountContradicted "amount_contradicted" Note,
        "One amount is told with two values.",
        "Check both places; the tables show both.";
    ShareMismatch "share_mismatch" Note,
        "A stated share is not the one that the amounts give.",
        "Check both places; the tables show what the document says.";
    CorrectionUnread "correction_unread" Warning,
        "A corrections file, or a line of it, cannot be read.",
        "Give the file the columns id, field, value, who, why (and table, where you like) in UTF-8, a correction a line.";
    CorrectionRowGone "correction_row_gone" Warning,
        "No row has the id that a correction names: the document is not among the inputs, or is read otherwise than before.",
        "Look the row up again (tvaersnit trace, tvaersnit search) and write its id, or take the correction out.";
    CorrectionRowUnclear "correction_row_unclear" Warning,
        "Several rows have the short id that a correction names.",
        "Write the whole id: the values of all columns of the key, span_start too, with # between them.";
    CorrectionFieldUnknown "correction_field_unknown" Warning,
        "The table has no column of the name that a correction gives.",
        "Look the columns up: tvaersnit schema TABLE.";
    CorrectionFieldFixed "correction_field_fixed" Warning,
        "A correction would change an id, a place, the words of the document, or what such things are made of.",
        "Correct another column; what a whole document does not say (municipality, committee, day) is stated in sources.toml.";
    CorrectionValueInvalid "correction_value_invalid" Warning,
        "The value of a correction is none that the column can hold.",
        "Write the value as the contract has it: tvaersnit schema TABLE tells type and codes.";
    CorrectionOverridden "correction_overridden" Note,
        "A later correction of the same field counts instead.",
        "Take one of the two out.";
    CorrectionRedundant "correction_redundant" Note,
        "The program reads the value by itself now.",
        "Take the correction out, if you like; it changes nothing.";
}

/// One problem in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// What exactly, in a sentence for a person, with the words concerned.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// Position (from 0) of the item concerned, where there is one.
    pub item: Option<usize>,
}

impl Problem {
    /// A problem of the whole document.
    pub fn of_document(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            item: None,
        }
    }

    /// A problem at a place.
    pub fn at(code: ProblemCode, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: Some(span),
            item: None,
        }
    }

    /// The same problem, said of the item at `position` (from 0).
    #[must_use]
    pub fn in_item(mut self, position: usize) -> Self {
        self.item = Some(position);
        self
    }
}
