//! Tables whose cells are parted by tabs or pipes: rows and cells with their places, no meaning yet.

use crate::facts::Context;
use crate::layout::Role;
use crate::source::BlockKind;
use crate::value::Span;
use crate::value::fold::fold;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A table as it lies in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The blocks that it takes.
    pub blocks: Vec<usize>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Lines above it that may name its unit.
    pub captions: Vec<Span>,
    /// The whole table.
    pub span: Span,
}

impl Grid {
    /// All blocks that belong to `tables`.
    #[must_use]
    pub fn taken(tables: &[Self]) -> HashSet<usize> {
        tables
            .iter()
            .flat_map(|table| table.blocks.iter().copied())
            .collect()
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<GridCell>,
    /// Blank lines before it.
    pub gap: u8,
}

/// A cell; its words may lie in several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridCell {
    /// The lines' words.
    pub parts: Vec<Span>,
}

impl GridCell {
    /// The words as one folded string, without tags.
    #[must_use]
    pub fn label(&self, text: &str) -> String {
        let words: Vec<String> = self
            .parts
            .iter()
            .map(|part| fold(&untagged(part.of(text))))
            .filter(|words| !words.is_empty())
            .collect();
        words.join(" ")
    }

    /// Whether the words are set off: bold or italic as a whole.
    #[must_use]
    pub fn is_emphasised(&self, text: &str) -> bool {
        let [part] = self.parts.as_slice() else {
            return false;
        };
        let words = part.of(text).trim();
        ["<i>", "<b>", "<em>", "<strong>", "**", "*"]
            .iter()
            .any(|mark| words.starts_with(mark))
    }
}

/// Bytes of a tag that is one.
const LONGEST_TAG: usize = 122;

/// `words` without simple tags (`<i>`, `</p>`, `<br>`).
#[must_use]
pub fn untagged(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(open) = rest.find('<') {
        let near = rest.floor_char_boundary(open + LONGEST_TAG);
        let tag = rest[open..near].find('>').filter(|close| {
            rest[open + 1..open + close]
                .trim_start_matches('/')
                .starts_with(|char: char| char.is_ascii_alphabetic())
        });
        match tag {
            Some(close) => {
                out.push_str(&rest[..open]);
                out.push(' ');
                rest = &rest[open + close + 1..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A line of running text between a table's rows is a part of a broken cell where it is no longer than this.
const BROKEN_CELL: usize = 80;
/// Lines above a table that may name its unit.
const CAPTIONS: usize = 2;

/// The tables in a range of blocks.
#[must_use]
pub fn grids(context: &Context<'_>, body: Range<usize>) -> Vec<Grid> {
    let mut out: Vec<Grid> = Vec::new();
    let mut open: Option<Vec<usize>> = None;
    for at in body.clone() {
        if context.outline.roles[at] == Role::Artefact {
            continue;
        }
        let is_row = is_row(context, at);
        match (&mut open, is_row) {
            (Some(blocks), true) => blocks.push(at),
            (Some(blocks), false) if has_tabs(context, at) || breaks_a_cell(context, at, &body) => {
                blocks.push(at);
            }
            (Some(_), false) => out.extend(open.take().map(|blocks| grid(context, &body, blocks))),
            (None, true) => open = Some(vec![at]),
            (None, false) => {}
        }
    }
    out.extend(open.map(|blocks| grid(context, &body, blocks)));
    out
}

fn is_row(context: &Context<'_>, at: usize) -> bool {
    context.outline.roles[at] == Role::Text
        && matches!(
            context.outline.blocks[at].kind,
            BlockKind::TableRow | BlockKind::TableRule
        )
        && !is_list_point(context.outline.blocks[at].span.of(context.text))
}

/// "1.\tAdministrationen …", "•\tBorgere": a list whose marks are set off by a tab.
fn is_list_point(line: &str) -> bool {
    let Some((mark, rest)) = line.split_once('\t') else {
        return false;
    };
    let mark = mark.trim();
    let bullet = !mark.is_empty() && !mark.contains(char::is_alphanumeric) && mark != "|";
    let counted = mark.len() <= 4 && mark.ends_with(['.', ')']);
    let running = rest.chars().count() > 60 && !rest.split('\t').any(|cell| is_digits(cell.trim()));
    (bullet || counted) && rest.contains(' ') && (running || !rest.contains('\t'))
}

fn is_digits(cell: &str) -> bool {
    cell.contains(|char: char| char.is_ascii_digit()) && !cell.contains(char::is_alphabetic)
}

/// A line whose only words stand in its first or last cell: the tabs of the empty cells are at its ends.
fn has_tabs(context: &Context<'_>, at: usize) -> bool {
    context.outline.roles[at] == Role::Text
        && line_of(context, at).of(context.text).contains('\t')
        && !is_list_point(context.outline.blocks[at].span.of(context.text))
}

/// The whole line of a block, with the white space at both ends.
fn line_of(context: &Context<'_>, at: usize) -> Span {
    let (text, span) = (context.text, context.outline.blocks[at].span);
    let start = text[..span.start.get()].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end.get()..]
        .find('\n')
        .map_or(text.len(), |at| span.end.get() + at);
    Span::new(start, end)
}

/// A short line without a gap before a row, with none before itself: the first line of a cell that goes on there.
fn breaks_a_cell(context: &Context<'_>, at: usize, body: &Range<usize>) -> bool {
    let blocks = &context.outline.blocks;
    let next = at + 1;
    context.outline.roles[at] == Role::Text
        && blocks[at].gap == 0
        && blocks[at].span.len() <= BROKEN_CELL
        && body.contains(&next)
        && is_row(context, next)
        && blocks[next].gap == 0
}

fn grid(context: &Context<'_>, body: &Range<usize>, blocks: Vec<usize>) -> Grid {
    let first = blocks[0]; // OK because a table is opened with a block.
    let lines: Vec<Row> = blocks
        .iter()
        .filter(|at| context.outline.blocks[**at].kind != BlockKind::TableRule)
        .map(|at| row(context, *at))
        .collect();
    let span = blocks
        .iter()
        .map(|at| context.outline.blocks[*at].span)
        .reduce(Span::cover)
        .unwrap_or_default();
    Grid {
        captions: captions(context, body.start, first),
        rows: joined(context.text, lines),
        blocks,
        span,
    }
}

/// The lines above block `first` that are text of the section.
#[must_use]
pub fn captions(context: &Context<'_>, from: usize, first: usize) -> Vec<Span> {
    (from..first)
        .rev()
        .filter(|at| context.outline.roles[*at] == Role::Text)
        .take_while(|at| !is_row(context, *at))
        .take(CAPTIONS)
        .map(|at| context.outline.blocks[at].content)
        .collect()
}

/// One line's cells. Tabs at the line's ends part empty cells, so the whole line counts, not the block's words.
fn row(context: &Context<'_>, at: usize) -> Row {
    let block = &context.outline.blocks[at];
    let text = context.text;
    let whole = line_of(context, at);
    let (line, start) = (whole.of(text), whole.start.get());
    let cells = if line.contains('\t') {
        split(line, start, '\t')
    } else if block.span.of(text).starts_with('|') {
        let span = block.span;
        let inner = span.of(text);
        let last = inner.len() - usize::from(inner.len() > 1 && inner.ends_with('|'));
        split(&inner[1..last], span.start.get() + 1, '|')
    } else {
        vec![GridCell {
            parts: vec![block.span],
        }]
    };
    Row {
        span: block.span,
        cells: cells.into_iter().map(|cell| trimmed(text, cell)).collect(),
        gap: block.gap,
    }
}

fn split(line: &str, base: usize, sign: char) -> Vec<GridCell> {
    let mut at = base;
    line.split(sign)
        .map(|cell| {
            let span = Span::new(at, at + cell.len());
            at += cell.len() + 1;
            GridCell { parts: vec![span] }
        })
        .collect()
}

fn trimmed(text: &str, cell: GridCell) -> GridCell {
    GridCell {
        parts: cell
            .parts
            .into_iter()
            .map(|part| part.trimmed(text))
            .filter(|part| !part.is_empty())
            .collect(),
    }
}

/// Rows put together again where a line end inside a cell broke them. Blank lines part stretches, which may be tables
/// of their own; where all lines of one are of one width none is broken.
fn joined(text: &str, lines: Vec<Row>) -> Vec<Row> {
    let whole = usual_width(&lines);
    let mut out = Vec::new();
    for stretch in lines.chunk_by(|_, next| next.gap == 0) {
        let even = stretch
            .windows(2)
            .all(|pair| pair[0].cells.len() == pair[1].cells.len());
        if even {
            out.extend(stretch.iter().cloned());
        } else {
            let width = if stretch.len() > 2 {
                usual_width(stretch)
            } else {
                whole
            };
            out.extend(join(text, stretch, width));
        }
    }
    out
}

/// Lines that are too short alone and make exactly one row of `width` cells together.
fn join(text: &str, lines: &[Row], width: usize) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let taken = broken(text, &lines[at..], width)
            .or_else(|| label_broken(text, &lines[at..], width))
            .unwrap_or(1);
        let mut row = lines[at].clone();
        for next in &lines[at + 1..at + taken] {
            let mut cells = next.cells.iter().cloned();
            if let (Some(last), Some(first)) = (row.cells.last_mut(), cells.next()) {
                last.parts.extend(first.parts);
            }
            row.cells.extend(cells);
            row.span = row.span.cover(next.span);
        }
        out.push(row);
        at += taken;
    }
    out
}

/// How many lines at the start make one row of `width` cells.
fn broken(text: &str, lines: &[Row], width: usize) -> Option<usize> {
    const MOST_LINES: usize = 12;
    let mut cells = lines.first()?.cells.len();
    for (at, line) in lines.iter().enumerate().take(MOST_LINES).skip(1) {
        let inside = is_inside_words(text, &lines[at - 1], line);
        if cells >= width || line.cells.len() >= width || line.gap > 0 || !inside {
            return None;
        }
        cells += line.cells.len() - 1;
        if cells == width {
            return Some(at + 1);
        }
    }
    None
}

/// Whether the border of two lines lies inside a cell of words: rows whose last cells are empty end in a number.
fn is_inside_words(text: &str, line: &Row, next: &Row) -> bool {
    let words = |cell: Option<&GridCell>| {
        cell.is_some_and(|cell| {
            let label = cell.label(text);
            !label.is_empty() && !is_digits(&label)
        })
    };
    words(line.cells.last()) && words(next.cells.first())
}

/// A line that holds the beginning of a label alone, where the next line goes on with a small letter.
fn label_broken(text: &str, lines: &[Row], width: usize) -> Option<usize> {
    let [first, next, ..] = lines else {
        return None;
    };
    let goes_on = next
        .cells
        .first()
        .is_some_and(|cell| cell.label(text).starts_with(char::is_lowercase));
    (first.cells.len() == 1 && next.gap == 0 && next.cells.len() == width && goes_on).then_some(2)
}

/// The most common number of cells; of two as common, the larger.
fn usual_width(lines: &[Row]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(line.cells.len()).or_default() += 1;
    }
    let wide = counts.into_iter().filter(|(width, _)| *width > 1);
    wide.map(|(width, count)| (count, width))
        .max()
        .map_or(0, |(_, width)| width)
}
