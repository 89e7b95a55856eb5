//! From what was typed, the environment and the project's file to one parsed command line.
//!
//! What environment and file give become the options' defaults, so that clap itself lets the command line count first
//! and shows the value in force in --help.

use super::{Cli, say};
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use tvaersnit::config::{Config, ConfigError, SETTINGS, Setting};

/// Commands that need no project, and so run beside a broken file.
const APART: [&str; 4] = ["read-pdf", "completions", "man", "init"];

/// Parses the command line. A mistyped option ends the program here, with 2.
///
/// # Errors
/// [`ConfigError`] where the project's file or the environment cannot be.
pub fn parse() -> Result<Cli, ConfigError> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let colour = ahead(&typed, "--color")
        .and_then(|when| ColorChoice::from_str(&when.to_string_lossy(), true).ok())
        .unwrap_or(ColorChoice::Auto);
    say::set_colour(colour);
    let apart = typed
        .iter()
        .skip(1)
        .any(|word| APART.iter().any(|name| *word == *name));
    let config = if apart {
        Config::default()
    } else {
        load(&typed)?
    };
    let command = with_defaults(Cli::command(), &config).color(colour);
    let matches = command.get_matches_from(typed);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    say::set_level(cli.level());
    if let Some(file) = &config.file {
        say::detail(&format!("settings   {}", file.display()));
    }
    Ok(cli)
}

/// The settings that hold here, the command line aside.
pub fn load(typed: &[OsString]) -> Result<Config, ConfigError> {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let given = ahead(typed, "--config").map(PathBuf::from);
    Config::load(&here, given.as_deref(), &|name| std::env::var_os(name))
}

/// The value of an option that must be known before the others are parsed.
fn ahead(typed: &[OsString], option: &str) -> Option<OsString> {
    let mut words = typed.iter().skip(1).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        if word == option {
            return words.next().cloned();
        }
        let value = word
            .to_str()
            .and_then(|word| word.strip_prefix(option)?.strip_prefix('='));
        if let Some(value) = value {
            return Some(value.into());
        }
    }
    None
}

fn with_defaults(mut command: Command, config: &Config) -> Command {
    for setting in &SETTINGS {
        if let Some(value) = config.given(setting) {
            // Defaults are names for as long as the program runs; there are a dozen at most.
            let values: Vec<&'static str> = value
                .values
                .iter()
                .map(|value| &*value.clone().leak())
                .collect();
            command = command.mut_subcommands(|below| with_default(below, setting, &values, None));
        }
    }
    command
}

/// Gives the options of `command`, and of the commands below it, that `setting` stands for their default.
fn with_default(
    command: Command,
    setting: &Setting,
    values: &[&'static str],
    above: Option<&str>,
) -> Command {
    let name = above.unwrap_or(command.get_name()).to_owned();
    let options: Vec<&'static str> = setting
        .options
        .iter()
        .filter(|(of, option)| {
            (*of == "*" || *of == name)
                && command
                    .get_arguments()
                    .any(|known| known.get_id() == *option)
        })
        .map(|(_, option)| *option)
        .collect();
    let command = options.into_iter().fold(command, |command, option| {
        command.mut_arg(option, |known| {
            known
                .required(false)
                .default_values(values.iter().copied().map(OsStr::new))
        })
    });
    command.mut_subcommands(|below| with_default(below, setting, values, Some(&name)))
}
