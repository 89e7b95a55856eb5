//! `tvaersnit read-pdf`: the child that reads a PDF for `build`, within limits; not for users.

use super::Exit;
use tvaersnit::source::limits::Limits;
use tvaersnit::source::pdf::child;

/// Read a PDF from standard input and tell its pages
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// First page, counted from 0
    #[arg(long, default_value_t = 0)]
    from: usize,
    /// Seconds of processor time
    #[arg(long, default_value_t = Limits::default().seconds)]
    seconds: u64,
    /// Bytes of memory
    #[arg(long, default_value_t = Limits::default().memory)]
    memory: u64,
    /// Pages
    #[arg(long, default_value_t = Limits::default().pages)]
    pages: usize,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let limits = Limits {
        seconds: args.seconds,
        memory: args.memory,
        pages: args.pages,
        ..Limits::default()
    };
    child::serve(
        &mut std::io::stdin().lock(),
        &mut std::io::stdout(),
        args.from,
        limits,
    )?;
    Ok(Exit::Done)
}
