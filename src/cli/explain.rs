//! `tvaersnit explain`: how the program read a document, as a tree.

mod tree;

use super::reading::ReadingArgs;
use super::{Exit, clean, put};
use anyhow::{Context, anyhow, bail};
use std::path::PathBuf;
use tvaersnit::facts::{self, Options};
use tvaersnit::source::{self, Means, SourceFormat, discover};

/// Show how a document is read: header, items, sections, facts, each with its place
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit explain seeds/002_7a5ce75e37b20a92.txt --item 8\n\n\
    A place is a line of the text and, in brackets, its offsets in code points (texts.text)."
)]
pub struct Args {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the item with this number
    #[arg(long, value_name = "N")]
    item: Option<String>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
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
    let program = std::env::current_exe().ok();
    let means = Means {
        program: program.as_deref(),
        limits: args.reading.limits(),
    };
    let path = args.file.display().to_string();
    let document = source::read_with(&path, format, &bytes, &means).map_err(rejected)?;
    let options = Options {
        municipality: args.reading.municipality.clone(),
        ..Options::default()
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
    let shown = tree::tree(&document, &minutes, args.item.as_deref());
    put(clean(&shown).as_bytes())?;
    Ok(Exit::Done)
}
