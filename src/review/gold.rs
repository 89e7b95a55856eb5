//! Gold facts out of judgements, in the form of `tests/gold/FORMAT.md`.
//!
//! A list of an item's facts becomes gold only where every fact of it was judged in every field, and the item's own
//! fields too: a list that is left out says that it was not annotated. What the program did not find is in no review, so
//! such gold measures whether what was found is right, and leaves what was missed to a reader of the document.

use super::answers::{Answer, Verdict};
use super::{Answers, Fact};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The gold of a document.
#[derive(Clone, Debug)]
pub struct GoldDocument {
    /// Name of the gold file.
    pub file: String,
    /// Its content.
    pub content: Value,
}

type Judged<'a> = HashMap<(&'a str, &'a str, &'a str), &'a Answer>;

/// The gold of all documents of which something was judged whole; `facts` are all facts of the judged items.
#[must_use]
pub fn gold(facts: &[Fact], answers: &Answers) -> Vec<GoldDocument> {
    let judged = answers.by_value();
    let mut documents: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for own in facts.chunk_by(|one, next| one.item_id == next.item_id) {
        if let (Some(item), Some(fact)) = (item(own, &judged), own.first()) {
            documents.entry(&fact.document).or_default().push(item);
        }
    }
    let mut names: HashMap<String, usize> = HashMap::new();
    let documents = documents.into_iter().map(|(path, items)| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let times = names.entry(stem.to_owned()).or_default();
        *times += 1;
        let file = if *times == 1 {
            format!("{stem}.json")
        } else {
            format!("{stem}-{times}.json")
        };
        let annotated: Vec<_> = items
            .iter()
            .filter_map(|item| item.get("number"))
            .cloned()
            .collect();
        GoldDocument {
            file,
            content: json!({
                "document": name, "meeting": {}, "items_annotated": annotated, "items": items,
            }),
        }
    });
    documents.collect()
}

/// The item, where its own fields were all judged.
fn item(facts: &[Fact], judged: &Judged<'_>) -> Option<Value> {
    let own = facts.iter().find(|fact| fact.table == "items")?;
    let right = settled(own, judged)?;
    let mut item = Map::new();
    item.insert("number".into(), json!(own.number));
    item.insert("title".into(), right.words("title"));
    item.insert("case_number".into(), right.words("case_number"));
    item.insert("marker".into(), right.words("case_type"));
    item.insert("access".into(), right.words("access"));
    for (table, make) in [
        ("recommendations", recommendation as fn(&Settled) -> Value),
        ("decisions", decision),
        ("grants", grant),
        ("figures", figure),
    ] {
        let mut of_table = facts.iter().filter(|fact| fact.table == table).peekable();
        if of_table.peek().is_none() {
            continue;
        }
        let all: Option<Vec<Option<Value>>> = of_table
            .map(|fact| {
                if exists(fact, judged) {
                    Some(Some(make(&settled(fact, judged)?)))
                } else {
                    Some(None)
                }
            })
            .collect();
        if let Some(all) = all {
            item.insert(table.into(), all.into_iter().flatten().collect());
        }
    }
    Some(Value::Object(item))
}

/// Whether nobody said that the document states no such fact.
fn exists(fact: &Fact, judged: &Judged<'_>) -> bool {
    fact.judged().all(|(field, _)| {
        let answer = judged.get(&(fact.table, fact.id.as_str(), field));
        answer.is_none_or(|answer| answer.verdict != Verdict::NoFact)
    })
}

/// A fact whose every field is known to be right, or was put right.
struct Settled {
    right: BTreeMap<&'static str, Option<String>>,
}

fn settled(fact: &Fact, judged: &Judged<'_>) -> Option<Settled> {
    let mut right = fact.values.clone();
    for (field, _) in fact.judged() {
        let answer = judged.get(&(fact.table, fact.id.as_str(), field))?;
        match (answer.verdict, &answer.right) {
            (Verdict::Wrong, Some(value)) => {
                right.insert(field, Some(value.clone()).filter(|value| !value.is_empty()));
            }
            (Verdict::Right, _) => {}
            _ => return None,
        }
    }
    Some(Settled { right })
}

impl Settled {
    fn told(&self, column: &str) -> Option<&str> {
        self.right.get(column)?.as_deref()
    }

    fn words(&self, column: &str) -> Value {
        json!(self.told(column))
    }

    fn number(&self, column: &str) -> Value {
        let number = self.told(column).map(|words| words.replace(',', "."));
        json!(number.and_then(|number| number.parse::<f64>().ok()))
    }

    fn names(&self, column: &str) -> Value {
        let names = self
            .told(column)
            .unwrap_or_default()
            .split(';')
            .map(str::trim);
        names.filter(|name| !name.is_empty()).collect()
    }
}

fn recommendation(right: &Settled) -> Value {
    let text = right.told("text").unwrap_or_default();
    let folded = crate::value::fold::fold(text);
    let starts: String = folded.chars().take(40).collect();
    json!({ "point": right.words("point"), "verb": right.words("verb"), "starts": starts })
}

fn decision(right: &Settled) -> Value {
    json!({
        "point": right.words("point"),
        "body": right.words("body"),
        "date": right.words("decided_on"),
        "prior": right.told("prior") == Some("true"),
        "outcome": right.words("outcome"),
        "referred_to": right.names("referred_to"),
        "absent": right.names("absent"),
        "against": right.names("against"),
        "text": crate::value::fold::fold(right.told("text").unwrap_or_default()),
    })
}

fn grant(right: &Settled) -> Value {
    json!({
        "kind": right.words("kind"),
        "programme": right.words("programme"),
        "funder": right.words("funder"),
        "amount_applied_dkk": right.number("amount_applied_dkk"),
        "amount_awarded_dkk": right.number("amount_awarded_dkk"),
        "co_financing_dkk": right.number("co_financing_dkk"),
        "co_financing_pct": right.number("co_financing_pct"),
        "period_start": right.number("period_start"),
        "period_end": right.number("period_end"),
        "awarded_on": right.words("awarded_on"),
        "target_group": right.number("target_persons"),
    })
}

fn figure(right: &Settled) -> Value {
    let mut figure = json!({
        "kind": right.words("kind"),
        "raw": right.words("raw"),
        "where": right.words("found_in"),
    });
    if let Some(fields) = figure.as_object_mut() {
        if right.told("kind") == Some("money") {
            fields.insert("value_dkk".into(), right.number("value_dkk"));
        } else {
            fields.insert("value".into(), right.number("value"));
        }
        if right.told("found_in") == Some("table") {
            fields.insert("row".into(), right.words("row_label"));
            fields.insert("column".into(), right.words("column_label"));
        }
    }
    figure
}
