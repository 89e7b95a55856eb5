//! The publishing system's JSON (`ADDRESS/api/agenda/dagsorden/ID`): fields become labelled lines, the HTML in
//! them blocks.
//!
//! Unreliable fields are not used: `Moede.Navn` says "Dagsorden" of minutes too, and `IsOpen` is false everywhere
//! on many sites, so that it counts only where some item is open.

use super::limits::Limits;
use super::markup::lines::write;
use super::markup::{TooMuch, parse};
use super::page::Page;
use super::stated::{StatedItem, StatedMeeting};
use super::{BlockKind, Form};
use crate::problem::{Problem, ProblemCode};
use crate::value::Span;
use crate::value::fold::fold;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Reads the text of a JSON file.
///
/// # Errors
/// A problem of code `not_a_meeting` where the JSON holds something else; one that names the limit which HTML in it
/// passes.
pub fn read(json: &str, limits: &Limits) -> Result<Form, Problem> {
    check_values(json, limits)?;
    let value: Value = serde_json::from_str(json).map_err(|error| {
        Problem::of_document(
            ProblemCode::NotAMeeting,
            format!("the file begins like JSON but is none: {error}"),
        )
    })?;
    let (meeting, items) = parts(&value)?;
    let mut page = Page::default();
    let mut stated = header(meeting, &mut page);
    stated.site = site(items).and_then(|site| page.labelled("Netsted", &site, 0));
    let open_is_used = items
        .iter()
        .any(|item| item.get("IsOpen") == Some(&Value::Bool(true)));
    for item in items {
        let mut read = item_of(item, limits, &mut page)?;
        read.closed = item
            .get("IsOpen")
            .and_then(Value::as_bool)
            .filter(|_| open_is_used)
            .map(|open| !open);
        stated.items.push(read);
        if page.blocks.len() > limits.elements {
            return Err(TooMuch::Elements(limits.elements).problem());
        }
    }
    Ok(Form {
        page,
        stated: Some(stated),
        address: None,
    })
}

/// Holds the number of values against the limit: a parsed value takes a hundred times the bytes that write it.
fn check_values(json: &str, limits: &Limits) -> Result<(), Problem> {
    let (mut values, mut quoted, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' | b',' if !quoted => values += 1,
            _ => {}
        }
    }
    if values <= limits.elements {
        return Ok(());
    }
    let limit = limits.elements;
    Err(Problem::of_document(
        ProblemCode::TooMany,
        format!("the JSON has {values} values; the limit is {limit}"),
    ))
}

/// The meeting's object and its items, or what the JSON is instead.
fn parts(value: &Value) -> Result<(&Map<String, Value>, &Vec<Value>), Problem> {
    let no_meeting = |what: String| Err(Problem::of_document(ProblemCode::NotAMeeting, what));
    let Some(meeting) = value.as_object() else {
        return no_meeting("the JSON is a list or a single value, no meeting".to_owned());
    };
    match meeting.get("Dagsordenpunkter") {
        Some(Value::Array(items)) if !items.is_empty() => Ok((meeting, items)),
        Some(_) => no_meeting("the JSON is a meeting without agenda items".to_owned()),
        None => {
            let keys: Vec<&str> = meeting.keys().map(String::as_str).take(5).collect();
            no_meeting(format!(
                "the JSON has no 'Dagsordenpunkter'; its keys are {}",
                keys.join(", ")
            ))
        }
    }
}

/// A field as one line of words; numbers as written, empty where it is missing or null.
fn words(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(words)) => fold(&visible(words)),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Without soft hyphens and other characters that nobody sees.
fn visible(words: &str) -> String {
    words
        .chars()
        .filter(|char| {
            !matches!(
                char,
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
            )
        })
        .collect()
}

/// The first of `keys` that holds words.
fn first(object: &Value, keys: &[&str]) -> String {
    keys.iter()
        .map(|key| words(object.get(*key)))
        .find(|words| !words.is_empty())
        .unwrap_or_default()
}

fn header(document: &Map<String, Value>, page: &mut Page) -> StatedMeeting {
    let null = Value::Null;
    let meeting = document.get("Moede").unwrap_or(&null);
    let committee = words(document.get("Udvalg").and_then(|body| body.get("Navn")));
    let place = |span: Span| (!span.is_empty()).then_some(span);
    let mut stated = StatedMeeting {
        committee: place(page.line(BlockKind::Heading(1), "", &committee, 1)),
        ..StatedMeeting::default()
    };
    stated.called = page.labelled("Møde", &first(meeting, &["Navn"]), 1);
    stated.begins = page.labelled("Mødedato", &first(meeting, &["Dato", "MeetingBeginUtc"]), 0);
    page.labelled("Mødet sluttede", &first(meeting, &["MeetingEndUtc"]), 0);
    stated.place = page.labelled("Mødested", &first(meeting, &["Sted"]), 0);
    let (absent, present): (Vec<_>, Vec<_>) = people(meeting.get("Moededeltagere"))
        .into_iter()
        .partition(|(_, absent)| *absent);
    stated.participants = page.list("Deltagere", &names(&present), 0);
    stated.absent = page.list("Fraværende", &names(&absent), 0);
    page.labelled("Bemærkninger", &first(meeting, &["Description"]), 0);
    stated
}

fn names(people: &[(String, bool)]) -> Vec<&str> {
    people.iter().map(|(name, _)| name.as_str()).collect()
}

/// Names, and whether absent.
fn people(value: Option<&Value>) -> Vec<(String, bool)> {
    let is = |person: &Value, key: &str| person.get(key).and_then(Value::as_bool) == Some(true);
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|person| {
            (
                first(person, &["Name", "Navn"]),
                is(person, "Absent") || is(person, "ParticipationCancelled"),
            )
        })
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

/// Scheme and host of the fields' links, where all are of one site.
fn site(items: &[Value]) -> Option<String> {
    let mut sites = items
        .iter()
        .filter_map(|item| item.get("Felter")?.as_array())
        .flatten()
        .filter_map(|field| field.get("Link")?.as_str())
        .filter_map(origin);
    let first = sites.next()?;
    sites.all(|site| site == first).then(|| first.to_owned())
}

/// "https://host" of an address.
fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    (matches!(scheme, "http" | "https") && !host.is_empty())
        .then(|| &address[..scheme.len() + 3 + host.len()])
}

fn item_of(item: &Value, limits: &Limits, page: &mut Page) -> Result<StatedItem, Problem> {
    let number = first(item, &["Punktnummer", "Number"]);
    let title = first(item, &["Navn", "Caption"]);
    let lead = match number.as_str() {
        "" if title.is_empty() => "Punkt".to_owned(),
        "" => String::new(),
        number if title.is_empty() => format!("Punkt {number}"),
        number => format!("Punkt {number}: "),
    };
    let line = page.line(BlockKind::Heading(1), "", &format!("{lead}{title}"), 1);
    let mut read = StatedItem {
        heading: line,
        number: (!number.is_empty()).then(|| {
            let start = line.start.get() + "Punkt ".len();
            Span::new(start, start + number.len())
        }),
        title: Span::new(line.end.get() - title.len(), line.end.get()),
        ..StatedItem::default()
    };
    read.case_number = page.labelled("Sagsnr.", &first(item, &["SagsNummer", "CaseNumber"]), 1);
    let attending = people(item.get("ExternalAgendaItemAttendees"));
    page.list("Øvrige deltagere", &names(&attending), 0);
    let fields = item.get("Felter").and_then(Value::as_array);
    for field in fields.into_iter().flatten() {
        page.line(BlockKind::Heading(2), "", &first(field, &["Navn"]), 1);
        markup(field.get("Html"), limits, page)?;
        markup(field.get("Tekst"), limits, page)?;
    }
    if item.get("ItemDecision").is_some_and(Value::is_string) {
        page.line(BlockKind::Heading(2), "", "Beslutning", 1);
        markup(item.get("ItemDecision"), limits, page)?;
    }
    read.attachments = attachments(item.get("Bilag"), page);
    Ok(read)
}

fn markup(value: Option<&Value>, limits: &Limits, page: &mut Page) -> Result<(), Problem> {
    if let Some(html) = value.and_then(Value::as_str) {
        write(&parse(html, limits)?, 0, &HashSet::new(), page);
    }
    Ok(())
}

fn attachments(value: Option<&Value>, page: &mut Page) -> Vec<Span> {
    let titles: Vec<String> = value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|attachment| first(attachment, &["Navn", "Name", "Title"]))
        .filter(|title| !title.is_empty())
        .collect();
    if !titles.is_empty() {
        page.line(BlockKind::Heading(3), "", "Bilag", 1);
    }
    titles
        .iter()
        .map(|title| page.line(BlockKind::ListPoint, "- ", title, 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_meeting() {
        for (json, want) in [
            ("{\"contract\": 1, \"tables\": []}", "'Dagsordenpunkter'"),
            ("[{\"Navn\": \"Socialudvalget\"}]", "a list"),
            ("{\"Dagsordenpunkter\": []}", "without agenda items"),
            ("{\"Dagsordenpunkter\": [", "is none"),
        ] {
            let problem = read(json, &Limits::default()).unwrap_err();
            assert_eq!(problem.code, ProblemCode::NotAMeeting, "{json}");
            assert!(problem.message.contains(want), "{}", problem.message);
        }
        let deep = format!(
            "{{\"Dagsordenpunkter\": [{{\"Felter\": [{{\"Html\": \"{}\"}}]}}]}}",
            "<div>".repeat(1000)
        );
        assert_eq!(
            read(&deep, &Limits::default()).unwrap_err().code,
            ProblemCode::TooDeep
        );
    }

    #[test]
    fn sites_of_addresses() {
        for (address, want) in [
            (
                "https://dagsordener.example.dk/Vis/Pdf/1",
                Some("https://dagsordener.example.dk"),
            ),
            ("ftp://example.dk/x", None),
            ("/Vis/Pdf/1", None),
        ] {
            assert_eq!(origin(address), want);
        }
    }
}
