//! The numbers of a data set, for holding a report's numbers against them.

use std::collections::{BTreeMap, BTreeSet};
use tvaersnit::compare::Engine;
use tvaersnit::report::model::{EvidenceId, Language, Report, Row, Table};

/// Every number of the tables by the row that states it.
pub struct Numbers {
    stated: BTreeMap<String, Vec<f64>>,
    grants: BTreeMap<String, Grant>,
    /// Of each item the greatest share of its words that another has, in per cent.
    shares: BTreeMap<String, f64>,
    meetings: BTreeMap<i32, f64>,
    population: BTreeMap<i32, f64>,
    /// Counts of rows that sentences may tell.
    counts: BTreeSet<i64>,
}

#[derive(Clone)]
struct Grant {
    same_as: String,
    applied: Option<f64>,
    awarded: Option<f64>,
    persons: Option<f64>,
    code: i32,
}

/// Every number in `words`, as the language writes it.
pub fn all(words: &str, language: Language) -> Vec<f64> {
    let (thousands, point) = match language {
        Language::Da => ('.', ','),
        Language::En => (',', '.'),
    };
    let chars: Vec<char> = words.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut number = String::new();
        while at < chars.len() {
            let digits = |count: usize| {
                chars
                    .get(at + 1..=at + count)
                    .is_some_and(|next| next.iter().all(char::is_ascii_digit))
            };
            match chars[at] {
                char if char.is_ascii_digit() => number.push(char),
                char if char == thousands && digits(3) => {}
                char if char == point && digits(1) && !number.contains('.') => number.push('.'),
                _ => break,
            }
            at += 1;
        }
        found.push(number.parse().unwrap());
    }
    found
}

fn rows(engine: &Engine, sql: &str) -> Vec<Vec<Option<String>>> {
    engine
        .sql(sql)
        .and_then(|answer| answer.texts())
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn number(cell: Option<&String>) -> Option<f64> {
    cell.and_then(|cell| cell.parse().ok())
}

impl Numbers {
    /// Reads them.
    pub fn of(engine: &Engine) -> Self {
        let mut stated: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for sql in [
            "SELECT grant_id, amount_applied_dkk, amount_awarded_dkk, expense_dkk, income_dkk, co_financing_dkk,
                 co_financing_pct, period_start, period_end, target_persons FROM grants",
            "SELECT grant_id, year(awarded_on::DATE), day(awarded_on::DATE) FROM grants WHERE length(awarded_on) = 10",
            "SELECT grant_id, left(awarded_on, 4) FROM grants",
            "SELECT grant_id, year, amount_dkk FROM grant_instalments",
            "SELECT grant_id, threshold_pct, releases_pct FROM grant_conditions",
            "SELECT decision_id, try_cast(point AS BIGINT) FROM decisions",
            "SELECT figure_id, value, value_dkk, value_max_dkk, overspend_dkk FROM figures",
        ] {
            for row in rows(engine, sql) {
                let values = row[1..].iter().filter_map(|cell| number(cell.as_ref()));
                stated.entry(row[0].clone().unwrap()).or_default().extend(values);
            }
        }
        let grants = rows(
            engine,
            "SELECT grant_id, same_as, amount_applied_dkk, amount_awarded_dkk, target_persons, grants.municipality_code
             FROM grants INNER JOIN grant_links USING (grant_id)",
        )
        .into_iter()
        .map(|row| {
            let grant = Grant {
                same_as: row[1].clone().unwrap(),
                applied: number(row[2].as_ref()),
                awarded: number(row[3].as_ref()),
                persons: number(row[4].as_ref()),
                code: row[5].as_ref().unwrap().parse().unwrap(),
            };
            (row[0].clone().unwrap(), grant)
        })
        .collect();
        let shares = rows(
            engine,
            "SELECT item_id, 100 * max(share) FROM (
                 SELECT item_a AS item_id, shared_share_a AS share FROM item_overlap
                 UNION ALL SELECT item_b, shared_share_b FROM item_overlap)
             GROUP BY item_id",
        )
        .into_iter()
        .map(|row| (row[0].clone().unwrap(), number(row[1].as_ref()).unwrap()))
        .collect();
        let by_code = |sql: &str| {
            rows(engine, sql)
                .into_iter()
                .map(|row| {
                    (
                        row[0].as_ref().unwrap().parse().unwrap(),
                        number(row[1].as_ref()).unwrap(),
                    )
                })
                .collect::<BTreeMap<i32, f64>>()
        };
        let counts = rows(
            engine,
            "SELECT count(*) FROM items GROUP BY municipality_code
             UNION ALL SELECT count(*) FROM figures WHERE overspend_dkk IS NOT NULL
             UNION ALL SELECT count(DISTINCT same_as) FROM grant_links INNER JOIN grants USING (grant_id) GROUP BY kind
             UNION ALL SELECT count(DISTINCT municipality_code) FROM municipalities GROUP BY region
             UNION ALL SELECT count(DISTINCT same_as) FROM grant_links INNER JOIN grants USING (grant_id)
                 WHERE programme = 'Ungeløftet'
             UNION ALL SELECT count(DISTINCT municipality_code) FROM municipalities
                 WHERE region = 'Region Sjælland' AND municipality_code NOT IN (SELECT municipality_code FROM meetings)
             UNION ALL SELECT try_cast(point AS BIGINT) FROM decisions",
        )
        .into_iter()
        .filter_map(|row| number(row[0].as_ref()))
        .map(|count| count as i64)
        .collect();
        Self {
            stated,
            grants,
            shares,
            meetings: by_code("SELECT municipality_code, count(*) FROM current_meetings GROUP BY municipality_code"),
            population: by_code(
                "SELECT municipality_code, max(population) FROM municipalities WHERE population IS NOT NULL
                 GROUP BY municipality_code",
            ),
            counts,
        }
    }

    /// Holds a number against the rows that are cited for it: one of them states it, or it is worked out of them.
    pub fn check(&self, value: f64, evidence: &[EvidenceId], report: &Report, place: &str) {
        let ids: Vec<&str> = evidence
            .iter()
            .filter_map(|id| report.evidence(*id))
            .map(|evidence| evidence.row_id.as_str())
            .collect();
        let stated = ids
            .iter()
            .filter_map(|id| self.stated.get(*id))
            .flatten()
            .any(|stated| (stated - value).abs() < 1e-6);
        let counted = (value - evidence.len() as f64).abs() < 1e-9;
        let shared = ids
            .iter()
            .filter_map(|id| self.shares.get(*id))
            .any(|share| (share - value).abs() < 0.051);
        let computed = self.worked_out(&ids).iter().any(|known| {
            let rounding = if *known > 1000.0 { 0.51 } else { 0.051 };
            (known - value).abs() < rounding
        });
        assert!(
            stated || counted || shared || computed,
            "{place}: {value} is in none of {ids:?} nor worked out of them"
        );
    }

    /// The sum of the grants cited, each once; its share of what was applied for; that a person and an inhabitant.
    fn worked_out(&self, ids: &[&str]) -> Vec<f64> {
        let mut awarded: BTreeMap<&str, f64> = BTreeMap::new();
        let cited: Vec<&Grant> = ids.iter().filter_map(|id| self.grants.get(*id)).collect();
        for grant in &cited {
            if let Some(amount) = grant.awarded {
                let most = awarded.entry(&grant.same_as).or_default();
                *most = most.max(amount);
            }
        }
        let sum: f64 = awarded.values().sum();
        let mut out = vec![sum];
        out.extend(
            cited
                .iter()
                .filter_map(|grant| grant.applied)
                .map(|applied| 100.0 * sum / applied),
        );
        out.extend(
            cited
                .iter()
                .filter_map(|grant| grant.persons)
                .map(|persons| sum / persons),
        );
        out.extend(
            cited
                .iter()
                .filter_map(|grant| self.population.get(&grant.code))
                .map(|people| sum / people),
        );
        out
    }

    /// Holds a number that cites no passage: meetings, inhabitants, and counts of what the list beside them shows.
    pub fn check_uncited(&self, value: f64, table: &Table, row: &Row, place: &str) {
        let code = row.municipality.map(|code| code.0).unwrap_or_default();
        let known = match table.id.as_str() {
            "found" => self.meetings.get(&code).copied().unwrap_or_default() == value,
            "meetings" | "problems" => value >= 1.0 && value.fract() == 0.0,
            id if id.starts_with("inhabitants") => self.population.get(&code) == Some(&value),
            _ => false,
        };
        assert!(known, "{place}: {value} cites nothing");
    }

    /// Whether a number without a citation counts rows, or is part of a day that an item or route tells of.
    pub fn is_count_or_day(&self, value: f64, report: &Report) -> bool {
        let count = self.counts.contains(&(value as i64))
            || self.meetings.values().any(|meetings| *meetings == value);
        let days = report.items.iter().filter_map(|item| item.date);
        let of_day = days
            .flat_map(|day| [f64::from(day.day()), f64::from(day.year())])
            .any(|part| part == value);
        let planned = report
            .sections
            .iter()
            .flat_map(|section| &section.blocks)
            .any(|block| match block {
                tvaersnit::report::model::Block::Table(table) => table
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .any(|cell| match &cell.value {
                        tvaersnit::report::model::Value::Date(day) => {
                            f64::from(day.day()) == value || f64::from(day.year()) == value
                        }
                        _ => false,
                    }),
                _ => false,
            });
        count || of_day || planned
    }
}
