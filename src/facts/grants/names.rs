//! Names out of the text: who gives, what the programme is called, who receives. No list of programmes: a name is
//! known by how it is written and by the words around it.

use super::story::{Sentence, Story};
use crate::lexicon::GrantWord;
use crate::value::fold::fold;
use crate::value::{Placed, Span};
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
const WORD: &str = r"[A-ZÆØÅ][\w.'’&/-]*";

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("OK because the pattern is a constant that a test compiles")
}

static FUNDER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?x)\b(?:(?:Den|Det)\s)?(?:{WORD}(?:\s(?:og|for)\s|\s(?:&\s)?)){{0,4}}
          (?:[\w-]*(?:[Ff]onden|[Ff]onds?|[Ss]tyrelsen|[Mm]inisteriet)\b|Realdania\b|Interreg\b|Region\s{WORD})
          (?:\sfor\s{WORD}(?:,?\s(?:og\s)?{WORD})*)?(?:\sPlus\b)?(?:\sunder\s{WORD}(?:\s{WORD})*)?
          (?:\s\((?<alias>[A-ZÆØÅ]{{2,6}})\))?"
    ))
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
    FUNDER
        .captures_iter(written)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let lead = LEAD.find(whole.as_str()).map_or(0, |lead| lead.end());
            let own = whole.as_str().rfind("Kommune og ");
            let lead = own.map_or(lead, |own| own + "Kommune og ".len());
            let name = fold(&whole.as_str()[lead..]);
            let proper = name.starts_with(char::is_uppercase);
            let lower = name.to_lowercase();
            let own = lower.contains("bestyrelse") || lower == "styrelsen" || lower == "fonden";
            (proper && !own).then(|| Funder {
                name,
                alias: found.name("alias").map(|alias| alias.as_str().to_owned()),
                span: span.part(whole.start() + lead..whole.end()),
            })
        })
        .collect()
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
    if last { named.pop() } else { named.into_iter().next() }
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
    if story.funders.iter().any(|funder| funder.span.overlaps(span)) {
        return None;
    }
    let word = span.of(story.text);
    let by_alias = story
        .funders
        .iter()
        .find(|funder| funder.alias.as_deref() == Some(word));
    let by_kind = || {
        let lower = word.to_lowercase();
        let named = story.funders.iter().filter(|funder| funder.span.start < span.start);
        named
            .filter(|funder| funder.name.to_lowercase().contains(&lower))
            .next_back()
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
        r"(?x)(?<context>\b(?:midler(?:ne)?|indsatser(?:ne)?|indsats(?:en)?|pulje\w*|initiativ\w*|tilskud|støtte|ansøgning\w*|udbredelse|aftalen?|del)\s)?
          \b(?:fra|til|i|under|om|af|på|for)\s(?<name>{WORD}(?:\s{WORD})*)"
    ))
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
    let lower = name.to_lowercase();
    let head = lower.split([' ', '-']).next_back().unwrap_or_default();
    lower.contains("kommune")
        || ["udvalget", "udvalg", "byrådet", "fonden", "styrelsen", "ministeriet", "afdeling", "forvaltning"]
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
    let places = std::iter::once((None, &story.title))
        .chain(story.sentences.iter().enumerate().map(|(at, sentence)| (Some(at), sentence)));
    for (at, sentence) in places {
        let weight = match at {
            None => 1,
            Some(at) if tellings.contains(&at) => 2,
            Some(_) => 1,
        };
        for found in PROPER.captures_iter(sentence.span.of(story.text)) {
            let Some(name) = found.name("name") else { continue };
            let after = &sentence.span.of(story.text)[name.end()..];
            if after.trim_start().to_lowercase().starts_with("kommune") {
                continue;
            }
            let words = base_form(story, &fold(name.as_str()));
            if is_institution(story, &words) || words.chars().count() < 3 {
                continue;
            }
            let weight = weight + if found.name("context").is_some() { 2 } else { 0 };
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
    (score >= 5).then(|| Placed::new(name, span))
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
    if known { base.to_owned() } else { name.to_owned() }
}

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
    if name.to_lowercase() != "foreningen" {
        return Some(Placed::new(name, place));
    }
    let earlier = story.all().filter(|other| other.span.start <= sentence.span.start);
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
        .any(|end| words.to_lowercase().ends_with(end));
    (!body).then(|| Placed::new(words, span.part(name.start()..name.end())))
}

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
    let lower = words.to_lowercase();
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
        .filter_map(|pattern| pattern.captures(written)?.name("name"))
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
    compile(
        &format!(r"(?i)(?:politikområde|bevillingsområde|aftaleområde|budgetområde|bevillingsramme)\s(?<number>\d+(?:\.\d+)+|\d{{2,4}})(?:\s(?-i:(?<name>{WORD}(?:(?:\sog\s|,\s|\s){WORD})*)))?"),
    )
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
