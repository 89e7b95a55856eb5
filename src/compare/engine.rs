//! The engine: a data set's tables in memory, closed off from everything else.

use super::statement::scan;
use super::{Answer, CompareError, Default, Query, VIEWS, View};
use crate::dataset::{compatible, files_of};
use crate::tables::{self, Table};
use duckdb::types::Value;
use duckdb::{Config, Connection, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the whole material amounts to, in a sentence.
const MATERIAL: &str = "
SELECT
    'Material: ' || coalesce(sum(meetings), 0) || ' meetings of '
    || count(DISTINCT municipality_code) FILTER (WHERE meetings > 0) || ' municipalities'
    || coalesce(', ' || min(first_date) || ' to ' || max(last_date), '')
    || if(coalesce(sum(rejected), 0) = 0, '', '; ' || sum(rejected) || ' files could not be read') AS material
FROM coverage";

/// Answers SQL from the tables of one data set.
#[derive(Debug)]
pub struct Engine {
    connection: Connection,
}

impl Engine {
    /// Reads every table of the data set in `dir`.
    ///
    /// # Errors
    /// [`CompareError::NoDataSet`], [`CompareError::NoTable`], or DuckDB's words on a file that it cannot read.
    pub fn open(dir: &Path) -> Result<Self, CompareError> {
        Self::open_tables(dir, &tables::ALL)
    }

    /// Reads only the tables that `sql` names, so that a question on items does not wait for the texts of a large data
    /// set. SQL that names none (`SHOW TABLES`) gets all.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_for(dir: &Path, sql: &[&str]) -> Result<Self, CompareError> {
        let named = tables_named(sql);
        if named.is_empty() {
            return Self::open(dir);
        }
        let wanted: Vec<Table> = tables::ALL
            .iter()
            .filter(|table| named.contains(table.name))
            .copied()
            .collect();
        Self::open_tables(dir, &wanted)
    }

    /// Every table of the contract without a row: for trying out SQL, and for tests that insert rows of their own.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn empty() -> Result<Self, CompareError> {
        let connection = connect()?;
        for table in tables::ALL {
            let columns: Vec<String> = table
                .columns()
                .iter()
                .map(|column| format!("{} {}", name(column.name), column.kind.sql()))
                .collect();
            connection.execute_batch(&format!(
                "CREATE TABLE {} ({})",
                name(table.name),
                columns.join(", ")
            ))?;
        }
        Self::close_off(connection, &tables::ALL)
    }

    /// Answers `query`. Parameters that `given` lacks take their defaults.
    ///
    /// # Errors
    /// [`CompareError::ParameterUnknown`], [`CompareError::ParameterMissing`], [`CompareError::Statements`] where the
    /// file is not one statement, or DuckDB's words.
    pub fn run(
        &self,
        query: &Query,
        given: &BTreeMap<String, String>,
    ) -> Result<Answer, CompareError> {
        let answer = self.answer(&query.sql, |used| bind(query, used, given))?;
        Ok(answer.with_overview(&query.overview))
    }

    /// Answers one statement.
    ///
    /// # Errors
    /// [`CompareError::Statements`] where it is not exactly one, or DuckDB's words.
    pub fn sql(&self, statement: &str) -> Result<Answer, CompareError> {
        let query = Query::read("the statement", statement)?;
        self.run(
            &Query {
                overview: Vec::new(),
                ..query
            },
            &BTreeMap::new(),
        )
    }

    /// What the data set holds, in a sentence: the caveat under every comparison.
    ///
    /// # Errors
    /// DuckDB's words, where the engine was opened without `coverage`.
    pub fn material(&self) -> Result<String, CompareError> {
        let rows = self.sql(MATERIAL)?.texts()?;
        Ok(rows
            .into_iter()
            .flatten()
            .flatten()
            .next()
            .unwrap_or_default())
    }

    /// The tables that [`Engine::material`] reads, as SQL for [`Engine::open_for`].
    #[must_use]
    pub fn material_sql() -> &'static str {
        MATERIAL
    }

    fn open_tables(dir: &Path, wanted: &[Table]) -> Result<Self, CompareError> {
        if !tables::ALL
            .iter()
            .any(|table| !files_of(dir, table).is_empty())
        {
            return Err(CompareError::NoDataSet {
                dir: dir.to_owned(),
            });
        }
        compatible(dir, wanted)?;
        let connection = connect()?;
        for table in wanted {
            let files = files_of(dir, table);
            if files.is_empty() {
                return Err(CompareError::NoTable {
                    dir: dir.to_owned(),
                    table: table.name,
                });
            }
            let files: Vec<String> = files
                .iter()
                .map(|file| text(&file.to_string_lossy()))
                .collect();
            connection.execute_batch(&format!(
                "CREATE TABLE {} AS SELECT * FROM read_parquet([{}], hive_partitioning = false, union_by_name = true)",
                name(table.name),
                files.join(", "),
            ))?;
        }
        Self::close_off(connection, wanted)
    }

    /// Makes the shared views that `present` tables allow, then shuts every way out. The order matters: with the
    /// configuration locked, nothing can open a way out again.
    fn close_off(connection: Connection, present: &[Table]) -> Result<Self, CompareError> {
        let present: BTreeSet<&str> = present.iter().map(|table| table.name).collect();
        for view in VIEWS {
            if tables_named(&[view.sql]).is_subset(&present) {
                connection.execute_batch(view.sql)?;
            }
        }
        connection
            .execute_batch("SET enable_external_access = false; SET lock_configuration = true;")?;
        Ok(Self { connection })
    }

    fn answer(
        &self,
        sql: &str,
        bind: impl FnOnce(&[String]) -> Result<Vec<Value>, CompareError>,
    ) -> Result<Answer, CompareError> {
        // The wrapper runs all statements but the last while it prepares.
        let found = scan(sql).statements;
        if found != 1 {
            return Err(CompareError::Statements { found });
        }
        let mut statement = self.connection.prepare(sql)?;
        let used = (1..=statement.parameter_count())
            .map(|at| statement.parameter_name(at))
            .collect::<Result<Vec<String>, _>>()?;
        let values = bind(&used)?;
        let stream = statement.stream_arrow(params_from_iter(values))?;
        let schema = stream.get_schema();
        let batches = stream.collect::<Result<Vec<_>, _>>()?;
        Ok(Answer::new(schema, batches))
    }
}

fn connect() -> Result<Connection, CompareError> {
    let config = Config::default()
        .with("autoload_known_extensions", "false")?
        .with("autoinstall_known_extensions", "false")?;
    Ok(Connection::open_in_memory_with_flags(config)?)
}

/// The contract's tables that `sql` names, itself or through a shared view.
fn tables_named(sql: &[&str]) -> BTreeSet<&'static str> {
    let mut words: BTreeSet<String> = sql.iter().flat_map(|sql| scan(sql).words).collect();
    // A view leans only on views before it, so one pass from the last to the first reaches all.
    for View { name, sql } in VIEWS.iter().rev() {
        if words.contains(*name) {
            words.extend(scan(sql).words);
        }
    }
    tables::ALL
        .iter()
        .map(|table| table.name)
        .filter(|name| words.contains(*name))
        .collect()
}

/// The values of the parameters that a statement uses, in its order.
fn bind(
    query: &Query,
    used: &[String],
    given: &BTreeMap<String, String>,
) -> Result<Vec<Value>, CompareError> {
    let declared = |name: &str| {
        query
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)
    };
    if let Some(name) = given
        .keys()
        .find(|name| declared(name).is_none() && !used.contains(name))
    {
        let mut known: Vec<&str> = query
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        known.extend(
            used.iter()
                .map(String::as_str)
                .filter(|name| declared(name).is_none()),
        );
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        return Err(CompareError::ParameterUnknown {
            query: query.name.clone(),
            name: name.clone(),
            known,
        });
    }
    let mut values = Vec::new();
    let mut missing = Vec::new();
    for name in used {
        match (
            given.get(name),
            declared(name).map(|parameter| &parameter.default),
        ) {
            (Some(value), _) => values.push(Value::Text(value.clone())),
            (None, Some(Default::Text(value))) => values.push(Value::Text(value.clone())),
            (None, Some(Default::Null)) => values.push(Value::Null),
            (None, Some(Default::Required) | None) => {
                let meaning = declared(name)
                    .map(|parameter| parameter.meaning.as_str())
                    .filter(|text| !text.is_empty());
                missing.push(
                    meaning.map_or_else(|| name.clone(), |meaning| format!("{name} ({meaning})")),
                );
            }
        }
    }
    if missing.is_empty() {
        return Ok(values);
    }
    Err(CompareError::ParameterMissing {
        query: query.name.clone(),
        missing: missing.join(", "),
    })
}

/// `word` as a quoted name in SQL.
fn name(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// `words` as a string in SQL.
fn text(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
