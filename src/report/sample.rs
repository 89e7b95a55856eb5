//! A made-up report that has every kind of block, inline, value and chart, and strings that would do harm somewhere.
//!
//! Every renderer is tested on it, so that a new kind fails in all of them until they know it.

use super::model::*;
use crate::value::{Date, Kroner, MunicipalityCode};

/// Strings that must be shown, not obeyed, in one form or another.
pub(crate) const HOSTILE: [&str; 9] = [
    "<script>alert('x')</script>",
    "\"onload=\"alert(1)",
    "'><img src=x onerror=alert(1)>",
    "]]> --> {{ title }} {% raw %}",
    "=HYPERLINK(\"https://example.invalid\",\"klik\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "1\u{202e}000.2 kr.",
    "a\u{0}b\u{b}c\u{1b}[31md\u{85}e",
    "</style></textarea>&amp;&lt;",
];

const ALFA: MunicipalityCode = MunicipalityCode(329);
const BETA: MunicipalityCode = MunicipalityCode(336);
const GAMMA: MunicipalityCode = MunicipalityCode(360);

/// The report.
pub(crate) fn report() -> Report {
    let items = items();
    let evidence = evidence(&items);
    Report {
        title: format!("Ungeløftet i tre kommuner {}", HOSTILE[0]),
        subtitle: format!("Region Prøve · {}", HOSTILE[1]),
        language: Language::Da,
        made_of: MadeOf {
            program: "0.1.0".to_owned(),
            contract: "1.2".to_owned(),
            data_set: "0123456789abcdef".to_owned(),
        },
        municipalities: [(ALFA, "Alfa"), (BETA, "Beta"), (GAMMA, HOSTILE[2])]
            .map(|(code, name)| Municipality {
                code,
                name: name.to_owned(),
            })
            .to_vec(),
        sections: sections(),
        evidence,
        items,
    }
}

fn item(code: MunicipalityCode, name: &str, title: &str, text: String) -> SourceItem {
    SourceItem {
        item_id: format!("{code}/2025-08-13/socialudvalget/minutes/1a2b3c/4"),
        municipality: Municipality {
            code,
            name: name.to_owned(),
        },
        committee: Some("Socialudvalget".to_owned()),
        date: Some(Date::constant(2025, 8, 13)),
        kind: DocumentKind::Minutes,
        number: Some("4".to_owned()),
        title: title.to_owned(),
        source_path: "alfa/2025-08-13.txt".to_owned(),
        document_id: "1a2b3c4d5e6f7081".to_owned(),
        origin: Some("https://alfa.example/referat?id=1&punkt=4".to_owned()),
        span_start: 120,
        text,
    }
}

fn items() -> Vec<SourceItem> {
    let alfa = "Punkt 4: Ungeløftet\n\nKommunen har modtaget 7,154 mio. kr. til Ungeløftet,\n  fordelt på fire år.\n\nBeslutning\n\nTaget til efterretning.\n\n| År | Beløb |\n|----|------:|\n| 2025 | 1.788.500 |\n";
    let beta = format!(
        "Sag 12 {}\n\nAnsøgt: 3.400.000 kr. Tildelt: 2.856.000 kr.\n\nGodkendt.",
        HOSTILE.join("\n")
    );
    vec![
        item(ALFA, "Alfa", "Ungeløftet", alfa.to_owned()),
        SourceItem {
            origin: Some("javascript:alert(document.domain)".to_owned()),
            kind: DocumentKind::Agenda,
            ..item(BETA, "Beta", HOSTILE[0], beta)
        },
        SourceItem {
            committee: None,
            date: None,
            number: None,
            origin: None,
            source_path: format!("gamma/{}.txt", HOSTILE[1]),
            ..item(GAMMA, HOSTILE[2], HOSTILE[4], "Langt punkt. ".repeat(600))
        },
        item(
            ALFA,
            "Alfa",
            "Ikke citeret: må ikke stå blandt kilderne",
            "Tavshed".to_owned(),
        ),
    ]
}

/// Passages that follow each other, lie in each other, overlap, are the same, and hold every hostile string.
fn evidence(items: &[SourceItem]) -> Vec<Evidence> {
    [
        (0, "7,154 mio. kr."),
        (
            0,
            "Kommunen har modtaget 7,154 mio. kr. til Ungeløftet,\n  fordelt på fire år.",
        ),
        (0, "til Ungeløftet,\n  fordelt på fire år.\n\nBeslutning"),
        (0, "Taget til efterretning."),
        (0, "7,154 mio. kr."),
        (1, "3.400.000 kr."),
        (1, "2.856.000 kr."),
        (1, "Ansøgt: 3.400.000 kr. Tildelt: 2.856.000 kr."),
        (1, &HOSTILE.join("\n")),
        (1, "Godkendt."),
        (2, &"Langt punkt. ".repeat(40)),
        (1, "kr."),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (index, words))| passage(items, index, words, at))
    .collect()
}

fn passage(items: &[SourceItem], index: usize, words: &str, at: usize) -> Evidence {
    let text = &items[index].text;
    let found = text
        .find(words)
        .expect("OK because the sample's items hold its passages");
    let start = text[..found].chars().count();
    Evidence {
        row_id: format!("{}:grant:{start}-{at}", items[index].document_id),
        item: ItemIndex(index),
        start,
        end: start + words.chars().count(),
        words: words.to_owned(),
        page: at.is_multiple_of(2).then_some(3),
        line: 10 + at,
    }
}

fn ids(numbers: &[usize]) -> Vec<EvidenceId> {
    numbers.iter().copied().map(EvidenceId).collect()
}

fn cited(words: &str, numbers: &[usize]) -> Inline {
    Inline::Cited {
        words: words.to_owned(),
        evidence: ids(numbers),
    }
}

fn words(words: &str) -> Inline {
    Inline::Words(words.to_owned())
}

fn section(id: &str, title: &str, role: SectionRole, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
        role,
        blocks,
    }
}

fn sections() -> Vec<Section> {
    let answer = vec![
        Block::Paragraph(Text(vec![
            words("Tre kommuner behandlede sagen. Alfa fik "),
            cited("7,154 mio. kr.", &[0, 4]),
            words(", og Beta søgte om "),
            cited("3.400.000 kr.", &[5, 7]),
            words(". "),
            Inline::Strong("Ingen sagde nej.".to_owned()),
            words(" "),
            words(HOSTILE[0]),
        ])),
        Block::List(vec![
            Text(vec![cited("Alfa tog sagen til efterretning.", &[3])]),
            Text(vec![
                words("Hjemmesider: "),
                Inline::Address("https://alfa.example/".to_owned()),
                words(" og "),
                Inline::Address("javascript:alert(1)".to_owned()),
            ]),
        ]),
    ];
    let evidence = vec![
        Block::Quote(Quote {
            attribution: format!("Beta, Socialudvalget, 13. august 2025 {}", HOSTILE[2]),
            evidence: EvidenceId(8),
        }),
        Block::Quote(Quote {
            attribution: "Alfa".to_owned(),
            evidence: EvidenceId(2),
        }),
    ];
    let caveats = vec![Block::Note(Text(vec![
        words("En dagsorden er ingen beslutning; se "),
        cited("her", &[9]),
        words(HOSTILE[7]),
    ]))];
    vec![
        section("svar", "Svaret kort", SectionRole::Answer, answer),
        section("tal", "Tal og figurer", SectionRole::Findings, findings()),
        section(
            "forskelle",
            "Fælles tekst og forskelle",
            SectionRole::Differences,
            vec![side_by_side()],
        ),
        section("belaeg", "Ordene bag", SectionRole::Evidence, evidence),
        section("forbehold", "Forbehold", SectionRole::Caveats, caveats),
    ]
}

fn findings() -> Vec<Block> {
    let many = (0..60).map(many_row).collect();
    vec![
        Block::Heading("Bevillinger".to_owned()),
        Block::Table(table("bevillinger", every_value())),
        Block::Chart(chart("figur-bevilget", bars())),
        Block::Chart(chart("figur-udfald", stacked())),
        Block::Heading(format!("Sagens vej {}", HOSTILE[3])),
        Block::Chart(chart("figur-vej", timeline())),
        Block::Table(table("mange", many)),
    ]
}

fn table(id: &str, rows: Vec<Row>) -> Table {
    let columns = [
        ("Kommune", ColumnKind::Words),
        ("Beløb", ColumnKind::Kroner),
        ("Personer", ColumnKind::Number),
        ("Andel", ColumnKind::Percent),
        ("Dag", ColumnKind::Date),
        (HOSTILE[1], ColumnKind::Prose),
    ];
    Table {
        id: id.to_owned(),
        title: format!("Tildelt efter kommune: {id}"),
        note: Some(Text(vec![
            words("Beløb som dokumenterne skriver dem, "),
            cited("se her", &[6]),
        ])),
        columns: columns
            .map(|(label, kind)| Column {
                label: label.to_owned(),
                kind,
            })
            .to_vec(),
        rows,
    }
}

fn cell(value: Value, numbers: &[usize]) -> Cell {
    Cell {
        value,
        evidence: ids(numbers),
    }
}

fn row(municipality: Option<MunicipalityCode>, cells: [Cell; 6]) -> Row {
    Row {
        municipality,
        cells: cells.to_vec(),
    }
}

fn every_value() -> Vec<Row> {
    let number = |value, places| Value::Number { value, places };
    let percent = |value| Value::Percent { value, places: 1 };
    vec![
        row(
            Some(ALFA),
            [
                cell(Value::Words("Alfa".to_owned()), &[]),
                cell(Value::Kroner(Kroner::from_ore(715_400_000)), &[0]),
                cell(number(1200.0, 0), &[0, 1, 2, 3, 5, 6, 7, 9, 10]),
                cell(percent(71.8), &[]),
                cell(Value::Date(Date::constant(2025, 8, 13)), &[]),
                cell(
                    Value::List(vec!["Socialudvalget".to_owned(), HOSTILE[0].to_owned()]),
                    &[11],
                ),
            ],
        ),
        row(
            Some(BETA),
            [
                cell(Value::Words("Beta".to_owned()), &[]),
                cell(Value::Kroner(Kroner::from_ore(-285_600_050)), &[6]),
                cell(number(-12.5, 1), &[]),
                cell(percent(-0.4), &[]),
                cell(Value::Date(Date::constant(2024, 12, 1)), &[]),
                cell(Value::Words(HOSTILE[8].to_owned()), &[]),
            ],
        ),
        row(
            Some(GAMMA),
            [
                cell(Value::Words(HOSTILE[4].to_owned()), &[]),
                cell(Value::Missing, &[]),
                cell(Value::Missing, &[]),
                cell(Value::Missing, &[]),
                cell(Value::Missing, &[]),
                cell(Value::Words(HOSTILE[5].to_owned()), &[10]),
            ],
        ),
    ]
}

/// Amounts whose order as words is another than as numbers; days likewise.
fn many_row(at: i16) -> Row {
    let mixed = f64::from(at * 37 % 60);
    row(
        None,
        [
            cell(Value::Words(format!("Række {at}")), &[]),
            cell(
                Value::Kroner(Kroner::from_ore(i64::from(at * 37 % 60) * 150_000)),
                &[],
            ),
            cell(
                Value::Number {
                    value: mixed,
                    places: 0,
                },
                &[],
            ),
            cell(
                if at == 7 {
                    Value::Missing
                } else {
                    Value::Percent {
                        value: mixed / 10.0,
                        places: 1,
                    }
                },
                &[],
            ),
            cell(
                Value::Date(Date::constant(
                    2020 + at % 6,
                    1 + i8::try_from(at % 12).unwrap_or(0),
                    5,
                )),
                &[],
            ),
            cell(
                Value::Words(if at % 2 == 0 { "Åben" } else { "Lukket" }.to_owned()),
                &[],
            ),
        ],
    )
}

fn chart(id: &str, data: ChartData) -> Chart {
    Chart {
        id: id.to_owned(),
        title: format!("Tildelt og ansøgt {}", HOSTILE[2]),
        unit: "kr.".to_owned(),
        source: "Kommunernes referater, tabellen bevillinger".to_owned(),
        alternative: format!("Alfa fik mest {}", HOSTILE[0]),
        data,
    }
}

fn group(
    label: &str,
    code: MunicipalityCode,
    values: [Option<f64>; 2],
    numbers: &[usize],
) -> BarGroup {
    BarGroup {
        label: label.to_owned(),
        municipality: Some(code),
        values: values.to_vec(),
        evidence: vec![ids(numbers), Vec::new()],
    }
}

fn groups() -> Vec<BarGroup> {
    vec![
        group("Alfa", ALFA, [Some(7_154_000.0), Some(9_000_000.5)], &[0]),
        group("Beta", BETA, [Some(2_856_000.0), None], &[6]),
        group(HOSTILE[2], GAMMA, [None, None], &[]),
    ]
}

fn bars() -> ChartData {
    ChartData::Bars {
        series: vec!["Tildelt".to_owned(), "Ansøgt".to_owned()],
        groups: groups(),
        kind: ColumnKind::Kroner,
    }
}

fn stacked() -> ChartData {
    ChartData::Stacked {
        series: vec!["Godkendt".to_owned(), HOSTILE[0].to_owned()],
        groups: vec![
            group("Alfa", ALFA, [Some(12.0), Some(3.0)], &[3]),
            group("Beta", BETA, [Some(0.0), Some(8.0)], &[9]),
        ],
        kind: ColumnKind::Number,
    }
}

fn timeline() -> ChartData {
    let event = |day, label: &str, certainty, number| Event {
        day,
        label: label.to_owned(),
        what: format!("{label}: sagen blev behandlet {}", HOSTILE[1]),
        certainty,
        evidence: ids(&[number]),
    };
    ChartData::Timeline {
        lanes: vec![
            Lane {
                label: "Alfa".to_owned(),
                municipality: Some(ALFA),
                events: vec![
                    event(
                        Date::constant(2025, 8, 13),
                        "Socialudvalget",
                        Certainty::Held,
                        3,
                    ),
                    event(
                        Date::constant(2025, 8, 26),
                        "Byrådet",
                        Certainty::Announced,
                        2,
                    ),
                ],
            },
            Lane {
                label: HOSTILE[2].to_owned(),
                municipality: Some(GAMMA),
                events: Vec::new(),
            },
        ],
    }
}

fn side_by_side() -> Block {
    let stretch = |words: &str, held| Stretch {
        words: words.to_owned(),
        held,
    };
    let text = |municipality, item, stretches| ComparedText {
        municipality,
        heading: "Socialudvalget, 13. august 2025".to_owned(),
        item: ItemIndex(item),
        stretches,
    };
    Block::SideBySide(SideBySide {
        id: "tekst".to_owned(),
        title: "Sagens tekst".to_owned(),
        texts: vec![
            text(
                ALFA,
                0,
                vec![
                    stretch("Staten har afsat midler. ", Held::ByAll),
                    stretch("Alfa deler dem med Beta.\n", Held::BySome(vec![BETA])),
                    stretch(HOSTILE[0], Held::ByNoOther),
                ],
            ),
            text(
                BETA,
                1,
                vec![
                    stretch("Staten har afsat midler. ", Held::ByAll),
                    stretch("Alfa deler dem med Beta.", Held::BySome(vec![ALFA])),
                ],
            ),
            text(
                GAMMA,
                2,
                vec![stretch("Staten har afsat midler.", Held::ByAll)],
            ),
        ],
    })
}
