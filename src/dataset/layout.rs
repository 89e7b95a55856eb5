//! How the tables lie in their files: what a reader can leave out without reading it.

use crate::tables::Table;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

/// A row group is closed at the first document border after this many rows …
pub const GROUP_ROWS: usize = 50_000;
/// … or this many bytes in memory.
pub const GROUP_BYTES: usize = 32 * 1024 * 1024;

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
    let properties = match (table.name, std::env::var("TXT")) {
        ("texts", Ok(how)) => {
            let how: Vec<usize> = how.split(',').map(|n| n.parse().unwrap()).collect();
            properties
                .set_write_batch_size(how[0])
                .set_data_page_size_limit(how[1])
                .set_dictionary_enabled(how[2] == 1)
        }
        _ => properties,
    };
    Ok(properties.build())
}
