//! The integration tests, one module an area, in one crate: less linking.

/// How well the seeds are read, as a committed table and as floors.
#[cfg(feature = "evaluate")]
mod accuracy;
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
/// Corrections as a user meets them: trace and explain tell of them.
#[cfg(all(feature = "cli", feature = "evaluate"))]
mod corrected;
/// What the generator of corpora writes is what is read.
#[cfg(feature = "dataset")]
mod corpus;
/// Values that users put right, over the whole build.
#[cfg(feature = "query")]
mod corrections;
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
/// What stands beside the tables, and data sets of other versions.
#[cfg(feature = "cli")]
mod package;
/// PDFs, and what is said of those that cannot be read.
#[cfg(feature = "pdf")]
mod pdf;
/// What holds for every document, however broken.
mod properties;
/// Published data sets that tests may damage.
#[cfg(feature = "dataset")]
mod published;
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
/// House rules that a look at the sources can hold.
mod tidy;
