//! EXPORT: the tables of a data set in the forms of other tools: CSV, JSON lines, Excel, SQLite, DuckDB.
//!
//! 1. [`source`]: a table's Parquet files become rows, batch by batch; with labels, a column behind each column of codes.
//! 2. A writer for each form puts them down: [`delimited`], [`lines`], [`sheets`], [`sqlite`], [`duck`].
//! 3. [`place`]: everything is written beside its place and put there when it is whole.

mod delimited;
mod duck;
mod error;
mod labels;
mod lines;
mod place;
mod sheets;
mod source;
mod sqlite;
mod text;

pub use error::ExportError;
pub use labels::Labels;
pub use place::MARK;

use crate::dataset::{Manifest, compatible};
use crate::nearest::suggestion;
use crate::tables::{self, Table};
use place::{Folder, Single};
use source::TableData;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A form that tables are exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A CSV file a table.
    Csv,
    /// A file of JSON lines a table.
    Json,
    /// One Excel workbook, a sheet a table.
    Xlsx,
    /// One SQLite file.
    Sqlite,
    /// One DuckDB file.
    Duckdb,
}

impl ExportFormat {
    /// Every form with its name and what it is.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (
            Self::Csv,
            "csv",
            "A CSV file a table; --excel da for Danish Excel",
        ),
        (
            Self::Json,
            "json",
            "A file of JSON lines a table: one row, one line",
        ),
        (Self::Xlsx, "xlsx", "One Excel workbook, a sheet a table"),
        (
            Self::Sqlite,
            "sqlite",
            "One SQLite file with keys and indexes",
        ),
        (
            Self::Duckdb,
            "duckdb",
            "One DuckDB file with tables, comments and views",
        ),
    ];

    /// Name, which is the ending of a single file too.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Sqlite => "sqlite",
            Self::Duckdb => "duckdb",
        }
    }

    /// Whether each table is a file of its own.
    #[must_use]
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Csv | Self::Json)
    }

    /// Where an export goes that nobody gave a place.
    #[must_use]
    pub fn default_out(self) -> PathBuf {
        if self.is_folder() {
            PathBuf::from(format!("tvaersnit-{}", self.name()))
        } else {
            PathBuf::from(format!("tvaersnit.{}", self.name()))
        }
    }
}

/// What to export.
#[derive(Clone, Debug)]
pub struct ExportSettings {
    /// The data set.
    pub data: PathBuf,
    /// Names of tables; all where none is named.
    pub tables: Vec<String>,
    /// The form.
    pub format: ExportFormat,
    /// Labels for codes.
    pub labels: Option<Labels>,
    /// CSV as Danish Excel opens it.
    pub excel: bool,
    /// Whether what stands in the way may be replaced.
    pub force: bool,
}

/// What was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Where it is.
    pub out: PathBuf,
    /// Version of the data set.
    pub data_set: String,
    /// Each table with its number of rows.
    pub tables: Vec<(String, u64)>,
    /// Tables of the contract that the data set lacks, because another version built it.
    pub missing: Vec<&'static str>,
    /// Texts that were cut because a cell of Excel holds no more.
    pub cut: u64,
}

/// Exports to the folder or file `out`.
///
/// # Errors
/// [`ExportError`]: no data set, an unknown table, something else in the way, or a form that cannot hold a table.
pub fn export(settings: &ExportSettings, out: &Path) -> Result<Exported, ExportError> {
    let (manifest, tables, missing) = open(settings)?;
    let mut exported = Exported {
        out: out.to_owned(),
        data_set: manifest.data_set.clone(),
        tables: tables
            .iter()
            .map(|data| (data.name().to_owned(), data.rows))
            .collect(),
        missing,
        cut: 0,
    };
    match settings.format {
        ExportFormat::Csv | ExportFormat::Json => {
            let mut folder = Folder::begin(out, settings.force)?;
            for data in &tables {
                let ending = if settings.format == ExportFormat::Json {
                    "jsonl"
                } else {
                    "csv"
                };
                folder.file(&format!("{}.{ending}", data.name()), |to| {
                    write(settings, data, to)
                })?;
            }
            still(settings, &manifest)?;
            folder.publish(&manifest)?;
        }
        ExportFormat::Xlsx => {
            let single = Single::begin(out, settings.force)?;
            exported.cut = sheets::write(&tables, &manifest, single.path())?;
            still(settings, &manifest)?;
            single.publish()?;
        }
        ExportFormat::Sqlite => {
            let single = Single::begin(out, settings.force)?;
            sqlite::write(&tables, &manifest, single.path())?;
            still(settings, &manifest)?;
            single.publish()?;
        }
        ExportFormat::Duckdb => {
            let single = Single::begin(out, settings.force)?;
            duck::write(&tables, &manifest, single.path())?;
            still(settings, &manifest)?;
            single.publish()?;
        }
    }
    Ok(exported)
}

/// Refuses where another build has taken the data set's place since `manifest` was read: what was read may be of both.
fn still(settings: &ExportSettings, manifest: &Manifest) -> Result<(), ExportError> {
    let now = Manifest::read(&settings.data).map(|now| now.data_set);
    if now.as_ref() == Some(&manifest.data_set) {
        return Ok(());
    }
    Err(ExportError::Replaced(settings.data.clone()))
}

/// Exports one table as CSV or JSON lines to `to`.
///
/// # Errors
/// As [`export`]; [`ExportError::Several`] where not exactly one table is named.
pub fn export_to(settings: &ExportSettings, to: &mut dyn Write) -> Result<(), ExportError> {
    let (manifest, tables, _) = open(settings)?;
    match tables.as_slice() {
        [data] if settings.format.is_folder() => {
            write(settings, data, to)?;
            still(settings, &manifest)
        }
        _ => Err(ExportError::Several),
    }
}

fn write(
    settings: &ExportSettings,
    data: &TableData,
    to: &mut dyn Write,
) -> Result<(), ExportError> {
    match settings.format {
        ExportFormat::Json => lines::write(data, to),
        _ => delimited::write(data, settings.excel, to),
    }
}

/// The tables that are wanted. One that is named must be there; where none is named, those that are there are meant.
fn open(settings: &ExportSettings) -> Result<Opened, ExportError> {
    let manifest = Manifest::read(&settings.data)
        .ok_or_else(|| ExportError::NoDataSet(settings.data.clone()))?;
    let all = settings.tables.is_empty();
    let wanted: Vec<Table> = if all {
        tables::ALL.into()
    } else {
        let named = settings.tables.iter().map(|name| table(name));
        named.collect::<Result<_, _>>()?
    };
    compatible(&settings.data, &wanted)?;
    let (mut data, mut missing) = (Vec::new(), Vec::new());
    for table in wanted {
        match TableData::open(&settings.data, table, settings.labels.as_ref()) {
            Err(ExportError::NoTable(name)) if all => missing.push(name),
            opened => data.push(opened?),
        }
    }
    Ok((manifest, data, missing))
}

/// What the data set is, its tables, and those that it lacks.
type Opened = (Manifest, Vec<TableData>, Vec<&'static str>);

fn table(name: &str) -> Result<Table, ExportError> {
    tables::find(name).ok_or_else(|| ExportError::UnknownTable {
        name: name.to_owned(),
        suggestion: suggestion(name, tables::ALL.map(|table| table.name)),
    })
}
