//! What a cell of a table can hold: the Rust type of a row's field says the column's type and
//! whether it may be null.

use crate::value::{Date, Decimal, Kroner};
use arrow::array::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder,
    Int64Builder, ListBuilder, StringBuilder,
};
use arrow::datatypes::{DataType, Field};
use std::sync::Arc;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// 32-bit whole number.
    Integer,
    /// 64-bit whole number.
    Long,
    /// True or false.
    Boolean,
    /// 64-bit floating point; for shares only.
    Share,
    /// A day.
    Day,
    /// Kroner with two digits.
    Money,
    /// Exact decimal with six digits.
    Exact,
    /// Names.
    Names,
}

impl ColumnType {
    /// The type as DuckDB names it, for people and for SQL.
    #[must_use]
    pub fn sql(self) -> &'static str {
        match self {
            Self::Text => "VARCHAR",
            Self::Integer => "INTEGER",
            Self::Long => "BIGINT",
            Self::Boolean => "BOOLEAN",
            Self::Share => "DOUBLE",
            Self::Day => "DATE",
            Self::Money => "DECIMAL(18,2)",
            Self::Exact => "DECIMAL(24,6)",
            Self::Names => "VARCHAR[]",
        }
    }

    /// The type as Arrow has it. Plain types only: some readers fail on a writer's private ones.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int32,
            Self::Long => DataType::Int64,
            Self::Boolean => DataType::Boolean,
            Self::Share => DataType::Float64,
            Self::Day => DataType::Date32,
            Self::Money => DataType::Decimal128(18, 2),
            Self::Exact => DataType::Decimal128(24, Decimal::SCALE),
            Self::Names => DataType::List(Arc::new(name())),
        }
    }
}

/// The element of a list; called so by the Parquet format.
fn name() -> Field {
    Field::new("element", DataType::Utf8, true)
}

/// A Rust type that is a cell of a column.
pub trait Cell {
    /// The column's type.
    const TYPE: ColumnType;
    /// Whether the column may hold null.
    const NULLABLE: bool = false;
    /// Collects the column.
    type Builder: ArrayBuilder;

    /// An empty column.
    fn builder() -> Self::Builder;
    /// Adds this cell.
    fn append(&self, to: &mut Self::Builder);
    /// Adds a null.
    fn append_null(to: &mut Self::Builder);
    /// About how many bytes the cell takes in memory.
    fn bytes(&self) -> usize {
        8
    }
}

impl<T: Cell> Cell for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;
    type Builder = T::Builder;

    fn builder() -> Self::Builder {
        T::builder()
    }

    fn append(&self, to: &mut Self::Builder) {
        match self {
            Some(cell) => cell.append(to),
            None => T::append_null(to),
        }
    }

    fn append_null(to: &mut Self::Builder) {
        T::append_null(to);
    }

    fn bytes(&self) -> usize {
        self.as_ref().map_or(1, Cell::bytes)
    }
}

impl Cell for String {
    const TYPE: ColumnType = ColumnType::Text;
    type Builder = StringBuilder;

    fn builder() -> Self::Builder {
        StringBuilder::new()
    }

    fn append(&self, to: &mut Self::Builder) {
        to.append_value(self);
    }

    fn append_null(to: &mut Self::Builder) {
        to.append_null();
    }

    fn bytes(&self) -> usize {
        self.len() + 4
    }
}

impl Cell for Vec<String> {
    const TYPE: ColumnType = ColumnType::Names;
    type Builder = ListBuilder<StringBuilder>;

    fn builder() -> Self::Builder {
        ListBuilder::new(StringBuilder::new()).with_field(name())
    }

    fn append(&self, to: &mut Self::Builder) {
        for words in self {
            to.values().append_value(words);
        }
        to.append(true);
    }

    fn append_null(to: &mut Self::Builder) {
        to.append(false);
    }

    fn bytes(&self) -> usize {
        self.iter().map(Cell::bytes).sum::<usize>() + 4
    }
}

/// Cells that are one value of a primitive column.
macro_rules! primitive_cells {
    ($($type:ty: $column:ident, $builder:ident, $new:expr, |$cell:ident| $value:expr;)*) => {$(
        impl Cell for $type {
            const TYPE: ColumnType = ColumnType::$column;
            type Builder = $builder;

            fn builder() -> Self::Builder {
                $new
            }

            fn append(&self, to: &mut Self::Builder) {
                let $cell = *self;
                to.append_value($value);
            }

            fn append_null(to: &mut Self::Builder) {
                to.append_null();
            }
        }
    )*};
}

primitive_cells! {
    i32: Integer, Int32Builder, Int32Builder::new(), |cell| cell;
    i64: Long, Int64Builder, Int64Builder::new(), |cell| cell;
    bool: Boolean, BooleanBuilder, BooleanBuilder::new(), |cell| cell;
    f64: Share, Float64Builder, Float64Builder::new(), |cell| cell;
    Date: Day, Date32Builder, Date32Builder::new(), |cell| days_since_1970(cell);
    Kroner: Money, Decimal128Builder, decimals(ColumnType::Money), |cell| i128::from(cell.ore());
    Decimal: Exact, Decimal128Builder, decimals(ColumnType::Exact), |cell| cell.millionths();
}

fn decimals(column: ColumnType) -> Decimal128Builder {
    Decimal128Builder::new().with_data_type(column.arrow())
}

fn days_since_1970(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        for (date, want) in [("1970-01-01", 0), ("1969-12-31", -1), ("2025-08-12", 20312)] {
            assert_eq!(
                days_since_1970(date.parse().unwrap_or_default()),
                want,
                "{date}"
            );
        }
    }
}
