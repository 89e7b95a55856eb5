//! `views.sql`: one file that makes a data set's tables, with their meanings, and the shared views in DuckDB.

use super::Published;
use std::fmt::Write;

/// A view that comparisons share, or a macro: a view with an argument.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// Its `CREATE VIEW` or `CREATE MACRO` statement.
    pub sql: &'static str,
}

macro_rules! views {
    ($($name:literal,)*) => {
        [$(View {
            name: $name,
            sql: include_str!(concat!("../../../queries/views/", $name, ".sql")),
        },)*]
    };
}

/// The shared views; each leans only on tables and on views before it.
pub const VIEWS: [View; 10] = views! {
    "one_line",
    "as_pattern",
    "told_once",
    "item_sections",
    "current_meetings",
    "current_items",
    "region_municipalities",
    "item_handling_of",
    "item_handling",
    "topic_items",
};

const TOP: &str = "\
-- The tables of this data set as views in DuckDB, and the views that the comparisons share.
--
-- In this folder:   duckdb -init views.sql
-- From elsewhere:   SET file_search_path = '/path/to/this/folder';  then  .read /path/to/this/folder/views.sql
-- In Python:        duckdb.sql(\"SET file_search_path = '…'\"); duckdb.sql(open('…/views.sql').read())
--
-- The meaning of a column: SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'items';
";

/// The file.
pub fn page(published: &Published<'_>) -> String {
    let mut page = format!("{TOP}-- Data set: {}\n", published.versions.data_set);
    for known in &published.tables {
        let table = &known.table;
        // The part's key is no column of the table.
        let files = match known.single() {
            Some(entry) => text(&entry.file),
            None => format!("{}, hive_partitioning = false", text(&known.pattern())),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "\nCREATE OR REPLACE VIEW {} AS SELECT * FROM read_parquet({files});",
            table.name
        );
        let _ = writeln!(
            page,
            "COMMENT ON VIEW {} IS {};",
            table.name,
            text(table.about)
        );
        for column in table.columns() {
            let unit = column
                .unit
                .map_or_else(String::new, |unit| format!(" Unit: {unit}."));
            let about = text(&format!("{}{unit}", column.about));
            let (table, column) = (table.name, column.name);
            let _ = writeln!(page, "COMMENT ON COLUMN {table}.\"{column}\" IS {about};");
        }
    }
    for view in VIEWS {
        let sql = view.sql.trim_end();
        let _ = write!(
            page,
            "\n{}\n",
            sql.replacen("\nCREATE ", "\nCREATE OR REPLACE ", 1)
        );
    }
    page
}

/// `words` as a string in SQL.
fn text(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
