//! Invented meeting documents in the manner of the seeds, each with the truth about it.
//!
//! Prose is the seeds' sentences with most of their words exchanged, so that texts are as unlike each other as real
//! ones; figures, decisions and headings are written by rule, so that they are known. [`bank`] holds the words,
//! [`meeting`] invents what is told, [`render`] writes it in a form.

mod bank;
mod meeting;
mod random;
mod render;

pub use bank::Bank;
pub use meeting::{Item, Meeting};
pub use render::Form;

use serde_json::{Value, json};

/// What corpus is made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Other seeds give other documents.
    pub seed: u64,
    /// Paragraphs of prose in an item, about.
    pub paragraphs: u64,
    /// One form alone.
    pub only: Option<Form>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            paragraphs: 9,
            only: None,
        }
    }
}

/// A document made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Path below the corpus.
    pub path: String,
    /// The file's content.
    pub content: String,
    /// What it states.
    pub truth: Truth,
}

/// What a document states, as it was written into it.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Path below the corpus.
    pub path: String,
    /// The form.
    pub form: Form,
    /// The meeting.
    pub meeting: Meeting,
}

/// Makes document number `index` of `plan`.
#[must_use]
pub fn document(bank: &Bank, plan: &Plan, index: u64) -> Made {
    let meeting = meeting::meeting(bank, plan, index);
    let form = plan.only.unwrap_or_else(|| Form::of(&meeting));
    let content = render::render(&meeting, form);
    let path = format!(
        "{}/{}_{}.{}",
        meeting.municipality_code,
        meeting.date,
        slug(&meeting.committee),
        form.ending()
    );
    Made {
        content,
        truth: Truth {
            path: path.clone(),
            form,
            meeting,
        },
        path,
    }
}

impl Truth {
    /// The line of `truth.jsonl`.
    #[must_use]
    pub fn json(&self) -> Value {
        let meeting = &self.meeting;
        let decisions = |item: &Item| {
            let points = item.decisions.iter();
            points
                .map(|decision| json!({"point": decision.point, "outcome": decision.outcome}))
                .collect::<Vec<_>>()
        };
        let item = |item: &Item| {
            json!({
                "number": item.number,
                "title": item.title,
                "case_number": item.case_number,
                "decisions": decisions(item),
                "amounts_ore": item.amounts,
            })
        };
        json!({
            "path": self.path,
            "form": self.form.code(),
            "municipality_code": meeting.municipality_code,
            "committee": meeting.committee,
            "meeting_date": meeting.date,
            "kind": if meeting.decided { "minutes" } else { "agenda" },
            "items": meeting.items.iter().map(item).collect::<Vec<_>>(),
        })
    }
}

fn slug(words: &str) -> String {
    words
        .to_lowercase()
        .replace('æ', "ae")
        .replace('ø', "oe")
        .replace('å', "aa")
        .split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
