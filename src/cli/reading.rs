//! Arguments that every command has that reads documents.

use anyhow::Context;
use std::path::PathBuf;
use tvaersnit::dataset::BuildSettings;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::value::{Municipality, municipality};

/// How documents are read.
#[derive(Clone, Debug, clap::Args)]
pub struct ReadingArgs {
    /// Municipality of documents that do not say it: a name or an official code
    #[arg(long, value_name = "NAME", value_parser = municipality_called)]
    pub municipality: Option<Municipality>,
    /// Words to read by, besides the built-in ones (TOML, as in data/lexicon); may be given several times
    #[arg(long, value_name = "FILE")]
    pub lexicon: Vec<PathBuf>,
    /// Largest document that is read, in bytes
    #[arg(long, value_name = "N", default_value_t = BuildSettings::MAX_BYTES, value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    pub max_bytes: u64,
}

impl ReadingArgs {
    /// The built-in lexicon with the user's words in front.
    ///
    /// # Errors
    /// Where a file cannot be read or does not have the lexicon's form.
    pub fn lexicon(&self) -> anyhow::Result<Lexicon> {
        let read = |path: &PathBuf| -> anyhow::Result<(String, String)> {
            let words = std::fs::read_to_string(path)
                .with_context(|| format!("reading the lexicon {}", path.display()))?;
            Ok((path.display().to_string(), words))
        };
        let added = self
            .lexicon
            .iter()
            .map(read)
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Lexicon::with(&added)?)
    }
}

fn municipality_called(words: &str) -> Result<Municipality, String> {
    municipality::find(words)
        .ok_or_else(|| "no municipality has this name or code; `tvaersnit schema municipalities` tells of the list".to_owned())
}
