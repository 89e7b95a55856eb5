//! Comparisons of money: given grants and figures, and the rows that the shipped questions make of them.

use super::compare::{decision, filled, item, meeting, rows};
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;

/// A row of `table` that belongs to `item`; `columns` and `values` are its own columns.
fn of_item(table: &str, item: &str, columns: &str, values: &str) -> String {
    format!(
        "INSERT INTO {table} (municipality_code, municipality, meeting_date, document_id, item_id, {columns})
         SELECT municipality_code, municipality, meeting_date, document_id, item_id, {values}
         FROM items WHERE item_id = '{item}'"
    )
}

/// A grant of `item`.
fn grant(item: &str, id: &str, kind: &str, columns: &str, values: &str) -> String {
    of_item(
        "grants",
        item,
        &format!("grant_id, kind, span_start, span_end, {columns}"),
        &format!("'{id}', '{kind}', 0, 1, {values}"),
    )
}

fn of_grant(table: &str, grant: &str, columns: &str, values: &str) -> String {
    format!(
        "INSERT INTO {table} (municipality_code, municipality, meeting_date, document_id, grant_id, span_start, span_end,
             {columns})
         SELECT municipality_code, municipality, meeting_date, document_id, grant_id, 0, 1, {values}
         FROM grants WHERE grant_id = '{grant}'"
    )
}

fn link(grant: &str, same_as: &str) -> String {
    format!(
        "INSERT INTO grant_links (municipality_code, municipality, meeting_date, document_id, grant_id, same_as, why)
         SELECT municipality_code, municipality, meeting_date, document_id, grant_id, '{same_as}', 'test'
         FROM grants WHERE grant_id = '{grant}'"
    )
}

const AMOUNTS: &str = "programme, funder, status, amount_applied_dkk, amount_awarded_dkk, co_financing_dkk, co_financing_pct,
    period_start, period_end, awarded_on, target_persons, supplement_to";

/// Anby's grant is told twice and has a supplement; Beby has meetings without one; Ceby has nothing.
fn ungeloeft() -> Engine {
    filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "5", "Midler til Ungeløftet", "Midler"),
        vec![
            decision("a/5", false, "noted", "noted", "[]", 1),
            grant(
                "a/5",
                "g1",
                "external_grant",
                AMOUNTS,
                "'Ungeløftet', 'STAR', 'awarded', 8000000, 6000000, NULL, 30, 2025, 2028, '2025-06', 150, NULL",
            ),
            of_grant(
                "grant_conditions",
                "g1",
                "threshold_pct, releases_pct, text",
                "50, 40, 'x'",
            ),
            of_grant(
                "grant_instalments",
                "g1",
                "year, amount_dkk",
                "2025, 1000000",
            ),
            of_grant(
                "grant_instalments",
                "g1",
                "year, amount_dkk",
                "2026, 5000000",
            ),
            of_item(
                "figures",
                "a/5",
                "figure_id, kind, raw, value, unit, found_in, sentence, basis, span_start, span_end",
                "'f1', 'percent', '75 %', 75, 'pct', 'prose', 'fik tilsagn, svarende til 75 % af det ansøgte', 'stated', 0, 1",
            ),
            link("g1", "g1"),
        ],
        meeting(1, "Anby", "b", "2026-06-02", "minutes", true),
        item("b", "13", "Status på Ungeløftet", "Status"),
        vec![
            grant(
                "b/13",
                "g2",
                "external_grant",
                AMOUNTS,
                "'Ungeløftet', 'STAR', 'awarded', NULL, 6000000, 2000000, NULL, 2025, 2028, '2025', NULL, NULL",
            ),
            grant(
                "b/13",
                "g3",
                "external_grant",
                AMOUNTS,
                "'Ungeløftet', 'STAR', 'awarded', NULL, 3000000, NULL, NULL, 2026, 2028, '2026-01', NULL, 'g2'",
            ),
            link("g2", "g1"),
            link("g3", "g3"),
        ],
        meeting(2, "Beby", "c", "2025-09-01", "minutes", true),
        item("c", "1", "Andet", "Andet"),
    ])
}

#[test]
fn a_grant_told_twice_is_one_row_and_its_supplement_another() {
    let engine = ungeloeft();
    let columns = [
        "municipality",
        "status",
        "applied_dkk",
        "awarded_dkk",
        "is_supplement",
        "share_told_pct",
        "share_computed_pct",
        "co_financing_pct",
        "period",
        "awarded_on",
        "persons",
        "dkk_per_person",
        "results_demanded",
        "instalments",
        "times_told",
        "effect",
    ];
    let found = rows(
        &engine,
        "ungeloeftet",
        &[("region", "Region Nord")],
        &columns,
    );
    assert_eq!(
        found[0],
        [
            "Anby",
            "grant found",
            "8000000.00",
            "6000000.00",
            "false",
            "75.000000",
            "75.0",
            "30.000000",
            "2025-2028",
            "2025-06",
            "150",
            "60000",
            "50 % reached releases 40 %",
            "2025: 1000000.00\n2026: 5000000.00",
            "2",
            "noted",
        ]
    );
    assert_eq!(found[1][2..5], ["", "3000000.00", "true"]);
    assert_eq!(
        found[1][11], "",
        "a supplement is counted with the grant that it adds to"
    );
    assert_eq!(found[2][..2], ["Beby", "none found in 1 meeting"]);
    assert_eq!(found[3][..2], ["Ceby", "no material"]);
    assert_eq!(found.len(), 4);
}

#[test]
fn grants_are_listed_once_by_funder() {
    let engine = ungeloeft();
    let columns = [
        "municipality",
        "funder",
        "awarded_dkk",
        "is_supplement",
        "times_told",
    ];
    assert_eq!(
        rows(&engine, "grants", &[], &columns),
        [
            ["Anby", "STAR", "6000000.00", "false", "2"],
            ["Anby", "STAR", "3000000.00", "true", "1"],
        ]
    );
}

#[test]
fn neutral_appropriations_stand_apart() {
    let own = "purpose, status, amount_applied_dkk, expense_dkk, income_dkk, net_dkk, funding, policy_area";
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "2", "Budgetopfølgning", "Budget"),
        vec![
            grant(
                "a/2",
                "g1",
                "appropriation",
                own,
                "'A', 'proposed', 2600000, 5200000, 2600000, 2600000, 'cash', '4.3'",
            ),
            grant(
                "a/2",
                "g2",
                "appropriation",
                own,
                "'B', 'proposed', 400000, 400000, NULL, NULL, 'cash', '4.3'",
            ),
            grant(
                "a/2",
                "g3",
                "appropriation",
                own,
                "'C', 'decided', 300000, 300000, 300000, 0, 'neutral', '4.3'",
            ),
        ],
        meeting(1, "Anby", "b", "2025-08-25", "minutes", true),
        item("b", "9", "Budgetopfølgning", "Budget"),
        vec![
            grant(
                "b/9",
                "g4",
                "appropriation",
                own,
                "'A', 'decided', 2600000, 5200000, 2600000, 2600000, 'cash', '4.3'",
            ),
            link("g4", "g1"),
        ],
    ]);
    let columns = [
        "policy_area",
        "funding",
        "status",
        "appropriations",
        "asked_dkk",
        "what",
    ];
    assert_eq!(
        rows(&engine, "appropriations", &[], &columns),
        [
            ["4.3", "cash", "decided", "1", "2600000.00", "A: 2600000.00"],
            ["4.3", "cash", "proposed", "1", "400000.00", "B: 400000.00"],
            [
                "4.3",
                "neutral",
                "decided",
                "1",
                "300000.00",
                "C: 300000.00"
            ],
        ]
    );
}

#[test]
fn deviations_and_large_amounts() {
    let money = "figure_id, kind, raw, value, unit, value_dkk, overspend_dkk, found_in, row_label, repeats, basis,
        span_start, span_end";
    let figure = |id: &str, values: &str| {
        of_item(
            "figures",
            "a/2",
            money,
            &format!("'{id}', 'money', {values}"),
        )
    };
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "2", "Budgetopfølgning", "Budget"),
        vec![
            "UPDATE municipalities SET population = 1000 WHERE municipality_code = 1".to_owned(),
            figure(
                "f1",
                "'-5,0', -5000000, 'DKK', -5000000, 5000000, 'table', 'Handicap', NULL, 'stated', 1, 2",
            ),
            figure(
                "f2",
                "'900', 900000000, 'DKK', 900000000, NULL, 'table', 'I alt', NULL, 'stated', 3, 4",
            ),
            figure(
                "f3",
                "'900 mio.', 900000000, 'DKK', 900000000, NULL, 'prose', NULL, 'f2', 'stated', 5, 6",
            ),
        ],
    ]);
    assert_eq!(
        rows(
            &engine,
            "budget_follow_up",
            &[],
            &["area", "overspend_dkk", "overspend_per_inhabitant"]
        ),
        [["Handicap", "5000000.00", "5000.0"]]
    );
    assert_eq!(
        rows(&engine, "largest_figures", &[], &["rank", "raw", "subject"]),
        [["1", "900", "I alt"], ["2", "-5,0", "Handicap"]]
    );
}

/// The whole path on the seeds: three distinct grants of Ungeløftet, and what the till pays.
#[test]
fn the_seeds_have_three_grants_of_ungeloeftet() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("data");
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds").into();
    build(
        &BuildSettings::new(vec![seeds], out.clone()),
        &Lexicon::built_in(),
        &|_| (),
    )
    .unwrap();
    let engine = Engine::open(&out).unwrap();
    let columns = [
        "municipality",
        "applied_dkk",
        "awarded_dkk",
        "is_supplement",
        "share_told_pct",
        "share_computed_pct",
        "co_financing",
        "period",
        "awarded_on",
        "persons",
        "times_told",
    ];
    let found = rows(&engine, "ungeloeftet", &[], &columns);
    assert_eq!(
        found[..3],
        [
            [
                "Lolland",
                "8321851.00",
                "5974640.00",
                "false",
                "70.000000",
                "71.8",
                "30.0 %",
                "2025-2028",
                "2025-06-17",
                "",
                "1"
            ],
            [
                "Slagelse",
                "7154000.00",
                "7154000.00",
                "false",
                "",
                "100.0",
                "2745000.00 kr.",
                "2025-2028",
                "2025-06",
                "175",
                "2"
            ],
            [
                "Slagelse",
                "",
                "4800000.00",
                "true",
                "",
                "",
                "",
                "2026-2028",
                "2026-01",
                "",
                "1"
            ],
        ]
    );
    let sums = engine
        .sql("SELECT funding, sum(amount_applied_dkk)::VARCHAR FROM grants WHERE kind = 'appropriation' GROUP BY ALL ORDER BY 1")
        .unwrap()
        .texts()
        .unwrap();
    assert_eq!(
        sums[0],
        [Some("cash".to_owned()), Some("24761000.00".to_owned())]
    );
    let national = engine
        .sql("SELECT count(*)::VARCHAR FROM grants WHERE greatest(amount_applied_dkk, amount_awarded_dkk) > 100000000")
        .unwrap()
        .texts()
        .unwrap();
    assert_eq!(national, [[Some("0".to_owned())]]);
}
