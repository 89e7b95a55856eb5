//! `tvaersnit build`: a folder of documents becomes a data set.

use super::reading::ReadingArgs;
use super::remote::Remote;
use super::{Exit, say, summary};
use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tvaersnit::dataset::{
    self, BuildError, BuildSettings, Pass, Progress, Rejection, Shard, Summary,
};
use tvaersnit::source::SourceFormat;
use tvaersnit::topics::Topics;

/// Read documents and publish their tables
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit build seeds --out data/seeds\n  tvaersnit build seeds --partitioned --out data/all\n  tvaersnit build seeds --update --out data/all\n\n\
    Exit code 3 when some documents were rejected (the others are published) or corrections could not be made, 1 when none could be read."
)]
pub struct Args {
    /// Files and folders with documents; folders are searched to the bottom. s3://BUCKET/FOLDER reads from object storage
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Folder of the data set, or s3://BUCKET/FOLDER; an earlier data set there is replaced in one step
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    out: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Topics to look for, besides the built-in ones (TOML, as data/topics.toml); may be given several times
    #[arg(long, value_name = "FILE")]
    topics: Vec<PathBuf>,
    /// Write a file a table and month of meetings (items/part_year=2025/part-03.parquet) instead of a file a table. What
    /// such a data set at --out has of the same documents, read by the same program, is taken over and not read again;
    /// the result is that of a build from nothing
    #[arg(long, help_heading = "Large data sets (docs/large.md)")]
    partitioned: bool,
    /// Add the inputs to the partitioned data set at --out: documents of it that are not among the inputs stay. Without,
    /// the data set is made of the inputs alone, and what is gone from them is gone from it
    #[arg(long, help_heading = "Large data sets (docs/large.md)")]
    update: bool,
    /// Read everything anew, whatever is at --out
    #[arg(
        long,
        conflicts_with = "update",
        help_heading = "Large data sets (docs/large.md)"
    )]
    from_scratch: bool,
    /// Read only the documents that fall to share I of N, into a folder of its own below --out, for 'tvaersnit publish'.
    /// The shares may be read on as many machines; what falls to which depends on the documents' bytes alone
    #[arg(
        long,
        value_name = "I/N",
        conflicts_with = "update",
        help_heading = "Large data sets (docs/large.md)"
    )]
    shard: Option<Shard>,
    /// Leave numbers in CPR form, e-mail addresses and telephone numbers out of the texts and quotations (XX stands in
    /// their place); `problems` tells where they stood
    #[arg(long)]
    redact: bool,
    /// Corrections (CSV: id, field, value, who, why), besides those in files called corrections.csv among the inputs; may
    /// be given several times
    #[arg(long, value_name = "FILE")]
    corrections: Vec<PathBuf>,
    /// Print what was done as JSON on standard output (docs/configuration.md, "For scripts")
    #[arg(long)]
    json: bool,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let lexicon = args.reading.lexicon()?;
    let remote = Remote::of(&args.inputs, &args.out, args.reading.max_bytes)?;
    if args.shard.is_some() && remote.is_put_elsewhere() {
        bail!(
            "a shard is written to a folder of this machine or of one that all share, not to object storage"
        );
    }
    if args.partitioned || args.update {
        remote.bring_earlier()?;
    }
    let settings = settings(args, &remote)?;
    say_what(&settings);
    let bar = Bar::new();
    let built = dataset::build(&settings, &lexicon, &|progress| bar.show(progress));
    bar.clear();
    match built {
        Ok(mut built) => {
            if let Some(address) = remote.put()? {
                built.out = address;
            }
            print_summary(&built);
            let exit = if built.is_complete() {
                Exit::Done
            } else {
                Exit::Partly
            };
            if args.json {
                summary::print(&summary::of_build(&built))?;
            }
            Ok(exit)
        }
        Err(BuildError::NothingRead(built)) => {
            print_left_out(&built);
            if args.json {
                summary::print(&summary::of_build(&built))?;
            }
            bail!(nothing_read(&built, &args.inputs))
        }
        Err(error) => Err(error.into()),
    }
}

/// With --verbose, what goes into the data set beside the documents.
fn say_what(settings: &BuildSettings) {
    let named = |mark: &str, paths: &[PathBuf]| {
        for path in paths {
            say::detail(&format!("{mark:10} {}", shown(path)));
        }
    };
    named("input", &settings.inputs);
    named("correct by", &settings.corrections);
    if let Some(given) = &settings.municipality {
        say::detail(&format!("of         {} ({})", given.name, given.code));
    }
}

fn settings(args: &Args, remote: &Remote) -> anyhow::Result<BuildSettings> {
    if let Some(missing) = args.corrections.iter().find(|path| !path.is_file()) {
        bail!("there is no file '{}' with corrections", missing.display());
    }
    Ok(BuildSettings {
        corrections: args.corrections.clone(),
        municipality: args.reading.municipality.clone(),
        topics: Arc::new(Topics::with(&args.topics)?),
        max_bytes: args.reading.max_bytes,
        limits: args.reading.limits(),
        redact: args.redact,
        partitioned: args.partitioned || args.update,
        update: args.update,
        from_scratch: args.from_scratch,
        shard: args.shard,
        threads: args.threads.map(NonZeroUsize::get),
        program: std::env::current_exe().ok(),
        ..BuildSettings::new(remote.inputs.clone(), remote.out.clone())
    })
}

fn nothing_read(summary: &Summary, inputs: &[PathBuf]) -> String {
    if !summary.rejected.is_empty() {
        return "no document could be read, so no data set was written".to_owned();
    }
    let endings: Vec<_> = SourceFormat::ALL
        .iter()
        .flat_map(|(_, endings)| *endings)
        .map(|end| format!(".{end}"))
        .collect();
    let inputs: Vec<_> = inputs.iter().map(|path| shown(path)).collect();
    format!(
        "no documents were found in {} ({} files passed over); documents end in {}, or are in a .zip or .tar.gz",
        inputs.join(", "),
        summary.passed_over,
        endings.join(", ")
    )
}

/// A progress bar on a terminal, nothing in a pipe.
struct Bar(Option<ProgressBar>);

impl Bar {
    fn new() -> Self {
        let style = ProgressStyle::with_template("{msg:>8} {bar:40} {pos}/{len} documents");
        let bar =
            (std::io::stderr().is_terminal() && !say::is_quiet()).then(|| ProgressBar::new(0));
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

pub(super) fn print_summary(summary: &Summary) {
    print_left_out(summary);
    let known = ["ok", "partial", "rejected", "duplicate"];
    say::note(&format!(
        "documents  {}",
        counts(&summary.documents, &known)
    ));
    if summary.passed_over > 0 {
        say::note(&format!(
            "           {} files passed over (README, hidden, or of an unknown ending)",
            summary.passed_over
        ));
    }
    if summary.known > 0 {
        let all: usize = summary.documents.values().sum();
        let unread = ["rejected", "duplicate"].iter();
        let unread: usize = unread.filter_map(|code| summary.documents.get(*code)).sum();
        let new = all.saturating_sub(unread + summary.known);
        let kept = match summary.kept {
            0 => String::new(),
            kept => format!(", {kept} of them not among the inputs"),
        };
        say::note(&format!(
            "           {new} read, {} taken over from the data set that was there{kept}",
            summary.known
        ));
    }
    let (meetings, items, decisions) = (summary.meetings, summary.items, summary.decisions);
    say::note(&format!(
        "read       {meetings} meetings, {items} items, {decisions} decisions"
    ));
    if summary.corrected + summary.uncorrected.len() > 0 {
        say::note(&format!("corrected  {} values", summary.corrected));
    }
    say::note(&format!(
        "problems   {}",
        counts(&summary.problems, &["error", "warning", "note"])
    ));
    let out = shown(&summary.out);
    if summary.data_set.is_empty() {
        say::note(&format!("shard      {out}"));
    } else {
        say::note(&format!("data set   {out} (version {})", summary.data_set));
    }
}

/// Each input that is not in the tables, and each correction that was not made: place, cause, remedy.
fn print_left_out(summary: &Summary) {
    for (path, reason) in &summary.unfound {
        say::warning("not found", &format!("{}: {reason}", shown(path)));
    }
    for (mark, left_out) in [
        ("rejected", &summary.rejected),
        ("not corrected", &summary.uncorrected),
    ] {
        for Rejection {
            source_path,
            code,
            message,
        } in left_out
        {
            let (remedy, code) = (code.remedy(), code.code());
            say::warning(
                mark,
                &format!("{source_path}: {message}. {remedy} [{code}]"),
            );
        }
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
