//! Political bodies: a name as written, and one key for all its spellings.

use super::fold::ToLower;

/// A body that meets, decides or is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// As written, folded, without genitive and term of office: "Social- og Arbejdsmarkedsudvalget".
    pub name: String,
    /// One for all spellings of the name: "social-og-arbejdsmarkedsudvalget".
    pub key: String,
    /// What kind of body it is.
    pub kind: BodyKind,
}

/// What kind of body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// A standing or ad hoc committee.
    Committee,
    /// The committee that watches over the budget (økonomiudvalget, magistraten).
    FinanceCommittee,
    /// The council (byrådet, kommunalbestyrelsen).
    Council,
    /// A body that is asked for advice (handicaprådet, ældrerådet).
    Advisory,
    /// Staff (direktionen).
    Administration,
}

impl BodyKind {
    /// The code in the tables and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::FinanceCommittee => "finance_committee",
            Self::Council => "council",
            Self::Advisory => "advisory",
            Self::Administration => "administration",
        }
    }

    /// The kind that a code names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Committee,
            Self::FinanceCommittee,
            Self::Council,
            Self::Advisory,
            Self::Administration,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

impl Body {
    /// The body called `name` (folded, nominative).
    #[must_use]
    pub fn new(name: impl Into<String>, kind: BodyKind) -> Self {
        let name = name.into();
        let key = key(&name);
        let kind = match kind {
            BodyKind::Committee if is_finance(&key) => BodyKind::FinanceCommittee,
            kind => kind,
        };
        Self { name, key, kind }
    }
}

fn is_finance(key: &str) -> bool {
    key.starts_with("økonomi") && key.contains("udvalg") || key.starts_with("magistrat")
}

/// Endings of Danish nouns that take a linking "s" in a compound ("beskæftigelse" + "udvalg").
/// Source: Retskrivningsordbogen, § 15 on compounds; only endings that occur in committees' names.
const LINKING_S: [&str; 14] = [
    "else", "hed", "skab", "ing", "tion", "dom", "tet", "marked", "tid", "nelse", "sion", "ment",
    "erhverv", "bolig",
];

/// One key for all spellings of a body's name: "Udvalget for Social og Arbejdsmarked",
/// "Social- og arbejdsmarkedsudvalget" and "Social & Arbejdsmarkedsudvalg" are one body.
#[must_use]
pub fn key(name: &str) -> String {
    let name = name.to_lower().replace('&', " og ");
    let name = name.trim();
    let inner = ["udvalget for", "udvalg for", "udvalget vedr.", "det"]
        .iter()
        .find_map(|lead| name.strip_prefix(lead).filter(|rest| rest.starts_with(' ')));
    let is_committee = name.contains("udvalg");
    let mut parts: Vec<String> = inner
        .unwrap_or(name)
        .split(|char: char| !char.is_alphanumeric())
        .filter(|part| !matches!(*part, "" | "og" | "samt" | "det" | "for" | "stående"))
        .map(str::to_owned)
        .collect();
    if !is_committee {
        return definite(nominative(&parts.join("-")));
    }
    if let Some(last) = parts.last_mut() {
        let head = ["udvalgets", "udvalget", "udvalgs", "udvalg"]
            .iter()
            .find_map(|head| last.strip_suffix(head).map(str::to_owned));
        match head {
            Some(rest) if rest.is_empty() => {
                parts.pop();
            }
            Some(rest) => *last = rest,
            None => {}
        }
    }
    for part in &mut parts {
        *part = linking(part);
    }
    match parts.as_slice() {
        [] => "udvalget".to_owned(),
        [only] if only.ends_with("isk") => format!("{only}-udvalg"),
        [only] => format!("{only}udvalget"),
        [first @ .., last] => format!("{}-og-{last}udvalget", first.join("-")),
    }
}

/// "byråd" and "byrådet" are one body.
fn definite(name: &str) -> String {
    for (bare, ending) in [
        ("råd", "et"),
        ("nævn", "et"),
        ("bestyrelse", "n"),
        ("kommission", "en"),
        ("repræsentation", "en"),
    ] {
        if name.ends_with(bare) {
            return format!("{name}{ending}");
        }
    }
    name.to_owned()
}

/// `part` in the form that it has inside a compound, without hyphen: "beskæftigelses", "børne", "kultur".
fn linking(part: &str) -> String {
    let bare = part
        .strip_suffix('s')
        .filter(|bare| bare.chars().count() > 3)
        .unwrap_or(part);
    if LINKING_S.iter().any(|ending| bare.ends_with(ending)) {
        return format!("{bare}s");
    }
    match bare {
        "børn" => "børne".to_owned(),
        "ung" => "unge".to_owned(),
        "skol" => "skole".to_owned(),
        _ => bare.to_owned(),
    }
}

/// A body's name without the genitive "s": "Byrådets" is "Byrådet".
#[must_use]
pub fn nominative(name: &str) -> &str {
    for ending in [
        "udvalgets",
        "rådets",
        "bestyrelsens",
        "direktionens",
        "kommissionens",
        "magistratens",
        "nævnets",
        "repræsentationens",
    ] {
        if name.to_lower().ends_with(ending) {
            return &name[..name.len() - 1];
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_all_spellings() {
        for (want, spellings) in [
            (
                "social-og-arbejdsmarkedsudvalget",
                &[
                    "Social- og Arbejdsmarkedsudvalget",
                    "Udvalget for Social og Arbejdsmarked",
                    "Social- og arbejdsmarkedsudvalget",
                    "Social & Arbejdsmarkedsudvalg",
                ][..],
            ),
            (
                "klima-teknik-og-miljøudvalget",
                &[
                    "Klima-, Teknik- og Miljøudvalget",
                    "Klima-, Teknik. og Miljøudvalget",
                ],
            ),
            (
                "børne-og-ungeudvalget",
                &["Børne- og Ungeudvalget", "Udvalget for Børn og Unge"],
            ),
            (
                "beskæftigelsesudvalget",
                &["Beskæftigelsesudvalget", "Beskæftigelsesudvalgets"],
            ),
            ("teknisk-udvalg", &["Teknisk Udvalg", "Teknisk udvalg"]),
            ("byrådet", &["Byrådet", "Byrådets", "Byråd"]),
            (
                "kommunalbestyrelsen",
                &["Kommunalbestyrelsen", "kommunalbestyrelse"],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(key(spelling), want, "{spelling}");
            }
        }
    }
}
