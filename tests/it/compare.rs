//! Comparisons: given rows and expected rows, parameters, forms of answers, and SQL that tries to get out.

use std::collections::BTreeMap;
use tvaersnit::compare::{CompareError, Default, Engine, Format, Query, VIEWS, named, queries};
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;

/// An engine with every table of the contract, filled by `rows` (SQL).
fn engine(rows: &[&str]) -> Engine {
    let engine = Engine::empty().expect("OK because the tables come from the registry");
    for statement in rows {
        engine
            .sql(statement)
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    engine
}

/// Three municipalities of one region, two of which have material, and one of another region.
const MUNICIPALITIES: &str = "INSERT INTO municipalities (municipality_code, municipality, region, valid_from, valid_to)
    VALUES (1, 'Anby', 'Region Nord', '2007-01-01', '2026-12-31'), (1, 'Anby', 'Region Ny', '2027-01-01', NULL),
           (2, 'Beby', 'Region Nord', '2007-01-01', NULL), (3, 'Ceby', 'Region Nord', '2007-01-01', NULL),
           (4, 'Deby', 'Region Syd', '2007-01-01', NULL)";

/// A document with its meeting: `id` names both, `current` says whether comparisons read it.
pub(super) fn meeting(
    code: i32,
    name: &str,
    id: &str,
    date: &str,
    kind: &str,
    current: bool,
) -> Vec<String> {
    let common = format!("{code}, '{name}', DATE '{date}'");
    let into = |table: &str, columns: &str, values: &str| {
        format!(
            "INSERT INTO {table} (municipality_code, municipality, meeting_date, {columns}) VALUES ({common}, {values})"
        )
    };
    vec![
        into(
            "documents",
            "document_id, source_path, status",
            &format!("'{id}', '{id}.txt', 'ok'"),
        ),
        into(
            "meetings",
            "meeting_id, document_id, committee, committee_key, kind",
            &format!("'{id}', '{id}', 'Socialudvalget', 'socialudvalget', '{kind}'"),
        ),
        into(
            "meeting_versions",
            "meeting_id, meeting_key, current",
            &format!("'{id}', 'key', {current}"),
        ),
    ]
}

/// An item of the meeting `meeting` whose text is `text`.
pub(super) fn item(meeting: &str, number: &str, title: &str, text: &str) -> Vec<String> {
    let length = text.chars().count();
    let from = format!("FROM meetings WHERE meeting_id = '{meeting}'");
    let common = "municipality_code, municipality, meeting_date, document_id";
    vec![
        format!(
            "INSERT INTO items ({common}, item_id, meeting_id, position, number, title, access, span_start, span_end)
             SELECT {common}, '{meeting}/{number}', meeting_id, 1, '{number}', '{title}', 'open', 0, {length} {from}"
        ),
        format!(
            "INSERT INTO texts ({common}, text) SELECT {common}, '{text}' {from}"
        ),
    ]
}

fn about(item: &str, topic: &str) -> String {
    format!(
        "INSERT INTO item_topics (municipality_code, municipality, meeting_date, document_id, item_id, topic, role, reason,
             hits, in_title, span_start, span_end)
         SELECT municipality_code, municipality, meeting_date, document_id, item_id, '{topic}', 'about', 'in the title',
             1, true, 0, 1 FROM items WHERE item_id = '{item}'"
    )
}

/// A decided point of `item` with its outcome, what it comes to and where it is sent.
pub(super) fn decision(
    item: &str,
    prior: bool,
    outcome: &str,
    effect: &str,
    referred_to: &str,
    place: u32,
) -> String {
    format!(
        "INSERT INTO decisions (municipality_code, municipality, meeting_date, document_id, decision_id, item_id, prior,
             outcome, effect, referred_to, absent, against, in_favour, abstained, text, span_start, span_end)
         SELECT municipality_code, municipality, meeting_date, document_id, '{item}:{place}', item_id, {prior},
             '{outcome}', '{effect}', {referred_to}, [], [], [], [], 'Ordene', {place}, {place} + 1
         FROM items WHERE item_id = '{item}'"
    )
}

/// Two items that share text: the share of each.
fn overlap(a: &str, b: &str, share_a: f64, share_b: f64) -> String {
    format!(
        "INSERT INTO item_overlap (municipality_code, municipality, document_id, item_a, item_b, shared_share_a,
             shared_share_b)
         SELECT municipality_code, municipality, document_id, item_id, '{b}', {share_a}, {share_b}
         FROM items WHERE item_id = '{a}'"
    )
}

/// Words of `item` that `other` has not, by their place.
fn lacks(item: &str, other: &str, start: usize, end: usize) -> String {
    format!(
        "INSERT INTO item_differences (municipality_code, municipality, document_id, item_id, other_item_id, words,
             characters, span_start, span_end)
         SELECT municipality_code, municipality, document_id, item_id, '{other}', 3, 9, {start}, {end}
         FROM items WHERE item_id = '{item}'"
    )
}

fn case(item: &str, case: &str) -> String {
    format!(
        "INSERT INTO item_cases (municipality_code, municipality, document_id, item_id, case_id, scope, basis)
         SELECT municipality_code, municipality, document_id, item_id, '{case}', 'municipality', 'case number'
         FROM items WHERE item_id = '{item}'"
    )
}

/// A step of `item`'s way, as announced; `day` is SQL.
fn step(item: &str, position: u32, body: &str, day: &str) -> String {
    format!(
        "INSERT INTO route_steps (municipality_code, municipality, meeting_date, document_id, item_id, position, body,
             role, planned_on, span_start, span_end)
         SELECT municipality_code, municipality, meeting_date, document_id, item_id, {position}, '{body}', 'decides',
             {day}, 0, 1 FROM items WHERE item_id = '{item}'"
    )
}

pub(super) fn filled(rows: Vec<Vec<String>>) -> Engine {
    let rows: Vec<String> = rows.into_iter().flatten().collect();
    let mut all = vec![MUNICIPALITIES];
    all.extend(rows.iter().map(String::as_str));
    engine(&all)
}

fn parameters(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

/// The rows of the query `name`, of which only `columns` are looked at; null is "".
pub(super) fn rows(
    engine: &Engine,
    name: &str,
    given: &[(&str, &str)],
    columns: &[&str],
) -> Vec<Vec<String>> {
    let query = named(name).expect("OK because the query is shipped");
    let answer = engine
        .run(&query, &parameters(given))
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let at: Vec<usize> = columns
        .iter()
        .map(|column| {
            answer
                .columns()
                .iter()
                .position(|known| known == column)
                .unwrap_or_else(|| panic!("{column}"))
        })
        .collect();
    let texts = answer.texts().expect("OK because the columns are plain");
    texts
        .into_iter()
        .map(|row| {
            at.iter()
                .map(|at| row[*at].clone().unwrap_or_default())
                .collect()
        })
        .collect()
}

#[test]
fn every_municipality_of_the_region_is_a_row() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item(
            "a",
            "12",
            "Status på rammeaftalen",
            "Status på rammeaftalen",
        ),
        vec![
            about("a/12", "rammeaftale_status"),
            decision("a/12", false, "recommended", "noted", "['Byrådet']", 3),
        ],
        vec![decision("a/12", true, "approved", "approved", "[]", 1)],
        meeting(2, "Beby", "b", "2025-09-01", "minutes", true),
        // Before KKR took note: another case, and no meeting of the period.
        meeting(2, "Beby", "c", "2025-06-01", "minutes", true),
        item("c", "3", "Rammeaftale: status", "Rammeaftale: status"),
        vec![about("c/3", "rammeaftale_status")],
    ]);
    let columns = [
        "municipality",
        "status",
        "meetings_searched",
        "days_since_noted",
        "outcome",
        "effect",
        "next_step",
        "next_step_basis",
        "document",
    ];
    assert_eq!(
        rows(
            &engine,
            "rammeaftale",
            &[("region", "Region Nord")],
            &columns
        ),
        [
            [
                "Anby",
                "case found",
                "1",
                "50",
                "recommended",
                "noted",
                "Byrådet",
                "decided",
                "a.txt"
            ],
            [
                "Beby",
                "none found in 1 meeting",
                "1",
                "",
                "",
                "",
                "",
                "",
                ""
            ],
            ["Ceby", "no material", "0", "", "", "", "", "", ""],
        ]
    );
}

#[test]
fn an_agenda_and_its_minutes_do_not_count_twice() {
    let engine = filled(vec![
        meeting(1, "Anby", "agenda", "2025-08-07", "agenda", false),
        item(
            "agenda",
            "1",
            "Rammeaftalens status",
            "Rammeaftalens status",
        ),
        meeting(1, "Anby", "minutes", "2025-08-07", "minutes", true),
        item(
            "minutes",
            "1",
            "Rammeaftalens status",
            "Rammeaftalens status",
        ),
        vec![
            about("agenda/1", "rammeaftale_status"),
            about("minutes/1", "rammeaftale_status"),
        ],
    ]);
    let found = rows(
        &engine,
        "rammeaftale",
        &[("region", "Region Ny")],
        &["municipality", "item_id"],
    );
    assert_eq!(found, [["Anby", "minutes/1"]]);
    assert_eq!(
        engine
            .sql("SELECT count(*) FROM current_items")
            .unwrap()
            .texts()
            .unwrap()[0][0]
            .as_deref(),
        Some("1")
    );
}

#[test]
fn the_next_step_is_the_body_behind_this_one_unless_the_decision_says_more() {
    let step = |position: u32, body: &str| {
        format!(
            "INSERT INTO route_steps (municipality_code, municipality, meeting_date, document_id, item_id, position, body,
                 role, span_start, span_end)
             SELECT municipality_code, municipality, meeting_date, document_id, item_id, {position}, '{body}',
                 'competence', 0, 1 FROM items WHERE item_id = 'a/1'"
        )
    };
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "1", "Sag", "Sag"),
        vec![
            step(1, "Børneudvalget"),
            step(2, "Socialudvalget"),
            step(3, "Byrådet"),
        ],
    ]);
    let found = engine
        .sql("SELECT next_step, next_step_basis, route_planned FROM item_handling")
        .unwrap()
        .texts()
        .unwrap();
    let found: Vec<_> = found[0].iter().flatten().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "Byrådet",
            "planned",
            "Børneudvalget → Socialudvalget → Byrådet"
        ]
    );
}

#[test]
fn words_are_found_in_title_and_text_and_topics_by_name() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "1", "Midler til UNGELØFTET", "Midler til UNGELØFTET"),
        meeting(1, "Anby", "b", "2025-08-08", "minutes", true),
        item(
            "b",
            "2",
            "Andet",
            "Andet. Se kommunal\nungeindsats og ungeløftet.",
        ),
        meeting(2, "Beby", "c", "2025-08-09", "minutes", true),
        item("c", "3", "Botilbud", "Botilbud 100% (A+B)"),
        vec![about("c/3", "botilbud")],
    ]);
    for (word, want) in [
        (
            "Ungeløftet",
            &[
                "Anby|case found|title",
                "Anby|only mentioned|text",
                "Beby|none found in 1 meeting|",
            ][..],
        ),
        (
            "kommunal ungeindsats",
            &["Anby|only mentioned|text", "Beby|none found in 1 meeting|"],
        ),
        (
            "botilbud",
            &["Beby|case found|title", "Anby|none found in 2 meetings|"],
        ),
        // A user's word is words, no pattern and no SQL.
        (
            "100% (A+B)",
            &["Beby|only mentioned|text", "Anby|none found in 2 meetings|"],
        ),
        (
            ".*",
            &[
                "Anby|none found in 2 meetings|",
                "Beby|none found in 1 meeting|",
            ],
        ),
        (
            "' OR true --",
            &[
                "Anby|none found in 2 meetings|",
                "Beby|none found in 1 meeting|",
            ],
        ),
    ] {
        let given = [("region", "Region Nord"), ("word", word)];
        let found = rows(
            &engine,
            "handling",
            &given,
            &["municipality", "status", "found_in"],
        );
        let found: Vec<String> = found
            .iter()
            .map(|row| row.join("|"))
            .filter(|row| !row.starts_with("Ceby"))
            .collect();
        assert_eq!(found, want, "{word}");
    }
}

#[test]
fn shares_of_decisions_have_their_denominator() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "1", "Sag", "Sag"),
        item("a", "2", "Sag", "Sag"),
        vec![
            decision("a/1", false, "approved", "noted", "[]", 1),
            decision("a/1", false, "approved", "noted", "[]", 2),
            decision("a/1", false, "noted", "noted", "[]", 3),
            decision("a/1", true, "rejected", "rejected", "[]", 4),
        ],
        meeting(2, "Beby", "b", "2025-08-07", "agenda", true),
        item("b", "1", "Sag", "Sag"),
    ]);
    let columns = [
        "municipality",
        "case_type",
        "effect",
        "outcome",
        "decisions",
        "decisions_of_type",
        "share_pct",
        "items_of_type",
        "items_undecided",
    ];
    assert_eq!(
        rows(&engine, "decisions", &[], &columns),
        [
            [
                "Anby",
                "not marked",
                "noted",
                "approved",
                "2",
                "3",
                "66.7",
                "2",
                "1"
            ],
            [
                "Anby",
                "not marked",
                "noted",
                "noted",
                "1",
                "3",
                "33.3",
                "2",
                "1"
            ],
        ]
    );
    assert!(rows(&engine, "decisions", &[("region", "Region Syd")], &columns).is_empty());
}

#[test]
fn coverage_lists_the_region_and_what_lies_outside() {
    let covered = "INSERT INTO coverage (municipality_code, municipality, committee_key, committee, month, documents, meetings,
        items, rejected, first_date, last_date) VALUES
        (1, 'Anby', 's', 'Socialudvalget', '2025-08', 2, 1, 9, 0, '2025-08-07', '2025-08-07'),
        (1, 'Anby', 's', 'Socialudvalget', '2025-10', 1, 1, 7, 0, '2025-10-07', '2025-10-07'),
        (4, 'Deby', 's', 'Socialudvalget', '2025-10', 1, 1, 5, 0, '2025-10-07', '2025-10-07'),
        (NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 2, NULL, NULL)";
    let engine = engine(&[MUNICIPALITIES, covered]);
    let columns = [
        "municipality",
        "status",
        "meetings",
        "items",
        "rejected",
        "months",
        "months_between",
    ];
    assert_eq!(
        rows(&engine, "coverage", &[("region", "Region Nord")], &columns),
        [
            ["Anby", "material", "2", "16", "0", "2", "3"],
            ["Beby", "no material", "0", "0", "0", "0", ""],
            ["Ceby", "no material", "0", "0", "0", "0", ""],
            ["Deby", "material", "1", "5", "0", "1", "1"],
            ["", "no material", "0", "0", "2", "0", ""],
        ]
    );
    assert_eq!(
        engine.material().unwrap(),
        "Material: 3 meetings of 2 municipalities, 2025-08-07 to 2025-10-07; 2 files could not be read"
    );
}

#[test]
fn sections_quote_their_words() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-07", "minutes", true),
        item("a", "1", "Sag", "Æbler\nØkonomi: ingen"),
        vec![
            "INSERT INTO segments (municipality_code, municipality, meeting_date, document_id, segment_id, item_id, kind,
                 section, heading, span_start, span_end)
             VALUES (1, 'Anby', '2025-08-07', 'a', 's', 'a/1', 'section', 'economy', 'Økonomi', 15, 20)"
                .to_owned(),
        ],
    ]);
    let found = engine
        .sql("SELECT section, heading, text FROM item_sections")
        .unwrap()
        .texts()
        .unwrap();
    assert_eq!(
        found[0].iter().flatten().collect::<Vec<_>>(),
        ["economy", "Økonomi", "ingen"]
    );
}

#[test]
fn parameters_are_known_and_given() {
    let engine = engine(&[]);
    let own = Query::read(
        "own",
        "-- Q?\n-- param a -- first\n-- param b = 2 -- second\nSELECT $a || $b || $c AS x",
    )
    .unwrap();
    for (given, want) in [
        (
            &[][..],
            "own needs a value for a (first), c; give it with --param NAME=VALUE",
        ),
        (&[("z", "1")], "own has no parameter 'z'; it has: a, b, c"),
    ] {
        assert_eq!(
            engine
                .run(&own, &parameters(given))
                .unwrap_err()
                .to_string(),
            want
        );
    }
    let answer = engine
        .run(&own, &parameters(&[("a", "x'; --"), ("c", "ø")]))
        .unwrap();
    assert_eq!(answer.texts().unwrap(), [[Some("x'; --2ø".to_owned())]]);
    let error = named("rammeaftal").unwrap_err().to_string();
    assert!(
        error.contains(
            "known are: appropriations, budget_follow_up, coverage, decisions, grants, handling, largest_figures, \
             rammeaftale, route, text_reuse, topics, ungeloeftet"
        ),
        "{error}"
    );
}

#[test]
fn one_statement_and_no_more() {
    let engine = engine(&[]);
    for (sql, found) in [
        ("", 0),
        ("-- nothing", 0),
        ("SELECT 1; SELECT 2", 2),
        ("SELECT ';' ; DROP TABLE items;", 2),
    ] {
        match engine.sql(sql) {
            Err(CompareError::Statements { found: count }) => assert_eq!(count, found, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    assert!(
        engine
            .sql("SELECT count(*) FROM items;\n-- the end")
            .is_ok()
    );
}

#[test]
fn sql_reaches_the_tables_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("secret.txt");
    std::fs::write(&secret, "secret").unwrap();
    let (secret, dir) = (secret.display(), dir.path().display());
    let engine = engine(&[]);
    for sql in [
        format!("SELECT * FROM read_text('{secret}')"),
        format!("SELECT * FROM read_blob('{secret}')"),
        format!("SELECT * FROM read_csv('{secret}')"),
        format!("SELECT * FROM '{secret}'"),
        format!("SELECT * FROM glob('{dir}/*')"),
        format!("SELECT * FROM read_parquet('{dir}/x.parquet')"),
        format!("COPY items TO '{dir}/out.csv'"),
        format!("COPY (SELECT 1) TO '{dir}/out.parquet' (FORMAT parquet)"),
        format!("COPY items FROM '{secret}'"),
        format!("EXPORT DATABASE '{dir}/out'"),
        format!("IMPORT DATABASE '{dir}/out'"),
        format!("ATTACH '{dir}/out.db' AS out"),
        format!("INSTALL '{dir}/x.duckdb_extension'"),
        format!("LOAD '{dir}/x.duckdb_extension'"),
        "INSTALL httpfs".to_owned(),
        "LOAD httpfs".to_owned(),
        "SELECT * FROM read_csv('http://127.0.0.1:9/x')".to_owned(),
        "SET enable_external_access = true".to_owned(),
        "RESET enable_external_access".to_owned(),
        "SET lock_configuration = false".to_owned(),
        "PRAGMA enable_external_access = true".to_owned(),
        format!("SET temp_directory = '{dir}'"),
        format!("SET profiling_output = '{dir}/profile.json'"),
        format!("PRAGMA log_query_path = '{dir}/log'"),
        "SELECT getenv('HOME')".to_owned(),
    ] {
        assert!(engine.sql(&sql).is_err(), "not refused: {sql}");
    }
    let left: Vec<_> = std::fs::read_dir(format!("{dir}"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left, ["secret.txt"]);
}

#[test]
fn answers_take_the_form_asked_for() {
    let engine = engine(&[]);
    let answer = engine
        .sql("SELECT 'Næstved' AS municipality, 5 AS n, ['a', 'b'] AS list, CAST(1.5 AS DECIMAL(18,2)) AS kroner, \
              DATE '2025-08-25' AS day, NULL::VARCHAR AS unknown, E'en|to\\nlinjer' AS text")
        .unwrap();
    let written = |format: Format| {
        let mut bytes = Vec::new();
        format.write(&answer, &mut bytes, 120).unwrap();
        bytes
    };
    for (format, want) in [
        (
            Format::Csv,
            "municipality,n,list,kroner,day,unknown,text\nNæstved,5,a; b,1.50,2025-08-25,,\"en|to\nlinjer\"\n",
        ),
        (
            Format::Json,
            "[{\"municipality\":\"Næstved\",\"n\":5,\"list\":[\"a\",\"b\"],\"kroner\":1.50,\"day\":\"2025-08-25\",\
             \"unknown\":null,\"text\":\"en|to\\nlinjer\"}]\n",
        ),
        (
            Format::Markdown,
            "| municipality | n | list | kroner | day | unknown | text |\n| --- | ---: | --- | ---: | --- | --- | --- |\n\
             | Næstved | 5 | a; b | 1.50 | 2025-08-25 |  | en\\|to<br>linjer |\n",
        ),
    ] {
        assert_eq!(
            String::from_utf8(written(format)).unwrap(),
            want,
            "{}",
            format.name()
        );
    }
    let table = String::from_utf8(written(Format::Table)).unwrap();
    assert!(table.contains("\nNæstved  "), "{table}");
    assert!(
        table.lines().all(|line| line.chars().count() <= 120),
        "{table}"
    );
    let records = String::from_utf8(written(Format::Records)).unwrap();
    assert!(
        records.contains("municipality  Næstved") && !records.contains("unknown"),
        "{records}"
    );
    assert_eq!(&written(Format::Parquet)[..4], b"PAR1");
    for (format, name, _) in Format::ALL {
        assert_eq!(name.parse(), Ok(format));
    }
    assert!(
        "xlsx"
            .parse::<Format>()
            .unwrap_err()
            .contains("known are: table, records")
    );
}

#[test]
fn the_registry_the_files_and_the_index_agree() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries");
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .filter_map(|entry| {
                entry
                    .file_name()
                    .to_str()?
                    .strip_suffix(".sql")
                    .map(str::to_owned)
            })
            .collect();
        names.sort();
        names
    };
    let shipped: Vec<String> = queries().into_iter().map(|query| query.name).collect();
    assert_eq!(
        shipped,
        names(folder),
        "src/compare/queries.rs and queries/*.sql"
    );
    let mut views = VIEWS.map(|view| view.name.to_owned());
    views.sort();
    assert_eq!(
        views.as_slice(),
        names(&format!("{folder}/views")),
        "src/compare/queries.rs and queries/views/*.sql"
    );
    let index = std::fs::read_to_string(format!("{folder}/README.md")).unwrap();
    for query in queries() {
        let row = format!("| [{0}]({0}.sql) | {1} |", query.name, query.question);
        assert!(index.contains(&row), "queries/README.md lacks: {row}");
    }
    for view in VIEWS {
        assert!(
            index.contains(&format!("| [{0}](views/{0}.sql) |", view.name)),
            "queries/README.md lacks {}",
            view.name
        );
    }
}

#[test]
fn every_query_says_its_question_and_runs_on_an_empty_data_set() {
    let engine = engine(&[]);
    for query in queries() {
        assert!(
            query.question.contains('?'),
            "{} asks no question",
            query.name
        );
        assert!(
            query.notes.iter().any(|note| note.starts_with("Grain: ")),
            "{} does not state its grain",
            query.name
        );
        let mut given = BTreeMap::new();
        for parameter in &query.parameters {
            assert!(
                !parameter.meaning.is_empty(),
                "{}: {} has no meaning",
                query.name,
                parameter.name
            );
            assert!(
                query.sql.contains(&format!("${}", parameter.name)),
                "{} does not use {}",
                query.name,
                parameter.name
            );
            if parameter.default == Default::Required {
                given.insert(parameter.name.clone(), "ord".to_owned());
            }
        }
        let answer = engine
            .run(&query, &given)
            .unwrap_or_else(|error| panic!("{}: {error}", query.name));
        for column in &query.overview {
            assert!(
                answer.columns().contains(&column.as_str()),
                "{} has no column {column}",
                query.name
            );
        }
    }
}

#[test]
fn a_missing_data_set_is_named_with_its_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let error = Engine::open(dir.path()).unwrap_err().to_string();
    assert!(
        error.contains("holds no data set; make one with: tvaersnit build"),
        "{error}"
    );
    std::fs::write(dir.path().join("items.parquet"), "").unwrap();
    let error = Engine::open(dir.path()).unwrap_err().to_string();
    assert!(error.contains("lacks the table 'documents'"), "{error}");
}

/// A table may be one file or a folder of files, and only the tables that the SQL names are read.
#[test]
fn a_table_is_a_file_or_a_folder_of_files() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, title: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let answer = engine(&[])
            .sql(&format!("SELECT '{title}' AS title"))
            .unwrap();
        Format::Parquet
            .write(&answer, &mut std::fs::File::create(path).unwrap(), 0)
            .unwrap();
    };
    write("items/part_year=2024/part-0.parquet", "a");
    write("items/part_year=2025/part-0.parquet", "b");
    write("it's [one]/items.parquet", "c");
    for (folder, want) in [("", "a,b"), ("it's [one]", "c")] {
        let engine = Engine::open_for(&dir.path().join(folder), &["SELECT * FROM items"]).unwrap();
        let found = engine
            .sql("SELECT string_agg(COLUMNS(*), ',' ORDER BY title) FROM items")
            .unwrap()
            .texts()
            .unwrap();
        assert_eq!(found, [[Some(want.to_owned())]]);
    }
}

#[test]
fn what_a_municipality_added_and_left_out_of_a_common_text() {
    let text = "Sag. en to tre fire fem seks";
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-01", "minutes", true),
        item("a", "1", "Rammeaftale", text),
        meeting(2, "Beby", "b", "2025-08-02", "minutes", true),
        item("b", "1", "Rammeaftale", text),
        meeting(3, "Ceby", "c", "2025-08-03", "minutes", true),
        item("c", "1", "Rammeaftale", "Sag. en to tre egne ord fra Ceby"),
        ["a/1", "b/1", "c/1"]
            .map(|item| about(item, "rammeaftale_status"))
            .to_vec(),
        vec![
            overlap("a/1", "b/1", 1.0, 1.0),
            overlap("a/1", "c/1", 0.7, 0.6),
            overlap("b/1", "c/1", 0.7, 0.6),
            // "fire fem seks" stands in two of three, "egne ord fra Ceby" in one.
            lacks("a/1", "c/1", 15, 28),
            lacks("b/1", "c/1", 15, 28),
            lacks("c/1", "a/1", 15, 32),
            lacks("c/1", "b/1", 15, 32),
        ],
    ]);
    let columns = ["municipality", "common_share", "added", "left_out"];
    assert_eq!(
        rows(
            &engine,
            "rammeaftale",
            &[("region", "Region Nord")],
            &columns
        ),
        [
            ["Anby", "1.0", "", ""],
            ["Beby", "1.0", "", ""],
            [
                "Ceby",
                "0.6",
                "egne ord fra Ceby",
                "fire fem seks (Anby, Beby)"
            ],
        ]
    );
}

#[test]
fn attachments_match_by_title_though_numbered_and_spelled_differently() {
    let attached = |item: &str, title: &str| {
        format!(
            "INSERT INTO attachments (municipality_code, municipality, document_id, attachment_id, item_id, position, title)
             SELECT municipality_code, municipality, document_id, '{item} {title}', item_id, 1, '{title}'
             FROM items WHERE item_id = '{item}'"
        )
    };
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-01", "minutes", true),
        item("a", "1", "Rammeaftale", "Sag"),
        meeting(2, "Beby", "b", "2025-08-02", "minutes", true),
        item("b", "1", "Rammeaftale", "Sag"),
        meeting(3, "Ceby", "c", "2025-08-03", "minutes", true),
        item("c", "1", "Rammeaftale", "Sag"),
        ["a/1", "b/1", "c/1"]
            .map(|item| about(item, "rammeaftale_status"))
            .to_vec(),
        vec![
            attached("a/1", "Kommissorium for plejefamilieområdet"),
            attached("b/1", "Bilag 5 Kommisorium for plejefamilieområdet.pdf"),
            attached("a/1", "Tidsplan"),
            attached("b/1", "Rammeaftalens organisation"),
            attached("c/1", "Rammeaftalens organisation pr. 1. januar.docx"),
        ],
    ]);
    let columns = [
        "municipality",
        "attachments_in_common",
        "attachments_left_out",
    ];
    assert_eq!(
        rows(
            &engine,
            "rammeaftale",
            &[("region", "Region Nord")],
            &columns
        ),
        [
            ["Anby", "1", "Rammeaftalens organisation"],
            ["Beby", "2", ""],
            ["Ceby", "1", "Kommissorium for plejefamilieområdet"],
        ]
    );
}

#[test]
fn items_that_share_a_text_are_groups_the_largest_first() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-01", "minutes", true),
        item("a", "1", "Fælles sag", "Sag"),
        item("a", "2", "Anden sag", "Sag"),
        meeting(2, "Beby", "b", "2025-08-02", "minutes", true),
        item("b", "1", "Fælles sag", "Sag"),
        item("b", "2", "Anden sag", "Sag"),
        meeting(3, "Ceby", "c", "2025-08-03", "minutes", true),
        item("c", "1", "Vores sag", "Sag"),
        vec![
            // Anby and Ceby share little directly, and are one group through Beby.
            overlap("a/1", "b/1", 0.9, 0.8),
            overlap("b/1", "c/1", 0.5, 0.4),
            overlap("a/1", "c/1", 0.1, 0.1),
            overlap("a/2", "b/2", 0.95, 0.95),
            overlap("a/1", "b/2", 0.05, 0.05),
        ],
        vec![about("b/2", "botilbud")],
    ]);
    let columns = ["group_rank", "municipalities", "item_id", "common_share"];
    assert_eq!(
        rows(&engine, "text_reuse", &[], &columns),
        [
            ["1", "3", "a/1", "0.9"],
            ["1", "3", "b/1", "0.8"],
            ["1", "3", "c/1", "0.4"],
            ["2", "2", "a/2", "0.95"],
            ["2", "2", "b/2", "0.95"],
        ]
    );
    let found = rows(&engine, "text_reuse", &[("topic", "botilbud")], &columns);
    assert_eq!(found.len(), 2);
}

#[test]
fn topics_count_items_cases_and_decisions() {
    let grant = |item: &str, id: &str| {
        format!(
            "INSERT INTO grants (municipality_code, municipality, document_id, grant_id, item_id, kind, amount_awarded_dkk)
             SELECT municipality_code, municipality, document_id, '{id}', item_id, 'external_grant', 1000
             FROM items WHERE item_id = '{item}'"
        )
    };
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-01", "minutes", true),
        item("a", "1", "Botilbud", "Sag"),
        meeting(1, "Anby", "d", "2025-08-20", "minutes", true),
        item("d", "1", "Botilbud", "Sag"),
        meeting(2, "Beby", "b", "2025-08-02", "minutes", true),
        item("b", "1", "Andet", "Sag"),
        vec![
            about("a/1", "botilbud"),
            about("d/1", "botilbud"),
            case("a/1", "1/25-1"),
            case("d/1", "1/25-1"),
            decision("a/1", false, "recommended", "recommended", "[]", 1),
            decision("d/1", false, "approved", "approved", "[]", 1),
            decision("d/1", true, "recommended", "recommended", "[]", 2),
            // One grant told in both items.
            grant("a/1", "g1"),
            grant("d/1", "g2"),
            "INSERT INTO grant_links (municipality_code, municipality, grant_id, same_as)
             VALUES (1, 'Anby', 'g1', 'g1'), (1, 'Anby', 'g2', 'g1')"
                .to_owned(),
        ],
    ]);
    let columns = [
        "municipality",
        "status",
        "topic",
        "items",
        "cases",
        "decisions",
        "effects",
        "external_grants_dkk",
    ];
    assert_eq!(
        rows(&engine, "topics", &[("region", "Region Nord")], &columns),
        [
            [
                "Anby",
                "topic treated",
                "botilbud",
                "2",
                "1",
                "2",
                "approved 1, recommended 1",
                "1000.00"
            ],
            ["Beby", "none found in 1 meeting", "", "0", "0", "0", "", ""],
            ["Ceby", "no material", "", "0", "0", "0", "", ""],
        ]
    );
}

#[test]
fn a_route_tells_steps_made_from_steps_planned() {
    let engine = filled(vec![
        meeting(1, "Anby", "a", "2025-08-01", "minutes", true),
        item("a", "1", "Rammeaftale", "Sag"),
        meeting(1, "Anby", "d", "2025-08-20", "minutes", true),
        item("d", "7", "Rammeaftale", "Sag"),
        meeting(2, "Beby", "b", "2025-08-02", "minutes", true),
        vec![
            "UPDATE meetings SET committee = 'Byrådet' WHERE meeting_id = 'd'".to_owned(),
            about("a/1", "rammeaftale"),
            case("a/1", "1/25-1"),
            case("d/7", "1/25-1"),
            decision("a/1", false, "recommended", "recommended", "[]", 1),
            decision("d/7", false, "approved", "approved", "[]", 1),
            // The council quotes the committee, which is in the material, and another body, which is not.
            decision("d/7", true, "recommended", "recommended", "[]", 2),
            decision("d/7", true, "recommended", "recommended", "[]", 4),
            "UPDATE decisions SET body = 'Socialudvalget', decided_on = '2025-08-01' WHERE decision_id = 'd/7:2'".to_owned(),
            "UPDATE decisions SET body = 'Økonomiudvalget', decided_on = '2025-08-13' WHERE decision_id = 'd/7:4'".to_owned(),
            step("a/1", 1, "Socialudvalget", "'2025-08-01'"),
            step("a/1", 2, "Økonomiudvalget", "'2025-08-13'"),
            step("a/1", 3, "Byrådet", "NULL"),
            step("a/1", 4, "Børneudvalget", "NULL"),
        ],
    ]);
    let columns = [
        "municipality",
        "step",
        "kind",
        "body",
        "days_since_previous",
        "days_since_first",
    ];
    let given = [("region", "Region Nord"), ("topic", "rammeaftale")];
    assert_eq!(
        rows(&engine, "route", &given, &columns),
        [
            ["Anby", "1", "decided", "Socialudvalget", "", "0"],
            [
                "Anby",
                "2",
                "decided, as told later",
                "Økonomiudvalget",
                "12",
                "12"
            ],
            ["Anby", "3", "decided", "Byrådet", "7", "19"],
            ["Anby", "4", "planned", "Børneudvalget", "", ""],
            ["Beby", "", "", "", "", ""],
            ["Ceby", "", "", "", "", ""],
        ]
    );
}

/// The whole path on the seeds: the status case of the framework agreement and nothing else.
#[test]
fn the_seeds_have_the_status_case_three_times() {
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
    let about = engine
        .sql(
            "SELECT topic, string_agg(municipality || ' ' || number, ', ' ORDER BY municipality)
             FROM item_topics INNER JOIN items USING (item_id, municipality)
             WHERE topic LIKE 'rammeaftale%' AND role = 'about' GROUP BY topic ORDER BY topic",
        )
        .unwrap();
    let items = Some("Kalundborg 12, Lolland 12, Næstved 80".to_owned());
    let want = ["rammeaftale", "rammeaftale_status"]
        .map(|topic| vec![Some(topic.to_owned()), items.clone()]);
    assert_eq!(about.texts().unwrap(), want);
    let columns = [
        "municipality",
        "status",
        "committee",
        "meeting_date",
        "case_number",
        "decided",
        "effect",
        "next_step",
    ];
    let found = rows(&engine, "rammeaftale", &[], &columns);
    let arbejdsmarked = "Social- og Arbejdsmarkedsudvalget";
    let onward = "Børn- og Familieudvalget → Økonomiudvalget → Kommunalbestyrelsen";
    let informed = "Børne- og Uddannelsesudvalget (informed) 2025-09-01";
    assert_eq!(
        found[..4],
        [
            [
                "Kalundborg",
                "case found",
                "Socialudvalget",
                "2025-08-07",
                "24-012987",
                "Anbefales.",
                "noted",
                onward
            ],
            [
                "Lolland",
                "case found",
                arbejdsmarked,
                "2025-08-12",
                "27.00.00-A00-54-25",
                "Taget til efterretning.",
                "noted",
                "Børne- og Skoleudvalget"
            ],
            [
                "Næstved",
                "case found",
                "Socialudvalget",
                "2025-08-25",
                "25-023724",
                "Til efterretning.",
                "noted",
                informed
            ],
            [
                "Slagelse",
                "none found in 1 meeting",
                "",
                "",
                "",
                "",
                "",
                ""
            ],
        ]
    );
    let texts = rows(
        &engine,
        "rammeaftale",
        &[],
        &["common_share", "added", "left_out"],
    );
    for row in &texts[..3] {
        assert!(row[0].parse::<f64>().unwrap() >= 0.9, "{row:?}");
    }
    assert!(
        texts[1][1].starts_with("For Lollands vedkommende")
            && texts[1][1].contains("Krogsbølleparken")
    );
    let fair_pay = "samt sikre en retfærdig aflønning og støtteordninger (Kalundborg, Lolland)";
    assert_eq!(
        [&texts[0][2], &texts[1][2], &texts[2][2]],
        ["", "", fair_pay]
    );
    assert_eq!(found.len(), 17);
    assert!(
        found[4..].iter().all(|row| row[1] == "no material"),
        "{found:?}"
    );
}
