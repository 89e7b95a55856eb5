//! Lines of all pages become paragraphs, headings, points of lists and rows of tables: text and blocks.
//!
//! A paragraph that is wrapped over lines or pages becomes one line of text, so that what was one paragraph
//! before it was printed is one again. What belongs to the pages stands at the end of the text: it lies in
//! the text like all else, but parts no sentence.

use super::furniture;
use super::lines::{Cell, Line, Page};
use crate::source::{Block, BlockKind};
use crate::value::Span;
use crate::value::fold::ToLower;
use regex::Regex;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// The text of a PDF.
#[derive(Debug, Default)]
pub struct Composed {
    /// The text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The page (from 1) that each block begins on.
    pub pages: Vec<(Span, u32)>,
}

/// Composes the text of `pages`.
#[must_use]
pub fn compose(pages: &[Page]) -> Composed {
    let furniture = furniture::find(pages);
    let mut flow = Vec::new();
    let mut aside = Vec::new();
    for (at, (page, is_furniture)) in pages.iter().zip(&furniture).enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for (line, aside_too) in page.lines.iter().zip(is_furniture) {
            let to = if *aside_too { &mut aside } else { &mut flow };
            to.push((number, line.clone()));
        }
    }
    let rows = rows(&mut flow);
    let measures = Measures::of(&flow, &rows);
    let mut paragraphs = paragraphs(&flow, &rows, &measures);
    let hyphens = Hyphens::of(&flow);
    for (page, line) in aside {
        paragraphs.push(Paragraph {
            kind: BlockKind::Furniture,
            lines: vec![line.words(" ")],
            page,
            gap: u8::from(paragraphs.last().is_none_or(|last| last.page != page)),
        });
    }
    write(paragraphs, &hyphens)
}

struct Paragraph {
    kind: BlockKind,
    lines: Vec<String>,
    page: u32,
    gap: u8,
}

fn write(paragraphs: Vec<Paragraph>, hyphens: &Hyphens) -> Composed {
    let mut composed = Composed::default();
    for paragraph in paragraphs {
        let words = hyphens.join(&paragraph.lines);
        if words.trim().is_empty() {
            continue;
        }
        let gap = if composed.text.is_empty() {
            1
        } else {
            paragraph.gap
        };
        if !composed.text.is_empty() {
            composed.text.push_str(if gap == 0 { "\n" } else { "\n\n" });
        }
        let start = composed.text.len();
        composed.text.push_str(&words);
        let span = Span::new(start, composed.text.len());
        let mark = match paragraph.kind {
            BlockKind::ListPoint => list_mark(&words).unwrap_or(0),
            _ => 0,
        };
        composed.blocks.push(Block {
            kind: paragraph.kind,
            span,
            content: span.part(mark..words.len()),
            gap,
        });
        composed.pages.push((span, paragraph.page));
    }
    composed
}

/// What is usual in the document.
struct Measures {
    /// Size of most letters.
    body: f32,
    /// Distance of two lines of a paragraph, in sizes.
    pitch: f32,
    /// Right margin.
    right: f32,
    /// Sizes of headings, the largest first.
    heads: Vec<i32>,
}

/// A heading's letters are this much larger than those of the text.
const LARGER: f32 = 1.1;

impl Measures {
    fn of(flow: &[(u32, Line)], rows: &[bool]) -> Self {
        let plain = || {
            flow.iter()
                .zip(rows)
                .filter(|(_, row)| !**row)
                .map(|((_, line), _)| line)
        };
        let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
        for line in plain().filter(|line| !line.bold) {
            *sizes.entry(rounded(line.size)).or_default() += line.words("").len();
        }
        let most = sizes.iter().max_by_key(|(size, count)| (**count, **size));
        let body = most.map_or(10.0, |(size, _)| *size as f32 / 4.0);
        let mut ends: Vec<f32> = plain()
            .filter(|line| line.words(" ").chars().count() > 40)
            .map(Line::x1)
            .collect();
        ends.sort_by(f32::total_cmp);
        let right = ends.get(ends.len() * 97 / 100).copied().unwrap_or(f32::MAX);
        let mut heads: Vec<i32> = plain()
            .filter(|line| line.size > body * LARGER)
            .map(|line| rounded(line.size))
            .collect();
        heads.sort_unstable_by(|a, b| b.cmp(a));
        heads.dedup();
        let mut measures = Self {
            body,
            pitch: 1.35,
            right,
            heads,
        };
        measures.pitch = measures.usual_pitch(flow, rows);
        measures
    }

    /// The distance between lines of which the first is full and the second goes on with a small letter.
    fn usual_pitch(&self, flow: &[(u32, Line)], rows: &[bool]) -> f32 {
        let mut found: Vec<f32> = (1..flow.len())
            .filter(|at| !rows[*at] && !rows[*at - 1])
            .filter_map(|at| {
                let ((page, before), (next_page, next)) = (&flow[at - 1], &flow[at]);
                let goes_on = page == next_page
                    && rounded(before.size) == rounded(next.size)
                    && self.is_full(before, next)
                    && next.words(" ").starts_with(char::is_lowercase);
                goes_on.then_some((next.y - before.y) / before.size.max(1.0))
            })
            .filter(|pitch| (0.9..=2.6).contains(pitch))
            .collect();
        found.sort_by(f32::total_cmp);
        found.get(found.len() / 2).copied().unwrap_or(1.35)
    }

    /// Whether the first word of `next` did not fit behind `line`.
    fn is_full(&self, line: &Line, next: &Line) -> bool {
        line.x1() + line.size * 0.2 + next.first_word() > self.right
    }

    fn kind(&self, line: &Line) -> BlockKind {
        let letters = line.words(" ").chars().any(char::is_alphabetic);
        if letters && line.size > self.body * LARGER {
            let level = self
                .heads
                .iter()
                .position(|size| *size == rounded(line.size));
            return BlockKind::Heading(u8::try_from(level.unwrap_or(0) + 1).unwrap_or(6).min(6));
        }
        if letters && line.bold {
            return BlockKind::Bold;
        }
        match list_mark(&line.words(" ")) {
            Some(_) => BlockKind::ListPoint,
            None => BlockKind::Paragraph,
        }
    }
}

/// Quarters of a point: sizes that differ by less are one.
fn rounded(size: f32) -> i32 {
    (size * 4.0).round() as i32
}

fn paragraphs(flow: &[(u32, Line)], rows: &[bool], measures: &Measures) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut first: usize = 0;
    for (at, (page, line)) in flow.iter().enumerate() {
        if rows[at] {
            let goes_on = at > 0
                && rows[at - 1]
                && flow[at - 1].1.table == line.table
                && (line.table.is_some() || near(&flow[at - 1], &flow[at], measures));
            found.push(Paragraph {
                kind: BlockKind::TableRow,
                lines: vec![line.words("\t")],
                page: *page,
                gap: u8::from(!goes_on),
            });
            continue;
        }
        let kind = measures.kind(line);
        let before = at.checked_sub(1).filter(|before| !rows[*before]);
        if let Some(before) = before
            && let Some(paragraph) = found.last_mut()
            && goes_on(flow, first, before, at, paragraph.kind, kind, measures)
        {
            paragraph.lines.push(line.words(" "));
            if paragraph.kind == BlockKind::Bold && !line.bold {
                paragraph.kind = BlockKind::Paragraph;
            }
            continue;
        }
        let tight = before.is_some_and(|before| {
            near(&flow[before], &flow[at], measures)
                && same_style(&flow[before].1, line)
                && !matches!(kind, BlockKind::Heading(_))
        });
        first = at;
        found.push(Paragraph {
            kind,
            lines: vec![line.words(" ")],
            page: *page,
            gap: u8::from(!tight),
        });
    }
    for paragraph in &mut found {
        // Nobody writes headings of this length; it is text in bold.
        let long = paragraph.lines.iter().map(String::len).sum::<usize>() > 300;
        if long && matches!(paragraph.kind, BlockKind::Bold | BlockKind::Heading(_)) {
            paragraph.kind = BlockKind::Paragraph;
        }
    }
    found
}

fn same_style(a: &Line, b: &Line) -> bool {
    same_size(a, b) && a.bold == b.bold
}

fn same_size(a: &Line, b: &Line) -> bool {
    (rounded(a.size) - rounded(b.size)).abs() <= 1
}

/// Whether `next` stands as near below `line` as lines of a paragraph do.
fn near(line: &(u32, Line), next: &(u32, Line), measures: &Measures) -> bool {
    line.0 == next.0 && next.1.y - line.1.y <= measures.pitch * line.1.size.max(next.1.size) * 1.2
}

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,2}|[a-zæøå]|[ivx]{1,4})[.)]\s")
        .expect("OK because the pattern is a constant")
});

/// The beginning of an item, an attachment or a point, which goes on with nothing.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:Punkt|Pkt\.|Sag|Bilag|Ad|At)\s+\d|\d{1,4}[.)]?\s|[a-zæøå][.)]\s)")
        .expect("OK because the pattern is a constant")
});

/// Whether the line at `at` goes on with the paragraph of `kind` that began at `first`.
fn goes_on(
    flow: &[(u32, Line)],
    first: usize,
    before: usize,
    at: usize,
    kind: BlockKind,
    line_kind: BlockKind,
    measures: &Measures,
) -> bool {
    let (line, next) = (&flow[before].1, &flow[at].1);
    let words = next.words(" ");
    let last = line.words(" ");
    let small = words.starts_with(char::is_lowercase);
    // Words in bold within a paragraph can fill a line of it.
    let style = same_style(line, next) || small && same_size(line, next);
    let start = &flow[first].1;
    let marked = kind == BlockKind::ListPoint || NUMBERED.is_match(&start.words(" "));
    // Below the words of a point, not below its mark.
    let hanging = marked && small && next.x0() > start.x0() + 3.0;
    let full = measures.is_full(line, next) || hanging;
    if !style || line_kind == BlockKind::ListPoint || !full {
        return false;
    }
    if flow[before].0 != flow[at].0 {
        // Over the page: a heading does not part from its text, and a paragraph that ends there has ended.
        // What begins with a capital goes on only with a paragraph that has gone on before.
        let wrapped = before > first && !last.ends_with(['.', ':', ';', '!', '?']);
        let text = matches!(kind, BlockKind::Paragraph | BlockKind::ListPoint);
        return text && (small || wrapped && !ANNOUNCED.is_match(&words));
    }
    if !near(&flow[before], &flow[at], measures) {
        return false;
    }
    if NUMBERED.is_match(&words)
        && !small_number(&last, &words)
        && (next.x0() - start.x0()).abs() < 3.0
        && (NUMBERED.is_match(&start.words(" ")) || last.ends_with(['.', ':', ';', ',']))
    {
        return false;
    }
    let indent = next.x0() - line.x0();
    if indent > 3.0 {
        return before == first && marked || small;
    }
    if indent < -3.0 {
        return before == first && !marked || small;
    }
    true
}

/// "den\n12. august": a number that belongs to the words before it.
fn small_number(last: &str, words: &str) -> bool {
    let lead = last.rsplit(' ').next().unwrap_or_default().to_lower();
    words.starts_with(|char: char| char.is_ascii_digit())
        && [
            "den", "d.", "§", "stk.", "nr.", "punkt", "og", "til", "pr.", "kl.", "bilag", "at",
        ]
        .contains(&lead.as_str())
}

/// The marks of a list's point; where its words start.
fn list_mark(words: &str) -> Option<usize> {
    const MARKS: [&str; 11] = ["•", "▪", "◦", "●", "○", "‒ ", "– ", "- ", "* ", "· ", "o "];
    let mark = MARKS.iter().find(|mark| words.starts_with(**mark))?;
    let rest = words[mark.len()..].trim_start();
    // "- 0,4 mio. kr." at the start of a line is a negative amount, no point of a list.
    let amount =
        rest.starts_with(|char: char| char.is_ascii_digit()) && !mark.starts_with(['•', '▪']);
    (!amount && !rest.is_empty()).then_some(words.len() - rest.len())
}

/// Marks the lines that are rows of tables, and brings the cells of tables without rules into columns;
/// gaps in other lines are blanks.
fn rows(flow: &mut [(u32, Line)]) -> Vec<bool> {
    let mut is_row: Vec<bool> = flow.iter().map(|(_, line)| line.table.is_some()).collect();
    let mut at = 0;
    while at < flow.len() {
        if is_row[at] {
            at += 1;
            continue;
        }
        let end = (at..flow.len())
            .take_while(|next| {
                !is_row[*next]
                    && flow[*next].0 == flow[at].0
                    && parts(&flow[*next].1) >= 2
                    && (*next == at || {
                        let (before, line) = (&flow[*next - 1].1, &flow[*next].1);
                        line.y - before.y < before.size.max(line.size) * 3.5
                    })
            })
            .last()
            .map_or(at, |last| last + 1);
        if end > at && is_table(&flow[at..end]) {
            align(&mut flow[at..end]);
            is_row[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
    is_row
}

/// Cells of a line; the mark of a list's point is none.
fn parts(line: &Line) -> usize {
    let marked = line.cells.first().is_some_and(|cell| is_mark(&cell.text));
    line.cells.len() - usize::from(marked)
}

fn is_mark(words: &str) -> bool {
    NUMBERED.is_match(&format!("{words} "))
        || list_mark(&format!("{words} a")).is_some() && words.chars().count() == 1
}

/// Rows with numbers in them, or with three cells and more.
fn is_table(lines: &[(u32, Line)]) -> bool {
    let amounts = |line: &Line| {
        line.cells
            .iter()
            .skip(1)
            .filter(|cell| is_amount(&cell.text))
            .count()
    };
    let wide = lines.iter().filter(|(_, line)| parts(line) >= 3).count();
    let numbers = lines.iter().filter(|(_, line)| amounts(line) > 0).count();
    (lines.len() >= 2 && numbers * 2 >= lines.len()) || wide >= 2
}

fn is_amount(words: &str) -> bool {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    digits > 0 && digits * 2 >= words.chars().filter(|char| !char.is_whitespace()).count()
}

/// Gives every line as many cells as there are columns, empty ones where a line has none.
fn align(lines: &mut [(u32, Line)]) {
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, line) in lines.iter() {
        *counts.entry(line.cells.len()).or_default() += 1;
    }
    // The columns are those of the rows that have the most cells, if these are not a few odd ones.
    let Some(most) = counts
        .iter()
        .rev()
        .find(|(_, count)| **count * 5 >= lines.len())
        .map(|(cells, _)| *cells)
    else {
        return;
    };
    for (_, line) in lines.iter().filter(|(_, line)| line.cells.len() == most) {
        if columns.is_empty() {
            columns = line.cells.iter().map(|cell| (cell.x0, cell.x1)).collect();
            continue;
        }
        for (column, cell) in columns.iter_mut().zip(&line.cells) {
            *column = (column.0.min(cell.x0), column.1.max(cell.x1));
        }
    }
    for (_, line) in lines.iter_mut().filter(|(_, line)| line.cells.len() < most) {
        let places: Vec<usize> = line
            .cells
            .iter()
            .map(|cell| column_of(&columns, cell))
            .collect();
        if !places.windows(2).all(|pair| pair[0] < pair[1]) {
            continue;
        }
        let mut cells: Vec<Cell> = columns
            .iter()
            .map(|(x0, _)| Cell {
                x0: *x0,
                x1: *x0,
                first_word: *x0,
                text: String::new(),
            })
            .collect();
        for (place, cell) in places.into_iter().zip(line.cells.drain(..)) {
            cells[place] = cell;
        }
        line.cells = cells;
    }
}

/// The column that a cell shares most with, or stands nearest to.
fn column_of(columns: &[(f32, f32)], cell: &Cell) -> usize {
    let distance = |(x0, x1): &(f32, f32)| {
        let shared = x1.min(cell.x1) - x0.max(cell.x0);
        -shared
    };
    (0..columns.len())
        .min_by(|a, b| distance(&columns[*a]).total_cmp(&distance(&columns[*b])))
        .unwrap_or(0)
}

/// What the document shows about hyphens at the ends of lines.
struct Hyphens {
    /// Words of the document, in small letters.
    words: HashSet<String>,
    /// Whether its lines are hyphenated by the program that set it.
    hyphenated: bool,
}

impl Hyphens {
    fn of(flow: &[(u32, Line)]) -> Self {
        let mut words = HashSet::new();
        let (mut ends, mut full) = (0, 0);
        for (_, line) in flow {
            let text = line.words(" ").to_lower();
            if text.chars().count() > 40 {
                full += 1;
                ends += usize::from(broken(&text).is_some());
            }
            let all: Vec<&str> = text.split_whitespace().collect();
            // The last word may be half a one.
            let whole = all.len().saturating_sub(1);
            words.extend(all[..whole].iter().map(|word| bare(word).to_owned()));
        }
        Self {
            words,
            hyphenated: ends >= 4 && ends * 100 >= full * 4,
        }
    }

    /// Joins the lines of a paragraph; see [`join_lines`].
    fn join(&self, lines: &[String]) -> String {
        let mut joined = String::new();
        for line in lines {
            join_to(&mut joined, line, &|left, right| {
                self.is_one_word(left, right)
            });
        }
        joined
    }

    fn is_one_word(&self, left: &str, right: &str) -> bool {
        let right = bare(right);
        if self.words.contains(&format!("{left}-{right}")) {
            return false;
        }
        self.words.contains(&format!("{left}{right}")) || self.hyphenated
    }
}

/// A word without signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|char: char| !char.is_alphanumeric())
}

/// Joins lines of a cell, where nothing is known of the document: hyphens stay.
#[must_use]
pub fn join_lines(lines: &[String]) -> String {
    let mut joined = String::new();
    for line in lines {
        join_to(&mut joined, line, &|_, _| false);
    }
    joined
}

/// Adds a line. A hyphen at the end of the line before goes where `is_one_word` says so of the halves, stays
/// with the word ("P-" "huse"), or stands for what follows ("social-" "og").
fn join_to(joined: &mut String, line: &str, is_one_word: &dyn Fn(&str, &str) -> bool) {
    if joined.is_empty() || line.is_empty() {
        joined.push_str(line);
        return;
    }
    if joined.ends_with('\u{ad}') {
        joined.pop();
        joined.push_str(line);
        return;
    }
    let right = line.split_whitespace().next().unwrap_or_default();
    match broken(joined).map(str::to_lowercase) {
        Some(left) if !is_connective(bare(right)) && right.starts_with(char::is_lowercase) => {
            if is_one_word(&left, &right.to_lower()) && left.chars().count() > 1 {
                joined.pop();
            }
        }
        // "IT-" "Afdelingen", "2025-" "2026": a hyphen within a name or between numbers.
        Some(_) if right.starts_with(|char: char| char.is_uppercase() || char.is_numeric()) => {}
        _ => joined.push(' '),
    }
    joined.push_str(line);
}

/// The half word at the end of `text`, without its hyphen; `None` where no word is broken there.
fn broken(text: &str) -> Option<&str> {
    let left = text.strip_suffix(['-', '\u{2010}'])?;
    let word = left
        .rsplit(|char: char| char.is_whitespace() || char == '(')
        .next()?;
    word.ends_with(char::is_alphanumeric)
        .then(|| word.rsplit('-').next())
        .flatten()
        .filter(|word| !word.is_empty())
}

/// Words behind which a hyphen stands for the rest of a compound: "social- og sundhedsområdet".
fn is_connective(word: &str) -> bool {
    ["og", "eller", "samt", "som", "men", "til", "og/eller", "/"].contains(&word)
}

#[cfg(test)]
mod tests;
