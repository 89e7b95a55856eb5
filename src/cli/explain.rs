//! `tvaersnit explain`: how the program read a document, as a tree.

mod corrected;
mod tree;

use super::reading::ReadingArgs;
use super::{Exit, clean, put, say};
use anyhow::{Context, anyhow, bail};
use std::path::PathBuf;
use tvaersnit::corrections::Corrections;
use tvaersnit::facts::{self, Options};
use tvaersnit::source::discover::{self, Discovery};
use tvaersnit::source::given::Given;
use tvaersnit::source::{self, Means, SourceFormat};

/// Show how a document is read: header, items, sections, facts, each with its place
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit explain seeds/002_7a5ce75e37b20a92.txt --item 8\n\n\
    What sources.toml and corrections.csv say of the document is heeded where a build finds them:\n\
    anywhere in the --inputs, where they hold the document, or else beside it. The facts are shown as\n\
    they were read, and what corrections make of them stands at the end.\n\
    A place is a line of the text and, in brackets, its offsets in code points (texts.text)."
)]
pub struct Args {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the item with this number
    #[arg(long, value_name = "N")]
    item: Option<String>,
    /// What 'tvaersnit build' is given, so that sources.toml and corrections.csv are found where it finds them; may be given
    /// several times [default: the document alone]
    #[arg(long, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Corrections, besides those in files called corrections.csv among the inputs or beside the document; may be given
    /// several times
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
    let program = std::env::current_exe().ok();
    let means = Means {
        program: program.as_deref(),
        limits: args.reading.limits(),
    };
    let path = args.file.display().to_string();
    let document = source::read_with(&path, format, &bytes, &means).map_err(rejected)?;
    let (found, given) = stated(args);
    for (path, reason) in &found.failed {
        say::warning("not read", &format!("{}: {reason}", path.display()));
    }
    let options = Options {
        municipality: args.reading.municipality.clone(),
        given,
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
    let corrections = Corrections::read(&found.corrections, &args.corrections);
    let told = corrected::told(&corrections, &document, &minutes, args.item.as_deref());
    let shown = tree::tree(&document, &minutes, args.item.as_deref(), told);
    put(clean(&shown).as_bytes())?;
    Ok(Exit::Done)
}

/// What a build of the inputs would find, where the document is among them, and else a build of the document alone; and
/// what is given of the document there.
fn stated(args: &Args) -> (Discovery, Given) {
    let limits = args.reading.limits();
    let place = args.file.canonicalize().ok();
    let given = |found: &Discovery| {
        let is_it = |path: &PathBuf| *path == args.file || path.canonicalize().ok() == place;
        let mut files = found.files.iter();
        files
            .find(|file| is_it(&file.path))
            .map(|file| file.given.clone())
    };
    let among = discover::discover(&args.inputs, &limits);
    if let Some(given) = given(&among) {
        return (among, given);
    }
    let alone = discover::discover(std::slice::from_ref(&args.file), &limits);
    let given = given(&alone).unwrap_or_default();
    (alone, given)
}
