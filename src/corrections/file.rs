//! The file `corrections.csv`: as a person or a spreadsheet writes it, with commas, semicolons or tabs.

use super::{Correction, Fault, tables};
use crate::nearest::suggestion;
use crate::problem::{Problem, ProblemCode};
use crate::source::decode;
use csv::StringRecord;

/// The columns of the file; `table` may be left out, and further columns are the user's own.
pub const COLUMNS: [&str; 6] = ["id", "field", "value", "who", "why", "table"];

/// Columns that a file must have.
const NEEDED: usize = 3;

/// The lines of the file called `name`.
pub fn read(name: &str, content: Result<Vec<u8>, String>) -> Vec<Result<Correction, Fault>> {
    let file = File { name };
    let text = content.and_then(|bytes| {
        let decoded = decode::decode(&bytes).map_err(|at| format!("byte {at} is no text"))?;
        Ok(decoded.text)
    });
    match text {
        Ok(text) => file.lines(&text),
        Err(reason) => vec![Err(
            file.fault(1, format!("the file cannot be read: {reason}"))
        )],
    }
}

struct File<'f> {
    name: &'f str,
}

impl File<'_> {
    fn lines(&self, text: &str) -> Vec<Result<Correction, Fault>> {
        let text = text.trim_start_matches('\u{feff}');
        let heading = text.lines().next().unwrap_or_default();
        let delimiter = [b';', b'\t', b',']
            .into_iter()
            .max_by_key(|mark| heading.bytes().filter(|byte| byte == mark).count())
            .unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let places = match reader.headers() {
            Ok(headings) => COLUMNS.map(|column| place(headings, column)),
            Err(error) => return vec![Err(self.fault(1, error.to_string()))],
        };
        let missing: Vec<_> = COLUMNS[..NEEDED]
            .iter()
            .zip(places)
            .filter_map(|(column, place)| place.is_none().then_some(*column))
            .collect();
        if !missing.is_empty() {
            let message = format!("the first line lacks the column {}", missing.join(", "));
            return vec![Err(self.fault(1, message))];
        }
        let mut lines = Vec::new();
        let mut passed = Passed::default();
        for record in reader.records() {
            match record {
                Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(record) => {
                    lines.push(self.correction(&record, places, passed.line_of(text, &record)))
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    lines.push(Err(self.fault(line, error.to_string())));
                }
            }
        }
        lines
    }

    fn correction(
        &self,
        record: &StringRecord,
        places: [Option<usize>; 6],
        line: u64,
    ) -> Result<Correction, Fault> {
        let [id, field, value, who, why, table] = places.map(|place| {
            let cell = place.and_then(|place| record.get(place));
            cell.unwrap_or_default().trim().to_owned()
        });
        for (column, cell) in [("id", &id), ("field", &field)] {
            if cell.is_empty() {
                return Err(self.fault(line, format!("the column {column} is empty")));
            }
        }
        // A line cut short is no wish to empty the field.
        if places[2].is_some_and(|place| place >= record.len()) {
            return Err(self.fault(line, "the line ends before the column value".to_owned()));
        }
        let table = Some(table).filter(|table| !table.is_empty());
        let names = tables().map(|table| table.name);
        if let Some(unknown) = table.as_deref().filter(|table| !names.contains(table)) {
            let message = format!(
                "no table '{unknown}' can be corrected{}; there are {}",
                suggestion(unknown, names),
                names.join(", ")
            );
            return Err(self.fault(line, message));
        }
        Ok(Correction {
            table,
            id,
            field,
            value,
            who,
            why,
            file: self.name.to_owned(),
            line,
        })
    }

    fn fault(&self, line: u64, message: String) -> Fault {
        Fault {
            correction: None,
            file: self.name.to_owned(),
            line,
            problem: Problem::of_document(ProblemCode::CorrectionUnread, message),
        }
    }
}

/// How far the lines of a file are counted: records come in its order.
#[derive(Default)]
struct Passed {
    bytes: usize,
    lines: u64,
}

impl Passed {
    /// The line that a record begins on, from 1. The reader counts it before it has passed the second half of a line end of
    /// two characters.
    fn line_of(&mut self, text: &str, record: &StringRecord) -> u64 {
        let at = record.position().map_or(0, csv::Position::byte);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let at = at.clamp(self.bytes, text.len().max(self.bytes));
        let ends = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let bytes = text.as_bytes();
        self.lines += ends(&bytes[self.bytes..at]);
        self.bytes = at;
        let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let passed = bytes[at..].iter().take_while(blank).count();
        1 + self.lines + ends(&bytes[at..at + passed])
    }
}

fn place(headings: &StringRecord, column: &str) -> Option<usize> {
    headings
        .iter()
        .position(|heading| heading.trim().eq_ignore_ascii_case(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(content: &[u8]) -> Vec<Result<Correction, Fault>> {
        read("corrections.csv", Ok(content.to_vec()))
    }

    #[test]
    fn files_of_people_and_of_spreadsheets_are_read() {
        for content in [
            "id,field,value,who,why\na:grant:1-2,purpose,\"ler, og sten\",AB,fejl\n".as_bytes(),
            "\u{feff}id;field;value;who;why\r\na:grant:1-2;purpose;ler, og sten;AB;fejl\r\n;;;;\r\n"
                .as_bytes(),
            b"Why\tNote\tWho\tValue\tField\tId\nfejl\tx\tAB\tler, og sten\tpurpose\ta:grant:1-2\n",
        ] {
            let lines = lines(content);
            let [Ok(correction)] = lines.as_slice() else {
                panic!("{lines:?}");
            };
            assert_eq!(
                (
                    correction.id.as_str(),
                    correction.value.as_str(),
                    correction.why.as_str(),
                    correction.line
                ),
                ("a:grant:1-2", "ler, og sten", "fejl", 2)
            );
        }
        // A spreadsheet's "CSV" in Windows-1252.
        let old = lines(b"id;field;value;who;why\r\nx;purpose;b\xf8rn;;\r\n");
        assert_eq!(old[0].as_ref().unwrap().value, "børn");
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        for (content, line, want) in [
            ("id,value\n", 1, "lacks the column field"),
            ("id,field,value\n,purpose,x\n", 2, "id is empty"),
            (
                "id,field,value\nx,purpose\n",
                2,
                "ends before the column value",
            ),
            (
                "id,field,value,table\nx,purpose,y,grant\n",
                2,
                "did you mean 'grants'?",
            ),
        ] {
            let lines = lines(content.as_bytes());
            let Some(Err(fault)) = lines.first() else {
                panic!("{content}: {lines:?}");
            };
            assert_eq!(fault.line, line, "{content}");
            assert!(fault.problem.message.contains(want), "{fault:?}");
        }
    }
}
