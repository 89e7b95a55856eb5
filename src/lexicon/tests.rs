//! The lexicon's own tests: every entry is well formed, and its example is recognised as what it claims.

use super::*;
use crate::value::fold::ToLower;

#[test]
fn phrases_are_in_lower_case_and_trimmed() {
    for (name, content) in BUILT_IN {
        let file: File = toml::from_str(content).unwrap_or_else(|error| panic!("{name}: {error}"));
        for entry in file
            .section
            .iter()
            .chain(&file.outcome)
            .chain(&file.verb)
            .chain(&file.label)
            .chain(&file.body)
            .chain(&file.grant_word)
            .chain(&file.scale)
            .chain(&file.currency)
            .chain(&file.percent)
            .chain(&file.duration)
            .chain(&file.per)
            .chain(&file.per_before)
            .chain(&file.qualifier)
            .chain(&file.direction)
            .chain(&file.direction_stop)
            .chain(&file.price_level)
            .chain(&file.count_noun)
            .chain(&file.number_label)
            .chain(&file.age)
            .chain(&file.total_word)
            .chain(&file.money_word)
            .chain(&file.count_label)
            .chain(&file.id_column)
        {
            for spelling in entry.spellings() {
                assert_eq!(spelling, spelling.trim().to_lower(), "{name}");
            }
            assert!(
                !entry.example.is_empty() && !entry.seen.is_empty(),
                "{name}: '{}' needs an example and where it was seen",
                entry.phrase
            );
        }
    }
}

#[test]
fn no_heading_means_two_sections() {
    let mut known: HashMap<String, (String, String)> = HashMap::new();
    for (name, content) in BUILT_IN {
        let file: File = toml::from_str(content).unwrap_or_else(|error| panic!("{name}: {error}"));
        for entry in &file.section {
            for spelling in entry.spellings() {
                // "beslutning" as a whole heading and as the beginning of one are two entries.
                let before = known.insert(
                    format!("{spelling} {:?}", entry.how == Match::Start),
                    (entry.means.clone(), entry.phrase.clone()),
                );
                assert!(
                    before.is_none(),
                    "'{spelling}' stands in '{}' and in {before:?}",
                    entry.phrase
                );
            }
        }
    }
}

#[test]
fn section_headings() {
    let lexicon = Lexicon::built_in();
    for (heading, want) in [
        ("### **Beslutning**", Some(SectionKind::Decision)),
        (
            "Beslutning fra Klima-, Teknik- og Miljøudvalget, den 11. august 2025, punkt 18:",
            Some(SectionKind::Decision),
        ),
        ("SAGSFREMSTILLING:", Some(SectionKind::Account)),
        ("Sagens videre forløb", Some(SectionKind::NextSteps)),
        ("Sagens forløb", Some(SectionKind::PriorDecision)),
        ("Beslutningen blev truffet", None),
        ("", None),
    ] {
        assert_eq!(
            lexicon.section(heading).map(|section| section.kind),
            want,
            "{heading}"
        );
    }
}

#[test]
fn labels_and_their_values() {
    let lexicon = Lexicon::built_in();
    for (line, label, value) in [
        (
            "**Mødedato**           Tirsdag d. 02. juni 2026",
            Label::Date,
            "Tirsdag d. 02. juni 2026",
        ),
        (
            "Mødedeltagere Sofie Janning, Jørgen Andersen",
            Label::Participants,
            "Sofie Janning, Jørgen Andersen",
        ),
        (
            "Fraværende: Henning Rasmussen",
            Label::Absent,
            "Henning Rasmussen",
        ),
        ("Ej til stede: Bo Berg", Label::Absent, "Bo Berg"),
        ("Mødested", Label::Place, ""),
    ] {
        let found = lexicon
            .labelled(line)
            .map(|(label, at)| (label, &line[at..]));
        assert_eq!(found, Some((label, value)), "{line}");
    }
    assert_eq!(lexicon.labelled("Udvalget anbefaler"), None);
}

#[test]
fn a_user_adds_words() {
    let added = r#"
        [[section]]
        phrase = "det siger sagen"
        means = "account"
    "#;
    let lexicon = Lexicon::with(&[("mine.toml".to_owned(), added.to_owned())])
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        lexicon
            .section("Det siger sagen")
            .map(|section| section.kind),
        Some(SectionKind::Account)
    );
    assert_ne!(lexicon.hash, Lexicon::built_in().hash);
    let wrong = "[[section]]\nphrase = \"x\"\nmeans = \"nonsense\"";
    let error = Lexicon::with(&[("mine.toml".to_owned(), wrong.to_owned())])
        .err()
        .map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("mine.toml")
        && error.contains("nonsense")
        && error.contains("account")));
}

#[test]
fn section_headings_as_the_table_tells_them() {
    let lexicon = Lexicon::built_in();
    for (heading, want) in crate::test_cases::rows(include_str!("../../tests/cases/sections.md")) {
        let read = lexicon
            .section(&heading)
            .map_or("-", |section| section.kind.code());
        assert_eq!(read, want, "{heading}");
    }
}
