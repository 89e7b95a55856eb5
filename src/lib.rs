//! Tværsnit turns the agendas and minutes of Danish municipalities into comparable, traceable tables.
//!
//! The data flows in one direction:
//!
//! 1. [`source`]: a file's bytes become a document: decoded, repaired text and typed blocks.
//! 2. [`layout`]: blocks become an outline: header, contents, items, sections; no meaning yet.
//! 3. [`facts`]: the outline becomes minutes: what the document states, each fact with its span.
//! 4. [`tables`]: minutes become rows of the contract's tables.
//! 5. [`dataset`]: rows of all documents become a published data set.
//! 6. [`compare`]: SQL files answer questions from the data set.
//! 7. `report`: answers become a document for readers.
//! 8. `evaluate`: the published tables are held against gold facts; `check`: against the contract's rules.
//!
//! In front of the flow stands `fetch`, which downloads documents; at both ends `storage`, for documents and data sets in
//! object storage.
//!
//! Beside the flow stand `corrections` (values that a user puts right), `check` (the contract's rules), `export` (tables
//! in other forms), `review` (facts for people to look at), `config` (a project's settings), [`reuse`] (what items share),
//! [`search`] (items by words), the [`lexicon`] (the words that 2 and 3 are led by), [`topics`] (what items are about),
//! [`problem`] (what was not understood), [`personal`] (numbers and addresses of people) and [`value`] (dates, bodies,
//! case numbers, spans).

#![forbid(unsafe_code)]

#[cfg(feature = "evaluate")]
pub mod check;
#[cfg(feature = "query")]
pub mod compare;
pub mod config;
#[cfg(feature = "dataset")]
pub mod corrections;
#[cfg(feature = "dataset")]
pub mod dataset;
#[cfg(feature = "evaluate")]
pub mod evaluate;
#[cfg(feature = "export")]
pub mod export;
pub mod facts;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod harmless;
pub mod layout;
pub mod lexicon;
pub mod nearest;
pub mod personal;
pub mod problem;
#[cfg(feature = "report")]
pub mod report;
pub mod reuse;
#[cfg(feature = "export")]
pub mod review;
pub mod search;
pub mod source;
#[cfg(feature = "s3")]
pub mod storage;
#[cfg(feature = "dataset")]
pub mod tables;
pub mod topics;
pub mod value;

#[cfg(test)]
mod test_cases;
