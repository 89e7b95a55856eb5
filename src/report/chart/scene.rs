//! What a chart is made of once it is laid out: shapes and labels at known places, nothing of SVG.

use super::measure::{Weight, width};
use crate::report::model::EvidenceId;
use crate::report::palette::{self, Tier};

/// A laid out chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// Heights at which the picture may be cut, because a page is shorter.
    pub cuts: Vec<f64>,
    /// Everything to be drawn, bottom first.
    pub marks: Vec<Mark>,
}

/// Shapes and labels that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// Where it is stated.
    pub evidence: Option<EvidenceId>,
    /// What it says in full, for the pointer and for screen readers.
    pub says: String,
    /// Shapes.
    pub shapes: Vec<Shape>,
    /// Labels.
    pub labels: Vec<Label>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A bar, part or swatch.
    Bar {
        /// Left, top, width, height.
        area: [f64; 4],
        /// How it is filled.
        fill: Fill,
    },
    /// An event.
    Dot {
        /// Centre.
        at: [f64; 2],
        /// How it is filled.
        fill: Fill,
    },
    /// A line from one place to another.
    Line {
        /// From x, y to x, y.
        along: [f64; 4],
        /// What it is for.
        ink: Ink,
    },
}

/// Weight of a line or label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Words and the zero line.
    Full,
    /// Labels of an axis, what is unknown.
    Muted,
    /// Lines of the grid.
    Faint,
}

/// Words at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where the anchor stands, and the base line.
    pub at: [f64; 2],
    /// Which end of the words `at` is.
    pub anchor: Anchor,
    /// Height of the letters in px.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// The words.
    pub words: String,
}

/// Which end of a label stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first letter.
    Start,
    /// The middle.
    Middle,
    /// The last letter.
    End,
}

/// How a shape is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fill {
    /// Colour of the palette, or the muted ink where it is nobody's.
    pub colour: Option<usize>,
    /// Hatch.
    pub look: Look,
}

/// Hatches; each can be told from the others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// The colour alone.
    Full,
    /// An outline.
    Hollow,
    /// Oblique stripes.
    Striped,
    /// Dots.
    Dotted,
}

/// Looks that tell series apart, in order.
const SERIES: [Look; 4] = [Look::Full, Look::Hollow, Look::Striped, Look::Dotted];

impl Fill {
    /// The fill of a municipality or part by its place.
    pub fn of_place(place: usize) -> Self {
        let (colour, tier) = palette::of(place);
        let look = match tier {
            Tier::Solid => Look::Full,
            Tier::Striped => Look::Striped,
            Tier::Dotted => Look::Dotted,
        };
        Self {
            colour: Some(colour),
            look,
        }
    }

    /// The same colour with the look of a series.
    pub fn of_series(self, series: usize) -> Self {
        Self {
            look: SERIES[series % SERIES.len()],
            ..self
        }
    }

    /// Nobody's colour.
    pub fn neutral() -> Self {
        Self {
            colour: None,
            look: Look::Full,
        }
    }
}

/// Most series whose looks differ; beyond that numbers tell them apart.
pub const MOST_SERIES: usize = SERIES.len();

/// Size of labels.
pub const LABEL: f64 = 13.0;
/// Size of what stands at an axis.
pub const SMALL: f64 = 12.0;
/// From one base line to the next.
pub const LINE: f64 = 17.0;
/// Kept free at the edges.
pub const EDGE: f64 = 4.0;

impl Label {
    /// A label in full ink.
    pub fn new(at: [f64; 2], anchor: Anchor, words: impl Into<String>) -> Self {
        Self {
            at,
            anchor,
            size: LABEL,
            weight: Weight::Regular,
            ink: Ink::Full,
            words: words.into(),
        }
    }

    /// The same, small and muted.
    pub fn muted(self) -> Self {
        Self {
            size: SMALL,
            ink: Ink::Muted,
            ..self
        }
    }

    /// The same, semibold.
    pub fn strong(self) -> Self {
        Self {
            weight: Weight::Strong,
            ..self
        }
    }

    /// Left, top, right, bottom of the letters.
    #[cfg(test)]
    pub fn area(&self) -> [f64; 4] {
        let wide = width(&self.words, self.size, self.weight);
        let left = match self.anchor {
            Anchor::Start => self.at[0],
            Anchor::Middle => self.at[0] - wide / 2.0,
            Anchor::End => self.at[0] - wide,
        };
        [
            left,
            self.at[1] - 0.76 * self.size,
            left + wide,
            self.at[1] + 0.24 * self.size,
        ]
    }
}

impl Mark {
    /// A mark without evidence.
    pub fn plain(shapes: Vec<Shape>, labels: Vec<Label>) -> Self {
        Self {
            shapes,
            labels,
            ..Self::default()
        }
    }
}

/// Width of a regular label.
pub fn label_width(words: &str) -> f64 {
    width(words, LABEL, Weight::Regular)
}

/// Width of a small label.
pub fn small_width(words: &str) -> f64 {
    width(words, SMALL, Weight::Regular)
}
