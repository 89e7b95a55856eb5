//! What each fill means, in rows above a chart.

use super::measure::{Weight, lines};
use super::scene::{Anchor, Fill, LABEL, LINE, Label, Mark, Shape, label_width};

const SWATCH: f64 = 12.0;
const BESIDE: f64 = 18.0;
const APART: f64 = 20.0;

/// A shape in front of its meaning.
pub enum Sign {
    /// A bar's fill.
    Bar(Fill),
    /// An event's mark.
    Dot(Fill),
}

/// Draws `entries` from `top` on within `width`; gives the new top.
pub fn draw(entries: Vec<(Sign, String)>, top: f64, width: f64) -> (Mark, f64) {
    let mut mark = Mark::default();
    let (mut x, mut y) = (0.0, top);
    for (sign, words) in entries {
        let broken = lines(&words, LABEL, Weight::Regular, width - BESIDE);
        let wide = broken
            .iter()
            .map(|line| label_width(line))
            .fold(0.0, f64::max);
        if x > 0.0 && (x + BESIDE + wide > width || broken.len() > 1) {
            x = 0.0;
            y += LINE + 3.0;
        }
        mark.shapes.push(drawn(&sign, x, y));
        for (at, line) in (0u32..).zip(&broken) {
            let base = y + 12.0 + LINE * f64::from(at);
            mark.labels
                .push(Label::new([x + BESIDE, base], Anchor::Start, line.as_str()));
        }
        if broken.len() > 1 {
            y += LINE * (count(broken.len()) - 1.0);
            x = width;
        } else {
            x += BESIDE + wide + APART;
        }
    }
    (mark, y + LINE + 8.0)
}

fn drawn(sign: &Sign, x: f64, y: f64) -> Shape {
    match sign {
        Sign::Bar(fill) => Shape::Bar {
            area: [x, y + 1.0, SWATCH, SWATCH],
            fill: *fill,
        },
        Sign::Dot(fill) => Shape::Dot {
            at: [x + SWATCH / 2.0, y + 1.0 + SWATCH / 2.0],
            fill: *fill,
        },
    }
}

/// A count as a length.
pub fn count(lines: usize) -> f64 {
    u32::try_from(lines).map_or(f64::from(u32::MAX), f64::from)
}
