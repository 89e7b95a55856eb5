//! The integration tests, one module an area, in one crate: less linking.

/// The page of the data contract and the registry of tables agree.
#[cfg(feature = "dataset")]
mod contract;
/// From documents to a published data set.
#[cfg(feature = "dataset")]
mod dataset;
