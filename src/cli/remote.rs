//! What of a build lies in object storage: on this machine while the build runs.

#[cfg(not(feature = "s3"))]
use anyhow::bail;
use std::path::{Path, PathBuf};

#[cfg(feature = "s3")]
use tvaersnit::storage::{Address, Storage};

/// Inputs and output of a build, as paths of this machine.
pub struct Remote {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Folder that the data set is written to.
    pub out: PathBuf,
    /// Where it goes from there.
    #[cfg(feature = "s3")]
    target: Option<Storage>,
    /// Goes with the build.
    #[cfg(feature = "s3")]
    _scratch: Option<tempfile::TempDir>,
}

#[cfg(feature = "s3")]
impl Remote {
    /// Brings in what `inputs` name in object storage, and finds a place for the data set.
    pub fn of(inputs: &[PathBuf], out: &Path, max_bytes: u64) -> anyhow::Result<Self> {
        let mut remote = Self {
            inputs: inputs.to_vec(),
            out: out.to_owned(),
            target: None,
            _scratch: None,
        };
        if !inputs.iter().any(|input| is_remote(input)) && !is_remote(out) {
            return Ok(remote);
        }
        let scratch = tempfile::Builder::new().prefix("tvaersnit-").tempdir()?;
        if let Some(address) = Address::of(out) {
            remote.target = Some(Storage::open(&address?)?);
            remote.out = scratch.path().join("data");
        }
        for (at, input) in remote.inputs.iter_mut().enumerate() {
            if let Some(address) = Address::of(input) {
                super::say::detail(&format!("bringing   {}", input.display()));
                let folder = scratch.path().join(format!("input-{at}"));
                *input = Storage::open(&address?)?.bring(&folder, max_bytes)?;
            }
        }
        remote._scratch = Some(scratch);
        Ok(remote)
    }

    /// Whether the data set goes to object storage.
    pub fn is_put_elsewhere(&self) -> bool {
        self.target.is_some()
    }

    /// Brings in the data set that is at the output now, for a build that takes over what did not change.
    pub fn bring_earlier(&self) -> anyhow::Result<()> {
        match &self.target {
            Some(target) if target.holds_data_set()? => {
                target.bring_data_set(&self.out)?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Puts the data set where it belongs, and says where that is, unless it is there already.
    pub fn put(&self) -> anyhow::Result<Option<PathBuf>> {
        let Some(target) = &self.target else {
            return Ok(None);
        };
        let version = target.put_data_set(&self.out)?;
        Ok(Some(format!("{}/{version}", target.address()).into()))
    }
}

#[cfg(not(feature = "s3"))]
impl Remote {
    /// The paths as they are.
    pub fn of(inputs: &[PathBuf], out: &Path, _: u64) -> anyhow::Result<Self> {
        if let Some(remote) = inputs
            .iter()
            .map(PathBuf::as_path)
            .chain([out])
            .find(|path| is_remote(path))
        {
            bail!(
                "'{}' is in object storage, and this program was built without the feature s3",
                remote.display()
            );
        }
        Ok(Self {
            inputs: inputs.to_vec(),
            out: out.to_owned(),
        })
    }

    /// Never.
    pub fn is_put_elsewhere(&self) -> bool {
        false
    }

    /// Nothing to bring.
    pub fn bring_earlier(&self) -> anyhow::Result<()> {
        Ok(())
    }

    /// Nothing to put anywhere.
    pub fn put(&self) -> anyhow::Result<Option<PathBuf>> {
        Ok(None)
    }
}

fn is_remote(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("s3://"))
}
