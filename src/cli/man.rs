//! `tvaersnit man`: man pages made from the help.

use super::{Cli, Exit, say};
use anyhow::Context;
use clap::CommandFactory;
use std::io::Write;
use std::path::PathBuf;

/// Print the man page, or write a page a command into a folder
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit man | man -l -\n  tvaersnit man --out ~/.local/share/man/man1"
)]
pub struct Args {
    /// Folder for the pages of all commands
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let Some(dir) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        std::io::stdout().write_all(&page)?;
        return Ok(Exit::Done);
    };
    let making = || format!("writing man pages to {}", dir.display());
    std::fs::create_dir_all(dir).with_context(making)?;
    clap_mangen::generate_to(Cli::command(), dir).with_context(making)?;
    say::note(&format!("man pages  {}", dir.display()));
    Ok(Exit::Done)
}
