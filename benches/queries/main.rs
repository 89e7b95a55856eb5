//! How long each shipped comparison takes on a data set of a million items, from opening the data set to the last row.
//!
//! Run: `cargo bench --bench queries` (about 1.5 GB of disk are needed below `target/`; the data set is made once). Options
//! behind `--`: `--copies N` (of the seeds for each municipality; 155 make a million items), `--runs N`, `--data DIR`,
//! and names of comparisons, where not all are to be asked.

#![forbid(unsafe_code)]

mod multiply;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tvaersnit::compare::{Engine, Searched, Wanted, named};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is asked: a query's name and parameters besides the defaults.
const ASKED: [(&str, &[(&str, &str)]); 22] = [
    ("appropriations", &[]),
    ("budget_follow_up", &[("region", "Region Sjælland")]),
    ("budget_follow_up", &[]),
    ("coverage", &[]),
    ("decisions", &[("region", "Region Sjælland")]),
    ("decisions", &[]),
    ("grants", &[]),
    ("handling", &[("word", "rammeaftale")]),
    (
        "handling",
        &[
            ("word", "botilbud"),
            ("since", "2025-01-01"),
            ("until", "2025-12-31"),
        ],
    ),
    ("handling", &[("word", "botilbud")]),
    ("largest_figures", &[("region", "Region Sjælland")]),
    ("largest_figures", &[]),
    ("rammeaftale", &[]),
    (
        "rammeaftale",
        &[("noted_on", "1990-01-01"), ("until", "2999-12-31")],
    ),
    ("route", &[("topic", "ungeloeftet")]),
    (
        "route",
        &[
            ("topic", "botilbud"),
            ("since", "2025-01-01"),
            ("until", "2025-12-31"),
        ],
    ),
    ("route", &[("topic", "botilbud")]),
    ("text_reuse", &[("topic", "rammeaftale_status")]),
    ("text_reuse", &[]),
    ("topics", &[]),
    ("topics", &[("topic", "botilbud")]),
    ("ungeloeftet", &[]),
];

struct Options {
    copies: u32,
    runs: usize,
    data: PathBuf,
    names: Vec<String>,
}

fn main() -> Outcome<()> {
    let options = options()?;
    multiply::make(&options.data, options.copies)?;
    println!("| query | parameters | rows | median s | CPU s | fastest s | slowest s |");
    println!("| --- | --- | --: | --: | --: | --: | --: |");
    for (name, given) in ASKED {
        if options.wants(name) {
            let query = named(name)?;
            let given: BTreeMap<String, String> = given
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            let told: Vec<String> = given
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            measure(name, &told.join(", "), options.runs, || {
                let engine = Engine::open_for(&options.data, &[&query.sql])?;
                Ok(engine.run(&query, &given)?.rows())
            })?;
        }
    }
    if options.wants("search") {
        for (words, municipality) in [("rammeaftale", Some("Slagelse")), ("rammeaftale", None)] {
            let wanted = Wanted {
                stems: vec![words.to_owned()],
                municipality: municipality.map(str::to_owned),
                outcome: None,
            };
            let told =
                municipality.map_or_else(|| words.to_owned(), |place| format!("{words}, {place}"));
            measure("search", &told, options.runs, || {
                Ok(Searched::read(&options.data, &wanted)?.found.len())
            })?;
        }
    }
    Ok(())
}

/// Runs `ask` once unmeasured and then `runs` times, and prints a row of the table.
fn measure(name: &str, told: &str, runs: usize, ask: impl Fn() -> Outcome<usize>) -> Outcome<()> {
    let rows = ask()?;
    let mut times = Vec::with_capacity(runs);
    let cpu_before = cpu()?;
    for _ in 0..runs {
        let started = Instant::now();
        ask()?;
        times.push(started.elapsed());
    }
    let cpu = (cpu()? - cpu_before) / f64::from(u32::try_from(runs)?);
    times.sort();
    let seconds = |at: usize| times.get(at).map_or(0.0, Duration::as_secs_f64);
    println!(
        "| {name} | {told} | {rows} | {:.2} | {cpu:.2} | {:.2} | {:.2} |",
        seconds(runs / 2),
        seconds(0),
        seconds(runs - 1),
    );
    Ok(())
}

/// Seconds of CPU that this process has used on all cores; other work on the machine does not count. Linux only.
fn cpu() -> Outcome<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = behind_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<u32>)
        .sum::<Result<u32, _>>()?;
    Ok(f64::from(ticks) / 100.0)
}

impl Options {
    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }
}

fn options() -> Outcome<Options> {
    let mut options = Options {
        copies: 155,
        runs: 5,
        data: Path::new(env!("CARGO_TARGET_TMPDIR")).join("million"),
        names: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--bench" => {}
            "--copies" => options.copies = value()?.parse()?,
            "--runs" => options.runs = value()?.parse::<usize>()?.max(1),
            "--data" => options.data = value()?.into(),
            _ => options.names.push(word),
        }
    }
    Ok(options)
}
