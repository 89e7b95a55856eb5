//! Who gives: funders' names out of the text, known by how they are written and by the kind of body they name.

use super::story::{Sentence, Story};
use crate::lexicon::GrantWord;
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{Placed, Span};
use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A funder named in the item.
#[derive(Clone, Debug)]
pub struct Funder {
    /// The name as written, with its short form: "Styrelsen for Arbejdsmarked og Rekruttering (STAR)".
    pub name: String,
    /// The short form.
    pub alias: Option<String>,
    /// Where it is named.
    pub span: Span,
}

/// A word of a name: "A.P.", "Social-", "EU's".
pub const WORD: &str = r"[A-ZÆØÅ][\w.'’&/-]*";

/// Compiles a pattern of this program's own.
pub fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("OK because the pattern is a constant that a test compiles")
}

static FUNDER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?x)\b(?:(?:Den|Det)\s)?(?:{WORD}(?:\s(?:og|for)\s|\s(?:&\s)?)){{0,4}}
          (?:[\w-]*(?:[Ff]onden|[Ff]onds?|[Ss]tyrelsen|[Mm]inisteriet)s?\b|Realdania\b|Interreg\b|Region\s{WORD}|EU\b(?:['’]s)?(?:\s{WORD}){{0,3}})
          (?:\sfor\s{WORD}(?:,?\s(?:og\s)?{WORD})*)?(?:\sPlus\b)?(?:\sunder\s{WORD}(?:\s{WORD})*)?
          (?:\s\((?<alias>[A-ZÆØÅ]{{2,6}})\))?"
    ))
});

/// Letters of which every funder's name holds some: where none stands, the pattern need not be tried.
static FUNDER_LETTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Of the kind that is looked for with wide registers.
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build([
            "fond",
            "Fond",
            "tyrelsen",
            "inisteriet",
            "Realdania",
            "Interreg",
            "Region",
            "EU",
        ])
        .expect("OK because the words are constants")
});

/// Words with which a sentence begins and that are no part of a name.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:Fra|Af|I|Med|På|Hos|Til|Fik|Om|Via|Ved|Både|Når|Hvis|At|Kommunen|Puljen|Tilskud fra|Midlerne|Da|Som)\s+",
    )
});

/// Every funder that the item names.
pub fn funders(story: &Story<'_>) -> Vec<Funder> {
    story
        .all()
        .flat_map(|sentence| funders_in(story.text, sentence.span))
        .collect()
}

fn funders_in(text: &str, span: Span) -> Vec<Funder> {
    let written = span.of(text);
    if !FUNDER_LETTERS.is_match(written) {
        return Vec::new();
    }
    FUNDER
        .captures_iter(written)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let lead = LEAD.find(whole.as_str()).map_or(0, |lead| lead.end());
            let own = whole.as_str().rfind("Kommune og ");
            let lead = own.map_or(lead, |own| own + "Kommune og ".len());
            let lead = lead.max(heading(written, whole.start(), whole.as_str()));
            let name = nominative(&fold(&whole.as_str()[lead..]));
            let proper = name.starts_with(char::is_uppercase);
            let lower = name.to_lower();
            let own = lower.contains("bestyrelse") || lower == "styrelsen" || lower == "fonden";
            (proper && !own).then(|| Funder {
                name,
                alias: found.name("alias").map(|alias| alias.as_str().to_owned()),
                span: span.part(whole.start() + lead..whole.end()),
            })
        })
        .collect()
}

/// Length of a heading of one word on a line of its own that a name seems to begin with: "Økonomi⏎Realdania".
fn heading(written: &str, start: usize, name: &str) -> usize {
    let begins_line = written[..start]
        .trim_end_matches([' ', '\t'])
        .ends_with('\n')
        || start == 0;
    match name.split_once('\n') {
        Some((first, rest)) if begins_line && !first.trim().contains(' ') => {
            name.len() - rest.trim_start().len()
        }
        _ => 0,
    }
}

/// "Sundhedsministeriets" is "Sundhedsministeriet".
fn nominative(name: &str) -> String {
    let genitive = ["ministeriets", "styrelsens", "fondens"]
        .iter()
        .any(|end| name.ends_with(end));
    let kept = name.len() - usize::from(genitive);
    name[..kept].to_owned()
}

/// Whether `range` is bounded by no letter or digit.
pub fn is_word(words: &str, range: &Range<usize>) -> bool {
    let before = words[..range.start].chars().next_back();
    let after = words[range.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// The funder named within `range` of `sentence`; of several the one nearest to the range's end if `last`.
pub fn funder_in(
    story: &Story<'_>,
    sentence: &Sentence,
    range: Range<usize>,
    last: bool,
) -> Option<Placed<String>> {
    let span = sentence.span.part(range.clone());
    let mut named: Vec<Placed<String>> = story
        .funders
        .iter()
        .filter(|funder| span.contains(funder.span))
        .map(|funder| Placed::new(funder.name.clone(), funder.span))
        .collect();
    for word in sentence.within(range) {
        if let Some(full) = short_form(story, sentence, word.means, &word.range) {
            named.push(full);
        }
    }
    named.sort_by_key(|name| name.span);
    if last {
        named.pop()
    } else {
        named.into_iter().next()
    }
}

/// What "STAR", "fonden" or "styrelsen" stand for: the full name in the item, or the short form itself.
fn short_form(
    story: &Story<'_>,
    sentence: &Sentence,
    means: GrantWord,
    range: &Range<usize>,
) -> Option<Placed<String>> {
    if !matches!(means, GrantWord::Source | GrantWord::Acronym) {
        return None;
    }
    let span = sentence.span.part(range.clone());
    if story
        .funders
        .iter()
        .any(|funder| funder.span.overlaps(span))
    {
        return None;
    }
    let word = span.of(story.text);
    let by_alias = story
        .funders
        .iter()
        .find(|funder| funder.alias.as_deref() == Some(word));
    let by_kind = || {
        let lower = word.to_lower();
        let mut named = story
            .funders
            .iter()
            .filter(|funder| funder.span.start < span.start);
        named.rfind(|funder| funder.name.to_lower().contains(&lower))
    };
    if let Some(funder) = by_alias.or_else(by_kind) {
        return Some(Placed::new(funder.name.clone(), span));
    }
    (means == GrantWord::Acronym).then(|| Placed::new(word.to_owned(), span))
}

static POOL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:[Dd]en|[Ee]n)\s(?:[a-zæøå]+e\s){1,2}\w*pulje\b|[Pp]uljemidler\spå\sfinansloven|[Ff]insansloven|[Ff]inansloven(?:\sfor\s20\d\d)?|[Ss]taten\b",
    )
});

/// A giver without a name: "den statslige pulje", "finansloven".
pub fn pool_in(story: &Story<'_>, sentence: &Sentence) -> Option<Placed<String>> {
    let written = sentence.span.of(story.text);
    let found = POOL.find(written)?;
    let name = fold(found.as_str());
    let name = name
        .rsplit_once(" på ")
        .map_or(name.clone(), |(_, pool)| pool.to_owned());
    let name = ["den ", "Den ", "en ", "En "]
        .iter()
        .find_map(|article| name.strip_prefix(article))
        .unwrap_or(&name)
        .to_owned();
    Some(Placed::new(
        name,
        sentence.span.part(found.start()..found.end()),
    ))
}
