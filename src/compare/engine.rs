//! The engine: SQL over the tables of one data set, closed off from everything else.

use super::limits::{Limits, Reach, Watch};
use super::statement::scan;
use super::{Answer, CompareError, Default, Query, VIEWS, View};
use crate::dataset::{Manifest, compatible, files_of};
use crate::tables::{self, Table};
use duckdb::types::Value;
use duckdb::{Config, Connection, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

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
    limits: Limits,
    source: Option<Opened>,
}

/// The data set that is asked, as it was when it was opened.
#[derive(Debug)]
struct Opened {
    dir: PathBuf,
    data_set: Option<String>,
}

impl Opened {
    fn now(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            data_set: Manifest::read(dir).map(|manifest| manifest.data_set),
        }
    }

    /// A table's file is opened each time that a statement reads it, so a data set that was replaced in between would
    /// give an answer out of two.
    fn check(&self) -> Result<(), CompareError> {
        if Self::now(&self.dir).data_set == self.data_set {
            Ok(())
        } else {
            Err(CompareError::Replaced {
                dir: self.dir.clone(),
            })
        }
    }
}

impl Engine {
    /// Opens every table of the data set in `dir`.
    ///
    /// # Errors
    /// [`CompareError::NoDataSet`], [`CompareError::NoTable`], or DuckDB's words on a file that it cannot read.
    pub fn open(dir: &Path) -> Result<Self, CompareError> {
        Self::open_tables(dir, &tables::ALL, &Limits::default())
    }

    /// Opens only the tables that `sql` names, so that what another table lacks is no hindrance. SQL that names none
    /// (`SHOW TABLES`) gets all.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_for(dir: &Path, sql: &[&str]) -> Result<Self, CompareError> {
        Self::open_within(dir, sql, &Limits::default())
    }

    /// [`Engine::open_for`] with limits of the caller's.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_within(dir: &Path, sql: &[&str], limits: &Limits) -> Result<Self, CompareError> {
        let named = tables_named(sql);
        let wanted: Vec<Table> = tables::ALL
            .iter()
            .filter(|table| named.is_empty() || named.contains(table.name))
            .copied()
            .collect();
        Self::open_tables(dir, &wanted, limits)
    }

    /// Every table of the contract without a row: for trying out SQL, and for tests that insert rows of their own.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn empty() -> Result<Self, CompareError> {
        let limits = Limits::default();
        let connection = connect(&limits)?;
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
        make_views(&connection, &tables::ALL)?;
        close_off(&connection, &limits, &[])?;
        Ok(Self {
            connection,
            limits: Limits {
                reach: Reach::Everything,
                ..limits
            },
            source: None,
        })
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

    fn open_tables(dir: &Path, wanted: &[Table], limits: &Limits) -> Result<Self, CompareError> {
        if !tables::ALL
            .iter()
            .any(|table| !files_of(dir, table).is_empty())
        {
            return Err(CompareError::NoDataSet {
                dir: dir.to_owned(),
            });
        }
        if dir.to_str().is_none() {
            return Err(CompareError::NoText {
                dir: dir.to_owned(),
            });
        }
        compatible(dir, wanted)?;
        let source = Opened::now(dir);
        let connection = connect(limits)?;
        let mut allowed = Vec::new();
        for table in wanted {
            let files = files_of(dir, table);
            if files.is_empty() {
                return Err(CompareError::NoTable {
                    dir: dir.to_owned(),
                    table: table.name,
                });
            }
            let files = files.iter().map(|file| text(&file.to_string_lossy()));
            let files: Vec<String> = files.collect();
            connection.execute_batch(&format!(
                "CREATE VIEW {} AS SELECT * FROM read_parquet([{}], hive_partitioning = false, union_by_name = true)",
                name(table.name),
                files.join(", "),
            ))?;
            allowed.extend(files);
        }
        make_views(&connection, wanted)?;
        close_off(&connection, limits, &allowed)?;
        let engine = Self {
            connection,
            limits: limits.clone(),
            source: Some(source),
        };
        Ok(engine)
    }

    fn answer(
        &self,
        sql: &str,
        bind: impl FnOnce(&[String]) -> Result<Vec<Value>, CompareError>,
    ) -> Result<Answer, CompareError> {
        // The wrapper runs all statements but the last while it prepares.
        let found = scan(sql);
        if found.statements != 1 {
            return Err(CompareError::Statements {
                found: found.statements,
            });
        }
        if self.limits.reach == Reach::Tables && !found.only_reads {
            return Err(CompareError::NotReading);
        }
        let watch = Watch::start(&self.connection, self.limits.time);
        let answered = self.run_statement(sql, bind);
        if watch.has_ended_it() {
            return Err(CompareError::TooSlow {
                seconds: self.limits.time.unwrap_or_default().as_secs(),
            });
        }
        if let Some(source) = &self.source {
            source.check()?;
        }
        answered
    }

    fn run_statement(
        &self,
        sql: &str,
        bind: impl FnOnce(&[String]) -> Result<Vec<Value>, CompareError>,
    ) -> Result<Answer, CompareError> {
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

pub(super) fn connect(limits: &Limits) -> Result<Connection, CompareError> {
    let mut config = Config::default()
        .with("autoload_known_extensions", "false")?
        .with("autoinstall_known_extensions", "false")?
        .with("temp_directory", spill().to_string_lossy())?;
    if let Some(bytes) = limits.memory {
        config = config.max_memory(&format!("{bytes}B"))?;
    }
    if let Some(threads) = limits.threads {
        config = config.threads(i64::try_from(threads.get()).unwrap_or(i64::MAX))?;
    }
    Ok(Connection::open_in_memory_with_flags(config)?)
}

/// Where DuckDB puts aside what does not fit into memory; it makes the folder when it needs it and removes it. The folder
/// is this engine's own, because SQL can reach what lies in it.
fn spill() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("tvaersnit-{}-{count}", std::process::id()))
}

/// Makes the shared views that the tables `present` allow.
fn make_views(connection: &Connection, present: &[Table]) -> Result<(), CompareError> {
    let present: BTreeSet<&str> = present.iter().map(|table| table.name).collect();
    for view in views_over(&present) {
        connection.execute_batch(view.sql)?;
    }
    Ok(())
}

/// The shared views that tables called `present` allow, each behind those that it leans on.
pub(crate) fn views_over(present: &BTreeSet<&str>) -> Vec<View> {
    let views = VIEWS.into_iter();
    views
        .filter(|view| tables_named(&[view.sql]).is_subset(present))
        .collect()
}

/// Shuts every way out but to the files of the tables. The order matters: with the configuration locked, nothing can
/// open a way out again. A file that may be read may be written to as well (COPY), which is why a statement must be
/// one that only reads.
fn close_off(
    connection: &Connection,
    limits: &Limits,
    allowed: &[String],
) -> Result<(), CompareError> {
    if limits.reach == Reach::Everything {
        return Ok(());
    }
    connection.execute_batch(&format!(
        "SET allowed_paths = [{}]; SET enable_external_access = false; SET lock_configuration = true;",
        allowed.join(", ")
    ))?;
    Ok(())
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
