//! How wide the columns of a table are, and which form a table takes on a page of A4.

use super::tables::cell_words;
use crate::report::chart::measure::{Weight, width};
use crate::report::model::{ColumnKind, Language, Table};

/// Width of the text on an upright page, in twips (a twentieth of a point): A4 less 2 cm on each side.
pub const UPRIGHT: f64 = 9638.0;
/// The same on a page that lies.
pub const LYING: f64 = 14_570.0;
/// Size of the letters of tables, in points.
const SIZE: f64 = 8.5;
const TWIPS: f64 = 20.0;
/// Width of the column of numbers.
pub const NUMBER: f64 = 560.0;
/// Margins of a cell and room for the mark of a footnote.
const AROUND: f64 = 210.0;
/// A number keeps away from what follows it.
const BEHIND_NUMBER: f64 = 120.0;
/// Room for the mark of a footnote beside a number, which must not break.
const MARK: f64 = 160.0;
/// Tables with at most this many rows may be turned: a column a row.
const MOST_TURNED: usize = 4;

/// The form of a table on paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// As it is, on an upright page.
    Upright(Vec<f64>),
    /// Columns are set as rows, because the table is wide and short.
    Turned,
    /// On a lying page; in parts where even that is too narrow: each part's columns and their widths.
    Lying(Vec<Part>),
}

/// Some columns of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which.
    pub columns: Vec<usize>,
    /// How wide each is.
    pub widths: Vec<f64>,
    /// Whether rows are numbered, so that they can be told in each part.
    pub is_numbered: bool,
}

/// Columns in which some row says something.
pub fn told(table: &Table) -> Vec<usize> {
    let is_told = |at: &usize| {
        table.rows.is_empty()
            || table.rows.iter().any(|row| {
                row.cells
                    .get(*at)
                    .is_some_and(|cell| cell.value != crate::report::model::Value::Missing)
            })
    };
    (0..table.columns.len()).filter(is_told).collect()
}

/// The form of those `columns` of `table`.
pub fn form(table: &Table, columns: &[usize], language: Language) -> Form {
    let needs = |room: Room| -> Vec<Need> {
        let needs = columns.iter();
        needs
            .map(|at| Need::of(table, *at, language, room))
            .collect()
    };
    if let Some(widths) = shared(&needs(Room::Ample), UPRIGHT) {
        return Form::Upright(widths);
    }
    if table.rows.len() <= MOST_TURNED {
        return Form::Turned;
    }
    let ample = needs(Room::Ample);
    if shared(&ample, LYING).is_some() {
        return Form::Lying(parts(columns, &ample));
    }
    Form::Lying(parts(columns, &needs(Room::Tight)))
}

/// How much room words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// As much as reads well.
    Ample,
    /// No more than their longest word.
    Tight,
}

/// What a column needs, in twips.
#[derive(Clone, Copy, Debug)]
struct Need {
    least: f64,
    most: f64,
}

impl Need {
    fn of(table: &Table, at: usize, language: Language, room: Room) -> Self {
        let column = &table.columns[at];
        let said: Vec<Vec<String>> = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .map(|cell| cell_words(&cell.value, language))
            .collect();
        let head = widest_word(&column.label, Weight::Strong);
        let lines = said.iter().flatten();
        let longest = lines
            .clone()
            .map(|line| twips(line, Weight::Regular))
            .fold(0.0, f64::max);
        let word = lines
            .map(|line| widest_word(line, Weight::Regular))
            .fold(0.0, f64::max);
        let is_number = !matches!(column.kind, ColumnKind::Words | ColumnKind::Prose);
        let (floor, cap): (f64, f64) = match column.kind {
            ColumnKind::Prose => (2200.0, 9000.0),
            ColumnKind::Words => (1200.0, 2800.0),
            _ => (0.0, 2600.0),
        };
        let most = longest.min(cap).max(head);
        let least = if is_number {
            longest.min(cap)
        } else {
            let floor = match room {
                Room::Ample => floor,
                Room::Tight => floor * 0.6,
            };
            word.min(2400.0).max(floor.min(longest))
        };
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let around = match (is_number, cells.any(|cell| !cell.evidence.is_empty())) {
            (true, true) => AROUND + BEHIND_NUMBER + MARK,
            (true, false) => AROUND + BEHIND_NUMBER,
            (false, _) => AROUND,
        };
        Self {
            least: least.max(head) + around,
            most: most.max(least) + around,
        }
    }
}

fn twips(words: &str, weight: Weight) -> f64 {
    width(words, SIZE, weight) * TWIPS
}

fn widest_word(words: &str, weight: Weight) -> f64 {
    words
        .split_whitespace()
        .map(|word| twips(word, weight))
        .fold(0.0, f64::max)
}

/// Widths that fit into `room`; `None` where even the least do not.
fn shared(needs: &[Need], room: f64) -> Option<Vec<f64>> {
    let least: f64 = needs.iter().map(|need| need.least).sum();
    let most: f64 = needs.iter().map(|need| need.most).sum();
    if least > room {
        return None;
    }
    let share = if most <= room {
        1.0
    } else {
        (room - least) / (most - least)
    };
    let widths = needs
        .iter()
        .map(|need| need.least + (need.most - need.least) * share)
        .collect();
    Some(widths)
}

/// As many parts as the columns need on lying pages; each begins with the first column.
fn parts(columns: &[usize], needs: &[Need]) -> Vec<Part> {
    let all: f64 = needs.iter().map(|need| need.least).sum();
    let is_numbered = all > LYING;
    let room = LYING - if is_numbered { NUMBER } else { 0.0 };
    let mut out = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        let mut chosen: Vec<usize> = if at == 0 { Vec::new() } else { vec![0] };
        let first = at;
        let mut sum: f64 = chosen.iter().map(|at| needs[*at].least).sum();
        while at < columns.len() && (sum + needs[at].least <= room || at == first) {
            sum += needs[at].least;
            chosen.push(at);
            at += 1;
        }
        let of_part: Vec<Need> = chosen.iter().map(|at| needs[*at]).collect();
        let even = room / super::tables::float(of_part.len().max(1));
        out.push(Part {
            columns: chosen.iter().map(|at| columns[*at]).collect(),
            widths: shared(&of_part, room).unwrap_or_else(|| vec![even; of_part.len()]),
            is_numbered,
        });
    }
    out
}
