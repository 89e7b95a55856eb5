//! Unique keys and references, over the key columns alone.

use super::files::Tables;
use super::findings::{Findings, Place};
use super::frames::{counted, scan};
use crate::tables::{Reference, Table, limits};
use polars::prelude::*;

/// Holds every table's keys and references.
pub fn check(tables: &Tables, findings: &mut Findings) {
    for (table, _) in &tables.readable {
        unique(tables, table, table.key, findings);
        for column in table.columns() {
            if limits::of(table, &column).is_some_and(|limits| limits.unique) {
                unique(tables, table, &[column.name], findings);
            }
        }
        for reference in table.references {
            points(tables, table, reference, findings);
        }
    }
}

fn unique(tables: &Tables, table: &Table, key: &[&str], findings: &mut Findings) {
    let Some(frame) = scan(tables, table.name) else {
        return;
    };
    let columns: Vec<Expr> = key.iter().map(|column| col(*column)).collect();
    let repeated = frame
        .select(columns.clone())
        .group_by(columns)
        .agg([len().alias("n")])
        .filter(col("n").gt(lit(1)))
        .sort(key.to_vec(), SortMultipleOptions::default());
    let place = Place::of("key", table.name);
    tell(counted(repeated, key), place, findings);
}

fn points(tables: &Tables, table: &Table, reference: &Reference, findings: &mut Findings) {
    let (Some(frame), Some(target)) = (scan(tables, table.name), scan(tables, reference.table))
    else {
        return;
    };
    let there = target
        .select([col(reference.target).alias("target")])
        .unique(None, UniqueKeepStrategy::Any)
        .with_column(lit(true).alias("there"));
    let column = reference.column;
    let lost = frame
        .select([col(column)])
        .filter(col(column).is_not_null())
        .group_by([col(column)])
        .agg([len().alias("n")])
        .join(
            there,
            [col(column)],
            [col("target")],
            JoinArgs::new(JoinType::Left),
        )
        .filter(col("there").is_null())
        .sort([column], SortMultipleOptions::default());
    let place = Place::of("reference", table.name).column(column);
    tell(counted(lost, &[column]), place, findings);
}

/// Adds what was found; a table that polars cannot read breaks the rule, too.
fn tell(found: PolarsResult<Vec<(u64, String)>>, place: Place<'_>, findings: &mut Findings) {
    match found {
        Ok(found) => {
            for (rows, key) in found {
                findings.add_many(place, rows, || key);
            }
        }
        Err(error) => findings.add(place, || {
            // polars prints the whole query plan behind the first line.
            error
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned()
        }),
    }
}
