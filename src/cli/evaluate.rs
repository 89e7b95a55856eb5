//! `tvaersnit evaluate`: how well a published data set tells what people read in the documents.

use super::{Exit, clean, put, say};
use anyhow::Context;
use clap::ValueEnum;
use std::path::PathBuf;
use tvaersnit::evaluate::report::{Format, Limit, json, render};
use tvaersnit::evaluate::{Sources, evaluate};

/// Score a data set against gold facts: precision, recall and F1, each miss and each false find
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  tvaersnit evaluate tests/gold --data data/seeds")]
pub struct Args {
    /// Folder of gold files, one NAME.json for each document (format: tests/gold/FORMAT.md)
    gold: PathBuf,
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

/// Scores the data set and prints the figures; tables that cannot be read are named on stderr.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    super::meet(&args.data)?;
    let evaluation = evaluate(&Sources {
        data: &args.data,
        gold: &args.gold,
        docs: args.docs.as_deref(),
    })?;
    for warning in &evaluation.warnings {
        say::warning("warning", warning);
    }
    if let Some(Some(path)) = &args.json {
        std::fs::write(path, json(&evaluation))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let shown = render(&evaluation, args.format.into(), args.misses);
    if let Some(None) = args.json {
        say::note(&shown);
        put(json(&evaluation).as_bytes())?;
    } else {
        put(clean(&shown).as_bytes())?;
    }
    Ok(Exit::Done)
}
