//! The steps of an axis of numbers: round ones, as many as have room.

use super::Setting;
use super::scene::{Anchor, EDGE, Ink, LINE, Label, Mark, Shape, small_width};
use super::values::Style;

/// Numbers are drawn as if within these bounds; their labels are exact all the same.
const LARGEST: f64 = 1e300;
const SMALLEST: f64 = 1e-290;
/// Kept free between two labels.
const GAP: f64 = 10.0;

/// From numbers to places.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    /// Left end in px.
    pub left: f64,
    /// Right end in px.
    pub right: f64,
}

/// Least and largest of some numbers and zero.
pub fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let tame = |value: f64| {
        if value.abs() < SMALLEST {
            0.0
        } else {
            value.clamp(-LARGEST, LARGEST)
        }
    };
    values.map(tame).fold((0.0, 0.0), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

impl Axis {
    /// An axis that holds `low` to `high`, from `left` to `right`.
    pub fn new((low, high): (f64, f64), left: f64, right: f64) -> Self {
        let high = if low == 0.0 && high == 0.0 { 1.0 } else { high };
        Self {
            low,
            high,
            left,
            right,
        }
    }

    /// How far along the axis `value` lies, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Where `value` stands in px.
    pub fn at(&self, value: f64) -> f64 {
        self.left + self.share(value) * (self.right - self.left)
    }

    /// Lines from `top` to `bottom` at round numbers, their labels below, and the unit under them; gives the new bottom.
    pub fn draw(
        &self,
        [top, bottom]: [f64; 2],
        style: &Style,
        unit: &str,
        setting: Setting<'_>,
    ) -> (Mark, f64) {
        let mut mark = Mark::default();
        for (at, words) in self.steps(style, setting) {
            mark.shapes.push(Shape::Line {
                along: [at, top, at, bottom],
                ink: Ink::Faint,
            });
            let half = small_width(&words) / 2.0;
            let middle = at.clamp(half, setting.width - half);
            mark.labels
                .push(Label::new([middle, bottom + 16.0], Anchor::Middle, words).muted());
        }
        let zero = self.at(0.0);
        mark.shapes.push(Shape::Line {
            along: [zero, top, zero, bottom],
            ink: Ink::Full,
        });
        let mut end = bottom + 16.0 + EDGE;
        let most = setting.width - self.left;
        for line in super::measure::lines(
            unit,
            super::scene::SMALL,
            super::measure::Weight::Regular,
            most,
        ) {
            end += LINE;
            mark.labels
                .push(Label::new([setting.width, end - EDGE], Anchor::End, line).muted());
        }
        (mark, end)
    }

    /// Places and labels of round numbers that have room beside each other.
    fn steps(&self, style: &Style, setting: Setting<'_>) -> Vec<(f64, String)> {
        (2..=6)
            .rev()
            .map(|count| self.steps_of(count, style, setting))
            .find(|steps| is_room(steps, setting.width))
            .unwrap_or_else(|| vec![(self.at(0.0), "0".to_owned())])
    }

    fn steps_of(&self, count: u32, style: &Style, setting: Setting<'_>) -> Vec<(f64, String)> {
        let step = round_step((self.high - self.low) / f64::from(count)).max(style.least_step());
        let most = self.high.max(-self.low);
        let (first, last) = ((self.low / step).ceil(), (self.high / step).floor());
        let mut steps = Vec::new();
        let mut at = first;
        while at <= last {
            let value = at * step;
            steps.push((self.at(value), style.at_axis(value, step, most, setting)));
            at += 1.0;
        }
        steps
    }
}

fn is_room(steps: &[(f64, String)], width: f64) -> bool {
    let mut end = f64::NEG_INFINITY;
    steps.iter().all(|(at, words)| {
        let wide = small_width(words);
        if wide > width {
            return false;
        }
        let left = at.clamp(wide / 2.0, width - wide / 2.0) - wide / 2.0;
        let is_free = left >= end + GAP || end == f64::NEG_INFINITY;
        end = left + wide;
        is_free
    })
}

/// The next of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `step`.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|round| *round >= step * (1.0 - 1e-12))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (step, expected) in [
            (0.9, 1.0),
            (1.0, 1.0),
            (21.0, 25.0),
            (26.0, 50.0),
            (700_001.0, 1e6),
        ] {
            let found = round_step(step);
            assert!(
                (found - expected).abs() < 1e-9 * expected,
                "{step}: {found}"
            );
        }
    }
}
