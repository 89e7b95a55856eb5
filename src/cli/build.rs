//! `tvaersnit build`: a folder of documents becomes a data set.

use super::reading::ReadingArgs;
use super::{Exit, clean};
use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tvaersnit::dataset::{self, BuildError, BuildSettings, Pass, Progress, Summary};
use tvaersnit::source::SourceFormat;
use tvaersnit::topics::Topics;

/// Read documents and publish their tables
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:\n  tvaersnit build seeds --out data/seeds\n\n\
    Exit code 3 when some documents were rejected (the others are published) or corrections could not be made, 1 when none could be read.")]
pub struct Args {
    /// Files and folders with documents; folders are searched to the bottom
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Folder of the data set; an earlier data set there is replaced in one step
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    out: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Topics to look for, besides the built-in ones (TOML, as data/topics.toml); may be given several times
    #[arg(long, value_name = "FILE")]
    topics: Vec<PathBuf>,
    /// Corrections (CSV: id, field, value, who, why), besides those in files called corrections.csv among the inputs; may
    /// be given several times
    #[arg(long, value_name = "FILE")]
    corrections: Vec<PathBuf>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let lexicon = args.reading.lexicon()?;
    let settings = settings(args)?;
    let bar = Bar::new();
    let built = dataset::build(&settings, &lexicon, &|progress| bar.show(progress));
    bar.clear();
    match built {
        Ok(summary) => {
            print_summary(&summary);
            Ok(if summary.is_complete() {
                Exit::Done
            } else {
                Exit::Partly
            })
        }
        Err(BuildError::NothingRead(summary)) => {
            print_left_out(&summary);
            bail!(nothing_read(&summary))
        }
        Err(error) => Err(error.into()),
    }
}

fn settings(args: &Args) -> anyhow::Result<BuildSettings> {
    if let Some(missing) = args.corrections.iter().find(|path| !path.is_file()) {
        bail!("there is no file '{}' with corrections", missing.display());
    }
    Ok(BuildSettings {
        corrections: args.corrections.clone(),
        municipality: args.reading.municipality.clone(),
        topics: Arc::new(Topics::with(&args.topics)?),
        max_bytes: args.reading.max_bytes,
        threads: args.threads.map(NonZeroUsize::get),
        program: std::env::current_exe().ok(),
        ..BuildSettings::new(args.inputs.clone(), args.out.clone())
    })
}

fn nothing_read(summary: &Summary) -> String {
    if !summary.rejected.is_empty() {
        return "no document could be read, so no data set was written".to_owned();
    }
    let endings: Vec<_> = SourceFormat::ALL
        .iter()
        .flat_map(|(_, endings)| *endings)
        .map(|end| format!(".{end}"))
        .collect();
    format!(
        "no documents were found ({} files passed over); documents end in {}",
        summary.passed_over,
        endings.join(", ")
    )
}

/// A progress bar on a terminal, nothing in a pipe.
struct Bar(Option<ProgressBar>);

impl Bar {
    fn new() -> Self {
        let style = ProgressStyle::with_template("{msg:>8} {bar:40} {pos}/{len} documents");
        let bar = std::io::stderr().is_terminal().then(|| ProgressBar::new(0));
        Self(
            bar.zip(style.ok())
                .map(|(bar, style)| bar.with_style(style)),
        )
    }

    fn show(&self, progress: Progress) {
        let Some(bar) = &self.0 else { return };
        bar.set_message(match progress.pass {
            Pass::Identity => "sorting",
            Pass::Facts => "reading",
        });
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    }

    fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn print_summary(summary: &Summary) {
    print_left_out(summary);
    eprintln!(
        "documents  {}",
        counts(
            &summary.documents,
            &["ok", "partial", "rejected", "duplicate"]
        )
    );
    if summary.passed_over > 0 {
        eprintln!(
            "           {} files passed over (README, hidden, or of an unknown ending)",
            summary.passed_over
        );
    }
    let (meetings, items, decisions) = (summary.meetings, summary.items, summary.decisions);
    eprintln!("read       {meetings} meetings, {items} items, {decisions} decisions");
    print_corrections(summary);
    eprintln!(
        "problems   {}",
        counts(&summary.problems, &["error", "warning", "note"])
    );
    eprintln!(
        "data set   {} (version {})",
        clean(&shown(&summary.out)),
        summary.data_set
    );
}

/// Each input that is not in the tables: file, cause, remedy.
fn print_left_out(summary: &Summary) {
    for (path, reason) in &summary.unfound {
        eprintln!("not found: {}: {}", clean(&shown(path)), clean(reason));
    }
    for rejection in &summary.rejected {
        let (path, message) = (clean(&rejection.source_path), clean(&rejection.message));
        eprintln!(
            "rejected: {path}: {message}. {} [{}]",
            rejection.code.remedy(),
            rejection.code.code()
        );
    }
}

/// How many corrections were made, and each that was not.
fn print_corrections(summary: &Summary) {
    for correction in &summary.uncorrected {
        let (place, message) = (clean(&correction.source_path), clean(&correction.message));
        eprintln!(
            "not corrected: {place}: {message}. {} [{}]",
            correction.code.remedy(),
            correction.code.code()
        );
    }
    if summary.corrected + summary.uncorrected.len() > 0 {
        eprintln!("corrected  {} values", summary.corrected);
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// "5 (4 ok, 1 rejected)", in the order of `known`.
fn counts(by_code: &BTreeMap<String, usize>, known: &[&str]) -> String {
    let all: usize = by_code.values().sum();
    let parts: Vec<_> = known
        .iter()
        .filter_map(|code| Some(format!("{} {code}", by_code.get(*code)?)))
        .collect();
    if parts.is_empty() {
        "0".to_owned()
    } else {
        format!("{all} ({})", parts.join(", "))
    }
}
