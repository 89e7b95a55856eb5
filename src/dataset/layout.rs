//! How the tables lie in their files: what a reader can leave out without reading it.

use crate::tables::Table;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

/// A row group is closed at the first document border after this many rows …
pub const GROUP_ROWS: usize = 50_000;
/// … or this many bytes in memory.
const GROUP_BYTES: usize = 32 * 1024 * 1024;
/// The same for texts: whoever reads one reads all of its row group.
const GROUP_BYTES_OF_TEXTS: usize = 4 * 1024 * 1024;

/// Bytes in memory after which a row group of `table` is closed at the next document border.
#[must_use]
pub fn group_bytes(table: &Table) -> usize {
    if table.name == "texts" {
        GROUP_BYTES_OF_TEXTS
    } else {
        GROUP_BYTES
    }
}

/// The column by which all rows of one document are looked for.
const DOCUMENT: &str = "document_id";

/// The form of the file of `table`, with `metadata`.
///
/// # Errors
/// None that a caller can bring about; the level of compression is one that there is.
pub fn writer_properties(
    table: &Table,
    metadata: Vec<KeyValue>,
) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by("tvaersnit".to_owned())
        .set_key_value_metadata(Some(metadata));
    // Rows are sorted by municipality and day, so statistics tell where an item's or a meeting's rows are; a document's
    // id is a hash, and statistics of it tell nothing.
    if table.columns().iter().any(|column| column.name == DOCUMENT) {
        properties = properties.set_column_bloom_filter_enabled(DOCUMENT.into(), true);
    }
    // No two texts are alike: a dictionary would make a reader that wants one text look at all of its row group.
    if table.name == "texts" {
        properties = properties.set_column_dictionary_enabled("text".into(), false);
    }
    Ok(properties.build())
}
