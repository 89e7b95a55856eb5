//! Which municipality a document comes from, by how it names the 98.

use super::Basis;
use crate::lexicon::Lexicon;
use crate::value::fold::ToLower;
use crate::value::municipality::all;
use crate::value::{Municipality, MunicipalityCode, Span};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Weight of a name in the header against one in the text.
const IN_HEADER: u32 = 10;

/// Every form of every municipality's name, compiled for one pass over a text.
#[derive(Debug)]
pub struct MunicipalityNames {
    automaton: AhoCorasick,
    /// For each pattern: index of the municipality, weight.
    patterns: Vec<(usize, u32)>,
    /// Every name by itself, as it is spelled, with the index of its municipality.
    bare: Vec<(String, usize)>,
    municipalities: Vec<Municipality>,
}

impl MunicipalityNames {
    /// Compiles `forms` ("{} kommune" with its weight) for the official names and other `spellings`.
    #[must_use]
    pub fn new(forms: &[(String, u32)], spellings: &[(String, MunicipalityCode)]) -> Self {
        let municipalities = all();
        let (mut words, mut patterns, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for (index, municipality) in municipalities.iter().enumerate() {
            let others = spellings
                .iter()
                .filter(|(_, code)| *code == municipality.code)
                .map(|(words, _)| words.clone());
            bare.push((municipality.name.clone(), index));
            for name in std::iter::once(municipality.name.to_lower()).chain(others) {
                for (form, weight) in forms {
                    words.push(form.replace("{}", &name));
                    patterns.push((index, *weight));
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(aho_corasick::MatchKind::LeftmostLongest)
            .kind(Some(aho_corasick::AhoCorasickKind::DFA))
            .build(&words)
            .expect("OK because the names are few and short");
        Self {
            automaton,
            patterns,
            bare,
            municipalities,
        }
    }
}

impl MunicipalityNames {
    /// The municipality whose name stands in a text that says no more of where it comes from: "Mødested: Biblioteket,
    /// Varde". A name that the text has in small letters as well ("vejen") is a common word there.
    fn by_name_alone(&self, text: &str, header: Span) -> Option<(Municipality, Basis)> {
        let mut weights: Vec<(u32, bool, usize)> = Vec::new();
        for (name, index) in &self.bare {
            if whole(text, &name.to_lower()).next().is_some() {
                continue;
            }
            let (mut weight, mut in_header) = (0, false);
            for at in whole(text, name) {
                let inside = header.range().contains(&at);
                weight += if inside { IN_HEADER } else { 1 };
                in_header |= inside;
            }
            weights.push((weight, in_header, *index));
        }
        weights.sort_by_key(|(weight, _, index)| (std::cmp::Reverse(*weight), *index));
        let (weight, in_header, index) = *weights.first()?;
        let second = weights.get(1).map_or(0, |(weight, _, _)| *weight);
        let clear = weight >= 1 && weight >= second * 2;
        let basis = if in_header {
            Basis::Stated
        } else {
            Basis::Derived
        };
        clear.then(|| (self.municipalities[index].clone(), basis))
    }
}

/// Where `name` stands in `text` as a whole word.
fn whole<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(name).map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !before.is_some_and(|char| char.is_alphanumeric() || char == '-')
            && !behind.is_some_and(|char| char.is_alphanumeric() || char == '-')
    })
}

/// The municipality that `text` comes from, where one is named clearly more than any other; a name in `header` counts most.
#[must_use]
pub fn detect(text: &str, header: Span, lexicon: &Lexicon) -> Option<(Municipality, Basis)> {
    let names = &lexicon.municipalities;
    let lower = text.to_lower();
    // Lower-casing keeps the length of every letter that Danish uses; where it does not, the header counts as text.
    let header = if lower.len() == text.len() {
        header
    } else {
        Span::default()
    };
    let mut weights: BTreeMap<usize, (u32, bool)> = BTreeMap::new();
    for found in names.automaton.find_iter(&lower) {
        let (index, weight) = names.patterns[found.pattern().as_usize()];
        let whole = !lower[..found.start()]
            .chars()
            .next_back()
            .is_some_and(|char| char.is_alphanumeric() || char == '-')
            && !lower[found.end()..]
                .chars()
                .next()
                .is_some_and(|char| char.is_alphanumeric() && char != 's');
        if !whole {
            continue;
        }
        let in_header = header.range().contains(&found.start());
        let entry = weights.entry(index).or_default();
        entry.0 += if in_header {
            weight * IN_HEADER
        } else {
            weight
        };
        entry.1 |= in_header;
    }
    let mut ranked: Vec<(usize, (u32, bool))> = weights.into_iter().collect();
    ranked.sort_by_key(|(index, (weight, _))| (std::cmp::Reverse(*weight), *index));
    let Some((index, (weight, in_header))) = ranked.first().copied() else {
        return names.by_name_alone(text, header);
    };
    let second = ranked.get(1).map_or(0, |(_, (weight, _))| *weight);
    let clear = weight * 2 >= second * 3;
    let basis = if in_header {
        Basis::Stated
    } else {
        Basis::Derived
    };
    clear.then(|| (names.municipalities[index].clone(), basis))
}

/// The municipality whose site has the address `site`: "https://dagsordener.greve.dk", "https://www.egedalkommune.dk".
#[must_use]
pub fn of_site(site: &str) -> Option<(Municipality, Basis)> {
    let host = site.split("://").last()?.to_lower();
    let labels: Vec<&str> = host.split(['.', ':']).collect();
    let is_of = |(_, forms): &&(Municipality, [String; 3])| {
        labels.iter().any(|label| {
            let label = label
                .strip_suffix("kommune")
                .unwrap_or(label)
                .trim_end_matches('-');
            forms.iter().any(|form| form == label)
        })
    };
    let mut fitting = IN_ADDRESSES.iter().filter(is_of);
    let (found, _) = fitting.next()?;
    fitting
        .next()
        .is_none()
        .then(|| (found.clone(), Basis::Derived))
}

/// How addresses write the municipalities' names.
static IN_ADDRESSES: LazyLock<Vec<(Municipality, [String; 3])>> = LazyLock::new(|| {
    let written = |municipality: Municipality| {
        let name = municipality.name.to_lower();
        let ascii = name
            .replace('æ', "ae")
            .replace('ø', "oe")
            .replace('å', "aa");
        (municipality, [ascii.clone(), ascii.replace('-', ""), name])
    };
    all().into_iter().map(written).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_address_of_the_site() {
        for (site, want) in [
            ("https://dagsordener.koege.dk", Some("Køge")),
            ("https://www.egedalkommune.dk", Some("Egedal")),
            ("https://faaborg-midtfyn.dk:443", Some("Faaborg-Midtfyn")),
            (
                "https://dagsordener.lyngby-taarbaek.dk",
                Some("Lyngby-Taarbæk"),
            ),
            ("https://firstagenda.com", None),
        ] {
            let found = of_site(site).map(|(municipality, _)| municipality.name);
            assert_eq!(found.as_deref(), want, "{site}");
        }
    }

    #[test]
    fn the_one_that_is_named_most() {
        let lexicon = Lexicon::built_in();
        for (text, want) in [
            (
                "Mødested: Vejle Rådhus. Greve Kommune er tovholder.",
                Some("Vejle"),
            ),
            (
                "Københavns Kommune og Københavns Kommune. Aarhus Kommune",
                Some("København"),
            ),
            ("Bornholms Regionskommune holder møde", Some("Bornholm")),
            ("Odense Kommune og Nyborg Kommune er enige", None),
            ("kommunen er enig", None),
            ("Mødet holdes i Varde. Varde er en by.", Some("Varde")),
            ("Vejen er lukket. Vejen og vejen.", None),
            ("Faaborg-Midtfyn Kommunes budget", Some("Faaborg-Midtfyn")),
        ] {
            let found =
                detect(text, Span::default(), &lexicon).map(|(municipality, _)| municipality.name);
            assert_eq!(found.as_deref(), want, "{text}");
        }
    }
}
