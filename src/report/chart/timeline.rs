//! What happened when: a lane a municipality, a mark an event, filled where it took place, hollow where it is announced.

use super::Setting;
use super::bars::nothing;
use super::days;
use super::legend::{self, Sign, count};
use super::measure::{Weight, lines, width};
use super::scene::{
    Anchor, EDGE, Fill, Ink, LABEL, LINE, Label, Look, Mark, Scene, Shape, label_width, small_width,
};
use crate::report::format;
use crate::report::model::{Certainty, Event, Lane};
use crate::value::Date;

const BEFORE: f64 = 10.0;
const ROW_APART: f64 = 6.0;
/// Days are never closer than if the whole axis were this long.
const LEAST_DAYS: f64 = 20.0;

/// Lays out a time line.
pub fn lay_out(setting: Setting<'_>, lanes: &[Lane]) -> Scene {
    if lanes.is_empty() {
        return nothing(setting);
    }
    let column = column(setting, lanes);
    let lanes: Vec<Placed<'_>> = lanes
        .iter()
        .map(|lane| Placed::new(setting, lane))
        .collect();
    let axis = DayAxis::new(setting, &lanes, column);
    let (legend, top) = signs(setting, &lanes);
    let mut marks = Vec::new();
    let mut y = top;
    let mut cuts = Vec::new();
    for lane in &lanes {
        cuts.push(y - 7.0);
        y = lane.draw(setting, axis, column, y, &mut marks) + 14.0;
    }
    let bottom = y - 8.0;
    let mut height = bottom;
    if let Some(axis) = axis {
        marks.insert(0, axis.draw(setting, [top - 4.0, bottom]));
        height = bottom + 16.0 + EDGE;
    }
    marks.extend(legend);
    Scene {
        width: setting.width,
        height: height + EDGE,
        cuts,
        marks,
    }
}

/// Width of the labels of lanes; 0 where they stand above.
fn column(setting: Setting<'_>, lanes: &[Lane]) -> f64 {
    if setting.is_narrow() {
        return 0.0;
    }
    let widths = lanes.iter().flat_map(|lane| {
        lines(&lane.label, LABEL, Weight::Strong, setting.width * 0.25)
            .into_iter()
            .map(|line| width(&line, LABEL, Weight::Strong))
    });
    widths.fold(0.0, f64::max) + 14.0
}

fn signs(setting: Setting<'_>, lanes: &[Placed<'_>]) -> (Option<Mark>, f64) {
    let has = |certainty| {
        let mut events = lanes.iter().flat_map(|lane| &lane.events);
        events.any(|event| event.event.certainty == certainty)
    };
    let entries: Vec<_> = [
        (Certainty::Held, Look::Full, &setting.words.held),
        (Certainty::Announced, Look::Hollow, &setting.words.announced),
    ]
    .into_iter()
    .filter(|(certainty, ..)| has(*certainty))
    .map(|(_, look, words)| (Sign::Dot(Fill { colour: None, look }), words.clone()))
    .collect();
    if entries.is_empty() {
        return (None, 8.0);
    }
    let (mark, top) = legend::draw(entries, 4.0, setting.width);
    (Some(mark), top + 4.0)
}

/// A lane whose labels are broken into lines.
struct Placed<'a> {
    lane: &'a Lane,
    fill: Fill,
    /// From the latest to the earliest.
    events: Vec<PlacedEvent<'a>>,
}

struct PlacedEvent<'a> {
    event: &'a Event,
    lines: Vec<String>,
    width: f64,
}

impl<'a> Placed<'a> {
    fn new(setting: Setting<'_>, lane: &'a Lane) -> Self {
        let most = if setting.is_narrow() {
            setting.width * 0.5
        } else {
            setting.width * 0.26
        };
        let mut events: Vec<_> = lane
            .events
            .iter()
            .map(|event| PlacedEvent::new(setting, event, most))
            .collect();
        // The latest first: see `rows`.
        events.sort_by_key(|placed| std::cmp::Reverse(placed.event.day));
        let place = lane
            .municipality
            .and_then(|code| setting.report.place_of(code));
        Self {
            lane,
            fill: place.map_or(Fill::neutral(), Fill::of_place),
            events,
        }
    }

    fn draw(
        &self,
        setting: Setting<'_>,
        axis: Option<DayAxis>,
        column: f64,
        top: f64,
        marks: &mut Vec<Mark>,
    ) -> f64 {
        let mut heading = Mark::default();
        let [mut y, least] = self.heading(setting, column, top, &mut heading);
        marks.push(heading);
        let Some(axis) = axis.filter(|_| !self.events.is_empty()) else {
            let at = [column, y + 13.0];
            let label = Label::new(at, Anchor::Start, setting.words.no_events.as_str()).muted();
            marks.push(Mark::plain(Vec::new(), vec![label]));
            return least.max(y + LINE);
        };
        marks.push(Mark::plain(
            vec![Shape::Line {
                along: [axis.left, y, setting.width, y],
                ink: Ink::Faint,
            }],
            Vec::new(),
        ));
        let line = y;
        y += 4.0;
        let mut drawn = Vec::new();
        for row in self.rows(axis) {
            let most = row.iter().map(|event| event.lines.len()).max().unwrap_or(1);
            for event in row {
                drawn.push(event.draw(self, [axis.at(event.event.day), line, y]));
            }
            y += LINE * count(most) + ROW_APART;
        }
        // The deepest first, so that a mark covers the line that passes it.
        marks.extend(drawn.into_iter().rev());
        y.max(least)
    }

    fn heading(&self, setting: Setting<'_>, column: f64, top: f64, mark: &mut Mark) -> [f64; 2] {
        let most = if setting.is_narrow() {
            setting.width
        } else {
            setting.width * 0.25
        };
        let broken = lines(&self.lane.label, LABEL, Weight::Strong, most);
        for (at, words) in (0u32..).zip(&broken) {
            let base = top + 13.0 + LINE * f64::from(at);
            let label = if setting.is_narrow() {
                Label::new([0.0, base], Anchor::Start, words.as_str())
            } else {
                Label::new([column - 14.0, base], Anchor::End, words.as_str())
            };
            mark.labels.push(label.strong());
        }
        let tall = LINE * count(broken.len());
        if setting.is_narrow() {
            [top + tall + 2.0, top + tall + 2.0]
        } else {
            [top, top + tall]
        }
    }

    /// Rows of events whose labels do not touch. From the latest to the earliest, each label begins at its mark and runs
    /// to the right, so no line from the lane down to a mark crosses a label that was placed before.
    fn rows(&self, axis: DayAxis) -> Vec<Vec<&PlacedEvent<'a>>> {
        let mut rows: Vec<(f64, Vec<&PlacedEvent<'a>>)> = Vec::new();
        let mut deepest = 0;
        let mut last_day = None;
        for event in &self.events {
            let left = axis.at(event.event.day) - 6.0;
            let right = left + 6.0 + BEFORE + event.width;
            let first = if last_day == Some(event.event.day) {
                deepest + 1
            } else {
                0
            };
            let free = (first..rows.len()).find(|at| right + 10.0 <= rows[*at].0);
            let at = free.unwrap_or_else(|| {
                rows.push((f64::INFINITY, Vec::new()));
                rows.len() - 1
            });
            rows[at].1.push(event);
            // The line to this mark passes the rows above: what comes there later ends before it.
            for row in &mut rows[..=at] {
                row.0 = row.0.min(left);
            }
            deepest = at;
            last_day = Some(event.event.day);
        }
        rows.into_iter().map(|(_, events)| events).collect()
    }
}

impl<'a> PlacedEvent<'a> {
    fn new(setting: Setting<'_>, event: &'a Event, most: f64) -> Self {
        let day = format::day(event.day, setting.language).replace(' ', "\u{a0}");
        let mut broken = vec![day];
        broken.extend(lines(&event.label, LABEL, Weight::Regular, most));
        let widths = broken.iter().map(|line| label_width(line));
        Self {
            event,
            width: widths.fold(0.0, f64::max),
            lines: broken,
        }
    }

    /// Whose event, then the words that are drawn as they are drawn, then what happened: who commands a page by voice
    /// says what they see.
    fn says(&self, lane: &str) -> String {
        let (drawn, label) = (self.lines.join(" "), self.event.label.as_str());
        let what = self.event.what.as_str();
        let rest = what.strip_prefix(label).unwrap_or(what);
        let rest = rest.trim_start_matches([':', ',', ' ']);
        match rest {
            "" => format!("{lane}: {drawn}"),
            rest => format!("{lane}: {drawn}: {rest}"),
        }
    }

    /// Draws the mark and its words in the row at `top`, and a line up to the lane.
    fn draw(&self, lane: &Placed<'_>, [x, line, top]: [f64; 3]) -> Mark {
        let middle = top + 9.0;
        let look = match self.event.certainty {
            Certainty::Held => Look::Full,
            Certainty::Announced => Look::Hollow,
        };
        let labels = (0u32..).zip(&self.lines).map(|(at, words)| {
            let at = [x + BEFORE, middle + 4.5 + LINE * f64::from(at)];
            Label::new(at, Anchor::Start, words.as_str())
        });
        Mark {
            evidence: self.event.evidence.first().copied(),
            says: self.says(&lane.lane.label),
            shapes: vec![
                Shape::Line {
                    along: [x, line, x, middle],
                    ink: Ink::Muted,
                },
                Shape::Dot {
                    at: [x, middle],
                    fill: Fill { look, ..lane.fill },
                },
            ],
            labels: labels.collect(),
        }
    }
}

/// From days to places.
#[derive(Clone, Copy)]
struct DayAxis {
    first: Date,
    last: Date,
    left: f64,
    right: f64,
}

impl DayAxis {
    /// As long as the label of every event leaves room for; `None` without events.
    fn new(setting: Setting<'_>, lanes: &[Placed<'_>], column: f64) -> Option<Self> {
        let events = || lanes.iter().flat_map(|lane| &lane.events);
        let first = events().map(|event| event.event.day).min()?;
        let last = events().map(|event| event.event.day).max()?;
        let left = column + 8.0;
        let mut axis = Self {
            first,
            last,
            left,
            right: left + 1.0,
        };
        let mut plot = setting.width - left - 8.0;
        for event in events() {
            let share = axis.at(event.event.day) - left;
            let room = setting.width - left - BEFORE - event.width;
            if share > 0.0 {
                plot = plot.min(room / share);
            }
        }
        axis.right = left + plot.max(1.0);
        Some(axis)
    }

    fn at(&self, day: Date) -> f64 {
        let span = (days::number(self.last) - days::number(self.first)).max(LEAST_DAYS);
        let share = (days::number(day) - days::number(self.first)) / span;
        self.left + share * (self.right - self.left)
    }

    fn draw(&self, setting: Setting<'_>, [top, bottom]: [f64; 2]) -> Mark {
        let mut mark = Mark::default();
        for (x, words) in days::steps(self.first, self.last, |day| self.at(day), setting) {
            mark.shapes.push(Shape::Line {
                along: [x, top, x, bottom],
                ink: Ink::Faint,
            });
            let half = small_width(&words) / 2.0;
            let x = x.clamp(half, setting.width - half);
            mark.labels
                .push(Label::new([x, bottom + 16.0], Anchor::Middle, words).muted());
        }
        mark
    }
}
