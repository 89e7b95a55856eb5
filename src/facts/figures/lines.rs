//! Tables that plain text took apart: rows as lines of label and numbers ([`rows`]), or one cell a line ([`cells`]).

mod cells;
mod rows;

use super::cell::{Content, content};
use super::grammar::Parsed;
use super::grid::{Grid, GridCell, Row};
use super::units::{Unit, money, percent};
use crate::facts::Context;
use crate::layout::Role;
use crate::lexicon::Numbers;
use crate::problem::{Problem, ProblemCode};
use crate::source::BlockKind;
use crate::value::Span;
use crate::value::fold::lower_in_place as lower;
use std::ops::Range;

/// The tables in a range of blocks that `known` tables do not hold; those that could not be read are problems.
#[must_use]
pub fn grids(
    context: &Context<'_>,
    body: Range<usize>,
    known: &[Grid],
) -> (Vec<Grid>, Vec<Problem>) {
    let taken = Grid::taken(known);
    let free: Vec<usize> = body
        .filter(|at| context.outline.roles[*at] == Role::Text)
        .filter(|at| !taken.contains(at))
        .collect();
    let mut grids = rows::grids(context, &free);
    let taken = Grid::taken(&grids);
    let left: Vec<usize> = free.into_iter().filter(|at| !taken.contains(at)).collect();
    let (read, unread) = cells::grids(context, &left);
    grids.extend(read);
    (grids, unread)
}

/// A line of a heading's or a cell's length.
const SHORT: usize = 64;

/// Whether a block can be a label of a taken-apart table: short, and no sentence.
fn is_label(context: &Context<'_>, at: usize) -> bool {
    let block = &context.outline.blocks[at];
    let words = block.content.of(context.text);
    matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Bold | BlockKind::Heading(_)
    ) && is_short(words)
        && (!words.ends_with(['.', ':', ';', '!', '?']) || is_unit(context, at))
        && words.contains(|char: char| char.is_alphanumeric())
}

/// Whether `words` are no longer than a label; labels of several columns are parted by wide gaps.
fn is_short(words: &str) -> bool {
    // Running text has more letters than that at its beginning, which is quickly told.
    let first = words.bytes().take(4 * SHORT);
    let least = first.filter(u8::is_ascii_graphic).count();
    let wide = || words.contains("  ");
    if least > 3 * SHORT || (least > SHORT && !wide()) {
        return false;
    }
    let lengths = words
        .split_whitespace()
        .map(|word| word.chars().count() + 1);
    let length: usize = lengths.sum();
    length <= SHORT || (length <= 3 * SHORT && wide())
}

/// Whether a block names a unit and nothing else: "Kr.", "Mio. kr.", "Pct.".
fn is_unit(context: &Context<'_>, at: usize) -> bool {
    let numbers = &context.lexicon.numbers;
    let words = lower(context.outline.blocks[at].content.of(context.text));
    let whole = |read: Option<Parsed<Unit>>| read.is_some_and(|read| read.len == words.len());
    whole(money(&words, numbers)) || whole(percent(&words, numbers))
}

/// What a block's words are, as a cell.
fn content_of(context: &Context<'_>, at: usize) -> Content {
    let words = context.outline.blocks[at].content.of(context.text);
    let numbers = &context.lexicon.numbers;
    if begins_as_words(words, numbers) {
        return Content::Words;
    }
    content(&lower(words), numbers)
}

/// Whether `words` begin with a letter and can be no number: they hold no digit, or no currency begins so.
fn begins_as_words(words: &str, numbers: &Numbers) -> bool {
    let digits = || words.bytes().any(|byte| byte.is_ascii_digit());
    match words.bytes().next() {
        Some(letter) if letter.is_ascii_alphabetic() => {
            let letter = letter.to_ascii_lowercase();
            !numbers.currencies.may_start_with(letter) || !digits()
        }
        _ => false,
    }
}

/// Labels above a table, top down; lines without a gap between them are one label.
fn label_groups(context: &Context<'_>, blocks: &[usize]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for at in blocks {
        match out.last_mut() {
            Some(last) if context.outline.blocks[*at].gap == 0 => last.push(*at),
            _ => out.push(vec![*at]),
        }
    }
    out
}

fn cell_of(context: &Context<'_>, blocks: &[usize]) -> GridCell {
    GridCell {
        parts: blocks
            .iter()
            .map(|at| context.outline.blocks[*at].content)
            .collect(),
    }
}

/// A header row of a corner and one label a column, out of the groups of lines above a table.
fn header(context: &Context<'_>, groups: &[Vec<usize>], columns: usize) -> Option<Row> {
    let from = groups.len().checked_sub(columns)?;
    let corner = from
        .checked_sub(1)
        .map(|at| cell_of(context, &groups[at]))
        .unwrap_or_default();
    let cells: Vec<GridCell> = std::iter::once(corner)
        .chain(groups[from..].iter().map(|group| cell_of(context, group)))
        .collect();
    Some(row(cells, 1))
}

fn row(cells: Vec<GridCell>, gap: u8) -> Row {
    let span = cells
        .iter()
        .flat_map(|cell| cell.parts.iter().copied())
        .reduce(Span::cover)
        .unwrap_or_default();
    Row { span, cells, gap }
}

fn grid(context: &Context<'_>, blocks: Vec<usize>, rows: Vec<Row>, captions: Vec<Span>) -> Grid {
    let span = blocks
        .iter()
        .map(|at| context.outline.blocks[*at].span)
        .reduce(Span::cover)
        .unwrap_or_default();
    Grid {
        blocks,
        rows,
        captions,
        span,
    }
}

/// The two blocks before the first of a table that may name its unit.
fn captions(context: &Context<'_>, free: &[usize], first: usize) -> Vec<Span> {
    free.iter()
        .rev()
        .filter(|at| **at < first)
        .take(2)
        .map(|at| context.outline.blocks[*at].content)
        .collect()
}

fn unread(context: &Context<'_>, blocks: &[usize], why: &str) -> Option<Problem> {
    let place = blocks
        .iter()
        .map(|at| context.outline.blocks[*at].span)
        .reduce(Span::cover)?;
    let words: String = place.of(context.text).chars().take(60).collect();
    Some(Problem::at(
        ProblemCode::TableUnread,
        place,
        format!("{why}: '{}' …", words.replace('\n', " ")),
    ))
}
