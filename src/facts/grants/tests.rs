//! The cases in `tests/cases/grants.md`, written before the program was run on them.

use super::model::Grant;
use crate::facts::{self, Options};
use crate::lexicon::Lexicon;
use crate::source::{SourceFormat, read};
use crate::value::Kroner;
use crate::value::municipality::all;

struct Case<'c> {
    title: &'c str,
    body: &'c str,
    wanted: Vec<&'c str>,
}

fn cases() -> Vec<Case<'static>> {
    let page = include_str!("../../../tests/cases/grants.md");
    let mut out = Vec::new();
    for section in page.split("\n## ").skip(1) {
        let (title, rest) = section.split_once('\n').unwrap_or((section, ""));
        let mut parts = rest.split("```");
        let body = parts.nth(1).unwrap_or_default();
        let wanted = parts.next().unwrap_or_default().lines();
        let wanted = wanted
            .filter_map(|line| line.strip_prefix("- "))
            .filter(|line| *line != "none")
            .collect();
        out.push(Case {
            title,
            body,
            wanted,
        });
    }
    out
}

/// The item of a case as item 1 of minutes.
fn found(case: &Case<'_>, lexicon: &Lexicon) -> (Vec<Grant>, String) {
    let text = format!(
        "REFERAT\nVelfærdsudvalget d. 09-09-2025 kl. 16:00\n\nPunkt 1: {}\n\n25-001234\n\n{}\n\nPunkt 2: Eventuelt\n\nBeslutning\n\nIntet.\n",
        case.title,
        case.body.trim()
    );
    let document = read("case.txt", SourceFormat::Text, text.as_bytes())
        .unwrap_or_else(|rejected| panic!("{}: {rejected:?}", case.title));
    let options = Options {
        municipality: all().into_iter().next(),
        ..Options::default()
    };
    let minutes = facts::read(&document, lexicon, &options)
        .unwrap_or_else(|rejected| panic!("{}: {rejected:?}", case.title));
    let first = minutes.items.into_iter().next();
    let grants = first.map(|item| item.grants).unwrap_or_default();
    for grant in &grants {
        for evidence in &grant.evidence {
            assert!(!evidence.span.of(&document.text).trim().is_empty());
        }
    }
    (grants, document.text)
}

fn kroner(value: Option<Kroner>) -> String {
    value.map_or_else(String::new, |value| {
        let shown = value.to_string();
        shown
            .strip_suffix(".00")
            .map(str::to_owned)
            .unwrap_or(shown)
    })
}

/// A grant's fields by the names that the cases use.
fn field(grant: &Grant, name: &str) -> String {
    let words = |value: &Option<String>| value.clone().unwrap_or_default();
    let external = grant.kind == facts::GrantKind::ExternalGrant;
    match name {
        "amount" if !external => kroner(grant.amount_applied),
        "applied" if external => kroner(grant.amount_applied),
        "awarded" => kroner(grant.amount_awarded),
        "expense" => kroner(grant.expense),
        "income" => kroner(grant.income),
        "net" => kroner(grant.net),
        "co_dkk" => kroner(grant.co_financing),
        "co_pct" => grant
            .co_financing_pct
            .map_or_else(String::new, |pct| pct.to_string()),
        "funding" => grant.funding.map_or("", facts::Funding::code).to_owned(),
        "status" => grant.status.map_or("", facts::GrantStatus::code).to_owned(),
        "persons" => grant
            .target_persons
            .map_or_else(String::new, |persons| persons.to_string()),
        "on" => words(&grant.awarded_on),
        "period" => match (grant.period_start, grant.period_end) {
            (Some(from), Some(to)) => format!("{from}-{to}"),
            _ => String::new(),
        },
        "repayable" => grant
            .repayable
            .map_or_else(String::new, |yes| yes.to_string()),
        "instalments" => {
            let parts = grant.instalments.iter();
            let parts = parts.map(|part| format!("{}:{}", part.year, kroner(Some(part.amount))));
            parts.collect::<Vec<_>>().join("+")
        }
        "conditions" => {
            let shares = grant.conditions.iter().map(|condition| {
                let share = |value: Option<crate::value::Decimal>| {
                    value.map_or_else(String::new, |value| value.to_string())
                };
                format!(
                    "{}:{}",
                    share(condition.threshold),
                    share(condition.releases)
                )
            });
            shares.collect::<Vec<_>>().join("+")
        }
        "programme" => words(&grant.programme),
        "funder" => words(&grant.funder),
        "recipient" => words(&grant.recipient),
        "purpose" => words(&grant.purpose),
        _ => String::new(),
    }
}

const NULL_UNLESS_GIVEN: [&str; 9] = [
    "amount", "applied", "awarded", "expense", "income", "co_dkk", "co_pct", "persons", "funding",
];

/// What is wrong with a grant, given the line that describes it.
fn differences(grant: &Grant, wanted: &str) -> Vec<String> {
    let (_, fields) = wanted.split_once(": ").unwrap_or((wanted, ""));
    let mut given = Vec::new();
    let mut out = Vec::new();
    for pair in fields.split(", ") {
        let (name, want) = pair.split_once('=').unwrap_or((pair, ""));
        given.push(name);
        if name == "supplement" {
            if grant.supplement_to.is_none() {
                out.push("supplement_to is null".to_owned());
            }
            continue;
        }
        let got = field(grant, name);
        let loose = matches!(name, "programme" | "funder" | "recipient" | "purpose");
        if got != want && !(loose && got.contains(want)) {
            out.push(format!("{name}: want {want}, got {got}"));
        }
    }
    for name in NULL_UNLESS_GIVEN {
        let got = field(grant, name);
        if !given.contains(&name) && !got.is_empty() {
            out.push(format!("{name}: want null, got {got}"));
        }
    }
    out
}

#[test]
fn grants_as_items_tell_of_them() {
    let lexicon = Lexicon::built_in();
    let mut wrong = Vec::new();
    for case in cases() {
        let (grants, text) = found(&case, &lexicon);
        if grants.len() != case.wanted.len() {
            let got: Vec<&str> = grants.iter().map(|grant| grant.span.of(&text)).collect();
            wrong.push(format!(
                "{}: want {} grants, got {got:?}",
                case.title,
                case.wanted.len()
            ));
        }
        for wanted in &case.wanted {
            let kind = wanted.split(':').next().unwrap_or_default();
            let of_kind = grants.iter().filter(|grant| grant.kind.code() == kind);
            let best = of_kind
                .map(|grant| differences(grant, wanted))
                .min_by_key(Vec::len);
            match best {
                Some(found) if found.is_empty() => {}
                Some(found) => wrong.push(format!(
                    "{}: {wanted}\n    {}",
                    case.title,
                    found.join("\n    ")
                )),
                None => wrong.push(format!("{}: {wanted}\n    no such grant", case.title)),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
