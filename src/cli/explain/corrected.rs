//! What corrections make of a document's facts.

use termtree::Tree;
use tvaersnit::corrections::Corrections;
use tvaersnit::facts::Minutes;
use tvaersnit::source::Document;
use tvaersnit::tables::rows::DocumentRows;
use tvaersnit::tables::{CorrectionRow, Reading};
use tvaersnit::topics::Topics;

/// The values that `corrections` change in the document, or in the item with `number`, and those of its corrections that
/// come to nothing; `None` where there is neither.
pub fn told(
    corrections: &Corrections,
    document: &Document,
    minutes: &Minutes,
    number: Option<&str>,
) -> Option<Tree<String>> {
    let reading = Reading::new(document, minutes);
    let mut rows = DocumentRows::of(&reading);
    rows.add_topics(&reading, &Topics::built_in().find(minutes, document));
    let corrected = corrections.apply(&mut rows);
    let item_id = number.and_then(|number| {
        let position = minutes
            .items
            .iter()
            .position(|item| item.number == number)?;
        reading.item_id(position)
    });
    let made: Vec<String> = (rows.corrections.iter())
        .filter(|row| item_id.is_none() || row.item_id == item_id)
        .map(|row| changed(row, &document.text))
        .collect();
    let whose = document.id.to_string();
    let gone = (corrections.all().iter().enumerate())
        .filter(|(at, _)| !corrected.found.contains(at))
        .filter(|(_, correction)| {
            correction.id.starts_with(&whose) || correction.id.starts_with(&reading.meeting_id)
        })
        .map(|(_, correction)| {
            let (file, line) = (&correction.file, correction.line);
            format!(
                "not made: {file}, line {line}: no row has the id '{}'",
                correction.id
            )
        });
    let faults = corrected.faults.iter().chain(corrections.unread());
    let faults = faults.map(|fault| {
        let (file, line) = (&fault.file, fault.line);
        let problem = &fault.problem;
        format!(
            "not made: {file}, line {line}: {}; {}",
            problem.message,
            problem.code.remedy()
        )
    });
    let failed: Vec<String> = gone.chain(faults).collect();
    if made.is_empty() && failed.is_empty() {
        return None;
    }
    let count = match made.len() {
        1 => "1 value".to_owned(),
        count => format!("{count} values"),
    };
    let title = format!("{count} corrected; above stands what was read");
    Some(Tree::new(title).with_leaves(made.into_iter().chain(failed)))
}

/// "decisions.effect: discussed → approved, by AB: see the note (corrections.csv)  line 12 [340:352]"
fn changed(row: &CorrectionRow, text: &str) -> String {
    let or_null = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    let place = match (row.place.span_start, row.place.span_end) {
        (Some(start), Some(end)) => {
            let before = usize::try_from(start).unwrap_or_default();
            let ends = text.chars().take(before).filter(|char| *char == '\n');
            format!("  line {} [{start}:{end}]", ends.count() + 1)
        }
        _ => String::new(),
    };
    format!(
        "{}.{}: {} → {}; {}: {} ({}){place}",
        row.table_name,
        row.field,
        or_null(&row.old_value),
        or_null(&row.new_value),
        row.who.as_deref().unwrap_or("nobody named"),
        row.why.as_deref().unwrap_or("no reason given"),
        row.corrections_file
    )
}
