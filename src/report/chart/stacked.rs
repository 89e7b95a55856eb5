//! Stacked horizontal bars: parts that add up; every part is named with its exact number below its bar.

use super::Setting;
use super::axis::{Axis, bounds};
use super::bars::{group_labels, nothing};
use super::legend::{self, Sign, count};
use super::measure::{Weight, lines};
use super::scene::{Anchor, EDGE, Fill, LINE, Label, Mark, SMALL, Scene, Shape};
use super::values::{Style, known};
use crate::report::model::{BarGroup, ColumnKind};

const TALL: f64 = 17.0;
const APART: f64 = 12.0;

/// Lays out stacked bars.
pub fn lay_out(
    setting: Setting<'_>,
    unit: &str,
    series: &[String],
    groups: &[BarGroup],
    kind: ColumnKind,
) -> Scene {
    if groups.is_empty() {
        return nothing(setting);
    }
    let values = groups.iter().flat_map(|group| group.values.iter().copied());
    let style = Style::new(kind, values, setting.language);
    let labels = group_labels(setting, groups);
    let sums = groups.iter().flat_map(|group| {
        let parts = || group.values.iter().copied().filter_map(known);
        [
            parts().filter(|part| *part < 0.0).sum::<f64>(),
            parts().filter(|part| *part > 0.0).sum::<f64>(),
        ]
    });
    let left = labels.column + EDGE;
    let axis = Axis::new(bounds(sums), left, setting.width - EDGE);
    let entries = series.iter().enumerate();
    let entries = entries.map(|(at, name)| (Sign::Bar(Fill::of_place(at)), name.clone()));
    let (legend, top) = legend::draw(entries.collect(), 4.0, setting.width);
    let stack = Stack {
        setting,
        series,
        style,
        axis,
    };
    let mut marks = Vec::new();
    let mut y = top + 4.0;
    let mut cuts = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        cuts.push(y - 6.0);
        let mut heading = Mark::default();
        let [bar, least] = labels.draw(setting, at, y, &mut heading);
        marks.push(heading);
        stack.parts(group, bar, &mut marks);
        let below = stack.named(group, bar + TALL, &mut marks);
        y = below.max(least) + APART;
    }
    let bottom = y - APART + 6.0;
    let (grid, end) = axis.draw([top, bottom], &stack.style, unit, setting);
    marks.insert(0, grid);
    marks.push(legend);
    Scene {
        width: setting.width,
        height: end + EDGE,
        cuts,
        marks,
    }
}

struct Stack<'a> {
    setting: Setting<'a>,
    series: &'a [String],
    style: Style,
    axis: Axis,
}

impl Stack<'_> {
    fn parts(&self, group: &BarGroup, top: f64, marks: &mut Vec<Mark>) {
        let (mut below, mut above) = (0.0, 0.0);
        for (at, value) in group.values.iter().enumerate() {
            let Some(value) = known(*value).filter(|value| *value != 0.0) else {
                continue;
            };
            let end = if value < 0.0 { &mut below } else { &mut above };
            let (from, to) = (self.axis.at(*end), self.axis.at(*end + value));
            *end += value;
            marks.push(Mark {
                evidence: group.evidence.get(at).and_then(|all| all.first()).copied(),
                says: format!("{}, {}", group.label, self.part(at, Some(value))),
                shapes: vec![Shape::Bar {
                    area: [from.min(to), top, (to - from).abs().max(1.0), TALL],
                    fill: Fill::of_place(at),
                }],
                labels: Vec::new(),
            });
        }
    }

    fn part(&self, at: usize, value: Option<f64>) -> String {
        let number = match known(value) {
            Some(value) => self.style.exact(value),
            None => self.setting.words.missing.clone(),
        };
        match self.series.get(at) {
            Some(name) => format!("{name}: {number}"),
            None => number,
        }
    }

    /// Names every part that is not zero below the bar; gives the bottom.
    fn named(&self, group: &BarGroup, top: f64, marks: &mut Vec<Mark>) -> f64 {
        let is_told = |value: &Option<f64>| known(*value) != Some(0.0);
        let parts: Vec<String> = group
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| is_told(value))
            .map(|(at, value)| self.part(at, *value).replace(' ', "\u{a0}"))
            .collect();
        let words = if group.values.iter().all(|value| known(*value).is_none()) {
            self.setting.words.missing.clone()
        } else if parts.is_empty() {
            self.style.exact(0.0)
        } else {
            parts.join(" · ")
        };
        let left = self.axis.left + EDGE;
        let broken = lines_of(&words, self.setting.width - left);
        let labels = (0u32..).zip(&broken).map(|(at, line)| {
            let base = top + 14.0 + LINE * f64::from(at);
            Label::new([left, base], Anchor::Start, line.as_str()).muted()
        });
        marks.push(Mark::plain(Vec::new(), labels.collect()));
        top + LINE * count(broken.len())
    }
}

/// Lines that break between parts; `\u{a0}` holds a part together where it can.
fn lines_of(words: &str, most: f64) -> Vec<String> {
    let mut out = Vec::new();
    for part in words.split(" · ") {
        let longer = out.last().map(|line| format!("{line} · {part}"));
        match longer.filter(|line| super::scene::small_width(line) <= most) {
            Some(line) => {
                out.pop();
                out.push(line);
            }
            None => out.extend(lines(
                &part.replace('\u{a0}', " "),
                SMALL,
                Weight::Regular,
                most,
            )),
        }
    }
    out
}
