//! The groups that a table's rows stand under.

use super::Table;
use super::line::Line;
use crate::value::fold::ToLower;

/// Between the labels of a row's path.
const PATH: &str = " › ";

/// The groups that a row stands under.
#[derive(Default)]
pub(super) struct Groups {
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
    pub(super) fn enter(&mut self, table: &Table<'_>, line: &Line<'_>, label: Option<&str>) {
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
        if table.is_spanned
            && let Some(column) = table.label_column
        {
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

    pub(super) fn path(&self, label: Option<&str>) -> Option<String> {
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
    let lower = label.to_lower();
    lower.starts_with("heraf") || lower.starts_with("deraf")
}
