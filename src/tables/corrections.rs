//! `corrections`: a row a value that a user put right.

use super::common::{PerhapsPlace, Source};
use super::record::table;

table! {
    "A value that a user's corrections file put right. The row that it names holds the new value; this one tells what the program had read, who says otherwise, and why."
    CorrectionRow "corrections" Document
    key [table_name, row_id, field]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        table_name: String, "The table of the row that was put right.";
        row_id: String, "Its id: the value of its key; where several columns are the key, their values with # between them.";
        field: String, "The column.";
        item_id: Option<String>, "The item of the row, where it has one.";
        ..Source;
        old_value: Option<String>, "What the program read, in words; a list as JSON.";
        new_value: Option<String>, "What the row says now.";
        who: Option<String>, "Who says so.";
        why: Option<String>, "Why.";
        corrections_file: String, "The file that says it, relative to the input root.";
        @ PerhapsPlace;
    }
}
