//! `tvaersnit publish`: shards become one data set.

use super::{Exit, build, summary};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use tvaersnit::dataset;

/// Make one data set of shards that were read apart
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit build seeds --shard 1/2 --out shards\n  tvaersnit build seeds --shard 2/2 --out shards\n  tvaersnit publish shards --out data/all\n\n\
    Exit code 3 when documents were rejected or corrections could not be made, 1 when shards are missing, damaged or of two builds."
)]
pub struct Args {
    /// Folders of shards, or folders that hold them; all shards of one build
    #[arg(value_name = "SHARDS", required = true)]
    shards: Vec<PathBuf>,
    /// Folder of the data set; an earlier data set there is replaced in one step
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    out: PathBuf,
    /// Print what was done as JSON on standard output (docs/configuration.md, "For scripts")
    #[arg(long)]
    json: bool,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let threads = args.threads.map(NonZeroUsize::get);
    let published = dataset::publish(&args.shards, &args.out, threads)?;
    build::print_summary(&published);
    if args.json {
        summary::print(&summary::of_publish(&published))?;
    }
    Ok(if published.is_complete() {
        Exit::Done
    } else {
        Exit::Partly
    })
}
