//! What a cell of a table can hold: the Rust type of a row's field says the column's type and
//! whether it may be null.

use crate::value::{Date, Decimal, Kroner};
use arrow::array::{
    Array, ArrayBuilder, ArrayRef, AsArray, BooleanBuilder, Date32Builder, Decimal128Builder,
    Float64Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, Float64Type, Int32Type, Int64Type,
};
use jiff::ToSpan;
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
    /// The cell at `at` of a column as it was written; `None` where the column is of another type, or the cell is null
    /// and must not be.
    fn read(from: &ArrayRef, at: usize) -> Option<Self>
    where
        Self: Sized;
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

    fn read(from: &ArrayRef, at: usize) -> Option<Self> {
        if from.is_null(at) {
            return Some(None);
        }
        T::read(from, at).map(Some)
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

    fn read(from: &ArrayRef, at: usize) -> Option<Self> {
        let cells = from.as_string_opt::<i32>()?;
        cells.is_valid(at).then(|| cells.value(at).to_owned())
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

    fn read(from: &ArrayRef, at: usize) -> Option<Self> {
        let lists = from
            .as_list_opt::<i32>()
            .filter(|lists| lists.is_valid(at))?;
        let names = lists.value(at);
        let names = names.as_string_opt::<i32>()?;
        names.iter().map(|name| name.map(str::to_owned)).collect()
    }

    fn bytes(&self) -> usize {
        self.iter().map(Cell::bytes).sum::<usize>() + 4
    }
}

/// Cells that are one value of a primitive column.
macro_rules! primitive_cells {
    ($($type:ty: $column:ident, $builder:ident, $new:expr, |$cell:ident| $value:expr, |$cells:ident, $at:ident| $read:expr;)*) => {$(
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

            fn read($cells: &ArrayRef, $at: usize) -> Option<Self> {
                if $cells.is_null($at) {
                    return None;
                }
                $read
            }
        }
    )*};
}

primitive_cells! {
    i32: Integer, Int32Builder, Int32Builder::new(), |cell| cell,
        |cells, at| Some(cells.as_primitive_opt::<Int32Type>()?.value(at));
    i64: Long, Int64Builder, Int64Builder::new(), |cell| cell,
        |cells, at| Some(cells.as_primitive_opt::<Int64Type>()?.value(at));
    bool: Boolean, BooleanBuilder, BooleanBuilder::new(), |cell| cell,
        |cells, at| Some(cells.as_boolean_opt()?.value(at));
    f64: Share, Float64Builder, Float64Builder::new(), |cell| cell,
        |cells, at| Some(cells.as_primitive_opt::<Float64Type>()?.value(at));
    Date: Day, Date32Builder, Date32Builder::new(), |cell| days_since_1970(cell),
        |cells, at| day(cells.as_primitive_opt::<Date32Type>()?.value(at));
    Kroner: Money, Decimal128Builder, decimals(ColumnType::Money), |cell| i128::from(cell.ore()),
        |cells, at| i64::try_from(cells.as_primitive_opt::<Decimal128Type>()?.value(at)).ok().map(Kroner::from_ore);
    Decimal: Exact, Decimal128Builder, decimals(ColumnType::Exact), |cell| cell.millionths(),
        |cells, at| Some(Decimal::from_millionths(cells.as_primitive_opt::<Decimal128Type>()?.value(at)));
}

fn decimals(column: ColumnType) -> Decimal128Builder {
    Decimal128Builder::new().with_data_type(column.arrow())
}

fn days_since_1970(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

/// The day that is `days` after the first of 1970.
fn day(days: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back<T: Cell + PartialEq + std::fmt::Debug>(cells: &[T]) {
        let mut builder = T::builder();
        for cell in cells {
            cell.append(&mut builder);
        }
        let column = builder.finish();
        for (at, cell) in cells.iter().enumerate() {
            assert_eq!(T::read(&column, at).as_ref(), Some(cell));
        }
    }

    #[test]
    fn cells_come_back_as_they_were_written() {
        comes_back(&[Some("Ærø".to_owned()), None, Some(String::new())]);
        comes_back(&[vec!["A".to_owned(), "B".to_owned()], Vec::new()]);
        comes_back(&[Some(vec!["A".to_owned()]), None]);
        comes_back(&[i32::MIN, 0, 7]);
        comes_back(&[Some(i64::MAX), None]);
        comes_back(&[true, false]);
        comes_back(&[0.1, -1.5]);
        comes_back(&[Date::constant(1969, 12, 31), Date::constant(2025, 8, 12)]);
        comes_back(&[Some(Kroner::from_ore(-1)), None]);
        comes_back(&[Decimal::from_millionths(i128::from(i64::MAX) * 7)]);
    }

    #[test]
    fn a_null_where_none_may_be_is_no_value() {
        let column = {
            let mut builder = <Option<i32> as Cell>::builder();
            None::<i32>.append(&mut builder);
            ArrayBuilder::finish(&mut builder)
        };
        assert_eq!(i32::read(&column, 0), None);
        assert_eq!(bool::read(&column, 0), None);
    }

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
