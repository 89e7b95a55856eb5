//! The words of the page itself, one file a language, so that a person who knows no Rust can put them right.

use super::HtmlError;
use crate::report::model::Language;
use std::collections::BTreeMap;

/// Words by the key that the templates ask for.
pub(super) type Labels = BTreeMap<String, String>;

/// The words in `language`.
pub(super) fn labels(language: Language) -> Result<Labels, HtmlError> {
    let text = match language {
        Language::Da => include_str!("../../../data/report/html_da.toml"),
        Language::En => include_str!("../../../data/report/html_en.toml"),
    };
    toml::from_str(text).map_err(|error| HtmlError::Template(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::page;

    #[test]
    fn both_languages_have_the_same_words_and_all_are_used() {
        let danish = labels(Language::Da).expect("Danish");
        let english = labels(Language::En).expect("English");
        assert!(danish.keys().eq(english.keys()));
        for key in danish.keys() {
            let used = page::TEMPLATES
                .iter()
                .any(|(_, template)| template.contains(&format!("l.{key}")));
            assert!(
                used || page::LOOKED_UP.contains(&key.as_str()),
                "{key} is not used"
            );
        }
        for key in page::LOOKED_UP {
            assert!(danish.contains_key(*key), "{key}");
        }
    }
}
