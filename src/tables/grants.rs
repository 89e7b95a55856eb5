//! `grants` and their children: money given to or by the municipality, as an item tells of it.

use super::common::{Place, Source};
use super::reading::Reading;
use super::record::table;
use crate::facts::{Condition, Evidence, Funding, Grant, GrantStatus, Instalment};
use crate::value::{Decimal, Kroner};

table! {
    "A grant or appropriation of the municipality told of in an item; told of several times in one item it is one row. A pool's national total is a figure, never a grant."
    GrantRow "grants" Document
    key [grant_id]
    to [item_id -> items.item_id, supplement_to -> grants.grant_id, document_id -> texts.document_id]
    {
        grant_id: String, "Id: document, kind and span.";
        item_id: String, "The item.";
        ..Source;
        point: Option<String>, "Number of the recommended point that asks for it.";
        kind: String, "external_grant: money from outside the municipality; appropriation: the municipality's own.", in ["external_grant", "appropriation"];
        programme: Option<String>, "Name of the pool or programme, as written.";
        funder: Option<String>, "Who gives the money, as written.";
        recipient: Option<String>, "Who receives it, where that is not the municipality.";
        purpose: Option<String>, "What it is for.";
        status: Option<String>, "How far it has come.", in ["applied", "awarded", "proposed", "decided"];
        supplement_to: Option<String>, "The grant of the same item that it adds to.";
        repayable: Option<bool>, "Whether it is, or may have to be, paid back.";
        amount_applied_dkk: Option<Kroner>, "Amount applied for; of an appropriation what is asked for (net where there is income).", unit "DKK";
        amount_awarded_dkk: Option<Kroner>, "Amount awarded; only where the document says that it was given.", unit "DKK";
        expense_dkk: Option<Kroner>, "Expense of an appropriation.", unit "DKK";
        income_dkk: Option<Kroner>, "Income of an appropriation, as a positive amount.", unit "DKK";
        net_dkk: Option<Kroner>, "Net of an appropriation: stated, or expense less income where both are.", unit "DKK";
        funding: Option<String>, "Who pays an appropriation: the till, nobody (income and expense cancel out), or somebody outside. No sum may count neutral ones as money from the till.", in ["cash", "neutral", "external"];
        co_financing_dkk: Option<Kroner>, "The municipality's own share, as an amount.", unit "DKK";
        co_financing_pct: Option<Decimal>, "The municipality's own share, in per cent.", unit "pct";
        period_start: Option<i32>, "First year for which the money is given.", unit "year";
        period_end: Option<i32>, "Last year for which the money is given.", unit "year";
        awarded_on: Option<String>, "When it was awarded: ISO 8601 to the day, month or year, as far as the document says.";
        target_persons: Option<i32>, "People whom it is to reach.", unit "persons";
        policy_area: Option<String>, "Policy area of the budget, as written: 4.2 Børn og Familie.";
        @ Place;
    }
}

table! {
    "The part of a grant that falls in a year."
    GrantInstalmentRow "grant_instalments" Document
    key [grant_id, year, span_start]
    to [grant_id -> grants.grant_id, document_id -> texts.document_id]
    {
        grant_id: String, "The grant.";
        ..Source;
        year: i32, "The year.", unit "year";
        amount_dkk: Kroner, "The amount.", unit "DKK";
        @ Place;
    }
}

table! {
    "A result that a grant demands, and what it releases."
    GrantConditionRow "grant_conditions" Document
    key [grant_id, span_start, span_end]
    to [grant_id -> grants.grant_id, document_id -> texts.document_id]
    {
        grant_id: String, "The grant.";
        ..Source;
        threshold_pct: Option<Decimal>, "Share that has to be reached.", unit "pct";
        releases_pct: Option<Decimal>, "Share of the grant that is then released.", unit "pct";
        text: String, "The condition: the exact words.";
        @ Place;
    }
}

table! {
    "The words that state a field of a grant."
    GrantEvidenceRow "grant_evidence" Document
    key [grant_id, field, span_start, span_end]
    to [grant_id -> grants.grant_id, document_id -> texts.document_id]
    {
        grant_id: String, "The grant.";
        ..Source;
        field: String, "Name of the column of grants.";
        @ Place;
    }
}

table! {
    "Which tellings are of one grant of one municipality: every grant has a row, a first telling points at itself. A sum over grants takes each same_as once."
    GrantLinkRow "grant_links" Across
    key [grant_id]
    to [grant_id -> grants.grant_id, same_as -> grants.grant_id]
    {
        grant_id: String, "The telling.";
        ..Source;
        same_as: String, "The first telling of the same grant.";
        why: String, "What the two have in common.";
    }
}

impl GrantRow {
    /// The row of one of the `grants` of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, grants: &[Grant], grant: &Grant) -> Self {
        let year = |year: Option<i16>| year.map(i32::from);
        let supplemented = grant.supplement_to.and_then(|at| grants.get(at));
        Self {
            grant_id: grant_id(reading, grant),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            point: grant.point.clone(),
            kind: grant.kind.code().to_owned(),
            programme: grant.programme.clone(),
            funder: grant.funder.clone(),
            recipient: grant.recipient.clone(),
            purpose: grant.purpose.clone(),
            status: grant.status.map(GrantStatus::code).map(str::to_owned),
            supplement_to: supplemented.map(|other| grant_id(reading, other)),
            repayable: grant.repayable,
            amount_applied_dkk: grant.amount_applied,
            amount_awarded_dkk: grant.amount_awarded,
            expense_dkk: grant.expense,
            income_dkk: grant.income,
            net_dkk: grant.net,
            funding: grant.funding.map(Funding::code).map(str::to_owned),
            co_financing_dkk: grant.co_financing,
            co_financing_pct: grant.co_financing_pct,
            period_start: year(grant.period_start),
            period_end: year(grant.period_end),
            awarded_on: grant.awarded_on.clone(),
            target_persons: grant.target_persons,
            policy_area: grant.policy_area.clone(),
            place: reading.place(grant.span),
        }
    }
}

impl GrantInstalmentRow {
    /// The row of a part of `grant`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, grant: &Grant, part: &Instalment) -> Self {
        Self {
            grant_id: grant_id(reading, grant),
            source: reading.source.clone(),
            year: i32::from(part.year),
            amount_dkk: part.amount,
            place: reading.place(part.span),
        }
    }
}

impl GrantConditionRow {
    /// The row of a result that `grant` demands.
    #[must_use]
    pub fn of(reading: &Reading<'_>, grant: &Grant, condition: &Condition) -> Self {
        Self {
            grant_id: grant_id(reading, grant),
            source: reading.source.clone(),
            threshold_pct: condition.threshold,
            releases_pct: condition.releases,
            text: reading.quote(condition.span),
            place: reading.place(condition.span),
        }
    }
}

impl GrantEvidenceRow {
    /// The row of the words that state a field of `grant`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, grant: &Grant, evidence: &Evidence) -> Self {
        Self {
            grant_id: grant_id(reading, grant),
            source: reading.source.clone(),
            field: evidence.field.to_owned(),
            place: reading.place(evidence.span),
        }
    }
}

/// An amount may stand for a grant and an appropriation: the kind tells them apart.
fn grant_id(reading: &Reading<'_>, grant: &Grant) -> String {
    reading.fact_id("grant", grant.span, Some(grant.kind.code()))
}
