//! `attachments`: a row a thing attached to an item.

use super::common::{Place, Source};
use super::reading::{Reading, count};
use super::record::table;
use crate::facts::Attachment;

table! {
    "Something attached to an item."
    AttachmentRow "attachments" Document
    key [attachment_id]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        attachment_id: String, "Id: document, kind and span.";
        item_id: String, "The item.";
        ..Source;
        position: i32, "Place among the item's attachments, from 1.";
        label: Option<String>, "Label where written: Bilag 1.";
        title: String, "Title, without the label.";
        @ Place;
    }
}

impl AttachmentRow {
    /// The row of the attachment at `position` (from 0) of the item called `item_id`.
    #[must_use]
    pub fn of(
        reading: &Reading<'_>,
        item_id: &str,
        position: usize,
        attachment: &Attachment,
    ) -> Self {
        Self {
            attachment_id: reading.fact_id("attachment", attachment.span, None),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            position: count(u32::try_from(position + 1).unwrap_or(u32::MAX)),
            label: attachment.label.clone(),
            title: attachment.title.clone(),
            place: reading.place(attachment.span),
        }
    }
}
