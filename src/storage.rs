//! STORAGE: object storage that speaks S3. Documents are brought in from it; data sets are put there in one step, and
//! brought back.
//!
//! Nothing is read in place: documents wait in a folder while they are read, because each is read twice and their order
//! is known only when all have been looked into.

mod client;
mod data_set;
mod documents;

pub use client::Storage;

use object_store::path::Path as Key;
use std::io;
use std::path::{Path, PathBuf};

/// What an address in object storage begins with.
const SCHEME: &str = "s3://";

/// A folder in object storage: "s3://BUCKET/FOLDER".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    bucket: String,
    prefix: Key,
}

impl Address {
    /// The address that `path` is; `None` where it is a path of this machine.
    #[must_use]
    pub fn of(path: &Path) -> Option<Result<Self, StorageError>> {
        let written = path.to_str().filter(|path| path.starts_with(SCHEME))?;
        Some(Self::parse(written).ok_or_else(|| StorageError::NoAddress(written.to_owned())))
    }

    fn parse(written: &str) -> Option<Self> {
        let rest = written.strip_prefix(SCHEME)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = Key::parse(prefix).ok()?;
        (!bucket.is_empty()).then(|| Self {
            bucket: bucket.to_owned(),
            prefix,
        })
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{SCHEME}{}/{}", self.bucket, self.prefix)
    }
}

/// Why something could not be brought from object storage or put there.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// It only looks like an address.
    #[error("'{0}' is no address in object storage; write s3://BUCKET/FOLDER")]
    NoAddress(String),
    /// The storage refused, or did not answer.
    #[error(
        "'{address}' could not be {action}; key, region and endpoint are read from AWS_ACCESS_KEY_ID, \
         AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL (docs/storage.md)"
    )]
    Refused {
        /// The folder or object.
        address: String,
        /// What was to be done with it.
        action: &'static str,
        /// The cause.
        source: Box<object_store::Error>,
    },
    /// This machine's file system refused.
    #[error("'{path}' could not be {action}")]
    Local {
        /// The file or folder.
        path: PathBuf,
        /// What was to be done with it.
        action: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// An object that cannot be a file here.
    #[error("the object '{0}' has a name that no file can have; rename it")]
    Name(String),
    /// No data set of ours.
    #[error("there is no data set of ours at '{0}'; make one with tvaersnit build --out")]
    NoDataSet(String),
    /// A file that is not what the data set's manifest says.
    #[error("'{file}' at '{address}' is not what its manifest says; put the data set there again")]
    Damaged {
        /// The file.
        file: String,
        /// The data set.
        address: String,
    },
    /// The data set could not be put in its place on this machine.
    #[error(transparent)]
    Publish(#[from] crate::dataset::PublishError),
}

/// Marks an error of this machine's file system.
fn local<'p>(path: &'p Path, action: &'static str) -> impl Fn(io::Error) -> StorageError + 'p {
    move |source| StorageError::Local {
        path: path.to_owned(),
        action,
        source,
    }
}

#[cfg(test)]
mod tests;
