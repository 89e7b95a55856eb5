//! The bytes of a PDF become pages of lines, as far as its pages can be read.
//!
//! What can panic, overflow the stack or run for ever happens here; [`super::child`] runs it apart.

use super::glyphs::{self, Caches};
use super::lines::{self, Page};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why nothing of a PDF can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It does not begin as a PDF does.
    NoPdf,
    /// It has no page that can be found.
    Damaged,
    /// It asks for a password.
    Encrypted,
    /// It is encrypted in a way that is not known.
    UnknownEncryption,
    /// It has more pages than are read, and how many are.
    TooManyPages(usize, usize),
    /// Its reader failed.
    Failed(String),
}

/// Characters of all pages together.
const MAX_CHARACTERS: usize = 40_000_000;
/// The mark of a PDF stands within this many bytes of its beginning.
const MARK_REACH: usize = 1024;
/// Stack of the thread that reads.
const STACK: usize = 64 * 1024 * 1024;

/// Whether `bytes` begin as a PDF does.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(MARK_REACH)]
        .windows(5)
        .any(|five| five == b"%PDF-")
}

/// Reads pages from `from` (counted from 0) on, of a document of `most` pages at most; `tell` hears the number of pages, then each page.
///
/// # Errors
/// [`Refusal`] where no page can be read. A page that cannot be read is a [`Page`] that says so.
pub fn pages(
    bytes: Vec<u8>,
    from: usize,
    most: usize,
    tell: &mut (dyn FnMut(Told) + Send),
) -> Result<(), Refusal> {
    if !is_pdf(&bytes) {
        return Err(Refusal::NoPdf);
    }
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                catch_unwind(AssertUnwindSafe(|| read(bytes, from, most, tell)))
            });
        match reading.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(Ok(result))) => result,
            Ok(_) => Err(Refusal::Failed("the reader failed".to_owned())),
            Err(error) => Err(Refusal::Failed(error.to_string())),
        }
    })
}

/// What [`pages`] tells while it reads.
#[derive(Debug, Serialize, Deserialize)]
pub enum Told {
    /// The number of pages of the document.
    Count(usize),
    /// The next page.
    Page(Page),
}

fn read(
    bytes: Vec<u8>,
    from: usize,
    most: usize,
    tell: &mut (dyn FnMut(Told) + Send),
) -> Result<(), Refusal> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Encrypted,
        LoadPdfError::Decryption(_) => Refusal::UnknownEncryption,
        LoadPdfError::Invalid => Refusal::Damaged,
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Refusal::Damaged);
    }
    if count > most {
        return Err(Refusal::TooManyPages(count, most));
    }
    tell(Told::Count(count));
    let caches = Caches::default();
    let mut characters = 0;
    for page in pdf.pages().iter().skip(from) {
        let read = catch_unwind(AssertUnwindSafe(|| {
            lines::page(glyphs::draw(&pdf, page, &caches))
        }));
        let mut read = read.unwrap_or_else(|_| failed("the reader failed on it"));
        characters += length(&read);
        if characters > MAX_CHARACTERS {
            read = failed("the document holds more text than is read");
        }
        tell(Told::Page(read));
    }
    Ok(())
}

/// A page that could not be read.
#[must_use]
pub fn failed(why: &str) -> Page {
    Page {
        failed: Some(why.to_owned()),
        ..Page::default()
    }
}

fn length(page: &Page) -> usize {
    page.lines
        .iter()
        .flat_map(|line| &line.cells)
        .map(|cell| cell.text.len())
        .sum()
}
