//! Measures of a meeting: what gold states of it, field by field, and who took part.

use super::super::frames::MeetingRow;
use super::super::gold::{GoldFile, GoldMeeting};
use super::super::key::{Part, head, norm};
use super::super::score::{Entry, Place, Sheet, pair};

/// A field of the meeting: its measure, what gold says, what the row says.
struct Field {
    measure: &'static str,
    want: fn(&GoldMeeting) -> Option<&str>,
    got: fn(&MeetingRow) -> Option<&str>,
}

const FIELDS: [Field; 6] = [
    Field {
        measure: "meeting.municipality_code",
        want: |gold| gold.municipality_code.as_ref().map(|code| code.0.as_str()),
        got: |row| row.municipality_code.as_deref(),
    },
    Field {
        measure: "meeting.committee",
        want: |gold| gold.committee.as_deref(),
        got: |row| row.committee.as_deref(),
    },
    Field {
        measure: "meeting.kind",
        want: |gold| gold.kind.as_deref(),
        got: |row| row.kind.as_deref(),
    },
    Field {
        measure: "meeting.meeting_date",
        want: |gold| gold.date.as_deref(),
        got: |row| row.meeting_date.as_deref(),
    },
    Field {
        measure: START_TIME,
        want: |gold| gold.start_time.as_deref(),
        got: |row| row.start_time.as_deref(),
    },
    Field {
        measure: "meeting.location",
        want: |gold| gold.location.as_deref(),
        got: |row| row.location.as_deref(),
    },
];

const START_TIME: &str = "meeting.start_time";

/// Compares the meeting.
pub fn measure(file: &GoldFile, got: Option<&MeetingRow>, sheet: &mut Sheet) {
    let place = Place {
        file: file.name.clone(),
        item: None,
    };
    let stands = got.map(MeetingRow::place);
    let mut compare =
        |measure, want, got| sheet.add(measure, &place, stands.as_ref(), pair(want, got));
    for field in &FIELDS {
        let Some(want) = (field.want)(&file.meeting) else {
            continue;
        };
        let key = norm(want);
        let found = got
            .and_then(field.got)
            .map(|words| Entry::new(vec![found_part(field, &key, words)], words));
        compare(
            field.measure,
            vec![Entry::new(vec![Part::Text(key)], want)],
            found.into_iter().collect(),
        );
    }
    let participants = file.meeting.participants.as_deref().unwrap_or_default();
    if !participants.is_empty() {
        let found = got
            .map(|row| row.participants.as_slice())
            .unwrap_or_default();
        compare("meeting.participants", names(participants), names(found));
    }
}

/// A time of day may be told more exactly than gold has it ("16:00:00").
fn found_part(field: &Field, want: &str, words: &str) -> Part {
    let words = norm(words);
    let exact = field.measure != START_TIME;
    Part::Text(if exact {
        words
    } else {
        head(&words, want.chars().count())
    })
}

fn names(names: &[String]) -> Vec<Entry> {
    names
        .iter()
        .map(|name| Entry::new(vec![Part::Text(norm(name))], name))
        .collect()
}
