//! `tvaersnit review`: facts to a person as a workbook, and what comes back as corrections and gold.

use super::{Exit, say};
use anyhow::{Context, bail};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use tvaersnit::review::{self, Answers, TABLES, Verdict, Wanted};

/// Let people judge facts: a workbook goes out, corrections and gold come back
///
/// A row a value, with the document's words, the place and the link. Whole items are taken, spread evenly over the
/// material. Read back, a wrong value with the right one becomes a correction; items judged whole become gold facts.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit review --topic rammeaftale --out gennemsyn.xlsx --data data/seeds\n  \
    tvaersnit review --table grants --limit all --out tilskud.xlsx\n  \
    tvaersnit review --read gennemsyn.xlsx --out documents/corrections.csv --gold gold\n\n\
    Corrections are put behind those that the file has. Exit code 3 when rows need another look."
)]
pub struct Args {
    /// Only facts of this table; may be given several times
    #[arg(long, value_name = "TABLE", value_parser = TABLES.map(|reviewed| reviewed.table))]
    table: Vec<String>,
    /// Only items that are about or mention this topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// At most so many items
    #[arg(long, value_name = "N|all", default_value = "25", value_parser = limit)]
    limit: Limit,
    /// Read a workbook that came back
    #[arg(long, value_name = "FILE", conflicts_with_all = ["table", "topic", "limit"])]
    read: Option<PathBuf>,
    /// The workbook to write; with --read the corrections
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Folder for gold facts out of what was judged
    #[arg(long, value_name = "DIR", requires = "read")]
    gold: Option<PathBuf>,
    /// Replace the workbook that is there
    #[arg(long)]
    force: bool,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// How many items.
#[derive(Clone, Copy, Debug)]
struct Limit(Option<usize>);

fn limit(words: &str) -> Result<Limit, String> {
    match words.parse() {
        Ok(0) | Err(_) if words != "all" => Err("a number from 1, or 'all'".to_owned()),
        Ok(number) => Ok(Limit(Some(number))),
        Err(_) => Ok(Limit(None)),
    }
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.read.is_none() || args.gold.is_some() {
        super::meet(&args.data)?;
    }
    match &args.read {
        Some(path) => read(args, path),
        None => write(args),
    }
}

fn write(args: &Args) -> anyhow::Result<Exit> {
    if args.out.exists() && !args.force {
        bail!(
            "'{}' is there already and may hold judgements; name another file with --out, or replace it with --force",
            args.out.display()
        );
    }
    let wanted = Wanted {
        tables: args.table.clone(),
        topic: args.topic.clone(),
        items: args.limit.0,
        only: None,
    };
    let facts = review::gather(&args.data, &wanted)?;
    let items: HashSet<&str> = facts.iter().map(|fact| fact.item_id.as_str()).collect();
    let rows = review::write(&facts, &args.out)?;
    say::note(&format!(
        "review     {rows} values of {} facts in {} items\nto         {}\n\
         next       judge the rows, then: tvaersnit review --read {} --out FOLDER/corrections.csv, where FOLDER holds the documents",
        facts.len(),
        items.len(),
        args.out.display(),
        args.out.display()
    ));
    Ok(Exit::Done)
}

fn read(args: &Args, path: &Path) -> anyhow::Result<Exit> {
    let answers = Answers::read(path)?;
    for open in &answers.open {
        say::warning("open", &format!("row {}: {}", open.row, open.reason));
    }
    let count = |verdict: Verdict| {
        let judged = answers.judged.iter();
        judged.filter(|answer| answer.verdict == verdict).count()
    };
    let added = review::append(&args.out, &answers.corrections())?;
    say::note(&format!(
        "judged     {} right, {} wrong, {} not there, {} open, {} not judged\ncorrected  {added} new lines in {}\n\
         next       build again; a file that is not beside the documents is given with --corrections",
        count(Verdict::Right),
        count(Verdict::Wrong),
        count(Verdict::NoFact),
        answers.open.len(),
        answers.unjudged,
        args.out.display()
    ));
    if let Some(dir) = &args.gold {
        write_gold(args, dir, &answers)?;
    }
    Ok(if answers.open.is_empty() {
        Exit::Done
    } else {
        Exit::Partly
    })
}

/// Gold needs the facts of the judged items that the workbook does not hold, so the data set is asked.
fn write_gold(args: &Args, dir: &Path, answers: &Answers) -> anyhow::Result<()> {
    let judged = answers
        .judged
        .iter()
        .filter(|answer| answer.table == "items");
    let wanted = Wanted {
        only: Some(judged.map(|answer| answer.id.clone()).collect()),
        ..Wanted::default()
    };
    if wanted.only.as_ref().is_some_and(HashSet::is_empty) {
        say::warning(
            "no gold",
            "no item was judged in its own fields (table items)",
        );
        return Ok(());
    }
    let facts = review::gather(&args.data, &wanted)?;
    let documents = review::gold(&facts, answers);
    std::fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;
    for document in &documents {
        let path = dir.join(&document.file);
        if path.exists() && !args.force {
            bail!(
                "'{}' is there already; name another folder with --gold, or replace it with --force",
                path.display()
            );
        }
        std::fs::write(&path, format!("{:#}\n", document.content))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    say::note(&format!(
        "gold       {} files in {}; what the program did not find is not in them",
        documents.len(),
        dir.display()
    ));
    Ok(())
}
