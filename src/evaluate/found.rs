//! What the data set holds, gathered the way gold is written: by document, then by item.

use std::collections::HashMap;

use super::frames::{
    AttachmentRow, ConditionRow, DecisionRow, DocumentRow, FigureRow, GrantRow, InstalmentRow,
    ItemRow, MeetingRow, RecommendationRow, Tables,
};

/// The rows of a data set by document.
#[derive(Debug)]
pub struct Found<'t> {
    documents: &'t [DocumentRow],
    meetings: HashMap<&'t str, &'t MeetingRow>,
    items: HashMap<&'t str, Vec<FoundItem<'t>>>,
}

/// An item with its facts.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "the fields are the contract's tables of the same names"
)]
pub struct FoundItem<'t> {
    pub row: &'t ItemRow,
    pub recommendations: Vec<&'t RecommendationRow>,
    pub decisions: Vec<&'t DecisionRow>,
    pub attachments: Vec<&'t AttachmentRow>,
    pub figures: Vec<&'t FigureRow>,
    pub grants: Vec<FoundGrant<'t>>,
}

/// A grant with its parts.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "the fields are the contract's tables of the same names"
)]
pub struct FoundGrant<'t> {
    pub row: &'t GrantRow,
    pub instalments: Vec<&'t InstalmentRow>,
    pub conditions: Vec<&'t ConditionRow>,
}

impl<'t> Found<'t> {
    /// The rows of `tables`, in the tables' order.
    #[must_use]
    pub fn of(tables: &'t Tables) -> Self {
        let meetings = tables.meetings.iter();
        Self {
            documents: &tables.documents,
            meetings: meetings
                .filter_map(|row| Some((row.document_id.as_deref()?, row)))
                .collect(),
            items: items(tables),
        }
    }

    /// The document with this id, if the data set has it.
    #[must_use]
    pub fn document_with_id(&self, id: &str) -> Option<&'t str> {
        self.documents
            .iter()
            .filter_map(|row| row.document_id.as_deref())
            .find(|has| *has == id)
    }

    /// The id of the document whose file has this name; of several, the last.
    #[must_use]
    pub fn document_named(&self, name: &str) -> Option<&'t str> {
        let named = |row: &&DocumentRow| {
            row.source_path
                .as_deref()
                .is_some_and(|path| path.rsplit('/').next() == Some(name))
        };
        self.documents
            .iter()
            .rev()
            .find(named)?
            .document_id
            .as_deref()
    }

    /// The document's meeting.
    #[must_use]
    pub fn meeting(&self, document: &str) -> Option<&'t MeetingRow> {
        self.meetings.get(document).copied()
    }

    /// The document's items, in the table's order.
    #[must_use]
    pub fn items(&self, document: &str) -> &[FoundItem<'t>] {
        self.items
            .get(document)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

fn items(tables: &Tables) -> HashMap<&str, Vec<FoundItem<'_>>> {
    let recommendations = by(&tables.recommendations, |row| row.item_id.as_deref());
    let decisions = by(&tables.decisions, |row| row.item_id.as_deref());
    let attachments = by(&tables.attachments, |row| row.item_id.as_deref());
    let figures = by(&tables.figures, |row| row.item_id.as_deref());
    let grants = grants(tables);
    let mut items: HashMap<&str, Vec<FoundItem<'_>>> = HashMap::new();
    for row in &tables.items {
        let (Some(document), Some(id)) = (row.document_id.as_deref(), row.item_id.as_deref())
        else {
            continue;
        };
        items.entry(document).or_default().push(FoundItem {
            row,
            recommendations: recommendations.get(id).cloned().unwrap_or_default(),
            decisions: decisions.get(id).cloned().unwrap_or_default(),
            attachments: attachments.get(id).cloned().unwrap_or_default(),
            figures: figures.get(id).cloned().unwrap_or_default(),
            grants: grants.get(id).cloned().unwrap_or_default(),
        });
    }
    items
}

fn grants(tables: &Tables) -> HashMap<&str, Vec<FoundGrant<'_>>> {
    let instalments = by(&tables.grant_instalments, |row| row.grant_id.as_deref());
    let conditions = by(&tables.grant_conditions, |row| row.grant_id.as_deref());
    let mut grants: HashMap<&str, Vec<FoundGrant<'_>>> = HashMap::new();
    for row in &tables.grants {
        let (Some(item), Some(id)) = (row.item_id.as_deref(), row.grant_id.as_deref()) else {
            continue;
        };
        grants.entry(item).or_default().push(FoundGrant {
            row,
            instalments: instalments.get(id).cloned().unwrap_or_default(),
            conditions: conditions.get(id).cloned().unwrap_or_default(),
        });
    }
    grants
}

fn by<R>(rows: &[R], key: impl Fn(&R) -> Option<&str>) -> HashMap<&str, Vec<&R>> {
    let mut groups: HashMap<&str, Vec<&R>> = HashMap::new();
    for row in rows {
        if let Some(key) = key(row) {
            groups.entry(key).or_default().push(row);
        }
    }
    groups
}
