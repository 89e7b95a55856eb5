//! A whole build without the rest of the program: no DuckDB, no polars, so that it is compiled with optimisation quickly.
//!
//! Run: `cargo bench --no-default-features --features dataset --bench build -- build DOCUMENTS --threads N [--partitioned] --out DIR`; the
//! arguments are those of `tvaersnit build`, so that `benches/whole/run.py` measures either.

use std::path::PathBuf;
use std::process::ExitCode;
use tvaersnit::dataset::{self, BuildSettings};
use tvaersnit::lexicon::Lexicon;

fn main() -> ExitCode {
    let Some(settings) = asked() else {
        println!("build: build DOCUMENTS --threads N --out DIR");
        return ExitCode::SUCCESS;
    };
    match dataset::build(&settings, &Lexicon::built_in(), &|_| {}) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn asked() -> Option<BuildSettings> {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "build");
    let (mut inputs, mut out, mut threads) = (Vec::new(), None, None);
    let mut partitioned = false;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--out" => out = args.next().map(PathBuf::from),
            "--threads" => threads = args.next()?.parse().ok(),
            "--partitioned" => partitioned = true,
            _ if arg.starts_with('-') => {}
            _ => inputs.push(PathBuf::from(arg)),
        }
    }
    Some(BuildSettings {
        threads,
        partitioned,
        ..BuildSettings::new(inputs, out?)
    })
}
