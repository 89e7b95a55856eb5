//! `tvaersnit trace`: from the id of a row to the words that state it.

use super::{Exit, clean};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use tvaersnit::dataset::{self, PutRight, Quote, Traced};

/// Show where a row comes from: its document, its words, and by which versions it was read
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit trace 43d586b2de25f6ae:decision:32319-32342 --data data/seeds\n  \
    tvaersnit trace '43d586b2de25f6ae:grant:28164-28177:external_grant#2025#31016' --data data/seeds\n\n\
    Ids are in the tables. Where several columns are a table's key, the id is their values with # between them.\n\
    A value that a correction changed says what it was, who changed it and why."
)]
pub struct Args {
    /// Id of a row: a document, meeting, item or fact
    #[arg(value_name = "ID")]
    id: String,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    super::meet(&args.data)?;
    let traced = dataset::trace(&args.data, &args.id)?;
    std::io::stdout().write_all(page(&traced).as_bytes())?;
    Ok(Exit::Done)
}

fn page(traced: &Traced) -> String {
    let mut page = format!("table     {}: {}\n", traced.table.name, traced.table.about);
    for (column, value) in &traced.row {
        let value = value
            .as_deref()
            .map_or("null".to_owned(), |value| clean(&value.replace('\n', "⏎")));
        // Writing to a string cannot fail.
        let _ = writeln!(page, "  {column:20} {value}");
    }
    for change in &traced.put_right {
        let _ = writeln!(page, "corrected {}", clean(&changed(traced, change)));
    }
    let document = |wanted: &str| {
        let found = traced.document.iter().find(|(column, _)| column == wanted);
        found
            .and_then(|(_, value)| value.as_deref())
            .map_or("unknown".to_owned(), clean)
    };
    if !traced.document.is_empty() {
        let (path, status) = (document("source_path"), document("status"));
        let (format, layout) = (document("source_format"), document("layout"));
        let _ = writeln!(
            page,
            "document  {path} ({format}, layout {layout}, {status})"
        );
    }
    if let Some(quote) = &traced.quote {
        let Quote {
            start, end, line, ..
        } = quote;
        let _ = writeln!(
            page,
            "place     line {line}, code points {start} to {end} of texts.text"
        );
        let _ = writeln!(page, "words     {}", quoted(quote));
    }
    let manifest = &traced.manifest;
    let _ = writeln!(
        page,
        "versions  program {}, contract {}, lexicon {}, data set {}",
        manifest.program, manifest.contract, manifest.lexicon, manifest.data_set
    );
    page
}

/// "effect: read as discussed, now approved; AB: see the note (corrections.csv)"
fn changed(traced: &Traced, change: &PutRight) -> String {
    let whose = if traced.table.name == change.table {
        String::new()
    } else {
        format!("{} {}, ", change.table, change.row_id)
    };
    let or_null = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    let words = format!(
        "{whose}{}: read as {}, now {}; {}: {} ({})",
        change.field,
        or_null(&change.old),
        or_null(&change.new),
        change.who.as_deref().unwrap_or("nobody named"),
        change.why.as_deref().unwrap_or("no reason given"),
        change.file
    );
    words.replace('\n', "⏎")
}

/// The words between marks, with what stands around them; long ones are cut in the middle.
fn quoted(quote: &Quote) -> String {
    const SHOWN: usize = 1_000;
    let count = quote.words.chars().count();
    let words = if count > 2 * SHOWN {
        let head: String = quote.words.chars().take(SHOWN).collect();
        let tail: String = quote.words.chars().skip(count - SHOWN).collect();
        format!("{head} […] {tail}")
    } else {
        quote.words.clone()
    };
    let text = clean(&format!("…{}»{words}«{}…", quote.before, quote.after));
    text.replace('\n', "\n          ")
}
