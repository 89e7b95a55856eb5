//! `item_cases`: which items are one case.

use super::common::Source;
use super::record::table;

table! {
    "An item as a step of a case: through committees and council, and across municipalities."
    ItemCaseRow "item_cases" Across
    key [item_id, case_id]
    to [item_id -> items.item_id]
    {
        item_id: String, "The item.";
        case_id: String, "One for all items of the case.";
        ..Source;
        basis: String, "What joins the items: case number, title, shared text.";
    }
}
