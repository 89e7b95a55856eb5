//! Shared text over whole documents: one case of an unseen municipality in five bodies, beside the seeds.

use std::fs;
use std::path::{Path, PathBuf};
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;

const NUMBER: &str = "27.00.00-G01-7-25";

/// The bodies in the order of their meetings; files are named otherwise.
const MEETINGS: [(&str, &str, &str); 5] = [
    ("Socialudvalget", "18. august 2025", "e"),
    ("Børneudvalget", "19. august 2025", "b"),
    ("Sundhedsudvalget", "2. september 2025", "a"),
    ("Økonomiudvalget", "15. september 2025", "d"),
    ("Byrådet", "29. september 2025", "c"),
];

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The account of the case as one of the seeds has it, with lines broken anew.
fn account() -> String {
    let seed = fs::read_to_string(seeds().join("004_f0355aad70e3491e.txt")).unwrap();
    let from = seed.find("Nedenfor gives en status på").unwrap();
    let until = from + seed[from..].find("\nØkonomi").unwrap();
    seed[from..until].replace(", ", ",\n")
}

fn minutes(committee: &str, day: &str, account: &str) -> String {
    format!(
        "Referat\n\n{committee}\n\nMødedato: {day}\nMødetid: 16:30\nMødested: Ringsted Kommune, Rådhuset\n\n\
         Deltagere: Gitte Holm, Ib Juhl\n\nPunkt 1. Godkendelse af dagsorden\n\nBeslutning\n\nGodkendt.\n\n\
         Punkt 2. Rammeaftalens fokusområder, status\n\nSagsnummer: {NUMBER}\n\n\
         Indstilling\n\nAdministrationen indstiller, at orienteringen tages til efterretning.\n\n\
         Beslutning\n\nTaget til efterretning.\n\nSagsfremstilling\n\n\
         For Ringsteds vedkommende er der sat tolv nye pladser i gang ved søen i maj.\n\n{account}\n"
    )
}

/// A data set of the seeds and the five meetings.
fn engine() -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("input");
    fs::create_dir(&input).unwrap();
    for (committee, day, name) in MEETINGS {
        let words = minutes(committee, day, &account());
        fs::write(input.join(format!("{name}.txt")), words).unwrap();
    }
    let out = dir.path().join("data");
    build(
        &BuildSettings::new(vec![seeds(), input], out.clone()),
        &Lexicon::built_in(),
        &|_| (),
    )
    .unwrap();
    assert!(!out.join("bodies.scratch").exists());
    let engine = Engine::open(&out).unwrap();
    (dir, engine)
}

fn rows(engine: &Engine, sql: &str) -> Vec<String> {
    let rows = engine
        .sql(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
        .texts()
        .unwrap();
    rows.iter()
        .map(|row| row.iter().flatten().cloned().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn an_unseen_municipality_falls_into_the_group_of_its_text() {
    let (_dir, engine) = engine();
    let across = rows(
        &engine,
        "SELECT municipality, count(*) FROM item_cases WHERE scope = 'across' GROUP BY ALL ORDER BY municipality",
    );
    assert_eq!(
        across,
        ["Kalundborg 1", "Lolland 1", "Næstved 1", "Ringsted 5"]
    );
    let cases = rows(
        &engine,
        "SELECT DISTINCT case_id, basis FROM item_cases WHERE municipality = 'Ringsted' AND scope = 'municipality'",
    );
    assert_eq!(cases, ["329/27-00-00-g01-7-25 case number and title"]);
    let least = rows(
        &engine,
        "SELECT min(greatest(shared_share_a, shared_share_b)) >= 0.9 FROM item_overlap
         WHERE item_a IN (SELECT item_id FROM item_cases WHERE scope = 'across')",
    );
    assert_eq!(least, ["true"]);
    // The other cases have no text in common with anybody's but the one on Ungeløftet.
    let others = rows(
        &engine,
        "SELECT DISTINCT topic FROM item_overlap INNER JOIN item_topics ON item_id = item_a
         WHERE role = 'about' AND item_a NOT IN (SELECT item_id FROM item_cases WHERE scope = 'across')
         AND topic IN (SELECT topic FROM item_topics WHERE item_id = item_b) ORDER BY topic",
    );
    assert!(others.contains(&"ungeloeftet".to_owned()), "{others:?}");
}

#[test]
fn passages_quote_both_texts() {
    let (_dir, engine) = engine();
    let quoted = rows(
        &engine,
        "SELECT count(*), bool_and(
             lower(left(regexp_replace(substring(a.text, span_start + 1, span_end - span_start), '[^a-zæøåA-ZÆØÅ0-9]+', '', 'g'), 12))
             = lower(left(regexp_replace(substring(b.text, span_start_b + 1, span_end_b - span_start_b), '[^a-zæøåA-ZÆØÅ0-9]+', '', 'g'), 12)))
         FROM shared_passages INNER JOIN texts AS a USING (document_id) INNER JOIN texts AS b ON b.document_id = document_id_b",
    );
    let (count, agree) = quoted[0].split_once(' ').unwrap();
    assert!(
        count.parse::<u32>().unwrap() > 30 && agree == "true",
        "{quoted:?}"
    );
}

#[test]
fn passages_begin_with_the_words_of_both_texts() {
    let (_dir, engine) = engine();
    let quoted = rows(
        &engine,
        "SELECT count(*) > 0,
             bool_and(beginning = substring(a.text, span_start + 1, least(300, span_end - span_start))),
             bool_and(beginning_b = substring(b.text, span_start_b + 1, least(300, span_end_b - span_start_b))),
             bool_or(characters > 300), bool_or(beginning <> beginning_b)
         FROM shared_passages INNER JOIN texts AS a USING (document_id) INNER JOIN texts AS b ON b.document_id = document_id_b",
    );
    assert_eq!(quoted, ["true true true true true"]);
}

#[test]
fn five_meetings_are_one_route_in_the_right_order() {
    let (_dir, engine) = engine();
    let query = tvaersnit::compare::named("route").unwrap();
    let given = [("topic".to_owned(), "rammeaftale_status".to_owned())].into();
    let answer = engine.run(&query, &given).unwrap();
    let column = |name: &str| {
        answer
            .columns()
            .iter()
            .position(|known| *known == name)
            .unwrap()
    };
    let wanted = [
        "municipality",
        "step",
        "kind",
        "body",
        "day",
        "days_since_previous",
    ]
    .map(column);
    let route: Vec<String> = answer
        .texts()
        .unwrap()
        .iter()
        .filter(|row| row[wanted[0]].as_deref() == Some("Ringsted"))
        .map(|row| {
            wanted[1..]
                .iter()
                .map(|at| row[*at].clone().unwrap_or_default())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let want = [
        "1 decided Socialudvalget 2025-08-18 ",
        "2 decided Børneudvalget 2025-08-19 1",
        "3 decided Sundhedsudvalget 2025-09-02 14",
        "4 decided Økonomiudvalget 2025-09-15 13",
        "5 decided Byrådet 2025-09-29 14",
    ];
    assert_eq!(route, want);
}
