//! `tvaersnit evaluate`: how well a published data set tells what people read in the documents.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use tvaersnit::evaluate::report::{Format, Limit, json, render};
use tvaersnit::evaluate::{Sources, evaluate};

/// Score a published data set against gold facts: precision, recall and F1 by measure, each miss and each
/// false find with its place.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of gold files, one NAME.json for each document (format: tests/gold/FORMAT.md).
    gold: PathBuf,
    /// The published data set.
    #[arg(long, value_name = "DIR", default_value = "tvaersnit-data")]
    data: PathBuf,
    /// Folder of the source documents: those in it are matched by the SHA-256 of their bytes, all others
    /// by file name.
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Also write everything to this file as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many misses, and how many false finds, to show of each measure: a number or "all".
    #[arg(long, value_name = "N|all", default_value = "10")]
    misses: Limit,
    /// How to show the figures.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shown {
    /// Columns for a terminal.
    Table,
    /// Markdown.
    Markdown,
}

/// Scores the data set and prints the figures; tables that are missing are named on stderr.
///
/// # Errors
/// Where the data set or the gold files cannot be read, or the JSON file cannot be written.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let sources = Sources {
        data: &args.data,
        gold: &args.gold,
        docs: args.docs.as_deref(),
    };
    let evaluation = evaluate(&sources)?;
    for warning in &evaluation.warnings {
        eprintln!("warning: {warning}");
    }
    if let Some(path) = &args.json {
        std::fs::write(path, json(&evaluation))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let format = match args.format {
        Shown::Table => Format::Table,
        Shown::Markdown => Format::Markdown,
    };
    write_out(&render(&evaluation, format, args.misses))
}

/// A reader that has seen enough (`| head`) closes the pipe: no error.
fn write_out(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to stdout"),
    }
}
