//! `tvaersnit report`: a document for readers, out of a data set.

use super::{Exit, say};
use anyhow::{Context, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tvaersnit::compare::Engine;
use tvaersnit::dataset::Manifest;
use tvaersnit::report::model::{Language, MadeOf, Report};
use tvaersnit::report::theme::Theme;
use tvaersnit::report::{Request, docx, gather, html, markdown, xlsx};
use tvaersnit::topics::Topics;

/// Make a report for readers: the answer in plain sentences, tables and charts, the words it rests on, the caveats
///
/// The ending of --out says the form: .html (one file with everything in it), .docx, .xlsx or .md.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  tvaersnit report --data data/seeds --out rapport.html\n  \
    tvaersnit report --topic rammeaftale --municipality 360 --municipality 370 --out rapport.docx\n\n\
    Topics: tvaersnit compare topics"
)]
pub struct Args {
    /// Topic, by its name or label; may be given several times. Without it: those that reports are usually about
    #[arg(long = "topic", value_name = "NAME")]
    topics: Vec<String>,
    /// Only this municipality: name or official code; may be given several times
    #[arg(long = "municipality", value_name = "NAME|CODE")]
    municipalities: Vec<String>,
    /// Region whose municipalities are answered for [default: that of the shipped comparisons]
    #[arg(long, value_name = "NAME", conflicts_with = "municipalities")]
    region: Option<String>,
    /// Title of the report
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// Language of all words that are not quoted
    #[arg(long, value_name = "LANG", default_value = "da", value_parser = ["da", "en"])]
    lang: String,
    /// Name and colours of your own, as a file (see data/report/)
    #[arg(long, value_name = "FILE")]
    theme: Option<PathBuf>,
    /// Topics of your own, as the data set was built with them: their labels
    #[arg(long, value_name = "FILE")]
    topics_file: Vec<PathBuf>,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "./tvaersnit-data")]
    data: PathBuf,
    /// File to write: .html, .docx, .xlsx or .md; without it, Markdown on standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Docx,
    Xlsx,
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// A name or an ending that is not known, a missing data set, or a file that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let form = args.out.as_deref().map_or(Ok(Form::Markdown), form_of)?;
    let known = Topics::with(&args.topics_file)?;
    super::meet(&args.data)?;
    let engine = Engine::open(&args.data)?;
    let request = Request {
        topics: args.topics.clone(),
        municipalities: args.municipalities.clone(),
        region: args.region.clone(),
        title: args.title.clone(),
        language: if args.lang == "en" {
            Language::En
        } else {
            Language::Da
        },
    };
    let settled = request.settle(&engine, &known)?;
    let report = gather(&engine, made_of(&args.data), &settled)?;
    let bytes = rendered(&report, form, args.theme.as_deref())?;
    match &args.out {
        Some(path) => {
            std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
            say::note(&format!("report     {}", path.display()));
        }
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(Exit::Done)
}

fn form_of(path: &Path) -> anyhow::Result<Form> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(Form::Html),
        Some("docx") => Ok(Form::Docx),
        Some("xlsx") => Ok(Form::Xlsx),
        Some("md" | "markdown") => Ok(Form::Markdown),
        _ => bail!(
            "the ending of {} says no form; known are .html, .docx, .xlsx and .md",
            path.display()
        ),
    }
}

fn rendered(report: &Report, form: Form, theme: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    let theme = theme.map_or_else(|| Ok(Theme::default()), Theme::read)?;
    Ok(match form {
        Form::Html => html::render(report, &theme)?.into_bytes(),
        Form::Markdown => markdown::render(report).into_bytes(),
        Form::Docx => docx::render(report, &theme)?,
        Form::Xlsx => xlsx::render(report, &theme)?,
    })
}

fn made_of(data: &Path) -> MadeOf {
    let manifest = Manifest::read(data);
    let of = |pick: fn(&Manifest) -> &String| {
        manifest
            .as_ref()
            .map_or_else(|| "unknown".to_owned(), |manifest| pick(manifest).clone())
    };
    MadeOf {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        contract: of(|manifest| &manifest.contract),
        data_set: of(|manifest| &manifest.data_set),
    }
}
