//! Options that `compare` and `sql` share, and where their answers go.

use super::put;
use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::{self, IsTerminal, Write};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tvaersnit::compare::{Answer, Format, Limits, Reach};

/// Characters to a line where no terminal says how many it has.
const WIDTH_IN_A_PIPE: usize = 120;

/// Which data set is asked, and what becomes of the answer.
#[derive(Clone, Debug, clap::Args)]
pub struct AnswerArgs {
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    pub data: PathBuf,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    pub format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a statement may cost and reach.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// End a statement that takes longer [default: never]
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<NonZeroU64>,
    /// Memory that DuckDB may use, in megabytes [default: four fifths of the machine's]
    #[arg(long, value_name = "MB")]
    memory: Option<NonZeroU64>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Let the SQL reach everything that DuckDB can: other files, the network, settings. Only for SQL that you trust
    #[arg(long)]
    allow_external: bool,
}

impl LimitArgs {
    /// The limits.
    pub fn limits(&self) -> Limits {
        Limits {
            reach: if self.allow_external {
                Reach::Everything
            } else {
                Reach::Tables
            },
            memory: self.memory.map(|mb| mb.get().saturating_mul(1_000_000)),
            threads: self.threads,
            time: self
                .timeout
                .map(|seconds| Duration::from_secs(seconds.get())),
        }
    }
}

/// An answer with what a reader wants above and below it.
pub struct Page<'a> {
    /// The question.
    pub question: &'a str,
    /// The answer.
    pub answer: &'a Answer,
    /// What to bear in mind.
    pub caveat: &'a str,
}

impl Page<'_> {
    /// The bytes of the page in `format`. Forms for programs hold the answer alone.
    ///
    /// # Errors
    /// Where the form has no place for a column of the answer.
    pub fn bytes(&self, format: Format, width: usize) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if format.is_for_reading() && !self.question.is_empty() {
            writeln!(bytes, "{}\n", self.question)?;
        }
        format.write(self.answer, &mut bytes, width)?;
        if format.is_for_reading() && !self.caveat.is_empty() {
            writeln!(bytes, "\n{}", self.caveat)?;
        }
        Ok(bytes)
    }
}

/// Characters to a line of what goes to `out`.
#[must_use]
pub fn width(out: Option<&Path>) -> usize {
    let terminal = if out.is_none() {
        terminal_size::terminal_size()
    } else {
        None
    };
    terminal.map_or(WIDTH_IN_A_PIPE, |(width, _)| usize::from(width.0))
}

/// Puts `bytes` into the file `out`, or on standard output. A reader that has seen enough (`| head`) is no error.
///
/// # Errors
/// Where writing fails, or binary data would go to a terminal.
pub fn emit(bytes: &[u8], format: Format, out: Option<&Path>) -> anyhow::Result<()> {
    if let Some(path) = out {
        return std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()));
    }
    if format == Format::Parquet && io::stdout().is_terminal() {
        bail!("Parquet is not for a terminal; name a file with --out FILE");
    }
    put(bytes).context("writing to standard output")
}

/// The names of the forms, as clap knows them.
pub fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(
        Format::ALL.map(|(_, name, help)| PossibleValue::new(name).help(help)),
    )
    .try_map(|name| name.parse::<Format>())
}
