//! `tvaersnit config`: which settings hold here, and where each comes from.

use super::{Exit, clean, put, settings};
use serde_json::json;
use std::fmt::Write as _;
use tvaersnit::config::{Config, FILE_NAME, Origin, SETTINGS};

/// Show which settings hold here, and where each comes from
///
/// The command line counts before the environment (TVAERSNIT_…), the environment before tvaersnit.toml in this folder
/// or one above it, that before the defaults.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit config\n  TVAERSNIT_DATA=data/seeds tvaersnit config --json"
)]
pub struct Args {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let typed: Vec<_> = std::env::args_os().collect();
    let config = settings::load(&typed)?;
    let page = if args.json {
        as_json(&config)
    } else {
        table(&config)
    };
    put(page.as_bytes())?;
    Ok(Exit::Done)
}

fn origin(config: &Config, variable: &str, origin: &Origin) -> String {
    let file = config.file.as_ref().map(|file| file.display().to_string());
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::Environment => variable.to_owned(),
        Origin::File { line } => format!("{}:{line}", file.unwrap_or_default()),
    }
}

fn table(config: &Config) -> String {
    let file = config.file.as_ref();
    let file = file.map_or(
        format!("none ({FILE_NAME} is in no folder above)"),
        |file| file.display().to_string(),
    );
    let mut page = format!("file          {}\n\n", clean(&file));
    for setting in &SETTINGS {
        let value = config.get(setting);
        let shown = if value.values.is_empty() {
            "-".to_owned()
        } else {
            value.values.join(" ")
        };
        let from = origin(config, setting.variable, &value.origin);
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "{:13} {:32} {}",
            setting.key,
            clean(&shown),
            clean(&from)
        );
    }
    page
}

fn as_json(config: &Config) -> String {
    let settings = SETTINGS.iter().map(|setting| {
        let value = config.get(setting);
        json!({
            "key": setting.key,
            "values": value.values,
            "from": origin(config, setting.variable, &value.origin),
            "variable": setting.variable,
            "meaning": setting.meaning,
        })
    });
    let settings: Vec<_> = settings.collect();
    let file = config.file.as_ref().map(|file| file.display().to_string());
    format!("{:#}\n", json!({ "file": file, "settings": settings }))
}
