//! The package: parts in a zip archive whose bytes depend on the parts alone.

use super::DocxError;
use std::io::Write;

/// A part: its name in the package, its bytes.
pub struct Part {
    /// Name, such as `word/document.xml`.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

impl Part {
    /// A part of text.
    pub fn text(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            bytes: text.into_bytes(),
        }
    }
}

/// The archive; no part has a time.
pub fn zipped(parts: &[Part]) -> Result<Vec<u8>, DocxError> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for part in parts {
        let (mut entry, config) = archive
            .new_file(part.name.as_str())
            .compression_method(rawzip::CompressionMethod::DEFLATE)
            .start()?;
        let level = flate2::Compression::default();
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, level));
        writer.write_all(&part.bytes)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()?;
    Ok(out)
}
