//! What turned out unreadable only in the second pass: a fault of ours, or a file that changed since it was sorted.

use super::settings::{BuildError, Rejection};
use crate::problem::ProblemCode;
use crate::tables::rows::DocumentRows;

/// The document of `rows` where it was rejected, for the summary.
///
/// # Errors
/// [`BuildError::Changed`] where the file is another than in the first pass or is gone: order and version of the data set
/// rest on what it was.
pub fn rejected(rows: &DocumentRows) -> Result<Option<Rejection>, BuildError> {
    let mut documents = rows.documents.iter();
    let Some(document) = documents.find(|document| document.status == "rejected") else {
        return Ok(None);
    };
    let problem = rows.problems.first();
    let mut codes = ProblemCode::ALL.iter().copied();
    let code = codes.find(|code| problem.is_some_and(|row| row.code == code.code()));
    let code = code.unwrap_or(ProblemCode::Fault);
    if code == ProblemCode::Unreadable {
        return Err(BuildError::Changed(document.source_path.clone()));
    }
    Ok(Some(Rejection {
        source_path: document.source_path.clone(),
        code,
        message: problem.map(|row| row.message.clone()).unwrap_or_default(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::tables::LooseSource;

    #[test]
    fn a_fault_is_told_and_a_change_ends_the_build() {
        let rows = |code| {
            let problem = Problem::of_document(code, "what happened");
            DocumentRows::of_rejected(LooseSource::default(), "a.txt", &problem)
        };
        let told = rejected(&rows(ProblemCode::Fault)).unwrap().unwrap();
        assert_eq!(
            (told.source_path.as_str(), told.code),
            ("a.txt", ProblemCode::Fault)
        );
        assert_eq!(told.message, "what happened");
        let changed = rejected(&rows(ProblemCode::Unreadable)).unwrap_err();
        assert!(changed.to_string().contains("'a.txt'"), "{changed}");
        assert!(rejected(&DocumentRows::default()).unwrap().is_none());
    }
}
