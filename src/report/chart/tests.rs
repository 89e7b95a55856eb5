//! Charts hold what they are given, whole and legible, whatever the numbers and words.

use super::scene::{Label, Scene, Shape};
use super::*;
use crate::report::model::{
    BarGroup, Certainty, ColumnKind, Event, EvidenceId, Lane, MadeOf, Municipality,
};
use crate::value::{Date, MunicipalityCode, municipality};
use proptest::prelude::*;

/// A report of the first `count` municipalities of the reference table.
pub(in crate::report) fn report_of(count: usize) -> Report {
    let municipalities = municipality::all().into_iter().take(count);
    Report {
        title: "Sammenligning".to_owned(),
        subtitle: String::new(),
        language: Language::Da,
        made_of: MadeOf {
            program: "0.1.0".to_owned(),
            contract: "1.0.0".to_owned(),
            data_set: "0123456789abcdef".to_owned(),
        },
        municipalities: municipalities
            .map(|known| Municipality {
                code: known.code,
                name: known.name,
            })
            .collect(),
        sections: Vec::new(),
        evidence: Vec::new(),
        items: Vec::new(),
    }
}

fn chart(data: ChartData) -> Chart {
    Chart {
        id: "tilskud".to_owned(),
        title: "Søgt & bevilget <tilskud>".to_owned(),
        unit: "kr.".to_owned(),
        source: "Kommunernes referater".to_owned(),
        alternative: "\"Søgt\" mod bevilget".to_owned(),
        data,
    }
}

fn group(report: &Report, at: usize, values: &[Option<f64>]) -> BarGroup {
    BarGroup {
        label: report.municipalities[at].name.clone(),
        municipality: Some(report.municipalities[at].code),
        values: values.to_vec(),
        evidence: values
            .iter()
            .enumerate()
            .map(|(place, value)| {
                value
                    .map(|_| EvidenceId(10 * at + place))
                    .into_iter()
                    .collect()
            })
            .collect(),
    }
}

/// Grants of seventeen municipalities, some unknown, one paid back.
pub(in crate::report) fn bars(report: &Report) -> Chart {
    let groups = (0..report.municipalities.len())
        .map(|at| {
            let amount = 650_000.0 + 431_237.5 * f64::from(u32::try_from(at).unwrap_or(0));
            let awarded = match at % 5 {
                1 => None,
                3 => Some(-120_000.0),
                _ => Some(amount * 0.7),
            };
            group(report, at, &[Some(amount), awarded])
        })
        .collect();
    chart(ChartData::Bars {
        series: vec!["Søgt".to_owned(), "Bevilget".to_owned()],
        groups,
        kind: ColumnKind::Kroner,
    })
}

fn single(report: &Report) -> Chart {
    let groups = (0..report.municipalities.len())
        .map(|at| {
            group(
                report,
                at,
                &[Some(57.4 + f64::from(u32::try_from(at).unwrap_or(0)))],
            )
        })
        .collect();
    chart(ChartData::Bars {
        series: vec!["Andel".to_owned()],
        groups,
        kind: ColumnKind::Percent,
    })
}

fn stacked(report: &Report) -> Chart {
    let groups = (0..report.municipalities.len())
        .map(|at| {
            let count = |by: usize| Some(f64::from(u32::try_from(at % by).unwrap_or(0)));
            group(report, at, &[count(5), count(3), count(2), None])
        })
        .collect();
    chart(ChartData::Stacked {
        series: ["Godkendt", "Anbefalet", "Udsat", "Afvist"]
            .map(str::to_owned)
            .to_vec(),
        groups,
        kind: ColumnKind::Number,
    })
}

/// A route through two bodies in each of the municipalities.
pub(in crate::report) fn timeline(report: &Report) -> Chart {
    let day = |month, day| Date::new(2025, month, day).expect("OK because a test names real days");
    let event = |day, label: &str, certainty, at| Event {
        day,
        label: label.to_owned(),
        what: format!("{label} behandlede sagen"),
        certainty,
        evidence: vec![EvidenceId(at)],
    };
    let lanes = report.municipalities.iter().enumerate().map(|(at, known)| {
        let late = i8::try_from(at % 9).unwrap_or(0);
        let mut events = vec![
            event(
                day(8, 12 + late),
                "Børne- og Ungdomsudvalget",
                Certainty::Held,
                at,
            ),
            event(
                day(8, 18 + late),
                "Økonomiudvalget",
                Certainty::Held,
                at + 1,
            ),
            event(day(8, 26), "Byrådet", Certainty::Announced, at + 2),
            event(day(8, 26), "Socialudvalget", Certainty::Announced, at + 2),
        ];
        if at == 1 {
            events.clear();
        }
        Lane {
            label: known.name.clone(),
            municipality: Some(known.code),
            events,
        }
    });
    chart(ChartData::Timeline {
        lanes: lanes.collect(),
    })
}

fn labels(scene: &Scene) -> Vec<&Label> {
    scene.marks.iter().flat_map(|mark| &mark.labels).collect()
}

/// Where a label runs out of the picture, touches another, or a shape runs out.
fn faults(scene: &Scene) -> Vec<String> {
    let labels = labels(scene);
    let mut out = Vec::new();
    let is_inside = |[left, top, right, bottom]: [f64; 4]| {
        left >= -0.01
            && top >= -0.01
            && right <= scene.width + 0.01
            && bottom <= scene.height + 0.01
    };
    for (at, label) in labels.iter().enumerate() {
        let area = label.area();
        if !is_inside(area) {
            out.push(format!("{:?} runs out: {area:?}", label.words));
        }
        for other in &labels[at + 1..] {
            let next = other.area();
            let is_apart = area[2] <= next[0] + 0.01
                || next[2] <= area[0] + 0.01
                || area[3] <= next[1] + 0.01
                || next[3] <= area[1] + 0.01;
            if !is_apart {
                out.push(format!(
                    "{:?} {area:?} touches {:?} {next:?}",
                    label.words, other.words
                ));
            }
        }
    }
    for shape in scene.marks.iter().flat_map(|mark| &mark.shapes) {
        let area = match shape {
            Shape::Bar {
                area: [x, y, wide, tall],
                ..
            } => [*x, *y, x + wide, y + tall],
            Shape::Dot { at: [x, y], .. } => [x - 6.0, y - 6.0, x + 6.0, y + 6.0],
            Shape::Line {
                along: [x1, y1, x2, y2],
                ..
            } => [x1.min(*x2), y1.min(*y2), x1.max(*x2), y1.max(*y2)],
        };
        if !is_inside(area) || area.iter().any(|side| !side.is_finite()) {
            out.push(format!("a shape runs out: {area:?}"));
        }
    }
    out
}

fn check(chart: &Chart, report: &Report) {
    for width in [WIDE, NARROW] {
        let found = faults(&scene(chart, report, width));
        assert!(found.is_empty(), "at {width}: {found:#?}\n{chart:?}");
    }
    for words in [
        svg(chart, report, Colours::Fixed),
        svg_narrow(chart, report, Colours::Css),
    ] {
        resvg::usvg::roxmltree::Document::parse(&words).expect("well-formed");
    }
}

#[test]
fn nothing_touches_with_no_one_or_all_municipalities_of_a_region() {
    for count in [0, 1, 2, 17] {
        let report = report_of(count);
        for chart in [
            bars(&report),
            single(&report),
            stacked(&report),
            timeline(&report),
        ] {
            check(&chart, &report);
        }
    }
}

#[test]
fn a_municipality_keeps_its_colour_and_seventeen_looks_differ() {
    let report = report_of(17);
    let words = svg(&single(&report), &report, Colours::Fixed);
    let fills: std::collections::BTreeSet<&str> = words
        .split("<rect x=")
        .skip(1)
        .filter_map(|rest| rest.split("fill=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(fills.len(), 17, "{fills:?}");
    let fewer = Report {
        municipalities: report.municipalities.clone(),
        ..report_of(0)
    };
    let mut chart = single(&report);
    if let ChartData::Bars { groups, .. } = &mut chart.data {
        groups.drain(..12);
    }
    let words = svg(&chart, &fewer, Colours::Fixed);
    assert!(
        words.contains(crate::report::palette::LIGHT.colours[12 % 8]),
        "{words}"
    );
}

#[test]
fn what_is_unknown_is_said_and_is_no_bar() {
    let report = report_of(2);
    let data = ChartData::Bars {
        series: vec!["Søgt".to_owned()],
        groups: vec![
            group(&report, 0, &[None]),
            group(&report, 1, &[Some(f64::NAN)]),
        ],
        kind: ColumnKind::Kroner,
    };
    let words = svg(&chart(data), &report, Colours::Css);
    assert_eq!(
        words.matches(">ingen oplysning</text>").count(),
        2,
        "{words}"
    );
    assert!(!words.contains("<rect"), "{words}");
}

#[test]
fn words_of_documents_are_escaped_and_links_are_the_evidence() {
    let mut report = report_of(1);
    report.municipalities[0].name = "<script>alert(1)</script>\u{0}".to_owned();
    let words = svg(&bars(&report), &report, Colours::Css);
    for (part, is_there) in [
        ("<script", false),
        ("&lt;script&gt;alert(1)&lt;/script&gt;\u{2400}", true),
        ("href=\"#e0\"", true),
        ("href=\"#e1\"", true),
        ("var(--c1)", true),
        ("currentColor", true),
        ("role=\"group\"", true),
        (
            "<title id=\"tilskud-title\">Søgt &amp; bevilget &lt;tilskud&gt;</title>",
            true,
        ),
        (
            "<desc id=\"tilskud-desc\">&quot;Søgt&quot; mod bevilget</desc>",
            true,
        ),
    ] {
        assert_eq!(words.contains(part), is_there, "{part} in {words}");
    }
    let fixed = svg(&bars(&report), &report, Colours::Fixed);
    assert!(
        !fixed.contains("var(") && !fixed.contains("href"),
        "{fixed}"
    );
    assert!(fixed.contains("role=\"img\""));
    assert!(
        svg_narrow(&bars(&report), &report, Colours::Css).contains("id=\"tilskud-narrow-title\"")
    );
}

#[test]
fn exact_numbers_stand_at_bars_and_short_ones_at_the_axis() {
    let report = report_of(2);
    let words = svg(&bars(&report), &report, Colours::Fixed);
    for part in ["650.000", "1.081.237,50", "455.000", "0,6 mio.", ">kr.<"] {
        assert!(words.contains(part), "{part} in {words}");
    }
}

/// The whole of a small chart of each kind, so that a change of the drawing shows as a change of the picture's words.
#[test]
fn charts_are_drawn_as_before() {
    let report = report_of(2);
    for (name, chart) in [
        ("bars", bars(&report)),
        ("stacked", stacked(&report)),
        ("timeline", timeline(&report)),
    ] {
        let words = svg(&chart, &report, Colours::Css).replace("><", ">\n<");
        insta::assert_snapshot!(name, words);
    }
}

#[test]
fn counts_have_no_halves_at_the_axis() {
    let report = report_of(2);
    let data = ChartData::Stacked {
        series: vec!["Godkendt".to_owned()],
        groups: vec![group(&report, 0, &[Some(1.0)])],
        kind: ColumnKind::Number,
    };
    let words = svg(&chart(data), &report, Colours::Fixed);
    assert!(
        words.contains(">1</text>") && !words.contains(">0,5</text>"),
        "{words}"
    );
}

#[test]
fn a_picture_is_the_same_each_time_and_larger_than_its_px() {
    let report = report_of(3);
    let (one, two) = (
        picture::png(&single(&report), &report, 900.0)
            .expect("pictures")
            .remove(0),
        picture::png(&single(&report), &report, 900.0)
            .expect("pictures")
            .remove(0),
    );
    assert!(one.png == two.png && one.png.starts_with(b"\x89PNG"));
    let wide = u32::from_be_bytes(one.png[16..20].try_into().expect("a header"));
    assert_eq!(wide, 1440);
}

fn number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        Just(Some(0.0)),
        any::<f64>().prop_map(Some),
        (-9e13..9e13).prop_map(Some),
        (-1000i32..1000).prop_map(|value| Some(f64::from(value) / 10.0)),
        Just(Some(f64::MAX)),
        Just(Some(f64::MIN)),
        Just(Some(f64::MIN_POSITIVE)),
        Just(Some(1e-9)),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zæøå ]{0,30}",
        "[A-ZÆØÅa-zæøå-]{20,120}",
        "(Børne-|og |Ungdoms|udvalg){1,20}",
        any::<String>(),
    ]
}

fn kind() -> impl Strategy<Value = ColumnKind> {
    prop_oneof![
        Just(ColumnKind::Kroner),
        Just(ColumnKind::Percent),
        Just(ColumnKind::Number),
    ]
}

fn any_groups() -> impl Strategy<Value = (Vec<String>, Vec<BarGroup>)> {
    (1usize..7).prop_flat_map(|count| {
        let series = prop::collection::vec(words(), count);
        let group = (
            words(),
            prop::collection::vec(number(), count),
            any::<bool>(),
        )
            .prop_map(|(label, values, is_known)| BarGroup {
                label,
                municipality: is_known.then_some(MunicipalityCode(101)),
                evidence: vec![Vec::new(); values.len()],
                values,
            });
        (series, prop::collection::vec(group, 0..18))
    })
}

fn any_lanes() -> impl Strategy<Value = Vec<Lane>> {
    let day = (0i32..4000).prop_map(|days| {
        let first = Date::new(2021, 1, 1).expect("a day");
        first.saturating_add(jiff::Span::new().days(days))
    });
    let event = (day, words(), any::<bool>()).prop_map(|(day, label, is_held)| Event {
        day,
        what: label.clone(),
        label,
        certainty: if is_held {
            Certainty::Held
        } else {
            Certainty::Announced
        },
        evidence: Vec::new(),
    });
    let lane = (words(), prop::collection::vec(event, 0..8)).prop_map(|(label, events)| Lane {
        label,
        municipality: None,
        events,
    });
    prop::collection::vec(lane, 0..18)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bars_are_legible((series, groups) in any_groups(), kind in kind()) {
        check(&chart(ChartData::Bars { series: series.clone(), groups: groups.clone(), kind }), &report_of(3));
        check(&chart(ChartData::Stacked { series, groups, kind }), &report_of(3));
    }

    #[test]
    fn any_days_are_legible(lanes in any_lanes()) {
        check(&chart(ChartData::Timeline { lanes }), &report_of(3));
    }
}
