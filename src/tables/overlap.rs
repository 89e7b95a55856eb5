//! `shared_passages`, `item_overlap`, `item_differences`: what two items share, and what one has that the other has not.

use super::common::{Place, Source};
use super::record::table;
use crate::value::Date;

/// Code points of a passage that its row quotes: enough to know it by, whatever its length.
pub const BEGINNING: i32 = 300;

table! {
    "A passage that two items of different municipalities share nearly word for word. Document, day and span without a letter are those of item_a. Compared are the sections that tell the case (not recommendation, decision, route, attachments) of current documents; wording that a municipality writes in three cases or more is left out."
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
        similarity: f64, "Share of the words of both places that agree; 1 is word for word.";
        beginning: String, "The first 300 code points of the passage as they stand in the text of item_a; all of a shorter one.";
        beginning_b: String, "The same in the text of item_b.";
        @ Place;
    }
}

table! {
    "Two items of different municipalities that share text (40 words at least), with the share of each."
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
        shared_share_a: f64, "Share of the words of item_a that stand in passages shared with item_b; 1 is all.";
        shared_share_b: f64, "Share of the words of item_b that stand in passages shared with item_a; 1 is all.";
    }
}

table! {
    "Words of an item that another item, which has half its text or more, has not: three words in a row at least. What stands here for every other item of a case is the item's own addition."
    ItemDifferenceRow "item_differences" Across
    key [item_id, other_item_id, span_start]
    to [item_id -> items.item_id, other_item_id -> items.item_id]
    {
        item_id: String, "The item that has the words.";
        other_item_id: String, "The item that has them not.";
        ..Source;
        words: i32, "How many words.", unit "words";
        characters: i32, "Length of the stretch.", unit "characters";
        @ Place;
    }
}
