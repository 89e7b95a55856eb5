//! `tvaersnit compare`: answers a shipped question, or a user's own SQL file, from a data set.

use super::answers::{AnswerArgs, LimitArgs, Page, emit, width};
use super::{Exit, say};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tvaersnit::compare::{CompareError, Default, Engine, Query, named, queries};

/// Answer a comparative question from a data set
///
/// `tvaersnit compare --list` shows the questions that are shipped and their parameters. The path of an SQL file works
/// like a name.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit compare rammeaftale --data data/seeds\n  \
    tvaersnit compare handling --param word=botilbud --format csv --out botilbud.csv\n  \
    tvaersnit compare ./my.sql --param since=2025-01-01"
)]
pub struct Args {
    /// Name of a question (see --list), or path of an SQL file
    #[arg(value_name = "NAME|PATH", required_unless_present_any = ["list", "all"])]
    pub query: Option<String>,
    /// Show every question with its parameters
    #[arg(long, conflicts_with_all = ["query", "all"])]
    pub list: bool,
    /// Answer every question with its defaults; --out is then a folder
    #[arg(long, conflicts_with_all = ["query", "params"])]
    pub all: bool,
    /// Value of a parameter; may be given several times
    #[arg(long = "param", value_name = "KEY=VALUE", value_parser = key_value)]
    pub params: Vec<(String, String)>,
    /// Region whose municipalities are listed; the same as --param region=NAME
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub region: Option<String>,
    /// The project's region (tvaersnit.toml), for questions that have the parameter
    #[arg(long, hide = true)]
    pub project_region: Option<String>,
    /// Folder with questions of your own (*.sql), known by their names
    #[arg(long, value_name = "DIR")]
    pub queries: Option<PathBuf>,
    /// Data set and form of the answer.
    #[command(flatten)]
    pub answers: AnswerArgs,
    /// What a question may cost and reach.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Runs the command.
///
/// # Errors
/// An unknown question, a missing data set, a wrong parameter, or whatever DuckDB says of the SQL.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.list {
        emit(
            list(&known(args)?).as_bytes(),
            args.answers.format,
            args.answers.out.as_deref(),
        )?;
        return Ok(Exit::Done);
    }
    if args.all {
        return answer_all(args);
    }
    super::meet(&args.answers.data)?;
    let query = find(args.query.as_deref().unwrap_or_default(), args)?;
    let region = args
        .region
        .iter()
        .map(|region| ("region".to_owned(), region.clone()));
    let given = args.params.iter().cloned().chain(region).collect();
    let given = with_region(&query, given, args);
    let engine = Engine::open_within(
        &args.answers.data,
        &[&query.sql, Engine::material_sql()],
        &args.limits.limits(),
    )?;
    let out = args.answers.out.as_deref();
    let bytes = answer(&engine, &query, &given, &args.answers, width(out))?;
    emit(&bytes, args.answers.format, out)?;
    Ok(Exit::Done)
}

/// A name with a path's marks is a file, any other a shipped question.
fn find(name: &str, args: &Args) -> Result<Query, CompareError> {
    let path = Path::new(name);
    let is_path =
        name.contains(['/', '\\']) || path.extension().is_some_and(|ending| ending == "sql");
    if is_path {
        return Query::from_file(path);
    }
    let mut own = own(args).into_iter();
    let own = own.find(|path| path.file_stem().is_some_and(|stem| stem == name));
    own.map_or_else(|| named(name), |path| Query::from_file(&path))
}

/// The user's own questions, by name.
fn own(args: &Args) -> Vec<PathBuf> {
    let entries = args
        .queries
        .iter()
        .filter_map(|dir| std::fs::read_dir(dir).ok());
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "sql"))
        .collect();
    paths.sort();
    paths
}

/// Every question, the user's own first.
fn known(args: &Args) -> Result<Vec<Query>, CompareError> {
    let mut known = own(args)
        .iter()
        .map(|path| Query::from_file(path))
        .collect::<Result<Vec<_>, _>>()?;
    known.extend(queries());
    Ok(known)
}

/// The project's region, where the question has the parameter and nobody gave one.
fn with_region(
    query: &Query,
    mut given: BTreeMap<String, String>,
    args: &Args,
) -> BTreeMap<String, String> {
    let has_region = query
        .parameters
        .iter()
        .any(|parameter| parameter.name == "region");
    if let Some(region) = args.project_region.as_ref().filter(|_| has_region) {
        given
            .entry("region".to_owned())
            .or_insert_with(|| region.clone());
    }
    given
}

fn answer(
    engine: &Engine,
    query: &Query,
    given: &BTreeMap<String, String>,
    args: &AnswerArgs,
    width: usize,
) -> anyhow::Result<Vec<u8>> {
    let answer = engine.run(query, given)?;
    let caveat = format!(
        "{}. What that covers: tvaersnit compare coverage",
        engine.material()?
    );
    Page {
        question: &query.question,
        answer: &answer,
        caveat: &caveat,
    }
    .bytes(args.format, width)
}

/// Every question that needs no parameter; the others are named on standard error.
fn answer_all(all: &Args) -> anyhow::Result<Exit> {
    let Args {
        answers: args,
        limits,
        ..
    } = all;
    let out = args.out.as_deref();
    if out.is_none() && !args.format.is_for_reading() {
        bail!(
            "several answers as {} need a folder: --out DIR",
            args.format.name()
        );
    }
    super::meet(&args.data)?;
    if let Some(dir) = out {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("making the folder {}", dir.display()))?;
    }
    let engine = Engine::open_within(&args.data, &[], &limits.limits())?;
    for query in queries() {
        let missing: Vec<&str> = query
            .required()
            .map(|parameter| parameter.name.as_str())
            .collect();
        if !missing.is_empty() {
            say::warning(
                "skipped",
                &format!(
                    "{}: needs --param {}=…",
                    query.name,
                    missing.join("=… --param ")
                ),
            );
            continue;
        }
        let given = with_region(&query, BTreeMap::new(), all);
        let file = out.map(|dir| dir.join(format!("{}.{}", query.name, args.format.ending())));
        let mut bytes = answer(&engine, &query, &given, args, width(out))?;
        if file.is_none() {
            bytes.push(b'\n');
        }
        emit(&bytes, args.format, file.as_deref())?;
    }
    Ok(Exit::Done)
}

/// The questions and their parameters, as `--list` shows them.
fn list(queries: &[Query]) -> String {
    let names = queries
        .iter()
        .map(|query| query.name.len())
        .max()
        .unwrap_or_default();
    let mut out = String::new();
    for query in queries {
        let Query { name, question, .. } = query;
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name:names$}  {question}");
        for parameter in &query.parameters {
            let default = match &parameter.default {
                Default::Required => "…",
                Default::Null => "",
                Default::Text(text) => text,
            };
            let needed = if parameter.default == Default::Required {
                " (must be given)"
            } else {
                ""
            };
            let shown = format!("--param '{}={default}'", parameter.name);
            let _ = writeln!(
                out,
                "{:names$}    {shown:34} {}{needed}",
                "", parameter.meaning
            );
        }
    }
    out
}

fn key_value(words: &str) -> Result<(String, String), String> {
    match words.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.to_owned()))
        }
        _ => Err(format!("expected KEY=VALUE, found '{words}'")),
    }
}
