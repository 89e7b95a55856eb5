//! Bytes become text: by byte order mark, by content, and only then by assumption.

use super::repair::OffsetMap;
use crate::value::fold::ToLower;

/// Text decoded from bytes.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// Whether the encoding was assumed rather than seen.
    pub guessed: bool,
    /// From the text back to the bytes.
    pub origin: OffsetMap,
}

/// The characters of Windows-1252 at 0x80..0xA0 (`\0` where the code page has none).
/// Source: Unicode Consortium, `CP1252.TXT`.
pub(super) const CP1252_HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Decodes `bytes`.
///
/// # Errors
/// The first byte that is no text in any of the encodings.
pub fn decode(bytes: &[u8]) -> Result<Decoded, usize> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return utf8(rest, 3).map_err(|at| at + 3);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Ok(utf16(rest, 2, "UTF-16LE", u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Ok(utf16(rest, 2, "UTF-16BE", u16::from_be_bytes));
    }
    match utf8(bytes, 0) {
        Ok(decoded) => Ok(decoded),
        Err(_) => windows_1252(bytes),
    }
}

/// Decodes a web page: as [`decode`], but what is no UTF-8 is read in the encoding that the page declares.
///
/// # Errors
/// The first byte that is no text.
pub fn decode_html(bytes: &[u8]) -> Result<Decoded, usize> {
    // Without a byte order mark, "<" with a NUL beside it is UTF-16.
    match bytes {
        [b'<', 0, ..] => return Ok(utf16(bytes, 0, "UTF-16LE", u16::from_le_bytes)),
        [0, b'<', ..] => return Ok(utf16(bytes, 0, "UTF-16BE", u16::from_be_bytes)),
        _ => {}
    }
    let marked = bytes.starts_with(&[0xef, 0xbb, 0xbf])
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff]);
    let declared = declared(bytes).filter(|_| !marked && std::str::from_utf8(bytes).is_err());
    let Some(encoding) = declared else {
        return decode(bytes);
    };
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    match binary(&text) {
        Some(at) => Err(at),
        None => Ok(Decoded {
            text,
            encoding: encoding.name(),
            guessed: false,
            origin: OffsetMap::default(),
        }),
    }
}

/// The encoding that [`Decoded::encoding`] calls `name`, or "PDF".
#[must_use]
pub fn encoding_named(name: &str) -> Option<&'static str> {
    match name {
        "PDF" => Some("PDF"),
        _ => Some(encoding_rs::Encoding::for_label(name.as_bytes())?.name()),
    }
}

/// How far into a page its encoding may be declared, in bytes.
const DECLARED_WITHIN: usize = 4096;

/// The encoding after "charset=" or in an XML declaration. A page that declares UTF-8 or UTF-16 in ASCII and is
/// neither declares nothing.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_lower();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| head.find(key).map(|at| at + key.len()))?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | ':'))
        .collect();
    encoding_rs::Encoding::for_label(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible() && *encoding != encoding_rs::UTF_8)
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<Decoded, usize> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())?;
    if let Some(at) = binary(text) {
        return Err(at);
    }
    let mut origin = OffsetMap::default();
    origin.push(0, skipped);
    Ok(Decoded {
        text: text.to_owned(),
        encoding: "UTF-8",
        guessed: false,
        origin,
    })
}

/// The first byte of a character that no text has: a NUL or another control character than
/// tab, line end, form feed and the C1 range (which badly decoded text does have).
fn binary(text: &str) -> Option<usize> {
    let control = |byte: u8| byte < 0x20 && !(b'\t'..=b'\r').contains(&byte);
    // Looking at all of them without a way out is what a processor does several bytes at a time.
    let any = text.bytes().fold(false, |any, byte| any | control(byte));
    any.then(|| text.bytes().position(control)).flatten()
}

fn utf16(
    bytes: &[u8],
    skipped: usize,
    encoding: &'static str,
    unit: fn([u8; 2]) -> u16,
) -> Decoded {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    let mut origin = OffsetMap::default();
    let mut source = skipped;
    for char in char::decode_utf16(units) {
        origin.push(text.len(), source);
        let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
        source += char.len_utf16() * 2;
        text.push(char);
    }
    Decoded {
        text,
        encoding,
        guessed: false,
        origin,
    }
}

fn windows_1252(bytes: &[u8]) -> Result<Decoded, usize> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut origin = OffsetMap::default();
    for (at, byte) in bytes.iter().copied().enumerate() {
        let char = match byte {
            0x80..=0x9f => CP1252_HIGH[usize::from(byte) - 0x80],
            _ => char::from(byte),
        };
        if char == '\0' || binary(char.encode_utf8(&mut [0; 4])).is_some() {
            return Err(at);
        }
        if !char.is_ascii() {
            origin.push(text.len(), at);
            origin.push(text.len() + char.len_utf8(), at + 1);
        }
        text.push(char);
    }
    Ok(Decoded {
        text,
        encoding: "windows-1252",
        guessed: true,
        origin,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        for (bytes, encoding, want) in [
            (
                "Beslutning på".as_bytes().to_vec(),
                "UTF-8",
                "Beslutning på",
            ),
            (
                [b"\xef\xbb\xbf".as_slice(), "æ".as_bytes()].concat(),
                "UTF-8",
                "æ",
            ),
            (b"p\xe5 \x96 m\xf8de".to_vec(), "windows-1252", "på – møde"),
            (b"\xff\xfe\xe6\x00!\x00".to_vec(), "UTF-16LE", "æ!"),
            (b"\xfe\xff\x00\xe6\x00!".to_vec(), "UTF-16BE", "æ!"),
        ] {
            let decoded = decode(&bytes).unwrap_or_else(|at| panic!("{want}: byte {at}"));
            assert_eq!((decoded.text.as_str(), decoded.encoding), (want, encoding));
        }
        assert_eq!(decode(b"%PDF\x00\x01").err(), Some(4));
    }

    #[test]
    fn encodings_of_pages() {
        let meta = |charset: &str| format!("<html><meta charset=\"{charset}\">");
        let page = |charset: &str, rest: &[u8]| [meta(charset).as_bytes(), rest].concat();
        for (bytes, encoding, ending) in [
            (page("iso-8859-1", b"p\xe5"), "windows-1252", "på"),
            (page("ISO-8859-15", b"\xa4 p\xe5"), "ISO-8859-15", "€ på"),
            // What the bytes are counts more than what a saved page still declares.
            (page("iso-8859-1", "på".as_bytes()), "UTF-8", "på"),
            (page("utf-8", b"p\xe5"), "windows-1252", "på"),
            (b"<\x00h\x00>\x00\xe5\x00".to_vec(), "UTF-16LE", "å"),
        ] {
            let decoded = decode_html(&bytes).unwrap_or_else(|at| panic!("{encoding}: byte {at}"));
            assert_eq!(decoded.encoding, encoding, "{ending}");
            assert!(
                decoded.text.ends_with(ending),
                "{encoding}: {}",
                decoded.text
            );
        }
    }

    #[test]
    fn places_lead_back_to_the_bytes() {
        let decoded = decode(b"p\xe5 m\xf8de").unwrap_or_else(|at| panic!("byte {at}"));
        let at = decoded.text.find("de").unwrap_or_default();
        assert_eq!(decoded.origin.source(at), 5);
    }
}
