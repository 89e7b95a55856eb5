//! Acts and paragraphs that an item refers to.

use super::{Context, LegalReference};
use crate::layout::{ItemOutline, sections::words_of};
use crate::value::Span;
use crate::value::fold::fold;
use regex::Regex;
use std::sync::LazyLock;

static PARAGRAPH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)§{1,2}\s*\d{1,3}(?:\s?[a-h]\b)?
          (?:\s*(?:,\s*)?(?:stk\.|nr\.|pkt\.)\s*\d{1,2}(?:\s*(?:,|og|-|–)\s*(?:nr\.\s*|stk\.\s*)?\d{1,2})*)*
          (?:\s*(?:,|og|samt|eller|-|–|/)\s*(?:§{1,2}\s*)?\d{1,3}(?:\s?[a-h]\b)?(?:,?\s*(?:stk\.|nr\.)\s*\d{1,2})*)*",
    )
    .expect("OK because the pattern is a constant")
});

/// An act in front: "servicelovens § 85", "SEL §85", "Barnets lov § 32".
static ACT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?:(?:Barnets|barnets)\s+[Ll]ov|[A-ZÆØÅa-zæøå-]*(?:love[n]?s?|lovgivningens?|bekendtgørelsens?|vedtægtens?|cirkulærets?)|SEL|ABL|LAB|LAS|LBK|SUL|FL))[,:]?\s*(?:jf\.\s*)?$")
        .expect("OK because the pattern is a constant")
});

/// An act behind: "§ 56 i Lov om Sygedagpenge", "§ 4 i planloven".
static ACT_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:i|efter|jf\.|af)\s+(?<act>(?:den\s+)?(?:[Ll]ov\s+om\s+[A-ZÆØÅa-zæøå]+(?:\s+(?:om|og|for|til|af|i|social|service|pension|[a-zæøå]+hed|[a-zæøå]+else)\b)*(?:\s+[a-zæøå]+)?|[Bb]arnets\s+[Ll]ov|[a-zæøå]+(?:loven|bekendtgørelsen)))")
        .expect("OK because the pattern is a constant")
});

/// An act on its own: "Lov om social service", "Serviceloven", "lov nr. 123".
static ACT_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Ll]ov(?:bekendtgørelse)?\s+(?:om|nr\.)\s+[A-ZÆØÅa-zæøå0-9][^.,;()\n§]{2,80}|[A-ZÆØÅ][a-zæøå]+(?:loven|lovgivningen)|Barnets [Ll]ov)\b").expect("OK because the pattern is a constant")
});

/// Reads every section of `item`; acts without a paragraph only where the law is the section's matter.
#[must_use]
pub fn legal_references(context: &Context<'_>, item: &ItemOutline) -> Vec<LegalReference> {
    let mut out = Vec::new();
    for section in &item.sections {
        let Some(span) = words_of(context.outline, section) else {
            continue;
        };
        let words = span.of(context.text);
        let before = out.len();
        for found in PARAGRAPH.find_iter(words) {
            out.push(reference(
                context.text,
                span,
                words,
                found.start(),
                found.end(),
            ));
        }
        if section.kind == crate::layout::SectionKind::LegalBasis {
            for found in ACT_ALONE.find_iter(words) {
                let place = span.part(found.start()..found.end()).trimmed(context.text);
                let known = out[before..]
                    .iter()
                    .any(|reference: &LegalReference| reference.span.overlaps(place));
                if !known {
                    out.push(LegalReference {
                        act: Some(fold(place.of(context.text))),
                        paragraph: None,
                        span: place,
                    });
                }
            }
            out[before..].sort_by_key(|reference| reference.span);
        }
    }
    out
}

fn reference(text: &str, base: Span, words: &str, start: usize, end: usize) -> LegalReference {
    let paragraph = base.part(start..end).trimmed(text);
    let from = words[..start]
        .char_indices()
        .rev()
        .nth(60)
        .map_or(0, |(at, _)| at);
    let before = &words[from..start];
    if let Some(act) = ACT_BEFORE.find(before) {
        let act_start = from + act.start();
        let name = before[act.start()..]
            .trim_end_matches(|char: char| char.is_whitespace() || matches!(char, ',' | ':'))
            .trim_end_matches("jf.")
            .trim();
        return LegalReference {
            act: Some(fold(name)),
            paragraph: Some(fold(paragraph.of(text))),
            span: base.part(act_start..end).trimmed(text),
        };
    }
    if let Some(found) = ACT_AFTER.captures(&words[end..])
        && let Some(act) = found.name("act")
    {
        return LegalReference {
            act: Some(fold(act.as_str())),
            paragraph: Some(fold(paragraph.of(text))),
            span: base.part(start..end + act.end()).trimmed(text),
        };
    }
    LegalReference {
        act: None,
        paragraph: Some(fold(paragraph.of(text))),
        span: paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_words() {
        for (words, act, paragraph) in [
            (
                "efter servicelovens § 83, hvis",
                Some("servicelovens"),
                "§ 83",
            ),
            (
                "servicelovens §§ 103 og 104.",
                Some("servicelovens"),
                "§§ 103 og 104",
            ),
            (
                "efter § 56 i Lov om Sygedagpenge.",
                Some("Lov om Sygedagpenge"),
                "§ 56",
            ),
            ("SEL §85", Some("SEL"), "§85"),
            ("- §5 stk. 2 og 3 hvor", None, "§5 stk. 2 og 3"),
            ("midlertidige botilbud §107", None, "§107"),
        ] {
            let found = PARAGRAPH.find(words).unwrap_or_else(|| panic!("{words}"));
            let read = reference(
                words,
                Span::new(0, words.len()),
                words,
                found.start(),
                found.end(),
            );
            assert_eq!(
                (read.act.as_deref(), read.paragraph.as_deref()),
                (act, Some(paragraph)),
                "{words}"
            );
        }
    }
}
