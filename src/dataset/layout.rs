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
    if let Ok(n) = std::env::var(format!("GROUP_{}", table.name)) { return n.parse().unwrap(); }
    if table.name == "texts" {
        GROUP_BYTES_OF_TEXTS
    } else {
        GROUP_BYTES
    }
}

/// The form of the file of `table`, with `metadata`.
///
/// # Errors
/// None that a caller can bring about; the level of compression is one that there is.
pub fn writer_properties(
    table: &Table,
    metadata: Vec<KeyValue>,
) -> Result<WriterProperties, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by("tvaersnit".to_owned())
        .set_key_value_metadata(Some(metadata));
    let mut properties = properties;
    if let Ok(how) = std::env::var(format!("PAGE_{}", table.name)).or_else(|_| std::env::var("PAGE_any")) {
        let how: Vec<usize> = how.split(',').map(|n| n.parse().unwrap()).collect();
        properties = properties
            .set_write_batch_size(how[0])
            .set_data_page_size_limit(how[1])
            .set_data_page_row_count_limit(how[2])
            .set_dictionary_enabled(how[3] == 1);
    }
    if let Ok(names) = std::env::var("BLOOM") {
        for name in names.split(',') {
            if table.columns().iter().any(|column| column.name == name) {
                properties = properties.set_column_bloom_filter_enabled(name.into(), true);
            }
        }
    }
    Ok(properties.build())
}
