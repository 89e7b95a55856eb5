//! The site's list of committees with their meetings, read by its form: an object with a name and a list of
//! objects that have an id and a day is a committee, whatever the list is called.

use crate::value::Date;
use crate::value::fold::fold;
use serde_json::{Map, Value};

/// A meeting as the list names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Name of the committee.
    pub committee: String,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Id of its agenda.
    pub id: String,
}

/// Every meeting in `value`.
#[must_use]
pub fn meetings(value: &Value) -> Vec<Listed> {
    let mut out = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(object) => {
                let committee = object.get("Navn").and_then(Value::as_str).map(fold);
                for child in object.values() {
                    let of_committee = committee.as_ref().and_then(|name| listed(name, child));
                    match of_committee {
                        Some(found) => out.extend(found),
                        None => open.push(child),
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn listed(committee: &str, value: &Value) -> Option<Vec<Listed>> {
    let meetings: Vec<Listed> = value
        .as_array()?
        .iter()
        .filter_map(|meeting| meeting.as_object())
        .filter_map(|meeting| {
            Some(Listed {
                committee: committee.to_owned(),
                date: date(meeting),
                id: id(meeting)?,
            })
        })
        .filter(|meeting| meeting.date.is_some())
        .collect();
    (!meetings.is_empty()).then_some(meetings)
}

fn date(meeting: &Map<String, Value>) -> Option<Date> {
    ["Dato", "MeetingBeginUtc", "Date"]
        .iter()
        .find_map(|key| meeting.get(*key)?.as_str()?.get(..10)?.parse().ok())
}

/// The id, where it is one that can stand in an address and in a file's name.
fn id(meeting: &Map<String, Value>) -> Option<String> {
    let id = meeting.get("Id")?.as_str()?;
    let plain = id
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || char == '-');
    (plain && (1..=64).contains(&id.len())).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committees_and_their_meetings() {
        let value = serde_json::json!({"Udvalg": {"Udvalg 2022-2025": [
            {"Navn": "Byråd", "Moeder": [
                {"Id": "a-1", "Dato": "2025-08-13T16:00:00+02:00", "Navn": "Dagsorden"},
                {"Id": "../x", "Dato": "2025-08-14T16:00:00+02:00"},
                {"Id": "a-2", "Dato": null}
            ]},
            {"Navn": "Socialudvalget", "Moeder": []}
        ]}});
        let found: Vec<_> = meetings(&value)
            .into_iter()
            .map(|meeting| (meeting.committee, meeting.id))
            .collect();
        assert_eq!(found, [("Byråd".to_owned(), "a-1".to_owned())]);
    }
}
