//! The storage itself: listing, bringing and putting single objects.

use super::{Address, StorageError, local};
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Objects on their way at once.
pub(super) const AT_ONCE: usize = 8;
/// Bytes of a piece of a large object. S3 takes no smaller ones than 5 MB, and no more than 10,000 of an object.
const PIECE: usize = 16 << 20;

/// A folder in object storage, opened.
pub struct Storage {
    pub(super) runtime: tokio::runtime::Runtime,
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) prefix: Key,
    address: String,
}

impl Storage {
    /// Opens the folder at `address`, with key, region and endpoint of the AWS_… variables of the environment.
    ///
    /// # Errors
    /// [`StorageError::Refused`] where these cannot be. The storage itself is not asked yet.
    pub fn open(address: &Address) -> Result<Self, StorageError> {
        let plain = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AWS_ENDPOINT_URL_S3"]
            .iter()
            .filter_map(std::env::var_os)
            .any(|endpoint| endpoint.to_string_lossy().starts_with("http://"));
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(&address.bucket)
            .with_allow_http(plain)
            .build()
            .map_err(|source| StorageError::Refused {
                address: address.to_string(),
                action: "opened",
                source: Box::new(source),
            })?;
        Self::with(Arc::new(store), address)
    }

    pub(super) fn with(
        store: Arc<dyn ObjectStore>,
        address: &Address,
    ) -> Result<Self, StorageError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(local(Path::new("runtime"), "started"))?;
        Ok(Self {
            runtime,
            store,
            prefix: address.prefix.clone(),
            address: address.to_string(),
        })
    }

    /// The address as written.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The key of `relative` below the folder.
    pub(super) fn key(&self, relative: &str) -> Key {
        let parts = relative.split('/').filter(|part| !part.is_empty());
        parts.fold(self.prefix.clone(), |key, part| key.join(part))
    }

    /// All objects below `prefix`, sorted by key.
    pub(super) async fn list(&self, prefix: &Key) -> Result<Vec<ObjectMeta>, StorageError> {
        let listed = self.store.list(Some(prefix)).try_collect().await;
        let mut listed: Vec<ObjectMeta> = listed.map_err(self.refused(prefix, "listed"))?;
        listed.sort_by(|one, other| one.location.cmp(&other.location));
        Ok(listed)
    }

    /// Writes the object called `key` to the file at `to`.
    pub(super) async fn bring_object(&self, key: &Key, to: &Path) -> Result<(), StorageError> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(local(folder, "made"))?;
        }
        let mut file = File::create(to).map_err(local(to, "written"))?;
        let refused = self.refused(key, "read");
        let mut pieces = self.store.get(key).await.map_err(&refused)?.into_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(&refused)?;
            file.write_all(&piece).map_err(local(to, "written"))?;
        }
        Ok(())
    }

    /// The words of a small object; `None` where there is none of this name.
    pub(super) async fn words(&self, key: &Key) -> Result<Option<String>, StorageError> {
        let refused = self.refused(key, "read");
        match self.store.get(key).await {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(source) => Err(refused(source)),
            Ok(found) => {
                let bytes = found.bytes().await.map_err(refused)?;
                Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
            }
        }
    }

    /// Puts the file at `from` under `key`, in pieces where it is large.
    pub(super) async fn put_file(&self, from: &Path, key: &Key) -> Result<(), StorageError> {
        let refused = self.refused(key, "written");
        let mut file = File::open(from).map_err(local(from, "read"))?;
        let length = file.metadata().map_err(local(from, "read"))?.len();
        if length <= PIECE as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(local(from, "read"))?;
            return self.put_bytes(key, bytes).await;
        }
        let upload = self.store.put_multipart(key).await.map_err(&refused)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PIECE);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(local(from, "read"))?;
            if read == 0 {
                break;
            }
            writer.wait_for_capacity(2).await.map_err(&refused)?;
            writer.write(&piece[..read]);
        }
        writer.finish().await.map_err(refused)?;
        Ok(())
    }

    pub(super) async fn put_bytes(&self, key: &Key, bytes: Vec<u8>) -> Result<(), StorageError> {
        let put = self.store.put(key, PutPayload::from(bytes)).await;
        put.map_err(self.refused(key, "written"))?;
        Ok(())
    }

    /// Where the object called `key` belongs below `folder`, taken from the key's parts below `prefix`.
    pub(super) fn place(key: &Key, prefix: &Key, folder: &Path) -> Result<PathBuf, StorageError> {
        let bad = || StorageError::Name(key.to_string());
        let mut place = folder.to_owned();
        for part in key.prefix_match(prefix).ok_or_else(bad)? {
            let name = part.as_ref();
            if name.is_empty() || [".", ".."].contains(&name) || name.contains(['/', '\\', '\0']) {
                return Err(bad());
            }
            place.push(name);
        }
        Ok(place)
    }

    pub(super) fn refused(
        &self,
        key: &Key,
        action: &'static str,
    ) -> impl Fn(object_store::Error) -> StorageError + use<> {
        let bucket = self.address.trim_end_matches(self.prefix.as_ref());
        let address = format!("{bucket}{key}");
        move |source| StorageError::Refused {
            address: address.clone(),
            action,
            source: Box::new(source),
        }
    }
}
