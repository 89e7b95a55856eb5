//! Writes a corpus of invented meeting documents, with the truth about each beside it.
//!
//! Run: `cargo bench --no-default-features --bench corpus -- FOLDER MEGABYTES [--seed N] [--form CODE] [--paragraphs N]`.
//! The same arguments give the same bytes. `FOLDER/documents` holds the documents, a folder a municipality;
//! `FOLDER/truth.jsonl` a line a document: its meeting, items, case numbers, decisions and amounts.

mod generator;

use generator::{Bank, Form, Plan, document};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked for.
struct Asked {
    folder: PathBuf,
    bytes: u64,
    plan: Plan,
}

fn main() -> ExitCode {
    match asked().map(|asked| write(&asked)) {
        Some(Ok(said)) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Some(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        // Run with all other benches and without arguments it has nothing to do.
        None => {
            println!(
                "corpus: FOLDER MEGABYTES [--seed N] [--form {}] [--paragraphs N]",
                Form::ALL.map(Form::code).join("|")
            );
            ExitCode::SUCCESS
        }
    }
}

fn asked() -> Option<Asked> {
    let (mut plain, mut plan) = (Vec::new(), Plan::default());
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => plan.seed = words.next()?.parse().ok()?,
            "--paragraphs" => plan.paragraphs = words.next()?.parse().ok()?,
            "--form" => {
                let code = words.next()?;
                plan.only = Some(Form::ALL.into_iter().find(|form| form.code() == code)?);
            }
            _ => plain.push(word),
        }
    }
    let [folder, megabytes] = plain.as_slice() else {
        return None;
    };
    let megabytes: f64 = megabytes.parse().ok()?;
    Some(Asked {
        folder: folder.into(),
        bytes: (megabytes * 1e6) as u64,
        plan,
    })
}

/// Writes documents until they fill the bytes asked for.
fn write(asked: &Asked) -> std::io::Result<String> {
    let bank = Bank::of_seeds()?;
    fs::create_dir_all(&asked.folder)?;
    let mut truth = BufWriter::new(File::create(asked.folder.join("truth.jsonl"))?);
    let (mut written, mut count) = (0u64, 0u64);
    while written < asked.bytes {
        let made = document(&bank, &asked.plan, count);
        let path = asked.folder.join("documents").join(&made.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &made.content)?;
        writeln!(truth, "{}", made.truth.json())?;
        written += made.content.len() as u64;
        count += 1;
    }
    truth.flush()?;
    let folder = asked.folder.display();
    Ok(format!("{count} documents, {written} bytes in {folder}"))
}
