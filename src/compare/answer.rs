//! What a question gives: rows under named columns.

use super::CompareError;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// The rows that answer a question.
#[derive(Clone, Debug)]
pub struct Answer {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    overview: Vec<usize>,
}

impl Answer {
    pub(super) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self {
            schema,
            batches,
            overview: Vec::new(),
        }
    }

    /// The same answer, of which a narrow form shows `columns` only.
    pub(super) fn with_overview(mut self, columns: &[String]) -> Self {
        self.overview = columns
            .iter()
            .filter_map(|column| self.schema.index_of(column).ok())
            .collect();
        self
    }

    /// Names and types of the columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows as Arrow has them.
    #[must_use]
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect()
    }

    /// The columns that give a narrow form the gist; the answer itself where the query names none.
    ///
    /// # Errors
    /// None that a caller can bring about; Arrow checks the columns anew.
    pub fn overview(&self) -> Result<Self, CompareError> {
        if self.overview.is_empty() {
            return Ok(self.clone());
        }
        let schema = self.schema.project(&self.overview)?;
        let batches = self
            .batches
            .iter()
            .map(|batch| batch.project(&self.overview))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self::new(schema.into(), batches))
    }

    /// Every cell as text, row by row; null is `None`, and a list is its values with "; " between them.
    ///
    /// # Errors
    /// A type that Arrow has no text for.
    pub fn texts(&self) -> Result<Vec<Vec<Option<String>>>, CompareError> {
        let mut rows = Vec::with_capacity(self.rows());
        for batch in &self.batches {
            let columns = batch
                .columns()
                .iter()
                .map(texts_of)
                .collect::<Result<Vec<_>, _>>()?;
            for row in 0..batch.num_rows() {
                rows.push(columns.iter().map(|column| column[row].clone()).collect());
            }
        }
        Ok(rows)
    }

    /// Whether the values of the column at `index` are numbers, which line up at the right.
    pub(super) fn is_numeric(&self, index: usize) -> bool {
        self.schema.field(index).data_type().is_numeric()
    }
}

fn texts_of(column: &ArrayRef) -> Result<Vec<Option<String>>, CompareError> {
    if let DataType::List(_) = column.data_type() {
        let lists = column.as_list::<i32>();
        return (0..lists.len())
            .map(|row| {
                if lists.is_null(row) {
                    Ok(None)
                } else {
                    joined(&lists.value(row)).map(Some)
                }
            })
            .collect();
    }
    let options = FormatOptions::new();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    (0..column.len())
        .map(|row| {
            if column.is_null(row) {
                Ok(None)
            } else {
                Ok(Some(formatter.value(row).try_to_string()?))
            }
        })
        .collect()
}

fn joined(list: &ArrayRef) -> Result<String, CompareError> {
    Ok(texts_of(list)?
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; "))
}
