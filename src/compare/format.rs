//! The forms in which an answer is written.

mod text;
mod widths;

use super::{Answer, CompareError};
use crate::harmless::defused_words;
use arrow::json::WriterBuilder;
use arrow::json::writer::JsonArray;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::str::FromStr;

/// A form in which an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Columns side by side, for reading on a terminal.
    Table,
    /// One field a line, for reading rows with many columns.
    Records,
    /// A table in Markdown.
    Markdown,
    /// Comma-separated values in UTF-8.
    Csv,
    /// An array of objects.
    Json,
    /// Parquet.
    Parquet,
}

impl Format {
    /// Every form with its name (which is a file's ending, too, where it has one of its own) and what it is for.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (
            Self::Table,
            "table",
            "columns side by side; shows the main columns where the query names them",
        ),
        (Self::Records, "records", "every column, one a line"),
        (
            Self::Markdown,
            "markdown",
            "a table to paste into a document",
        ),
        (Self::Csv, "csv", "comma-separated, UTF-8, with a header"),
        (Self::Json, "json", "an array of objects"),
        (Self::Parquet, "parquet", "for other programs; needs --out"),
    ];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(format, ..)| *format == self)
            .map_or("", |(_, name, _)| name)
    }

    /// The ending of a file in this form, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Table | Self::Records => "txt",
            Self::Markdown => "md",
            Self::Csv | Self::Json | Self::Parquet => self.name(),
        }
    }

    /// Whether people read it as it stands, so that a question above and a caveat below it help.
    #[must_use]
    pub fn is_for_reading(self) -> bool {
        matches!(self, Self::Table | Self::Records | Self::Markdown)
    }

    /// Writes `answer`; `width` is how many characters a line may have, where lines are for reading.
    ///
    /// # Errors
    /// Where `out` fails, or the form has no place for a type of column.
    pub fn write(
        self,
        answer: &Answer,
        out: &mut (dyn Write + Send),
        width: usize,
    ) -> Result<(), CompareError> {
        match self {
            Self::Table => text::table(answer, out, width),
            Self::Records => text::records(answer, out, width),
            Self::Markdown => text::markdown(answer, out),
            Self::Csv => csv(answer, out),
            Self::Json => json(answer, out),
            Self::Parquet => parquet(answer, out),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.map(|(_, name, _)| name).join(", ");
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(format, ..)| *format)
            .ok_or_else(|| format!("there is no format '{name}'; known are: {known}"))
    }
}

fn csv(answer: &Answer, out: &mut (dyn Write + Send)) -> Result<(), CompareError> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(answer.columns())?;
    for row in answer.texts()? {
        for (column, cell) in row.iter().enumerate() {
            let cell = cell.as_deref().unwrap_or_default();
            if answer.is_numeric(column) {
                writer.write_field(cell)?;
            } else {
                writer.write_field(defused_words(cell).as_bytes())?;
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

fn json(answer: &Answer, out: &mut (dyn Write + Send)) -> Result<(), CompareError> {
    let mut writer = WriterBuilder::new()
        .with_explicit_nulls(true)
        .build::<_, JsonArray>(&mut *out);
    for batch in answer.batches() {
        writer.write(batch)?;
    }
    writer.finish()?;
    Ok(writeln!(out)?)
}

fn parquet(answer: &Answer, out: &mut (dyn Write + Send)) -> Result<(), CompareError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("tvaersnit".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(&mut *out, answer.schema().clone(), Some(properties))?;
    for batch in answer.batches() {
        writer.write(batch)?;
    }
    writer.close()?;
    Ok(())
}
