//! `shared_passages` and `item_overlap`: text that two items share.

use super::common::{Place, Source};
use super::record::table;
use crate::value::Date;

table! {
    "A passage that two items share nearly word for word. Document, day and span without a letter are those of item_a."
    SharedPassageRow "shared_passages" Across
    key [item_a, item_b, span_start, span_start_b]
    to [item_a -> items.item_id, item_b -> items.item_id]
    {
        item_a: String, "The one item.";
        item_b: String, "The other item.";
        ..Source;
        document_id_b: String, "Document of item_b.";
        municipality_code_b: i32, "Official municipality code of item_b.";
        municipality_b: String, "Municipality of item_b.";
        meeting_date_b: Option<Date>, "Day of the meeting of item_b.";
        span_start_b: i32, "First code point of the passage in the text of item_b, from 0.", unit "code points";
        span_end_b: i32, "One past its last code point.", unit "code points";
        characters: i32, "Length of the passage.", unit "characters";
        similarity: f64, "How alike the two passages are; 1 is word for word.";
        @ Place;
    }
}

table! {
    "Two items that share text, with the share of each."
    ItemOverlapRow "item_overlap" Across
    key [item_a, item_b]
    to [item_a -> items.item_id, item_b -> items.item_id]
    {
        item_a: String, "The one item.";
        item_b: String, "The other item.";
        ..Source;
        document_id_b: String, "Document of item_b.";
        municipality_code_b: i32, "Official municipality code of item_b.";
        municipality_b: String, "Municipality of item_b.";
        meeting_date_b: Option<Date>, "Day of the meeting of item_b.";
        shared_share_a: f64, "Share of item_a's text that stands in item_b; 1 is all.";
        shared_share_b: f64, "Share of item_b's text that stands in item_a; 1 is all.";
    }
}
