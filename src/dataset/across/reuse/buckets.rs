//! What is found by pairs and told by item: sorted through scratch files, one for each stretch of items.

use crate::dataset::pack::{Pack, pack_fields};
use crate::dataset::settings::BuildError;
use crate::reuse::Stretch;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Scratch files at most.
const MOST: usize = 64;
/// Items to a file at least.
const ITEMS: usize = 20_000;

/// What one item has and the other has not, of pairs of items.
pub struct Buckets {
    folder: PathBuf,
    width: usize,
    files: Vec<BufWriter<File>>,
}

/// Takes an item, the other, and what the item has alone.
type Take<'t> = &'t mut dyn FnMut(u32, u32, &[Stretch]) -> Result<(), BuildError>;

struct Told {
    item: u32,
    other: u32,
    stretches: Vec<Stretch>,
}

pack_fields! {
    Told { item, other, stretches }
    Stretch { place, words }
}

impl Buckets {
    /// Opens the files below `root`; [`Buckets::each`] removes them.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(root: &Path, items: usize) -> Result<Self, BuildError> {
        let folder = root.join("differences.scratch");
        let width = items.div_ceil(MOST).max(ITEMS);
        let open = || {
            fs::create_dir_all(&folder)?;
            let count = items.div_ceil(width);
            let files = (0..count).map(|at| File::create(file(&folder, at)).map(BufWriter::new));
            files.collect::<io::Result<Vec<_>>>()
        };
        let files = open().map_err(BuildError::Scratch)?;
        Ok(Self {
            folder,
            width,
            files,
        })
    }

    /// Adds what `item` has and `other` has not.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(&mut self, item: u32, other: u32, stretches: &[Stretch]) -> Result<(), BuildError> {
        let told = Told {
            item,
            other,
            stretches: stretches.to_vec(),
        };
        let bytes = crate::dataset::pack::packed(&told);
        match self.files.get_mut(item as usize / self.width) {
            Some(file) if !stretches.is_empty() => {
                file.write_all(&bytes).map_err(BuildError::Scratch)
            }
            _ => Ok(()),
        }
    }

    /// Hands on what was added, by item and other, and removes the files.
    ///
    /// # Errors
    /// What the file system says, or `take`.
    pub fn each(self, take: Take<'_>) -> Result<(), BuildError> {
        let count = self.files.len();
        for mut file in self.files {
            file.flush().map_err(BuildError::Scratch)?;
        }
        for at in 0..count {
            let bytes = fs::read(file(&self.folder, at)).map_err(BuildError::Scratch)?;
            let mut rest = bytes.as_slice();
            let mut told = Vec::new();
            while !rest.is_empty() {
                let damaged = || BuildError::Scratch(io::ErrorKind::InvalidData.into());
                told.push(Told::unpack(&mut rest).ok_or_else(damaged)?);
            }
            drop(bytes);
            told.sort_by_key(|told| (told.item, told.other));
            for told in told {
                take(told.item, told.other, &told.stretches)?;
            }
        }
        fs::remove_dir_all(&self.folder).map_err(BuildError::Scratch)
    }
}

fn file(folder: &Path, at: usize) -> PathBuf {
    folder.join(format!("{at}"))
}
