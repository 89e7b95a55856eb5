//! The program `tvaersnit`: parses the command line, runs one command, prints what went wrong.

#![forbid(unsafe_code)]

mod cli;

use cli::{Exit, say};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(error) => {
            print_chain(&error.into());
            return Exit::Mistyped.into();
        }
    };
    let exit = match cli::run(&cli) {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Done,
        Err(error) => {
            print_chain(&error);
            Exit::Nothing
        }
    };
    exit.into()
}

/// The error and its causes, one a line; a cause that the line above already holds is left out.
fn print_chain(error: &anyhow::Error) {
    let mut said = error.to_string();
    say::error(&said);
    for cause in error.chain().skip(1) {
        let words = cause.to_string();
        if !said.contains(&words) {
            say::cause(&words);
        }
        said = words;
    }
}

/// A reader that has seen enough (`tvaersnit schema | head`) is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
