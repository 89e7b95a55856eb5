//! `item_topics`: which items are about a topic, and which only mention it.

use super::common::{Place, Source};
use super::reading::Reading;
use super::record::table;
use crate::topics::TopicHit;

table! {
    "A topic found in an item."
    ItemTopicRow "item_topics" Across
    key [item_id, topic]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        item_id: String, "The item.";
        topic: String, "Name of the topic.";
        ..Source;
        role: String, "Whether the item is about the topic or only mentions it.", in ["about", "mentions"];
        reason: String, "Why it has this role.";
        hits: i32, "How often words of the topic stand in the item.", unit "hits";
        in_title: bool, "Whether words of the topic stand in the title.";
        @ Place;
    }
}

impl ItemTopicRow {
    /// The row of `hit`; `None` where it is of no item of the document.
    #[must_use]
    pub fn of(reading: &Reading<'_>, hit: &TopicHit) -> Option<Self> {
        Some(Self {
            item_id: reading.item_id(hit.item)?,
            topic: hit.topic.clone(),
            source: reading.source.clone(),
            role: hit.role.code().to_owned(),
            reason: hit.reason.clone(),
            hits: i32::try_from(hit.hits).unwrap_or(i32::MAX),
            in_title: hit.in_title,
            place: reading.place(hit.first),
        })
    }
}
