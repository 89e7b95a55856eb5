//! The Parquet files of a data set's tables, and what their footers say of themselves.

use crate::tables::Table;
use parquet::arrow::parquet_to_arrow_schema;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Keys of ours in a footer begin so.
const OURS: &str = "tvaersnit:";

/// The files of `table` in the data set in `dir`: `NAME.parquet`, or all below the folder `NAME`, in the order of their
/// paths; none where the table is not there.
#[must_use]
pub fn files_of(dir: &Path, table: &Table) -> Vec<PathBuf> {
    let single = dir.join(table.file_name());
    if single.is_file() {
        return vec![single];
    }
    WalkDir::new(dir.join(table.name))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "parquet"))
        .collect()
}

/// SHA-256 of the file at `path`, in hex digits.
///
/// # Errors
/// A file that cannot be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            let hash = hasher.finalize();
            return Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hasher.update(&buffer[..read]);
    }
}

/// What a Parquet file says of itself.
#[derive(Debug)]
pub struct Footer {
    metadata: ParquetMetaData,
    ours: BTreeMap<String, String>,
}

impl Footer {
    /// The footer of the file at `path`.
    ///
    /// # Errors
    /// A file that cannot be opened, or is no Parquet.
    pub fn read(path: &Path) -> Result<Self, ParquetError> {
        let file = File::open(path)?;
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&file)?;
        let pairs = metadata.file_metadata().key_value_metadata();
        let ours = pairs.into_iter().flatten().filter_map(|pair| {
            let key = pair.key.strip_prefix(OURS)?.to_owned();
            Some((key, pair.value.clone()?))
        });
        Ok(Self {
            ours: ours.collect(),
            metadata,
        })
    }

    /// What the build wrote under `key`: table, description, columns, contract, program, lexicon, topics, data_set.
    #[must_use]
    pub fn ours(&self, key: &str) -> Option<&str> {
        self.ours.get(key).map(String::as_str)
    }

    /// Rows of the file.
    #[must_use]
    pub fn rows(&self) -> u64 {
        u64::try_from(self.metadata.file_metadata().num_rows()).unwrap_or_default()
    }

    /// Name, type and meaning of each column, as Arrow has them.
    ///
    /// # Errors
    /// Types that Arrow does not know.
    pub fn columns(&self) -> Result<arrow::datatypes::Schema, ParquetError> {
        let metadata = self.metadata.file_metadata();
        parquet_to_arrow_schema(metadata.schema_descr(), metadata.key_value_metadata())
    }
}
