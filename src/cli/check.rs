//! `tvaersnit check`: the contract's rules over a published data set.

use super::{Exit, clean, put};
use anyhow::Context;
use std::fmt::Write as _;
use std::path::PathBuf;
use tvaersnit::check::{Level, Outcome, RULES, Report, check};

/// Hold a published data set against the rules of the data contract
///
/// Hashes, keys, references, codes, bounds, forms, spans that quote their words, the partition of each document, amounts
/// and counts. Each rule is named with what does not hold: table, column, number of rows, the first by their keys.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit check data/seeds\n  tvaersnit check data/seeds --json report.json\n  \
    tvaersnit check --rules\n\nExit code 0 when every rule holds that must, 1 when one does not or there is no data set. \
    A warning is no failure: the documents themselves may say so."
)]
pub struct Args {
    /// Folder of the data set
    #[arg(value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
    /// Print everything as JSON, or write it to FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    json: Option<PathBuf>,
    /// Show the rules and leave it at that
    #[arg(long)]
    rules: bool,
}

/// Runs the command.
///
/// # Errors
/// No data set of ours, one of a later contract, or a file that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.rules {
        put(rules().as_bytes())?;
        return Ok(Exit::Done);
    }
    let report = check(&args.data)?;
    let json = || -> anyhow::Result<String> { Ok(serde_json::to_string_pretty(&report)? + "\n") };
    match &args.json {
        Some(path) if path.as_os_str() == "-" => {
            put(json()?.as_bytes())?;
        }
        Some(path) => {
            std::fs::write(path, json()?).with_context(|| format!("writing {}", path.display()))?;
            put(clean(&page(&report)).as_bytes())?;
        }
        None => put(clean(&page(&report)).as_bytes())?,
    }
    Ok(if report.passes() {
        Exit::Done
    } else {
        Exit::Fails
    })
}

/// Every rule in plain words, a line each.
fn rules() -> String {
    let lines = RULES.map(|rule| {
        let warns = match rule.level {
            Level::Failure => "",
            Level::Warning => " (A warning.)",
        };
        format!("{:12} {}{warns}\n", rule.id, rule.about)
    });
    lines.concat()
}

fn page(report: &Report) -> String {
    let mut page = format!(
        "data set {}, contract {}, program {}: {} rows\n\n",
        report.data_set, report.contract, report.program, report.rows
    );
    for outcome in &report.rules {
        page.push_str(&told(outcome));
    }
    if !report.unread.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "\nnot looked at, because the file cannot be read as the contract has it: {}",
            report.unread.join(", ")
        );
    }
    let broken = |level: Level| {
        let rules = report.rules.iter();
        rules
            .filter(|outcome| !outcome.holds && outcome.rule.level == level)
            .count()
    };
    let (failures, warnings) = (broken(Level::Failure), broken(Level::Warning));
    let _ = writeln!(
        page,
        "\n{} rules: {failures} fail, {warnings} warn",
        report.rules.len()
    );
    page
}

fn told(outcome: &Outcome) -> String {
    let mark = match (outcome.holds, outcome.rule.level) {
        (true, _) => "ok  ",
        (false, Level::Failure) => "FAIL",
        (false, Level::Warning) => "warn",
    };
    let mut told = format!("{mark} {:12} {}\n", outcome.rule.id, outcome.rule.about);
    for failure in &outcome.failures {
        let column = failure.column.as_ref();
        let column = column.map_or_else(String::new, |column| format!(".{column}"));
        let rows = if failure.rows == 1 {
            String::new()
        } else {
            format!(" {} rows, first", failure.rows)
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            told,
            "       {}{column}:{rows} {}",
            failure.table,
            failure.first.join("; ")
        );
    }
    told
}
