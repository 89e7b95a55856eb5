//! The command line: one command, one file; the doc comments of the argument types are the help.

mod answers;
mod build;
mod compare;
mod diff;
mod evaluate;
mod explain;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "pdf")]
mod read_pdf;
mod reading;
#[cfg(feature = "report")]
mod report;
mod schema;
mod search;
mod sql;
mod trace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Turns agendas and minutes of Danish municipalities into comparable, traceable tables
#[derive(Debug, Parser)]
#[command(
    name = "tvaersnit",
    version,
    propagate_version = true,
    after_help = "Example:\n  tvaersnit build seeds --out data/seeds\n  tvaersnit compare rammeaftale --data data/seeds\n\n\
                  Exit codes: 0 done; 1 nothing could be done; 2 a mistyped option; 3 done, but some documents were rejected."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Compare(compare::Args),
    Sql(sql::Args),
    Search(search::Args),
    Diff(diff::Args),
    Evaluate(evaluate::Args),
    #[cfg(feature = "fetch")]
    Fetch(fetch::Args),
    Explain(explain::Args),
    #[cfg(feature = "pdf")]
    #[command(hide = true)]
    ReadPdf(read_pdf::Args),
    #[cfg(feature = "report")]
    Report(report::Args),
    Schema(schema::Args),
    Trace(trace::Args),
}

/// How a command ended. A mistyped option ends in clap, with 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All that was asked for.
    Done,
    /// Nothing.
    Nothing,
    /// All but some documents.
    Partly,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Partly => 3,
        })
    }
}

/// Runs the command that was typed.
pub fn run(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Sql(args) => sql::run(args),
        Command::Search(args) => search::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Evaluate(args) => evaluate::run(args),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(args),
        Command::Explain(args) => explain::run(args),
        #[cfg(feature = "pdf")]
        Command::ReadPdf(args) => read_pdf::run(args),
        #[cfg(feature = "report")]
        Command::Report(args) => report::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Trace(args) => trace::run(args),
    }
}

/// Words that came from documents or file names, safe to show on a terminal: no control characters
/// but the line end.
pub fn clean(words: &str) -> String {
    words
        .chars()
        .map(|char| {
            if char.is_control() && char != '\n' {
                '\u{fffd}'
            } else {
                char
            }
        })
        .collect()
}
