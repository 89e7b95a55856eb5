//! DATA SET: a folder of documents becomes a published data set.
//!
//! A first pass finds who each document is and fixes the order; a second streams the documents in
//! that order into the tables, so that memory does not grow with the material. What was written
//! beside the data set then takes its place in one step.

mod across;
mod before;
mod codebook;
mod compatibility;
mod document_tables;
mod hashing;
mod late;
mod layout;
mod lookup;
mod manifest;
mod pack;
mod package;
mod part;
mod parts;
mod publish;
mod scan;
mod settings;
mod shard;
mod sink;
mod state;
mod stream;
mod versions;
mod writer;

pub use compatibility::{IncompatibleError, compatible};
pub use hashing::sha256_of;
pub use layout::{GROUP_ROWS, group_bytes, writer_properties};
pub use lookup::{LookupError, PutRight, Quote, Traced, trace};
pub use manifest::{FILE_NAME, FileEntry, Manifest, TableEntry};
pub use package::{VIEWS, View};
pub use part::Shard;
pub use parts::{Footer, files_of};
pub use publish::{PublishError, is_data_set};
pub use settings::{BuildError, BuildSettings, Pass, Progress, Rejection, Summary};
pub use shard::{ShardError, publish};

use crate::corrections::Corrections;
use crate::lexicon::Lexicon;
use crate::source::discover::{Discovery, discover};
use crate::tables::LooseSource;
use crate::tables::rows::DocumentRows;
use crate::value::Municipality;
use before::{Before, Unfit};
pub(crate) use publish::Staging;
use scan::{Kept, Material, Plan};
use shard::ShardManifest;
use sink::{Done, Sink, version_of};
use state::{KnownDuplicate, KnownRejected};
use std::path::Path;
use versions::{Stamp, Versions};
use writer::Place;

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
    let out = settings.shard.map_or_else(
        || settings.out.clone(),
        |shard| shard::folder(&settings.out, shard),
    );
    let staging = Staging::begin(&out)?;
    let found = discover(&settings.inputs, &settings.limits);
    let mut summary = Summary::of(&found, &out);
    let corrections = Corrections::read(&found.corrections, &settings.corrections);
    let recipe = Versions::recipe(settings, lexicon);
    let before = before(settings, &out, &recipe)?;
    let kept = Kept::create(staging.folder()).map_err(BuildError::Scratch)?;
    let material = Material {
        settings,
        lexicon,
        corrections: &corrections,
        before: before.as_ref(),
        kept: &kept,
    };
    let plan = Plan::new(found.files, material, progress)?;
    summary.add_rejected(&plan.rejected);
    // A shard may be empty: the documents fall as they fall.
    if plan.documents.is_empty() && settings.shard.is_none() {
        return Err(BuildError::NothingRead(Box::new(summary)));
    }
    let versions = versions(&plan, material);
    let mut sink = Sink::new(staging.folder(), &versions, &recipe, material);
    write_documents(&plan, material, &recipe, &mut sink, progress)?;
    let unread = stream::unread(&plan.duplicates, &plan.rejected);
    summary.known = sink.done.known;
    summary.rejected.append(&mut sink.done.late);
    let documents = plan.documents.iter();
    summary.kept = documents.filter(|planned| planned.found.is_none()).count();
    if let Some(shard) = settings.shard {
        let manifest = |done: Done| {
            let made = versions::made(settings, lexicon);
            ShardManifest::new(shard, &recipe, made, &corrections, done.into_listing())
        };
        let done = sink.into_done();
        return publish_shard(summary, staging, done, &unread, manifest);
    }
    let faults = std::mem::take(&mut sink.done.tally).faults(&corrections);
    let faulty = faults.rows(&|id| source_of(&plan, id));
    let unread: Vec<DocumentRows> = unread.into_iter().chain([faulty]).collect();
    if !settings.keeps_state() {
        unread.iter().try_for_each(|rows| sink.take_unread(rows))?;
        sink.end()?;
    }
    let municipalities = plan
        .documents
        .iter()
        .map(|planned| planned.identity.municipality.clone());
    let done = sink.into_done();
    let counts = finish(Finish {
        staging,
        versions: &versions,
        done,
        unread,
        rejected: plan
            .rejected
            .iter()
            .map(|file| file.source.clone())
            .collect(),
        municipalities: municipalities.collect(),
        is_partitioned: settings.keeps_state(),
    })?;
    summary.add(&counts);
    summary.add_uncorrected(faults);
    summary.data_set = versions.data_set;
    Ok(summary)
}

/// Writes the rows of all documents, in one piece or in parts.
fn write_documents(
    plan: &Plan,
    material: Material<'_>,
    recipe: &str,
    sink: &mut Sink<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), BuildError> {
    if material.settings.keeps_state() {
        parts(plan, material, recipe, sink, progress)?;
        return sink.write_unread_state(plan);
    }
    sink.begin_whole()?;
    let order: Vec<usize> = (0..plan.documents.len()).collect();
    let take = &mut |document: stream::ReadDocument<'_>| sink.take(document);
    stream::documents(plan, &order, material, progress, take)
}

/// Puts a shard in its place; what is made of all documents together waits for all shards.
fn publish_shard(
    mut summary: Summary,
    staging: Staging,
    done: Done,
    unread: &[DocumentRows],
    manifest: impl FnOnce(Done) -> ShardManifest,
) -> Result<Summary, BuildError> {
    let mut counts = state::Counts::default();
    unread.iter().for_each(|rows| counts.add(rows));
    summary.add(&done.counts);
    summary.add(&counts);
    sync_all(staging.folder())?;
    staging.publish_as(shard::FILE_NAME, &manifest(done).to_json())?;
    Ok(summary)
}

/// Whose document the fact called `id` is, where that document is read.
fn source_of(plan: &Plan, id: &str) -> Option<LooseSource> {
    let (document, _) = id.split_once(':')?;
    let mut documents = plan.documents.iter();
    let planned = documents.find(|planned| planned.identity.id.as_str() == document)?;
    Some(planned.identity.source())
}

/// What stands there and can be taken over.
fn before(
    settings: &BuildSettings,
    out: &Path,
    recipe: &str,
) -> Result<Option<Before>, BuildError> {
    if settings.from_scratch || !settings.keeps_state() {
        return Ok(None);
    }
    let refused = |why| BuildError::NoUpdate {
        out: out.to_owned(),
        why,
    };
    match Before::open(out, recipe) {
        Ok(before) if settings.update && !before.is_whole() => Err(refused(Unfit::Damaged)),
        Ok(before) => Ok(Some(before)),
        Err(why) if settings.update && why != Unfit::None => Err(refused(why)),
        Err(_) => Ok(None),
    }
}

fn versions(plan: &Plan, material: Material<'_>) -> Versions {
    let documents = plan.documents.iter().map(|planned| {
        let id = planned.identity.id.as_str();
        [id, &planned.path, &planned.given]
    });
    let kept = plan.kept_corrections(material);
    let others = others(&plan.duplicates, &plan.rejected)
        .into_iter()
        .chain(material.corrections.all_words())
        .chain(kept.iter().map(String::as_str));
    let made = versions::made(material.settings, material.lexicon);
    Versions::of(&made, documents, others)
}

/// What files that are in no other table tell a data set's version.
fn others<'f>(duplicates: &'f [KnownDuplicate], rejected: &'f [KnownRejected]) -> Vec<&'f str> {
    let duplicates = duplicates.iter().flat_map(|duplicate| {
        let id = duplicate.source.document_id.as_deref();
        [id.unwrap_or_default(), duplicate.path.as_str()]
    });
    let rejected = rejected.iter().flat_map(|rejected| {
        let id = rejected.id.as_ref().map(|id| id.as_str());
        let code = rejected.problem.code.code();
        [id.unwrap_or_default(), rejected.path.as_str(), code]
    });
    duplicates.chain(rejected).collect()
}

/// Writes the parts that differ from what stands there, and takes over the others.
fn parts(
    plan: &Plan,
    material: Material<'_>,
    recipe: &str,
    sink: &mut Sink<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), BuildError> {
    let mut order = Vec::new();
    let mut begins = std::collections::BTreeMap::new();
    for (part, documents) in plan.by_part(material.settings) {
        let planned = documents.iter().map(|at| &plan.documents[*at]);
        let version = version_of(recipe, material.corrections, material.before, planned);
        let before = material.before;
        match before.and_then(|before| Some((before, before.part(part, &version)?))) {
            Some((before, known)) => sink.take_over(before, known)?,
            None => {
                begins.insert(order.len(), (part, version));
                order.extend(documents);
            }
        }
    }
    let mut at = 0;
    stream::documents(plan, &order, material, progress, &mut |document| {
        if let Some((part, version)) = begins.remove(&at) {
            sink.end()?;
            sink.begin_part(part, version)?;
        }
        at += 1;
        sink.take(document)
    })?;
    sink.end()
}

/// A data set whose documents are written.
struct Finish<'f> {
    staging: Staging,
    versions: &'f Versions,
    done: Done,
    /// Rows of no document that was read.
    unread: Vec<DocumentRows>,
    /// Whose the files are that could not be read.
    rejected: Vec<LooseSource>,
    municipalities: Vec<Municipality>,
    is_partitioned: bool,
}

/// Writes what is made of all documents together, and puts the data set in its place; gives what all rows amount to.
fn finish(finish: Finish<'_>) -> Result<state::Counts, BuildError> {
    let (folder, versions) = (finish.staging.folder(), finish.versions);
    let Done {
        mut tables,
        mut files,
        states,
        mut counts,
        ..
    } = finish.done;
    let place = Place {
        folder,
        stamp: Stamp {
            versions,
            part: None,
        },
    };
    if finish.is_partitioned {
        let (unread, own) = sink::write_unread(place, &finish.unread)?;
        tables.extend(unread);
        counts.join(&own);
    }
    let failed = states.iter().flat_map(|state| state.index.failed());
    let rejected: Vec<LooseSource> = failed.chain(finish.rejected).collect();
    tables.extend(across::write(place, states, &rejected)?);
    if !finish.is_partitioned {
        std::fs::remove_file(sink::scratch(folder)).map_err(BuildError::Scratch)?;
    }
    in_order(&mut tables);
    files.sort_by(|one, other| one.file.cmp(&other.file));
    let municipalities = finish.municipalities.iter();
    files.extend(package::describe(
        folder,
        versions,
        &tables,
        municipalities,
    )?);
    sync_all(folder)?;
    let manifest = manifest::Manifest::new(versions, tables, files);
    finish.staging.publish(&manifest)?;
    Ok(counts)
}

/// Brings all files below `folder` to disk.
fn sync_all(folder: &Path) -> Result<(), BuildError> {
    hashing::sync_below(folder).map_err(BuildError::Scratch)
}

/// Tables as the contract lists them, files by name.
fn in_order(tables: &mut [TableEntry]) {
    let place = |entry: &TableEntry| {
        let mut all = crate::tables::ALL.iter();
        all.position(|table| table.name == entry.name)
    };
    tables.sort_by(|one, other| (place(one), &one.file).cmp(&(place(other), &other.file)));
}

impl Summary {
    fn of(found: &Discovery, out: &Path) -> Self {
        Self {
            out: out.to_owned(),
            passed_over: found.passed_over,
            unfound: found.failed.clone(),
            ..Self::default()
        }
    }
}
