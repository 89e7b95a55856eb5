//! A page's glyphs become lines of words; in tables the lines of a row, cell by cell.

use super::glyphs::{Drawing, Glyph, Rule};
use super::table::{self, Grid};
use serde::{Deserialize, Serialize};

/// A page as it reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Width, in points.
    pub width: f32,
    /// Height, in points.
    pub height: f32,
    /// Its lines, from the top down.
    pub lines: Vec<Line>,
    /// Whether it shows a picture.
    pub pictured: bool,
    /// Characters drawn that stand for none we know.
    pub unknown: usize,
    /// Why the page, or a part of it, could not be read.
    pub failed: Option<String>,
}

/// A line of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Words that stand together; more than one where wide gaps part them or a table does.
    pub cells: Vec<Cell>,
    /// Base line, in points from the top.
    pub y: f32,
    /// Size of most of its letters.
    pub size: f32,
    /// Whether all its letters are bold.
    pub bold: bool,
    /// Whether the PDF marks it as belonging to the page.
    pub artefact: bool,
    /// The ruled table of the page that it is a row of.
    pub table: Option<usize>,
}

/// Words of a line that stand together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Left end.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// Right end of the first word.
    pub first_word: f32,
    /// The words.
    pub text: String,
}

impl Line {
    /// Left end.
    #[must_use]
    pub fn x0(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.x0)
    }

    /// Right end.
    #[must_use]
    pub fn x1(&self) -> f32 {
        self.cells.last().map_or(0.0, |cell| cell.x1)
    }

    /// Width of its first word.
    #[must_use]
    pub fn first_word(&self) -> f32 {
        self.cells
            .first()
            .map_or(0.0, |cell| cell.first_word - cell.x0)
    }

    /// The words, cells parted by `parting`.
    #[must_use]
    pub fn words(&self, parting: &str) -> String {
        let cells: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.join(parting)
    }
}

/// A gap this wide (in sizes of the font) parts cells.
const CELL_GAP: f32 = 1.4;

/// Reads a page together.
#[must_use]
pub fn page(mut drawing: Drawing) -> Page {
    drawing
        .glyphs
        .retain(|glyph| glyph.char != '\u{ad}' || glyph.width > 0.0);
    let spaced = spaces_are_drawn(&drawing.glyphs);
    let grids = table::grids(&drawing.rules);
    let mut loose: Vec<Glyph> = Vec::with_capacity(drawing.glyphs.len());
    let mut ruled: Vec<Vec<Glyph>> = vec![Vec::new(); grids.len()];
    for glyph in &drawing.glyphs {
        match grids.iter().position(|grid| grid.holds(glyph)) {
            Some(grid) if !glyph.artefact => ruled[grid].push(*glyph),
            _ => loose.push(*glyph),
        }
    }
    let mut lines = lines_of(loose, spaced, CELL_GAP);
    for (at, (grid, glyphs)) in grids.iter().zip(ruled).enumerate() {
        lines.extend(rows(grid, glyphs, spaced, at));
    }
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0().total_cmp(&b.x0())));
    if !drawing.askew.trim().is_empty() {
        lines.push(askew(&drawing));
    }
    Page {
        width: drawing.width,
        height: drawing.height,
        lines,
        pictured: drawing.images > 0,
        unknown: drawing.unknown,
        failed: drawing
            .cut
            .then(|| "more is drawn on it than is read".to_owned()),
    }
}

/// Text that stands askew (a stamp, a note in the margin) as a line of its own at the page's end.
fn askew(drawing: &Drawing) -> Line {
    let text = drawing
        .askew
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let cell = Cell {
        x1: drawing.width,
        first_word: drawing.width,
        text,
        ..Cell::default()
    };
    Line {
        cells: vec![cell],
        y: drawing.height,
        size: 1.0,
        artefact: true,
        ..Line::default()
    }
}

/// Whether words are parted by blanks that are drawn; some programs only leave room.
fn spaces_are_drawn(glyphs: &[Glyph]) -> bool {
    let blanks = glyphs.iter().filter(|glyph| glyph.char == ' ').count();
    blanks * 20 >= glyphs.len()
}

/// Glyphs that stand on one line, from left to right, for each line.
fn by_line(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    let mut base = f32::MIN;
    for glyph in glyphs {
        // Small raised or lowered signs stay with their line, whose own base line comes first or last.
        let near = lines.last().is_some_and(|line| {
            let size = line
                .iter()
                .map(|other| other.size)
                .fold(glyph.size, f32::max);
            glyph.y - base < size * 0.4
        });
        match lines.last_mut().filter(|_| near) {
            Some(line) => line.push(glyph),
            None => {
                base = glyph.y;
                lines.push(vec![glyph]);
            }
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        // Text made bold by drawing it twice.
        line.dedup_by(|next, before| {
            next.char == before.char && next.x - before.x < before.size * 0.1 && next.char != ' '
        });
    }
    lines
}

/// Lines of `glyphs`, cut into cells at gaps of `cell_gap` sizes.
fn lines_of(glyphs: Vec<Glyph>, spaced: bool, cell_gap: f32) -> Vec<Line> {
    by_line(glyphs)
        .iter()
        .filter_map(|glyphs| line_of(glyphs, spaced, cell_gap))
        .collect()
}

fn line_of(glyphs: &[Glyph], spaced: bool, cell_gap: f32) -> Option<Line> {
    let inked: Vec<&Glyph> = glyphs.iter().filter(|glyph| glyph.char != ' ').collect();
    let first = inked.first()?;
    let size = middle(inked.iter().map(|glyph| glyph.size).collect());
    let word_gap = size * if spaced { 0.28 } else { 0.16 };
    let mut cells: Vec<Cell> = Vec::new();
    let mut end = first.x;
    let mut blank = false;
    for glyph in glyphs {
        if glyph.char == ' ' {
            blank = true;
            continue;
        }
        let gap = glyph.x - end;
        match cells.last_mut().filter(|_| gap < size * cell_gap) {
            Some(cell) => {
                if blank || gap > word_gap {
                    if !cell.text.contains(' ') {
                        cell.first_word = cell.x1;
                    }
                    cell.text.push(' ');
                }
                cell.text.push(glyph.char);
                cell.x1 = glyph.x + glyph.width;
            }
            None => cells.push(Cell {
                x0: glyph.x,
                x1: glyph.x + glyph.width,
                first_word: 0.0,
                text: glyph.char.to_string(),
            }),
        }
        end = glyph.x + glyph.width;
        blank = false;
    }
    for cell in &mut cells {
        if !cell.text.contains(' ') {
            cell.first_word = cell.x1;
        }
    }
    Some(Line {
        cells,
        y: middle(inked.iter().map(|glyph| glyph.y).collect()),
        size,
        bold: inked
            .iter()
            .all(|glyph| glyph.bold || !glyph.char.is_alphanumeric())
            && inked.iter().any(|glyph| glyph.bold),
        artefact: inked.iter().all(|glyph| glyph.artefact),
        table: None,
    })
}

fn middle(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The rows of a ruled table: the lines of each cell joined, cells without words kept, so that columns stay.
fn rows(grid: &Grid, glyphs: Vec<Glyph>, spaced: bool, table: usize) -> Vec<Line> {
    let mut cells: std::collections::BTreeMap<(usize, usize), Vec<Glyph>> =
        std::collections::BTreeMap::new();
    for glyph in glyphs {
        cells.entry(grid.place(&glyph)).or_default().push(glyph);
    }
    let mut rows: Vec<Line> = Vec::new();
    let mut current = None;
    for ((row, column), glyphs) in cells {
        let lines = lines_of(glyphs, spaced, f32::MAX);
        let Some(first) = lines.first() else { continue };
        if current != Some(row) {
            current = Some(row);
            rows.push(Line {
                cells: Vec::new(),
                y: grid.top(row),
                size: first.size,
                bold: true,
                artefact: false,
                table: Some(table),
            });
        }
        let Some(line) = rows.last_mut() else {
            continue;
        };
        while line.cells.len() < column {
            let x = grid.left(line.cells.len());
            line.cells.push(Cell {
                x0: x,
                x1: x,
                first_word: x,
                text: String::new(),
            });
        }
        line.bold &= lines.iter().all(|part| part.bold);
        let words: Vec<String> = lines.iter().map(|part| part.words(" ")).collect();
        line.cells.push(Cell {
            x0: first.x0(),
            x1: lines.iter().map(Line::x1).fold(first.x1(), f32::max),
            first_word: first.x0() + first.first_word(),
            text: super::paragraphs::join_lines(&words),
        });
    }
    // Empty cells at a row's end are cells too.
    for line in &mut rows {
        while line.cells.len() < grid.columns() {
            let x = grid.left(line.cells.len());
            line.cells.push(Cell {
                x0: x,
                x1: x,
                first_word: x,
                text: String::new(),
            });
        }
    }
    rows
}

/// Rules of a page that could belong to a table, for [`table`].
pub(super) fn is_upright(rule: &Rule) -> bool {
    rule.y1 - rule.y0 > rule.x1 - rule.x0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `words` at `x`, `y`: letters 5 points wide, blanks drawn.
    fn set(words: &str, x: f32, y: f32) -> Vec<Glyph> {
        words
            .chars()
            .enumerate()
            .map(|(at, char)| Glyph {
                char,
                x: x + at as f32 * 5.0,
                y,
                width: 5.0,
                size: 10.0,
                bold: false,
                artefact: false,
            })
            .collect()
    }

    fn check(parts: &[(&str, f32, f32)], want: &[&str]) {
        let glyphs = parts
            .iter()
            .flat_map(|(words, x, y)| set(words, *x, *y))
            .collect();
        let page = page(Drawing {
            glyphs,
            width: 600.0,
            height: 800.0,
            ..Drawing::default()
        });
        let got: Vec<String> = page.lines.iter().map(|line| line.words("|")).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn words_lines_and_cells() {
        check(
            &[("Punkt 1:", 50.0, 50.0), ("Dagsorden", 95.0, 50.0)],
            &["Punkt 1: Dagsorden"],
        );
        check(
            &[("nederst", 50.0, 90.0), ("øverst", 50.0, 50.0)],
            &["øverst", "nederst"],
        );
        check(
            &[("Drift", 50.0, 50.0), ("1,0", 200.0, 50.0)],
            &["Drift|1,0"],
        );
        check(
            &[("m", 50.0, 50.0), ("2", 55.0, 46.5), (" rum", 60.0, 50.0)],
            &["m2 rum"],
        );
        check(&[("fed", 50.0, 50.0), ("fed", 50.3, 50.0)], &["fed"]);
    }

    #[test]
    fn kerning_does_not_part_words() {
        let mut glyphs = set("V enstre og andre ord", 50.0, 50.0);
        glyphs.remove(1);
        for (at, glyph) in glyphs.iter_mut().enumerate().skip(1) {
            glyph.x -= 4.0;
            glyph.char = if at == 0 { 'V' } else { glyph.char };
        }
        let page = page(Drawing {
            glyphs,
            width: 600.0,
            height: 800.0,
            ..Drawing::default()
        });
        assert_eq!(page.lines[0].words("|"), "Venstre og andre ord");
    }
}
