//! Rows that are lines of a label and numbers: "Gennemført 28,4 % 34,3 %", under lines that name the columns.

use super::{captions, grid, header, is_label, label_groups, row};
use crate::facts::Context;
use crate::facts::figures::cell::{Content, content};
use crate::facts::figures::grid::{Grid, GridCell, Row};
use crate::source::BlockKind;
use crate::value::Span;
use crate::value::fold::{ToLower, lower_in_place as lower};
use std::ops::Range;

/// Lines above the first row that may name columns.
const MOST_HEADER_LINES: usize = 24;
/// Words of a row's label.
const MOST_LABEL_WORDS: usize = 14;

/// Words of a number with its unit.
const MOST_TOKENS: usize = 3;

/// A line that is a label and at least two numbers.
struct NumberLine {
    block: usize,
    label: Span,
    values: Vec<Span>,
    /// Whether a number could be nothing but a figure: grouped, with decimals, a sign or a unit, or of three digits.
    weighty: bool,
}

/// The tables among the `free` blocks.
pub fn grids(context: &Context<'_>, free: &[usize]) -> Vec<Grid> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < free.len() {
        let (lines, taken) = run(context, &free[at..]);
        if lines.iter().any(|line| line.is_ok()) {
            out.extend(table(context, free, &lines));
        }
        at += taken.max(1);
    }
    out
}

/// A row, or a line between rows that is the label of a group.
type LineOrGroup = Result<NumberLine, usize>;

/// Rows of one width that follow each other, with the labels of groups between them; and the blocks taken.
fn run(context: &Context<'_>, free: &[usize]) -> (Vec<LineOrGroup>, usize) {
    let mut lines: Vec<LineOrGroup> = Vec::new();
    let mut width = None;
    let mut taken = 0;
    for (at, block) in free.iter().enumerate() {
        let stands_apart = || {
            at > 0
                || context.outline.blocks[*block].gap > 0
                || is_after_label(context, *block)
                || has_twin(context, free)
        };
        let line = number_line(context, *block).filter(|_| stands_apart());
        match line {
            Some(line) if width.is_none_or(|width| width == line.values.len()) => {
                width = Some(line.values.len());
                lines.push(Ok(line));
                taken = at + 1;
            }
            None if !lines.is_empty() && at + 1 < free.len() && is_group(context, *block) => {
                let next = number_line(context, free[at + 1]);
                if next.is_some_and(|next| Some(next.values.len()) == width) {
                    lines.push(Err(*block));
                } else {
                    break;
                }
            }
            _ => break,
        }
    }
    lines.truncate(
        lines
            .iter()
            .rposition(Result::is_ok)
            .map_or(0, |last| last + 1),
    );
    (lines, taken)
}

/// Whether the first two blocks are rows of one width.
fn has_twin(context: &Context<'_>, free: &[usize]) -> bool {
    let width = |at: usize| {
        let line = number_line(context, *free.get(at)?)?;
        Some(line.values.len())
    };
    width(0).is_some() && width(0) == width(1)
}

fn is_group(context: &Context<'_>, at: usize) -> bool {
    is_label(context, at) && context.outline.blocks[at].content.of(context.text).len() <= 50
}

fn is_after_label(context: &Context<'_>, at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|before| is_label(context, before))
}

fn table(context: &Context<'_>, free: &[usize], lines: &[LineOrGroup]) -> Option<Grid> {
    let first = lines.iter().find_map(|line| line.as_ref().ok())?;
    let width = first.values.len();
    let above = above(context, free, first.block);
    let (header, used) = header_above(context, &above, width);
    let rows = lines.iter().filter(|line| line.is_ok()).count();
    let weighty = lines
        .iter()
        .any(|line| line.as_ref().is_ok_and(|line| line.weighty));
    if !weighty || (header.is_none() && rows < 2) {
        return None;
    }
    let data = lines.iter().map(|line| match line {
        Ok(line) => data_row(context, line),
        Err(group) => row(vec![super::cell_of(context, &[*group])], 1),
    });
    let blocks: Vec<usize> = used
        .iter()
        .copied()
        .chain(lines.iter().map(|line| match line {
            Ok(line) => line.block,
            Err(group) => *group,
        }))
        .collect();
    let captions = captions(context, free, blocks[0]); // OK because a run has a line.
    Some(grid(
        context,
        blocks,
        header.into_iter().chain(data).collect(),
        captions,
    ))
}

fn data_row(context: &Context<'_>, line: &NumberLine) -> Row {
    let cells = std::iter::once(line.label)
        .chain(line.values.iter().copied())
        .map(|part| GridCell { parts: vec![part] })
        .collect();
    Row {
        span: context.outline.blocks[line.block].span,
        ..row(cells, 1)
    }
}

/// The label-like blocks directly above a table, top down.
fn above(context: &Context<'_>, free: &[usize], first: usize) -> Vec<usize> {
    let mut out: Vec<usize> = free
        .iter()
        .rev()
        .copied()
        .filter(|at| *at < first)
        .take(MOST_HEADER_LINES)
        .take_while(|at| is_label(context, *at) && number_line(context, *at).is_none())
        .collect();
    out.reverse();
    out
}

/// The header row, and the blocks that it takes.
fn header_above(context: &Context<'_>, above: &[usize], width: usize) -> (Option<Row>, Vec<usize>) {
    let groups = label_groups(context, above);
    if let Some([line]) = groups.last().map(Vec::as_slice)
        && let Some(cells) = split_line(context, *line, width)
    {
        return (Some(row(cells, 1)), vec![*line]);
    }
    if groups.len() >= width {
        let from = groups.len().saturating_sub(width + 1);
        let used = groups[from..].concat();
        return (header(context, &groups, width), used);
    }
    let lines: Vec<Vec<usize>> = groups
        .last()
        .map(|group| group.iter().map(|at| vec![*at]).collect())
        .unwrap_or_default();
    if lines.len() == width || lines.len() == width + 1 {
        return (header(context, &lines, width), lines.concat());
    }
    (None, Vec::new())
}

/// The labels in one line: "Finanslovsår 2025 2026 Tilsagn i alt", "Svarprocent Efterår 2024 Forår 2025",
/// "Budget Regnskab Afvigelse".
fn split_line(context: &Context<'_>, at: usize, width: usize) -> Option<Vec<GridCell>> {
    let content = context.outline.blocks[at].content;
    let words = content.of(context.text);
    let tokens = tokens(words);
    let chunks = by_gaps(words, &tokens, width)
        .or_else(|| by_years(words, &tokens, width))
        .or_else(|| by_capitals(words, &tokens, width))?;
    Some(
        chunks
            .into_iter()
            .map(|range| GridCell {
                parts: if range.is_empty() {
                    Vec::new()
                } else {
                    vec![content.part(range)]
                },
            })
            .collect(),
    )
}

/// Labels that at least two spaces part.
fn by_gaps(words: &str, tokens: &[Range<usize>], width: usize) -> Option<Vec<Range<usize>>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    for token in tokens {
        match chunks.last_mut() {
            Some(last) if words[last.end..token.start].chars().count() < 2 => last.end = token.end,
            _ => chunks.push(token.clone()),
        }
    }
    if chunks.len() == width && width > 1 {
        chunks.insert(0, 0..0);
    }
    (chunks.len() == width + 1).then_some(chunks)
}

/// Chunks that end in a year each, the rest being the last label. What the first has more than the others is the corner.
fn by_years(words: &str, tokens: &[Range<usize>], width: usize) -> Option<Vec<Range<usize>>> {
    let is_year = |token: &Range<usize>| {
        let word = &words[token.clone()];
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1990..2100).contains(&year))
    };
    let mut chunks: Vec<&[Range<usize>]> = tokens.split_inclusive(is_year).collect();
    let first = *chunks.first()?;
    if chunks.len() != width || width < 2 || !first.last().is_some_and(is_year) {
        return None;
    }
    let usual = chunks[1].len();
    let cut = first.len().saturating_sub(usual);
    let (corner, kept) = first.split_at(cut);
    chunks[0] = kept;
    Some(
        std::iter::once(cover(corner))
            .chain(chunks.into_iter().map(cover))
            .collect(),
    )
}

/// Labels that begin with a capital each, the corner before them.
fn by_capitals(words: &str, tokens: &[Range<usize>], width: usize) -> Option<Vec<Range<usize>>> {
    let begins = |token: &Range<usize>| {
        words[token.clone()]
            .chars()
            .next()
            .is_some_and(|char| char.is_uppercase() || char.is_ascii_digit())
    };
    let mut chunks: Vec<Range<usize>> = Vec::new();
    for token in tokens {
        match chunks.last_mut() {
            Some(last) if !begins(token) => last.end = token.end,
            _ => chunks.push(token.clone()),
        }
    }
    if chunks.len() == width {
        chunks.insert(0, 0..0);
    }
    (chunks.len() == width + 1).then_some(chunks)
}

fn cover(tokens: &[Range<usize>]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

fn tokens(words: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, char) in words.char_indices() {
        match (char.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| from..words.len()));
    out
}

/// Reads a block as a row: a label, and from some word on nothing but numbers.
fn number_line(context: &Context<'_>, at: usize) -> Option<NumberLine> {
    let block = &context.outline.blocks[at];
    if !matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Bold | BlockKind::ListPoint
    ) {
        return None;
    }
    let words = block.content.of(context.text);
    if !words.ends_with(|char: char| {
        char.is_ascii_digit() || matches!(char, '%' | '.' | '-' | '–' | '*' | ')')
    }) {
        return None;
    }
    let mut last = words.split_whitespace().rev().take(MOST_TOKENS);
    if !last.any(can_be_value) {
        return None;
    }
    let values = can_be_values(words)?;
    let most = MOST_LABEL_WORDS + 1 + values;
    if words.split_whitespace().take(most).count() == most {
        return None;
    }
    let tokens = tokens(words);
    let first = (tokens.len() - values).max(1);
    if first >= tokens.len().min(MOST_LABEL_WORDS + 1) {
        return None;
    }
    let lowered = lower(words);
    let reader = Values {
        context,
        words: &lowered,
        tokens: &tokens,
    };
    let (from, values) = (first..tokens.len().min(MOST_LABEL_WORDS + 1))
        .find_map(|from| Some((from, reader.values(from)?)))?;
    let numbers = values
        .iter()
        .filter(|(_, content)| matches!(content, Content::Number(_)))
        .count();
    let label = &words[..tokens[from - 1].end];
    if values.len() < 2 || numbers == 0 || !can_be_label(label) {
        return None;
    }
    let weighty = values.iter().any(|(_, content)| {
        content.number().is_some_and(|cell| {
            cell.signed || cell.unit.is_some() || !cell.number.is_plain() || cell.number.head >= 100
        })
    });
    Some(NumberLine {
        block: at,
        label: block.content.part(0..label.len()),
        values: values
            .into_iter()
            .map(|(range, _)| block.content.part(range))
            .collect(),
        weighty,
    })
}

/// How many tokens at the end can be nothing but numbers; `None` where none can. A number has a digit in one of its words
/// (or is a cell of nothing), so that few words without one follow each other.
fn can_be_values(words: &str) -> Option<usize> {
    const BEHIND: usize = MOST_TOKENS - 1;
    let (mut lacking, mut last) = (0, true);
    let mut read = 0;
    for (behind, token) in words.split_whitespace().rev().enumerate() {
        if can_be_value(token) {
            (lacking, last) = (0, false);
        } else {
            lacking += 1;
        }
        if last && lacking > BEHIND {
            return None;
        }
        if lacking > 2 * BEHIND {
            return Some(behind);
        }
        read = behind + 1;
    }
    Some(read)
}

/// Whether a word may be a number or a cell of nothing by itself.
fn can_be_value(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit()) || !word.contains(char::is_alphabetic)
}

/// Whether the words before the numbers are a label and not the beginning of a sentence.
fn can_be_label(label: &str) -> bool {
    const PROSE: [&str; 24] = [
        "på", "i", "til", "af", "og", "fra", "for", "med", "nr.", "ca.", "kl.", "den", "d.", "pr.",
        "er", "§", "§§", "stk.", "eller", "mellem", "side", "bilag", "tlf.", "telefon",
    ];
    let lower = label.to_lower();
    let last = lower.split_whitespace().next_back().unwrap_or_default();
    lower.contains(char::is_alphabetic)
        && !PROSE.contains(&last)
        && !label.ends_with([',', ';', '('])
        && !label.contains(". ")
}

struct Values<'v> {
    context: &'v Context<'v>,
    words: &'v str,
    tokens: &'v [Range<usize>],
}

impl Values<'_> {
    /// The numbers from token `from` to the end; `None` where anything else stands among them.
    fn values(&self, from: usize) -> Option<Vec<(Range<usize>, Content)>> {
        let mut out = Vec::new();
        let mut at = from;
        while at < self.tokens.len() {
            let (taken, content) = self.value(at)?;
            out.push((
                self.tokens[at].start..self.tokens[at + taken - 1].end,
                content,
            ));
            at += taken;
        }
        Some(out)
    }

    /// One number with the words of its unit: the number of tokens, and what they are.
    fn value(&self, at: usize) -> Option<(usize, Content)> {
        let numbers = &self.context.lexicon.numbers;
        let read = |taken: usize| {
            let last = self.tokens.get(at + taken - 1)?;
            Some(content(
                &self.words[self.tokens[at].start..last.end],
                numbers,
            ))
        };
        let one = match read(1)? {
            Content::Words => None,
            content => Some((1, content)),
        };
        let longer = (2..=MOST_TOKENS).rev().find_map(|taken| {
            let second = self.tokens.get(at + 1)?;
            let is_unit = !self.words[second.clone()].starts_with(|char: char| {
                char.is_ascii_digit() || matches!(char, '-' | '–' | '+' | '\u{2212}')
            });
            match read(taken)? {
                content @ Content::Number(_) if is_unit => Some((taken, content)),
                _ => None,
            }
        });
        longer.or(one)
    }
}
