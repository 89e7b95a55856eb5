//! `tvaersnit search`: items by words, the best first, each with the sentence found.

use super::reading::municipality_called;
use super::{Exit, clean, put};
use anyhow::bail;
use std::fmt::Write as _;
use std::path::PathBuf;
use tvaersnit::compare::{Found, Searched, Wanted};
use tvaersnit::facts::Outcome;
use tvaersnit::facts::sentences::sentences;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::search::{search, sentence, stems};
use tvaersnit::value::{Municipality, Span};

/// Find items by words, in any inflection, the best first
///
/// An item with all words comes before one with some. Words are found inside compounds too: "indsats" finds
/// "ungeindsatsen". Only current documents are searched.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit search plejefamilier aflønning --data data/seeds\n  \
    tvaersnit search botilbud --municipality 360 --outcome noted"
)]
pub struct Args {
    /// Words to look for
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Only items of this municipality: name or official code
    #[arg(long, value_name = "NAME|CODE", value_parser = municipality_called)]
    municipality: Option<Municipality>,
    /// Only items with a decision that says or comes to this
    #[arg(long, value_name = "OUTCOME", value_parser = Outcome::ALL.map(Outcome::code))]
    outcome: Option<String>,
    /// How many items to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// Words without a letter, or a missing data set.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let wanted = Wanted {
        stems: stems(&args.words.join(" ")),
        municipality: args
            .municipality
            .as_ref()
            .map(|known| known.code.to_string()),
        outcome: args.outcome.clone(),
    };
    if wanted.stems.is_empty() {
        bail!("there is no word in '{}'", args.words.join(" "));
    }
    super::meet(&args.data)?;
    let searched = Searched::read(&args.data, &wanted)?;
    put(page(&searched, &wanted, args.limit).as_bytes())?;
    Ok(Exit::Done)
}

fn page(searched: &Searched, wanted: &Wanted, limit: usize) -> String {
    let texts: Vec<_> = searched
        .found
        .iter()
        .map(|found| found.text.clone())
        .collect();
    let hits = search(&wanted.stems, &texts, searched.collection);
    let lexicon = Lexicon::built_in();
    let mut page = format!(
        "{} items found, {} shown\n",
        hits.len(),
        hits.len().min(limit)
    );
    for (rank, hit) in hits.iter().take(limit).enumerate() {
        let found = &searched.found[hit.text];
        let body = &found.text.body;
        let parts = sentences(body, Span::new(0, body.len()), &lexicon);
        let parts: Vec<&str> = parts.iter().map(|part| part.of(body)).collect();
        let words = sentence(&wanted.stems, &found.text, &parts);
        page.push_str(&entry(rank + 1, found, &words));
    }
    page
}

fn entry(rank: usize, found: &Found, sentence: &str) -> String {
    let effect = found
        .effect
        .as_ref()
        .map_or(String::new(), |effect| format!(" [{effect}]"));
    let mut entry = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        entry,
        "\n{rank:>3}. {}{effect}\n     {}\n     \"{}\"\n     {}",
        clean(&found.heading),
        clean(&found.text.title),
        clean(sentence),
        clean(&found.item_id)
    );
    entry
}
