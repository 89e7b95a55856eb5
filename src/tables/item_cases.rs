//! `item_cases`: which items are one case.

use super::common::Source;
use super::record::table;
use crate::reuse::cases::CaseScope;

table! {
    "An item as a step of a case: through committees and council of its municipality, and, in a row of its own, across municipalities. An item without a case number that shares its title with no other is in no case."
    ItemCaseRow "item_cases" Across
    key [item_id, case_id]
    to [item_id -> items.item_id]
    {
        item_id: String, "The item.";
        case_id: String, "One for all items of the case: 360/27-00-00-a00-54-25; across municipalities with 'across/' before it.";
        ..Source;
        scope: String, "Whether the case is of one municipality or of several.", in [CaseScope::Municipality, CaseScope::Across].map(CaseScope::code);
        basis: String, "What joins the items: case number, title, shared text, topic.";
    }
}
