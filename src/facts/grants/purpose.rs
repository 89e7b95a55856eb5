//! What money is for, and the policy area of the budget that it belongs to.

use super::names::{WORD, compile};
use super::story::{Sentence, Story};
use crate::value::Placed;
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|\s)(?:til|rettet mod)\s(?<name>[^,.;()\d]{4,160}?)(?:\si\sperioden|\sfor\sperioden|\si\s20|\sfra\s|[,.;()\d]|$)",
    )
});

/// What the money is for: "til udbredelse af indsatserne", within `range` of `sentence`.
pub fn purpose(
    story: &Story<'_>,
    sentence: &Sentence,
    range: Range<usize>,
) -> Option<Placed<String>> {
    let span = sentence.span.part(range);
    let found = PURPOSE.captures(span.of(story.text))?;
    let name = found.name("name")?;
    let mut name = name.start()..name.end();
    let written = span.of(story.text);
    if written[name.clone()].starts_with("den ")
        && let Some(at) = written[name.clone()].rfind(" til ")
    {
        name.start += at + " til ".len();
    }
    let words = fold(&written[name.clone()]);
    let lower = words.to_lower();
    let is_body = ["kommune", "udvalget", "kommunen", "enheden", "byrådet"]
        .iter()
        .any(|end| lower.ends_with(end));
    (!is_body && words.contains(' ')).then(|| Placed::new(words, span.part(name)))
}

/// Where the words for a purpose end.
const PURPOSE_END: &str = r"(?:,|;|\.\s|\.?$|\spå\s(?:i\salt|netto|ca\.|-?\d)|\spå\s(?:politik|bevillings|aftale)område|\si\s20\d\d|\ssom\ser|\sfinansier)";

static CONCERNING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:\bvedr\.|\bvedrørende|\bangående)\s(?<name>[^,;]{{3,160}}?){PURPOSE_END}"
    ))
});

static APPROPRIATED: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let body = r"(?:\w*(?:udvalget|byrådet)\s(?:til\s)?)?";
    let before = r"bevilling\w*(?:\s[^,]{0,60}?)?\s(?:til|for)\s";
    let behind = r"(?:kr\.|kroner|mio\.)(?:\si\s20\d\d)?\stil\s";
    [before, behind].map(|lead| {
        compile(&format!(
            "{lead}{body}(?<name>[^,;]{{3,160}}?){PURPOSE_END}"
        ))
    })
});

/// What an appropriation is for: "vedr. forventet merforbrug på …", "bevilling på 2 mio. kr. til …".
pub fn appropriated_for(
    story: &Story<'_>,
    point: &Sentence,
    range: Range<usize>,
) -> Option<Placed<String>> {
    let span = point.span.part(range);
    let written = span.of(story.text);
    let patterns = std::iter::once(&*CONCERNING).chain(APPROPRIATED.iter());
    patterns
        .zip(["vedr|angående", "bevilling", "kr.|kroner|mio."])
        .filter(|(_, letters)| letters.split('|').any(|one| written.contains(one)))
        .filter_map(|(pattern, _)| pattern.captures(written)?.name("name"))
        .map(|name| {
            let words = fold(name.as_str());
            let words = words.trim_end_matches(['.', ' ']).to_owned();
            Placed::new(words, span.part(name.start()..name.end()))
        })
        .find(|purpose| {
            let words = &purpose.value;
            let body = words.contains("udvalget") && !words.contains(' ');
            !body && !words.starts_with("på ") && words.chars().any(char::is_alphabetic)
        })
}

static AREA: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?:politikområde|bevillingsområde|aftaleområde|budgetområde|bevillingsramme)\s(?<number>\d+(?:\.\d+)+|\d{{2,4}})(?:\s(?-i:(?<name>{WORD}(?:(?:\sog\s|,\s|\s){WORD})*)))?"
    ))
});

/// The policy area named in a point, with its name where the item has that anywhere.
pub fn policy_area(story: &Story<'_>, point: &Sentence) -> Option<Placed<String>> {
    let found = AREA.captures(point.span.of(story.text))?;
    let number = found.name("number")?;
    let span = point.span.part(number.start()..number.end());
    let named = |words: &str| {
        AREA.captures_iter(words).find_map(|other| {
            (other.name("number")?.as_str() == number.as_str())
                .then(|| other.name("name").map(|name| fold(name.as_str())))
                .flatten()
        })
    };
    let name = named(story.item.span.of(story.text));
    let words = match name {
        Some(name) => format!("{} {name}", number.as_str()),
        None => number.as_str().to_owned(),
    };
    Some(Placed::new(words, span))
}
