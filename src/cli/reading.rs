//! Arguments that every command has that reads documents.

use anyhow::Context;
use std::path::{Path, PathBuf};
use tvaersnit::dataset::BuildSettings;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::nearest::suggestion;
use tvaersnit::source::limits::Limits;
use tvaersnit::value::{Municipality, municipality};

/// How documents are read.
#[derive(Clone, Debug, clap::Args)]
pub struct ReadingArgs {
    /// Municipality of documents that do not say it: a name or an official code
    #[arg(long, value_name = "NAME", value_parser = municipality_called)]
    pub municipality: Option<Municipality>,
    /// Words to read by, besides the built-in ones (TOML, as in data/lexicon); a folder stands for its files; may be given
    /// several times
    #[arg(long, value_name = "FILE|DIR")]
    pub lexicon: Vec<PathBuf>,
    /// Largest document that is read, in bytes
    #[arg(long, value_name = "N", default_value_t = BuildSettings::MAX_BYTES, value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    pub max_bytes: u64,
    /// Raise the other limits on a document or an archive this many times (depth, elements, pages, time, memory, sizes)
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub raise_limits: u32,
}

impl ReadingArgs {
    /// What a document may cost, its size aside.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits::raised(self.raise_limits)
    }

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
        let files = self.lexicon.iter().map(|path| files(path));
        let files = files.collect::<anyhow::Result<Vec<_>>>()?;
        let added = files
            .iter()
            .flatten()
            .map(read)
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Lexicon::with(&added)?)
    }
}

/// The file at `path`, or the `.toml` files of the folder there, by name.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let reading = || format!("reading the folder {}", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).with_context(reading)? {
        let file = entry.with_context(reading)?.path();
        if file.extension().is_some_and(|ending| ending == "toml") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The municipality of this name or code.
///
/// # Errors
/// That there is none, with the nearest name.
pub fn municipality_called(words: &str) -> Result<Municipality, String> {
    municipality::find(words).ok_or_else(|| {
        let names = municipality::all().into_iter().map(|known| known.name);
        format!(
            "no municipality has this name or code{}; `tvaersnit schema municipalities` tells of the list",
            suggestion(words, names)
        )
    })
}
