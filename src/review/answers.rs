//! What came back: judgements of a workbook, and the corrections that follow from them.

use super::ReviewError;
use super::sheet::{Column, SHEET, VERDICTS};
use crate::corrections::{COLUMNS, check};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;

/// What a person says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is wrong.
    Wrong,
    /// The document states no such fact.
    NoFact,
}

impl Verdict {
    fn of(words: &str) -> Option<Self> {
        let [right, wrong, no_fact] = VERDICTS;
        Some(match words.to_lowercase().as_str() {
            word if word == right => Self::Right,
            word if word == wrong => Self::Wrong,
            word if word == no_fact => Self::NoFact,
            "right" | "rigtigt" | "ja" | "ok" | "yes" => Self::Right,
            "wrong" | "nej" | "no" => Self::Wrong,
            "none" | "no such fact" => Self::NoFact,
            _ => return None,
        })
    }
}

/// A judged value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Row of the sheet, from 1.
    pub row: usize,
    /// The table.
    pub table: String,
    /// Id of the row.
    pub id: String,
    /// The column.
    pub field: String,
    /// The value that was judged.
    pub value: String,
    /// The judgement.
    pub verdict: Verdict,
    /// The right value, where one is given; empty for none.
    pub right: Option<String>,
    /// Who judged.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A row that a person filled in and from which nothing follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Row of the sheet, from 1.
    pub row: usize,
    /// Why nothing follows.
    pub reason: String,
}

/// All judgements of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The judged values from which something follows.
    pub judged: Vec<Answer>,
    /// Rows that need another look.
    pub open: Vec<Open>,
    /// Rows without a judgement.
    pub unjudged: usize,
}

/// What a person writes for a field that should be empty.
const EMPTY: [&str; 3] = ["(tom)", "(tomt)", "(empty)"];

impl Answers {
    /// Reads the workbook at `path`.
    ///
    /// # Errors
    /// [`ReviewError`] where it is no workbook or its columns were changed.
    pub fn read(path: &Path) -> Result<Self, ReviewError> {
        let unreadable = |source| ReviewError::Workbook {
            path: path.to_owned(),
            source,
        };
        let mut workbook: Xlsx<BufReader<File>> = open_workbook(path).map_err(unreadable)?;
        let range = workbook.worksheet_range(SHEET).map_err(unreadable)?;
        let places = places(&range, path)?;
        let mut answers = Self::default();
        for (row, cells) in (1..).zip(range.rows()).skip(1) {
            let cell = |column: Column| {
                let at = places.iter().find(|(known, _)| *known == column);
                at.and_then(|(_, at)| cells.get(*at))
                    .map(words)
                    .unwrap_or_default()
            };
            answers.add(row, &cell);
        }
        Ok(answers)
    }

    fn add(&mut self, row: usize, cell: &dyn Fn(Column) -> String) {
        let (verdict, right) = (cell(Column::Verdict), cell(Column::Right));
        if verdict.is_empty() && right.is_empty() {
            self.unjudged += usize::from(!cell(Column::Id).is_empty());
            return;
        }
        let verdict = match Verdict::of(&verdict) {
            Some(verdict) => verdict,
            // A right value alone says that the value is wrong.
            None if verdict.is_empty() => Verdict::Wrong,
            None => {
                let known = VERDICTS.join(", ");
                return self.leave(row, format!("'{verdict}' is none of {known}"));
            }
        };
        let right = match right.as_str() {
            "" => None,
            word if EMPTY.contains(&word.to_lowercase().as_str()) => Some(String::new()),
            _ => Some(right),
        };
        let answer = Answer {
            row,
            table: cell(Column::Table),
            id: cell(Column::Id),
            field: cell(Column::Field),
            value: cell(Column::Value),
            verdict,
            right,
            who: cell(Column::Who),
            why: cell(Column::Why),
        };
        match problem(&answer) {
            Some(reason) => self.leave(row, reason),
            None => self.judged.push(answer),
        }
    }

    fn leave(&mut self, row: usize, reason: String) {
        self.open.push(Open { row, reason });
    }

    /// The corrections that follow, in the order of the sheet: the cells of [`COLUMNS`]. Kroner of a figure are put
    /// right in both of its columns.
    #[must_use]
    pub fn corrections(&self) -> Vec<[String; 6]> {
        let mut lines = Vec::new();
        for answer in &self.judged {
            let (Verdict::Wrong, Some(right)) = (answer.verdict, &answer.right) else {
                continue;
            };
            let line = |field: &str| {
                [
                    &answer.id,
                    field,
                    right,
                    &answer.who,
                    &answer.why,
                    &answer.table,
                ]
                .map(|words: &str| words.to_owned())
            };
            lines.push(line(&answer.field));
            if answer.table == "figures" && answer.field == "value_dkk" {
                lines.push(line("value"));
            }
        }
        lines
    }

    /// The judgement of a value.
    #[must_use]
    pub fn by_value(&self) -> HashMap<(&str, &str, &str), &Answer> {
        let judged = self.judged.iter();
        judged
            .map(|answer| {
                (
                    (
                        answer.table.as_str(),
                        answer.id.as_str(),
                        answer.field.as_str(),
                    ),
                    answer,
                )
            })
            .collect()
    }
}

/// Why nothing follows from a judgement.
fn problem(answer: &Answer) -> Option<String> {
    match (answer.verdict, &answer.right) {
        (Verdict::Right, Some(right)) if *right != answer.value => Some(
            "the value is said to be right, and another is given as the right one".to_owned(),
        ),
        (Verdict::Wrong, None) => Some(
            "the value is said to be wrong, and none is given as the right one; write (tom) for none".to_owned(),
        ),
        (Verdict::Wrong, Some(right)) => check(&answer.table, &answer.field, right).err(),
        (Verdict::NoFact, Some(_)) => {
            Some("the fact is said not to exist, and a right value is given".to_owned())
        }
        _ => None,
    }
}

/// Puts corrections behind those in the file at `path`, which is made where it is not there, and says how many are new.
///
/// # Errors
/// [`ReviewError`] where the file has other columns or cannot be written.
pub fn append(path: &Path, lines: &[[String; 6]]) -> Result<usize, ReviewError> {
    let io = |source| ReviewError::Io {
        path: path.to_owned(),
        source,
    };
    let heading = format!("{}\n", COLUMNS.join(","));
    let there = match fs::read_to_string(path) {
        Ok(there) if there.replace('\r', "").starts_with(&heading) => there,
        Ok(there) if there.trim().is_empty() => heading,
        Ok(_) => return Err(ReviewError::OtherColumns(path.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => heading,
        Err(error) => return Err(io(error)),
    };
    let known: Vec<Vec<String>> = csv::Reader::from_reader(there.as_bytes())
        .records()
        .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()))
        .collect::<Result<_, _>>()?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut new = 0;
    for line in lines
        .iter()
        .filter(|line| !known.iter().any(|known| known == line.as_slice()))
    {
        writer.write_record(line)?;
        new += 1;
    }
    let added = writer
        .into_inner()
        .map_err(|error| io(error.into_error()))?;
    let mut whole = there.into_bytes();
    if !whole.ends_with(b"\n") {
        whole.push(b'\n');
    }
    whole.extend(added);
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut file = File::create(&part).map_err(io)?;
    file.write_all(&whole).map_err(io)?;
    file.sync_all().map_err(io)?;
    fs::rename(&part, path).map_err(io)?;
    Ok(new)
}

fn places(range: &Range<Data>, path: &Path) -> Result<Vec<(Column, usize)>, ReviewError> {
    let headings: Vec<String> = range
        .rows()
        .next()
        .unwrap_or_default()
        .iter()
        .map(words)
        .collect();
    Column::ALL
        .iter()
        .filter(|(column, ..)| {
            use Column::{Field, Id, Right, Table, Value, Verdict, Who, Why};
            [Verdict, Right, Who, Why, Table, Field, Value, Id].contains(column)
        })
        .map(|(column, heading, _)| {
            let at = headings.iter().position(|known| known == heading);
            at.map(|at| (*column, at))
                .ok_or_else(|| ReviewError::NoColumn {
                    path: path.to_owned(),
                    sheet: SHEET,
                    column: column.heading(),
                })
        })
        .collect()
}

/// A cell as words; what a person typed may have become a number or a day.
fn words(cell: &Data) -> String {
    match cell {
        Data::String(words) | Data::DateTimeIso(words) => words.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => String::new(),
    }
}
