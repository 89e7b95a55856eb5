//! From a document and its minutes to all of its rows: one call a table.

use super::common::LooseSource;
use super::reading::{Reading, tell_apart};
use super::{
    AttachmentRow, CorrectionRow, DecisionRow, DocumentRow, FigureRow, GrantConditionRow,
    GrantEvidenceRow, GrantInstalmentRow, GrantRow, ItemRow, ItemTopicRow, LegalReferenceRow,
    MeetingRow, ProblemRow, RecommendationRow, RouteStepRow, SegmentRow, TextRow,
};
use crate::facts::Grant;
use crate::problem::Problem;
use crate::topics::TopicHit;

/// The rows that come from one file, table by table, in the document's order.
#[derive(Debug, Default)]
pub struct DocumentRows {
    /// `documents`.
    pub documents: Vec<DocumentRow>,
    /// `texts`.
    pub texts: Vec<TextRow>,
    /// `segments`.
    pub segments: Vec<SegmentRow>,
    /// `meetings`.
    pub meetings: Vec<MeetingRow>,
    /// `items`.
    pub items: Vec<ItemRow>,
    /// `recommendations`.
    pub recommendations: Vec<RecommendationRow>,
    /// `decisions`.
    pub decisions: Vec<DecisionRow>,
    /// `route_steps`.
    pub route_steps: Vec<RouteStepRow>,
    /// `grants`.
    pub grants: Vec<GrantRow>,
    /// `grant_instalments`.
    pub grant_instalments: Vec<GrantInstalmentRow>,
    /// `grant_conditions`.
    pub grant_conditions: Vec<GrantConditionRow>,
    /// `grant_evidence`.
    pub grant_evidence: Vec<GrantEvidenceRow>,
    /// `figures`.
    pub figures: Vec<FigureRow>,
    /// `attachments`.
    pub attachments: Vec<AttachmentRow>,
    /// `legal_references`.
    pub legal_references: Vec<LegalReferenceRow>,
    /// `problems`.
    pub problems: Vec<ProblemRow>,
    /// `corrections`.
    pub corrections: Vec<CorrectionRow>,
    /// `item_topics`.
    pub item_topics: Vec<ItemTopicRow>,
}

impl DocumentRows {
    /// The rows of a document that was read.
    #[must_use]
    pub fn of(reading: &Reading<'_>) -> Self {
        let minutes = reading.minutes;
        let mut rows = Self {
            documents: vec![DocumentRow::of(reading)],
            texts: vec![TextRow::of(reading)],
            segments: minutes
                .segments
                .iter()
                .map(|segment| SegmentRow::of(reading, segment))
                .collect(),
            meetings: vec![MeetingRow::of(reading)],
            problems: minutes
                .problems
                .iter()
                .map(|problem| ProblemRow::of(reading, problem))
                .collect(),
            ..Self::default()
        };
        for position in 0..minutes.items.len() {
            rows.add_item(reading, position);
        }
        rows.tell_apart();
        rows
    }

    /// The rows of a file that was rejected.
    #[must_use]
    pub fn of_rejected(source: LooseSource, source_path: &str, problem: &Problem) -> Self {
        Self {
            documents: vec![DocumentRow::of_rejected(
                source.clone(),
                source_path,
                problem,
            )],
            problems: vec![ProblemRow::of_rejected(source, source_path, problem)],
            ..Self::default()
        }
    }

    /// Adds what the document's items are about.
    pub fn add_topics(&mut self, reading: &Reading<'_>, hits: &[TopicHit]) {
        self.item_topics
            .extend(hits.iter().filter_map(|hit| ItemTopicRow::of(reading, hit)));
    }

    fn add_item(&mut self, reading: &Reading<'_>, position: usize) {
        let Some(item) = reading.minutes.items.get(position) else {
            return;
        };
        let row = ItemRow::of(reading, position, item);
        let id = row.item_id.as_str();
        self.recommendations.extend(
            item.recommendations
                .iter()
                .map(|point| RecommendationRow::of(reading, id, point)),
        );
        self.decisions.extend(
            item.decisions
                .iter()
                .map(|decision| DecisionRow::of(reading, id, decision)),
        );
        let steps = item.route.iter().enumerate();
        self.route_steps
            .extend(steps.map(|(at, step)| RouteStepRow::of(reading, id, at, step)));
        for grant in &item.grants {
            self.grants
                .push(GrantRow::of(reading, id, &item.grants, grant));
            self.add_grant_children(reading, grant);
        }
        let figures = item.figures.iter();
        self.figures
            .extend(figures.map(|figure| FigureRow::of(reading, id, &item.figures, figure)));
        let attachments = item.attachments.iter().enumerate();
        self.attachments.extend(
            attachments.map(|(at, attachment)| AttachmentRow::of(reading, id, at, attachment)),
        );
        let references = item.legal_references.iter();
        self.legal_references
            .extend(references.map(|reference| LegalReferenceRow::of(reading, id, reference)));
        self.items.push(row);
    }

    fn add_grant_children(&mut self, reading: &Reading<'_>, grant: &Grant) {
        let parts = grant.instalments.iter();
        self.grant_instalments
            .extend(parts.map(|part| GrantInstalmentRow::of(reading, grant, part)));
        let conditions = grant.conditions.iter();
        self.grant_conditions
            .extend(conditions.map(|condition| GrantConditionRow::of(reading, grant, condition)));
        let evidence = grant.evidence.iter();
        self.grant_evidence
            .extend(evidence.map(|evidence| GrantEvidenceRow::of(reading, grant, evidence)));
    }

    /// Two facts of one kind with the same words keep ids of their own.
    fn tell_apart(&mut self) {
        tell_apart(self.segments.iter_mut().map(|row| &mut row.segment_id));
        tell_apart(
            self.recommendations
                .iter_mut()
                .map(|row| &mut row.recommendation_id),
        );
        tell_apart(self.decisions.iter_mut().map(|row| &mut row.decision_id));
        tell_apart(
            self.attachments
                .iter_mut()
                .map(|row| &mut row.attachment_id),
        );
        tell_apart(
            self.legal_references
                .iter_mut()
                .map(|row| &mut row.reference_id),
        );
        tell_apart(self.problems.iter_mut().map(|row| &mut row.problem_id));
    }
}
