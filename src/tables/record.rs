//! The `table!` macro: what a table is, said once, becomes its row type, schema and Arrow builder.

use super::cell::ColumnType;
use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a table's rows are worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What one document says.
    Document,
    /// Several documents together.
    Across,
    /// A reference table kept by hand.
    Reference,
}

/// A column whose values stand in another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The column of this table.
    pub column: &'static str,
    /// The other table.
    pub table: &'static str,
    /// Its column.
    pub target: &'static str,
}

/// A table of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name, which is its file's name too.
    pub name: &'static str,
    /// What a row is, and what to know before using it.
    pub about: &'static str,
    /// What its rows are worked out from.
    pub scope: Scope,
    /// Columns that together name a row; none for tables whose rows have no name.
    pub key: &'static [&'static str],
    /// Columns whose values stand in other tables.
    pub references: &'static [Reference],
    columns: fn() -> Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// What a value means.
    pub about: &'static str,
    /// The unit of a value.
    pub unit: Option<&'static str>,
    /// The codes that a value can be; empty where it is free.
    pub codes: Vec<&'static str>,
    /// Type.
    pub kind: ColumnType,
    /// Whether it may be null, which means unknown.
    pub nullable: bool,
    /// Number of the column in the Parquet files; kept when columns are added behind.
    pub field_id: i32,
}

impl Table {
    /// For the macro: a table whose columns `columns` lists.
    #[must_use]
    pub const fn new(
        (name, about, scope): (&'static str, &'static str, Scope),
        key: &'static [&'static str],
        references: &'static [Reference],
        columns: fn() -> Vec<Column>,
    ) -> Self {
        Self {
            name,
            about,
            scope,
            key,
            references,
            columns,
        }
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = (self.columns)();
        let mut own = FIRST_OWN_FIELD_ID;
        for column in &mut columns {
            column.field_id = match COMMON_FIELDS.iter().position(|name| *name == column.name) {
                Some(at) => i32::try_from(at).map_or(0, |at| at + 1),
                None => {
                    own += 1;
                    own - 1
                }
            };
        }
        columns
    }

    /// The Arrow schema; each field carries its meaning and unit.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(
            self.columns().iter().map(Column::field).collect::<Vec<_>>(),
        ))
    }

    /// Name of the table's file below the data set's root.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.parquet", self.name)
    }
}

/// Columns that stand in most tables and have the same field id in all of them.
const COMMON_FIELDS: [&str; 6] = [
    "document_id",
    "municipality_code",
    "municipality",
    "meeting_date",
    "span_start",
    "span_end",
];

/// Field id of a table's first own column.
const FIRST_OWN_FIELD_ID: i32 = 11;

impl Column {
    fn field(&self) -> Field {
        let mut metadata = BTreeMap::from([
            ("description".to_owned(), self.about.to_owned()),
            ("PARQUET:field_id".to_owned(), self.field_id.to_string()),
        ]);
        if let Some(unit) = self.unit {
            metadata.insert("unit".to_owned(), unit.to_owned());
        }
        Field::new(self.name, self.kind.arrow(), self.nullable).with_metadata(metadata)
    }
}

/// Something that is a row, or a part of a row that several tables share.
pub trait Columns {
    /// Collects the columns.
    type Builders: Send;

    /// The columns, in order (field ids are given by [`Table::columns`]).
    fn columns() -> Vec<Column>;
    /// Empty columns.
    fn builders() -> Self::Builders;
    /// Adds a row and says about how many bytes it takes in memory.
    fn append(&self, to: &mut Self::Builders) -> usize;
    /// The columns collected so far; the builders are empty afterwards.
    fn finish(from: &mut Self::Builders) -> Vec<ArrayRef>;
    /// The row at `at` of columns as they were written; `next` is this row's first column and one past its last
    /// afterwards. `None` where the columns are others.
    fn read(from: &[ArrayRef], at: usize, next: &mut usize) -> Option<Self>
    where
        Self: Sized;
    /// The value of a column in words (`Some(None)` is null); `None` where there is no such column.
    fn shown(&self, column: &str) -> Option<Option<String>>;
    /// Puts the value that `words` state into a column of this row's own (whose document and which words it is stay);
    /// `None` where there is no such column.
    fn set(&mut self, column: &str, words: &str) -> Option<Result<(), String>>;
}

/// A part of a row that holds nothing.
impl Columns for () {
    type Builders = ();

    fn columns() -> Vec<Column> {
        Vec::new()
    }

    fn builders() {}

    fn append(&self, (): &mut ()) -> usize {
        0
    }

    fn finish((): &mut ()) -> Vec<ArrayRef> {
        Vec::new()
    }

    fn read(_: &[ArrayRef], _: usize, _: &mut usize) -> Option<Self> {
        Some(())
    }

    fn shown(&self, _: &str) -> Option<Option<String>> {
        None
    }

    fn set(&mut self, _: &str, _: &str) -> Option<Result<(), String>> {
        None
    }
}

/// A row of a table.
pub trait Record: Columns {
    /// The table.
    const TABLE: Table;
}

/// Rows on their way into a file.
pub struct Batch<R: Record> {
    schema: SchemaRef,
    builders: R::Builders,
    rows: usize,
    bytes: usize,
}

impl<R: Record> Default for Batch<R> {
    fn default() -> Self {
        Self {
            schema: R::TABLE.schema(),
            builders: R::builders(),
            rows: 0,
            bytes: 0,
        }
    }
}

impl<R: Record> Batch<R> {
    /// Adds a row.
    pub fn append(&mut self, row: &R) {
        self.bytes += row.append(&mut self.builders);
        self.rows += 1;
    }

    /// Rows added since the last [`Batch::finish`].
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// About how many bytes these rows take in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows added so far, as Arrow has them; empty afterwards.
    ///
    /// # Errors
    /// None that rows of this program can bring about; Arrow checks null and length anew.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        (self.rows, self.bytes) = (0, 0);
        RecordBatch::try_new(Arc::clone(&self.schema), R::finish(&mut self.builders))
    }
}

/// Declares the columns that a row or a part of a row has, once for struct, schema and builder.
macro_rules! columns {
    (
        $(#[$meta:meta])*
        $row:ident {
            $($first:ident: $first_type:ty, $first_about:literal $(, unit $first_unit:literal)? $(, in $first_codes:expr)?;)*
            $(
                ..$source:ty;
                $($cell:ident: $type:ty, $about:literal $(, unit $unit:literal)? $(, in $codes:expr)?;)*
            )?
            $(@ $place:ty;)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $row {
            $(#[doc = $first_about] pub $first: $first_type,)*
            $(#[doc = "The document and whose it is."] pub source: $source,)?
            $($(#[doc = $about] pub $cell: $type,)*)?
            $(#[doc = "The words, in code points."] pub place: $place,)?
        }

        const _: () = {
            use $crate::tables::cell::Cell;
            use $crate::tables::record::{Column, Columns};
            use $crate::tables::words::Words;
            use arrow::array::ArrayRef;
            use std::sync::Arc;

            pub struct Builders {
                $($first: <$first_type as Cell>::Builder,)*
                $(source: <$source as Columns>::Builders,)?
                $($($cell: <$type as Cell>::Builder,)*)?
                $(place: <$place as Columns>::Builders,)?
            }

            impl Columns for $row {
                type Builders = Builders;

                #[allow(unused_mut)]
                fn columns() -> Vec<Column> {
                    let mut columns = vec![
                        $($crate::tables::record::columns!(
                            @column $first, $first_type, $first_about
                            $(, unit $first_unit)? $(, in $first_codes)?
                        ),)*
                    ];
                    $(columns.extend(<$source as Columns>::columns());)?
                    $($(columns.push($crate::tables::record::columns!(@column $cell, $type, $about $(, unit $unit)? $(, in $codes)?));)*)?
                    $(columns.extend(<$place as Columns>::columns());)?
                    columns
                }

                fn builders() -> Builders {
                    Builders {
                        $($first: <$first_type as Cell>::builder(),)*
                        $(source: <$source as Columns>::builders(),)?
                        $($($cell: <$type as Cell>::builder(),)*)?
                        $(place: <$place as Columns>::builders(),)?
                    }
                }

                fn append(&self, to: &mut Builders) -> usize {
                    let mut bytes = 0;
                    $(self.$first.append(&mut to.$first); bytes += self.$first.bytes();)*
                    $(bytes += <$source as Columns>::append(&self.source, &mut to.source);)?
                    $($(self.$cell.append(&mut to.$cell); bytes += self.$cell.bytes();)*)?
                    $(bytes += <$place as Columns>::append(&self.place, &mut to.place);)?
                    bytes
                }

                #[allow(unused_mut)]
                fn finish(from: &mut Builders) -> Vec<ArrayRef> {
                    let mut columns: Vec<ArrayRef> = vec![$(Arc::new(from.$first.finish()),)*];
                    $(columns.extend(<$source as Columns>::finish(&mut from.source));)?
                    $($(columns.push(Arc::new(from.$cell.finish()));)*)?
                    $(columns.extend(<$place as Columns>::finish(&mut from.place));)?
                    columns
                }

                fn read(from: &[ArrayRef], at: usize, next: &mut usize) -> Option<Self> {
                    $(let $first = <$first_type as Cell>::read(from.get(*next)?, at)?; *next += 1;)*
                    $(let whose = <$source as Columns>::read(from, at, next)?;)?
                    $($(let $cell = <$type as Cell>::read(from.get(*next)?, at)?; *next += 1;)*)?
                    $(let words = <$place as Columns>::read(from, at, next)?;)?
                    Some(Self {
                        $($first,)*
                        $(source: $crate::tables::record::columns!(@take whose, $source),)?
                        $($($cell,)*)?
                        $(place: $crate::tables::record::columns!(@take words, $place),)?
                    })
                }

                fn shown(&self, column: &str) -> Option<Option<String>> {
                    match column {
                        $(stringify!($first) => return Some(Words::shown(&self.$first)),)*
                        $($(stringify!($cell) => return Some(Words::shown(&self.$cell)),)*)?
                        _ => {}
                    }
                    $(if let Some(shown) = <$source as Columns>::shown(&self.source, column) {
                        return Some(shown);
                    })?
                    $(if let Some(shown) = <$place as Columns>::shown(&self.place, column) {
                        return Some(shown);
                    })?
                    None
                }

                fn set(&mut self, column: &str, words: &str) -> Option<Result<(), String>> {
                    match column {
                        $(stringify!($first) => {
                            Some(Words::parse(words).map(|value| self.$first = value))
                        })*
                        $($(stringify!($cell) => {
                            Some(Words::parse(words).map(|value| self.$cell = value))
                        })*)?
                        _ => None,
                    }
                }
            }
        };
    };
    (@take $part:ident, $type:ty) => { $part };
    (@column $cell:ident, $type:ty, $about:literal $(, unit $unit:literal)? $(, in $codes:expr)?) => {{
        #[allow(unused_mut, unused_assignments)]
        let mut unit = None;
        $(unit = Some($unit);)?
        #[allow(unused_mut, unused_assignments)]
        let mut codes = Vec::new();
        $(codes = Vec::from($codes);)?
        Column {
            name: stringify!($cell),
            about: $about,
            unit,
            codes,
            kind: <$type as Cell>::TYPE,
            nullable: <$type as Cell>::NULLABLE,
            field_id: 0,
        }
    }};
}

/// Declares a table: [`columns!`] with name, meaning, scope, key and references.
macro_rules! table {
    (
        $about:literal
        $row:ident $name:literal $scope:ident
        key [$($key:ident),*]
        $(to [$($column:ident -> $table:ident.$target:ident),*])?
        { $($columns:tt)* }
    ) => {
        $crate::tables::record::columns! {
            #[doc = concat!("A row of `", $name, "`: ", $about)]
            $row { $($columns)* }
        }

        impl $crate::tables::record::Record for $row {
            const TABLE: $crate::tables::record::Table = $crate::tables::record::Table::new(
                ($name, $about, $crate::tables::record::Scope::$scope),
                &[$(stringify!($key)),*],
                &[$($($crate::tables::record::Reference {
                    column: stringify!($column),
                    table: stringify!($table),
                    target: stringify!($target),
                }),*)?],
                <$row as $crate::tables::record::Columns>::columns,
            );
        }
    };
}

pub(crate) use {columns, table};
