//! `tvaersnit evaluate`: how well a published data set tells what people read in the documents.

use super::{Exit, clean, say};
use anyhow::{Context, bail};
use clap::ValueEnum;
use std::io::Write;
use std::path::{Path, PathBuf};
use tvaersnit::evaluate::report::{Format, Limit, json, render};
use tvaersnit::evaluate::{Sources, evaluate};

/// Score a data set against gold facts: precision, recall and F1, each miss and each false find
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit evaluate tests/gold --data data/seeds\n  tvaersnit evaluate tests/gold --data data/seeds --json | jq .decisions.f1"
)]
pub struct Args {
    /// Folder of gold files, one NAME.json for each document (format: tests/gold/FORMAT.md)
    #[arg(required_unless_present = "json")]
    gold: Option<PathBuf>,
    /// The published data set
    #[arg(long, value_name = "DIR", default_value = "tvaersnit-data")]
    data: PathBuf,
    /// Folder of the source documents: those in it are matched by the SHA-256 of their bytes, all
    /// others by file name
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Everything as JSON: into this file, or without a name on standard output (the columns then go to standard error)
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    json: Option<Option<PathBuf>>,
    /// How many misses, and how many false finds, to show of each measure
    #[arg(long, value_name = "N|all", default_value = "10")]
    misses: Limit,
    /// How to show the figures
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shown {
    /// Columns for a terminal
    Table,
    /// Markdown
    Markdown,
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Table => Self::Table,
            Shown::Markdown => Self::Markdown,
        }
    }
}

impl Args {
    /// The folder of gold and where the JSON goes. In `--json GOLD` the folder stands where a file may stand.
    fn gold_and_json(&self) -> anyhow::Result<(&Path, Option<Option<&Path>>)> {
        let json = self.json.as_ref().map(Option::as_deref);
        match (&self.gold, json) {
            (Some(gold), json) => Ok((gold, json)),
            (None, Some(Some(folder))) if folder.is_dir() => Ok((folder, Some(None))),
            (None, _) => {
                bail!("which folder of gold? For example: tvaersnit evaluate tests/gold --json")
            }
        }
    }
}

/// Scores the data set and prints the figures; tables that cannot be read are named on stderr.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let (gold, to) = args.gold_and_json()?;
    super::meet(&args.data)?;
    let evaluation = evaluate(&Sources {
        data: &args.data,
        gold,
        docs: args.docs.as_deref(),
    })?;
    for warning in &evaluation.warnings {
        say::warning("warning", warning);
    }
    if let Some(Some(path)) = to {
        std::fs::write(path, json(&evaluation))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let shown = render(&evaluation, args.format.into(), args.misses);
    if let Some(None) = to {
        say::note(&shown);
        std::io::stdout().write_all(json(&evaluation).as_bytes())?;
    } else {
        std::io::stdout().write_all(clean(&shown).as_bytes())?;
    }
    Ok(Exit::Done)
}
