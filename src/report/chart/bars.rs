//! Horizontal bars: a group a label, a bar a series, the exact number at its end.

use super::Setting;
use super::axis::{Axis, bounds};
use super::legend::{self, Sign, count};
use super::measure::{Weight, lines};
use super::scene::{
    Anchor, EDGE, Fill, LABEL, LINE, Label, MOST_SERIES, Mark, Scene, Shape, label_width,
};
use super::values::{Style, known};
use crate::report::model::{BarGroup, ColumnKind};

/// Between a bar and its number.
const BEFORE: f64 = 6.0;
/// Between groups.
const APART: f64 = 12.0;
/// Share of the width that labels may take.
const LABELS: f64 = 0.34;
/// Narrower than this, bars say nothing: numbers go below them.
const LEAST_PLOT: f64 = 90.0;

/// A chart without numbers says so.
pub fn nothing(setting: Setting<'_>) -> Scene {
    let broken = lines(
        &setting.words.no_data,
        LABEL,
        Weight::Regular,
        setting.width,
    );
    let labels = (1u32..)
        .zip(&broken)
        .map(|(at, line)| {
            Label::new([0.0, LINE * f64::from(at)], Anchor::Start, line.as_str()).muted()
        })
        .collect();
    Scene {
        width: setting.width,
        height: LINE * count(broken.len()) + 8.0,
        cuts: Vec::new(),
        marks: vec![Mark::plain(Vec::new(), labels)],
    }
}

/// The labels of groups, broken into lines, and the width that they take beside the bars.
pub struct GroupLabels {
    /// Lines of each group.
    pub lines: Vec<Vec<String>>,
    /// Where the bars may begin.
    pub column: f64,
}

/// Breaks the labels of `groups`: beside the bars where there is room, else above them.
pub fn group_labels(setting: Setting<'_>, groups: &[BarGroup]) -> GroupLabels {
    let most = if setting.is_narrow() {
        setting.width
    } else {
        setting.width * LABELS
    };
    let lines: Vec<_> = groups
        .iter()
        .map(|group| lines(&group.label, LABEL, Weight::Regular, most))
        .collect();
    let widest = lines.iter().flatten().map(|line| label_width(line));
    let column = if setting.is_narrow() {
        0.0
    } else {
        widest.fold(0.0, f64::max) + 12.0
    };
    GroupLabels { lines, column }
}

impl GroupLabels {
    /// Draws the label of group `at` from `top`; gives where its bars begin and the least bottom of the group.
    pub fn draw(&self, setting: Setting<'_>, at: usize, top: f64, mark: &mut Mark) -> [f64; 2] {
        let lines = &self.lines[at];
        let tall = LINE * count(lines.len());
        for (line, words) in (0u32..).zip(lines) {
            let base = top + 13.0 + LINE * f64::from(line);
            let label = if setting.is_narrow() {
                Label::new([0.0, base], Anchor::Start, words.as_str())
            } else {
                Label::new([self.column - 12.0, base], Anchor::End, words.as_str())
            };
            mark.labels.push(label);
        }
        if setting.is_narrow() {
            [top + tall, top + tall]
        } else {
            [top, top + tall]
        }
    }
}

/// Lays out grouped bars.
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
    let style = Style::new(kind, all(groups), setting.language);
    let bars = Bars {
        setting,
        series,
        groups,
        labels: group_labels(setting, groups),
        style,
    };
    bars.scene(unit)
}

fn all(groups: &[BarGroup]) -> impl Iterator<Item = Option<f64>> + '_ {
    groups.iter().flat_map(|group| group.values.iter().copied())
}

struct Bars<'a> {
    setting: Setting<'a>,
    series: &'a [String],
    groups: &'a [BarGroup],
    labels: GroupLabels,
    style: Style,
}

/// Where the numbers of bars stand.
#[derive(Clone, Copy, PartialEq)]
enum Numbers {
    Beside,
    Below,
}

impl Bars<'_> {
    fn scene(&self, unit: &str) -> Scene {
        let mut marks = Vec::new();
        let (legend, top) = self.legend();
        let (axis, numbers) = self.axis();
        let mut y = top;
        let mut cuts = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            cuts.push(y - 6.0);
            y = self.group(at, group, y, axis, numbers, &mut marks) + APART;
        }
        let bottom = y - APART + 6.0;
        let height = if all(self.groups).any(|value| known(value).is_some()) {
            let (grid, end) = axis.draw([top - 4.0, bottom], &self.style, unit, self.setting);
            marks.insert(0, grid);
            end
        } else {
            bottom
        };
        marks.extend(legend);
        Scene {
            width: self.setting.width,
            height: height + EDGE,
            cuts,
            marks,
        }
    }

    fn legend(&self) -> (Option<Mark>, f64) {
        if self.series.len() < 2 {
            return (None, 8.0);
        }
        let is_someones = self.groups.iter().any(|group| group.municipality.is_some());
        let entries = self.series.iter().enumerate().map(|(at, name)| {
            let fill = if is_someones {
                Fill::neutral().of_series(at)
            } else {
                Fill::of_place(at).of_series(at)
            };
            let name = match self.number_of(at) {
                Some(number) => format!("{number}: {name}"),
                None => name.clone(),
            };
            (Sign::Bar(fill), name)
        });
        let (mark, top) = legend::draw(entries.collect(), 4.0, self.setting.width);
        (Some(mark), top + 4.0)
    }

    /// With more series than looks, numbers tell them apart.
    fn number_of(&self, series: usize) -> Option<usize> {
        (self.series.len() > MOST_SERIES).then_some(series + 1)
    }

    fn fill(&self, group: &BarGroup, series: usize) -> Fill {
        let place = group
            .municipality
            .and_then(|code| self.setting.report.place_of(code));
        match (place, self.series.len() > 1) {
            (Some(place), false) => Fill::of_place(place),
            (Some(place), true) => Fill::of_place(place).of_series(series),
            (None, false) => Fill::neutral(),
            (None, true) => Fill::of_place(series).of_series(series),
        }
    }

    fn words(&self, series: usize, value: Option<f64>) -> String {
        let words = match known(value) {
            Some(value) => self.style.exact(value),
            None => self.setting.words.missing.clone(),
        };
        match self.number_of(series) {
            Some(number) => format!("{number}: {words}"),
            None => words,
        }
    }

    /// An axis that leaves room for the number at each bar; numbers go below bars where that leaves too little.
    fn axis(&self) -> (Axis, Numbers) {
        let width = self.setting.width;
        let range = bounds(all(self.groups).filter_map(known));
        let left_of = self.widest(|value| value < 0.0);
        let left = self.labels.column
            + if left_of > 0.0 {
                left_of + BEFORE + 1.0
            } else {
                EDGE
            };
        let trial = Axis::new(range, 0.0, 1.0);
        let mut plot = width - left - EDGE;
        for group in self.groups {
            for (series, value) in group.values.iter().enumerate() {
                let (end, words) = (known(*value).unwrap_or(0.0), self.words(series, *value));
                let share = trial.share(end);
                if end >= 0.0 && share > 0.0 {
                    plot = plot.min((width - left - BEFORE - label_width(&words)) / share);
                }
            }
        }
        // A number of nought, or an unknown one, stands at the zero line, however far left that is.
        let at_zero = self.widest(|value| value == 0.0).max(self.widest_missing());
        let is_free = trial.share(0.0) > 0.0 || left + BEFORE + at_zero <= width;
        if plot >= LEAST_PLOT && is_free {
            (Axis::new(range, left, left + plot), Numbers::Beside)
        } else {
            let left = (self.labels.column + EDGE).min(width * 0.5);
            (Axis::new(range, left, width - EDGE), Numbers::Below)
        }
    }

    fn widest(&self, is_meant: impl Fn(f64) -> bool) -> f64 {
        let widths = self.groups.iter().flat_map(|group| {
            group.values.iter().enumerate().map(|(series, value)| {
                if known(*value).is_some_and(&is_meant) {
                    label_width(&self.words(series, *value))
                } else {
                    0.0
                }
            })
        });
        widths.fold(0.0, f64::max)
    }

    fn widest_missing(&self) -> f64 {
        let series = self.series.len().saturating_sub(1);
        label_width(&self.words(series, None))
    }

    /// Draws a group from `top` and gives its bottom.
    fn group(
        &self,
        at: usize,
        group: &BarGroup,
        top: f64,
        axis: Axis,
        numbers: Numbers,
        marks: &mut Vec<Mark>,
    ) -> f64 {
        let mut heading = Mark::default();
        let [mut y, least] = self.labels.draw(self.setting, at, top, &mut heading);
        marks.push(heading);
        let tall = if group.values.len() > 1 { 14.0 } else { 17.0 };
        for (series, value) in group.values.iter().enumerate() {
            let mut mark = self.bar(group, series, [y, tall], axis);
            let words = self.words(series, *value);
            let label = match numbers {
                Numbers::Beside => self.beside(*value, &words, y + tall / 2.0, axis),
                Numbers::Below => Label::new(
                    [self.below_from(&words), y + tall + 13.0],
                    Anchor::Start,
                    words.as_str(),
                ),
            };
            mark.labels.push(if known(*value).is_some() {
                label
            } else {
                label.muted()
            });
            marks.push(mark);
            y += tall
                + if numbers == Numbers::Below {
                    LINE + 3.0
                } else {
                    4.0
                };
        }
        y.max(least)
    }

    /// Numbers below bars begin with the bars, or further left where they are long.
    fn below_from(&self, words: &str) -> f64 {
        let left = self.labels.column.min(self.setting.width * 0.5);
        left.min(self.setting.width - label_width(words)).max(0.0)
    }

    fn bar(&self, group: &BarGroup, series: usize, [y, tall]: [f64; 2], axis: Axis) -> Mark {
        let value = group.values.get(series).copied().flatten();
        let name = self.series.get(series).filter(|_| self.series.len() > 1);
        let says = match name {
            Some(name) => format!("{}, {name}: {}", group.label, self.says(value)),
            None => format!("{}: {}", group.label, self.says(value)),
        };
        let mut mark = Mark {
            evidence: group
                .evidence
                .get(series)
                .and_then(|all| all.first())
                .copied(),
            says,
            ..Mark::default()
        };
        if let Some(value) = known(value) {
            let (from, to) = (axis.at(0.0), axis.at(value));
            let wide = (to - from).abs();
            // The least that can be seen: a number that is not zero has a bar.
            let wide = if value == 0.0 { 0.0 } else { wide.max(1.0) };
            let left = if value < 0.0 { from - wide } else { from };
            mark.shapes.push(Shape::Bar {
                area: [left, y, wide, tall],
                fill: self.fill(group, series),
            });
        }
        mark
    }

    fn says(&self, value: Option<f64>) -> String {
        match known(value) {
            Some(value) => self.style.exact(value),
            None => self.setting.words.missing.clone(),
        }
    }

    fn beside(&self, value: Option<f64>, words: &str, middle: f64, axis: Axis) -> Label {
        let base = middle + 4.5;
        let value = known(value).unwrap_or(0.0);
        if value < 0.0 {
            return Label::new(
                [axis.at(value).min(axis.at(0.0) - 1.0) - BEFORE, base],
                Anchor::End,
                words,
            );
        }
        let end = axis.at(value) + BEFORE;
        // At the zero line of an axis of negative numbers there may be no room to the right. The longest bar's number ends
        // at the picture's edge, up to what adding rounds off.
        if end + label_width(words) > self.setting.width + 0.01 {
            return Label::new([axis.at(0.0) - BEFORE, base], Anchor::End, words);
        }
        Label::new([end, base], Anchor::Start, words)
    }
}
