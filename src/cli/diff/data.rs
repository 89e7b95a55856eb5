//! `tvaersnit diff data`: what changed between two published data sets.

use crate::cli::answers::{emit, formats, width};
use crate::cli::{Exit, meet};
use anyhow::bail;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tvaersnit::compare::{Answer, Changes, Format};
use tvaersnit::tables::{self, Table};

/// Characters of a value where it is for reading.
const CLIP: usize = 160;

/// Show what changed between two published data sets, by table and key
///
/// First a summary, a row a table: rows before and after, how many were added, removed and changed. Then the changes:
/// an added or removed row in short, a changed value with both. Values are cut to 160 characters where they are for
/// reading; csv, json and parquet hold them whole. csv and parquet hold the changes alone (or, with --summary, the
/// summary), json both.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit diff data data/june data/july\n  \
    tvaersnit diff data data/june data/july --table decisions --format csv --out changes.csv\n\n\
    Exit code 0 whether or not there are differences; --summary tells how many."
)]
pub struct Args {
    /// Folder of the earlier data set
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Folder of the later data set
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Only this table; may be given several times
    #[arg(long = "table", value_name = "TABLE")]
    tables: Vec<String>,
    /// The summary alone
    #[arg(long)]
    summary: bool,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// An unknown table, a missing data set, one that is not safe to read, or a file that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let tables = wanted(&args.tables)?;
    meet(&args.old)?;
    meet(&args.new)?;
    let clip = args.format.is_for_reading().then_some(CLIP);
    let changes = Changes::between(&args.old, &args.new, &tables, clip)?;
    let out = args.out.as_deref();
    let bytes = page(&changes, args, out)?;
    emit(&bytes, args.format, out)?;
    Ok(Exit::Done)
}

fn wanted(names: &[String]) -> anyhow::Result<Vec<Table>> {
    if names.is_empty() {
        return Ok(tables::ALL.to_vec());
    }
    let known: Vec<_> = tables::ALL.iter().map(|table| table.name).collect();
    names
        .iter()
        .map(|name| match tables::find(name) {
            Some(table) => Ok(table),
            None => bail!("there is no table '{name}'; there are {}", known.join(", ")),
        })
        .collect()
}

fn page(changes: &Changes, args: &Args, out: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    let form = |answer: &Answer| -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        args.format.write(answer, &mut bytes, width(out))?;
        Ok(bytes)
    };
    let mut bytes = Vec::new();
    match args.format {
        Format::Json => {
            bytes.extend(b"{\"summary\":");
            bytes.extend(form(&changes.summary)?.trim_ascii());
            if !args.summary {
                bytes.extend(b",\n\"changes\":");
                bytes.extend(form(&changes.rows)?.trim_ascii());
            }
            bytes.extend(b"}\n");
        }
        Format::Csv | Format::Parquet if args.summary => bytes = form(&changes.summary)?,
        Format::Csv | Format::Parquet => bytes = form(&changes.rows)?,
        Format::Table | Format::Records | Format::Markdown => {
            let (old, new) = (args.old.display(), args.new.display());
            writeln!(bytes, "From {old} to {new}: {}\n", told(changes)?)?;
            bytes.extend(form(&changes.summary)?);
            if !args.summary && changes.rows.rows() > 0 {
                writeln!(bytes)?;
                bytes.extend(form(&changes.rows)?);
            }
        }
    }
    Ok(bytes)
}

/// "3 rows added, 1 removed, 2 changed", or that nothing differs.
fn told(changes: &Changes) -> anyhow::Result<String> {
    let rows = changes.summary.texts()?;
    let columns = changes.summary.columns();
    let sum = |name: &str| -> u64 {
        let at = columns.iter().position(|column| *column == name);
        let cells = rows.iter().filter_map(|row| row.get(at?)?.as_deref());
        cells.filter_map(|cell| cell.parse::<u64>().ok()).sum()
    };
    let (added, removed, changed) = (sum("added"), sum("removed"), sum("changed"));
    Ok(if added + removed + changed == 0 {
        "no row differs".to_owned()
    } else {
        format!("{added} rows added, {removed} removed, {changed} changed")
    })
}
