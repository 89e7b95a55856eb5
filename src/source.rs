//! SOURCE: a file's bytes become a [`Document`]: decoded, repaired text and typed blocks with their places.
//!
//! An adapter knows one form in which documents are published and nothing of what they say.

pub mod decode;
pub mod discover;
pub mod lines;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod repair;

use crate::problem::{Problem, ProblemCode};
use crate::value::{DocumentId, Span};
use std::path::Path;

/// The forms that are read; one entry each, used by discovery, reading, tables and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// Plain text, in paragraphs or hard-wrapped.
    Text,
    /// Markdown, as OCR and converters write it.
    Markdown,
    /// PDF with text.
    Pdf,
}

impl SourceFormat {
    /// Every form with the endings of its files.
    pub const ALL: [(Self, &'static [&'static str]); 3] = [
        (Self::Text, &["txt", "text"]),
        (Self::Markdown, &["md", "markdown"]),
        (Self::Pdf, &["pdf"]),
    ];

    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Pdf => "pdf",
        }
    }

    /// The form that a file ending (without the dot, any case) stands for.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_lowercase();
        Self::ALL
            .iter()
            .find(|(_, endings)| endings.contains(&ending.as_str()))
            .map(|(form, _)| *form)
    }
}

/// A document as read from its file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Id, from the file's bytes.
    pub id: DocumentId,
    /// Path relative to the input root, with forward slashes.
    pub source_path: String,
    /// The form that was recognised in the content; a `.txt` may hold markdown.
    pub format: SourceFormat,
    /// Name of the character encoding.
    pub encoding: &'static str,
    /// Characters put right.
    pub repaired_characters: u32,
    /// The text that every span of this document counts in.
    pub text: String,
    /// The text's lines or elements; together they hold each non-blank character.
    pub blocks: Vec<Block>,
    /// From a place in the text back to the place in the file.
    pub origin: repair::OffsetMap,
    /// The page (from 1) that each block of a paged form begins on, by place; empty for other forms.
    pub pages: Vec<(Span, u32)>,
    /// What was seen while reading.
    pub problems: Vec<Problem>,
}

/// A line of text, or an element of a richer form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What its marks say it is.
    pub kind: BlockKind,
    /// The whole block with its marks, without the line end.
    pub span: Span,
    /// The words alone: without `#`, `**` at both ends, list marks and surrounding space.
    pub content: Span,
    /// Blank lines before it; 0 where the paragraph goes on.
    pub gap: u8,
}

/// What a block's marks say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of a level (1 the highest). Levels in OCR output are unreliable.
    Heading(u8),
    /// A line that is bold as a whole.
    Bold,
    /// A line of a paragraph.
    Paragraph,
    /// A point of a list ("- ", "• "); a numbered line is a paragraph, because its number is content.
    ListPoint,
    /// A row of a table (cells by tabs or pipes).
    TableRow,
    /// The rule under a table's header.
    TableRule,
    /// A form feed or a rule between pages.
    PageBreak,
    /// A running head, a running foot or a page number, known by its place on the page.
    Furniture,
}

/// Why a file did not become a document.
#[derive(Debug, thiserror::Error)]
#[error("{source_path}: {}", problem.message)]
pub struct Rejected {
    /// Path relative to the input root.
    pub source_path: String,
    /// Id, where the bytes could be read.
    pub id: Option<DocumentId>,
    /// The reason, as a row of `problems`.
    pub problem: Problem,
}

impl Document {
    /// The page (from 1) of the block at `place`, where the form has pages.
    #[must_use]
    pub fn page_at(&self, place: Span) -> Option<u32> {
        let behind = self
            .pages
            .partition_point(|(span, _)| span.start <= place.start);
        Some(self.pages.get(behind.checked_sub(1)?)?.1)
    }
}

/// Reads a document from the bytes of a file, all in this process.
///
/// # Errors
/// [`Rejected`] where the bytes are no text or hold none.
pub fn read(
    source_path: &str,
    format: SourceFormat,
    bytes: &[u8],
) -> Result<Document, Box<Rejected>> {
    read_with(source_path, format, bytes, None)
}

/// Reads a document from the bytes of a file; PDFs in a child process of `program`, which is this program.
///
/// # Errors
/// [`Rejected`] where the bytes are no text or hold none.
pub fn read_with(
    source_path: &str,
    format: SourceFormat,
    bytes: &[u8],
    program: Option<&Path>,
) -> Result<Document, Box<Rejected>> {
    if format == SourceFormat::Pdf || bytes.starts_with(b"%PDF-") {
        return read_pdf(source_path, bytes, program);
    }
    let id = DocumentId::of(bytes);
    let reject = |code: ProblemCode, message: String| {
        Box::new(Rejected {
            source_path: source_path.to_owned(),
            id: Some(id.clone()),
            problem: Problem::of_document(code, message),
        })
    };
    let decoded = decode::decode(bytes).map_err(|at| {
        reject(
            ProblemCode::Binary,
            format!("byte {at} is no character in UTF-8, UTF-16 or Windows-1252"),
        )
    })?;
    let mut problems = Vec::new();
    if decoded.guessed {
        problems.push(Problem::of_document(
            ProblemCode::EncodingGuessed,
            format!("read as {}", decoded.encoding),
        ));
    }
    let repaired = repair::repair(decoded.text, decoded.origin);
    if repaired.text.trim().is_empty() {
        return Err(reject(
            ProblemCode::Empty,
            "the file holds no text".to_owned(),
        ));
    }
    if repaired.characters > 0 {
        problems.push(Problem {
            span: repaired.first,
            ..Problem::of_document(
                ProblemCode::Mojibake,
                format!("{} characters were put right", repaired.characters),
            )
        });
    }
    let blocks = lines::blocks(&repaired.text);
    let format = match format {
        SourceFormat::Text if lines::looks_like_markdown(&blocks) => SourceFormat::Markdown,
        format => format,
    };
    Ok(Document {
        id,
        source_path: source_path.to_owned(),
        format,
        encoding: decoded.encoding,
        repaired_characters: repaired.characters,
        text: repaired.text,
        blocks,
        origin: repaired.origin,
        pages: Vec::new(),
        problems,
    })
}

#[cfg(feature = "pdf")]
fn read_pdf(
    source_path: &str,
    bytes: &[u8],
    program: Option<&Path>,
) -> Result<Document, Box<Rejected>> {
    pdf::read(source_path, bytes, program)
}

#[cfg(not(feature = "pdf"))]
fn read_pdf(source_path: &str, bytes: &[u8], _: Option<&Path>) -> Result<Document, Box<Rejected>> {
    Err(Box::new(Rejected {
        source_path: source_path.to_owned(),
        id: Some(DocumentId::of(bytes)),
        problem: Problem::of_document(
            ProblemCode::Binary,
            "the program was built without the reader of PDFs (feature `pdf`)",
        ),
    }))
}
