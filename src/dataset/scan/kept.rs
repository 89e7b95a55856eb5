//! Documents that are dear to take out of their files wait in a scratch file between the two passes.

use crate::dataset::pack::{Pack, pack_fields, packed, unpacked};
use crate::problem::{Problem, ProblemCode};
use crate::source::decode::encoding_named;
use crate::source::repair::OffsetMap;
use crate::source::stated::{StatedItem, StatedMeeting};
use crate::source::{Block, BlockKind, Document, SourceFormat};
use crate::value::{DocumentId, Span};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The scratch file. It has no name, so that it is gone with the program, however that ends.
#[derive(Debug)]
pub struct Kept(Mutex<File>);

/// Place of a document in the scratch file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptAt {
    at: u64,
    bytes: usize,
}

impl Kept {
    /// Opens a scratch file in `folder`.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(folder: &Path) -> io::Result<Self> {
        tempfile::tempfile_in(folder).map(Mutex::new).map(Self)
    }

    /// Whether a document of this form is worth keeping: lines of text are read again as quickly as they come back.
    pub fn is_worth(format: SourceFormat) -> bool {
        !matches!(format, SourceFormat::Text | SourceFormat::Markdown)
    }

    /// Keeps a document.
    ///
    /// # Errors
    /// What the file system says.
    pub fn keep(&self, document: &Document) -> io::Result<KeptAt> {
        let bytes = packed(document);
        let mut file = self.file();
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(&bytes)?;
        Ok(KeptAt {
            at,
            bytes: bytes.len(),
        })
    }

    /// The document at a place.
    ///
    /// # Errors
    /// What the file system says, or that the file is damaged.
    pub fn document(&self, place: KeptAt) -> io::Result<Document> {
        let mut bytes = vec![0; place.bytes];
        let mut file = self.file();
        file.seek(SeekFrom::Start(place.at))?;
        file.read_exact(&mut bytes)?;
        drop(file);
        unpacked(&bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// A thread that failed left the file as it is: each use seeks its own place.
    fn file(&self) -> MutexGuard<'_, File> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A problem with its place.
struct Placed(Problem);

impl Pack for Placed {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.code.code().to_owned().pack(to);
        self.0.message.pack(to);
        self.0.span.pack(to);
        self.0.item.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let code = String::unpack(from)?;
        let code = ProblemCode::ALL.iter().find(|known| known.code() == code)?;
        Some(Self(Problem {
            code: *code,
            message: Pack::unpack(from)?,
            span: Pack::unpack(from)?,
            item: Pack::unpack(from)?,
        }))
    }
}

impl Pack for Document {
    fn pack(&self, to: &mut Vec<u8>) {
        to.reserve(self.text.len() * 2);
        self.id.pack(to);
        self.source_path.pack(to);
        self.format.pack(to);
        self.encoding.to_owned().pack(to);
        self.repaired_characters.pack(to);
        self.text.pack(to);
        self.blocks.pack(to);
        self.origin.breaks().to_vec().pack(to);
        self.stated.pack(to);
        self.address.pack(to);
        self.pages.pack(to);
        let problems = self.problems.iter().cloned().map(Placed);
        problems.collect::<Vec<_>>().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            id: DocumentId::unpack(from)?,
            source_path: Pack::unpack(from)?,
            format: Pack::unpack(from)?,
            encoding: encoding_named(&String::unpack(from)?)?,
            repaired_characters: Pack::unpack(from)?,
            text: Pack::unpack(from)?,
            blocks: Pack::unpack(from)?,
            origin: OffsetMap::of_breaks(Pack::unpack(from)?),
            stated: Pack::unpack(from)?,
            address: Pack::unpack(from)?,
            pages: Pack::unpack(from)?,
            problems: Vec::<Placed>::unpack(from)?
                .into_iter()
                .map(|problem| problem.0)
                .collect(),
        })
    }
}

impl Pack for Span {
    fn pack(&self, to: &mut Vec<u8>) {
        self.start.get().pack(to);
        self.len().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let start = usize::unpack(from)?;
        Some(Self::new(start, start.checked_add(usize::unpack(from)?)?))
    }
}

impl Pack for BlockKind {
    fn pack(&self, to: &mut Vec<u8>) {
        let (kind, level): (u8, u8) = match self {
            Self::Heading(level) => (0, *level),
            Self::Bold => (1, 0),
            Self::Paragraph => (2, 0),
            Self::ListPoint => (3, 0),
            Self::TableRow => (4, 0),
            Self::TableRule => (5, 0),
            Self::PageBreak => (6, 0),
            Self::Furniture => (7, 0),
        };
        to.extend([kind, level]);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let [kind, level] = Pack::unpack(from)?;
        Some(match kind {
            0 => Self::Heading(level),
            1 => Self::Bold,
            2 => Self::Paragraph,
            3 => Self::ListPoint,
            4 => Self::TableRow,
            5 => Self::TableRule,
            6 => Self::PageBreak,
            7 => Self::Furniture,
            _ => return None,
        })
    }
}

pack_fields! {
    Block { kind, span, content, gap }
    StatedMeeting { committee, called, begins, place, participants, absent, site, items }
    StatedItem { heading, number, title, case_number, attachments, closed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::read;

    #[test]
    fn documents_come_back_as_they_were() {
        let json = r#"{"Moede": {"Navn": "Referat", "Dato": "2025-01-01T10:00:00"}, "Udvalg": {"Navn": "Byrådet"},
            "Dagsordenpunkter": [{"Punktnummer": "1", "Navn": "Budget", "SagsNummer": "00.30.00-S00-1-25",
            "Felter": [{"Navn": "Sag", "Html": "<p>Tekst</p><table><tr><td>a<td>1</table>"}], "Bilag": [{"Navn": "A"}]}]}"#;
        let html = "<main><h1>Referat</h1><ul><li>en</ul><p><b>Beslutning</b><p>Godkendt – 5 Ã¥r";
        let text = b"Punkt 1: M\xf8de\n\n**Beslutning**\na\tb\n--\t--\n\x0c\nGodkendt, p\xe5 ny";
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::create(folder.path()).unwrap();
        let documents = [
            (SourceFormat::FirstAgenda, json.as_bytes()),
            (SourceFormat::Html, html.as_bytes()),
            (SourceFormat::Text, text.as_slice()),
        ]
        .map(|(format, bytes)| {
            let document = read("a", format, bytes).unwrap();
            assert_eq!(document.format, format);
            (kept.keep(&document).unwrap(), document)
        });
        for (place, document) in documents.iter().rev() {
            let back = kept.document(*place).unwrap();
            assert_eq!(format!("{back:?}"), format!("{document:?}"));
        }
    }

    #[test]
    fn what_is_cut_off_is_no_document() {
        let document = read("a", SourceFormat::Text, "Punkt 1: Budget\n".as_bytes()).unwrap();
        let bytes = packed(&document);
        for short in 0..bytes.len() {
            assert!(unpacked::<Document>(&bytes[..short]).is_none(), "{short}");
        }
    }
}
