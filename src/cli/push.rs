//! `tvaersnit push`: a data set into object storage.

use super::{Exit, say};
use anyhow::Context;
use std::path::PathBuf;
use tvaersnit::storage::{Address, Storage, StorageError};

/// Put a data set into object storage that speaks S3
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit push s3://bucket/referater --data data/seeds\n\n\
    Each version gets a folder of its own, versions/ID; the object CURRENT names the one that counts, and is put last. Key, \
    region and endpoint: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL."
)]
pub struct Args {
    /// Where it goes: s3://BUCKET/FOLDER
    #[arg(value_name = "ADDRESS")]
    address: PathBuf,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    super::meet(&args.data)?;
    let storage = open(&args.address)?;
    let version = storage.put_data_set(&args.data)?;
    say::note(&format!("put at     {}/{version}", storage.address()));
    Ok(Exit::Done)
}

/// The storage at an address that must be one.
pub fn open(address: &std::path::Path) -> anyhow::Result<Storage> {
    let none = || StorageError::NoAddress(address.display().to_string());
    let address = Address::of(address).unwrap_or_else(|| Err(none()))?;
    Storage::open(&address).with_context(|| format!("'{address}'"))
}
