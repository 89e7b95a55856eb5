//! The integration tests, one module an area, in one crate: less linking.

/// How well the seeds are read, as a committed table and as floors.
#[cfg(feature = "evaluate")]
mod accuracy;
/// The program as a user types it.
#[cfg(feature = "cli")]
mod commands;
/// Comparisons over given rows, and SQL that tries to get out.
#[cfg(feature = "query")]
mod compare;
/// Comparisons of money over given rows.
#[cfg(feature = "query")]
mod compare_grants;
/// The page of the data contract and the registry of tables agree.
#[cfg(feature = "dataset")]
mod contract;
/// What the generator of corpora writes is what is read.
#[cfg(feature = "dataset")]
mod corpus;
/// From documents to a published data set.
#[cfg(feature = "dataset")]
mod dataset;
/// Invented documents in many layouts are read as their gold says.
#[cfg(feature = "evaluate")]
mod documents;
/// Downloading from a publishing system.
#[cfg(feature = "fetch")]
mod fetch;
/// Every form of a document.
mod forms;
/// PDFs, and what is said of those that cannot be read.
#[cfg(feature = "pdf")]
mod pdf;
/// What holds for every document, however broken.
mod properties;
/// Shared text over whole documents: one case in several bodies and municipalities.
#[cfg(feature = "query")]
mod reuse;
/// The five documents are the bytes that their README says they are.
mod seeds;
/// House rules that a look at the sources can hold.
mod tidy;
