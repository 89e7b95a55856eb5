//! SOURCE: a file's bytes become a [`Document`]: decoded, repaired text and typed blocks with their places.
//!
//! An adapter knows one form in which documents are published and nothing of what they say.

pub mod archive;
pub mod decode;
pub mod discover;
pub mod firstagenda;
pub mod given;
pub mod html;
pub mod lines;
pub mod markup;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod repair;
pub mod sniff;
pub mod stated;

use crate::problem::{Problem, ProblemCode};
use crate::value::fold::ToLower;
use crate::value::{DocumentId, Span};
use std::path::Path;

/// The forms that are read; one entry each, used by discovery, reading, tables and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// Plain text, in paragraphs or hard-wrapped.
    Text,
    /// Markdown, as OCR and converters write it.
    Markdown,
    /// A saved web page.
    Html,
    /// JSON of the publishing system that most municipalities use.
    FirstAgenda,
    /// PDF with text.
    Pdf,
}

impl SourceFormat {
    /// Every form with the endings of its files.
    pub const ALL: [(Self, &'static [&'static str]); 5] = [
        (Self::Text, &["txt", "text"]),
        (Self::Markdown, &["md", "markdown"]),
        (Self::Html, &["html", "htm", "xhtml"]),
        (Self::FirstAgenda, &["json"]),
        (Self::Pdf, &["pdf"]),
    ];

    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::FirstAgenda => "firstagenda",
        }
    }

    /// The form that a code in the tables names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .map(|(form, _)| *form)
            .find(|form| form.code() == code)
    }

    /// Whether the form has lines of its own, which may be wrapped; else a line is an element.
    #[must_use]
    pub fn has_lines(self) -> bool {
        !matches!(self, Self::Html | Self::FirstAgenda)
    }

    /// How much of a meeting's structure the form keeps; of two documents of a meeting the better one counts.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::FirstAgenda => 3,
            Self::Html => 2,
            Self::Pdf => 1,
            Self::Markdown | Self::Text => 0,
        }
    }

    /// The form that a file ending (without the dot, any case) stands for.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_lower();
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
    /// From a place in the text back to the place in the file; empty where the text is written from elements.
    pub origin: repair::OffsetMap,
    /// What the document states as fields.
    pub stated: Option<stated::StatedMeeting>,
    /// Address that it was fetched from, where known.
    pub address: Option<String>,
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

/// A document's text as an adapter writes it.
#[derive(Debug)]
pub struct Form {
    /// Text and blocks.
    pub page: page::Page,
    /// What the form states as fields.
    pub stated: Option<stated::StatedMeeting>,
    /// Address that the form says it was fetched from.
    pub address: Option<String>,
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

/// Reads a document from the bytes of a file, all in this process; `format` is what the file's ending says, the content decides.
///
/// # Errors
/// [`Rejected`] where the bytes are no text, hold none, or hold no meeting document.
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
    let reject = |problem: Problem| {
        Box::new(Rejected {
            source_path: source_path.to_owned(),
            id: Some(id.clone()),
            problem,
        })
    };
    let mut problems = Vec::new();
    let repaired = text_of(format, bytes, &mut problems).map_err(reject)?;
    let format = sniff::format(format, &repaired.text);
    let form = match format {
        SourceFormat::Html => Some(html::read(&repaired.text).map_err(reject)?),
        SourceFormat::FirstAgenda => Some(firstagenda::read(&repaired.text).map_err(reject)?),
        SourceFormat::Text | SourceFormat::Markdown | SourceFormat::Pdf => None,
    };
    let document = |format, text: String, blocks, origin, stated, address| Document {
        id: id.clone(),
        source_path: source_path.to_owned(),
        format,
        encoding: repaired.encoding,
        repaired_characters: repaired.characters,
        text,
        blocks,
        origin,
        stated,
        address,
        pages: Vec::new(),
        problems,
    };
    match form {
        Some(form) if form.page.blocks.is_empty() => Err(reject(empty())),
        Some(form) => Ok(document(
            format,
            form.page.text,
            form.page.blocks,
            repair::OffsetMap::default(),
            form.stated,
            form.address,
        )),
        None => {
            let blocks = lines::blocks(&repaired.text);
            let format = if lines::looks_like_markdown(&blocks) {
                SourceFormat::Markdown
            } else {
                format
            };
            Ok(document(
                format,
                repaired.text,
                blocks,
                repaired.origin,
                None,
                None,
            ))
        }
    }
}

/// A file's text, decoded and repaired.
struct FileText {
    text: String,
    encoding: &'static str,
    characters: u32,
    origin: repair::OffsetMap,
}

fn text_of(
    format: SourceFormat,
    bytes: &[u8],
    problems: &mut Vec<Problem>,
) -> Result<FileText, Problem> {
    if let Some(what) = sniff::no_document(bytes) {
        return Err(Problem::of_document(
            ProblemCode::NotAMeeting,
            format!("the file is {what}, no text of a meeting"),
        ));
    }
    let declared = format == SourceFormat::Html || sniff::begins_like_html(bytes);
    let decoded = if declared {
        decode::decode_html(bytes)
    } else {
        decode::decode(bytes)
    }
    .map_err(|at| {
        Problem::of_document(
            ProblemCode::Binary,
            format!("byte {at} is no character in UTF-8, UTF-16 or Windows-1252"),
        )
    })?;
    if decoded.guessed {
        problems.push(Problem::of_document(
            ProblemCode::EncodingGuessed,
            format!("read as {}", decoded.encoding),
        ));
    }
    let repaired = repair::repair(decoded.text, decoded.origin);
    if repaired.text.trim().is_empty() {
        return Err(empty());
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
    Ok(FileText {
        text: repaired.text,
        encoding: decoded.encoding,
        characters: repaired.characters,
        origin: repaired.origin,
    })
}

fn empty() -> Problem {
    Problem::of_document(ProblemCode::Empty, "the file holds no text")
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
