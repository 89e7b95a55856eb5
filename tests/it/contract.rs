//! `docs/contract.md` is what the registry says, and the registry holds every table and column that
//! was promised.

use tvaersnit::tables;

#[test]
fn the_page_is_the_one_that_the_registry_makes() {
    let page = include_str!("../../docs/contract.md");
    assert!(
        page == tables::contract_page(),
        "docs/contract.md is out of date; make it anew with `cargo run -- schema --markdown > docs/contract.md`"
    );
}

/// What others lean on. A name leaves this list only with a word in CHANGELOG.
const PROMISED: &[(&str, &str)] = &[
    (
        "documents",
        "document_id source_path source_format origin encoding repaired_characters layout status reason characters \
         placed_share municipality_basis",
    ),
    ("texts", "document_id text"),
    (
        "segments",
        "segment_id document_id item_id kind section heading page span_start span_end",
    ),
    (
        "meetings",
        "meeting_id document_id committee committee_key body_kind committee_term kind meeting_date date_basis \
         start_time location participants absent",
    ),
    (
        "items",
        "item_id meeting_id document_id position number title case_number case_system kle_subject kle_facet case_type \
         access summary recommendation_text decision_text span_start span_end",
    ),
    (
        "recommendations",
        "recommendation_id item_id point proposer addressee onward verb text span_start span_end",
    ),
    (
        "decisions",
        "decision_id item_id point body decided_on prior outcome answers_verb effect referred_to absent against \
         in_favour abstained votes_for votes_against votes_abstained remark text span_start span_end",
    ),
    (
        "route_steps",
        "item_id position body role planned_on span_start span_end",
    ),
    (
        "grants",
        "grant_id item_id point kind programme funder recipient purpose status supplement_to repayable \
         amount_applied_dkk amount_awarded_dkk expense_dkk income_dkk net_dkk funding co_financing_dkk \
         co_financing_pct period_start period_end awarded_on target_persons policy_area span_start span_end",
    ),
    (
        "grant_instalments",
        "grant_id year amount_dkk span_start span_end",
    ),
    (
        "grant_conditions",
        "grant_id threshold_pct releases_pct text span_start span_end",
    ),
    ("grant_evidence", "grant_id field span_start span_end"),
    (
        "figures",
        "figure_id item_id section kind raw value value_max unit per value_dkk value_max_dkk overspend_dkk qualifier \
         direction year period price_level subject found_in table_id row_label row_path column_label sentence repeats \
         basis span_start span_end",
    ),
    (
        "attachments",
        "attachment_id item_id position label title span_start span_end",
    ),
    (
        "legal_references",
        "reference_id item_id act paragraph text span_start span_end",
    ),
    (
        "problems",
        "problem_id document_id item_id severity code message remedy span_start span_end",
    ),
    (
        "corrections",
        "table_name row_id field item_id old_value new_value who why corrections_file span_start span_end",
    ),
    (
        "meeting_versions",
        "meeting_id meeting_key current superseded_by",
    ),
    ("grant_links", "grant_id same_as why"),
    ("item_cases", "item_id case_id scope basis"),
    (
        "item_topics",
        "item_id topic role reason hits in_title span_start span_end",
    ),
    (
        "shared_passages",
        "item_a item_b span_start span_end span_start_b span_end_b characters similarity \
         beginning beginning_b",
    ),
    (
        "item_overlap",
        "item_a item_b shared_share_a shared_share_b",
    ),
    (
        "item_differences",
        "item_id other_item_id words characters span_start span_end",
    ),
    (
        "coverage",
        "documents meetings items rejected first_date last_date",
    ),
    (
        "municipalities",
        "municipality_code municipality region_code region valid_from valid_to population population_on source",
    ),
];

#[test]
fn every_promised_table_and_column_is_there() {
    assert_eq!(PROMISED.len(), tables::ALL.len());
    for (name, promised) in PROMISED {
        let table = tables::find(name).unwrap_or_else(|| panic!("no table {name}"));
        let columns: Vec<_> = table.columns().iter().map(|column| column.name).collect();
        for column in promised.split_whitespace() {
            assert!(columns.contains(&column), "{name} has no column {column}");
        }
    }
}
