//! Data sets to and from object storage, which has no step that switches a whole folder.
//!
//! Each version has a folder of its own, `versions/ID/`, and the object `CURRENT` names the one that counts: it is put
//! last, and putting one object is one step. A reader that began with one version goes on with it.

use super::client::AT_ONCE;
use super::{Storage, StorageError, local};
use crate::dataset::{Manifest, Staging, is_data_set, sha256_of};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::path::Path as Key;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Name of the object that names the current version.
const CURRENT: &str = "CURRENT";
/// Name of a data set's manifest.
const MANIFEST: &str = "manifest.json";

impl Storage {
    /// Puts the data set in `folder` at the address, where it takes the place of an earlier one in one step, and returns
    /// its version's folder: "versions/ID". Earlier versions stay.
    ///
    /// # Errors
    /// A folder that holds no data set; whatever could not be read or written. Then the earlier data set still counts.
    pub fn put_data_set(&self, folder: &Path) -> Result<String, StorageError> {
        let none = || StorageError::NoDataSet(folder.display().to_string());
        let manifest = Manifest::read(folder).ok_or_else(none)?;
        let version = format!("versions/{}", manifest.data_set);
        let files = files(folder)?;
        self.runtime.block_on(async {
            stream::iter(files.iter().filter(|name| *name != MANIFEST))
                .map(Ok::<_, StorageError>)
                .try_for_each_concurrent(AT_ONCE, |name| self.put_one(folder, name, &version))
                .await?;
            // Behind all that it lists, so that a version with a manifest is whole.
            self.put_one(folder, MANIFEST, &version).await?;
            let words = format!("{version}\n").into_bytes();
            self.put_bytes(&self.key(CURRENT), words).await
        })?;
        Ok(version)
    }

    async fn put_one(&self, folder: &Path, name: &str, version: &str) -> Result<(), StorageError> {
        let key = self.key(&format!("{version}/{name}"));
        self.put_file(&folder.join(name), &key).await
    }

    /// Whether a data set of ours is at the address.
    ///
    /// # Errors
    /// A storage that refuses.
    pub fn holds_data_set(&self) -> Result<bool, StorageError> {
        let current = self.runtime.block_on(self.words(&self.key(CURRENT)))?;
        Ok(current.is_some())
    }

    /// Brings the current data set to the folder `out`, where it takes the place of an earlier one in one step. Each file
    /// is held to the hash in the manifest before.
    ///
    /// # Errors
    /// No data set at the address, a damaged one, and whatever could not be read or written.
    pub fn bring_data_set(&self, out: &Path) -> Result<Manifest, StorageError> {
        let none = || StorageError::NoDataSet(self.address().to_owned());
        let staging = Staging::begin(out)?;
        self.runtime.block_on(async {
            let current = self.words(&self.key(CURRENT)).await?.ok_or_else(none)?;
            let version = self.key(current.trim());
            self.bring_version(&version, staging.folder()).await
        })?;
        let manifest = Manifest::read(staging.folder()).ok_or_else(none)?;
        self.hold_to(&manifest, staging.folder())?;
        staging.publish_as_it_is()?;
        Ok(manifest)
    }

    async fn bring_version(&self, version: &Key, folder: &Path) -> Result<(), StorageError> {
        stream::iter(self.list(version).await?)
            .map(Ok)
            .try_for_each_concurrent(AT_ONCE, |object| async move {
                let place = Self::place(&object.location, version, folder)?;
                self.bring_object(&object.location, &place).await
            })
            .await
    }

    fn hold_to(&self, manifest: &Manifest, folder: &Path) -> Result<(), StorageError> {
        for (file, sha256) in manifest.hashes() {
            let path = folder.join(file);
            if sha256_of(&path).ok().as_deref() != Some(sha256) {
                return Err(StorageError::Damaged {
                    file: file.to_owned(),
                    address: self.address().to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// Paths of all files below `folder`, with forward slashes, sorted.
fn files(folder: &Path) -> Result<Vec<String>, StorageError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| local(folder, "read")(error.into()))?;
        if entry.file_type().is_file() {
            let below: PathBuf = entry
                .path()
                .strip_prefix(folder)
                .unwrap_or(entry.path())
                .into();
            let parts: Vec<_> = below
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            files.push(parts.join("/"));
        }
    }
    debug_assert!(is_data_set(folder), "asked for data sets only");
    Ok(files)
}
