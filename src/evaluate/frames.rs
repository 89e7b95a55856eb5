//! The published tables read back with polars, as an outside user would: by file name and column name.
//!
//! Only the columns that are compared are read. Each becomes one of five kinds of cell ([`Cell`]): text
//! (dates in ISO 8601), number, whole number, flag, list of names. Null stays null.

use std::path::{Path, PathBuf};

use polars::prelude::*;
use serde::Serialize;

/// A kind of cell, and how a column becomes a `Vec` of it.
trait Cell: Sized {
    /// What the column is cast to before it is read.
    fn data_type() -> DataType;
    /// The column's cells in order.
    fn cells(column: &Column) -> PolarsResult<Vec<Self>>;
}

impl Cell for Option<String> {
    fn data_type() -> DataType {
        DataType::String
    }

    fn cells(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column
            .str()?
            .iter()
            .map(|cell| cell.map(str::to_owned))
            .collect())
    }
}

impl Cell for Option<f64> {
    fn data_type() -> DataType {
        DataType::Float64
    }

    fn cells(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.f64()?.iter().collect())
    }
}

impl Cell for Option<i64> {
    fn data_type() -> DataType {
        DataType::Int64
    }

    fn cells(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.i64()?.iter().collect())
    }
}

impl Cell for Option<bool> {
    fn data_type() -> DataType {
        DataType::Boolean
    }

    fn cells(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.bool()?.iter().collect())
    }
}

impl Cell for Vec<String> {
    fn data_type() -> DataType {
        DataType::List(Box::new(DataType::String))
    }

    fn cells(column: &Column) -> PolarsResult<Vec<Self>> {
        let lists = column.list()?;
        (0..lists.len())
            .map(|row| match lists.get_as_series(row) {
                Some(names) => Ok(names.str()?.iter().flatten().map(str::to_owned).collect()),
                None => Ok(Self::new()),
            })
            .collect()
    }
}

/// A table's row, as far as it is compared.
trait Row: Sized {
    /// The table.
    const TABLE: &'static str;
    /// Its columns and what each is read as.
    fn columns() -> Vec<(&'static str, DataType)>;
    /// All rows of a frame that holds these columns.
    fn rows(frame: &DataFrame) -> PolarsResult<Vec<Self>>;
}

macro_rules! row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[cfg_attr(test, derive(serde::Deserialize), serde(default))]
        #[allow(missing_docs, reason = "the fields are the contract's columns of the same names")]
        pub struct $name { $(pub $field: $kind,)* }

        impl Row for $name {
            const TABLE: &'static str = $table;

            fn columns() -> Vec<(&'static str, DataType)> {
                vec![$((stringify!($field), <$kind as Cell>::data_type()),)*]
            }

            fn rows(frame: &DataFrame) -> PolarsResult<Vec<Self>> {
                $(let mut $field = <$kind as Cell>::cells(frame.column(stringify!($field))?)?.into_iter();)*
                Ok((0..frame.height()).map(|_| Self { $($field: $field.next().unwrap_or_default(),)* }).collect())
            }
        }
    };
}

type Text = Option<String>;
type Number = Option<f64>;
type Whole = Option<i64>;
type Names = Vec<String>;

row! {
    /// A source file.
    DocumentRow of "documents" { document_id: Text, source_path: Text, }
}
row! {
    /// A meeting.
    MeetingRow of "meetings" {
        meeting_id: Text, document_id: Text, municipality_code: Text, committee: Text, kind: Text,
        meeting_date: Text, start_time: Text, location: Text, participants: Names,
        span_start: Whole, span_end: Whole,
    }
}
row! {
    /// An agenda item.
    ItemRow of "items" {
        item_id: Text, document_id: Text, number: Text, title: Text, case_number: Text, case_type: Text,
        access: Text, span_start: Whole, span_end: Whole,
    }
}
row! {
    /// A recommended point.
    RecommendationRow of "recommendations" {
        recommendation_id: Text, item_id: Text, document_id: Text, text: Text,
        span_start: Whole, span_end: Whole,
    }
}
row! {
    /// A decided point.
    DecisionRow of "decisions" {
        decision_id: Text, item_id: Text, document_id: Text, point: Text, body: Text, decided_on: Text,
        prior: Option<bool>, outcome: Text, absent: Names, against: Names, text: Text,
        span_start: Whole, span_end: Whole,
    }
}
row! {
    /// An attachment.
    AttachmentRow of "attachments" {
        attachment_id: Text, item_id: Text, document_id: Text, label: Text, title: Text,
        span_start: Whole, span_end: Whole,
    }
}
row! {
    /// A number with a meaning.
    FigureRow of "figures" {
        figure_id: Text, item_id: Text, document_id: Text, kind: Text, raw: Text, value: Number,
        value_dkk: Number, found_in: Text, row_label: Text, column_label: Text,
        span_start: Whole, span_end: Whole,
    }
}
row! {
    /// A grant or an appropriation.
    GrantRow of "grants" {
        grant_id: Text, item_id: Text, document_id: Text, kind: Text, programme: Text,
        amount_applied_dkk: Number, amount_awarded_dkk: Number, co_financing_dkk: Number,
        co_financing_pct: Number, period_start: Number, period_end: Number, awarded_on: Text,
        target_persons: Number, span_start: Whole, span_end: Whole,
    }
}
row! {
    /// A year's part of a grant.
    InstalmentRow of "grant_instalments" { grant_id: Text, year: Whole, amount_dkk: Number, }
}
row! {
    /// A condition of a grant.
    ConditionRow of "grant_conditions" { grant_id: Text, threshold_pct: Number, releases_pct: Number, }
}

/// Where a row stands: what a reader needs to look it up and to see its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowPlace {
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub id: String,
    /// Start and end in `texts.text` of the row's document, in code points; `None` where the row has none.
    pub span: Option<(i64, i64)>,
}

macro_rules! places {
    ($($row:ident by $id:ident,)*) => {$(
        impl $row {
            /// Where the row stands.
            #[must_use]
            pub fn place(&self) -> RowPlace {
                RowPlace {
                    table: <Self as Row>::TABLE,
                    id: self.$id.clone().unwrap_or_default(),
                    span: self.span_start.zip(self.span_end),
                }
            }
        }
    )*};
}

places! {
    MeetingRow by meeting_id,
    ItemRow by item_id,
    RecommendationRow by recommendation_id,
    DecisionRow by decision_id,
    AttachmentRow by attachment_id,
    FigureRow by figure_id,
    GrantRow by grant_id,
}

/// The tables that gold facts are compared with.
#[derive(Clone, Debug, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(default))]
#[allow(
    missing_docs,
    reason = "the fields are the contract's tables of the same names"
)]
pub struct Tables {
    pub documents: Vec<DocumentRow>,
    pub meetings: Vec<MeetingRow>,
    pub items: Vec<ItemRow>,
    pub recommendations: Vec<RecommendationRow>,
    pub decisions: Vec<DecisionRow>,
    pub attachments: Vec<AttachmentRow>,
    pub figures: Vec<FigureRow>,
    pub grants: Vec<GrantRow>,
    pub grant_instalments: Vec<InstalmentRow>,
    pub grant_conditions: Vec<ConditionRow>,
}

impl Tables {
    /// The data set in the folder `root`, with a warning for each table that cannot be read.
    #[must_use]
    pub fn read(root: &Path) -> (Self, Vec<String>) {
        let mut warnings = Vec::new();
        let tables = Self {
            documents: rows(root, &mut warnings),
            meetings: rows(root, &mut warnings),
            items: rows(root, &mut warnings),
            recommendations: rows(root, &mut warnings),
            decisions: rows(root, &mut warnings),
            attachments: rows(root, &mut warnings),
            figures: rows(root, &mut warnings),
            grants: rows(root, &mut warnings),
            grant_instalments: rows(root, &mut warnings),
            grant_conditions: rows(root, &mut warnings),
        };
        (tables, warnings)
    }
}

fn rows<R: Row>(root: &Path, warnings: &mut Vec<String>) -> Vec<R> {
    scan(root, R::TABLE)
        .and_then(select::<R>)
        .and_then(|frame| R::rows(&frame))
        .unwrap_or_else(|error| {
            // polars prints the whole query plan behind the first line.
            let reason = error
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            warnings.push(format!(
                "table {} cannot be read and counts as empty: {reason}",
                R::TABLE
            ));
            Vec::new()
        })
}

/// The table's one file, or the files of its folder in the order of their paths.
fn scan(root: &Path, table: &str) -> PolarsResult<LazyFrame> {
    let file = root.join(format!("{table}.parquet"));
    let files = if file.is_file() {
        vec![file]
    } else {
        parts(&root.join(table))
    };
    if files.is_empty() {
        polars_bail!(ComputeError: "neither {table}.parquet nor {table}/**/*.parquet is there");
    }
    let paths = files
        .into_iter()
        .map(PlRefPath::try_from_pathbuf)
        .collect::<PolarsResult<Vec<_>>>()?;
    // Without `glob` a folder named "[draft]" is a folder and not a pattern.
    let options = ScanArgsParquet {
        glob: false,
        ..ScanArgsParquet::default()
    };
    LazyFrame::scan_parquet_files(paths.into(), options)
}

fn parts(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "parquet"))
        .collect();
    files.sort();
    files
}

fn select<R: Row>(table: LazyFrame) -> PolarsResult<DataFrame> {
    let columns: Vec<Expr> = R::columns()
        .into_iter()
        .map(|(name, kind)| col(name).strict_cast(kind))
        .collect();
    table.select(columns).collect()
}

#[cfg(test)]
mod tests;
