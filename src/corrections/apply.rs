//! Puts the rows of a document right.

use super::{Correction, Corrections, Fault, KEY_MARK, may_be_corrected, tables};
use crate::facts::Basis;
use crate::nearest::suggestion;
use crate::problem::{Problem, ProblemCode};
use crate::tables::rows::DocumentRows;
use crate::tables::{Column, ColumnType, CorrectionRow, PerhapsPlace, Record, Source, Words};
use crate::value::{Date, Decimal, Kroner};
use std::collections::{HashMap, HashSet};

/// What became of the corrections of a document's rows.
#[derive(Clone, Debug, Default)]
pub struct Corrected {
    /// Corrections whose row was found.
    pub found: Vec<usize>,
    /// Those of them that came to nothing.
    pub faults: Vec<Fault>,
}

impl Corrections {
    /// Puts `rows` right, and lists in `rows.corrections` what was done.
    #[must_use]
    pub fn apply(&self, rows: &mut DocumentRows) -> Corrected {
        let Some(source) = rows.texts.first().map(|row| row.source.clone()) else {
            return Corrected::default();
        };
        if self.all.is_empty() {
            return Corrected::default();
        }
        let mut work = Work {
            corrections: self,
            source,
            done: Vec::new(),
            corrected: Corrected::default(),
        };
        work.table(&mut rows.meetings);
        work.table(&mut rows.items);
        work.table(&mut rows.recommendations);
        work.table(&mut rows.decisions);
        work.table(&mut rows.route_steps);
        work.table(&mut rows.grants);
        work.table(&mut rows.grant_instalments);
        work.table(&mut rows.grant_conditions);
        work.table(&mut rows.figures);
        work.table(&mut rows.attachments);
        work.table(&mut rows.legal_references);
        work.table(&mut rows.item_topics);
        rows.corrections = work.done;
        name_items(rows);
        work.corrected
    }
}

/// Rows that belong to a grant have no column for their item: the grant has.
fn name_items(rows: &mut DocumentRows) {
    for done in &mut rows.corrections {
        let of = done.row_id.split(KEY_MARK).next().unwrap_or_default();
        if done.item_id.is_none() {
            let grant = rows.grants.iter().find(|grant| grant.grant_id == of);
            done.item_id = grant.map(|grant| grant.item_id.clone());
        }
    }
}

struct Work<'c> {
    corrections: &'c Corrections,
    source: Source,
    done: Vec<CorrectionRow>,
    corrected: Corrected,
}

impl Work<'_> {
    fn table<R: Record>(&mut self, rows: &mut [R]) {
        let mut short: HashMap<String, usize> = HashMap::new();
        for row in rows.iter() {
            *short.entry(short_key(row)).or_default() += 1;
        }
        for row in rows {
            let (id, name) = (key(row), short_key(row));
            let mut wanted = self.wanted::<R>(&id);
            if name != id {
                match (self.wanted::<R>(&name), short.get(&name)) {
                    (named, Some(1)) => wanted.extend(named),
                    (named, times) => self.unclear::<R>(&named, &id, times.copied()),
                }
                wanted.sort_unstable();
            }
            self.row(row, &id, &wanted);
        }
    }

    /// The corrections of the row called `id`.
    fn wanted<R: Record>(&self, id: &str) -> Vec<usize> {
        let wanted = self.corrections.by_id.get(id).into_iter().flatten();
        wanted.copied().filter(|at| self.is_for::<R>(*at)).collect()
    }

    /// Corrections that name several rows.
    fn unclear<R: Record>(&mut self, named: &[usize], id: &str, times: Option<usize>) {
        for at in named {
            if !self.corrected.found.contains(at) {
                self.corrected.found.push(*at);
                let message = format!(
                    "{} rows of {} have this id; the first is {id}",
                    times.unwrap_or_default(),
                    R::TABLE.name
                );
                let problem = Problem::of_document(ProblemCode::CorrectionRowUnclear, message);
                self.fail(*at, problem);
            }
        }
    }

    /// Puts a row right. Of several corrections of one field the last counts.
    fn row<R: Record>(&mut self, row: &mut R, id: &str, wanted: &[usize]) {
        let mut fields = HashSet::new();
        let counting: Vec<(usize, bool)> = wanted
            .iter()
            .rev()
            .map(|at| (*at, fields.insert(self.corrections.all[*at].field.as_str())))
            .collect();
        for (at, counts) in counting.into_iter().rev() {
            self.corrected.found.push(at);
            let made = if counts {
                self.make(row, id, &self.corrections.all[at])
            } else {
                Err(Problem::of_document(
                    ProblemCode::CorrectionOverridden,
                    "a later correction of the same field counts instead",
                ))
            };
            match made {
                Ok(done) => self.done.push(done),
                Err(problem) => self.fail(at, problem),
            }
        }
    }

    /// An id of several parts may be one of several tables: there the column tells, where no table is given.
    fn is_for<R: Record>(&self, at: usize) -> bool {
        let correction = &self.corrections.all[at];
        match &correction.table {
            Some(table) => table == R::TABLE.name,
            None if R::TABLE.key.len() == 1 => true,
            None => R::columns()
                .iter()
                .any(|column| column.name == correction.field),
        }
    }

    fn make<R: Record>(
        &self,
        row: &mut R,
        id: &str,
        correction: &Correction,
    ) -> Result<CorrectionRow, Problem> {
        let field = correction.field.as_str();
        let old = change(row, field, &correction.value)?;
        if row.shown("basis").is_some() {
            // The table has the column, and its codes hold this one.
            let _ = row.set("basis", Basis::Corrected.code());
        }
        let number = |column: &str| row.shown(column).flatten()?.parse().ok();
        let words = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
        Ok(CorrectionRow {
            table_name: R::TABLE.name.to_owned(),
            row_id: id.to_owned(),
            field: field.to_owned(),
            item_id: row.shown("item_id").flatten(),
            source: self.source.clone(),
            old_value: old,
            new_value: row.shown(field).flatten(),
            who: words(&correction.who),
            why: words(&correction.why),
            corrections_file: correction.file.clone(),
            place: PerhapsPlace {
                span_start: number("span_start"),
                span_end: number("span_end"),
            },
        })
    }

    fn fail(&mut self, at: usize, problem: Problem) {
        let Correction { file, line, .. } = &self.corrections.all[at];
        self.corrected.faults.push(Fault {
            correction: Some(at),
            file: file.clone(),
            line: *line,
            problem,
        });
    }
}

/// The row's id: the values of its key.
fn key<R: Record>(row: &R) -> String {
    joined(row, |_| true)
}

/// The row's id without its place, by which a person may name it where that is clear.
fn short_key<R: Record>(row: &R) -> String {
    joined(row, |column| !column.starts_with("span_"))
}

fn joined<R: Record>(row: &R, takes: impl Fn(&str) -> bool) -> String {
    let columns = R::TABLE.key.iter().filter(|column| takes(column));
    let values: Vec<String> = columns
        .map(|column| row.shown(column).flatten().unwrap_or_default())
        .collect();
    values.join(KEY_MARK)
}

/// Whether a column with codes has the one that `words` name.
fn is_code(column: &Column, words: &str) -> Result<(), String> {
    let words = words.trim();
    if column.codes.is_empty() || words.is_empty() || column.codes.contains(&words) {
        return Ok(());
    }
    Err(format!(
        "'{words}' is none of {}{}",
        column.codes.join(", "),
        suggestion(words, column.codes.iter().copied())
    ))
}

/// Whether `words` are a value that the column `field` of `table` can hold and a user may put there.
///
/// # Errors
/// Why not, in a sentence.
pub fn check(table: &str, field: &str, words: &str) -> Result<(), String> {
    let known = tables().into_iter().find(|known| known.name == table);
    let known = known.ok_or_else(|| format!("no table '{table}' can be corrected"))?;
    let columns = known.columns();
    let column = columns.iter().find(|column| column.name == field);
    let column = column.filter(|column| may_be_corrected(&known, column));
    let column = column.ok_or_else(|| format!("{table}.{field} cannot be corrected"))?;
    is_code(column, words)?;
    if words.trim().is_empty() && (column.nullable || column.kind == ColumnType::Names) {
        return Ok(());
    }
    match column.kind {
        ColumnType::Text => String::parse(words).map(drop),
        ColumnType::Integer => i32::parse(words).map(drop),
        ColumnType::Long => i64::parse(words).map(drop),
        ColumnType::Boolean => bool::parse(words).map(drop),
        ColumnType::Share => f64::parse(words).map(drop),
        ColumnType::Day => Date::parse(words).map(drop),
        ColumnType::Money => Kroner::parse(words).map(drop),
        ColumnType::Exact => Decimal::parse(words).map(drop),
        ColumnType::Names => Vec::<String>::parse(words).map(drop),
    }
}

/// Puts `words` into the field and gives its old value.
fn change<R: Record>(row: &mut R, field: &str, words: &str) -> Result<Option<String>, Problem> {
    let (table, columns) = (R::TABLE, R::columns());
    let Some(column) = columns.iter().find(|column| column.name == field) else {
        let names = columns.iter().map(|column| column.name);
        let message = format!(
            "the table {} has no column '{field}'{}",
            table.name,
            suggestion(field, names)
        );
        return Err(Problem::of_document(
            ProblemCode::CorrectionFieldUnknown,
            message,
        ));
    };
    if !may_be_corrected(&table, column) {
        let message = format!("{}.{field} cannot be corrected", table.name);
        return Err(Problem::of_document(
            ProblemCode::CorrectionFieldFixed,
            message,
        ));
    }
    let invalid = |message: String| {
        let message = format!("{}.{field}: {message}", table.name);
        Problem::of_document(ProblemCode::CorrectionValueInvalid, message)
    };
    is_code(column, words).map_err(&invalid)?;
    let old = row.shown(field).flatten();
    match row.set(field, words) {
        Some(Ok(())) if row.shown(field).flatten() == old => Err(Problem::of_document(
            ProblemCode::CorrectionRedundant,
            format!("{}.{field} is so already", table.name),
        )),
        Some(Ok(())) => Ok(old),
        Some(Err(message)) => Err(invalid(message)),
        // Every column but those of the source and the place, which may not be corrected, can be set.
        None => Err(invalid("the column cannot be set".to_owned())),
    }
}
