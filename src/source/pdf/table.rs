//! Rules drawn on a page become the grids of its tables.

use super::glyphs::{Glyph, Rule};
use super::lines::is_upright;

/// How far apart two rules may be and still be one, in points.
const NEAR: f32 = 3.0;
/// Rules of one kind this near are two sides of one border: no letter fits between them.
const SAME: f32 = 4.0;
/// More rules than this are a drawing, not a table.
const MAX_RULES: usize = 4000;

/// A border: one rule, or several side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Border {
    first: f32,
    last: f32,
}

impl Border {
    fn at(place: f32) -> Self {
        Self {
            first: place,
            last: place,
        }
    }

    fn holds(self, place: f32) -> bool {
        self.first - 0.5 <= place && place <= self.last + 0.5
    }
}

/// A table's columns and rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Left ends of the columns, and the right end of the last.
    xs: Vec<Border>,
    /// Upper ends of the rows, and the lower end of the last.
    ys: Vec<Border>,
    /// Upright rules, which part cells; where one is missing a cell spans columns.
    uprights: Vec<Rule>,
    /// Level rules; where one is missing a cell spans rows.
    levels: Vec<Rule>,
}

impl Grid {
    /// Whether `glyph` lies inside.
    #[must_use]
    pub fn holds(&self, glyph: &Glyph) -> bool {
        let (x, y) = middle(glyph);
        let inside = |borders: &[Border], value: f32| {
            borders.first().is_some_and(|border| border.first <= value)
                && borders.last().is_some_and(|border| value <= border.last)
        };
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    /// Row and column (from 0) of the cell that `glyph` lies in; of a cell over several, the first.
    #[must_use]
    pub fn place(&self, glyph: &Glyph) -> (usize, usize) {
        let (x, y) = middle(glyph);
        let mut row = slot(&self.ys, y);
        let mut column = slot(&self.xs, x);
        while row > 0
            && !has_rule(&self.levels, |rule| {
                self.ys[row].holds(rule.y0) && rule.x0 <= x && x <= rule.x1
            })
        {
            row -= 1;
        }
        while column > 0
            && !has_rule(&self.uprights, |rule| {
                self.xs[column].holds(rule.x0) && rule.y0 <= y && y <= rule.y1
            })
        {
            column -= 1;
        }
        (row, column)
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Left end of a column.
    #[must_use]
    pub fn left(&self, column: usize) -> f32 {
        self.xs.get(column).map_or(0.0, |border| border.first)
    }

    /// Upper end of a row.
    #[must_use]
    pub fn top(&self, row: usize) -> f32 {
        self.ys.get(row).map_or(0.0, |border| border.first)
    }
}

fn middle(glyph: &Glyph) -> (f32, f32) {
    (glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.3)
}

fn has_rule(rules: &[Rule], fits: impl Fn(&Rule) -> bool) -> bool {
    rules.iter().any(fits)
}

/// Which of the spans between `borders` holds `value`.
fn slot(borders: &[Border], value: f32) -> usize {
    borders
        .iter()
        .rposition(|border| border.first <= value)
        .unwrap_or(0)
        .min(borders.len().saturating_sub(2))
}

/// The tables that `rules` draw, from the top down: rules that touch, with two columns at least.
#[must_use]
pub fn grids(rules: &[Rule]) -> Vec<Grid> {
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = touching(rules).into_iter().flat_map(parts).collect();
    grids.sort_by(|a, b| a.top(0).total_cmp(&b.top(0)));
    grids
}

/// Rules in groups that hang together.
fn touching(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for at in 0..rules.len() {
        for other in 0..at {
            let (mine, theirs) = (group[at], group[other]);
            if mine != theirs && touch(&rules[at], &rules[other]) {
                for slot in &mut group {
                    if *slot == mine {
                        *slot = theirs;
                    }
                }
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> =
        std::collections::BTreeMap::new();
    for (rule, group) in rules.iter().zip(group) {
        groups.entry(group).or_default().push(*rule);
    }
    groups.into_values().collect()
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.x0 <= b.x1 + NEAR && b.x0 <= a.x1 + NEAR && a.y0 <= b.y1 + NEAR && b.y0 <= a.y1 + NEAR
}

/// The tables of rules that hang together: tables that stand close are told apart by their columns.
fn parts(rules: Vec<Rule>) -> Vec<Grid> {
    let (uprights, levels): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(is_upright);
    let xs = distinct(uprights.iter().map(|rule| rule.x0).collect());
    let mut ys = distinct(levels.iter().map(|rule| rule.y0).collect());
    // Columns alone, without rules between the rows, begin and end with their rules.
    if let Some(top) = uprights.iter().map(|rule| rule.y0).reduce(f32::min)
        && ys.first().is_none_or(|border| top < border.first - NEAR)
    {
        ys.insert(0, Border::at(top));
    }
    if let Some(bottom) = uprights.iter().map(|rule| rule.y1).reduce(f32::max)
        && ys.last().is_none_or(|border| bottom > border.last + NEAR)
    {
        ys.push(Border::at(bottom));
    }
    let mut parts: Vec<(Vec<Border>, Vec<Border>)> = Vec::new();
    for row in ys.windows(2) {
        let middle = (row[0].last + row[1].first) / 2.0;
        let own: Vec<Border> = xs
            .iter()
            .copied()
            .filter(|x| {
                has_rule(&uprights, |rule| {
                    x.holds(rule.x0) && rule.y0 <= middle && middle <= rule.y1
                })
            })
            .collect();
        let within = |some: &[Border], all: &[Border]| some.iter().all(|x| all.contains(x));
        match parts.last_mut() {
            Some((xs, ys)) if within(&own, xs) => ys.push(row[1]),
            Some((xs, ys)) if within(xs, &own) => {
                *xs = own;
                ys.push(row[1]);
            }
            _ => parts.push((own, row.to_vec())),
        }
    }
    parts
        .into_iter()
        .filter(|(xs, _)| xs.len() >= 3)
        .map(|(xs, ys)| Grid {
            xs,
            ys,
            uprights: uprights.clone(),
            levels: levels.clone(),
        })
        .collect()
}

/// The borders that rules at `places` make, sorted.
fn distinct(mut places: Vec<f32>) -> Vec<Border> {
    places.sort_by(f32::total_cmp);
    let mut borders: Vec<Border> = Vec::new();
    for place in places {
        match borders.last_mut() {
            Some(border) if place - border.last <= SAME => border.last = place,
            _ => borders.push(Border::at(place)),
        }
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(y: f32, x0: f32, x1: f32) -> Rule {
        Rule {
            x0,
            y0: y,
            x1,
            y1: y,
        }
    }

    fn upright(x: f32, y0: f32, y1: f32) -> Rule {
        Rule {
            x0: x,
            y0,
            x1: x,
            y1,
        }
    }

    fn at(x: f32, y: f32) -> Glyph {
        Glyph {
            char: 'a',
            x,
            y,
            width: 4.0,
            size: 10.0,
            bold: false,
            artefact: false,
        }
    }

    #[test]
    fn cells_and_cells_over_several_columns() {
        let rules = [
            level(10.0, 10.0, 110.0),
            level(30.0, 10.0, 110.0),
            level(50.0, 10.0, 110.0),
            upright(10.0, 10.0, 50.0),
            upright(60.0, 30.0, 50.0),
            upright(110.0, 10.0, 50.0),
            // A line under a heading elsewhere is no table.
            level(300.0, 10.0, 110.0),
        ];
        let grids = grids(&rules);
        assert_eq!(grids.len(), 1);
        for (glyph, want) in [
            (at(12.0, 25.0), (0, 0)),
            (at(80.0, 25.0), (0, 0)),
            (at(12.0, 45.0), (1, 0)),
            (at(80.0, 45.0), (1, 1)),
        ] {
            assert!(grids[0].holds(&glyph));
            assert_eq!(grids[0].place(&glyph), want);
        }
        assert!(!grids[0].holds(&at(12.0, 70.0)));
    }
}
