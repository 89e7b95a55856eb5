//! Charts as plain SVG from data: horizontal bars, stacked bars, time lines; the same on every machine, no script.
//!
//! A chart is laid out as a [`scene`] (marks and labels whose places are known, so that tests can see that nothing
//! overlaps or runs out of the picture) and then written as SVG. [`bars`], [`stacked`] and [`timeline`] lay out, [`axis`]
//! and [`days`] find the steps of an axis, [`measure`] knows how wide words are, [`picture`] makes a PNG for Word.
//!
//! # What a page must set
//! With [`Colours::Css`] a chart takes its words' colour from `currentColor` and the rest from the custom properties
//! `--c1` … `--c8`, `--chart-muted`, `--chart-line` and `--chart-ground`; [`palette::LIGHT`](super::palette::LIGHT) and
//! [`palette::DARK`](super::palette::DARK) hold their values and [`Palette::css`](super::palette::Palette::css) writes
//! them. A page may show [`svg`] where there is room (drawn for 720 px) and [`svg_narrow`] on a phone (360 px): their ids
//! differ, so both may stand in one page. Title, unit and source in words are set around the picture by the form: a chart
//! holds its title and text alternative for screen readers only, and the unit at its axis.

mod axis;
mod bars;
mod days;
mod legend;
pub mod measure;
pub mod picture;
mod scene;
mod stacked;
mod timeline;
mod values;
mod write;

#[cfg(test)]
mod tests;

use super::form_words::{FormWords, words};
use super::model::{Chart, ChartData, Language, Report};
use scene::Scene;

/// Where a chart takes its colours from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// From the style sheet of the page; marks link to their evidence (`#e12` is [`EvidenceId`](super::model::EvidenceId)
    /// 12).
    Css,
    /// Fixed ones on white, for pictures.
    Fixed,
}

/// Width of a chart where there is room, in px.
const WIDE: f64 = 720.0;
/// Width of a chart on a phone, in px.
const NARROW: f64 = 360.0;

/// What every layout needs to know.
#[derive(Clone, Copy)]
struct Setting<'a> {
    report: &'a Report,
    words: &'static FormWords,
    language: Language,
    width: f64,
}

impl Setting<'_> {
    /// Whether there is no room for labels beside the bars.
    fn is_narrow(&self) -> bool {
        self.width < 480.0
    }
}

/// The chart as an `<svg>` element for a page, 720 px wide; it scales.
#[must_use]
pub fn svg(chart: &Chart, report: &Report, colours: Colours) -> String {
    write::svg(&scene(chart, report, WIDE), chart, "", colours)
}

/// The same for a narrow screen, 360 px wide: labels stand above the bars. Its ids end in `-narrow`.
#[must_use]
pub fn svg_narrow(chart: &Chart, report: &Report, colours: Colours) -> String {
    write::svg(&scene(chart, report, NARROW), chart, "-narrow", colours)
}

fn scene(chart: &Chart, report: &Report, width: f64) -> Scene {
    let setting = Setting {
        report,
        words: words(report.language),
        language: report.language,
        width,
    };
    match &chart.data {
        ChartData::Bars {
            series,
            groups,
            kind,
        } => bars::lay_out(setting, &chart.unit, series, groups, *kind),
        ChartData::Stacked {
            series,
            groups,
            kind,
        } => stacked::lay_out(setting, &chart.unit, series, groups, *kind),
        ChartData::Timeline { lanes } => timeline::lay_out(setting, lanes),
    }
}
