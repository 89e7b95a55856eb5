//! `decisions`: a row a decided point of a body.

use super::common::{Place, Source};
use super::reading::{Reading, count};
use super::recommendations::names;
use super::record::table;
use crate::facts::{Basis, Decision, Outcome};
use crate::value::Date;

table! {
    "A decided point of a body. '1.-3. Anbefales' is three rows."
    DecisionRow "decisions" Document
    key [decision_id]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        decision_id: String, "Id: document, kind, span and point.";
        item_id: String, "The item.";
        ..Source;
        point: Option<String>, "Number of the point, as the document numbers it; null where the item is decided as a whole.";
        body: Option<String>, "The body that decided.";
        decided_on: Option<Date>, "Day of the decision.";
        basis: String, "Whether body and day stand with the decision or come from the meeting; corrected where a user put a value of the row right.", in [Basis::Stated, Basis::Derived, Basis::Corrected].map(Basis::code);
        prior: bool, "True where the item quotes another body's earlier decision under its own heading.";
        outcome: String, "What the deciding words say.", in Outcome::ALL.map(Outcome::code);
        answers_verb: Option<String>, "Stem of the verb of the recommendation that is answered.";
        effect: String, "What it comes to, given what was recommended: 'Godkendt' to a recommendation to take note is noted. Comparisons use this.", in Outcome::ALL.map(Outcome::code);
        referred_to: Vec<String>, "Bodies that the decision sends the case on to; empty where none is named.";
        absent: Vec<String>, "Members named as absent from the decision; empty where none is named.";
        against: Vec<String>, "Parties or members against, 'A' for '(A)'; empty where none is named.";
        in_favour: Vec<String>, "Parties or members in favour; empty where none is named.";
        abstained: Vec<String>, "Parties or members who abstained; empty where none is named.";
        votes_for: Option<i32>, "Votes for, where counted.", unit "votes";
        votes_against: Option<i32>, "Votes against, where counted.", unit "votes";
        votes_abstained: Option<i32>, "Abstentions, where counted.", unit "votes";
        remark: Option<String>, "What the body added to the deciding words, folded.";
        text: String, "The decision: the exact words.";
        @ Place;
    }
}

impl DecisionRow {
    /// The row of one decided point of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, decision: &Decision) -> Self {
        Self {
            decision_id: reading.fact_id("decision", decision.span, decision.point.as_deref()),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            point: decision.point.clone(),
            body: decision.body.as_ref().map(|body| body.name.clone()),
            decided_on: decision.decided_on,
            basis: decision.basis.code().to_owned(),
            prior: decision.prior,
            outcome: decision.outcome.code().to_owned(),
            answers_verb: decision.answers_verb.clone(),
            effect: decision.effect.code().to_owned(),
            referred_to: names(&decision.referred_to),
            absent: decision.absent.clone(),
            against: decision.against.clone(),
            in_favour: decision.in_favour.clone(),
            abstained: decision.abstained.clone(),
            votes_for: decision.votes.in_favour.map(count),
            votes_against: decision.votes.against.map(count),
            votes_abstained: decision.votes.abstained.map(count),
            remark: reading.folded(decision.remark),
            text: reading.quote(decision.span),
            place: reading.place(decision.span),
        }
    }
}
