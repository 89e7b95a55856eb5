//! Topics: the built-in file, user's files, and who is *about* what.

use super::*;
use crate::facts::{Access, Attachment, Basis, DocumentKind, Item, Meeting, Minutes};
use crate::source::{self, SourceFormat};
use crate::value::{CaseNumber, Municipality, MunicipalityCode, Placed};

/// An item for a test: title, recommendation, other text, title of an attachment, case number.
#[derive(Default)]
struct Case {
    title: &'static str,
    recommended: &'static str,
    text: &'static str,
    attachment: &'static str,
    number: &'static str,
}

/// Topics in a document that holds `case` alone.
fn topics_in(topics: &Topics, case: &Case) -> Vec<TopicHit> {
    let mut text = String::new();
    let mut place = |words: &str| {
        let start = text.len();
        text.push_str(words);
        let span = Span::new(start, text.len());
        text.push('\n');
        span
    };
    let heading = place(case.title);
    let number = place(case.number);
    let recommended = place(case.recommended);
    let body = place(case.text);
    let attachment = place(case.attachment);
    let item = Item {
        number: "1".to_owned(),
        title: case.title.to_owned(),
        case_number: CaseNumber::exact(case.number).map(|value| Placed::new(value, number)),
        case_type: None,
        access: Access::Open,
        summary: None,
        recommendation: Some(recommended).filter(|span| !span.is_empty()),
        decision: None,
        recommendations: Vec::new(),
        decisions: Vec::new(),
        route: Vec::new(),
        attachments: vec![Attachment {
            label: None,
            title: case.attachment.to_owned(),
            span: attachment,
        }],
        legal_references: Vec::new(),
        figures: Vec::new(),
        grants: Vec::new(),
        heading,
        span: heading.cover(attachment).cover(body),
    };
    let minutes = Minutes {
        meeting: Meeting {
            municipality: Municipality {
                code: MunicipalityCode(360),
                name: "Lolland".to_owned(),
            },
            municipality_basis: Basis::Stated,
            committee: None,
            term: None,
            kind: DocumentKind::Minutes,
            date: None,
            date_basis: None,
            start_time: None,
            location: None,
            participants: Vec::new(),
            absent: Vec::new(),
            span: Span::default(),
        },
        items: vec![item],
        segments: Vec::new(),
        layout: "test",
        problems: Vec::new(),
    };
    let document = source::read("test.txt", SourceFormat::Text, text.as_bytes())
        .expect("OK because the text is UTF-8");
    topics.find(&minutes, &document)
}

fn check(case: &Case, topic: &str, want: Option<(TopicRole, &str)>) {
    let hits = topics_in(&Topics::built_in(), case);
    let found = hits
        .iter()
        .find(|hit| hit.topic == topic)
        .map(|hit| (hit.role, hit.reason.as_str()));
    assert_eq!(found, want, "{topic} in {}", case.title);
}

#[test]
fn about_or_only_mentioned() {
    use TopicRole::{About, Mentions};
    let case = Case::default;
    check(
        &Case {
            title: "Rammeaftale 2027-28",
            ..case()
        },
        "rammeaftale",
        Some((About, "in the title")),
    );
    check(
        &Case {
            title: "Ny aftale",
            recommended: "at rammeaftalen godkendes",
            text: "Rammeaftale Sjælland",
            ..case()
        },
        "rammeaftale",
        Some((About, "in 1 of 1 recommended points, 2 times in all")),
    );
    check(
        &Case {
            title: "Ny aftale",
            recommended: "at rammeaftalen godkendes",
            ..case()
        },
        "rammeaftale",
        Some((Mentions, "once in the text")),
    );
    check(
        &Case {
            title: "Ny aftale",
            text: "Rammeaftalen. Rammeaftalens mål. En rammeaftale.",
            ..case()
        },
        "rammeaftale",
        Some((About, "3 times in 7 words")),
    );
    check(
        &Case {
            title: "Takster",
            text: "Taksten følger rammeaftalen.",
            ..case()
        },
        "rammeaftale",
        Some((Mentions, "once in the text")),
    );
    check(
        &Case {
            title: "Takster",
            attachment: "Rammeaftalens organisation",
            ..case()
        },
        "rammeaftale",
        Some((Mentions, "only in the title of an attachment")),
    );
    check(
        &Case {
            title: "Takster",
            text: "Taksten er ny.",
            ..case()
        },
        "rammeaftale",
        None,
    );
}

#[test]
fn words_that_exclude_and_words_that_must_stand_beside() {
    use TopicRole::About;
    let case = Case::default;
    check(
        &Case {
            title: "Udbud af SKI-rammeaftale",
            ..case()
        },
        "rammeaftale",
        None,
    );
    check(
        &Case {
            title: "Rammeaftale om indkøb af senge",
            ..case()
        },
        "rammeaftale",
        None,
    );
    check(
        &Case {
            title: "Dialogmøde med Handicaprådet",
            ..case()
        },
        "handicap",
        None,
    );
    check(
        &Case {
            title: "Godkendelse af rammeaftale 2027-28",
            ..case()
        },
        "rammeaftale_status",
        None,
    );
    check(
        &Case {
            title: "Implementering af rammeaftalens fokusområder",
            ..case()
        },
        "rammeaftale_status",
        Some((About, "in the title")),
    );
}

#[test]
fn a_kle_subject_alone_can_tell() {
    let added = r#"
        [[topic]]
        name = "prove"
        label = "Prøve"
        words = ["prøveord"]
        kle = ["32.03"]
    "#;
    let topics = Topics::of_words(&[("own.toml".to_owned(), added.to_owned())])
        .expect("OK because the file is well formed");
    let hits = topics_in(
        &topics,
        &Case {
            title: "Sag",
            number: "32.03.04-P20-1-25",
            ..Case::default()
        },
    );
    let [hit] = hits.as_slice() else {
        panic!("{hits:?}")
    };
    assert_eq!(
        (hit.topic.as_str(), hit.role, hit.hits),
        ("prove", TopicRole::About, 0)
    );
    assert_eq!(hit.reason, "KLE subject 32.03.04 of the case");
}

#[test]
fn the_first_place_quotes_the_words() {
    let case = Case {
        title: "Status",
        text: "Midler til\nUngeløftet",
        ..Case::default()
    };
    let hits = topics_in(&Topics::built_in(), &case);
    let hit = hits
        .iter()
        .find(|hit| hit.topic == "ungeloeftet")
        .expect("OK because the word is there");
    let text = format!("{}\n\n\n{}\n", case.title, case.text);
    assert_eq!(hit.first.of(&text), "Ungeløftet");
}

#[test]
fn the_built_in_topics_are_sorted_and_find_their_examples() {
    let read: File = toml::from_str(BUILT_IN).expect("OK because the built-in file is TOML");
    let names: Vec<&str> = read.topic.iter().map(|topic| topic.name.as_str()).collect();
    assert!(
        names.is_sorted_by(|one, other| one < other),
        "sort data/topics.toml by name: {names:?}"
    );
    let topics = Topics::built_in();
    for (index, topic) in topics.iter().enumerate() {
        let places = topics.places(&topic.example);
        assert!(
            !places[index * 3 + OWN].is_empty(),
            "{} does not find its example",
            topic.name
        );
    }
}

#[test]
fn a_topic_that_cannot_be_used_is_named() {
    for (text, want) in [
        (
            "[[topic]]\nname = 'Å'\nlabel = ''\nwords = ['x']",
            "own.toml, line 2: topic 'Å': a name has only",
        ),
        (
            "[[topic]]\nname = 'a'\nlabel = ''\nwords = []",
            "topic 'a': a topic needs at least one word",
        ),
        (
            "[[topic]]\nname = 'a'\nlabel = ''\nwords = ['*']",
            "topic 'a': '*' is no word",
        ),
        ("[[topic]]\nname = 'a'\nwort = 1", "own.toml: "),
    ] {
        let error = Topics::of_words(&[("own.toml".to_owned(), text.to_owned())]).expect_err(text);
        assert!(error.to_string().contains(want), "{error}");
    }
}

#[test]
fn a_users_topic_takes_the_place_of_a_built_in_one() {
    let added = "[[topic]]\nname = 'ips'\nlabel = 'IPS'\nwords = ['ips']";
    let topics = Topics::of_words(&[("own.toml".to_owned(), added.to_owned())])
        .expect("OK because the file is well formed");
    assert_eq!(topics.iter().filter(|topic| topic.name == "ips").count(), 1);
    assert!(
        topics
            .iter()
            .any(|topic| topic.name == "ips" && topic.words == ["ips"])
    );
    assert_ne!(topics.hash, Topics::built_in().hash);
}
