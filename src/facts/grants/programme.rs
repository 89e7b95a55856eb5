//! What a grant's programme is called. No list of programmes: a name is known by how it is written, by the words around
//! it, and by how much the item leans on it.

use super::names::{WORD, compile, is_word};
use super::story::{Sentence, Story};
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{Placed, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A kind of thing that has a name of its own.
const NAMED_THING: &str = r"(?i:pulje\w*|\w*projekt(?:et|er)?|program(?:met)?|initiativ(?:et)?|indsats(?:en)?|\w*helhedsplan(?:en)?|\w*ordning(?:en)?|partnerskab(?:et)?|aftale(?:n)?)";

static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"{NAMED_THING}(?:\s+\d{{4}}\s?[-–]\s?\d{{4}})?\s+["”“»„'‘](?<name>[^"”“«»'’\n]{{2,80}})["”“«»'’]"#
    ))
});

static PROJECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:[Pp]rojekt(?:et)?|[Pp]uljen|[Pp]rogrammet)\s(?<name>{WORD}(?:\s{WORD})*)"
    ))
});

static PROPER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?x)(?<context>\b(?:midler(?:ne)?|indsatser(?:ne)?|indsats(?:en)?|pulje\w*|initiativ\w*|tilskud|støtte|ansøgning\w*|udbredelse|aftalen?|del|kroner)\s|(?:kr\.|mio\.)\s)?
          \b(?:fra|til|i|under|om|af|på|for)\s(?<name>{WORD}(?:\s{WORD})*)"
    ))
});

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"[Pp]ulje(?:n)?\stil\s(?<name>[A-ZÆØÅ][^.,;()\d]{3,60}?)(?:\si\s|\spå\s|[.,;()]|$)")
});

static DESCRIBED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:[Pp]ulje(?:n|midler)?|[Pp]rojekt(?:et)?|midler)\s(?<name>til\s(?:at\s)?[a-zæøå][^.,;:()\d]{4,70}?)(?:\si\s(?:perioden|20)|\sfor\sperioden|\spå\s|\sog\s|[.,;:()]|$)",
    )
});

/// The programme of a grant: a quoted name beside it, a proper name in title and text, else what the pool is for.
pub fn programme(
    story: &Story<'_>,
    tellings: &[usize],
    with_title: bool,
) -> Option<Placed<String>> {
    let told = || tellings.iter().map(|at| &story.sentences[*at]);
    let title = with_title.then_some(&story.title);
    let near = || told().chain(title);
    let quoted = |sentence: &Sentence| named(story, sentence, &QUOTED);
    let project = |sentence: &Sentence| named(story, sentence, &PROJECT);
    near()
        .find_map(quoted)
        .or_else(|| before(story, tellings, &quoted))
        .or_else(|| near().find_map(|sentence| named(story, sentence, &TITLED)))
        .or_else(|| with_title.then(|| proper(story, tellings)).flatten())
        .or_else(|| near().find_map(project))
        .or_else(|| before(story, tellings, &project))
        .or_else(|| near().find_map(|sentence| named(story, sentence, &DESCRIBED)))
}

/// Looks back from the first telling, as long as the section lasts.
fn before(
    story: &Story<'_>,
    tellings: &[usize],
    find: &dyn Fn(&Sentence) -> Option<Placed<String>>,
) -> Option<Placed<String>> {
    const REACH: usize = 6;
    let first = *tellings.first()?;
    let section = story.sentences[first].section;
    story.sentences[..first]
        .iter()
        .rev()
        .take(REACH)
        .take_while(|sentence| sentence.section == section)
        .find_map(find)
}

fn named(story: &Story<'_>, sentence: &Sentence, pattern: &Regex) -> Option<Placed<String>> {
    let found = pattern.captures(sentence.span.of(story.text))?;
    let name = found.name("name")?;
    let place = sentence.span.part(name.start()..name.end());
    let words = fold(name.as_str());
    let words = words.trim_end_matches(['.', ',']).to_owned();
    (!is_institution(story, &words)).then(|| Placed::new(words, place))
}

/// A place's, a body's or a funder's name is no programme.
fn is_institution(story: &Story<'_>, name: &str) -> bool {
    let lower = name.to_lower();
    let head = lower.split([' ', '-']).next_back().unwrap_or_default();
    lower.contains("kommune")
        || [
            "udvalget",
            "udvalg",
            "byrådet",
            "fonden",
            "styrelsen",
            "ministeriet",
            "afdeling",
            "forvaltning",
        ]
        .iter()
        .any(|end| head.ends_with(end))
        || story
            .funders
            .iter()
            .any(|funder| funder.alias.as_deref() == Some(name) || funder.name.contains(name))
}

/// The proper name that the item's title and the grant's tellings lean on most.
fn proper(story: &Story<'_>, tellings: &[usize]) -> Option<Placed<String>> {
    let mut scores: Vec<(String, u32, Span)> = Vec::new();
    let places = std::iter::once((None, &story.title)).chain(
        story
            .sentences
            .iter()
            .enumerate()
            .map(|(at, sentence)| (Some(at), sentence)),
    );
    for (at, sentence) in places {
        let weight = match at {
            None => 1,
            Some(at) if tellings.contains(&at) => 2,
            Some(_) => 1,
        };
        for found in PROPER.captures_iter(sentence.span.of(story.text)) {
            let Some(name) = found.name("name") else {
                continue;
            };
            let after = &sentence.span.of(story.text)[name.end()..];
            if after.trim_start().to_lower().starts_with("kommune") {
                continue;
            }
            let words = base_form(story, &fold(name.as_str()));
            if is_institution(story, &words) || words.chars().count() < 3 {
                continue;
            }
            let weight = weight
                + if found.name("context").is_some() {
                    2
                } else {
                    0
                };
            let span = sentence.span.part(name.start()..name.end());
            match scores.iter_mut().find(|(known, ..)| *known == words) {
                Some((_, score, _)) => *score += weight,
                None => scores.push((words, weight, span)),
            }
        }
    }
    let title = story.title.span.of(story.text);
    for (name, score, span) in &mut scores {
        let place = title.find(name.as_str()).map(|at| at..at + name.len());
        if let Some(place) = place.filter(|place| is_word(title, place)) {
            *score += 4;
            *span = story.title.span.part(place);
        }
    }
    let best = scores.iter().map(|(_, score, _)| *score).max()?;
    let (name, score, span) = scores.into_iter().find(|(_, score, _)| *score == best)?;
    (score >= 4).then(|| Placed::new(name, span))
}

/// "Ungeløftets" is "Ungeløftet" where the item has that too.
fn base_form(story: &Story<'_>, name: &str) -> String {
    let name = name.trim_end_matches(['.', ',', ':']);
    let base = name.strip_suffix('s').unwrap_or(name);
    let known = base.len() < name.len()
        && story.all().any(|sentence| {
            let written = sentence.span.of(story.text);
            written
                .match_indices(base)
                .any(|(at, _)| is_word(written, &(at..at + base.len())))
        });
    if known {
        base.to_owned()
    } else {
        name.to_owned()
    }
}
