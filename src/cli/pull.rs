//! `tvaersnit pull`: a data set from object storage.

use super::{Exit, push::open, say};
use std::path::PathBuf;

/// Bring a data set from object storage that speaks S3
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit pull s3://bucket/referater --out data/referater\n\n\
    Each file is held to the hash in the data set's manifest; an earlier data set in the folder is replaced in one step."
)]
pub struct Args {
    /// Where it is: s3://BUCKET/FOLDER
    #[arg(value_name = "ADDRESS")]
    address: PathBuf,
    /// Folder that it goes to
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let manifest = open(&args.address)?.bring_data_set(&args.out)?;
    let (out, version) = (args.out.display(), manifest.data_set);
    say::note(&format!("data set   {out} (version {version})"));
    super::meet(&args.out)?;
    Ok(Exit::Done)
}
