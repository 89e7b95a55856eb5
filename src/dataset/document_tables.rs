//! The tables that documents fill, all together: written side by side, and read back document by document.

use super::manifest::TableEntry;
use super::part::Part;
use super::settings::BuildError;
use super::writer::{Place, TableWriter, in_table};
use crate::tables::rows::DocumentRows;
use crate::tables::{
    AttachmentRow, CorrectionRow, DecisionRow, DocumentRow, FigureRow, GrantConditionRow,
    GrantEvidenceRow, GrantInstalmentRow, GrantRow, ItemRow, ItemTopicRow, LegalReferenceRow,
    MeetingRow, ProblemRow, RecommendationRow, Record, RouteStepRow, SegmentRow, Table, TextRow,
};
use arrow::array::{Array as _, AsArray, RecordBatch};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Rows that are read at once; texts are few and long.
const ROWS_AT_ONCE: usize = 1024;
const TEXTS_AT_ONCE: usize = 16;

macro_rules! document_tables {
    ($($table:ident: $row:ident,)*) => {
        /// The tables that documents fill.
        pub const DOCUMENT_TABLES: &[Table] = &[$($row::TABLE),*];

        /// All of them on their way into their files.
        pub struct Writers {
            $($table: TableWriter<$row>,)*
        }

        impl Writers {
            /// Opens the files, which `file_of` names by table.
            ///
            /// # Errors
            /// What the file system says.
            pub fn create(
                place: Place<'_>,
                file_of: &dyn Fn(&Table) -> String,
            ) -> Result<Self, BuildError> {
                Ok(Self {
                    $($table: TableWriter::create(place, file_of(&$row::TABLE))?,)*
                })
            }

            /// Adds the rows of one document.
            ///
            /// # Errors
            /// What the file system says.
            pub fn append(&mut self, rows: &DocumentRows) -> Result<(), BuildError> {
                $(self.$table.append(&rows.$table)?;)*
                Ok(())
            }

            /// Closes the files, side by side, and says what was written.
            ///
            /// # Errors
            /// What the file system says.
            pub fn finish(self) -> Result<Vec<TableEntry>, BuildError> {
                type Finish = Box<dyn FnOnce() -> Result<TableEntry, BuildError> + Send>;
                let finish: Vec<Finish> = vec![$(Box::new(move || self.$table.finish()),)*];
                finish.into_par_iter().map(|finish| finish()).collect()
            }
        }

        /// The files of a part, read from the front.
        pub struct Readers {
            $($table: RowReader<$row>,)*
        }

        impl Readers {
            /// Opens the files of `part` in the data set in `folder`; `ranks` tells the order of its documents.
            ///
            /// # Errors
            /// Files that are not there, or damaged.
            pub fn open(
                folder: &Path,
                part: Part,
                ranks: &Arc<HashMap<String, usize>>,
            ) -> Result<Self, BuildError> {
                let path = |table: &Table| folder.join(part.file_of(table.name));
                Ok(Self {
                    $($table: RowReader::open(&path(&$row::TABLE), ranks).map_err(in_table::<$row>)?,)*
                })
            }

            /// The rows of the document of this `rank`, which lies behind all asked for before.
            ///
            /// # Errors
            /// Damaged files.
            pub fn rows_of(&mut self, rank: usize) -> Result<DocumentRows, BuildError> {
                Ok(DocumentRows {
                    $($table: self.$table.rows_of(rank).map_err(in_table::<$row>)?,)*
                })
            }
        }
    };
}

document_tables! {
    documents: DocumentRow,
    texts: TextRow,
    segments: SegmentRow,
    meetings: MeetingRow,
    items: ItemRow,
    recommendations: RecommendationRow,
    decisions: DecisionRow,
    route_steps: RouteStepRow,
    grants: GrantRow,
    grant_instalments: GrantInstalmentRow,
    grant_conditions: GrantConditionRow,
    grant_evidence: GrantEvidenceRow,
    figures: FigureRow,
    attachments: AttachmentRow,
    legal_references: LegalReferenceRow,
    problems: ProblemRow,
    corrections: CorrectionRow,
    item_topics: ItemTopicRow,
}

/// The rows of one file, read from the front.
struct RowReader<R> {
    batches: ParquetRecordBatchReader,
    ranks: Arc<HashMap<String, usize>>,
    batch: Option<RecordBatch>,
    at: usize,
    row: std::marker::PhantomData<fn() -> R>,
}

impl<R: Record> RowReader<R> {
    fn open(path: &Path, ranks: &Arc<HashMap<String, usize>>) -> Result<Self, ParquetError> {
        let at_once = if R::TABLE.name == TextRow::TABLE.name {
            TEXTS_AT_ONCE
        } else {
            ROWS_AT_ONCE
        };
        let file = File::open(path)?;
        let batches = ParquetRecordBatchReaderBuilder::try_new(file)?
            .with_batch_size(at_once)
            .build()?;
        Ok(Self {
            batches,
            ranks: Arc::clone(ranks),
            batch: None,
            at: 0,
            row: std::marker::PhantomData,
        })
    }

    fn rows_of(&mut self, wanted: usize) -> Result<Vec<R>, ParquetError> {
        let mut rows = Vec::new();
        while let Some(rank) = self.rank_here()? {
            if rank > wanted {
                break;
            }
            if rank == wanted {
                rows.push(self.row_here()?);
            }
            self.at += 1;
        }
        Ok(rows)
    }

    /// The place of the document whose row is next; `None` at the end.
    fn rank_here(&mut self) -> Result<Option<usize>, ParquetError> {
        while self
            .batch
            .as_ref()
            .is_none_or(|batch| self.at >= batch.num_rows())
        {
            self.at = 0;
            self.batch = self.batches.next().transpose()?;
            if self.batch.is_none() {
                return Ok(None);
            }
        }
        let ids = self
            .batch
            .as_ref()
            .and_then(|batch| batch.column_by_name("document_id"));
        let ids = ids.and_then(|ids| ids.as_string_opt::<i32>());
        let id = ids
            .filter(|ids| ids.is_valid(self.at))
            .map(|ids| ids.value(self.at));
        let rank = id.and_then(|id| self.ranks.get(id)).copied();
        rank.map(Some)
            .ok_or_else(|| foreign("a row of no document of the part"))
    }

    fn row_here(&self) -> Result<R, ParquetError> {
        let batch = self.batch.as_ref();
        let row = batch.and_then(|batch| {
            let mut next = 0;
            let row = R::read(batch.columns(), self.at, &mut next)?;
            (next == batch.num_columns()).then_some(row)
        });
        row.ok_or_else(|| foreign("columns that are not the table's"))
    }
}

fn foreign(what: &str) -> ParquetError {
    ParquetError::General(format!("the file holds {what}"))
}
