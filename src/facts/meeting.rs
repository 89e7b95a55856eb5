//! Which meeting the items tell of, where the document has no header.

use super::bodies::BodyFinder;
use crate::lexicon::Lexicon;
use crate::value::date::{MONTH_PATTERN, dates};
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{Body, Date};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static MEETING_ON: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?P<name>(?:[A-ZÆØÅ][\wæøåÆØÅ]*-?,?\s+(?:og\s+)?)*[A-ZÆØÅ][\wæøåÆØÅ]*?(?:udvalg|råd|bestyrelse))(?:s|ets|ens)?m[øo]de(?:t|ts)?,?\s+(?:afholdt\s+)?(?:den|d\.)\s*(?P<date>\d{{1,2}}(?:\.?\s*{MONTH_PATTERN}\.?\s+|[./-]\d{{1,2}}[./-])\d{{4}})"
    );
    Regex::new(&pattern).expect("OK because the pattern is a constant")
});

/// Body and day as the items tell of the meeting itself ("Socialudvalgsmødet den 12. august 2025") or as its
/// decisions are headed ("Socialudvalget, 25.08.2025"); `headed` are the latter.
#[must_use]
pub fn from_items(text: &str, headed: &[(Body, Date)], lexicon: &Lexicon) -> Option<(Body, Date)> {
    let mut counts: BTreeMap<(Date, String), (usize, Body)> = BTreeMap::new();
    let told = MEETING_ON.captures_iter(text).filter_map(|found| {
        let date = dates(&found["date"]).next()?.value;
        let name = fold(&found["name"]);
        let definite = match name.to_lower() {
            lower if lower.ends_with("bestyrelse") => format!("{name}n"),
            _ => format!("{name}et"),
        };
        let body = BodyFinder::new(lexicon, None).first(&definite)?.value;
        Some((body, date))
    });
    for (body, date) in told.chain(headed.iter().cloned()) {
        counts
            .entry((date, body.key.clone()))
            .or_insert((0, body))
            .0 += 1;
    }
    // The meeting itself is told of most often; of equals the latest, because what is told is mostly past.
    counts
        .into_iter()
        .max_by_key(|((date, _), (count, _))| (*count, *date))
        .map(|((date, _), (_, body))| (body, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_the_items() {
        let lexicon = Lexicon::built_in();
        let text = "Godkendelse af dagsorden til Social- og Arbejdsmarkedsudvalgsmødet den 12. august 2025.";
        let (body, date) =
            from_items(text, &[], &lexicon).unwrap_or_else(|| panic!("nothing found"));
        assert_eq!(
            (body.name.as_str(), date.to_string().as_str()),
            ("Social- og Arbejdsmarkedsudvalget", "2025-08-12")
        );
    }
}
