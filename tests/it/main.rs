//! The integration tests, one crate so that DuckDB and polars are linked once.

/// How well the seeds are read, as a committed table and as floors.
mod accuracy;
/// The five documents are the bytes that their README says they are.
mod seeds;
