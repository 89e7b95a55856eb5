//! `tvaersnit explain`: how the program read a document, as a tree.

mod corrected;
mod tree;

use super::reading::ReadingArgs;
use super::{Exit, clean, say};
use anyhow::{Context, anyhow, bail};
use std::io::Write as _;
use std::path::PathBuf;
use tvaersnit::corrections::Corrections;
use tvaersnit::facts::{self, Options};
use tvaersnit::source::{self, SourceFormat, discover};

/// Show how a document is read: header, items, sections, facts, each with its place
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit explain seeds/002_7a5ce75e37b20a92.txt --item 8\n\n\
    What sources.toml and corrections.csv beside the document say of it is heeded, as build does; the facts are shown as they\n\
    were read, and what corrections make of them stands at the end.\n\
    A place is a line of the text and, in brackets, its offsets in code points (texts.text)."
)]
pub struct Args {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the item with this number
    #[arg(long, value_name = "N")]
    item: Option<String>,
    /// Corrections, besides corrections.csv beside the document; may be given several times
    #[arg(long, value_name = "FILE")]
    corrections: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.file.is_dir() {
        bail!(
            "{} is a folder; explain shows one document of it, and tvaersnit build reads them all",
            args.file.display()
        );
    }
    if let Some(missing) = args.corrections.iter().find(|path| !path.is_file()) {
        bail!("there is no file '{}' with corrections", missing.display());
    }
    let lexicon = args.reading.lexicon()?;
    let size = std::fs::metadata(&args.file)
        .with_context(|| format!("reading {}", args.file.display()))?
        .len();
    if size > args.reading.max_bytes {
        bail!(
            "{} has {size} bytes, more than the limit of {}; raise it with --max-bytes",
            args.file.display(),
            args.reading.max_bytes
        );
    }
    let bytes =
        std::fs::read(&args.file).with_context(|| format!("reading {}", args.file.display()))?;
    let format = discover::format_of(&args.file).unwrap_or(SourceFormat::Text);
    let rejected =
        |rejected: Box<source::Rejected>| anyhow!("{rejected}; {}", rejected.problem.code.remedy());
    let document = source::read_with(
        &args.file.display().to_string(),
        format,
        &bytes,
        std::env::current_exe().ok().as_deref(),
    )
    .map_err(rejected)?;
    let beside = discover::discover(std::slice::from_ref(&args.file));
    for (path, reason) in &beside.failed {
        say::warning("not read", &format!("{}: {reason}", path.display()));
    }
    let options = Options {
        municipality: args.reading.municipality.clone(),
        given: (beside.files.first())
            .map(|file| file.given.clone())
            .unwrap_or_default(),
    };
    let minutes = facts::read(&document, &lexicon, &options).map_err(rejected)?;
    if let Some(number) = &args.item
        && !minutes.items.iter().any(|item| item.number == *number)
    {
        let numbers: Vec<&str> = minutes
            .items
            .iter()
            .map(|item| item.number.as_str())
            .collect();
        bail!(
            "there is no item {number} in {}; there are {}",
            args.file.display(),
            numbers.join(", ")
        );
    }
    let corrections = Corrections::read(&beside.corrections, &args.corrections);
    let told = corrected::told(&corrections, &document, &minutes, args.item.as_deref());
    let shown = tree::tree(&document, &minutes, args.item.as_deref(), told);
    std::io::stdout().write_all(clean(&shown).as_bytes())?;
    Ok(Exit::Done)
}
