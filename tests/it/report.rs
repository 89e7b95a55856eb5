//! Reports: every number and every quotation is in the tables, the sentences are Danish, hostile words stay words.

mod numbers;
mod walk;

use numbers::Numbers;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{self, BuildSettings, Manifest};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::report::model::{
    Block, ChartData, Held, Inline, Language, MadeOf, Report, SectionRole, Text, Value,
};
use tvaersnit::report::words::{Fill, Words};
use tvaersnit::report::{ReportError, Request, gather, markdown};
use tvaersnit::tables;
use tvaersnit::topics::Topics;
use walk::{blocks, charts, inlines, side_by_sides, tables as tables_of, texts};

/// The seeds as a data set, built once.
static SEEDS: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| built(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))));

/// The reports on the seeds that are checked: each topic, both, a topic with deviations, and the usual in English.
static REPORTS: LazyLock<Vec<(String, Report)>> = LazyLock::new(|| {
    let engine = open(&SEEDS);
    [
        (&["ungeloeftet"][..], Language::Da),
        (&["rammeaftale"], Language::Da),
        (&["ungeloeftet", "rammeaftale"], Language::Da),
        (&["budgetopfoelgning", "botilbud"], Language::Da),
        (&[], Language::En),
    ]
    .into_iter()
    .map(|(topics, language)| {
        let made = report(&engine, &request(topics, language)).unwrap();
        (format!("{topics:?} {language:?}"), made)
    })
    .collect()
});

fn built(input: &Path) -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let settings = BuildSettings::new(vec![input.to_owned()], out.path().join("data"));
    dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    out
}

fn open(built: &tempfile::TempDir) -> Engine {
    Engine::open(&built.path().join("data")).unwrap()
}

fn request(topics: &[&str], language: Language) -> Request {
    Request {
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        language,
        ..Request::default()
    }
}

fn report(engine: &Engine, request: &Request) -> Result<Report, ReportError> {
    let settled = request.settle(engine, &Topics::built_in())?;
    let made_of = MadeOf {
        program: "0".to_owned(),
        contract: "1".to_owned(),
        data_set: "abc".to_owned(),
    };
    gather(engine, made_of, &settled)
}

#[test]
fn a_report_is_whole() {
    for (name, report) in REPORTS.iter() {
        assert_eq!(report.sections[0].role, SectionRole::Answer, "{name}");
        assert_eq!(
            report.sections.last().map(|section| section.role),
            Some(SectionRole::Caveats),
            "{name}"
        );
        let mut ids = BTreeSet::new();
        let sections = report.sections.iter().map(|section| section.id.clone());
        let tables = tables_of(report).into_iter().map(|table| table.id.clone());
        let charts_ = charts(report).into_iter().map(|chart| chart.id.clone());
        let sides = side_by_sides(report)
            .into_iter()
            .map(|side| side.id.clone());
        for id in sections.chain(tables).chain(charts_).chain(sides) {
            let fits = id.chars().all(|char| {
                char.is_ascii_lowercase() || char.is_ascii_digit() || "-_".contains(char)
            });
            assert!(fits && !id.is_empty(), "{name}: {id}");
            assert!(ids.insert(id.clone()), "{name}: {id} stands twice");
        }
        for table in tables_of(report) {
            assert!(!table.rows.is_empty(), "{name}: {}", table.id);
            for row in &table.rows {
                assert_eq!(row.cells.len(), table.columns.len(), "{name}: {}", table.id);
            }
        }
        for text in texts(report) {
            for inline in &text.0 {
                let words = inline.words();
                assert!(!words.contains(['{', '}']), "{name}: {words}");
                if let Inline::Cited { evidence, .. } = inline {
                    assert!(!evidence.is_empty(), "{name}: {words}");
                    assert!(evidence.iter().all(|id| report.evidence(*id).is_some()));
                }
            }
        }
        let codes: BTreeSet<_> = report
            .municipalities
            .iter()
            .map(|known| known.code)
            .collect();
        assert_eq!(codes.len(), report.municipalities.len(), "{name}");
        assert_eq!(
            codes.len(),
            17,
            "{name}: every municipality of the region is told of"
        );
    }
}

#[test]
fn every_chart_says_all_its_numbers_in_words() {
    for (name, report) in REPORTS.iter() {
        for chart in charts(report) {
            for words in [&chart.title, &chart.unit, &chart.source, &chart.alternative] {
                assert!(!words.trim().is_empty(), "{name}: {}", chart.id);
            }
            let (series, groups) = match &chart.data {
                ChartData::Bars { series, groups, .. }
                | ChartData::Stacked { series, groups, .. } => (series, groups),
                ChartData::Timeline { lanes } => {
                    for event in lanes.iter().flat_map(|lane| &lane.events) {
                        assert!(
                            chart.alternative.contains(&event.what),
                            "{name}: {}",
                            event.what
                        );
                        assert!(!event.evidence.is_empty(), "{name}: {}", event.what);
                    }
                    continue;
                }
            };
            assert!(!groups.is_empty(), "{name}: {}", chart.id);
            let told = numbers::all(&chart.alternative, report.language);
            for group in groups {
                assert_eq!(group.values.len(), series.len(), "{name}: {}", chart.id);
                assert_eq!(group.evidence.len(), series.len(), "{name}: {}", chart.id);
                assert!(
                    chart.alternative.contains(&group.label),
                    "{name}: {}",
                    group.label
                );
                for value in group.values.iter().flatten() {
                    let near = |number: &f64| (number - value.abs()).abs() < 0.006;
                    assert!(told.iter().any(near), "{name}: {} lacks {value}", chart.id);
                }
            }
        }
    }
}

#[test]
fn every_passage_stands_where_the_data_set_says() {
    let engine = open(&SEEDS);
    let texts: BTreeMap<String, Vec<char>> = engine
        .sql("SELECT document_id, text FROM texts")
        .unwrap()
        .texts()
        .unwrap()
        .into_iter()
        .map(|row| {
            (
                row[0].clone().unwrap(),
                row[1].clone().unwrap().chars().collect(),
            )
        })
        .collect();
    for (name, report) in REPORTS.iter() {
        assert!(!report.evidence.is_empty(), "{name}");
        for evidence in &report.evidence {
            let item = report.item(evidence.item).unwrap();
            let slice: String = item
                .text
                .chars()
                .skip(evidence.start)
                .take(evidence.end - evidence.start)
                .collect();
            assert_eq!(slice, evidence.words, "{name}: {}", evidence.row_id);
            let text = &texts[&item.document_id];
            let start = item.span_start + evidence.start;
            let words: String = text[start..item.span_start + evidence.end].iter().collect();
            assert_eq!(words, evidence.words, "{name}: {}", evidence.row_id);
            let line = 1 + text[..start].iter().filter(|char| **char == '\n').count();
            assert_eq!(line, evidence.line, "{name}: {}", evidence.row_id);
        }
    }
}

#[test]
fn every_number_of_a_table_is_in_the_data_set_or_worked_out_of_it() {
    let numbers = Numbers::of(&open(&SEEDS));
    let mut checked = 0;
    for (name, report) in REPORTS.iter() {
        for table in tables_of(report) {
            for row in &table.rows {
                for (cell, column) in row.cells.iter().zip(&table.columns) {
                    let place = format!("{name}: {} {}", table.id, column.label);
                    let value = match &cell.value {
                        Value::Kroner(amount) => amount.ore() as f64 / 100.0,
                        Value::Number { value, .. } | Value::Percent { value, .. } => *value,
                        _ => continue,
                    };
                    checked += 1;
                    if cell.evidence.is_empty() {
                        numbers.check_uncited(value, table, row, &place);
                    } else {
                        numbers.check(value, &cell.evidence, report, &place);
                    }
                }
            }
        }
    }
    assert!(checked > 200, "only {checked} numbers were looked at");
}

#[test]
fn every_number_of_a_sentence_stands_in_a_table() {
    let numbers = Numbers::of(&open(&SEEDS));
    let mut checked = 0;
    for (name, report) in REPORTS.iter() {
        let answer = &report.sections[0];
        for text in blocks(std::slice::from_ref(answer))
            .into_iter()
            .flat_map(texts_of)
        {
            for inline in inlines(text) {
                let Inline::Cited { words, evidence } = inline else {
                    continue;
                };
                // Words of a document are held against it elsewhere.
                let quoted = evidence.iter().any(|id| {
                    let passage = report.evidence(*id).map(|evidence| folded(&evidence.words));
                    passage
                        .is_some_and(|passage| passage.starts_with(words.trim_end_matches(" […]")))
                });
                if quoted {
                    continue;
                }
                for value in numbers::all(words, report.language) {
                    checked += 1;
                    numbers.check(value, evidence, report, &format!("{name}: {words}"));
                }
            }
            let plain: String = text
                .0
                .iter()
                .filter(|inline| !matches!(inline, Inline::Cited { .. }))
                .map(Inline::words)
                .collect();
            for value in numbers::all(&unquoted(&plain), report.language) {
                checked += 1;
                assert!(
                    numbers.is_count_or_day(value, report),
                    "{name}: {value} in: {plain}"
                );
            }
        }
    }
    assert!(checked > 60, "only {checked} numbers were looked at");
}

fn texts_of(block: &Block) -> Vec<&Text> {
    match block {
        Block::Paragraph(text) | Block::Note(text) => vec![text],
        Block::List(points) => points.iter().collect(),
        _ => Vec::new(),
    }
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words without what stands between quotation marks: names out of the documents.
fn unquoted(words: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for char in words.chars() {
        match char {
            '»' | '“' => depth += 1,
            '«' | '”' => depth -= 1,
            char if depth == 0 => out.push(char),
            _ => {}
        }
    }
    out
}

#[test]
fn the_answers_to_the_seeds() {
    for (topics, wanted) in [
        (
            &["ungeloeftet"][..],
            &[
                "To af de 17 kommuner i Region Sjælland har i materialet en sag om emnet »Ungeløftet«: Lolland og Slagelse.",
                "Fra to kommuner er der møder i materialet, men ingen sag er fundet: Kalundborg (1 møde) og Næstved (1 møde).",
                "Fra 13 kommuner er der intet materiale",
                "Lolland: Social- og Arbejdsmarkedsudvalget tog sagen til efterretning den 12. august 2025.",
                "Social- og Beskæftigelsesudvalget har sagen på dagsordenen den 2. juni 2026. Dokumentet er en dagsorden",
                "Lolland har fået bevilget 5.974.640 kr. til »Ungeløftet« for 2025-2028 (bevilget 17. juni 2025).",
                "Der var søgt om 8.321.851 kr.; det bevilgede er 71,8\u{a0}% af det (beregnet). Kommunen skriver selv 70\u{a0}%.",
                "Kommunens egen medfinansiering er 2.745.000 kr. Dertil kommer et tillæg på 4.800.000 kr. (bevilget januar 2026).",
                "Indsatsen skal nå 175 personer; med eventuelle tillæg svarer det til 68.309 kr. pr. person (beregnet).",
                "Sagerne fortæller tilsammen om 17.928.640 kr., bevilget i 3 tilskud til to kommuner (beregnet; hvert tilskud er talt med én gang).",
            ][..],
        ),
        (
            &["rammeaftale"],
            &[
                "Tre af de 17 kommuner i Region Sjælland har i materialet en sag om emnet »Rammeaftalen for det specialiserede social- og undervisningsområde«: Kalundborg, Lolland og Næstved.",
                "Fra én kommune er der møder i materialet, men ingen sag er fundet: Slagelse (2 møder).",
                "Beslutningen lyder: »Anbefales.« Holdt op mod indstillingen regnes det som: Taget til efterretning.",
                "også behandles af Børne- og Uddannelsesudvalget (1. september 2025); det er en plan og ikke en beslutning.",
                "I hver af teksterne står mellem 97,5\u{a0}% og 99,7\u{a0}% af ordene også hos en af de andre (beregnet).",
            ],
        ),
    ] {
        let report = report(&open(&SEEDS), &request(topics, Language::Da)).unwrap();
        let answer: Vec<String> = blocks(&report.sections[..1])
            .into_iter()
            .flat_map(texts_of)
            .map(Text::words)
            .collect();
        let answer = answer.join("\n");
        for words in wanted {
            assert!(answer.contains(words), "missing: {words}\nin: {answer}");
        }
    }
}

#[test]
fn texts_side_by_side_are_whole_and_say_who_has_what() {
    let report = report(&open(&SEEDS), &request(&["rammeaftale"], Language::Da)).unwrap();
    let sides = side_by_sides(&report);
    assert_eq!(sides.len(), 1);
    assert_eq!(sides[0].texts.len(), 3);
    let mut own = Vec::new();
    for text in &sides[0].texts {
        let item = report.item(text.item).unwrap();
        let told: String = text
            .stretches
            .iter()
            .map(|stretch| stretch.words.as_str())
            .collect();
        // The sections that tell the case, one behind the other, each with the white space behind it.
        let pieces = open(&SEEDS)
            .sql(&format!(
                "SELECT text FROM item_sections WHERE item_id = '{}' AND section IN ('summary', 'decision_theme', 'account',
                     'legal_basis', 'economy', 'cross_cutting', 'next_steps', 'history') ORDER BY span_start",
                item.item_id
            ))
            .unwrap()
            .texts()
            .unwrap();
        let pieces: String = pieces
            .into_iter()
            .filter_map(|row| row[0].clone())
            .collect();
        let dense = |words: &str| {
            words
                .chars()
                .filter(|char| !char.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(dense(&told), dense(&pieces), "{}", item.item_id);
        for stretch in &text.stretches {
            assert!(item.text.contains(&stretch.words), "{}", stretch.words);
            if stretch.held == Held::ByNoOther {
                own.push(folded(&stretch.words));
            }
        }
    }
    for words in [
        "For Lollands vedkommende er der indgået aftaler",
        "Administrationen har ingen bemærkninger",
    ] {
        assert!(own.iter().any(|one| one.starts_with(words)), "{own:?}");
    }
}

#[test]
fn danish_numbers_and_forms() {
    let words = Words::of(Language::Da);
    let fills = |names: &str| -> Vec<(&'static str, Fill)> {
        vec![
            ("scope", "de 17 kommuner".into()),
            ("topic", "X".into()),
            ("names", names.into()),
            ("municipality", "Anby".into()),
            ("points", names.into()),
            ("from", "A".into()),
            ("sum", "9 kr.".into()),
            ("to", "til B".into()),
        ]
    };
    for (key, n, names, want) in [
        (
            "answer.found",
            0,
            "",
            "Ingen af de 17 kommuner har i materialet en sag om emnet »X«.",
        ),
        (
            "answer.found",
            1,
            "A",
            "Én af de 17 kommuner har i materialet en sag om emnet »X«: A.",
        ),
        (
            "answer.found",
            2,
            "A og B",
            "To af de 17 kommuner har i materialet en sag om emnet »X«: A og B.",
        ),
        (
            "answer.found",
            13,
            "A",
            "13 af de 17 kommuner har i materialet en sag om emnet »X«: A.",
        ),
        (
            "answer.found_single",
            0,
            "",
            "Anby har i materialet ingen sag om emnet »X«.",
        ),
        ("answer.silent_one", 1, "", "Anby (1 møde)"),
        ("answer.silent_one", 2, "", "Anby (2 møder)"),
        (
            "answer.absent",
            1,
            "A",
            " Fra én kommune er der intet materiale, så om den kan rapporten ikke sige noget: A.",
        ),
        ("status.not_found", 1, "", "Ingen fundet i 1 møde"),
        ("status.not_found", 12, "", "Ingen fundet i 12 møder"),
        ("status.found", 1, "", "Sag fundet (1 punkt)"),
        (
            "subtitle.meetings",
            0,
            "",
            "Materialet rummer ingen møder fra disse kommuner",
        ),
        ("subtitle.meetings", 1234, "", "Bygger på 1.234 møder fra A"),
        ("object.some", 1, "", "Ét punkt"),
        ("object.some", 12, "", "Tolv punkter"),
    ] {
        let said = words.count(key, n, &fills(names)).capitalised().words();
        assert_eq!(said, want, "{key} {n}");
    }
    for (parts, want) in [
        (&[][..], ""),
        (&["Slagelse"], "Slagelse"),
        (&["Slagelse", "Lolland"], "Slagelse og Lolland"),
        (
            &["Slagelse", "Lolland", "Næstved"],
            "Slagelse, Lolland og Næstved",
        ),
    ] {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        assert_eq!(words.list(&parts), want);
    }
}

#[test]
fn every_code_of_the_contract_has_a_label_in_both_languages() {
    for language in [Language::Da, Language::En] {
        let words = Words::of(language);
        for table in tables::ALL {
            for column in table.columns() {
                for code in column.codes {
                    assert!(
                        words.known_label(table.name, column.name, code).is_some(),
                        "{language:?}: {}.{} {code}",
                        table.name,
                        column.name
                    );
                }
            }
        }
    }
}

#[test]
fn both_languages_say_the_same_and_the_code_asks_for_nothing_else() {
    let danish = Words::of(Language::Da).places();
    let english = Words::of(Language::En).places();
    assert_eq!(
        danish.keys().collect::<Vec<_>>(),
        english.keys().collect::<Vec<_>>()
    );
    for (key, places) in &danish {
        // A form may leave out a place that the other language needs in another form.
        assert_eq!(places, &english[key], "{key}");
    }
    let asked = literals();
    let prefixes = ["column", "chart", "unit", "source", "basis", "did"];
    for key in &asked {
        let is_key = key.contains('.') && !key.ends_with(".sql") && !key.ends_with(".toml");
        assert!(
            !is_key || danish.contains_key(key),
            "the code asks for {key}"
        );
    }
    for key in danish.keys() {
        let dynamic = key.split_once('.').is_some_and(|(prefix, rest)| {
            prefixes.contains(&prefix)
                && (asked.contains(rest) || prefix == "did" || prefix == "basis")
        });
        let with_did = key
            .strip_suffix(".did")
            .is_some_and(|key| asked.contains(key));
        assert!(
            asked.contains(key) || dynamic || with_did,
            "nothing asks for {key}"
        );
    }
}

/// Every string in the code of the report that could be a key.
fn literals() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let mut open = vec![root.clone()];
    let mut found = BTreeSet::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(&root).unwrap_or(&path);
            let ours = below.starts_with("gather")
                || below.to_string_lossy().starts_with("gather.")
                || below.to_string_lossy().starts_with("markdown.");
            if path.is_dir() {
                open.push(path);
            } else if ours {
                let code = fs::read_to_string(&path).unwrap();
                let code = code.split("#[cfg(test)]").next().unwrap_or_default();
                let code: String = code
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect();
                found.extend(code.split('"').skip(1).step_by(2).filter_map(|word| {
                    let fits = |char: char| char.is_ascii_lowercase() || "._".contains(char);
                    (word.chars().all(fits) && !word.is_empty() && !word.starts_with('.'))
                        .then(|| word.to_owned())
                }));
            }
        }
    }
    found
}

#[test]
fn names_that_are_not_known_are_answered_with_the_nearest() {
    for (request, want) in [
        (request(&["ungelofet"], Language::Da), "ungeloeftet"),
        (
            Request {
                municipalities: vec!["Lollnd".to_owned()],
                ..Request::default()
            },
            "Lolland",
        ),
        (
            Request {
                region: Some("Sjælland".to_owned()),
                ..Request::default()
            },
            "Region Sjælland",
        ),
    ] {
        let error = report(&open(&SEEDS), &request).unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
    }
}

#[test]
fn a_report_may_be_on_some_municipalities_and_under_a_title_of_its_own() {
    let request = Request {
        topics: vec!["Ungeløftet".to_owned()],
        municipalities: vec!["326".to_owned(), "slagelse".to_owned()],
        title: Some("Til mødet".to_owned()),
        ..Request::default()
    };
    let report = report(&open(&SEEDS), &request).unwrap();
    assert_eq!(report.title, "Til mødet");
    let names: Vec<&str> = report
        .municipalities
        .iter()
        .map(|known| known.name.as_str())
        .collect();
    assert_eq!(names, ["Slagelse", "Kalundborg"]);
    let page = markdown::render(&report);
    assert!(
        page.contains("Én af de 2 kommuner i rapporten har"),
        "{page}"
    );
    assert!(!page.contains("Lolland"), "another municipality is told of");
}

#[test]
fn the_usual_topics_are_those_of_the_settings_that_the_material_has() {
    let settled = Request::default()
        .settle(&open(&SEEDS), &Topics::built_in())
        .unwrap();
    let names: Vec<&str> = settled
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    assert_eq!(names, ["ungeloeftet", "rammeaftale"]);
}

/// A document whose words try to become something else.
const HOSTILE: &str = "# Referat\n\n## Socialudvalget\n\nMødedato: Tirsdag den 4. marts 2025 kl. 15:00\n\
    Mødested: Ringsted Kommune, Rådhuset\n\nDeltagere: Anna Berg, Bo Carlsen\n\n\
    # Punkt 1: Ungeløftet <script>alert(1)</script> [klik](javascript:alert(2)) =HYPERLINK(\"http://x\") | **fed**\n\n\
    Sagsnr.: 25-000101\n\n## Indstilling\n\nDirektionen indstiller til Socialudvalget,\n\n\
    1. at <img src=x onerror=alert(3)> tages til efterretning\n\n## Beslutning\n\n1. =cmd|' /C calc'!A0 <b>Godkendt</b>.\n\n\
    # Punkt 2: Eventuelt\n\nSagsnr.: 25-000102\n\n## Beslutning\n\nIntet.\n";

#[test]
fn hostile_words_stay_words() {
    let input = tempfile::tempdir().unwrap();
    fs::write(input.path().join("ringsted.md"), HOSTILE).unwrap();
    let report = report(
        &open(&built(input.path())),
        &request(&["ungeloeftet"], Language::Da),
    )
    .unwrap();
    assert!(
        report
            .items
            .iter()
            .any(|item| item.title.contains("<script>"))
    );
    let page = markdown::render(&report);
    assert!(page.contains("alert(1)"), "{page}");
    let mut before = ' ';
    for (at, char) in page.char_indices() {
        let line_break = page[at..].starts_with("<br>");
        let footnote = page[at..].starts_with("[^");
        if matches!(char, '<' | '[') && before != '\\' && !line_break && !footnote {
            panic!(
                "{} is not escaped: {}",
                char,
                page[at..].chars().take(60).collect::<String>()
            );
        }
        before = char;
    }
    assert!(
        !page.contains("javascript:"),
        "an address could become a link"
    );
}

#[test]
fn a_corrected_value_says_that_it_is_corrected() {
    let input = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, input.path().join(path.file_name().unwrap())).unwrap();
    }
    let grant = open(&SEEDS)
        .sql("SELECT grant_id FROM grants WHERE amount_awarded_dkk = 5974640")
        .unwrap()
        .texts()
        .unwrap()[0][0]
        .clone()
        .unwrap();
    let line = format!("{grant},amount_awarded_dkk,5974640.06,AB,beløbet står i bilaget");
    fs::write(
        input.path().join("corrections.csv"),
        format!("id,field,value,who,why\n{line}\n"),
    )
    .unwrap();
    let data = built(input.path());
    let engine = open(&data);
    let report = report(&engine, &request(&["ungeloeftet"], Language::Da)).unwrap();
    let page = markdown::render(&report);
    for words in [
        "5.974.640,06 kr. (rettet af en bruger)",
        "17.928.640,06 kr. (rettet af en bruger)",
        "Bevilget: rettet af en bruger",
        "beløbet står i bilaget",
    ] {
        assert!(page.contains(words), "missing: {words}\nin: {page}");
    }
}

#[test]
fn a_topic_without_a_case_is_answered_too() {
    let report = report(&open(&SEEDS), &request(&["hjemloeshed"], Language::Da)).unwrap();
    let page = markdown::render(&report);
    let found = report
        .sections
        .iter()
        .any(|section| section.role == SectionRole::Findings);
    if !found {
        assert!(
            page.contains("Ingen af de 17 kommuner i Region Sjælland har i materialet en sag om"),
            "{page}"
        );
    }
    assert!(page.contains("## Forbehold"));
}

#[test]
fn the_same_data_set_gives_the_same_report() {
    let once = || markdown::render(&report(&open(&SEEDS), &request(&[], Language::Da)).unwrap());
    assert_eq!(once(), once());
    let manifest = Manifest::read(&SEEDS.path().join("data")).unwrap();
    assert!(!manifest.data_set.is_empty());
}
