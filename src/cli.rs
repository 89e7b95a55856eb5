//! The command line: one command, one file; the doc comments of the argument types are the help.

mod answers;
mod build;
mod check;
mod compare;
mod completions;
mod config;
mod diff;
mod evaluate;
mod explain;
#[cfg(feature = "export")]
mod export;
#[cfg(feature = "fetch")]
mod fetch;
mod init;
mod man;
mod publish;
#[cfg(feature = "s3")]
mod pull;
#[cfg(feature = "s3")]
mod push;
#[cfg(feature = "pdf")]
mod read_pdf;
mod reading;
mod remote;
#[cfg(feature = "report")]
mod report;
#[cfg(feature = "export")]
mod review;
pub mod say;
mod schema;
mod search;
mod settings;
mod sql;
mod summary;
mod trace;

pub use settings::parse;

use clap::{ColorChoice, Parser, Subcommand};
use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use tvaersnit::harmless::printable;

/// Turns agendas and minutes of Danish municipalities into comparable, traceable tables
#[derive(Debug, Parser)]
#[command(
    name = "tvaersnit",
    version,
    propagate_version = true,
    after_help = "Example:\n  tvaersnit build seeds --out data/seeds\n  tvaersnit compare rammeaftale --data data/seeds\n\n\
                  Options count before TVAERSNIT_… variables, these before tvaersnit.toml here or above: tvaersnit config\n\n\
                  Exit codes: 0 done; 1 nothing could be done, or a check fails; 2 a mistyped option or setting; 3 done, but not all:\n\
                  documents were rejected, or corrections could not be made."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say more of what is done
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet", help_heading = "Everywhere")]
    verbose: u8,
    /// Say only what goes wrong
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    quiet: bool,
    /// Colours: auto follows NO_COLOR, CLICOLOR and CLICOLOR_FORCE, then whether a terminal reads
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto, hide_possible_values = true, help_heading = "Everywhere")]
    color: ColorChoice,
    /// The project's file, instead of tvaersnit.toml in this folder or one above
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
}

impl Cli {
    /// How much is said: -1 with --quiet, 0, or the number of --verbose.
    fn level(&self) -> i8 {
        if self.quiet {
            return -1;
        }
        i8::try_from(self.verbose).unwrap_or(i8::MAX)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(check::Args),
    Compare(compare::Args),
    Sql(sql::Args),
    Search(search::Args),
    Diff(diff::Args),
    Evaluate(evaluate::Args),
    #[cfg(feature = "fetch")]
    Fetch(fetch::Args),
    Explain(explain::Args),
    #[cfg(feature = "export")]
    Export(export::Args),
    #[cfg(feature = "export")]
    Review(review::Args),
    Init(init::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
    Publish(publish::Args),
    #[cfg(feature = "s3")]
    Pull(pull::Args),
    #[cfg(feature = "s3")]
    Push(push::Args),
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
    /// All, and a rule does not hold.
    Fails,
    /// All but some documents.
    Partly,
    /// Nothing, because a setting is wrong.
    Mistyped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Nothing | Exit::Fails => 1,
            Exit::Mistyped => 2,
            Exit::Partly => 3,
        })
    }
}

/// Runs the command that was typed.
pub fn run(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Sql(args) => sql::run(args),
        Command::Search(args) => search::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Evaluate(args) => evaluate::run(args),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(args),
        Command::Explain(args) => explain::run(args),
        #[cfg(feature = "export")]
        Command::Export(args) => export::run(args),
        #[cfg(feature = "export")]
        Command::Review(args) => review::run(args),
        Command::Init(args) => init::run(args),
        Command::Config(args) => config::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::Publish(args) => publish::run(args),
        #[cfg(feature = "s3")]
        Command::Pull(args) => pull::run(args),
        #[cfg(feature = "s3")]
        Command::Push(args) => push::run(args),
        #[cfg(feature = "pdf")]
        Command::ReadPdf(args) => read_pdf::run(args),
        #[cfg(feature = "report")]
        Command::Report(args) => report::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Trace(args) => trace::run(args),
    }
}

/// Says on standard error what a user has to know of the data set in `data` before reading on: a contract of another
/// version, columns that are not there.
///
/// # Errors
/// A data set that is not safe to read.
pub fn meet(data: &std::path::Path) -> anyhow::Result<()> {
    for notice in tvaersnit::dataset::compatible(data, &tvaersnit::tables::ALL)? {
        say::warning("note", &notice);
    }
    Ok(())
}

/// Words that came from documents or file names, safe to show on a terminal: nothing steers it, and nothing turns the
/// direction of writing.
pub fn clean(words: &str) -> String {
    printable(words).into_owned()
}

/// Puts what is for programs on standard output: as it is into a pipe or a file, [`clean`] onto a terminal. A reader that
/// has seen enough (`| head`) is no error.
///
/// # Errors
/// Where writing fails.
pub fn put(bytes: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    let shown = for_output(bytes, stdout.is_terminal());
    match stdout.write_all(&shown).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

fn for_output(bytes: &[u8], terminal: bool) -> Cow<'_, [u8]> {
    if terminal {
        Cow::Owned(clean(&String::from_utf8_lossy(bytes)).into_bytes())
    } else {
        Cow::Borrowed(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_programs_is_cleaned_on_a_terminal_only() {
        let hostile = b"a\x1b[2J\xc2\x9b\n\xff";
        assert_eq!(for_output(hostile, false), &hostile[..]);
        let shown = for_output(hostile, true);
        assert_eq!(shown, "a\u{241b}[2J\u{fffd}\n\u{fffd}".as_bytes());
    }
}
