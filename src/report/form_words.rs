//! The few words that only charts, Word and Excel need, in each language, from `data/report/forms_*.toml`.

use super::model::Language;
use serde::Deserialize;
use std::sync::LazyLock;

const DANISH: &str = include_str!("../../data/report/forms_da.toml");
const ENGLISH: &str = include_str!("../../data/report/forms_en.toml");

static DA: LazyLock<FormWords> = LazyLock::new(|| read(DANISH));
static EN: LazyLock<FormWords> = LazyLock::new(|| read(ENGLISH));

/// Words by the names that the files give them; both files have all of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The names say what the words are.
pub struct FormWords {
    pub missing: String,
    pub no_data: String,
    pub no_events: String,
    pub held: String,
    pub announced: String,
    /// Short forms for millions, thousand millions and millions of millions.
    pub thousand_million: [String; 3],
    /// Short names, January first.
    pub months: [String; 12],
    pub language_tag: String,
    pub contents: String,
    pub page: String,
    pub of_pages: String,
    pub figure: String,
    pub source: String,
    pub unit: String,
    pub minutes: String,
    pub agenda: String,
    pub item: String,
    pub page_short: String,
    pub line: String,
    pub file: String,
    pub own_text: String,
    pub contract: String,
    pub data_set: String,
    /// Set where a footnote is cut.
    pub goes_on: String,
    pub in_annex: String,
    pub annex: String,
    pub untold_columns: String,
    pub part: String,
    pub front_sheet: String,
    pub evidence_sheet: String,
    pub caveats_sheet: String,
    pub text_sheet: String,
    pub evidence_number: String,
    pub evidence_column: String,
    pub words: String,
    pub municipality: String,
    pub committee: String,
    pub date: String,
    pub kind: String,
    pub item_long: String,
    pub item_title: String,
    pub document: String,
    pub page_long: String,
    pub line_long: String,
    pub origin: String,
    pub row_id: String,
    pub group: String,
    pub event: String,
    pub certainty: String,
    pub text_of: String,
    pub held_by: String,
    pub by_all: String,
    pub by_none: String,
    pub sheets: String,
    pub empty_cells: String,
    pub made_of: String,
    /// Set where a text is cut; `{where}` becomes the place of the whole.
    pub cut_note: String,
}

/// The words in `language`.
#[must_use]
pub fn words(language: Language) -> &'static FormWords {
    match language {
        Language::Da => &DA,
        Language::En => &EN,
    }
}

fn read(content: &str) -> FormWords {
    toml::from_str(content).expect("OK because the files are compiled in and a test reads both")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_word() {
        for language in [Language::Da, Language::En] {
            let words = words(language);
            assert!(words.cut_note.contains("{where}"));
            assert!(words.months.iter().all(|month| !month.is_empty()));
        }
    }
}
