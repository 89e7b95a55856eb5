//! From the entries of all files to the typed view.

use super::bodies::BodyNames;
use super::edges::Edges;
use super::*;
use aho_corasick::MatchKind;

/// The lexicon that `files` (name and entries, the first go before the later) make.
///
/// # Errors
/// [`LexiconError`] where an entry means something that its kind does not know.
pub fn lexicon(hash: String, files: &[(String, File)]) -> Result<Lexicon, LexiconError> {
    let sections = entries(
        files,
        "section",
        |file| &file.section,
        SectionKind::from_code,
        &codes(SectionKind::ALL.iter().map(|kind| kind.code())),
    )?;
    let mut sections_whole = HashMap::new();
    let mut sections_start = Vec::new();
    for (entry, kind) in sections {
        let open = entry.how == Match::Start;
        let section = SectionEntry {
            kind,
            weak: entry.weak,
            open,
        };
        for spelling in entry.spellings() {
            if open {
                sections_start.push((spelling.to_owned(), section));
            } else {
                sections_whole.entry(spelling.to_owned()).or_insert(section);
            }
        }
    }
    let labels = entries(
        files,
        "label",
        |file| &file.label,
        |code| code_in(&Label::ALL, code),
        &codes(Label::ALL.iter().map(|(_, code)| *code)),
    )?;
    let mut label_map = HashMap::new();
    for (entry, label) in labels {
        for spelling in entry.spellings() {
            label_map.entry(spelling.to_owned()).or_insert(label);
        }
    }
    let outcome = |code: &str| {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
    };
    let outcome_codes = codes(Outcome::ALL.iter().map(|outcome| outcome.code()));
    let sides = [
        (Side::InFavour, "in_favour"),
        (Side::Against, "against"),
        (Side::Abstained, "abstained"),
    ];
    let any = |_: &str| Some(());
    let contents = |part: &str| {
        let codes = [("contents", "contents"), ("column", "column")];
        let meaning = |code: &str| code_in(&codes, code);
        let read = entries(
            files,
            "contents",
            |file| &file.contents,
            meaning,
            "contents, column",
        )?;
        Ok(spellings(&read)
            .filter(|(_, means)| *means == part)
            .map(|(words, _)| words)
            .collect())
    };
    let case_types: Vec<(String, CaseType)> = spellings(&entries(
        files,
        "case_type",
        |file| &file.case_type,
        |code| code_in(&CASE_TYPES, code),
        "decision, information, discussion",
    )?)
    .collect();
    let access: Vec<(String, bool)> = spellings(&entries(
        files,
        "access",
        |file| &file.access,
        |code| code_in(&[(false, "open"), (true, "closed")], code),
        "open, closed",
    )?)
    .collect();
    let abbreviations: HashSet<String> = spellings(&entries(
        files,
        "abbreviation",
        |file| &file.abbreviation,
        any,
        "",
    )?)
    .map(|(words, ())| words)
    .collect();
    Ok(Lexicon {
        hash,
        section_openings: Edges::opening(
            sections_whole
                .keys()
                .chain(sections_start.iter().map(|(start, _)| start))
                .map(String::as_str),
        ),
        label_openings: Edges::opening(label_map.keys().map(String::as_str)),
        sections_whole,
        sections_start,
        labels: label_map,
        item_words: entries(files, "item_word", |file| &file.item_word, any, "")?
            .iter()
            .flat_map(|(entry, ())| {
                entry
                    .spellings()
                    .map(|words| (words.to_owned(), entry.weak))
            })
            .collect(),
        access_openings: Edges::opening(
            access
                .iter()
                .map(|(mark, _)| mark.trim_start_matches(beside_words)),
        ),
        access,
        case_phrases: AhoCorasick::builder()
            .prefilter(false)
            .kind(phrases::kind(
                case_types.iter().map(|(entry, _)| entry.len()).sum(),
            ))
            .build(
                case_types
                    .iter()
                    .map(|(entry, _)| entry)
                    .filter(|entry| is_phrase(entry)),
            )
            .expect("OK because phrases are short and few"),
        case_words: AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(case_words(&case_types))
            .expect("OK because words are short and few"),
        case_types,
        document_kinds: spellings(&entries(
            files,
            "document_kind",
            |file| &file.document_kind,
            |code| code_in(&[(true, "minutes"), (false, "agenda")], code),
            "minutes, agenda",
        )?)
        .collect(),
        contents: contents("contents")?,
        contents_columns: contents("column")?,
        outcomes: Phrases::new(&entries(
            files,
            "outcome",
            |file| &file.outcome,
            outcome,
            &outcome_codes,
        )?),
        remarks: Phrases::new(&entries(files, "remark", |file| &file.remark, any, "")?),
        sides: Phrases::new(&entries(
            files,
            "party",
            |file| &file.party,
            |code| code_in(&sides, code),
            "in_favour, against, abstained",
        )?),
        verbs: Phrases::new(&verbs(files, outcome, &outcome_codes)?),
        proposing: Phrases::new(
            &entries(files, "proposing", |file| &file.proposing, any, "")?
                .into_iter()
                .map(|(entry, ())| {
                    let weak = entry.weak;
                    (entry, weak)
                })
                .collect::<Vec<_>>(),
        ),
        route_roles: spellings(&entries(
            files,
            "route_role",
            |file| &file.route_role,
            |code| code_in(&ROUTE_ROLES, code),
            "decides, recommends, informed, discusses, heard, competence",
        )?)
        .collect(),
        bodies: BodyNames::new(bodies(files)?),
        own_bodies: spellings(&entries(files, "own_body", |file| &file.own_body, any, "")?)
            .map(|(words, ())| words)
            .collect(),
        longest_abbreviation: abbreviations.iter().map(String::len).max().unwrap_or(0),
        abbreviations,
        point_words: spellings(&entries(
            files,
            "point_word",
            |file| &file.point_word,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
        party_names: spellings(&entries(
            files,
            "party_name",
            |file| &file.party_name,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
        grant_words: grants::build(files)?,
        head_words: spellings(&entries(
            files,
            "head_word",
            |file| &file.head_word,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
        tails: spellings(&entries(
            files,
            "tail",
            |file| &file.tail,
            |code| code_in(&[(true, "attachments"), (false, "signatures")], code),
            "attachments, signatures",
        )?)
        .collect(),
        places: entries(files, "place_word", |file| &file.place_word, any, "")?
            .iter()
            .flat_map(|(entry, ())| entry.spellings().map(|words| (words.to_owned(), entry.how)))
            .collect(),
        absences: Phrases::new(&entries(files, "absence", |file| &file.absence, any, "")?),
        numbers: Numbers::build(files)?,
        municipalities: municipalities(files)?,
        inner_abbreviations: spellings(&entries(
            files,
            "inner_abbreviation",
            |file| &file.inner_abbreviation,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
        no_persons: spellings(&entries(
            files,
            "no_person",
            |file| &file.no_person,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
        no_bodies: entries(files, "no_body", |file| &file.no_body, any, "")?
            .iter()
            .flat_map(|(entry, ())| entry.spellings().map(|words| (words.to_owned(), entry.how)))
            .collect(),
        no_decisions: spellings(&entries(
            files,
            "no_decision",
            |file| &file.no_decision,
            any,
            "",
        )?)
        .map(|(words, ())| words)
        .collect(),
    })
}

/// The longest word of each entry of the case types that is no bracketed mark.
fn case_words(case_types: &[(String, CaseType)]) -> impl Iterator<Item = &str> {
    case_types
        .iter()
        .map(|(entry, _)| entry.as_str())
        .filter(|entry| is_phrase(entry))
        .map(|entry| {
            entry
                .split(' ')
                .max_by_key(|word| word.len())
                .unwrap_or(entry)
        })
}

const CASE_TYPES: [(CaseType, &str); 3] = [
    (CaseType::Decision, "decision"),
    (CaseType::Information, "information"),
    (CaseType::Discussion, "discussion"),
];

const ROUTE_ROLES: [(RouteRole, &str); 6] = [
    (RouteRole::Decides, "decides"),
    (RouteRole::Recommends, "recommends"),
    (RouteRole::Informed, "informed"),
    (RouteRole::Discusses, "discusses"),
    (RouteRole::Heard, "heard"),
    (RouteRole::Competence, "competence"),
];

pub fn codes<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    codes.collect::<Vec<_>>().join(", ")
}

pub fn code_in<T: Copy>(known: &[(T, &str)], code: &str) -> Option<T> {
    known
        .iter()
        .find(|(_, known)| *known == code)
        .map(|(value, _)| *value)
}

/// The entries of one kind in all files, each with what it means.
pub fn entries<T>(
    files: &[(String, File)],
    kind: &'static str,
    of: impl Fn(&File) -> &Vec<Entry>,
    meaning: impl Fn(&str) -> Option<T>,
    known: &str,
) -> Result<Vec<(Entry, T)>, LexiconError> {
    let mut out = Vec::new();
    for (name, file) in files {
        for entry in of(file) {
            let means = meaning(&entry.means).ok_or_else(|| LexiconError::Meaning {
                file: name.clone(),
                line: 1,
                phrase: entry.phrase.clone(),
                means: entry.means.clone(),
                kind,
                known: known.to_owned(),
            })?;
            out.push((entry.clone(), means));
        }
    }
    Ok(out)
}

pub fn spellings<T: Clone>(entries: &[(Entry, T)]) -> impl Iterator<Item = (String, T)> {
    entries.iter().flat_map(|(entry, means)| {
        entry
            .spellings()
            .map(|words| (words.to_owned(), means.clone()))
    })
}

/// Verbs carry their stem as phrase and their forms beside it; the stem itself matches too.
fn verbs(
    files: &[(String, File)],
    outcome: impl Fn(&str) -> Option<Outcome>,
    known: &str,
) -> Result<Vec<(Entry, Verb)>, LexiconError> {
    let read = entries(files, "verb", |file| &file.verb, outcome, known)?;
    Ok(read
        .into_iter()
        .map(|(entry, comes_to)| {
            let stem = entry.phrase.clone();
            (entry, Verb { stem, comes_to })
        })
        .collect())
}

fn municipalities(files: &[(String, File)]) -> Result<MunicipalityNames, LexiconError> {
    let code = |code: &str| {
        all()
            .into_iter()
            .map(|known| known.code)
            .find(|known| known.to_string() == code)
    };
    let weight = |weight: &str| {
        weight
            .parse::<u32>()
            .ok()
            .filter(|weight| (1..=10).contains(weight))
    };
    let read = entries(
        files,
        "municipality_spelling",
        |file| &file.municipality_spelling,
        code,
        "the official codes",
    )?;
    let forms = entries(
        files,
        "municipality_form",
        |file| &file.municipality_form,
        weight,
        "a weight from 1 to 10",
    )?;
    let (forms, spellings): (Vec<_>, Vec<_>) =
        (spellings(&forms).collect(), spellings(&read).collect());
    Ok(MunicipalityNames::new(&forms, &spellings))
}

fn bodies(files: &[(String, File)]) -> Result<Vec<(String, Match, BodyKind)>, LexiconError> {
    let known = "committee, finance_committee, council, advisory, administration";
    let read = entries(files, "body", |file| &file.body, BodyKind::from_code, known)?;
    Ok(read
        .iter()
        .flat_map(|(entry, kind)| {
            entry
                .spellings()
                .map(|words| (words.to_owned(), entry.how, *kind))
        })
        .collect())
}
