//! `tvaersnit completions`: what a shell needs to complete commands and options.

use super::{Cli, Exit};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Print completions for a shell
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit completions bash > ~/.local/share/bash-completion/completions/tvaersnit\n  \
    tvaersnit completions zsh > \"${fpath[1]}/_tvaersnit\"\n  \
    tvaersnit completions fish > ~/.config/fish/completions/tvaersnit.fish"
)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tvaersnit", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
