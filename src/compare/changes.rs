//! What changed between two published data sets: by table and key, added, removed, changed with both values.

use super::engine::connect;
use super::limits::Limits;
use super::{Answer, CompareError};
use crate::dataset::{Footer, compatible, files_of};
use crate::tables::Table;
use duckdb::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the changes of all tables are gathered, and the counts.
const GATHERED: &str = "
CREATE TABLE summary (
    table_no INTEGER, \"table\" VARCHAR, rows_old BIGINT, rows_new BIGINT,
    added BIGINT, removed BIGINT, changed BIGINT, \"columns\" VARCHAR
);
CREATE TABLE changes (
    table_no INTEGER, \"table\" VARCHAR, \"key\" VARCHAR, nth BIGINT, change VARCHAR,
    column_no INTEGER, \"column\" VARCHAR, old VARCHAR, \"new\" VARCHAR
);";

/// Characters that an added or removed row is told in.
const TOLD: usize = 300;

/// What changed between two data sets.
#[derive(Clone, Debug)]
pub struct Changes {
    /// A row a table: rows before and after, how many were added, removed, changed; columns that only one has.
    pub summary: Answer,
    /// A row a change: table, key, `added` or `removed` with the row in short, or `changed` with column and both values.
    pub rows: Answer,
}

impl Changes {
    /// The changes from the data set in `old` to the one in `new`, in `tables`. Values longer than `clip` characters are
    /// cut, where it is given. Rows of one key, where a table has them against the contract, are told apart by their
    /// content.
    ///
    /// # Errors
    /// [`CompareError::NoDataSet`], [`CompareError::Incompatible`], or DuckDB's words on a file that it cannot read.
    pub fn between(
        old: &Path,
        new: &Path,
        tables: &[Table],
        clip: Option<usize>,
    ) -> Result<Self, CompareError> {
        for dir in [old, new] {
            if !crate::tables::ALL
                .iter()
                .any(|table| !files_of(dir, table).is_empty())
            {
                return Err(CompareError::NoDataSet {
                    dir: dir.to_owned(),
                });
            }
            compatible(dir, tables)?;
        }
        let connection = connect(&Limits::default())?;
        connection.execute_batch(GATHERED)?;
        for (number, table) in tables.iter().enumerate() {
            let pair = Pair::of(number, table, old, new);
            if let Some(pair) = pair {
                connection.execute_batch(&pair.sql())?;
            }
        }
        let value = |column: &str| match clip {
            Some(clip) => format!(
                "CASE WHEN length({column}) > {clip} THEN left({column}, {clip}) || '…' ELSE {column} END AS {column}"
            ),
            None => column.to_owned(),
        };
        let rows = format!(
            "SELECT \"table\", \"key\", change, \"column\", {}, {} FROM changes
            ORDER BY table_no, \"key\", nth, change, column_no",
            value("\"old\""),
            value("\"new\"")
        );
        let summary = "SELECT * EXCLUDE (table_no) FROM summary ORDER BY table_no";
        Ok(Self {
            summary: answer(&connection, summary)?,
            rows: answer(&connection, &rows)?,
        })
    }
}

fn answer(connection: &Connection, sql: &str) -> Result<Answer, CompareError> {
    let mut statement = connection.prepare(sql)?;
    let stream = statement.stream_arrow([])?;
    let schema = stream.get_schema();
    Ok(Answer::new(schema, stream.collect::<Result<Vec<_>, _>>()?))
}

/// One table of both data sets.
struct Pair<'t> {
    number: usize,
    table: &'t Table,
    old: Side,
    new: Side,
}

/// A table of one data set.
struct Side {
    files: Vec<PathBuf>,
    columns: BTreeSet<String>,
}

impl Side {
    fn of(dir: &Path, table: &Table) -> Self {
        let files = files_of(dir, table);
        // A file that cannot be read is told of by DuckDB.
        let footers = files.iter().filter_map(|file| Footer::read(file).ok());
        let schemas = footers.filter_map(|footer| footer.columns().ok());
        let columns = schemas
            .flat_map(|schema| {
                let fields = schema.fields().iter();
                fields.map(|field| field.name().clone()).collect::<Vec<_>>()
            })
            .collect();
        Self { files, columns }
    }
}

impl<'t> Pair<'t> {
    /// `None` where neither data set has the table.
    fn of(number: usize, table: &'t Table, old: &Path, new: &Path) -> Option<Self> {
        let (old, new) = (Side::of(old, table), Side::of(new, table));
        let is_there = !old.files.is_empty() || !new.files.is_empty();
        is_there.then_some(Self {
            number,
            table,
            old,
            new,
        })
    }

    /// Columns that both have, in the contract's order; all of one where the other has not the table.
    fn common(&self) -> Vec<&'static str> {
        let has = |side: &Side, name: &str| side.files.is_empty() || side.columns.contains(name);
        let columns = self.table.columns().into_iter();
        columns
            .map(|column| column.name)
            .filter(|name| has(&self.old, name) && has(&self.new, name))
            .collect()
    }

    /// "+a, -b": columns that only the new or only the old data set has.
    fn columns(&self) -> String {
        let (old, new) = (&self.old, &self.new);
        match (old.files.is_empty(), new.files.is_empty()) {
            (true, _) => return "new table".to_owned(),
            (_, true) => return "table is gone".to_owned(),
            _ => {}
        }
        let added = new.columns.difference(&old.columns);
        let removed = old.columns.difference(&new.columns);
        let added = added.map(|name| format!("+{name}"));
        let removed = removed.map(|name| format!("-{name}"));
        added.chain(removed).collect::<Vec<_>>().join(", ")
    }

    fn rows(&self, side: &Side) -> String {
        let (side, none) = if side.files.is_empty() {
            let other = if self.old.files.is_empty() {
                &self.new
            } else {
                &self.old
            };
            (other, " WHERE false")
        } else {
            (side, "")
        };
        let files: Vec<_> = side
            .files
            .iter()
            .map(|file| text(&file.to_string_lossy()))
            .collect();
        format!(
            "SELECT * FROM read_parquet([{}], hive_partitioning = false, union_by_name = true){none}",
            files.join(", ")
        )
    }

    /// Statements that gather the table's changes. Rows are matched by key and compared by a hash of their values, so
    /// that long texts wait in no join; only rows that differ are read again.
    fn sql(&self) -> String {
        let common = self.common();
        let key: Vec<_> = self.table.key.iter().map(|key| name(key)).collect();
        let key = format!("[{}]", casts(&key));
        let all: Vec<_> = common.iter().map(|column| name(column)).collect();
        let all = all.join(", ");
        let side = |rows: &str| {
            format!(
                "SELECT *, {key} AS \"\u{1}key\", hash({all}) AS \"\u{1}hash\",
                row_number() OVER (PARTITION BY {key} ORDER BY hash({all})) AS \"\u{1}nth\" FROM ({rows})"
            )
        };
        let (old, new) = (side(&self.rows(&self.old)), side(&self.rows(&self.new)));
        let brief = "\"\u{1}key\" AS k, \"\u{1}nth\" AS nth, \"\u{1}hash\" AS h";
        let (number, table) = (self.number, text(self.table.name));
        let shown = "array_to_string(list_transform(k, lambda x: coalesce(x, '')), ' | ')";
        format!(
            "CREATE OR REPLACE TEMP TABLE old_rows AS SELECT {brief} FROM ({old});
            CREATE OR REPLACE TEMP TABLE new_rows AS SELECT {brief} FROM ({new});
            CREATE OR REPLACE TEMP TABLE differing AS
            SELECT coalesce(o.k, n.k) AS k, coalesce(o.nth, n.nth) AS nth,
                CASE WHEN o.k IS NULL THEN 'added' WHEN n.k IS NULL THEN 'removed' ELSE 'changed' END AS change
            FROM old_rows AS o FULL JOIN new_rows AS n ON o.k = n.k AND o.nth = n.nth
            WHERE o.k IS NULL OR n.k IS NULL OR o.h <> n.h;
            INSERT INTO summary SELECT {number}, {table},
                (SELECT count(*) FROM old_rows), (SELECT count(*) FROM new_rows),
                count(*) FILTER (WHERE change = 'added'), count(*) FILTER (WHERE change = 'removed'),
                count(*) FILTER (WHERE change = 'changed'), nullif({columns}, '') FROM differing;
            {one_sided}
            {changed}",
            columns = text(&self.columns()),
            one_sided = self.one_sided(&common, &old, &new, shown),
            changed = self.changed(&common, &old, &new, shown),
        )
    }

    /// Statements for rows that only one data set has.
    fn one_sided(&self, common: &[&str], old: &str, new: &str, shown: &str) -> String {
        let told: Vec<_> = common
            .iter()
            .filter(|column| !self.table.key.contains(column))
            .map(|column| {
                format!(
                    "{} || {}::VARCHAR",
                    text(&format!("{column}: ")),
                    name(column)
                )
            })
            .collect();
        let told = if told.is_empty() {
            "NULL".to_owned()
        } else {
            format!("left(concat_ws(' · ', {}), {TOLD})", told.join(", "))
        };
        let (number, table) = (self.number, text(self.table.name));
        let statement = |change: &str, rows: &str, values: String| {
            format!(
                "INSERT INTO changes SELECT {number}, {table}, {shown}, nth, change, 0, NULL, {values}
                FROM differing INNER JOIN ({rows}) ON k = \"\u{1}key\" AND nth = \"\u{1}nth\"
                WHERE change = '{change}';"
            )
        };
        let added = statement("added", new, format!("NULL, {told}"));
        format!(
            "{added}\n{}",
            statement("removed", old, format!("{told}, NULL"))
        )
    }

    /// Statements for the values of rows that both have.
    fn changed(&self, common: &[&str], old: &str, new: &str, shown: &str) -> String {
        let (number, table) = (self.number, text(self.table.name));
        let values: Vec<&&str> = common
            .iter()
            .filter(|column| !self.table.key.contains(column))
            .collect();
        let both: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let column = name(column);
                format!(", o.{column} AS o{at}, n.{column} AS n{at}")
            })
            .collect();
        let matches = |side: &str| format!("{side}.\"\u{1}key\" = k AND {side}.\"\u{1}nth\" = nth");
        let mut sql = format!(
            "CREATE OR REPLACE TEMP TABLE both_rows AS SELECT k, nth{}
            FROM (SELECT * FROM differing WHERE change = 'changed')
            INNER JOIN ({old}) AS o ON {} INNER JOIN ({new}) AS n ON {};",
            both.concat(),
            matches("o"),
            matches("n")
        );
        for (at, column) in values.iter().enumerate() {
            sql.push_str(&format!(
                "\nINSERT INTO changes SELECT {number}, {table}, {shown}, nth, 'changed', {at}, {},
                o{at}::VARCHAR, n{at}::VARCHAR FROM both_rows WHERE o{at} IS DISTINCT FROM n{at};",
                text(column)
            ));
        }
        sql
    }
}

fn casts(columns: &[String]) -> String {
    let columns: Vec<_> = columns
        .iter()
        .map(|column| format!("{column}::VARCHAR"))
        .collect();
    columns.join(", ")
}

/// `word` as a quoted name in SQL.
fn name(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// `words` as a string in SQL.
fn text(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
