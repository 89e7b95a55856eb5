//! Writes a meeting in one of the forms in which municipalities publish.

mod firstagenda;
mod html;
mod text;

use super::meeting::{Decision, Item, Meeting, grouped};

/// A form and a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text in paragraphs, "Punkt 3: Title".
    Text,
    /// Plain text wrapped at a fixed width, "3. Title", with a running head on each page.
    Wrapped,
    /// Markdown as OCR writes it.
    Markdown,
    /// A web page.
    Html,
    /// The publishing system's JSON.
    FirstAgenda,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Wrapped,
        Self::Markdown,
        Self::Html,
        Self::FirstAgenda,
    ];

    /// Its name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Wrapped => "wrapped",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::FirstAgenda => "firstagenda",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text | Self::Wrapped => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::FirstAgenda => "json",
        }
    }

    /// The form that a municipality publishes in, for five years at a time.
    #[must_use]
    pub fn of(meeting: &Meeting) -> Self {
        let turn = u64::from(meeting.municipality_code.unsigned_abs()) + meeting.day.2 / 5;
        Self::ALL[(turn % Self::ALL.len() as u64) as usize]
    }
}

/// The file's content.
pub fn render(meeting: &Meeting, form: Form) -> String {
    match form {
        Form::Text => text::paragraphs(meeting),
        Form::Wrapped => text::wrapped(meeting),
        Form::Markdown => text::markdown(meeting),
        Form::Html => html::page(meeting),
        Form::FirstAgenda => firstagenda::json(meeting),
    }
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// "3. maj 2025".
fn long_date(meeting: &Meeting) -> String {
    let (day, month, year) = meeting.day;
    format!("{day}. {} {year}", MONTHS[(month as usize + 11) % 12])
}

fn called(meeting: &Meeting) -> &'static str {
    if meeting.decided {
        "Referat"
    } else {
        "Dagsorden"
    }
}

/// "Ad 2. Godkendt."
fn decided(decision: &Decision) -> String {
    match &decision.point {
        Some(point) => format!("Ad {point}. {}", decision.words),
        None => decision.words.to_owned(),
    }
}

/// "at planen godkendes": of several with their numbers.
fn recommended(item: &Item) -> Vec<String> {
    let count = item.recommended.len();
    let points = item.recommended.iter().enumerate();
    points
        .map(|(at, words)| match count {
            1 => format!("at {words}"),
            _ => format!("{}. at {words}", at + 1),
        })
        .collect()
}

const HEAD: [&str; 3] = ["Hele 1.000 kr.", "Budget", "Forventet"];

fn cells(row: &(String, [u64; 2])) -> [String; 3] {
    let (label, [first, second]) = row;
    [label.clone(), grouped(*first), grouped(*second)]
}
