//! A laid out chart as SVG: everything escaped, ids made of the chart's own.

use super::Colours;
use super::measure::Weight;
use super::scene::{Anchor, Fill, Ink, Label, Look, Mark, Scene, Shape};
use crate::report::model::Chart;
use crate::report::palette;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const FONTS: &str =
    "'Open Sans', 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

/// `scene` as an `<svg>` element whose ids end in `suffix`.
pub fn svg(scene: &Scene, chart: &Chart, suffix: &str, colours: Colours) -> String {
    part(scene, [0.0, scene.height], chart, suffix, colours)
}

/// The part of `scene` from one height to another.
pub fn part(
    scene: &Scene,
    view: [f64; 2],
    chart: &Chart,
    suffix: &str,
    colours: Colours,
) -> String {
    let mut writer = Writer {
        out: String::new(),
        id: format!("{}{suffix}", name(&chart.id)),
        colours,
        view,
    };
    writer.open(scene, chart);
    writer.patterns(scene);
    writer.halo();
    for mark in &scene.marks {
        writer.mark(mark);
    }
    writer.out.push_str("</g></svg>");
    writer.out
}

struct Writer {
    out: String,
    id: String,
    colours: Colours,
    /// What is seen: from this height to that.
    view: [f64; 2],
}

impl Writer {
    fn add(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing into a string cannot fail.
        let _ = self.out.write_fmt(words);
    }

    fn open(&mut self, scene: &Scene, chart: &Chart) {
        let id = self.id.clone();
        // What is inside an image is hidden from screen readers, so a chart with links is a group.
        let has_links = scene.marks.iter().any(|mark| self.is_link(mark));
        let role = if has_links { "group" } else { "img" };
        let [top, bottom] = self.view;
        let (wide, top, tall) = (px(scene.width), px(top), px(bottom - top));
        self.add(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 {top} {wide} {tall}\" width=\"{wide}\" height=\"{tall}\" \
             role=\"{role}\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" font-family=\"{FONTS}\">"
        ));
        self.add(format_args!(
            "<title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            escape(&chart.title),
            escape(&chart.alternative)
        ));
        if self.colours == Colours::Fixed {
            let ground = palette::LIGHT.ground;
            self.add(format_args!(
                "<rect y=\"{top}\" width=\"{wide}\" height=\"{tall}\" fill=\"{ground}\"/>"
            ));
        }
    }

    fn is_link(&self, mark: &Mark) -> bool {
        self.colours == Colours::Css && mark.evidence.is_some()
    }

    fn patterns(&mut self, scene: &Scene) {
        let fills = scene.marks.iter().flat_map(|mark| &mark.shapes);
        let used: BTreeSet<Fill> = fills
            .filter_map(|shape| match shape {
                Shape::Bar { fill, .. } | Shape::Dot { fill, .. } => Some(*fill),
                Shape::Line { .. } => None,
            })
            .filter(|fill| matches!(fill.look, Look::Striped | Look::Dotted))
            .collect();
        if used.is_empty() {
            return;
        }
        self.out.push_str("<defs>");
        for fill in used {
            let (id, ground, colour) =
                (self.pattern(fill), self.ground(), self.colour(fill.colour));
            let drawn = if fill.look == Look::Striped {
                format!("<path d=\"M0 0H3V6H0z\" fill=\"{colour}\"/>")
            } else {
                format!("<circle cx=\"2.5\" cy=\"2.5\" r=\"1.7\" fill=\"{colour}\"/>")
            };
            let (side, turn) = if fill.look == Look::Striped {
                (6, " patternTransform=\"rotate(45)\"")
            } else {
                (5, "")
            };
            self.add(format_args!(
                "<pattern id=\"{id}\" width=\"{side}\" height=\"{side}\" patternUnits=\"userSpaceOnUse\"{turn}>\
                 <rect width=\"{side}\" height=\"{side}\" fill=\"{ground}\"/>{drawn}</pattern>"
            ));
        }
        self.out.push_str("</defs>");
    }

    /// A rim of the ground around all words, so that lines of the grid do not run through them; every shape has its own
    /// outline.
    fn halo(&mut self) {
        let ground = self.ground();
        self.add(format_args!(
            "<g stroke=\"{ground}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">"
        ));
    }

    fn pattern(&self, fill: Fill) -> String {
        let colour = fill.colour.map_or(0, |colour| colour + 1);
        let look = if fill.look == Look::Striped { "s" } else { "d" };
        format!("{}-{look}{colour}", self.id)
    }

    fn mark(&mut self, mark: &Mark) {
        let link = mark.evidence.filter(|_| self.colours == Colours::Css);
        match link {
            Some(evidence) => self.add(format_args!(
                "<a href=\"#e{}\" aria-label=\"{}\">",
                evidence.0,
                escape(&mark.says)
            )),
            None => self.out.push_str("<g>"),
        }
        if !mark.says.is_empty() {
            self.add(format_args!("<title>{}</title>", escape(&mark.says)));
        }
        for shape in &mark.shapes {
            self.shape(shape);
        }
        for label in &mark.labels {
            self.label(label);
        }
        self.out
            .push_str(if link.is_some() { "</a>" } else { "</g>" });
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Bar { area, fill } => {
                let [x, y, wide, tall] = area.map(px);
                let paint = self.paint(*fill);
                self.add(format_args!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" {paint}/>"
                ));
            }
            Shape::Dot { at, fill } => {
                let [x, y] = at.map(px);
                let paint = self.paint(*fill);
                self.add(format_args!(
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"5.5\" {paint}/>"
                ));
            }
            Shape::Line { along, ink } => {
                let [x1, y1, x2, y2] = along.map(px);
                let ink = self.ink(*ink);
                self.add(format_args!(
                    "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"{ink}\" stroke-width=\"1\" fill=\"none\"/>"
                ));
            }
        }
    }

    /// Fill and outline. The outline is the ground where parts touch, else the colour, so that a hatch has an edge.
    fn paint(&self, fill: Fill) -> String {
        let colour = self.colour(fill.colour);
        match fill.look {
            Look::Full => format!(
                "fill=\"{colour}\" stroke=\"{}\" stroke-width=\"0.75\"",
                self.ground()
            ),
            Look::Hollow => format!(
                "fill=\"{}\" stroke=\"{colour}\" stroke-width=\"2\" paint-order=\"normal\"",
                self.ground()
            ),
            Look::Striped | Look::Dotted => {
                format!(
                    "fill=\"url(#{})\" stroke=\"{colour}\" stroke-width=\"1\" paint-order=\"normal\"",
                    self.pattern(fill)
                )
            }
        }
    }

    fn label(&mut self, label: &Label) {
        let [x, y] = label.at.map(px);
        let anchor = match label.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match label.weight {
            Weight::Regular => "",
            Weight::Strong => " font-weight=\"600\"",
        };
        let (size, ink) = (px(label.size), self.ink(label.ink));
        // The space keeps the words of two labels apart for who is read to.
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{ink}\"{anchor}{weight}>{}</text> ",
            escape(&label.words)
        ));
    }

    fn colour(&self, colour: Option<usize>) -> String {
        match (self.colours, colour) {
            (Colours::Css, Some(at)) => format!("var(--c{})", at + 1),
            (Colours::Css, None) => "var(--chart-muted)".to_owned(),
            (Colours::Fixed, Some(at)) => palette::LIGHT.colours[at % palette::COUNT].to_owned(),
            (Colours::Fixed, None) => palette::LIGHT.muted.to_owned(),
        }
    }

    fn ink(&self, ink: Ink) -> &'static str {
        match (self.colours, ink) {
            (Colours::Css, Ink::Full) => "currentColor",
            (Colours::Css, Ink::Muted) => "var(--chart-muted)",
            (Colours::Css, Ink::Faint) => "var(--chart-line)",
            (Colours::Fixed, Ink::Full) => palette::LIGHT.ink,
            (Colours::Fixed, Ink::Muted) => palette::LIGHT.muted,
            (Colours::Fixed, Ink::Faint) => palette::LIGHT.line,
        }
    }

    fn ground(&self) -> &'static str {
        match self.colours {
            Colours::Css => "var(--chart-ground)",
            Colours::Fixed => palette::LIGHT.ground,
        }
    }
}

/// At most two digits behind the point.
fn px(length: f64) -> String {
    let shown = format!("{length:.2}");
    let shown = shown.trim_end_matches('0').trim_end_matches('.');
    if shown == "-0" { "0" } else { shown }.to_owned()
}

/// Only what an id may hold without being escaped anywhere.
fn name(id: &str) -> String {
    id.chars()
        .map(|letter| match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => letter,
            _ => '-',
        })
        .collect()
}

/// Words as XML and HTML hold them; characters that neither may hold become U+FFFD.
fn escape(words: &str) -> String {
    crate::report::xml::escape(words)
}
