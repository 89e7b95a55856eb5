//! `tvaersnit trace`: from the id of a row to the words that state it.

use super::{Exit, clean, put};
use std::fmt::Write as _;
use std::path::PathBuf;
use tvaersnit::dataset::{self, Quote, Traced};

/// Show where a row comes from: its document, its words, and by which versions it was read
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit trace 7a5ce75e37b20a92:decision:1200-1234 --data data/seeds\n\n\
    Ids of documents, meetings, items and facts are in the tables."
)]
pub struct Args {
    /// Id of a document, meeting, item or fact
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
    put(page(&traced).as_bytes())?;
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
