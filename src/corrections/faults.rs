//! Corrections that came to nothing: problems, and lines for the user.

use super::{Corrected, Corrections, Fault};
use crate::problem::{Problem, ProblemCode};
use crate::tables::rows::DocumentRows;
use crate::tables::{LooseSource, ProblemRow};
use std::collections::{HashMap, HashSet};

/// Gathers what became of each correction while documents stream by.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    found: HashSet<usize>,
    faults: Vec<Fault>,
}

/// Faults with what their lines say, in the order of files and lines.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Each with the words that tell it apart, and the id of the row it speaks of.
    told: Vec<(Fault, String, Option<String>)>,
}

impl Tally {
    /// Adds what became of a document's corrections.
    pub fn add(&mut self, corrected: &Corrected) {
        self.found.extend(&corrected.found);
        self.faults.extend(corrected.faults.iter().cloned());
    }

    /// Everything that came to nothing, once all documents are read.
    #[must_use]
    pub fn faults(self, corrections: &Corrections) -> Faults {
        let gone = (corrections.all.iter().enumerate())
            .filter(|(at, _)| !self.found.contains(at))
            .map(|(at, correction)| Fault {
                correction: Some(at),
                file: correction.file.clone(),
                line: correction.line,
                problem: Problem::of_document(
                    ProblemCode::CorrectionRowGone,
                    match &correction.table {
                        Some(table) => format!("no row of {table} has the id '{}'", correction.id),
                        None => format!("no row has the id '{}'", correction.id),
                    },
                ),
            });
        let mut all: Vec<Fault> = gone
            .chain(self.faults)
            .chain(corrections.unread.iter().cloned())
            .collect();
        // Lines of different files may have one number; corrections stand in the order in which they were read.
        all.sort_by_key(|fault| (fault.correction.is_none(), fault.correction));
        let told = all.into_iter().map(|fault| {
            let correction = fault.correction.map(|at| &corrections.all[at]);
            let words = correction.map_or_else(
                || fault.problem.message.clone(),
                |correction| format!("{}:{}", correction.id, correction.field),
            );
            (
                fault,
                words,
                correction.map(|correction| correction.id.clone()),
            )
        });
        Faults {
            told: told.collect(),
        }
    }
}

impl Faults {
    /// Rows of `problems`; `source` tells whose document a row's id belongs to, where it is at hand.
    #[must_use]
    pub fn rows(&self, source: &dyn Fn(&str) -> Option<LooseSource>) -> DocumentRows {
        let mut times: HashMap<String, usize> = HashMap::new();
        let problems = self.told.iter().map(|(fault, words, id)| {
            let whose = id.as_deref().and_then(source).unwrap_or_default();
            let mut problem = fault.problem.clone();
            problem.message = format!("line {}: {}", fault.line, problem.message);
            let mut row = ProblemRow::of_correction(whose, &fault.file, words, &problem);
            let times = times.entry(row.problem_id.clone()).or_default();
            *times += 1;
            if *times > 1 {
                row.problem_id = format!("{}-{times}", row.problem_id);
            }
            row
        });
        DocumentRows {
            problems: problems.collect(),
            ..DocumentRows::default()
        }
    }

    /// The faults, in order.
    pub fn into_faults(self) -> impl Iterator<Item = Fault> {
        self.told.into_iter().map(|(fault, ..)| fault)
    }
}
