//! Who receives money, where that is not the municipality: a society, a club.

use super::names::{WORD, compile};
use super::story::{Sentence, Story};
use crate::value::Placed;
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A society, club or other body outside the municipality.
const SOCIETY: &str = r"(?:[Ff]oreningen|[Kk]lubben|[Ss]elskabet|[\w-]*(?:forening|klub|laug|selskab|menighed|spejderne|højskolen?)(?:en)?)";

static SOCIETY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:{SOCIETY}\s{WORD}(?:\s{WORD})*|(?:{WORD}\s)*[A-ZÆØÅ][\w-]*(?:forening|klub|laug|selskab|menighed)(?:en)?\b|[Ff]oreningen\b)"
    ))
});

/// Who receives, where a society stands within `range` of `sentence`; "foreningen" is the one named before.
pub fn society(
    story: &Story<'_>,
    sentence: &Sentence,
    range: Range<usize>,
) -> Option<Placed<String>> {
    let span = sentence.span.part(range);
    let found = SOCIETY_NAME.find(span.of(story.text))?;
    let place = span.part(found.start()..found.end());
    let name = fold(found.as_str());
    if name.to_lower() != "foreningen" {
        return Some(Placed::new(name, place));
    }
    let earlier = story
        .all()
        .filter(|other| other.span.start <= sentence.span.start);
    let full = earlier
        .flat_map(|other| SOCIETY_NAME.find_iter(other.span.of(story.text)))
        .map(|found| fold(found.as_str()))
        .filter(|name| name.contains(' '))
        .last();
    Some(Placed::new(full.unwrap_or(name), place))
}

static RECEIVES: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?m)(?:^[ \t]*(?:[-–•]|\d+\.)?[ \t]*(?:at\s)?|\bat\s)(?<name>{WORD}(?:[ ](?:[\w&.-]+)){{0,7}}?)\s(?:bevilges|tildeles|ydes|modtager|støttes)\b"
    ))
});

static GIVEN_TO: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:tilskud|støtte)(?:\spå)?\s(?:i\salt\s)?[\d.,]+\s(?:mio\.\s)?(?:kr\.|kroner)\s(?:årligt\s)?til\s(?<name>{WORD}(?:\s{WORD})*)"
    ))
});

/// Who receives an appropriation: "Natteravnene bevilges …", "tilskud på 75.000 kr. til Foreningen Kulturbroen".
pub fn receiver(
    story: &Story<'_>,
    point: &Sentence,
    range: Range<usize>,
) -> Option<Placed<String>> {
    let span = point.span.part(range);
    let written = span.of(story.text);
    let found = RECEIVES
        .captures(written)
        .or_else(|| GIVEN_TO.captures(written))?;
    let name = found.name("name")?;
    let words = fold(name.as_str());
    let body = ["udvalget", "byrådet", "kommunen", "kommune", "bestyrelsen"]
        .iter()
        .any(|end| words.to_lower().ends_with(end));
    (!body).then(|| Placed::new(words, span.part(name.start()..name.end())))
}
