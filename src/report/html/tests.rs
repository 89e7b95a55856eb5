//! The sample report as HTML: nothing in it acts, every mark holds its words, every link leads somewhere.

use super::safe::printable;
use super::*;
use crate::report::model::{Block, Inline, Text};
use crate::report::sample;
use crate::source::limits::Limits;
use crate::source::markup::tree::{Node, NodeId, Tree};
use std::collections::{BTreeMap, BTreeSet};

fn page() -> (String, Tree) {
    let html = render(&sample::report(), &Theme::default()).expect("the sample is whole");
    let tree = Tree::parse(&html, &Limits::default()).expect("the page is within the limits");
    (html, tree)
}

fn all(tree: &Tree) -> Vec<NodeId> {
    tree.descendants(0)
}

fn words(tree: &Tree, root: NodeId) -> String {
    let nodes = tree.descendants(root).into_iter();
    nodes
        .filter_map(|id| match tree.node(id) {
            Node::Text(words) => Some(words.as_str()),
            _ => None,
        })
        .collect()
}

/// The marked words by passage.
fn marked(tree: &Tree) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    for id in all(tree) {
        let passages = match tree.name(id) {
            "mark" => tree.attribute(id, "data-e").unwrap_or_default(),
            _ => continue,
        };
        for passage in passages.split(' ').filter_map(|name| name.parse().ok()) {
            found.entry(passage).or_default().push_str(&words(tree, id));
        }
    }
    found
}

#[test]
fn only_the_elements_of_the_templates_are_there_and_nothing_acts() {
    let (html, tree) = page();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for id in all(&tree) {
        let Node::Element { name, attributes } = tree.node(id) else {
            continue;
        };
        *names.entry(name.clone()).or_default() += 1;
        for (key, value) in attributes {
            assert!(!key.starts_with("on"), "{name} {key}={value}");
            assert!(
                key != "style",
                "a style in an attribute is not allowed by the policy"
            );
            let is_address = key == "href" || key == "src";
            let is_safe = value.starts_with('#') || value.starts_with("https://alfa.example/");
            assert!(!is_address || is_safe, "{name} {key}={value}");
        }
    }
    assert_eq!(names.get("script"), Some(&1));
    assert_eq!(names.get("style"), Some(&1));
    assert!(!names.contains_key("img") && !names.contains_key("textarea"));
    assert!(!html.contains(['\0', '\u{b}', '\u{1b}', '\u{85}', '\u{202e}']));
}

#[test]
fn hostile_strings_are_shown_as_they_are() {
    let (_, tree) = page();
    let text = words(&tree, 0);
    for hostile in sample::HOSTILE {
        assert!(text.contains(printable(hostile).as_ref()), "{hostile:?}");
    }
}

#[test]
fn the_marks_of_a_passage_are_its_exact_words() {
    let report = sample::report();
    let (_, tree) = page();
    let marked = marked(&tree);
    assert_eq!(marked.len(), report.evidence.len(), "all are cited");
    for (id, evidence) in report.evidence.iter().enumerate() {
        assert_eq!(marked[&id], printable(&evidence.words));
    }
}

#[test]
fn an_item_is_whole_and_only_cited_items_are_there() {
    let report = sample::report();
    let (html, tree) = page();
    let texts: Vec<String> = all(&tree)
        .into_iter()
        .filter(|id| tree.attribute(*id, "class") == Some("text"))
        .map(|id| words(&tree, id).replace('↩', ""))
        .collect();
    assert_eq!(texts.len(), 3);
    for (text, item) in texts.iter().zip(&report.items) {
        assert_eq!(*text, printable(&item.text));
    }
    assert!(!html.contains("Ikke citeret"));
}

#[test]
fn names_are_given_once_and_every_link_within_leads_somewhere() {
    let (_, tree) = page();
    let mut names = BTreeSet::new();
    for id in all(&tree) {
        if let Some(name) = tree.attribute(id, "id") {
            assert!(names.insert(name), "{name} twice");
        }
    }
    for id in all(&tree) {
        let within = tree
            .attribute(id, "href")
            .and_then(|href| href.strip_prefix('#'));
        assert!(within.is_none_or(|name| names.contains(name)), "{within:?}");
        for key in ["aria-labelledby", "aria-describedby"] {
            let label = tree.attribute(id, key);
            assert!(label.is_none_or(|name| names.contains(name)), "{label:?}");
        }
    }
}

#[test]
fn headings_descend_one_step_at_a_time() {
    let (_, tree) = page();
    let mut last = 0;
    for id in all(&tree) {
        let level = match tree.name(id) {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => name[1..].parse().unwrap_or(0),
            _ => continue,
        };
        assert!(level <= last + 1, "{} after h{last}", words(&tree, id));
        last = level;
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_and_a_theme_shows() {
    let report = sample::report();
    let render = |theme: &Theme| render(&report, theme).expect("a page");
    let theme = Theme {
        name: Some("Prøve <b>KKR</b>".to_owned()),
        ..Theme::default()
    };
    assert_eq!(render(&theme), render(&theme));
    assert!(render(&theme).contains("<span>Prøve &lt;b&gt;KKR&lt;/b&gt;</span>"));
    assert!(!render(&Theme::default()).contains("class=\"owner\""));
}

#[test]
fn a_report_that_contradicts_itself_is_refused() {
    type Spoil = fn(&mut Report);
    let cases: [(&str, Spoil); 6] = [
        ("which it does not hold", |report| {
            report.evidence.truncate(3)
        }),
        ("cites item", |report| report.evidence[0].item.0 = 99),
        ("does not hold the words", |report| {
            report.evidence[0].start += 1
        }),
        ("names no passage", |report| {
            let cited = Inline::Cited {
                words: "12 mio. kr.".to_owned(),
                evidence: Vec::new(),
            };
            report.sections[0]
                .blocks
                .push(Block::Paragraph(Text(vec![cited])));
        }),
        ("cannot be used for links", |report| {
            report.sections[1].id = "svar".to_owned()
        }),
        ("columns, but a row of", |report| {
            for block in &mut report.sections[1].blocks {
                if let Block::Table(table) = block {
                    table.columns.pop();
                }
            }
        }),
    ];
    for (message, spoil) in cases {
        let mut report = sample::report();
        spoil(&mut report);
        let error = super::render(&report, &Theme::default()).expect_err(message);
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn the_style_sheet_has_the_grounds_that_themes_are_checked_against() {
    use crate::report::theme::{DARK_GROUNDS, LIGHT_GROUNDS};
    let (html, _) = page();
    let (light, dark) = html
        .split_once("prefers-color-scheme: dark")
        .expect("a dark form");
    for (part, grounds) in [(light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)] {
        for (key, ground) in ["--ground", "--soft"].iter().zip(grounds) {
            assert!(
                part.contains(&format!("{key}: {ground};")),
                "{key}: {ground}"
            );
        }
    }
}

/// Writes the sample where the browser test finds it: `TVAERSNIT_SAMPLE_REPORT=FILE cargo test --lib sample_page`.
#[test]
fn sample_page() {
    let (html, _) = page();
    if let Some(path) = std::env::var_os("TVAERSNIT_SAMPLE_REPORT") {
        std::fs::write(path, &html).expect("a file that can be written");
    }
    assert!(html.trim_start().starts_with("<!DOCTYPE html>"));
}
