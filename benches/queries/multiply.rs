//! The seeds' tables, multiplied: every municipality of Denmark gets its own copies of the seeds' documents, spread over
//! twenty years, in the order and the form in which a build writes them. The same in every run.
//!
//! Names and days are new in each copy, and so are ids. What would make a copy too easy is made different: the letters of
//! a text are exchanged by one of 25 alphabets, so that a text does not pack as a repetition of its neighbour and a word
//! is found in few documents, and titles, sentences and points end in a number of their own. The letters æ, ø and å stay:
//! they have two bytes, which cost whoever reads a text more than others, and are to be as frequent as they are in Danish.
//! The seeds were chosen because they all treat the framework agreement and many tell of grants: that stands in every
//! tenth copy only.

use super::Outcome;
use arrow::array::RecordBatch;
use arrow::compute::cast;
use duckdb::Connection;
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use tvaersnit::dataset::{GROUP_ROWS, group_bytes, writer_properties};
use tvaersnit::tables::{self, Column, ColumnType, Table};

/// Municipalities of Denmark.
const PLACES: u32 = 98;

/// Where a copy stands: `copy` counts the copies of the seeds; a seed's document keeps its distance to the others.
const MACROS: &str = "
CREATE MACRO place_of(code, copy) AS ((copy % 98) + 20 * list_position(getvariable('seeds'), code)) % 98 + 1;
CREATE MACRO code_of(code, copy) AS getvariable('codes')[place_of(code, copy)];
CREATE MACRO name_of(code, copy) AS getvariable('names')[place_of(code, copy)];
CREATE MACRO moved(day, copy) AS
    day + (((copy // 98) - getvariable('copies') // 2) * (7300 // getvariable('copies')))::INTEGER;
CREATE MACRO hex_of(six, copy) AS substring(md5(six || copy), 1, 16);
CREATE MACRO is_tenth(copy) AS (copy // 98) % 10 = (copy % 98) % 10;
-- Three kinds of ids: DOCUMENT[:FACT], CODE/DAY/BODY[/KIND/DOCUMENT[/NUMBER]], and any other.
CREATE MACRO id_of(id, copy) AS CASE
    WHEN id[17] IN ('', ':') THEN hex_of(id[1:6], copy) || id[17:]
    WHEN id[4] = '/' AND id[9] = '-' AND id[12] = '-' THEN
        code_of(id[1:3]::INTEGER, copy) || '/' || moved(id[5:14]::DATE, copy)
        || if(
            length(string_split(id, '/')) > 4,
            '/' || array_to_string(string_split(id, '/')[3:4], '/') || '/' || hex_of(string_split(id, '/')[5], copy)[1:6]
                || coalesce('/' || string_split(id, '/')[6], ''),
            id[15:]
        )
    ELSE id || '~' || copy
END;
";

/// Columns that hold ids under another name than `…_id`.
const IDS: [&str; 9] = [
    "document_id_b",
    "item_a",
    "item_b",
    "meeting_key",
    "repeats",
    "same_as",
    "source_path",
    "superseded_by",
    "supplement_to",
];

/// Columns with words that differ from document to document.
const WORDS: [(&str, &str); 9] = [
    ("attachments", "title"),
    ("decisions", "text"),
    ("figures", "sentence"),
    ("items", "decision_text"),
    ("items", "recommendation_text"),
    ("items", "summary"),
    ("items", "title"),
    ("legal_references", "text"),
    ("recommendations", "text"),
];

/// Makes the data set at `out`, unless it is there.
pub fn make(out: &Path, copies: u32) -> Outcome<()> {
    let done = out.join(format!("copies-{copies}"));
    if done.exists() {
        return Ok(());
    }
    let seeds = out.join("seeds");
    std::fs::create_dir_all(&seeds)?;
    build_seeds(&seeds)?;
    let connection = connect(&seeds, copies)?;
    for table in tables::ALL {
        let rows = write(&connection, &seeds, out, &table, copies)?;
        eprintln!("made {}: {rows} rows", table.name);
    }
    File::create(done)?;
    Ok(())
}

fn build_seeds(out: &Path) -> Outcome<()> {
    let built = Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .arg("build")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
        .arg("--out")
        .arg(out)
        .output()?;
    if built.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&built.stderr).into())
}

fn connect(seeds: &Path, copies: u32) -> Outcome<Connection> {
    let connection = Connection::open_in_memory()?;
    let municipalities = seeds.join("municipalities.parquet");
    let documents = seeds.join("documents.parquet");
    connection.execute_batch(&format!(
        "SET VARIABLE copies = {copies};
        SET VARIABLE codes = (SELECT list(DISTINCT municipality_code ORDER BY municipality_code) FROM '{0}');
        SET VARIABLE names = (
            SELECT list(municipality ORDER BY municipality_code)
            FROM (SELECT DISTINCT municipality_code, municipality FROM '{0}')
        );
        SET VARIABLE seeds = (SELECT list(DISTINCT municipality_code ORDER BY municipality_code) FROM '{1}');
        {MACROS}",
        municipalities.display(),
        documents.display(),
    ))?;
    Ok(connection)
}

fn write(
    connection: &Connection,
    seeds: &Path,
    out: &Path,
    table: &Table,
    copies: u32,
) -> Outcome<usize> {
    let mut statement = connection.prepare(&rows_of(table, seeds, copies))?;
    let file = File::create(out.join(table.file_name()))?;
    let mut writer = ArrowWriter::try_new(
        file,
        table.schema(),
        Some(writer_properties(table, Vec::new())?),
    )?;
    let (mut rows, mut in_group) = (0, (0, 0));
    for batch in statement.stream_arrow([])? {
        // A batch of texts is larger than a row group.
        for part in parts(&fitted(&batch?, table)?) {
            in_group = (in_group.0 + part.num_rows(), in_group.1 + bytes(&part));
            rows += part.num_rows();
            writer.write(&part)?;
            if in_group.0 >= GROUP_ROWS || in_group.1 >= group_bytes(table) {
                writer.flush()?;
                in_group = (0, 0);
            }
        }
    }
    writer.close()?;
    Ok(rows)
}

fn parts(batch: &RecordBatch) -> Vec<RecordBatch> {
    const ROWS: usize = 64;
    (0..batch.num_rows())
        .step_by(ROWS)
        .map(|at| batch.slice(at, ROWS.min(batch.num_rows() - at)))
        .collect()
}

/// Bytes of the rows themselves, as a build counts them.
fn bytes(batch: &RecordBatch) -> usize {
    batch
        .columns()
        .iter()
        .map(|column| column.to_data().get_slice_memory_size().unwrap_or_default())
        .sum()
}

/// The batch with the contract's types.
fn fitted(batch: &RecordBatch, table: &Table) -> Outcome<RecordBatch> {
    let schema = table.schema();
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| cast(column, field.data_type()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(RecordBatch::try_new(schema, columns)?)
}

/// SQL for the rows of `table` in all copies, by municipality and day.
fn rows_of(table: &Table, seeds: &Path, copies: u32) -> String {
    let file = seeds.join(table.file_name());
    let file = file.display();
    if table.name == "municipalities" {
        return format!("FROM '{file}'");
    }
    let columns: Vec<String> = table
        .columns()
        .iter()
        .map(|column| copied(table, column))
        .collect();
    let kept = match table.name {
        "grants" => "kind <> 'external_grant' OR is_tenth(copy)",
        "item_topics" => {
            "topic NOT IN ('rammeaftale', 'rammeaftale_status', 'ungeloeftet') OR is_tenth(copy)"
        }
        "grant_links" | "grant_instalments" | "grant_conditions" | "grant_evidence"
        | "item_overlap" | "item_differences" | "shared_passages" => "is_tenth(copy)",
        _ => "true",
    };
    format!(
        "SELECT {}
        FROM (
            SELECT
                seed.*,
                nth % {copies} * {PLACES}
                    + (nth // {copies} - 20 * list_position(getvariable('seeds'), seed.municipality_code) + 9800) % {PLACES} AS copy
            FROM range({}) AS counted(nth)
            CROSS JOIN '{file}' AS seed
        )
        WHERE {kept}",
        columns.join(", "),
        copies * PLACES,
    )
}

/// SQL for a column's value in a copy.
fn copied(table: &Table, column: &Column) -> String {
    let name = column.name;
    let value = match (table.name, name) {
        (_, "municipality_code") => "code_of(municipality_code, copy)".to_owned(),
        (_, "municipality") => "name_of(municipality_code, copy)".to_owned(),
        (_, "municipality_code_b") => "code_of(municipality_code_b, copy)".to_owned(),
        (_, "municipality_b") => "name_of(municipality_code_b, copy)".to_owned(),
        (_, "month") => "strftime(moved((month || '-01')::DATE, copy), '%Y-%m')".to_owned(),
        ("texts", "text") => alphabets(),
        (table, _) if WORDS.contains(&(table, name)) => format!("{name} || ' ' || copy"),
        _ if column.kind == ColumnType::Day => format!("moved({name}, copy)"),
        _ if name != "table_id" && (name.ends_with("_id") || IDS.contains(&name)) => {
            format!("id_of({name}, copy)")
        }
        _ => format!("\"{name}\""),
    };
    format!("{value} AS \"{name}\"")
}

/// SQL for a text in the alphabet of its copy; every tenth copy is as the seed is.
fn alphabets() -> String {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    let letters: Vec<char> = LETTERS.chars().collect();
    let whens: String = (1..letters.len())
        .map(|by| {
            let (front, back) = letters.split_at(by);
            let turned: String = back.iter().chain(front).collect();
            format!(
                " WHEN {by} THEN translate(text, '{LETTERS}{}', '{turned}{}')",
                LETTERS.to_uppercase(),
                turned.to_uppercase(),
            )
        })
        .collect();
    format!(
        "CASE if(is_tenth(copy), 0, (hash(copy) % 25 + 1)::INTEGER){whens} ELSE text END || ' ' || copy"
    )
}
