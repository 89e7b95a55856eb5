//! Figures in tables: a grid's rows become header, groups and data; each number gets its labels and its unit.

use super::cell::{Content, NumberCell, content};
use super::grid::{Grid, GridCell, Row};
use super::header::{money_of, overspend_is_plus, unit_of};
use super::prose::{self, bare, impossible, lower, overspend};
use super::scan::Reading;
use super::sentence::years;
use super::units::Unit;
use crate::facts::{Basis, Cell, Context, Direction, Figure, FigureKind};
use crate::layout::SectionKind;
use crate::lexicon::Numbers;
use crate::problem::{Problem, ProblemCode};
use crate::value::{Decimal, Span};

/// Between the labels of a row's path.
const PATH: &str = " › ";
/// A table whose labels say money and nothing of its unit holds kroner where one of its numbers is at least this.
const SURELY_KRONER: i128 = 100_000 * 1_000_000;

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
        .map(|row| Line::read(context, row))
        .collect();
    let mut out = Vec::new();
    for part in parts(&rows) {
        let table = Table::new(context, section, grid, &rows[part]);
        out.extend(table.figures(problems));
    }
    out
}

/// A row with what its cells hold.
struct Line<'r> {
    row: &'r Row,
    contents: Vec<Content>,
    labels: Vec<String>,
}

impl<'r> Line<'r> {
    fn read(context: &Context<'_>, row: &'r Row) -> Self {
        let numbers = &context.lexicon.numbers;
        let contents = row
            .cells
            .iter()
            .map(|cell| match cell.parts.as_slice() {
                [] => Content::Empty,
                [part] => content(&lower(part.of(context.text)), numbers),
                _ => Content::Words,
            })
            .map(|content| match content {
                Content::Number(cell) if is_round_unit(&cell) => Content::Words,
                content => content,
            })
            .collect();
        let labels: Vec<String> = row
            .cells
            .iter()
            .map(|cell| cell.label(context.text))
            .collect();
        Self {
            row,
            contents,
            labels,
        }
    }

    fn width(&self) -> usize {
        self.contents.len()
    }

    fn is_filled(&self, column: usize) -> bool {
        self.labels.get(column).is_some_and(|label| !label.is_empty())
    }

    fn filled(&self) -> usize {
        (0..self.width()).filter(|at| self.is_filled(*at)).count()
    }

    fn numbers(&self) -> usize {
        self.contents
            .iter()
            .filter(|content| matches!(content, Content::Number(_)))
            .count()
    }

    fn years(&self) -> usize {
        self.contents
            .iter()
            .filter(|content| matches!(content, Content::Year(_)))
            .count()
    }

    /// Whether the row can be a header: words and years, no number.
    fn is_header_like(&self) -> bool {
        self.numbers() == 0 && self.filled() > 0
    }

    /// Whether only its first filled cell has words.
    fn is_group(&self) -> bool {
        self.filled() == 1 && self.numbers() + self.years() == 0
    }
}

/// "1.000 kr." in a cell of its own names a unit.
fn is_round_unit(cell: &NumberCell) -> bool {
    let round = matches!(
        cell.value.millionths(),
        1_000_000_000 | 1_000_000_000_000
    );
    round && matches!(cell.unit, Some(Unit::Money { power: 0, .. }))
}

/// Cuts rows where a new header stands; a header that is repeated on a new page is left out.
fn parts(rows: &[Line<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..rows.len() {
        let before = &rows[start..at];
        if begins_table(before, &rows[at..]) {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..rows.len());
    out.retain(|range: &std::ops::Range<usize>| !range.is_empty());
    out
}

/// Whether the first of `rest` is the header of another table: words over every column that held numbers.
fn begins_table(before: &[Line<'_>], rest: &[Line<'_>]) -> bool {
    let Some(row) = rest.first().filter(|row| row.is_header_like()) else {
        return false;
    };
    let width = before.iter().map(Line::width).max().unwrap_or(0);
    let numeric: Vec<usize> = (0..width)
        .filter(|column| {
            before
                .iter()
                .any(|line| matches!(line.contents.get(*column), Some(Content::Number(_))))
        })
        .collect();
    let repeated = before.iter().any(|line| line.labels == row.labels);
    let data_follows = rest.iter().skip(1).take(4).any(|line| line.numbers() > 0);
    let covers = numeric.iter().filter(|column| row.is_filled(**column)).count();
    !numeric.is_empty()
        && !repeated
        && data_follows
        && row.filled() >= 2
        && (covers == numeric.len() || (row.row.gap > 0 && covers > 0))
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
    /// Columns of numbers of things.
    ids: Vec<usize>,
    /// The unit that the corner, a title or a caption names.
    unit: Option<Unit>,
    /// Whether the labels say money and the numbers are too large for anything but kroner.
    surely_kroner: bool,
    /// Which sign an overspend has, where a title or a caption defines it.
    overspend_is_plus: Option<bool>,
    /// The place of the part that is read.
    span: Span,
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
        let mut told = corner.to_lowercase();
        for title in &titles {
            told.push('\n');
            told.push_str(&title.to_lowercase());
        }
        let mut unit = unit_told(&told, numbers);
        let captions: Vec<String> = grid
            .captions
            .iter()
            .map(|caption| caption.of(context.text).to_lowercase())
            .filter(|words| words.chars().count() <= 240)
            .collect();
        let joined = captions.iter().rev().cloned().collect::<Vec<_>>().join(" ");
        for words in captions.iter().chain([&joined]) {
            unit = unit.or_else(|| money_of_caption(words, numbers));
        }
        let surely_kroner = surely_kroner(&rows[header..], &columns, &told, &captions, numbers);
        let overspend_is_plus = overspend_is_plus(&told, numbers)
            .or_else(|| overspend_is_plus(&joined, numbers));
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
            is_spanned: label_column.is_some_and(|column| is_spanned(&rows[header..], column)),
            ids,
            unit,
            surely_kroner,
            overspend_is_plus,
            span,
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
        let label = label.unwrap_or_default().to_lowercase();
        !self.ids.contains(&column)
            && Some(column) != self.label_column
            && (unit_of(&label, self.numbers).is_some()
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
        let column = told.column_label.clone().unwrap_or_default().to_lowercase();
        let row = told.row_label.clone().unwrap_or_default().to_lowercase();
        let (unit, basis) = match &number.unit {
            Some(unit) => (Some(unit.clone()), Basis::Stated),
            None => (self.unit(&column, &row), Basis::Derived),
        };
        let values = line.numbers();
        let lost = told.column_label.is_none() && values > 1 && number.unit.is_none();
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
            found.next().filter(|_| found.next().is_none()).map(|(_, year)| year)
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
        unit_of(column, self.numbers)
            .or_else(|| unit_of(row, self.numbers).filter(|unit| !matches!(unit, Unit::Count { .. })))
            .or_else(|| self.unit.clone())
            .or_else(|| unit_of(row, self.numbers))
            .or_else(|| self.told_elsewhere(column))
    }

    /// The money of another column, where a column says money without a unit; else kroner, where the labels say
    /// money and the numbers are too large for another scale.
    fn told_elsewhere(&self, column: &str) -> Option<Unit> {
        let mut others = self
            .columns
            .iter()
            .flatten()
            .filter_map(|label| money_of(&label.to_lowercase(), self.numbers));
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
        let about_deviation = column.contains("afvig") || column.contains("forbrug") || column.contains("rest");
        let defined = overspend_is_plus(column, self.numbers)
            .or(self.overspend_is_plus.filter(|_| about_deviation));
        if let Some(plus) = defined {
            return Some(if plus { value } else { -value });
        }
        let one_sign = place.is_none_or(|place| self.has_one_sign(place));
        overspend(Some(value), direction.filter(|_| one_sign))
    }

    fn has_one_sign(&self, column: usize) -> bool {
        let signs: Vec<i128> = self.rows[self.header..]
            .iter()
            .filter_map(|line| line.contents.get(column)?.number())
            .map(|cell| cell.value.millionths().signum())
            .filter(|sign| *sign != 0)
            .collect();
        signs.windows(2).all(|pair| pair[0] == pair[1])
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
                let named = figure.value == Decimal::from_millionths(1_000_000_000).into()
                    && figure.kind == FigureKind::Money;
                let told_for = matches!(figure.kind, FigureKind::Money | FigureKind::Percent);
                if named || !told_for {
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

/// The groups that a row stands under.
#[derive(Default)]
struct Groups {
    /// Labels of rows without numbers, outermost first.
    heads: Vec<String>,
    /// The last row set off from those under it.
    parent: Option<String>,
    /// Whether the last row was a group's.
    opening: bool,
    /// Whether the row read last is a child of `parent`.
    child: bool,
}

impl Groups {
    fn enter(&mut self, table: &Table<'_>, line: &Line<'_>, label: Option<&str>) {
        let Some(label) = label else {
            self.child = false;
            return;
        };
        if line.is_group() {
            if !self.opening {
                self.heads.clear();
            }
            self.heads.push(label.to_owned());
            self.parent = None;
            self.opening = true;
            self.child = false;
            return;
        }
        self.opening = false;
        if table.is_spanned && let Some(column) = table.label_column {
            if let Some(head) = line.labels.get(column).filter(|head| !head.is_empty()) {
                self.heads = vec![head.clone()];
            }
            self.child = false;
            return;
        }
        let emphasised = table.label_column.is_some_and(|column| {
            line.row
                .cells
                .get(column)
                .is_some_and(|cell| cell.is_emphasised(table.context.text))
        });
        let dashed = label.starts_with(['-', '–', '•', '·']) || is_of_which(label);
        self.child = !emphasised && (dashed || self.is_under_emphasis(table));
        if !self.child {
            self.parent = Some(label.to_owned());
        }
    }

    /// Whether rows that are not set off stand under those that are: only where a table has both.
    fn is_under_emphasis(&self, table: &Table<'_>) -> bool {
        let Some(column) = table.label_column else {
            return false;
        };
        let set_off = table.rows[table.header..]
            .iter()
            .filter(|line| line.numbers() > 0)
            .filter(|line| {
                line.row
                    .cells
                    .get(column)
                    .is_some_and(|cell| cell.is_emphasised(table.context.text))
            })
            .count();
        let first = table.rows[table.header..]
            .iter()
            .find(|line| line.numbers() > 0)
            .and_then(|line| line.row.cells.get(column))
            .is_some_and(|cell| cell.is_emphasised(table.context.text));
        first && set_off > 0 && self.parent.is_some()
    }

    fn path(&self, label: Option<&str>) -> Option<String> {
        let label = label?;
        let parent = self.parent.as_deref().filter(|_| self.child);
        let path: Vec<&str> = self
            .heads
            .iter()
            .map(String::as_str)
            .chain(parent)
            .chain(std::iter::once(label))
            .collect();
        Some(path.join(PATH))
    }
}

/// "heraf X": a part of the row above.
fn is_of_which(label: &str) -> bool {
    let lower = label.to_lowercase();
    lower.starts_with("heraf") || lower.starts_with("deraf")
}

/// The number of rows before the first one of data: titles, the row of labels, and rows that go on with it.
fn header_rows(rows: &[Line<'_>]) -> usize {
    let leading = rows
        .iter()
        .position(|row| !row.is_header_like() && !is_year_header(row, rows))
        .unwrap_or(rows.len());
    let Some(first) = rows[..leading].iter().position(|row| row.filled() > 1) else {
        return leading;
    };
    if rows[first].labels.iter().any(|label| is_sentence(label)) {
        return first;
    }
    let mut end = first + 1;
    while end < leading && end < first + 4 && goes_on(&rows[end - 1], &rows[end]) {
        end += 1;
    }
    end
}

/// Whether a cell holds running text, so that its row cannot be a header.
fn is_sentence(label: &str) -> bool {
    label.chars().count() > 120 || (label.ends_with('.') && label.chars().count() > 60)
}

/// Whether `next` goes on with the labels of the header row `row`: it has no label of its own, or fills what is open.
fn goes_on(row: &Line<'_>, next: &Line<'_>) -> bool {
    let columns = (1..next.width()).filter(|column| next.is_filled(*column)).count();
    columns > 0 && (!next.is_filled(0) || spans_columns(row, next) || next.years() == columns)
}

/// A row of years over columns of numbers is a header, though it holds digits.
fn is_year_header(row: &Line<'_>, rows: &[Line<'_>]) -> bool {
    row.numbers() == 0 && row.years() >= 1 && rows.iter().any(|other| other.numbers() > 0)
}

/// Rows above the column labels that have one cell alone name the table.
fn titles<'l, 'r>(header: &'l [Line<'r>]) -> (Vec<String>, Vec<&'l Line<'r>>) {
    let mut titles = Vec::new();
    let mut labelled: Vec<&Line<'_>> = Vec::new();
    let last = header.iter().rposition(|row| row.filled() > 1);
    if last.is_none() {
        let words = header.iter().flat_map(|row| row.labels.iter());
        return (words.filter(|label| !label.is_empty()).cloned().collect(), labelled);
    }
    for (at, row) in header.iter().enumerate() {
        match last {
            Some(last) if row.filled() > 1 && at <= last => labelled.push(row),
            Some(_) if row.filled() == 1 => {
                titles.extend(row.labels.iter().find(|label| !label.is_empty()).cloned());
            }
            _ => {}
        }
    }
    (titles, labelled)
}

/// The columns' labels: cells of several header rows joined; a cell over several columns goes before each of them
/// where there are at least two such cells.
fn column_labels(header: &[&Line<'_>]) -> Vec<Option<String>> {
    let width = header.iter().map(|row| row.width()).max().unwrap_or(0);
    let mut labels: Vec<Vec<String>> = vec![Vec::new(); width];
    for (at, row) in header.iter().enumerate() {
        let spans = at + 1 < header.len() && spans_columns(row, header[at + 1]);
        let heads = (1..row.width()).filter(|column| row.is_filled(*column)).count();
        let mut over: Option<&String> = None;
        for (column, label) in labels.iter_mut().enumerate() {
            let own = row.labels.get(column).filter(|words| !words.is_empty());
            if spans && column > 0 {
                over = own.or(over);
                if heads >= 2 {
                    label.extend(over.cloned());
                }
            } else {
                label.extend(own.cloned());
            }
        }
    }
    labels
        .into_iter()
        .map(|parts| Some(parts.join(" ")).filter(|label| !label.is_empty()))
        .collect()
}

/// Whether cells of `row` stand over several cells of `next`: it leaves columns open that `next` fills.
fn spans_columns(row: &Line<'_>, next: &Line<'_>) -> bool {
    (1..next.width()).any(|column| next.is_filled(column) && !row.is_filled(column))
}

fn id_columns(columns: &[Option<String>], data: &[Line<'_>], numbers: &Numbers) -> Vec<usize> {
    let width = data.iter().map(Line::width).max().unwrap_or(0);
    (0..width)
        .filter(|column| {
            let label = columns.get(*column).cloned().flatten();
            let named = label
                .as_deref()
                .is_some_and(|label| numbers.id_columns.whole(&label.to_lowercase()).is_some());
            let plain = data
                .iter()
                .filter_map(|line| line.contents.get(*column)?.number())
                .all(|cell| cell.number.is_plain() && cell.unit.is_none() && !cell.signed);
            let words_follow = data.iter().any(|line| {
                matches!(line.contents.get(column + 1), Some(Content::Words))
            });
            let holds_words = data
                .iter()
                .any(|line| line.contents.get(*column) == Some(&Content::Words));
            plain && words_follow && (named || (label.is_none() && *column == 0 && !holds_words))
        })
        .collect()
}

/// The first column that holds words (or years) and no number.
fn label_column(data: &[Line<'_>], ids: &[usize]) -> Option<usize> {
    let width = data.iter().map(Line::width).max().unwrap_or(0);
    let count = |column: usize, fits: fn(&Content) -> bool| {
        data.iter()
            .filter(|line| line.contents.get(column).is_some_and(fits))
            .count()
    };
    (0..width).filter(|column| !ids.contains(column)).find(|column| {
        let numbers = count(*column, |content| matches!(content, Content::Number(_)));
        let words = count(*column, |content| {
            matches!(content, Content::Words | Content::Year(_))
        });
        words > numbers
    })
}

fn surely_kroner(
    data: &[Line<'_>],
    columns: &[Option<String>],
    told: &str,
    captions: &[String],
    numbers: &Numbers,
) -> bool {
    let large = data
        .iter()
        .flat_map(|line| &line.contents)
        .filter_map(Content::number)
        .any(|cell| cell.unit.is_none() && cell.value.millionths().abs() >= SURELY_KRONER);
    let labels = data.iter().flat_map(|line| line.labels.first());
    let says = |label: &str| numbers.says_money(&label.to_lowercase());
    large
        && (says(told)
            || captions.iter().any(|caption| says(caption))
            || columns.iter().flatten().any(|label| says(label))
            || labels.into_iter().any(|label| says(label)))
}

/// Whether rows of numbers leave `column` open and have words behind it.
fn is_spanned(data: &[Line<'_>], column: usize) -> bool {
    let mut rows = data.iter().filter(|line| line.numbers() > 0).peekable();
    let words = |line: &Line<'_>, at: usize| matches!(line.contents.get(at), Some(Content::Words));
    rows.peek().is_some_and(|line| words(line, column))
        && rows.clone().all(|line| words(line, column + 1))
        && rows.any(|line| !line.is_filled(column))
}

fn unit_told(told: &str, numbers: &Numbers) -> Option<Unit> {
    told.lines().find_map(|line| money_of(line, numbers)).or_else(|| {
        told.lines()
            .find_map(|line| unit_of(line, numbers))
            .filter(|unit| matches!(unit, Unit::Percent(_)))
    })
}

/// The unit that a line above a table names: "(mio. kr.)", "beløb i 1.000 kr.", "alle tal i mio. kr.".
fn money_of_caption(words: &str, numbers: &Numbers) -> Option<Unit> {
    let marked = words.contains('(')
        || words.contains("beløb")
        || words.contains(" i ")
        || words.contains("hele ")
        || words.contains("tal ")
        || words.chars().count() <= 30;
    money_of(words, numbers).filter(|_| marked)
}

/// Whether a label is that of a total: "i alt", "sum", "… i alt".
#[must_use]
pub fn is_total(label: &str, numbers: &Numbers) -> bool {
    let label = label.to_lowercase();
    let label = label.trim_matches(|char: char| !char.is_alphanumeric());
    numbers.totals.at_start(label).is_some()
        || ["i alt", "ialt", "total"]
            .iter()
            .any(|word| super::scan::ends_with_word(label, word))
}
