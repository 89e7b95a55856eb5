//! The registry of problem codes: for each its code, severity, cause, what it means for the tables, remedy, and the
//! message of a case that a test brings about.

use super::Severity;

macro_rules! problem_codes {
    ($($variant:ident $code:literal $severity:ident, $cause:literal, $effect:literal, $remedy:literal, $example:literal;)*) => {
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

            /// What it means for the tables.
            #[must_use]
            pub fn effect(self) -> &'static str {
                match self { $(Self::$variant => $effect,)* }
            }

            /// The message of a case of it, as a test brings it about.
            #[must_use]
            pub fn example(self) -> &'static str {
                match self { $(Self::$variant => $example,)* }
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
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Check that the file exists and that you may read it, then build again.",
        "the member is behind a password";
    Empty "empty" Error,
        "The file holds no text.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Fetch the document again; the download may have been cut off.",
        "the file holds no text";
    Binary "binary" Error,
        "The file holds bytes that are no text in any encoding we know.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Give the document as text, or check that the file's ending says what it is.",
        "byte 8 is no character in UTF-8, UTF-16 or Windows-1252";
    TooLarge "too_large" Error,
        "The file is larger than the limit for one document.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Split the file, or raise the limit with --max-bytes.",
        "the file has more than 2000000 bytes, which is the limit";
    ArchiveLimit "archive_limit" Error,
        "An archive or a member of it goes beyond a limit that holds off bombs.",
        "The archive, or the member that is named, is in `documents` with status `rejected`; the other members are read where the archive as a whole may be.",
        "Unpack the archive yourself and build from the folder, or raise the limits with --raise-limits 2 (or more), if you trust it.",
        "the member unpacks from 7 to 100000000 bytes, more than 400 to 1";
    PathRefused "path_refused" Error,
        "A link in a folder or an archive leads out of it or nowhere, or a member of an archive has a name that leads out of it, is too long or stands twice.",
        "What the link leads to, or the member, is in `documents` with status `rejected` under the name of the link or of the member, and in no other table.",
        "Nothing is followed unasked: name what the link leads to as an input of its own, or unpack the archive and look at it.",
        "the member's name leads out of the archive";
    PdfDamaged "pdf_damaged" Error,
        "The file is no PDF, or is damaged so that no page of it is found.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Open it in a viewer; if it shows nothing, fetch it again, else print it to a new PDF.",
        "no page was found in the file; it may have been cut off";
    PdfNoText "pdf_no_text" Error,
        "The PDF holds pictures of pages and no text.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Run OCR on it (for example: ocrmypdf --language dan IN.pdf OUT.pdf) and build again.",
        "1 pages without text (0 with pictures, 0 unreadable)";
    PdfEncrypted "pdf_encrypted" Error,
        "The PDF can be opened with a password only.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Save it without the password (for example: qpdf --decrypt --password=… IN.pdf OUT.pdf) and build again.",
        "the file can be opened with a password only";
    PdfLimit "pdf_limit" Error,
        "The PDF could not be read within the limits on time, memory and pages, or made its reader crash.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Print it to a new PDF, split it, or raise the limits with --raise-limits 2 (or more); the other documents are not affected.",
        "the file has 5001 pages; the limit is 5000";
    PageUnread "page_unread" Warning,
        "A page of the PDF, or a part of one, is not in the text: it could not be read, or it is a picture.",
        "The other pages are in the tables; what the page says is not.",
        "Look at the page in a viewer; run OCR on the file if the page is a picture.",
        "page 2: it holds a picture and no text";
    Fault "fault" Error,
        "The program failed on this document: a fault of ours.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Report it with the document, please; the other documents are not affected.",
        "the program failed on this document; that is a fault of ours";
    NoItems "no_items" Error,
        "No agenda item was found, so the file does not look like an agenda or minutes.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Leave the file out if it is no meeting document; else add its way of writing item headings with --lexicon.",
        "none of 2 lines announces an agenda item";
    NotAMeeting "not_a_meeting" Error,
        "The file is no meeting document: a picture, an office file, a list of meetings or committees, data of another kind.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Leave the file out; where it is a meeting in a form that is not read, convert it to PDF or HTML first.",
        "3 numbered headings, but no recommendation, decision or case number, and nothing says agenda or minutes";
    TooDeep "too_deep" Error,
        "The page's elements lie deeper in each other than the limit allows.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Raise the limits with --raise-limits 2 (up to 4 for this one) if you trust the page; else save it again, or give its text.",
        "elements lie more than 256 deep in each other, which is the limit";
    TooMany "too_many" Error,
        "The document has more lines, elements, attributes or values than the limit allows.",
        "The file is in `documents` with status `rejected`, and in no other table.",
        "Split the document, or raise the limits with --raise-limits 2 (or more) if you trust it.",
        "a tag has more than 1000 attributes, which is the limit";
    MunicipalityUnknown "municipality_unknown" Error,
        "The document does not say clearly which municipality it comes from.",
        "The file is in `documents` with status `rejected`, and in no other table: a fact of nobody could be compared with nothing.",
        "Say it with --municipality NAME, for a folder with documents of that municipality only.",
        "no municipality is named clearly more than any other";
    DateUnknown "date_unknown" Warning,
        "No date of the meeting was found.",
        "`meetings.meeting_date` is null, and so is `meeting_date` in every table of the document; comparisons by time leave it out.",
        "Look at the document's header; the meeting's facts are published with a null date.",
        "no header or item tells the day of the meeting";
    CommitteeUnknown "committee_unknown" Warning,
        "The committee that met was not found.",
        "`meetings.committee` and `committee_key` are null; decisions of the meeting's own body have a null `body`.",
        "Look at the document's header; add the committee's form of name with --lexicon if it is an unusual one.",
        "no header or item names the body that met";
    CprNumber "cpr_number" Warning,
        "A number in the form of a civil registration number (CPR) stands in the text.",
        "The number is in `texts`, and in quotations of its passage, unless the data set was built with --redact.",
        "Look at the place; build with --redact to leave it out, and tell the municipality if it is somebody's.",
        "a number in CPR form";
    EmailAddress "email_address" Note,
        "An e-mail address stands in the text.",
        "The address is in `texts`, and in quotations of its passage, unless the data set was built with --redact.",
        "Nothing to do where it is an office's; else build with --redact to leave it out.",
        "an e-mail address";
    PhoneNumber "phone_number" Note,
        "A telephone number stands in the text.",
        "The number is in `texts`, and in quotations of its passage, unless the data set was built with --redact.",
        "Nothing to do where it is an office's; else build with --redact to leave it out.",
        "a telephone number";
    NameEscaped "name_escaped" Note,
        "The name of the file, or of a folder above it, holds bytes that are no text, a line end, or characters that steer a terminal or turn the direction of writing.",
        "`documents.source_path` and `problems.source_path` have their numbers instead, such as \\u{1b} or \\xff; nothing else depends on the name.",
        "Nothing to do; rename the file if you like, and look at where it came from.",
        "the file's name holds what cannot be shown";
    Mojibake "mojibake" Note,
        "Characters had been decoded wrongly before we got the file (\u{c3}\u{a6} for \u{e6}) and were put right.",
        "`texts` and all quotations have the characters that were meant.",
        "Nothing to do; documents.repaired_characters counts them.",
        "2 characters were put right";
    EncodingGuessed "encoding_guessed" Note,
        "The file is not UTF-8 and declares no encoding; Windows-1252 was assumed.",
        "The document is in the tables as read; `documents.encoding` says windows-1252.",
        "Save the file as UTF-8 if Danish letters look wrong.",
        "read as windows-1252";
    Unplaced "unplaced" Warning,
        "Text that could not be given to the header, the contents or an item.",
        "The text is in `segments` as `unplaced` and counts against `documents.placed_share`; no fact was read from it.",
        "Look at the place with tvaersnit explain; a lexicon entry usually places it.",
        "text between the header and the first item (29 bytes in its first line)";
    HeadingMissing "heading_missing" Note,
        "Text stands in an item before its first known section heading; it was placed by its form.",
        "The text is in `segments` with the section that its form speaks for, and with a null `heading`.",
        "Check the section; add the heading's words with --lexicon if there is one.",
        "text without a heading was taken for the account";
    ContentsMismatch "contents_mismatch" Note,
        "The table of contents and the items do not agree.",
        "The items are what the document's body has; nothing is added from the contents.",
        "Check the place; the tables follow the items.",
        "the contents announce 'Salg af areal', which no item is called";
    NumberGap "number_gap" Warning,
        "The running numbers of the items have a gap or run backwards.",
        "The items that were found are in the tables, in the document's order.",
        "Check whether an item is missing from the document or was not recognised.",
        "item 3 is followed by item 7";
    NumberRepeated "number_repeated" Warning,
        "Two items carry the same number.",
        "Both items are in the tables; `items.number` is as written, and the second `item_id` has a mark of its own.",
        "Check the place; the second item's id ends in -2.",
        "an earlier item has the number 1 too";
    HeadingDoubtful "heading_doubtful" Note,
        "A line inside an item has the form of an item's heading and the item's own number, and nothing else speaks for it.",
        "What stands below the line was read as a part of the item; no item was made of it.",
        "Look at the place: where another item begins there, give it a number of its own in the file.",
        "a line inside item 4 may announce another item 4";
    DecisionMissing "decision_missing" Note,
        "The minutes hold an item without any decision.",
        "The item has no row of its own body in `decisions`.",
        "Nothing to do if nothing was decided; else check the item's sections.",
        "item 4 holds no decision";
    DecisionUnclear "decision_unclear" Note,
        "A decision has no deciding word that we know; its outcome is 'other'.",
        "The decision is in `decisions` with `outcome` `other`.",
        "Read decisions.text; add the word with --lexicon if it is a usual one.",
        "no deciding word in 'Farven er blå.'";
    DecisionPointUnknown "decision_point_unknown" Note,
        "A decision names a point that the recommendation does not have.",
        "The decision is in `decisions` with its `point` as written, and a null `answers_verb`.",
        "Check both places.",
        "point 7 is decided but was not recommended";
    PriorDecisionUndated "prior_decision_undated" Note,
        "An earlier decision is quoted without a body or a date.",
        "The decision is in `decisions` with `prior` true and a null `body` or `decided_on`.",
        "Read the place; the fields are null.",
        "an earlier decision without body or day";
    RecommendationMissing "recommendation_missing" Note,
        "A section of recommendations holds nothing that is recommended.",
        "The item has no row in `recommendations`; `items.recommendation_text` has the section's words.",
        "Check the section.",
        "nothing recommended was found";
    FieldAgainstText "field_against_text" Note,
        "A field of the publishing system and the document's text disagree.",
        "`meetings.absent` has the members of both; `decisions.absent` has what each decision says.",
        "Check both places; the tables show both.",
        "Olga Pil is absent by the field, but no decision says so";
    TableUnread "table_unread" Warning,
        "A table could not be read with certainty; it is kept as text and gives no figures.",
        "The table is in `segments` as text, and gives no rows in `figures`.",
        "Read the place; tvaersnit explain shows what was seen.",
        "the columns of the row 'A\t12\t13' are not certain; it gives no figures";
    GrantsUnread "grants_unread" Warning,
        "An item has more amounts in running text than grants are looked for among.",
        "The item has no rows in `grants`; its amounts are in `figures`.",
        "Read the item for grants, and check that it is one item.",
        "2001 amounts in running text; grants are looked for among 2000 at most";
    UnitImpossible "unit_impossible" Warning,
        "An amount's unit cannot be right, so its value in kroner is null.",
        "The figure is in `figures` with its `raw` words; `value` and `value_dkk` are null.",
        "Read the sentence and decide what was meant.",
        "'2.195.000 mio. kr.' would be 2195000 times ten to the 6 kroner, which cannot be meant";
    SumMismatch "sum_mismatch" Note,
        "A stated total differs from the sum of its parts.",
        "All amounts are in `figures` as they stand; nothing is put right.",
        "Check both places; the tables show what the document says.",
        "the total '30.010' (30010.00 kr.) is not the sum of its parts (30000.00 kr.) in 'Beløb i kr.'";
    AmountContradicted "amount_contradicted" Note,
        "One amount is told with two values.",
        "Both amounts are in `figures`, neither as a repetition of the other.",
        "Check both places; the tables show both.",
        "the text tells '30.001 kr.', the table '30.000' (I alt, Beløb i kr.)";
    ShareMismatch "share_mismatch" Note,
        "A stated share is not the one that the amounts give.",
        "The share and both amounts are in `figures` as they stand.",
        "Check both places; the tables show what the document says.",
        "'26 %' is stated, but '25.000 kr.' of '100.000 kr.' is 25 %";
    CorrectionUnread "correction_unread" Warning,
        "A corrections file, or a line of it, cannot be read.",
        "The line changes nothing; the other lines are made.",
        "Give the file the columns id, field, value, who, why (and table, where you like) in UTF-8, a correction a line.",
        "line 2: the column id is empty";
    CorrectionRowGone "correction_row_gone" Warning,
        "No row has the id that a correction names: the document is not among the inputs, or is read otherwise than before.",
        "The correction changes nothing; the other ones are made.",
        "Look the row up again (tvaersnit trace, tvaersnit search) and write its id, or take the correction out.",
        "line 3: no row has the id '0123456789abcdef:figure:1-2'";
    CorrectionRowUnclear "correction_row_unclear" Warning,
        "Several rows have the short id that a correction names.",
        "The correction changes nothing; the other ones are made.",
        "Write the whole id: the values of all columns of the key, span_start too, with # between them.",
        "line 4: 2 rows of grant_conditions have this id; the first is 25bceb3fa246899a:grant:174-187:external_grant#220#318";
    CorrectionFieldUnknown "correction_field_unknown" Warning,
        "The table has no column of the name that a correction gives.",
        "The correction changes nothing; the other ones are made.",
        "Look the columns up: tvaersnit schema TABLE.",
        "line 5: the table figures has no column 'vaerdi' (did you mean 'value_dkk'?)";
    CorrectionFieldFixed "correction_field_fixed" Warning,
        "A correction would change an id, a place, the words of the document, or what such things are made of.",
        "The correction changes nothing; the other ones are made.",
        "Correct another column; what a whole document does not say (municipality, committee, day) is stated in sources.toml.",
        "line 6: figures.raw cannot be corrected";
    CorrectionValueInvalid "correction_value_invalid" Warning,
        "The value of a correction is none that the column can hold.",
        "The correction changes nothing; the other ones are made.",
        "Write the value as the contract has it: tvaersnit schema TABLE tells type and codes.",
        "line 7: decisions.effect: 'maybe' is none of withdrawn, rejected, postponed, approved, recommended, referred, noted, discussed, other, none";
    CorrectionOverridden "correction_overridden" Note,
        "A later correction of the same field counts instead.",
        "The field has the later correction's value.",
        "Take one of the two out.",
        "line 8: a later correction of the same field counts instead";
    CorrectionRedundant "correction_redundant" Note,
        "The program reads the value by itself now.",
        "The field has the value, as read from the document.",
        "Take the correction out, if you like; it changes nothing.",
        "line 9: decisions.outcome is so already";
}
