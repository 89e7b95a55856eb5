//! `tvaersnit fetch`: a municipality's meetings from its publishing system, as files to build from.

use super::{Exit, say, summary};
use std::path::PathBuf;
use std::time::Duration;
use tvaersnit::fetch::{self, FetchSettings, FetchSummary};
use tvaersnit::value::Date;

/// Download a municipality's meetings from its publishing system
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit fetch https://dagsordener.example.dk --out meetings --since 2024-01-01\n\n\
    Only what is new is downloaded, one request at a time. Exit code 3 when some meetings could not be downloaded."
)]
pub struct Args {
    /// Address of the publishing system (FirstAgenda Publikation), as in the browser's address bar
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// Folder for the files; a later run goes on there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only meetings on or after this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only this committee; may be given several times
    #[arg(long, value_name = "NAME")]
    committee: Vec<String>,
    /// Seconds between two requests
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = pause)]
    pause: f64,
    /// Print what was done as JSON on standard output (docs/configuration.md, "For scripts")
    #[arg(long)]
    json: bool,
}

fn pause(words: &str) -> Result<f64, String> {
    words
        .parse()
        .ok()
        .filter(|seconds| (0.0..=3600.0).contains(seconds))
        .ok_or_else(|| "a number of seconds from 0 to 3600".to_owned())
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let settings = FetchSettings {
        since: args.since,
        committees: args.committee.clone(),
        pause: Duration::from_secs_f64(args.pause),
        ..FetchSettings::new(&args.address, args.out.clone())
    };
    let fetched = fetch::fetch(&settings, &mut |file| {
        say::note(&format!("fetching   {file}"));
    })?;
    print(&fetched, args);
    if args.json {
        summary::print(&summary::of_fetch(&fetched))?;
    }
    Ok(if fetched.failed.is_empty() {
        Exit::Done
    } else {
        Exit::Partly
    })
}

fn print(summary: &FetchSummary, args: &Args) {
    for (address, reason) in &summary.failed {
        say::warning("failed", &format!("{address}: {reason}"));
    }
    say::note(&format!(
        "meetings   {} ({} fetched, {} known, {} failed)",
        summary.meetings,
        summary.fetched,
        summary.known,
        summary.failed.len()
    ));
    say::note(&format!(
        "next       tvaersnit build {}",
        args.out.display()
    ));
}
