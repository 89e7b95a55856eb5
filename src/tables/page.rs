//! The contract's page in Markdown, made from the registry.

use super::{ALL, Column, Scope, Table, limits};
use std::fmt::Write;

/// The rules in prose, which stand before the tables.
const RULES: &str = include_str!("../../docs/contract_rules.md");

/// The page `docs/contract.md`.
#[must_use]
pub fn contract_page() -> String {
    let mut page = format!("{}\n", RULES.trim_end());
    for (scope, heading) in [
        (Scope::Document, "Tables: what documents say"),
        (Scope::Across, "Tables: what is worked out across documents"),
        (Scope::Reference, "Reference tables"),
    ] {
        let _ = write!(page, "\n## {heading}\n");
        for table in ALL.iter().filter(|table| table.scope == scope) {
            let _ = write!(page, "\n{}", table_markdown(table));
        }
    }
    page
}

/// One table: what a row is, key, references, columns.
#[must_use]
pub fn table_markdown(table: &Table) -> String {
    let mut page = format!(
        "### {}\n\n{}\n\nKey: {}.",
        table.name,
        table.about,
        code_list(table.key)
    );
    if !table.references.is_empty() {
        let references: Vec<_> = table
            .references
            .iter()
            .map(|reference| {
                format!(
                    "`{}` → `{}.{}`",
                    reference.column, reference.table, reference.target
                )
            })
            .collect();
        let _ = write!(page, " References: {}.", references.join(", "));
    }
    page.push_str("\n\n| Column | Type | Null | Meaning |\n| --- | --- | --- | --- |\n");
    for column in table.columns() {
        let null = if column.nullable { "yes" } else { "no" };
        let _ = writeln!(
            page,
            "| `{}` | {} | {null} | {} |",
            column.name,
            column.kind.sql(),
            meaning(table, &column)
        );
    }
    page
}

/// What a value means, with its unit, its codes and its limits.
fn meaning(table: &Table, column: &Column) -> String {
    let mut words = column.about.replace('|', "\\|");
    if let Some(unit) = column.unit {
        let _ = write!(words, " Unit: {unit}.");
    }
    if !column.codes.is_empty() {
        let _ = write!(words, " One of {}.", code_list(&column.codes));
    }
    if let Some(limits) = limits::of(table, column) {
        let _ = write!(words, " Values: `{}`.", limits::in_words(limits));
    }
    words
}

fn code_list(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
