//! Writing a table to Parquet: the same rows give the same bytes. Columns are encoded on all threads.

use super::hashing::Hashing;
use super::layout::{GROUP_ROWS, group_bytes, writer_properties};
use super::manifest::TableEntry;
use super::settings::BuildError;
use super::versions::Stamp;
use crate::tables::{Batch, Record};
use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedFileWriter;
use rayon::prelude::*;
use std::fs::{self, File};
use std::path::Path;

/// Where files of one stamp go.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// The data set's root.
    pub folder: &'p Path,
    /// What the files say of themselves.
    pub stamp: Stamp<'p>,
}

/// One table on its way into its file.
pub struct TableWriter<R: Record> {
    file: String,
    part: Option<String>,
    batch: Batch<R>,
    writer: SerializedFileWriter<Hashing>,
    columns: ArrowRowGroupWriterFactory,
    rows: usize,
}

impl<R: Record> TableWriter<R> {
    /// Opens `file` below the root.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(place: Place<'_>, file: String) -> Result<Self, BuildError> {
        let table = R::TABLE;
        let open = || {
            let path = place.folder.join(&file);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let properties = writer_properties(&table, place.stamp.metadata(&table))?;
            let file = Hashing::new(File::create(path)?);
            ArrowWriter::try_new(file, table.schema(), Some(properties))?.into_serialized_writer()
        };
        let (writer, columns) = open().map_err(in_table::<R>)?;
        Ok(Self {
            file,
            part: place.stamp.part.map(str::to_owned),
            batch: Batch::default(),
            writer,
            columns,
            rows: 0,
        })
    }

    /// A table in one file, called as it is.
    ///
    /// # Errors
    /// What the file system says.
    pub fn single(place: Place<'_>) -> Result<Self, BuildError> {
        Self::create(place, R::TABLE.file_name())
    }

    /// Adds rows that belong together: those of a document.
    ///
    /// # Errors
    /// What the file system says.
    pub fn append(&mut self, rows: &[R]) -> Result<(), BuildError> {
        for row in rows {
            self.batch.append(row);
        }
        self.rows += rows.len();
        if self.batch.rows() >= GROUP_ROWS || self.batch.bytes() >= group_bytes(&R::TABLE) {
            self.close_group().map_err(in_table::<R>)?;
        }
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), ParquetError> {
        if self.batch.rows() == 0 {
            return Ok(());
        }
        let batch = self.batch.finish()?;
        let groups = self.writer.flushed_row_groups().len();
        let chunks = self.encoded(&batch, groups)?;
        let mut group = self.writer.next_row_group()?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        Ok(())
    }

    fn encoded(
        &self,
        batch: &RecordBatch,
        group: usize,
    ) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
        let schema = batch.schema();
        let mut leaves = Vec::new();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            leaves.extend(compute_leaves(field, column)?);
        }
        let writers = self.columns.create_column_writers(group)?;
        writers
            .into_par_iter()
            .zip(leaves)
            .map(|(mut writer, leaf)| {
                writer.write(&leaf)?;
                writer.close()
            })
            .collect()
    }

    /// Closes the file; what it holds is with the system afterwards.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> Result<TableEntry, BuildError> {
        let mut close = || {
            self.close_group()?;
            self.writer.finish()?;
            Ok(self.writer.inner_mut().finish()?)
        };
        let sha256 = close().map_err(in_table::<R>)?;
        Ok(TableEntry {
            name: R::TABLE.name.to_owned(),
            file: self.file,
            part: self.part,
            rows: self.rows as u64,
            sha256,
        })
    }
}

/// A failure to write or read the table of `R`.
pub fn in_table<R: Record>(source: ParquetError) -> BuildError {
    BuildError::Table {
        table: R::TABLE.name,
        source,
    }
}
