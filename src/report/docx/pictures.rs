//! Charts as pictures in the text, each with its alternative text.

use super::body::paragraph;
use crate::report::chart::picture::Picture;
use crate::report::xml::escape;

/// English Metric Units a px: a chart of 720 px is as wide as the text, 17 cm.
const EMU: f32 = 8500.0;
/// A taller chart is cut between groups: what fits on a page below its caption, in px.
pub const TALLEST: f64 = 860.0;

/// The paragraph that shows `picture`, the one with the number `at` of the document.
pub fn shown(picture: &Picture, at: usize, title: &str, alternative: &str) -> String {
    let (wide, tall) = (emu(picture.width), emu(picture.height));
    let (title, alternative) = (escape(title), escape(alternative));
    let id = at + 1;
    let drawing = format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{tall}\"/>\
         <wp:docPr id=\"{id}\" name=\"chart{id}\" title=\"{title}\" descr=\"{alternative}\"/>\
         <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"chart{id}.png\" descr=\"{alternative}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdP{at}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{tall}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    );
    paragraph("Picture", &drawing)
}

#[allow(clippy::cast_possible_truncation)] // A page is a few million EMU.
fn emu(px: f32) -> i64 {
    (px * EMU).round() as i64
}
