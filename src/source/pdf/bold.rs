//! Which glyphs are bold: a glyph knows its font's program, and the page's resources know which programs are.

use crate::value::fold::ToLower;
use hayro_font::{Font, FontCache, FontGlyph, GlyphId};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Stream};
use hayro_interpret::hayro_syntax::page::Resources;

/// Fonts of one page; more are a fault or a trick.
const MAX_FONTS: usize = 200;

/// The bold fonts of a page.
#[derive(Default)]
pub struct BoldFonts<'a>(Vec<Font<'a>>);

impl<'a> BoldFonts<'a> {
    /// Looks through the fonts of a page and of the forms it shows.
    #[must_use]
    pub fn of(
        resources: &Resources<'a>,
        cache: &FontCache<'a>,
        settings: &InterpreterSettings,
    ) -> Self {
        let mut dicts = fonts(&resources.fonts);
        for name in resources.x_objects.keys().take(MAX_FONTS) {
            let form = resources.x_objects.get::<Stream<'_>>(&*name);
            if let Some(own) = form.and_then(|form| form.dict().get::<Dict<'_>>("Resources")) {
                dicts.extend(fonts(&Resources::new(own).fonts));
            }
        }
        let bold = dicts
            .iter()
            .filter(|dict| is_bold(dict))
            .take(MAX_FONTS)
            .filter_map(|dict| cache.font(dict, &settings.font_resolver, &settings.cmap_resolver));
        Self(bold.collect())
    }

    /// Whether `glyph` is of one of these fonts.
    #[must_use]
    pub fn hold(&self, glyph: &Glyph<'_>) -> bool {
        let Glyph::Outline(outline) = glyph else {
            return false;
        };
        let (id, code) = (
            GlyphId::new(outline.glyph_id().to_u32()),
            outline.char_code(),
        );
        self.0.iter().any(|font| match font.glyph(id, code) {
            FontGlyph::Outline(own) => own.identifier() == outline.identifier(),
            FontGlyph::Type3(_) => false,
        })
    }
}

fn fonts<'a>(fonts: &Dict<'a>) -> Vec<Dict<'a>> {
    fonts
        .keys()
        .take(MAX_FONTS)
        .filter_map(|name| fonts.get::<Dict<'_>>(&*name))
        .collect()
}

/// Whether a font's name, weight or flags say that it is bold.
fn is_bold(font: &Dict<'_>) -> bool {
    let named = font
        .get::<Name<'_>>("BaseFont")
        .is_some_and(|name| says_bold(name.as_str()));
    let descendant = || {
        font.get::<hayro_interpret::hayro_syntax::object::Array<'_>>("DescendantFonts")?
            .iter::<Dict<'_>>()
            .next()
    };
    let descriptor = font
        .get::<Dict<'_>>("FontDescriptor")
        .or_else(|| descendant()?.get("FontDescriptor"));
    named
        || descriptor.is_some_and(|descriptor| {
            const FORCE_BOLD: u32 = 1 << 18;
            descriptor
                .get::<u32>("FontWeight")
                .is_some_and(|weight| weight >= 600)
                || descriptor
                    .get::<u32>("Flags")
                    .is_some_and(|flags| flags & FORCE_BOLD != 0)
        })
}

fn says_bold(name: &str) -> bool {
    let name = name.to_lower();
    ["bold", "black", "heavy", "demi"]
        .iter()
        .any(|word| name.contains(word))
}
