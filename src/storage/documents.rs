//! Documents from object storage into a folder.

use super::client::AT_ONCE;
use super::{Storage, StorageError, local};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::path::Path as Key;
use object_store::{ObjectMeta, ObjectStoreExt};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

impl Storage {
    /// Brings all objects below the address, or the one object that it names, to `folder`, and returns what of it to
    /// read: the folder, or the one file. Paths below it are the keys below the address.
    ///
    /// An object of more than `max_bytes` bytes is not brought: a hole of that size stands for it, so that it is refused
    /// by name like any other file that is too large.
    ///
    /// # Errors
    /// Whatever could not be listed, read or written; a prefix without any object.
    pub fn bring(&self, folder: &Path, max_bytes: u64) -> Result<PathBuf, StorageError> {
        self.runtime.block_on(async {
            let objects = self.list(&self.prefix).await?;
            if objects.is_empty() {
                return self.bring_one(folder, max_bytes).await;
            }
            stream::iter(objects)
                .map(Ok)
                .try_for_each_concurrent(AT_ONCE, |object| async move {
                    let place = Self::place(&object.location, &self.prefix, folder)?;
                    self.bring_document(&object, &place, max_bytes).await
                })
                .await?;
            Ok(folder.to_owned())
        })
    }

    async fn bring_one(&self, folder: &Path, max_bytes: u64) -> Result<PathBuf, StorageError> {
        let key = &self.prefix;
        let object = self.store.head(key).await;
        let object = object.map_err(self.refused(key, "found"))?;
        let above = key.parts().count().saturating_sub(1);
        let above: Key = key.parts().take(above).collect();
        let place = Self::place(key, &above, folder)?;
        self.bring_document(&object, &place, max_bytes).await?;
        Ok(place)
    }

    async fn bring_document(
        &self,
        object: &ObjectMeta,
        place: &Path,
        max_bytes: u64,
    ) -> Result<(), StorageError> {
        if object.size <= max_bytes {
            return self.bring_object(&object.location, place).await;
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(local(folder, "made"))?;
        }
        let hole = File::create(place).and_then(|file| file.set_len(object.size));
        hole.map_err(local(place, "written"))
    }
}
