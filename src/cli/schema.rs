//! `tvaersnit schema`: the tables and their columns, with what they mean.

use super::Exit;
use anyhow::anyhow;
use std::fmt::Write as _;
use std::io::Write as _;
use tvaersnit::nearest::suggestion;
use tvaersnit::problem::problems_page;
use tvaersnit::tables::{self, Table};

/// Show the tables and their columns, with what they mean
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit schema decisions\n  tvaersnit schema --markdown > docs/contract.md\n  \
    tvaersnit schema --problems > docs/problems.md"
)]
pub struct Args {
    /// One table; without it, the list of all
    #[arg(value_name = "TABLE")]
    table: Option<String>,
    /// As Markdown; without a table, the whole page of the data contract
    #[arg(long)]
    markdown: bool,
    /// The catalogue of problem codes instead, as Markdown: cause, meaning, remedy, example of each
    #[arg(long, conflicts_with_all = ["table", "markdown"])]
    problems: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let text = match (&args.table, args.markdown) {
        _ if args.problems => problems_page(),
        (None, true) => tables::contract_page(),
        (None, false) => list(),
        (Some(name), true) => tables::table_markdown(&table(name)?),
        (Some(name), false) => columns(&table(name)?),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn table(name: &str) -> anyhow::Result<Table> {
    tables::find(name).ok_or_else(|| {
        let names: Vec<_> = tables::ALL.iter().map(|table| table.name).collect();
        anyhow!(
            "there is no table '{name}'{}; there are {}",
            suggestion(name, &names),
            names.join(", ")
        )
    })
}

fn list() -> String {
    let width = tables::ALL
        .iter()
        .map(|table| table.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for table in tables::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:width$}  {}", table.name, table.about);
    }
    text.push_str("\nColumns of one: tvaersnit schema TABLE\n");
    text
}

fn columns(table: &Table) -> String {
    let columns = table.columns();
    let width = columns
        .iter()
        .map(|column| column.name.len())
        .max()
        .unwrap_or_default();
    let mut text = format!(
        "{}: {}\nkey: {}\n\n",
        table.name,
        table.about,
        table.key.join(", ")
    );
    for column in columns {
        let null = if column.nullable { "null" } else { "" };
        let unit = column
            .unit
            .map(|unit| format!(" Unit: {unit}."))
            .unwrap_or_default();
        let kind = column.kind.sql();
        let _ = writeln!(
            text,
            "{:width$}  {kind:13} {null:4}  {}{unit}",
            column.name, column.about
        );
        if !column.codes.is_empty() {
            let _ = writeln!(
                text,
                "{:width$}  {:13} {:4}  One of {}.",
                "",
                "",
                "",
                column.codes.join(", ")
            );
        }
    }
    text
}
