//! A theme: the name, logo, accent colours and fonts that an organisation puts on its report, read from a TOML file.
//!
//! Everything is checked here, so that no renderer has to: colours are hex and readable on the page (WCAG AA), the logo
//! is a picture by its bytes, font names hold nothing but letters.

mod colour;

pub use colour::Colour;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Contrast that WCAG 2.2 AA asks of running text (1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;
/// Largest logo, in bytes: a report is mailed around.
pub const LARGEST_LOGO: usize = 256 * 1024;
/// Backgrounds that an accent colour stands on in the light form; `data/report/report.css` uses the same.
pub const LIGHT_GROUNDS: [Colour; 2] = [Colour(0xff, 0xff, 0xff), Colour(0xf4, 0xf5, 0xf6)];
/// Backgrounds that an accent colour stands on in the dark form.
pub const DARK_GROUNDS: [Colour; 2] = [Colour(0x14, 0x17, 0x1a), Colour(0x1e, 0x23, 0x27)];

/// How an organisation wants its reports to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Who hands the report over; stands on top. `None`: nobody is named.
    pub name: Option<String>,
    /// Picture beside the name.
    pub logo: Option<Logo>,
    /// Accent colour on a light page.
    pub light: Colour,
    /// Accent colour on a dark page.
    pub dark: Colour,
    /// Font families, the wanted one first; a generic family follows always.
    pub fonts: Vec<String>,
}

/// A picture that has been looked at: its bytes are what its kind says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    kind: LogoKind,
    bytes: Vec<u8>,
}

/// Kinds of pictures that a logo may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LogoKind {
    Png,
    Jpeg,
    Svg,
}

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// The file or the logo cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A setting of the file cannot be.
    #[error("{path}, line {line}: {cause}")]
    Setting {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        cause: Box<ThemeError>,
    },
    /// The file is no theme.
    #[error(
        "{path} is no theme: {message}\ndata/report/theme.toml is the one that is used without another"
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place.
        message: String,
    },
    /// A colour is not written as `#rrggbb`.
    #[error("{key}: expected a colour such as \"#1d4e6b\", found {found:?}")]
    NoColour {
        /// Key in the file.
        key: &'static str,
        /// What stands there.
        found: String,
    },
    /// A colour cannot be read on the page.
    #[error(
        "{key}: {colour} on {ground} has a contrast of {contrast:.1} to 1; text needs {LEAST_CONTRAST} to 1 (WCAG AA): choose a {wanted} colour"
    )]
    Unreadably {
        /// Key in the file.
        key: &'static str,
        /// The colour.
        colour: Colour,
        /// What it would stand on.
        ground: Colour,
        /// Contrast of the two.
        contrast: f64,
        /// Which way to go: "darker" or "lighter".
        wanted: &'static str,
    },
    /// A font name holds what may not stand in a style sheet.
    #[error("fonts: expected letters, digits, spaces and hyphens, found {0:?}")]
    NoFont(String),
    /// The logo is no picture.
    #[error("logo {0}: expected a PNG, JPEG or SVG picture")]
    NoPicture(PathBuf),
    /// The logo is too large.
    #[error(
        "logo {path}: {bytes} bytes; at most {LARGEST_LOGO} are taken, because every report carries it"
    )]
    LargeLogo {
        /// The picture.
        path: PathBuf,
        /// Its size.
        bytes: usize,
    },
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Option<String>,
    logo: Option<PathBuf>,
    accent_light: Option<String>,
    accent_dark: Option<String>,
    fonts: Option<Vec<String>>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            name: None,
            logo: None,
            light: Colour(0x1a, 0x4f, 0x74),
            dark: Colour(0x8f, 0xc4, 0xe8),
            fonts: ["Segoe UI", "Helvetica Neue", "Liberation Sans", "Arial"]
                .map(String::from)
                .to_vec(),
        }
    }
}

impl ThemeError {
    /// The line (from 1) of the theme's `text` that the error is about.
    fn line(&self, text: &str) -> usize {
        let key = match self {
            Self::NoColour { key, .. } | Self::Unreadably { key, .. } => key,
            Self::NoFont(_) => "fonts",
            _ => "logo",
        };
        let at = text
            .lines()
            .position(|line| line.trim_start().starts_with(key));
        at.map_or(1, |at| at + 1)
    }
}

impl Theme {
    /// Reads the theme in `path`; the logo's path counts from the folder of the file.
    ///
    /// # Errors
    /// Where the file or its logo cannot be read, or what it asks for would make a report that is hard to read.
    pub fn read(path: &Path) -> Result<Self, ThemeError> {
        let text = std::fs::read_to_string(path).map_err(|source| ThemeError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let file: File = toml::from_str(&text).map_err(|error| ThemeError::Malformed {
            path: path.to_owned(),
            message: error.to_string(),
        })?;
        Self::from_file(file, path.parent().unwrap_or(Path::new(""))).map_err(|cause| {
            ThemeError::Setting {
                path: path.to_owned(),
                line: cause.line(&text),
                cause: Box::new(cause),
            }
        })
    }

    fn from_file(file: File, folder: &Path) -> Result<Self, ThemeError> {
        let default = Self::default();
        let logo = file.logo.map(|logo| Logo::read(&folder.join(logo)));
        Ok(Self {
            name: file.name.filter(|name| !name.trim().is_empty()),
            logo: logo.transpose()?,
            light: accent(
                "accent_light",
                file.accent_light,
                default.light,
                LIGHT_GROUNDS,
                "darker",
            )?,
            dark: accent(
                "accent_dark",
                file.accent_dark,
                default.dark,
                DARK_GROUNDS,
                "lighter",
            )?,
            fonts: fonts(file.fonts, default.fonts)?,
        })
    }

    /// The font families as CSS writes them.
    #[must_use]
    pub fn font_stack(&self) -> String {
        let mut stack: String = self
            .fonts
            .iter()
            .map(|font| format!("\"{font}\", "))
            .collect();
        stack.push_str("sans-serif");
        stack
    }
}

impl Logo {
    fn read(path: &Path) -> Result<Self, ThemeError> {
        let bytes = std::fs::read(path).map_err(|source| ThemeError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        if bytes.len() > LARGEST_LOGO {
            return Err(ThemeError::LargeLogo {
                path: path.to_owned(),
                bytes: bytes.len(),
            });
        }
        let kind = LogoKind::of(&bytes).ok_or_else(|| ThemeError::NoPicture(path.to_owned()))?;
        Ok(Self { kind, bytes })
    }

    /// The picture as an address that holds it. As the source of an `<img>` an SVG runs no script and fetches nothing.
    #[must_use]
    pub fn data_address(&self) -> String {
        let kind = match self.kind {
            LogoKind::Png => "png",
            LogoKind::Jpeg => "jpeg",
            LogoKind::Svg => "svg+xml",
        };
        format!("data:image/{kind};base64,{}", STANDARD.encode(&self.bytes))
    }
}

impl LogoKind {
    /// By the first bytes; the ending of a file's name says nothing.
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let is_svg =
            text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
        is_svg.then_some(Self::Svg)
    }
}

fn accent(
    key: &'static str,
    written: Option<String>,
    default: Colour,
    grounds: [Colour; 2],
    wanted: &'static str,
) -> Result<Colour, ThemeError> {
    let Some(written) = written else {
        return Ok(default);
    };
    let colour = Colour::parse(&written).ok_or(ThemeError::NoColour {
        key,
        found: written,
    })?;
    for ground in grounds {
        let contrast = colour.contrast(ground);
        if contrast < LEAST_CONTRAST {
            return Err(ThemeError::Unreadably {
                key,
                colour,
                ground,
                contrast,
                wanted,
            });
        }
    }
    Ok(colour)
}

fn fonts(written: Option<Vec<String>>, default: Vec<String>) -> Result<Vec<String>, ThemeError> {
    let fonts = written.unwrap_or(default);
    let is_name = |font: &String| {
        !font.is_empty()
            && font
                .chars()
                .all(|letter| letter.is_alphanumeric() || " -".contains(letter))
    };
    match fonts.iter().find(|font| !is_name(font)) {
        Some(font) => Err(ThemeError::NoFont(font.clone())),
        None => Ok(fonts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(toml: &str) -> Result<Theme, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        };
        write("picture.bin", b"\x89PNG\r\n\x1a\n....");
        write("drawing.svg", b"<?xml version=\"1.0\"?>\n<svg></svg>");
        write("page.png", b"<html><script>alert(1)</script>");
        write(
            "large.png",
            &[b"\x89PNG\r\n\x1a\n", vec![0; LARGEST_LOGO].as_slice()].concat(),
        );
        write("theme.toml", toml.as_bytes());
        Theme::read(&folder.path().join("theme.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_said_is_the_default_and_the_default_is_readable() {
        assert_eq!(theme("").expect("a theme"), Theme::default());
        let default = Theme::default();
        for (colour, grounds) in [(default.light, LIGHT_GROUNDS), (default.dark, DARK_GROUNDS)] {
            for ground in grounds {
                assert!(
                    colour.contrast(ground) >= LEAST_CONTRAST,
                    "{colour} on {ground}"
                );
            }
        }
    }

    #[test]
    fn the_example_is_the_default_with_a_name() {
        let example = theme(include_str!("../../data/report/theme.toml")).expect("a theme");
        let default = Theme {
            name: Some("KKR Prøveland".to_owned()),
            ..Theme::default()
        };
        assert_eq!(example, default);
    }

    #[test]
    fn what_would_be_unreadable_or_unsafe_is_refused_with_its_cause() {
        for (toml, part) in [
            (
                "accent_light = \"#ffcc00\"",
                "accent_light: #ffcc00 on #ffffff has a contrast of 1.5 to 1",
            ),
            ("accent_dark = \"#203040\"", "choose a lighter colour"),
            ("accent_light = \"red\"", "found \"red\""),
            ("accent_light = \"#12345é\"", "expected a colour"),
            (
                "fonts = [\"Arial\", \"x;}</style>\"]",
                "fonts: expected letters",
            ),
            ("logo = \"page.png\"", "expected a PNG, JPEG or SVG picture"),
            ("logo = \"large.png\"", "bytes; at most"),
            ("logo = \"none.png\"", "cannot read"),
            ("colour = \"#123456\"", "unknown field"),
            ("name = ", "is no theme"),
        ] {
            let error = theme(toml).expect_err(toml);
            assert!(error.contains(part), "{toml}: {error}");
        }
    }

    #[test]
    fn a_logo_is_known_by_its_bytes() {
        for (file, start) in [
            ("picture.bin", "data:image/png;base64,iVBORw0KGgo"),
            ("drawing.svg", "data:image/svg+xml;base64,PD94bWw"),
        ] {
            let theme = theme(&format!("name = \"KKR\"\nlogo = \"{file}\"")).expect(file);
            let address = theme.logo.expect("a logo").data_address();
            assert!(address.starts_with(start), "{address}");
        }
    }
}
