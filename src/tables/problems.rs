//! `problems`: a row a thing that was not understood, or that a document itself gets wrong.

use super::common::{LooseSource, PerhapsPlace};
use super::reading::Reading;
use super::record::table;
use crate::problem::{Problem, ProblemCode, Severity};

table! {
    "Something that the program was unsure of, or that the document itself gets wrong."
    ProblemRow "problems" Document
    key [problem_id]
    to [item_id -> items.item_id]
    {
        problem_id: String, "Id: document, kind, span and code.";
        item_id: Option<String>, "The item concerned, where there is one.";
        ..LooseSource;
        source_path: String, "The file concerned.";
        severity: String, "error: something is not in the tables; warning: look before use; note: the document says it oddly.", in [Severity::Error, Severity::Warning, Severity::Note].map(Severity::code);
        code: String, "The kind of problem; stable.", in ProblemCode::ALL.iter().map(|code| code.code()).collect::<Vec<_>>();
        message: String, "What exactly, in a sentence.";
        remedy: String, "What a user can do about it.";
        @ PerhapsPlace;
    }
}

impl ProblemRow {
    /// The row of a problem in a document that was read.
    #[must_use]
    pub fn of(reading: &Reading<'_>, problem: &Problem) -> Self {
        let code = problem.code.code();
        let problem_id = match problem.span {
            Some(span) => reading.fact_id("problem", span, Some(code)),
            None => format!("{}:problem:{code}", reading.document.id),
        };
        Self {
            item_id: problem.item.and_then(|position| reading.item_id(position)),
            place: problem
                .span
                .map(|span| reading.place(span).into())
                .unwrap_or_default(),
            ..Self::new(
                problem_id,
                reading.source.clone().into(),
                &reading.document.source_path,
                problem,
            )
        }
    }

    /// The row of the problem for which a file was rejected. Its text is in no table, so it has no span.
    #[must_use]
    pub fn of_rejected(source: LooseSource, source_path: &str, problem: &Problem) -> Self {
        let whose = source.document_id.as_deref().unwrap_or(source_path);
        let problem_id = format!("{whose}:problem:{}", problem.code.code());
        Self::new(problem_id, source, source_path, problem)
    }

    /// The row of a problem with a line of a corrections file called `file`. `line` is what the line says, so that the
    /// id depends on no number.
    #[must_use]
    pub fn of_correction(source: LooseSource, file: &str, line: &str, problem: &Problem) -> Self {
        let code = problem.code.code();
        Self::new(
            format!("{file}:{line}:problem:{code}"),
            source,
            file,
            problem,
        )
    }

    fn new(problem_id: String, source: LooseSource, source_path: &str, problem: &Problem) -> Self {
        Self {
            problem_id,
            item_id: None,
            source,
            source_path: source_path.to_owned(),
            severity: problem.code.severity().code().to_owned(),
            code: problem.code.code().to_owned(),
            message: problem.message.clone(),
            remedy: problem.code.remedy().to_owned(),
            place: PerhapsPlace::default(),
        }
    }
}
