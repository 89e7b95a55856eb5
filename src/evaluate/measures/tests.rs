//! Small gold files and rows, and the counts that must come of them.

use super::super::frames::Tables;
use super::super::gold;
use super::*;

/// `got` (rows of the item "i", by table) against `want` (fields of its gold): the measures that start
/// with `of`, as "measure right/gold/found".
fn check(of: &str, want: &str, got: &str, expect: &[&str]) {
    let gold = format!(
        r#"{{"document": "a.txt", "meeting": {{}}, "items": [{{"number": "7.", "title": "T", {want}}}]}}"#
    );
    let rows = format!(
        r#"{{"items": [{{"item_id": "i", "document_id": "d", "number": "7", "title": "T"}}], {got}}}"#
    );
    let tables = serde_json::from_str(&rows).expect(&rows);
    assert_eq!(counts(of, &gold, &tables), expect, "{want} against {got}");
}

fn counts(of: &str, gold: &str, tables: &Tables) -> Vec<String> {
    let file = gold::parse("a.json".to_owned(), gold.as_bytes()).expect(gold);
    let mut sheet = Sheet::default();
    measure(&file, &Found::of(tables), Some("d"), &mut sheet);
    let tallies = sheet.into_tallies().into_iter();
    tallies
        .filter(|(measure, _)| measure.starts_with(of))
        .map(|(measure, tally)| {
            format!(
                "{measure} {}/{}/{}",
                tally.right,
                tally.gold(),
                tally.found()
            )
        })
        .collect()
}

#[test]
fn meetings() {
    let gold = r#"{"document": "a.txt", "items": [], "meeting": {
        "municipality_code": 330, "committee": "Social-udvalget", "kind": "minutes", "date": "2025-08-13",
        "start_time": "16:00", "location": null, "participants": ["Ib Ø", "Bo"], "absent": ["Li"]}}"#;
    let rows = r#"{"meetings": [{"document_id": "d", "municipality_code": "330", "committee": "Socialudvalget",
        "meeting_date": "2025-08-14", "start_time": "16:00:00", "location": "Rådhuset", "participants": ["IB Ø", "Li"]}]}"#;
    let tables = serde_json::from_str(rows).unwrap();
    let expect = [
        "meeting.committee 1/1/1",
        "meeting.kind 0/1/0",
        "meeting.meeting_date 0/1/1",
        "meeting.municipality_code 1/1/1",
        "meeting.participants 1/2/2",
        "meeting.start_time 1/1/1",
    ];
    assert_eq!(counts("meeting", gold, &tables), expect);
}

#[test]
fn listed_items() {
    let rows = r#"{"items": [
        {"item_id": "1", "document_id": "d", "number": "1", "title": "Mødet"},
        {"item_id": "2", "document_id": "d", "number": "2", "title": "En anden"},
        {"item_id": "3", "document_id": "d", "number": "3", "title": "Tredje"},
        {"item_id": "4", "document_id": "other", "number": "4", "title": "Fjerde"}]}"#;
    let tables = serde_json::from_str(rows).unwrap();
    for (annotated, expect) in [
        (r#""all""#, ["items 1/2/3", "items.number_only 2/2/3"]),
        (r#"["1", 2]"#, ["items 1/2/2", "items.number_only 2/2/2"]),
    ] {
        let gold = format!(
            r#"{{"document": "a.txt", "meeting": {{}}, "items_annotated": {annotated}, "items": [
            {{"number": "1", "title": "MØDET!"}}, {{"number": "2", "title": "Anden"}}]}}"#
        );
        assert_eq!(counts("items", &gold, &tables), expect, "{annotated}");
    }
}

#[test]
fn fields_of_items() {
    let with = |field: &str| {
        let tables = format!(
            r#"{{"items": [{{"item_id": "i", "document_id": "d", "number": "1", "title": "T" {field}}}]}}"#
        );
        serde_json::from_str::<Tables>(&tables).unwrap()
    };
    for (of, want, got, expect) in [
        (
            "items.case",
            r#", "case_number": "25-1""#,
            r#", "case_number": "251""#,
            &["items.case_number 1/1/1"][..],
        ),
        (
            "items.case",
            r#", "case_number": null"#,
            r#", "case_number": "251""#,
            &["items.case_number 0/0/1"],
        ),
        ("items.case", r#", "case_number": null"#, "", &[]),
        (
            "items.marker",
            r#", "marker": "decision""#,
            r#", "case_type": "decision""#,
            &["items.marker 1/1/1"],
        ),
        (
            "items.marker",
            r#", "marker": "decision""#,
            r#", "case_type": "information""#,
            &["items.marker 0/1/1"],
        ),
        (
            "items.closed",
            r#", "access": "closed""#,
            r#", "access": "closed""#,
            &["items.closed 1/1/1"],
        ),
        (
            "items.closed",
            r#", "access": "open""#,
            r#", "access": "closed""#,
            &["items.closed 0/0/1"],
        ),
        (
            "items.closed",
            r#", "access": "open""#,
            r#", "access": "open""#,
            &[],
        ),
    ] {
        let gold = format!(
            r#"{{"document": "a.txt", "meeting": {{}}, "items": [{{"number": "1", "title": "T" {want}}}]}}"#
        );
        assert_eq!(
            counts(of, &gold, &with(got)),
            expect,
            "{want} against {got}"
        );
    }
}

#[test]
fn attachments() {
    for (want, got, expect) in [
        (
            r#"["Bilag 1 - Plan"]"#,
            r#"{"item_id": "i", "label": "Bilag 1", "title": "Plan"}"#,
            "attachments 1/1/1",
        ),
        (
            r#"["Plan"]"#,
            r#"{"item_id": "i", "label": "Bilag 1", "title": "Plan"}"#,
            "attachments 1/1/1",
        ),
        (
            r#"["Plan", "Plan"]"#,
            r#"{"item_id": "i", "title": "plan."}"#,
            "attachments 1/2/1",
        ),
        (
            r#"[]"#,
            r#"{"item_id": "i", "title": "Plan"}"#,
            "attachments 0/0/1",
        ),
        (
            r#"["Plan"]"#,
            r#"{"item_id": "elsewhere", "title": "Plan"}"#,
            "attachments 0/1/0",
        ),
    ] {
        check(
            "attachments",
            &format!(r#""attachments": {want}"#),
            &format!(r#""attachments": [{got}]"#),
            &[expect],
        );
    }
}

#[test]
fn recommendations() {
    let got = r#""recommendations": [{"item_id": "i", "text": "at **dagsordenen** godkendes"}]"#;
    for (want, expect) in [
        (
            r#"[{"starts": "dagsordenen god"}]"#,
            &["recommendations 1/1/1"][..],
        ),
        (
            r#"[{"starts": "sagen"}, {"starts": "dagsordenen"}]"#,
            &["recommendations 1/2/1"],
        ),
        ("[]", &["recommendations 0/0/1"]),
        (r#"[{"starts": null}]"#, &[]),
        (r#"[{"starts": "…"}, {"starts": "dagsordenen"}]"#, &[]),
    ] {
        check(
            "recommendations",
            &format!(r#""recommendations": {want}"#),
            got,
            expect,
        );
    }
}

#[test]
fn decisions() {
    let want = r#""decisions": [
        {"point": 1, "body": "Byrådet", "date": "2025-08-12", "prior": false, "outcome": "noted", "absent": ["Ib", "Bo"], "against": ["(A)"]},
        {"point": 2, "body": "Byrådet", "date": "2025-08-12", "prior": false, "outcome": "noted", "absent": ["Ib"], "against": []},
        {"point": null, "body": "Socialudvalget", "date": "2025-08-01", "prior": true, "outcome": "approved", "absent": [], "against": []}]"#;
    let got = r#""decisions": [
        {"item_id": "i", "point": "1", "body": "BYRÅDET", "decided_on": "2025-08-12", "prior": false, "outcome": "noted", "absent": ["Bo"], "against": ["A"]},
        {"item_id": "i", "point": null, "body": "Byrådet", "decided_on": "2025-08-12", "outcome": "noted", "absent": ["Ib", "Li"]},
        {"item_id": "i", "body": "Socialudvalget", "decided_on": "2025-08-01", "prior": true, "outcome": "rejected"}]"#;
    let expect = [
        "decisions 1/3/3",
        "decisions.absent 2/2/3",
        "decisions.against 1/1/1",
        "decisions.outcome_own 2/2/2",
        "decisions.prior 1/1/1",
    ];
    check("decisions", want, got, &expect);
}

#[test]
fn figures() {
    let want = r#""figures": [
        {"kind": "money", "raw": "1 kr.", "value_dkk": 1, "where": "prose"},
        {"kind": "money", "raw": "1,00 kr.", "value_dkk": 1.004, "where": "prose"},
        {"kind": "percent", "raw": "5 %", "value": 5, "where": "table", "row": "I alt", "column": "Andel"},
        {"kind": "count", "raw": "7", "value": 7, "where": "table", "row": "Børn", "column": "Antal"}]"#;
    let got = r#""figures": [
        {"item_id": "i", "kind": "money", "value": 1, "value_dkk": 1, "found_in": "prose"},
        {"item_id": "i", "kind": "money", "value": 2, "value_dkk": null, "found_in": "table", "row_label": "I alt"},
        {"item_id": "i", "kind": "percent", "value": 5, "found_in": "table", "row_label": "I ALT", "column_label": "andel"},
        {"item_id": "i", "kind": "count", "value": 7, "found_in": "table", "row_label": "Børn", "column_label": "Antal"}]"#;
    let expect = [
        "figures.money.prose 1/2/1",
        "figures.money.table 0/0/1",
        "figures.percent.prose 0/0/0",
        "figures.percent.table 1/1/1",
        "figures.table_cells 1/2/2",
    ];
    check("figures", want, got, &expect);
}

#[test]
fn grants() {
    let want = r#""grants": [
        {"kind": "external_grant", "amount_applied_dkk": 900, "amount_awarded_dkk": 500, "period_start": 2025,
         "awarded_on": "2025-06-17", "target_group": 175, "instalments": [{"year": 2025, "amount_dkk": 200}, {"year": 2026, "amount_dkk": 300}],
         "conditions": [{"threshold_pct": 50, "releases_pct": 40}]},
        {"kind": "appropriation", "instalments": [{"year": 2025, "amount_dkk": 7}]},
        {"kind": "appropriation", "amount_applied_dkk": 8}]"#;
    let got = r#""grants": [
        {"item_id": "i", "grant_id": "g", "kind": "external_grant", "amount_awarded_dkk": 500, "period_start": 2024,
         "period_end": 2028, "awarded_on": "2025-06", "target_persons": 175},
        {"item_id": "i", "grant_id": "h", "kind": "appropriation", "amount_awarded_dkk": 0, "amount_applied_dkk": 7},
        {"item_id": "i", "grant_id": "k", "kind": "appropriation"}],
        "grant_instalments": [{"grant_id": "g", "year": 2025, "amount_dkk": 200}, {"grant_id": "g", "year": 2027, "amount_dkk": 300}],
        "grant_conditions": [{"grant_id": "g", "threshold_pct": 50.0, "releases_pct": 40.0}]"#;
    let expect = [
        "grants.appropriation 1/2/2",
        "grants.external_grant 1/1/1",
        "grants.field.amount_applied_dkk 0/1/1",
        "grants.field.amount_awarded_dkk 1/1/2",
        "grants.field.awarded_on 1/1/1",
        "grants.field.conditions 1/1/1",
        "grants.field.instalments 1/3/2",
        "grants.field.period_end 0/0/1",
        "grants.field.period_start 0/1/1",
        "grants.field.target_group 1/1/1",
    ];
    check("grants", want, got, &expect);
}

#[test]
fn lists_that_gold_leaves_out_are_not_measured() {
    let got =
        r#""figures": [{"item_id": "i", "kind": "money", "value_dkk": 1, "found_in": "prose"}]"#;
    check("figures", r#""figures": null"#, got, &[]);
    check(
        "figures.money.prose",
        r#""figures": []"#,
        got,
        &["figures.money.prose 0/0/1"],
    );
}

#[test]
fn a_miss_stands_at_its_item_and_a_false_find_at_its_row() {
    let gold = r#"{"document": "a.txt", "meeting": {}, "items": [
        {"number": "1", "title": "T", "attachments": ["Plan"]}, {"number": "2", "title": "U", "attachments": ["Kort"]}]}"#;
    let rows = r#"{"items": [{"item_id": "i", "document_id": "d", "number": "1", "title": "T", "span_start": 5, "span_end": 90}],
        "attachments": [{"attachment_id": "x", "item_id": "i", "title": "Andet", "span_start": 7, "span_end": 12}]}"#;
    let tables: Tables = serde_json::from_str(rows).unwrap();
    let file = gold::parse("a.json".to_owned(), gold.as_bytes()).unwrap();
    let mut sheet = Sheet::default();
    measure(&file, &Found::of(&tables), Some("d"), &mut sheet);
    let tally = &sheet.into_tallies()["attachments"];
    let place = |table, id: &str, span| {
        Some(RowPlace {
            table,
            id: id.to_owned(),
            span: Some(span),
        })
    };
    assert_eq!(tally.missed[0].row, place("items", "i", (5, 90)));
    assert_eq!(tally.missed[1].row, None, "item 2 was not read at all");
    assert_eq!(tally.missed[1].place.item.as_deref(), Some("2"));
    assert_eq!(tally.false_finds[0].row, place("attachments", "x", (7, 12)));
}
