//! The integration tests, one module an area, in one crate: less linking.

#![forbid(unsafe_code)]

/// How well the seeds are read, as a committed table and as floors.
#[cfg(feature = "evaluate")]
mod accuracy;
/// Nothing of a document acts in reports, exports and answers.
#[cfg(all(feature = "cli", feature = "report", feature = "export"))]
mod active;
/// Archives that no honest program writes.
#[cfg(feature = "query")]
mod archives;
/// Files that cannot be read, each with its reason.
mod broken;
/// The contract's rules over a published data set, and over damaged ones.
#[cfg(feature = "evaluate")]
mod check;
/// The program as a user types it.
#[cfg(feature = "cli")]
mod commands;
/// Comparisons over given rows.
#[cfg(feature = "query")]
mod compare;
/// Comparisons of money over given rows.
#[cfg(feature = "query")]
mod compare_grants;
/// A project folder, and which setting counts.
#[cfg(feature = "cli")]
mod config;
/// SQL sees the tables and nothing else, within its limits.
#[cfg(feature = "query")]
mod contained;
/// The page of the data contract and the registry of tables agree.
#[cfg(feature = "dataset")]
mod contract;
/// What the generator of corpora writes is what is read.
#[cfg(feature = "dataset")]
mod corpus;
/// Corrections as a user meets them: trace and explain tell of them.
#[cfg(all(feature = "cli", feature = "evaluate"))]
mod corrected;
/// Values that users put right, over the whole build.
#[cfg(feature = "query")]
mod corrections;
/// Damage to a published folder is seen.
#[cfg(all(feature = "cli", feature = "report", feature = "export"))]
mod damage;
/// What changed between two published data sets.
#[cfg(feature = "cli")]
mod datadiff;
/// From documents to a published data set.
#[cfg(feature = "dataset")]
mod dataset;
/// Invented documents in many layouts are read as their gold says.
#[cfg(feature = "evaluate")]
mod documents;
/// Tables in the forms of other tools.
#[cfg(feature = "export")]
mod export;
/// Downloading from a publishing system.
#[cfg(feature = "fetch")]
mod fetch;
/// Every form of a document.
mod forms;
/// What helps at the terminal.
#[cfg(all(feature = "cli", feature = "fetch", feature = "pdf"))]
mod help;
/// Builds that are killed, refused or out of space.
#[cfg(feature = "cli")]
mod interrupted;
/// What a document may cost.
mod limits;
/// Files that a user writes, written wrongly.
mod malformed;
/// Real documents, mutilated.
mod mutated;
/// What stands beside the tables, and data sets of other versions.
#[cfg(feature = "cli")]
mod package;
/// Partitioned data sets, and builds that read only what changed.
#[cfg(feature = "dataset")]
mod parts;
/// Partitioned data sets as every reader of ours sees them.
#[cfg(all(feature = "query", feature = "evaluate"))]
mod parts_read;
/// Names, links and places that try to lead astray.
#[cfg(all(feature = "cli", feature = "evaluate"))]
mod paths;
/// PDFs, and what is said of those that cannot be read.
#[cfg(feature = "pdf")]
mod pdf;
/// The catalogue of problems, and each code brought about.
#[cfg(feature = "query")]
mod problems;
/// What every document that was read must hold.
mod promises;
/// What holds for every document, however broken.
mod properties;
/// Published data sets that tests may damage.
#[cfg(feature = "dataset")]
mod published;
/// Numbers and addresses of people are left out.
#[cfg(feature = "evaluate")]
mod redacted;
/// Reports for readers: numbers, quotations, grammar, hostile words.
#[cfg(feature = "report")]
mod report;
/// Shared text over whole documents: one case in several bodies and municipalities.
#[cfg(feature = "query")]
mod reuse;
/// Facts to people and back.
#[cfg(all(feature = "export", feature = "evaluate"))]
mod review;
/// The five documents are the bytes that their README says they are.
mod seeds;
/// What a document holds does not steer a terminal.
#[cfg(all(feature = "cli", feature = "report", feature = "export"))]
mod terminal;
/// House rules that a look at the sources can hold.
mod tidy;
