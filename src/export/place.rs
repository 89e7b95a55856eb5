//! Where an export goes: written beside its place, put there when it is whole, never over somebody's work.

use super::ExportError;
use crate::dataset::Manifest;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file by which we know a folder of ours.
pub const MARK: &str = "tvaersnit-export.json";

/// What stands in [`MARK`].
#[derive(Debug, Default, Serialize, Deserialize)]
struct Mark {
    /// Version of the data set.
    data_set: String,
    /// Version of the program.
    program: String,
    files: Vec<MarkedFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct MarkedFile {
    file: String,
    sha256: String,
}

/// A folder that files are exported to.
pub struct Folder {
    dir: PathBuf,
    force: bool,
    earlier: Mark,
    written: Vec<MarkedFile>,
    published: bool,
}

impl Folder {
    /// Looks whether files may be put into `dir`: it is new, empty or an export of ours that nobody changed. Files of
    /// other names stay.
    pub fn begin(dir: &Path, force: bool) -> Result<Self, ExportError> {
        fs::create_dir_all(dir).map_err(refused(dir, "made"))?;
        let earlier: Option<Mark> = fs::read(dir.join(MARK))
            .ok()
            .and_then(|content| serde_json::from_slice(&content).ok());
        let empty = fs::read_dir(dir)
            .map_err(refused(dir, "read"))?
            .next()
            .is_none();
        if !force && !empty && earlier.is_none() {
            return Err(ExportError::Exists(dir.to_owned()));
        }
        let earlier = earlier.unwrap_or_default();
        for known in earlier.files.iter().filter(|_| !force) {
            let path = dir.join(&known.file);
            if path.exists() && hash(&path)? != known.sha256 {
                return Err(ExportError::Changed(path));
            }
        }
        Ok(Self {
            dir: dir.to_owned(),
            force,
            earlier,
            written: Vec::new(),
            published: false,
        })
    }

    /// Writes the file called `name` by `write`.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let path = self.dir.join(name);
        let ours = self.earlier.files.iter().any(|known| known.file == name);
        if path.exists() && !ours && !self.force {
            return Err(ExportError::Exists(path));
        }
        let part = self.part(name);
        let file = File::create(&part).map_err(refused(&part, "made"))?;
        let mut hashing = Hashing {
            to: BufWriter::new(file),
            hasher: Sha256::new(),
        };
        self.written.push(MarkedFile {
            file: name.to_owned(),
            sha256: String::new(),
        });
        write(&mut hashing)?;
        let sha256 = hashing.finish().map_err(refused(&part, "written"))?;
        if let Some(written) = self.written.last_mut() {
            written.sha256 = sha256;
        }
        Ok(())
    }

    /// Puts the files in their places and takes away those of the earlier export that are no more.
    pub fn publish(mut self, manifest: &Manifest) -> Result<(), ExportError> {
        let mark = Mark {
            data_set: manifest.data_set.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            files: std::mem::take(&mut self.written),
        };
        for written in &mark.files {
            let (part, path) = (self.part(&written.file), self.dir.join(&written.file));
            fs::rename(&part, &path).map_err(refused(&path, "put in its place"))?;
        }
        for known in &self.earlier.files {
            if mark.files.iter().all(|written| written.file != known.file) {
                // A file that somebody took away already is no error.
                let _ = fs::remove_file(self.dir.join(&known.file));
            }
        }
        let path = self.dir.join(MARK);
        // Strings always serialize.
        let mut json = serde_json::to_string_pretty(&mark).unwrap_or_default();
        json.push('\n');
        fs::write(&path, json).map_err(refused(&path, "written"))?;
        self.published = true;
        Ok(())
    }

    fn part(&self, name: &str) -> PathBuf {
        self.dir.join(format!(".{name}.part"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.published {
            for written in &self.written {
                // What cannot be removed now is overwritten by the next export.
                let _ = fs::remove_file(self.part(&written.file));
            }
        }
    }
}

/// One file that an export is written to.
pub struct Single {
    out: PathBuf,
    part: PathBuf,
}

impl Single {
    /// Looks whether `out` may be written. A workbook or a database may hold a user's own work, so what is there is
    /// replaced only by force.
    pub fn begin(out: &Path, force: bool) -> Result<Self, ExportError> {
        if out.is_dir() || (out.exists() && !force) {
            return Err(ExportError::Exists(out.to_owned()));
        }
        if let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(refused(parent, "made"))?;
        }
        let name = out.file_name().unwrap_or(out.as_os_str());
        let part = out.with_file_name(format!(".{}.part", name.to_string_lossy()));
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(refused(&part, "removed")(error));
            }
            _ => {}
        }
        Ok(Self {
            out: out.to_owned(),
            part,
        })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Puts the file in its place.
    pub fn publish(self) -> Result<(), ExportError> {
        let sync = || File::open(&self.part)?.sync_all();
        sync().map_err(refused(&self.part, "written"))?;
        fs::rename(&self.part, &self.out).map_err(refused(&self.out, "put in its place"))
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        // Gone already where it was published.
        let _ = fs::remove_file(&self.part);
    }
}

fn refused<'p>(path: &'p Path, action: &'static str) -> impl Fn(io::Error) -> ExportError + 'p {
    move |source| ExportError::Io {
        path: path.to_owned(),
        action,
        source,
    }
}

fn hash(path: &Path) -> Result<String, ExportError> {
    let mut hashing = Hashing {
        to: io::sink(),
        hasher: Sha256::new(),
    };
    let mut file = File::open(path).map_err(refused(path, "read"))?;
    io::copy(&mut file, &mut hashing).map_err(refused(path, "read"))?;
    Ok(hex(hashing.hasher))
}

fn hex(hasher: Sha256) -> String {
    let digest = hasher.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Hashing<W> {
    to: W,
    hasher: Sha256,
}

impl Hashing<BufWriter<File>> {
    fn finish(mut self) -> io::Result<String> {
        self.to.flush()?;
        self.to.get_ref().sync_all()?;
        Ok(hex(self.hasher))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
