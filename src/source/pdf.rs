//! A PDF with text becomes a [`Document`]: paragraphs, headings and rows of tables, each with its page.
//!
//! The steps: [`glyphs`] (what is drawn where), [`lines`] and [`table`] (what stands together on a page),
//! [`furniture`] (what belongs to the page), [`paragraphs`] (text and blocks). The first two run in a process of
//! their own ([`child`]) where a program is named that can be one.

mod bold;
pub mod child;
pub mod extract;
mod furniture;
mod glyphs;
mod lines;
mod paragraphs;
mod table;

use super::limits::Limits;
use super::{Document, Means, Rejected, SourceFormat, repair};
use crate::problem::{Problem, ProblemCode};
use crate::value::DocumentId;
use extract::{Refusal, Told};
use lines::Page;

/// Reads a PDF, in a child of the program where one is given, else in this process.
///
/// # Errors
/// [`Rejected`] where the file is no PDF, is encrypted, holds no text, or its reader failed.
pub fn read(source_path: &str, bytes: &[u8], means: &Means<'_>) -> Result<Document, Box<Rejected>> {
    let id = DocumentId::of(bytes);
    let read = match means.program {
        Some(program) => child::pages(program, bytes, means.limits),
        None => in_process(bytes, means.limits),
    };
    let document = read
        .map_err(|refusal| problem(&refusal))
        .and_then(|pages| document(source_path, id.clone(), &pages));
    document.map_err(|problem| {
        Box::new(Rejected {
            source_path: source_path.to_owned(),
            id: Some(id),
            problem,
        })
    })
}

fn in_process(bytes: &[u8], limits: Limits) -> Result<Vec<Page>, Refusal> {
    let mut found = Vec::new();
    extract::pages(bytes.to_vec(), 0, limits.pages, &mut |told| {
        if let Told::Page(page) = told {
            found.push(page);
        }
    })?;
    Ok(found)
}

fn problem(refusal: &Refusal) -> Problem {
    let (code, message) = match refusal {
        Refusal::NoPdf => (
            ProblemCode::PdfDamaged,
            "the file is called a PDF but does not begin as one (%PDF-)".to_owned(),
        ),
        Refusal::Damaged => (
            ProblemCode::PdfDamaged,
            "no page was found in the file; it may have been cut off".to_owned(),
        ),
        Refusal::Encrypted => (
            ProblemCode::PdfEncrypted,
            "the file can be opened with a password only".to_owned(),
        ),
        Refusal::UnknownEncryption => (
            ProblemCode::PdfEncrypted,
            "the file is encrypted in a way that is not known".to_owned(),
        ),
        Refusal::TooManyPages(count, limit) => (
            ProblemCode::PdfLimit,
            format!("the file has {count} pages; the limit is {limit}"),
        ),
        Refusal::Failed(why) => (
            ProblemCode::PdfLimit,
            format!("no page could be read: {why}"),
        ),
    };
    Problem::of_document(code, message)
}

fn document(source_path: &str, id: DocumentId, pages: &[Page]) -> Result<Document, Problem> {
    let composed = paragraphs::compose(pages);
    if composed.text.trim().is_empty() {
        let pictured = pages.iter().filter(|page| page.pictured).count();
        let failed = pages.iter().filter(|page| page.failed.is_some()).count();
        return Err(Problem::of_document(
            ProblemCode::PdfNoText,
            format!(
                "{} pages without text ({pictured} with pictures, {failed} unreadable)",
                pages.len()
            ),
        ));
    }
    let mut problems: Vec<Problem> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        if let Some(why) = unread(page) {
            problems.push(Problem::of_document(
                ProblemCode::PageUnread,
                format!("page {}: {why}", at + 1),
            ));
        }
    }
    Ok(Document {
        id,
        source_path: source_path.to_owned(),
        format: SourceFormat::Pdf,
        encoding: "PDF",
        repaired_characters: 0,
        text: composed.text,
        blocks: composed.blocks,
        origin: repair::OffsetMap::default(),
        pages: composed.pages,
        stated: None,
        address: None,
        problems,
    })
}

/// What of a page is not in the text, if anything.
fn unread(page: &Page) -> Option<String> {
    if let Some(why) = &page.failed {
        return Some(why.clone());
    }
    let text: usize = page
        .lines
        .iter()
        .filter(|line| !line.artefact)
        .map(|line| line.words("").chars().count())
        .sum();
    if page.unknown > 0 && page.unknown * 50 >= text {
        return Some(format!(
            "{} of {text} characters are shown, but the file does not say which they are",
            page.unknown
        ));
    }
    (page.pictured && text < 20).then(|| "it holds a picture and no text".to_owned())
}
