//! A page's drawing instructions become glyphs and rules with their places; nothing is read together yet.
//!
//! Places are in points, from the upper left corner of the page as it is shown.

use super::bold::BoldFonts;
use hayro_font::FontCache;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

/// One character with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// What it stands for.
    pub char: char,
    /// Left end.
    pub x: f32,
    /// Base line.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Size of the font.
    pub size: f32,
    /// Whether the font is a bold one.
    pub bold: bool,
    /// Whether the page's maker marks it as belonging to the page.
    pub artefact: bool,
}

/// A straight line, upright or level, as tables have them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Left end.
    pub x0: f32,
    /// Upper end.
    pub y0: f32,
    /// Right end.
    pub x1: f32,
    /// Lower end.
    pub y1: f32,
}

/// What is drawn on a page.
#[derive(Debug, Default)]
pub struct Drawing {
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
    /// Its characters, in the order of drawing.
    pub glyphs: Vec<Glyph>,
    /// Characters that stand askew, in the order of drawing.
    pub askew: String,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Pictures.
    pub images: usize,
    /// Glyphs that stand for no character.
    pub unknown: usize,
    /// Whether a limit cut the page short.
    pub cut: bool,
}

/// Glyphs of one page; a page of print has 5,000.
const MAX_GLYPHS: usize = 400_000;
/// Rules of one page.
const MAX_RULES: usize = 40_000;

/// Draws `page` on paper that remembers.
pub fn draw<'a>(pdf: &'a Pdf, page: &Page<'a>, caches: &Caches<'a>) -> Drawing {
    let (width, height) = page.render_dimensions();
    let settings = InterpreterSettings::default();
    let mut paper = Paper {
        drawing: Drawing {
            width,
            height,
            ..Drawing::default()
        },
        marked: Vec::new(),
        bold: BoldFonts::of(page.resources(), &caches.fonts, &settings),
    };
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        bounds,
        &caches.interpreter,
        pdf.xref(),
        settings,
    );
    interpret_page(page, &mut context, &mut paper);
    paper.drawing
}

/// What is read once for all pages.
#[derive(Default)]
pub struct Caches<'a> {
    interpreter: InterpreterCache<'a>,
    fonts: FontCache<'a>,
}

struct Paper<'a> {
    drawing: Drawing,
    /// The bold fonts of the page.
    bold: BoldFonts<'a>,
    /// The open marked contents; whether each is an artefact.
    marked: Vec<bool>,
}

impl Paper<'_> {
    fn glyph(&mut self, glyph: &Drawn<'_>, place: Affine, bold: bool) {
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(type3) => type3.advance_width(),
        };
        let origin = place * Point::ZERO;
        let along = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0) - origin;
        let up = place * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let known = [origin.x, origin.y, along.x, size]
            .iter()
            .all(|value| value.is_finite());
        if !known || self.drawing.glyphs.len() >= MAX_GLYPHS {
            self.drawing.cut |= known;
            return;
        }
        let words = match glyph.as_unicode() {
            Some(BfString::Char(char)) => plain(char),
            Some(BfString::String(words)) => words.chars().flat_map(plain).collect(),
            None => {
                self.drawing.unknown += 1;
                vec!['\u{fffd}']
            }
        };
        // Level and to the right, or upright text would be read across lines.
        if along.x < 0.0 || along.y.abs() > 0.1 * along.x.abs() + 0.01 || up.y > 0.0 {
            self.drawing.askew.extend(&words);
            return;
        }
        let share = along.x / words.len().max(1) as f64;
        for (at, char) in words.iter().enumerate() {
            self.drawing.glyphs.push(Glyph {
                char: *char,
                x: (origin.x + share * at as f64) as f32,
                y: origin.y as f32,
                width: share as f32,
                size: size as f32,
                bold,
                artefact: self.marked.contains(&true),
            });
        }
    }

    fn rule(&mut self, from: Point, to: Point) {
        let all = [from.x, from.y, to.x, to.y];
        let straight = (from.x - to.x).abs() < 1.0 || (from.y - to.y).abs() < 1.0;
        let long = (from - to).hypot() >= 4.0;
        if !straight || !long || !all.iter().all(|value| value.is_finite()) {
            return;
        }
        if self.drawing.rules.len() >= MAX_RULES {
            self.drawing.cut = true;
            return;
        }
        self.drawing.rules.push(Rule {
            x0: from.x.min(to.x) as f32,
            y0: from.y.min(to.y) as f32,
            x1: from.x.max(to.x) as f32,
            y1: from.y.max(to.y) as f32,
        });
    }

    /// The four sides of a box; a box as thin as a line is a line.
    fn sides(&mut self, shown: Rect, filled: bool) {
        let thin = shown.width() <= 2.5 || shown.height() <= 2.5;
        if thin {
            let middle = shown.center();
            if shown.width() >= shown.height() {
                self.rule(
                    Point::new(shown.x0, middle.y),
                    Point::new(shown.x1, middle.y),
                );
            } else {
                self.rule(
                    Point::new(middle.x, shown.y0),
                    Point::new(middle.x, shown.y1),
                );
            }
        } else if !filled {
            for y in [shown.y0, shown.y1] {
                self.rule(Point::new(shown.x0, y), Point::new(shown.x1, y));
            }
            for x in [shown.x0, shown.x1] {
                self.rule(Point::new(x, shown.y0), Point::new(x, shown.y1));
            }
        }
    }
}

impl Device<'_> for Paper<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        let filled = matches!(mode, DrawMode::Fill(_));
        let mut points: Vec<Point> = Vec::new();
        for element in path.elements().iter().take(4096) {
            match element {
                PathEl::MoveTo(point) => {
                    self.part(&points, filled, props.transform);
                    points = vec![*point];
                }
                PathEl::LineTo(point) => points.push(*point),
                PathEl::ClosePath => points.extend(points.first().copied()),
                // A curve is no rule of a table.
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => points.clear(),
            }
        }
        self.part(&points, filled, props.transform);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'_>, mode: &DrawMode) {
        let shown = props.transform.transform_rect_bbox(*rect);
        self.sides(shown, matches!(mode, DrawMode::Fill(_)));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        // Filled and stroked text is drawn twice.
        let bold = run
            .glyphs()
            .first()
            .is_some_and(|glyph| self.bold.hold(glyph));
        let again = matches!(mode, DrawMode::Stroke(_)) && self.repeats(run, props.transform);
        if !again {
            for glyph in run.glyphs() {
                self.glyph(glyph, props.transform * glyph.transform(), bold);
            }
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.drawing.images += 1;
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        self.marked.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Paper<'_> {
    /// One part of a path: a box, or lines.
    fn part(&mut self, points: &[Point], filled: bool, transform: Affine) {
        let shown: Vec<Point> = points.iter().map(|point| transform * *point).collect();
        if filled {
            if let [first, rest @ ..] = shown.as_slice()
                && rest.len() >= 3
            {
                let bounds = rest
                    .iter()
                    .fold(Rect::from_points(*first, *first), |all, point| {
                        all.union_pt(*point)
                    });
                self.sides(bounds, true);
            }
            return;
        }
        for pair in shown.windows(2) {
            self.rule(pair[0], pair[1]);
        }
    }

    /// Whether the last glyph drawn stands where the last one of `run` would.
    fn repeats(&self, run: &GlyphRun<'_, '_>, transform: Affine) -> bool {
        let (Some(last), Some(next)) = (self.drawing.glyphs.last(), run.glyphs().last()) else {
            return false;
        };
        let place = transform * next.transform() * Point::ZERO;
        let near = |a: f32, b: f64| (f64::from(a) - b).abs() < f64::from(last.size) * 0.1;
        near(last.x, place.x) && near(last.y, place.y)
    }
}

/// A character as text has it: ligatures parted, blanks of all kinds as one, marks of lists as `•`.
fn plain(char: char) -> Vec<char> {
    match char {
        '\u{fb00}' => vec!['f', 'f'],
        '\u{fb01}' => vec!['f', 'i'],
        '\u{fb02}' => vec!['f', 'l'],
        '\u{fb03}' => vec!['f', 'f', 'i'],
        '\u{fb04}' => vec!['f', 'f', 'l'],
        '\u{fb05}' | '\u{fb06}' => vec!['s', 't'],
        // Symbol and Wingdings keep their signs in the private area.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f06e}' | '\u{25cf}' | '\u{25a0}' | '\u{e00c}' => vec!['•'],
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{a0}'
        | '\u{2000}'..='\u{200b}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{feff}' => vec![' '],
        char => vec![char],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_made_plain() {
        for (char, want) in [
            ('ﬁ', "fi"),
            ('\u{fb04}', "ffl"),
            ('\u{a0}', " "),
            ('\u{7}', " "),
            ('\u{f0b7}', "•"),
            ('æ', "æ"),
            ('–', "–"),
        ] {
            assert_eq!(
                plain(char).into_iter().collect::<String>(),
                want,
                "{char:?}"
            );
        }
    }
}
