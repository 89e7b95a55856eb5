//! `tvaersnit diff`: two items side by side, differences marked word by word; or two data sets.

mod data;
mod html;

use super::answers::width;
use super::{Exit, clean, meet, put};
use anyhow::Context;
use std::path::PathBuf;
use tvaersnit::compare::{ItemText, PARTS};
use tvaersnit::reuse::diff::{Row, Run, side_by_side};

/// Show what differs between two items, or between two data sets
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit diff items ITEM_A ITEM_B --data data/seeds\n  \
    tvaersnit diff data data/june data/july"
)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum What {
    Items(Items),
    Data(data::Args),
}

/// Show two agenda items side by side
///
/// Words that both have stand plain; words of the first alone between [- and -], words of the second alone between {+
/// and +}. Differences of typography, line breaks and hyphens at line ends are none. The sections that tell the case
/// stand together, in one order for both; recommendation, decision, route and attachments behind, each by itself.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Example:\n  tvaersnit diff items ITEM_A ITEM_B --data data/seeds --html difference.html\n\n\
    The ids of items stand in the column item_id of every comparison."
)]
struct Items {
    /// Id of the first item
    #[arg(value_name = "ITEM_A")]
    a: String,
    /// Id of the second item
    #[arg(value_name = "ITEM_B")]
    b: String,
    /// Write a page in HTML to this file instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// An unknown item, a missing data set, or a file that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.what {
        What::Items(args) => items(args),
        What::Data(args) => data::run(args),
    }
}

fn items(args: &Items) -> anyhow::Result<Exit> {
    meet(&args.data)?;
    let items = ItemText::read(&args.data, &[&args.a, &args.b])?;
    let [a, b] = items.as_slice() else {
        return Ok(Exit::Nothing);
    };
    let rows = compared(a, b);
    match &args.html {
        Some(file) => std::fs::write(file, html::page(a, b, &rows))
            .with_context(|| format!("writing {}", file.display()))?,
        None => put(page(a, b, &rows, width(None)).as_bytes())?,
    }
    Ok(Exit::Done)
}

/// Part by part, for those that either has: its name and its rows.
fn compared(a: &ItemText, b: &ItemText) -> Vec<(&'static str, Vec<Row>)> {
    let parts = a.parts.iter().zip(&b.parts);
    PARTS
        .into_iter()
        .zip(parts)
        .map(|(name, (a, b))| (name, side_by_side(a, b)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect()
}

/// "97 % of the first, 100 % of the second": the shares of words in common of what tells the case.
fn in_common(parts: &[(&str, Vec<Row>)]) -> String {
    let case = parts.iter().find(|(name, _)| *name == PARTS[0]);
    let rows = case.map_or(&[][..], |(_, rows)| rows);
    let share = |side: fn(&Row) -> &Vec<Run>| {
        let count = |common: bool| {
            let runs = rows.iter().flat_map(side);
            let runs = runs.filter(|run| run.common || !common);
            runs.map(|run| run.text.split_whitespace().count())
                .sum::<usize>()
        };
        100 * count(true) / count(false).max(1)
    };
    format!(
        "in common of what tells the case: {} % of the first, {} % of the second",
        share(|row| &row.left),
        share(|row| &row.right)
    )
}

fn page(a: &ItemText, b: &ItemText, parts: &[(&str, Vec<Row>)], width: usize) -> String {
    let column = width.saturating_sub(3).max(20) / 2;
    let mut page = String::new();
    let mut add = |left: &str, right: &str| {
        let (left, right) = (wrapped(left, column), wrapped(right, column));
        for at in 0..left.len().max(right.len()) {
            let line = |side: &[String]| side.get(at).cloned().unwrap_or_default();
            let pad = column.saturating_sub(line(&left).chars().count());
            let row = format!("{}{} │ {}", line(&left), " ".repeat(pad), line(&right));
            page.push_str(row.trim_end());
            page.push('\n');
        }
    };
    add(&a.heading, &b.heading);
    add(&a.title, &b.title);
    for (name, rows) in parts {
        add("", "");
        add(&name.to_uppercase(), "");
        for row in rows {
            add(
                &marked(&row.left, "[-", "-]"),
                &marked(&row.right, "{+", "+}"),
            );
        }
    }
    clean(&format!("{page}\n{}\n", in_common(parts)))
}

fn marked(runs: &[Run], open: &str, close: &str) -> String {
    let runs = runs.iter().map(|run| {
        if run.common {
            run.text.clone()
        } else {
            format!("{open}{}{close}", run.text)
        }
    });
    runs.collect::<Vec<_>>().join(" ")
}

/// Lines of at most `width` characters; a longer word has a line of its own.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_longer_than_their_column() {
        for (words, want) in [
            ("en to tre", &["en to", "tre"][..]),
            ("", &[""]),
            ("overordentligt langt", &["overordentligt", "langt"]),
        ] {
            assert_eq!(wrapped(words, 6), want);
        }
    }
}
