//! DATA SET: a folder of documents becomes a published data set.
//!
//! A first pass finds who each document is and fixes the order; a second streams the documents in
//! that order into the tables, so that memory does not grow with the material. What was written
//! beside the data set then takes its place in one step.

mod across;
mod codebook;
mod compatibility;
mod grant_links;
mod layout;
mod lookup;
mod manifest;
mod package;
mod parts;
mod publish;
mod reuse;
mod scan;
mod settings;
mod stream;
mod writer;

pub use compatibility::{IncompatibleError, compatible};
pub use layout::{GROUP_ROWS, group_bytes, writer_properties};
pub use lookup::{LookupError, PutRight, Quote, Traced, trace};
pub use manifest::{FileEntry, Manifest, TableEntry};
pub use package::{VIEWS, View};
pub use parts::{Footer, files_of};
pub use publish::{PublishError, is_data_set};
pub use settings::{BuildError, BuildSettings, Pass, Progress, Rejection, Summary};

use crate::corrections::{Corrections, Tally};
use crate::lexicon::Lexicon;
use crate::source::discover::{Discovery, discover};
use across::Meetings;
use grant_links::Tellings;
use publish::Staging;
use reuse::Bodies;
use scan::Plan;
use writer::{Versions, Writers};

/// Reads the documents below `settings.inputs` and publishes their tables at `settings.out`.
///
/// # Errors
/// [`BuildError`] where nothing could be read, or the data set could not be written. Documents that
/// could not be read are no error: they are in the summary and in the tables.
pub fn build(
    settings: &BuildSettings,
    lexicon: &Lexicon,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, BuildError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(settings.threads.unwrap_or(0))
        .build()
        .map_err(|error| BuildError::Threads(error.to_string()))?;
    pool.install(|| build_here(settings, lexicon, progress))
}

/// [`build`] on the threads at hand.
fn build_here(
    settings: &BuildSettings,
    lexicon: &Lexicon,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, BuildError> {
    let staging = Staging::begin(&settings.out)?;
    let found = discover(&settings.inputs);
    let mut summary = Summary::of(&found, &settings.out);
    let corrections = Corrections::read(&found.corrections, &settings.corrections);
    let plan = Plan::new(found.files, settings, lexicon, progress);
    summary.add_rejected(&plan);
    if plan.documents.is_empty() {
        return Err(BuildError::NothingRead(Box::new(summary)));
    }
    let versions = Versions::of(&plan, settings, lexicon, &corrections);
    let mut writers = Writers::create(staging.folder(), &versions)?;
    let mut meetings = Meetings::default();
    let mut grants = Tellings::default();
    let mut bodies = Bodies::create(staging.folder())?;
    let mut tally = Tally::default();
    stream::documents(
        &plan,
        settings,
        lexicon,
        &corrections,
        progress,
        &mut |read| {
            tally.add(&read.corrected);
            summary.add(&read.rows);
            meetings.add(&read);
            grants.add(&read.rows);
            bodies.add(&read.rows)?;
            writers.append(&read.rows)
        },
    )?;
    stream::unread(&plan, settings, &mut |rows| {
        summary.add(&rows);
        writers.append(&rows)
    })?;
    let faults = tally.faults(&corrections);
    let rows = faults.rows(&|id| plan.source_of(id));
    summary.add(&rows);
    summary.add_uncorrected(faults);
    writers.append(&rows)?;
    meetings.reject(&plan, settings);
    let reuse = bodies.rows(&meetings.current_ids())?;
    let tables = writers.finish(&meetings, &grants, &reuse)?;
    let files = package::describe(staging.folder(), &versions, &tables, &plan)?;
    staging.publish(&Manifest::new(&versions, tables, files))?;
    summary.data_set = versions.data_set;
    Ok(summary)
}

impl Summary {
    fn of(found: &Discovery, out: &std::path::Path) -> Self {
        Self {
            out: out.to_owned(),
            passed_over: found.passed_over,
            unfound: found.failed.clone(),
            ..Self::default()
        }
    }
}
