//! A chart as a PNG picture, for Word: drawn with the font that comes along, the same on every machine.

use super::scene::Scene;
use super::{Colours, WIDE, scene, write};
use crate::report::model::{Chart, Report};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};
use std::sync::{Arc, LazyLock};

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(super::measure::REGULAR.to_vec());
    fonts.load_font_data(super::measure::STRONG.to_vec());
    Arc::new(fonts)
});

/// Pixels a px: sharp in print.
const SCALE: f32 = 2.0;
/// Pictures are no taller than this many pixels.
const MOST_PIXELS: f32 = 16_000.0;

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The PNG file.
    pub png: Vec<u8>,
    /// Width in px, as the chart was laid out.
    pub width: f32,
    /// Height in px.
    pub height: f32,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The SVG of the chart is not valid; that is a fault of the program.
    #[error("chart {id} cannot be drawn: {source}")]
    Svg {
        /// Id of the chart.
        id: String,
        /// What is wrong.
        source: resvg::usvg::Error,
    },
    /// The picture is too large, or cannot be packed.
    #[error("chart {id} cannot be written as a picture: {message}")]
    Png {
        /// Id of the chart.
        id: String,
        /// What is wrong.
        message: String,
    },
}

/// Draws `chart` in fixed colours on white, in as many pictures as it needs to be no taller than `tallest` px each: cut
/// between groups, so that all keep one scale. A single group that is taller is one picture.
///
/// # Errors
/// Where the picture cannot be made; never because of what a document says.
pub fn png(chart: &Chart, report: &Report, tallest: f64) -> Result<Vec<Picture>, PictureError> {
    let scene = scene(chart, report, WIDE);
    views(&scene, tallest)
        .into_iter()
        .map(|view| drawn(&scene, view, chart))
        .collect()
}

/// From which height to which each picture goes.
fn views(scene: &Scene, tallest: f64) -> Vec<[f64; 2]> {
    let mut out = Vec::new();
    let (mut top, mut end) = (0.0, 0.0);
    for cut in scene.cuts.iter().copied().chain([scene.height]) {
        if cut - top > tallest && end > top {
            out.push([top, end]);
            top = end;
        }
        end = cut;
    }
    out.push([top, end]);
    out
}

fn drawn(scene: &Scene, view: [f64; 2], chart: &Chart) -> Result<Picture, PictureError> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Open Sans".to_owned(),
        ..Options::default()
    };
    let words = write::part(scene, view, chart, "", Colours::Fixed);
    let tree = Tree::from_str(&words, &options).map_err(|source| PictureError::Svg {
        id: chart.id.clone(),
        source,
    })?;
    let size = tree.size();
    let scale = SCALE.min(MOST_PIXELS / size.height());
    let failed = |message: String| PictureError::Png {
        id: chart.id.clone(),
        message,
    };
    let [wide, tall] = [size.width(), size.height()].map(|side| pixels(side * scale));
    let mut canvas = Pixmap::new(wide, tall)
        .ok_or_else(|| failed(format!("{wide} by {tall} pixels are too many")))?;
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut canvas.as_mut());
    let png = canvas
        .encode_png()
        .map_err(|error| failed(error.to_string()))?;
    Ok(Picture {
        png,
        width: size.width(),
        height: size.height(),
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Within MOST_PIXELS, and no side is negative.
fn pixels(side: f32) -> u32 {
    side.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tall_chart_is_cut_between_groups_and_nothing_is_lost() {
        let scene = Scene {
            width: WIDE,
            height: 1000.0,
            cuts: vec![20.0, 300.0, 400.0, 900.0],
            marks: Vec::new(),
        };
        for (tallest, expected) in [
            (2000.0, vec![[0.0, 1000.0]]),
            (600.0, vec![[0.0, 400.0], [400.0, 1000.0]]),
            (
                100.0,
                vec![
                    [0.0, 20.0],
                    [20.0, 300.0],
                    [300.0, 400.0],
                    [400.0, 900.0],
                    [900.0, 1000.0],
                ],
            ),
        ] {
            assert_eq!(views(&scene, tallest), expected, "{tallest}");
        }
    }
}
