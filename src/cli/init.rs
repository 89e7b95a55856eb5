//! `tvaersnit init`: a small project folder that the other commands pick up.

use super::{Exit, say};
use anyhow::Context;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Make a project folder: settings, topics, words, questions, documents
///
/// Nothing that is there is changed.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit init min-region && cd min-region\n  tvaersnit build && tvaersnit compare eksempel"
)]
pub struct Args {
    /// The folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

/// The files of a project.
const FILES: [(&str, &str); 8] = [
    (
        "tvaersnit.toml",
        include_str!("../../data/init/tvaersnit.toml"),
    ),
    ("README.md", include_str!("../../data/init/README.md")),
    (".gitignore", include_str!("../../data/init/gitignore")),
    ("topics.toml", include_str!("../../data/init/topics.toml")),
    (
        "lexicon/egne_ord.toml",
        include_str!("../../data/init/lexicon/egne_ord.toml"),
    ),
    (
        "queries/eksempel.sql",
        include_str!("../../data/init/queries/eksempel.sql"),
    ),
    (
        "documents/sources.toml",
        include_str!("../../data/init/documents/sources.toml"),
    ),
    (
        "documents/corrections.csv",
        include_str!("../../data/init/documents/corrections.csv"),
    ),
];

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    for (name, content) in FILES {
        let path = args.dir.join(name);
        let made = make(&path, content).with_context(|| format!("making {}", path.display()))?;
        let mark = if made { "made " } else { "kept " };
        say::note(&format!("{mark}      {}", path.display()));
    }
    say::note("next       put documents into the folder documents, then: tvaersnit build");
    Ok(Exit::Done)
}

/// Makes the file, unless it is there.
fn make(path: &Path, content: &str) -> std::io::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(content.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
