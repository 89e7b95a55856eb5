//! Figures in tables: a grid's rows become header, groups and data; each number gets its labels and its unit.

mod columns;
mod groups;
mod line;

use super::cell::{Content, NumberCell};
use super::grid::{Grid, GridCell};
use super::header::{money_of, overspend_is_plus, unit_of};
use super::prose::{self, bare, impossible, overspend};
use super::scan::{Reading, ends_with_word};
use super::sentence::years;
use super::units::Unit;
use crate::facts::{Basis, Cell, Context, Direction, Figure, FigureKind};
use crate::layout::SectionKind;
use crate::lexicon::Numbers;
use crate::problem::{Problem, ProblemCode};
use crate::value::Span;
use crate::value::fold::ToLower;
use columns::{
    column_labels, header_rows, id_columns, is_spanned, label_column, money_of_caption,
    surely_kroner, titles, unit_told,
};
use groups::Groups;
use line::{Line, parts};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Rows that may hold a unit in a cell of its own ("1.000 kr.").
const HEADER_ROWS: usize = 2;

/// The figures of a grid; a table whose columns are not certain gives none, and a problem.
pub fn figures(
    context: &Context<'_>,
    section: SectionKind,
    grid: &Grid,
    problems: &mut Vec<Problem>,
) -> Vec<Figure> {
    let rows: Vec<Line<'_>> = grid
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| Line::read(context, row, at < HEADER_ROWS))
        .collect();
    let mut out = Vec::new();
    for part in parts(&rows) {
        let table = Table::new(context, section, grid, &rows[part]);
        out.extend(table.figures(problems));
    }
    out
}

/// A table with its header understood.
struct Table<'t> {
    context: &'t Context<'t>,
    numbers: &'t Numbers,
    section: SectionKind,
    rows: &'t [Line<'t>],
    /// Rows before the first data row.
    header: usize,
    /// Labels of the columns.
    columns: Vec<Option<String>>,
    /// The column of the rows' labels.
    label_column: Option<usize>,
    /// Whether a label of that column stands for several rows, which have labels of their own behind it.
    is_spanned: bool,
    /// Whether its first row with numbers is set off: then rows that are not stand under those that are.
    is_led_by_emphasis: bool,
    /// Columns of numbers of things.
    ids: HashSet<usize>,
    /// The unit that the corner, a title or a caption names.
    unit: Option<Unit>,
    /// Whether the labels say money and the numbers are too large for anything but kroner.
    surely_kroner: bool,
    /// Which sign an overspend has, where a title or a caption defines it.
    overspend_is_plus: Option<bool>,
    /// The place of the part that is read.
    span: Span,
    /// Units of labels that were looked at: a column's label comes again with every row.
    units: RefCell<HashMap<String, Option<Unit>>>,
    /// Columns that were looked at: whether all their numbers are of one sign.
    one_signs: RefCell<HashMap<usize, bool>>,
}

fn is_led_by_emphasis(context: &Context<'_>, rows: &[Line<'_>], column: Option<usize>) -> bool {
    let first = rows.iter().find(|line| line.numbers() > 0);
    let cell = first.zip(column);
    cell.and_then(|(line, column)| line.row.cells.get(column))
        .is_some_and(|cell| cell.is_emphasised(context.text))
}

impl<'t> Table<'t> {
    fn new(
        context: &'t Context<'t>,
        section: SectionKind,
        grid: &'t Grid,
        rows: &'t [Line<'t>],
    ) -> Self {
        let numbers = &context.lexicon.numbers;
        let header = header_rows(rows);
        let (titles, labelled) = titles(&rows[..header]);
        let columns = column_labels(&labelled);
        let ids = id_columns(&columns, &rows[header..], numbers);
        let label_column = label_column(&rows[header..], &ids);
        let corner = label_column
            .and_then(|column| columns.get(column).cloned().flatten())
            .unwrap_or_default();
        let mut told = corner.to_lower();
        for title in &titles {
            told.push('\n');
            told.push_str(&title.to_lower());
        }
        let mut unit = unit_told(&told, numbers);
        let captions: Vec<String> = grid
            .captions
            .iter()
            .map(|caption| caption.of(context.text).to_lower())
            .filter(|words| words.chars().count() <= 240)
            .collect();
        let joined = captions.iter().rev().cloned().collect::<Vec<_>>().join(" ");
        for words in captions.iter().chain([&joined]) {
            unit = unit.or_else(|| money_of_caption(words, numbers));
        }
        let surely_kroner = surely_kroner(&rows[header..], &columns, &told, &captions, numbers);
        let overspend_is_plus =
            overspend_is_plus(&told, numbers).or_else(|| overspend_is_plus(&joined, numbers));
        let span = rows
            .iter()
            .map(|line| line.row.span)
            .reduce(Span::cover)
            .unwrap_or(grid.span);
        Self {
            context,
            numbers,
            section,
            rows,
            header,
            columns,
            label_column,
            is_led_by_emphasis: is_led_by_emphasis(context, &rows[header..], label_column),
            is_spanned: label_column.is_some_and(|column| is_spanned(&rows[header..], column)),
            ids,
            unit,
            surely_kroner,
            overspend_is_plus,
            span,
            units: RefCell::default(),
            one_signs: RefCell::default(),
        }
    }

    fn figures(&self, problems: &mut Vec<Problem>) -> Vec<Figure> {
        let mut out = Vec::new();
        let mut unread: Option<Span> = None;
        let mut groups = Groups::default();
        for (at, line) in self.rows.iter().enumerate() {
            let data = at >= self.header;
            let label = self.row_label(line);
            if data {
                groups.enter(self, line, label.as_deref());
            }
            let placed = if data { self.align(line) } else { Vec::new() };
            for (column, cell) in line.row.cells.iter().enumerate() {
                let place = placed.get(column).copied().flatten();
                let label_of = |place: Option<usize>| {
                    place.and_then(|at| self.columns.get(at).cloned().flatten())
                };
                let told = Cell {
                    table: self.span,
                    row_label: label.clone().filter(|_| data),
                    row_path: groups.path(label.as_deref()).filter(|_| data),
                    column_label: label_of(place),
                };
                match &line.contents[column] {
                    Content::Number(number) if data && !self.ids.contains(&column) => {
                        match self.figure(line, number, cell, told, place, problems) {
                            Some(figure) => out.push(figure),
                            None => unread = unread.or(Some(line.row.span)),
                        }
                    }
                    Content::Year(number) if data && self.is_counted(column, label_of(place)) => {
                        out.extend(self.figure(line, number, cell, told, place, problems));
                    }
                    Content::Words if data => {
                        out.extend(self.in_words(line, cell, told, problems));
                    }
                    _ => {}
                }
            }
        }
        if let Some(place) = unread {
            problems.push(self.unread(place));
        }
        out
    }

    fn unread(&self, place: Span) -> Problem {
        let words: String = place.of(self.context.text).chars().take(60).collect();
        Problem::at(
            ProblemCode::TableUnread,
            self.span,
            format!("the columns of the row '{words}' are not certain; it gives no figures"),
        )
    }

    /// For each cell of a row, the column of the header that it stands in.
    fn align(&self, line: &Line<'_>) -> Vec<Option<usize>> {
        let same: Vec<Option<usize>> = (0..line.width()).map(Some).collect();
        let values: Vec<usize> = (0..line.width())
            .filter(|at| matches!(line.contents[*at], Content::Number(_)))
            .filter(|at| !self.ids.contains(at))
            .collect();
        let named = |at: usize| self.columns.get(at).is_some_and(Option::is_some);
        if values.iter().all(|at| named(*at)) || self.columns.iter().all(Option::is_none) {
            return same;
        }
        // A header cell that spans two columns shifts the row: the numbers go by their order.
        let targets: Vec<usize> = (0..self.columns.len())
            .filter(|at| named(*at) && Some(*at) != self.label_column && !self.ids.contains(at))
            .collect();
        let mut out = vec![None; line.width()];
        if targets.len() == values.len() {
            for (value, target) in values.into_iter().zip(targets) {
                out[value] = Some(target);
            }
            return out;
        }
        for at in values.into_iter().filter(|at| named(*at)) {
            out[at] = Some(at);
        }
        out
    }

    /// A cell that looks like a year is a number where its column says so.
    fn is_counted(&self, column: usize, label: Option<String>) -> bool {
        let label = label.unwrap_or_default().to_lower();
        !self.ids.contains(&column)
            && Some(column) != self.label_column
            && (self.unit_of(&label).is_some()
                || (self.unit.is_some()
                    && years(&label).next().is_some()
                    && self.rows[self.header..]
                        .iter()
                        .any(|row| matches!(row.contents.get(column), Some(Content::Number(_))))))
    }

    fn row_label(&self, line: &Line<'_>) -> Option<String> {
        let column = self.label_column?;
        if self.is_spanned && matches!(line.contents.get(column + 1), Some(Content::Words)) {
            return line.labels.get(column + 1).cloned();
        }
        line.labels
            .get(column)
            .filter(|label| !label.is_empty())
            .or_else(|| {
                (0..line.width())
                    .filter(|at| !self.ids.contains(at))
                    .find(|at| line.contents[*at] == Content::Words)
                    .map(|at| &line.labels[at])
            })
            .cloned()
    }

    /// The figure of a number; `None` where its column is not certain.
    fn figure(
        &self,
        line: &Line<'_>,
        number: &NumberCell,
        cell: &GridCell,
        told: Cell,
        place: Option<usize>,
        problems: &mut Vec<Problem>,
    ) -> Option<Figure> {
        let part = cell.parts.first()?.part(number.range.clone());
        let column = told.column_label.clone().unwrap_or_default().to_lower();
        let row = told.row_label.clone().unwrap_or_default().to_lower();
        let (unit, basis) = match &number.unit {
            Some(unit) => (Some(unit.clone()), Basis::Stated),
            None => (self.unit(&column, &row), Basis::Derived),
        };
        let lost = told.column_label.is_none() && line.numbers() > 1 && number.unit.is_none();
        if lost || (unit.is_none() && told.column_label.is_none()) {
            return None;
        }
        let mut figure = match unit {
            Some(unit) => {
                let reading = Reading {
                    range: number.range.clone(),
                    value: number.value,
                    max: None,
                    unit,
                    borrowed: false,
                };
                let figure = bare(&reading, self.section, part, line.row.span);
                problems.extend(impossible(self.context, &figure, &reading));
                figure
            }
            None => self.unnamed(number, part, line.row.span),
        };
        figure.basis = basis;
        let year = |label: &str| {
            let mut found = years(label);
            found
                .next()
                .filter(|_| found.next().is_none())
                .map(|(_, year)| year)
        };
        figure.year = year(&column).or_else(|| year(&row));
        let direction = self.direction(&column).or_else(|| self.direction(&row));
        figure.direction = direction;
        figure.overspend_dkk = self.overspend(&figure, &column, direction, place);
        figure.subject = told.row_label.clone();
        figure.cell = Some(told);
        Some(figure)
    }

    /// A number whose unit the table does not name.
    fn unnamed(&self, number: &NumberCell, place: Span, row: Span) -> Figure {
        let reading = Reading {
            range: number.range.clone(),
            value: number.value,
            max: None,
            unit: Unit::Percent(String::new()),
            borrowed: false,
        };
        Figure {
            kind: FigureKind::Other,
            unit: None,
            ..bare(&reading, self.section, place, row)
        }
    }

    /// The unit of a cell that does not say it: from its column, its row, the table.
    fn unit(&self, column: &str, row: &str) -> Option<Unit> {
        self.unit_of(column)
            .or_else(|| {
                self.unit_of(row)
                    .filter(|unit| !matches!(unit, Unit::Count { .. }))
            })
            .or_else(|| self.unit.clone())
            .or_else(|| self.unit_of(row))
            .or_else(|| self.told_elsewhere(column))
    }

    /// The unit that a label (in lower case) names.
    fn unit_of(&self, label: &str) -> Option<Unit> {
        if let Some(known) = self.units.borrow().get(label) {
            return known.clone();
        }
        let unit = unit_of(label, self.numbers);
        self.units
            .borrow_mut()
            .insert(label.to_owned(), unit.clone());
        unit
    }

    /// The money of another column, where a column says money without a unit; else kroner, where the labels say
    /// money and the numbers are too large for another scale.
    fn told_elsewhere(&self, column: &str) -> Option<Unit> {
        let mut others = self
            .columns
            .iter()
            .flatten()
            .filter_map(|label| money_of(&label.to_lower(), self.numbers));
        if let Some(unit) = others.next() {
            let same = others.all(|other| other == unit);
            return Some(unit).filter(|_| same && self.numbers.says_money(column));
        }
        self.surely_kroner.then(|| Unit::kroner(0))
    }

    fn direction(&self, label: &str) -> Option<Direction> {
        let hits = self.numbers.directions.find_all(label);
        let mut found = hits.iter().map(|hit| hit.means);
        let first = found.next()?;
        let both = label.contains('/') || found.any(|other| other != first);
        (!both).then_some(first)
    }

    fn overspend(
        &self,
        figure: &Figure,
        column: &str,
        direction: Option<Direction>,
        place: Option<usize>,
    ) -> Option<crate::value::Kroner> {
        let value = figure.value_dkk?;
        let about_deviation =
            column.contains("afvig") || column.contains("forbrug") || column.contains("rest");
        let defined = overspend_is_plus(column, self.numbers)
            .or(self.overspend_is_plus.filter(|_| about_deviation));
        if let Some(plus) = defined {
            return Some(if plus { value } else { -value });
        }
        let one_sign = |_: &Direction| place.is_none_or(|place| self.has_one_sign(place));
        overspend(Some(value), direction.filter(one_sign))
    }

    fn has_one_sign(&self, column: usize) -> bool {
        if let Some(known) = self.one_signs.borrow().get(&column) {
            return *known;
        }
        let signs: Vec<i128> = self.rows[self.header..]
            .iter()
            .filter_map(|line| line.contents.get(column)?.number())
            .map(|cell| cell.value.millionths().signum())
            .filter(|sign| *sign != 0)
            .collect();
        let one = signs.windows(2).all(|pair| pair[0] == pair[1]);
        self.one_signs.borrow_mut().insert(column, one);
        one
    }

    /// Amounts and shares in a cell of words.
    fn in_words(
        &self,
        line: &Line<'_>,
        cell: &GridCell,
        told: Cell,
        problems: &mut Vec<Problem>,
    ) -> Vec<Figure> {
        let mut out = Vec::new();
        for part in &cell.parts {
            for mut figure in prose::figures(self.context, self.section, *part, problems) {
                let told_for = matches!(figure.kind, FigureKind::Money | FigureKind::Percent);
                if !told_for {
                    continue;
                }
                figure.sentence = line.row.span;
                figure.cell = Some(told.clone());
                out.push(figure);
            }
        }
        out
    }
}

/// Whether a label is that of a total: "i alt", "sum", "… i alt".
#[must_use]
pub fn is_total(label: &str, numbers: &Numbers) -> bool {
    let label = label.to_lower();
    let label = label.trim_matches(|char: char| !char.is_alphanumeric());
    numbers.totals.at_start(label).is_some()
        || ["i alt", "ialt", "total"]
            .iter()
            .any(|word| ends_with_word(label, word))
}
