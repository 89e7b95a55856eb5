//! `tvaersnit sql`: runs one SQL statement over a data set.

use super::Exit;
use super::answers::{AnswerArgs, LimitArgs, Page, emit, width};
use tvaersnit::compare::Engine;

/// Run one SQL statement over a data set
///
/// Every table of the contract is there by its name (see `tvaersnit schema`), and so are the views of the shipped
/// questions. The statement reaches these and nothing else: no file, no network.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    tvaersnit sql 'SELECT municipality, effect, count(*) FROM decisions GROUP BY ALL ORDER BY ALL' --data data/seeds")]
pub struct Args {
    /// The statement, in DuckDB's SQL
    #[arg(value_name = "STATEMENT")]
    pub statement: String,
    /// Data set and form of the answer.
    #[command(flatten)]
    pub answers: AnswerArgs,
    /// What the statement may cost and reach.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Runs the command.
///
/// # Errors
/// A missing data set, more or fewer than one statement, or whatever DuckDB says of it.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    super::meet(&args.answers.data)?;
    let limits = args.limits.limits();
    let engine = Engine::open_within(&args.answers.data, &[&args.statement], &limits)?;
    let answer = engine.sql(&args.statement)?;
    let out = args.answers.out.as_deref();
    let page = Page {
        question: "",
        answer: &answer,
        caveat: "",
    };
    emit(
        &page.bytes(args.answers.format, width(out))?,
        args.answers.format,
        out,
    )?;
    Ok(Exit::Done)
}
