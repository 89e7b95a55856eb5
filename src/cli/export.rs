//! `tvaersnit export`: the tables in the forms of other tools.

use super::{Exit, say};
use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tvaersnit::export::{self, ExportFormat, ExportSettings, Exported, Labels};

/// Put tables into the forms of other tools: CSV, JSON, Excel, SQLite, DuckDB
///
/// The data set stays as it is. CSV and JSON lines go into a folder, a file a table; the others are one file. What an
/// earlier export wrote into a folder is replaced where nobody changed it; all else only with --force.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit export --format xlsx items decisions --data data/seeds\n  \
    tvaersnit export --format csv --excel da --out til-excel\n  \
    tvaersnit export --format json grants --out - | head\n  \
    tvaersnit export --format sqlite --labels da --out moeder.sqlite"
)]
pub struct Args {
    /// Tables [default: all]
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,
    /// Form of the tables
    #[arg(long, value_name = "csv|json|xlsx|sqlite|duckdb", value_parser = formats())]
    format: ExportFormat,
    /// Folder (csv, json) or file (xlsx, sqlite, duckdb) [default: tvaersnit-csv, tvaersnit.xlsx …]; - for standard
    /// output, with one table as csv or json
    #[arg(long, value_name = "DIR|FILE")]
    out: Option<PathBuf>,
    /// Words for codes in this language (da, en), in a column behind each column of codes
    #[arg(long, value_name = "LANGUAGE", value_parser = Labels::LANGUAGES)]
    labels: Option<String>,
    /// CSV as Danish Excel opens it: semicolons, decimal commas, a byte order mark, and an apostrophe before words that
    /// Excel would run as a formula
    #[arg(long, value_name = "LANGUAGE", value_parser = ["da"])]
    excel: Option<String>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.excel.is_some() && args.format != ExportFormat::Csv {
        bail!(
            "--excel is for --format csv; a workbook (--format xlsx) has typed cells and needs no such thing"
        );
    }
    super::meet(&args.data)?;
    let settings = ExportSettings {
        data: args.data.clone(),
        tables: args.tables.clone(),
        format: args.format,
        labels: args.labels.as_deref().map(Labels::built_in).transpose()?,
        excel: args.excel.is_some(),
        force: args.force,
    };
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| args.format.default_out());
    if out == Path::new("-") {
        let mut stdout = BufWriter::new(io::stdout().lock());
        export::export_to(&settings, &mut stdout)?;
        stdout.flush().context("writing to standard output")?;
    } else {
        print(&export::export(&settings, &out)?);
    }
    Ok(Exit::Done)
}

fn print(exported: &Exported) {
    let rows: u64 = exported.tables.iter().map(|(_, rows)| rows).sum();
    say::note(&format!(
        "exported   {} tables, {rows} rows, of data set {}",
        exported.tables.len(),
        exported.data_set
    ));
    if !exported.missing.is_empty() {
        let missing = exported.missing.join(", ");
        let words = format!(
            "the data set was built by another version and lacks {missing}; build it again to have all"
        );
        say::warning("warning", &words);
    }
    if exported.cut > 0 {
        say::note(&format!(
            "note       {} texts were cut, because a cell of Excel holds 32,767 characters; the other forms have them whole",
            exported.cut
        ));
    }
    say::note(&format!("to         {}", exported.out.display()));
}

fn formats() -> impl TypedValueParser<Value = ExportFormat> {
    let values = ExportFormat::ALL.map(|(_, name, help)| PossibleValue::new(name).help(help));
    PossibleValuesParser::new(values).map(|typed| {
        let known = ExportFormat::ALL.iter().find(|(_, name, _)| *name == typed);
        // The parser lets only these names through.
        known.map_or(ExportFormat::Csv, |(format, ..)| *format)
    })
}
