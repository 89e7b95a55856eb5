//! All that the data set says of one topic, within the municipalities that the report answers for.

use super::cite::Passage;
use super::desk::Desk;
use super::grants::Grants;
use super::queries::{
    DecisionRow, FigureRow, ItemRow, MentionRow, RecommendationRow, RouteRow, SegmentRow, ask,
};
use super::route;
use super::shared::Shared;
use crate::compare::Engine;
use crate::report::ReportError;
use crate::report::model::EvidenceId;
use crate::report::request::TopicName;
use std::collections::{BTreeMap, BTreeSet};

/// A topic.
pub struct Topic {
    pub name: TopicName,
    /// Items about it, by municipality and day.
    pub items: Vec<ItemRow>,
    /// Items that only mention it.
    pub mentions: Vec<MentionRow>,
    /// Decided points of `items`, by item.
    pub decisions: BTreeMap<String, Vec<DecisionRow>>,
    /// Recommended points of `items`, by item.
    pub recommendations: BTreeMap<String, Vec<RecommendationRow>>,
    pub grants: Grants,
    pub figures: Vec<FigureRow>,
    pub route: Vec<RouteRow>,
    pub shared: Shared,
}

impl Topic {
    /// Asks the data set.
    ///
    /// # Errors
    /// DuckDB's words, or a fault of ours.
    pub fn load(
        engine: &Engine,
        desk: &mut Desk<'_>,
        name: &TopicName,
    ) -> Result<Self, ReportError> {
        let given: &[(&str, &str)] = &[("topic", &name.name)];
        let mut rows: Vec<ItemRow> = ask(engine, "items", given)?;
        rows.retain(|row| desk.covers(row.municipality_code));
        let mut segments: BTreeMap<String, Vec<SegmentRow>> = BTreeMap::new();
        for row in ask::<SegmentRow>(engine, "segments", given)? {
            segments.entry(row.item_id.clone()).or_default().push(row);
        }
        for row in &rows {
            let pieces = segments.remove(&row.item_id).unwrap_or_default();
            desk.sources.know(row, pieces);
        }
        let items: Vec<ItemRow> = rows
            .iter()
            .filter(|row| row.why == "about")
            .cloned()
            .collect();
        let about: BTreeSet<&str> = items.iter().map(|row| row.item_id.as_str()).collect();
        let mut mentions: Vec<MentionRow> = ask(engine, "mentions", given)?;
        mentions.retain(|row| desk.covers(row.municipality_code));
        let mut figures: Vec<FigureRow> = ask(engine, "figures", given)?;
        figures.retain(|row| about.contains(row.item_id.as_str()));
        Ok(Self {
            name: name.clone(),
            mentions,
            decisions: by_item(
                ask(engine, "decisions", given)?,
                &about,
                |row: &DecisionRow| &row.item_id,
            ),
            recommendations: by_item(
                ask(engine, "recommendations", given)?,
                &about,
                |row: &RecommendationRow| &row.item_id,
            ),
            grants: Grants::load(engine, desk, given)?,
            figures,
            route: route::load(engine, desk, &name.name)?,
            shared: Shared::load(engine, desk, given, &items)?,
            items,
        })
    }

    /// The topic's name as it stands in links.
    #[must_use]
    pub fn link(&self) -> String {
        let fits = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit();
        self.name
            .name
            .chars()
            .map(|char| if fits(char) { char } else { '-' })
            .collect()
    }

    /// Whether the municipality has an item about it.
    #[must_use]
    pub fn has_case(&self, code: i32) -> bool {
        self.items.iter().any(|item| item.municipality_code == code)
    }

    /// Municipalities with an item about it, by name.
    #[must_use]
    pub fn municipalities(&self) -> Vec<i32> {
        let mut codes: Vec<i32> = self
            .items
            .iter()
            .map(|item| item.municipality_code)
            .collect();
        codes.dedup();
        codes
    }

    /// The decided points of an item.
    #[must_use]
    pub fn decided(&self, item_id: &str) -> &[DecisionRow] {
        self.decisions.get(item_id).map_or(&[], Vec::as_slice)
    }

    /// The steps that an item plans or names, and that no meeting in the material took.
    pub fn plans(&self, item_id: &str) -> impl Iterator<Item = &RouteRow> {
        self.route
            .iter()
            .filter(move |step| route::is_plan(step) && step.item_id.as_deref() == Some(item_id))
    }

    /// Items that share text with another municipality's: item, share of its words, the nearest other.
    pub fn shared_texts(&self) -> impl Iterator<Item = (&ItemRow, f64, &str)> {
        self.items.iter().filter_map(|item| {
            let (share, other) = self.shared.nearest.get(&item.item_id)?;
            Some((item, *share, other.as_str()))
        })
    }
}

fn by_item<T>(
    rows: Vec<T>,
    about: &BTreeSet<&str>,
    item: impl Fn(&T) -> &String,
) -> BTreeMap<String, Vec<T>> {
    let mut by_item: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        if about.contains(item(&row).as_str()) {
            by_item.entry(item(&row).clone()).or_default().push(row);
        }
    }
    by_item
}

/// The passages of decided points.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn cite_decisions(
    desk: &mut Desk<'_>,
    rows: &[DecisionRow],
) -> Result<Vec<EvidenceId>, ReportError> {
    rows.iter()
        .map(|row| {
            let passage = Passage {
                start: row.span_start,
                end: row.span_end,
            };
            desk.sources
                .cite(&row.decision_id, &row.item_id, passage, Some(&row.text))
        })
        .collect()
}

/// The passages of recommended points.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn cite_recommendations(
    desk: &mut Desk<'_>,
    rows: &[RecommendationRow],
) -> Result<Vec<EvidenceId>, ReportError> {
    rows.iter()
        .map(|row| {
            let passage = Passage {
                start: row.span_start,
                end: row.span_end,
            };
            desk.sources.cite(
                &row.recommendation_id,
                &row.item_id,
                passage,
                Some(&row.text),
            )
        })
        .collect()
}
