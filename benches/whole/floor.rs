//! The least that any reader must do: reads every file below a folder and validates its bytes as UTF-8, on one thread.
//!
//! Run: `cargo bench --no-default-features --bench floor -- FOLDER`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        println!("floor: FOLDER");
        return ExitCode::SUCCESS;
    };
    match validate(folder.into()) {
        Ok((files, bytes, valid)) => {
            println!("{files} files, {bytes} bytes, {valid} of them UTF-8");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Files, bytes, and files that are UTF-8 below `folder`.
fn validate(folder: PathBuf) -> io::Result<(u64, u64, u64)> {
    let (mut files, mut bytes, mut valid) = (0, 0, 0);
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
                continue;
            }
            let (length, is_utf8) = read(&entry.path())?;
            files += 1;
            bytes += length;
            valid += u64::from(is_utf8);
        }
    }
    Ok((files, bytes, valid))
}

fn read(path: &Path) -> io::Result<(u64, bool)> {
    let content = fs::read(path)?;
    Ok((content.len() as u64, std::str::from_utf8(&content).is_ok()))
}
