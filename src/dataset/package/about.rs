//! What is said of a data set as a whole: title, licence, sources; from `data/schema/package.toml`.

use serde::Deserialize;
use std::sync::LazyLock;

/// What is said of a data set as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Short name.
    pub name: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// In English.
    pub en: Words,
    /// In Danish.
    pub da: Words,
    /// Under what it may be used.
    pub licenses: Vec<License>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

/// Title and description in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Title.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// What whoever uses it answers for.
    pub caution: String,
}

/// A licence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    /// Its identifier.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What it covers, in English.
    pub title: String,
    /// What it covers, in Danish.
    pub da: String,
}

/// A source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// In English.
    pub title: String,
    /// In Danish.
    pub da: String,
}

/// What is said of every data set of ours.
pub static ABOUT: LazyLock<About> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/schema/package.toml"))
        .expect("OK because a test reads the file that is compiled in")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_and_sources_are_named_in_both_languages() {
        assert!(!ABOUT.licenses.is_empty() && !ABOUT.sources.is_empty());
        for words in [&ABOUT.en, &ABOUT.da] {
            assert!(!words.title.is_empty() && words.description.ends_with('.'));
            assert!(words.caution.ends_with('.'));
        }
        assert!(ABOUT.sources.iter().all(|source| !source.da.is_empty()));
    }
}
