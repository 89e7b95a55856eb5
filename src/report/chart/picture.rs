//! A chart as a PNG picture, for Word: drawn with the font that comes along, the same on every machine.

use super::{Colours, svg};
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
const TALLEST: f32 = 16_000.0;

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

/// Draws `chart` in fixed colours on white.
///
/// # Errors
/// Where the picture cannot be made; never because of what a document says.
pub fn png(chart: &Chart, report: &Report) -> Result<Picture, PictureError> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Open Sans".to_owned(),
        ..Options::default()
    };
    let words = svg(chart, report, Colours::Fixed);
    let tree = Tree::from_str(&words, &options).map_err(|source| PictureError::Svg {
        id: chart.id.clone(),
        source,
    })?;
    let size = tree.size();
    let scale = SCALE.min(TALLEST / size.height());
    let failed = |message: String| PictureError::Png {
        id: chart.id.clone(),
        message,
    };
    let [wide, tall] = [size.width(), size.height()].map(|side| pixels(side * scale));
    let mut canvas = Pixmap::new(wide, tall)
        .ok_or_else(|| failed(format!("{wide} by {tall} pixels are too many")))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut canvas.as_mut(),
    );
    let png = canvas
        .encode_png()
        .map_err(|error| failed(error.to_string()))?;
    Ok(Picture {
        png,
        width: size.width(),
        height: size.height(),
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Within TALLEST, and no chart has a negative side.
fn pixels(side: f32) -> u32 {
    side.ceil().max(1.0) as u32
}
