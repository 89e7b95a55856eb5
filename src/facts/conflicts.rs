//! Where a document's fields and its text disagree about who was absent: both are kept, and the reader is told.

use super::{DocumentKind, Item, Meeting};
use crate::problem::{Problem, ProblemCode};
use crate::value::fold::letters;

/// A member whom the text names as absent.
struct Told {
    name: String,
    /// Positions of the items whose decisions say so.
    items: Vec<usize>,
}

/// Compares the absent members of `meeting`, which a field states, with those whom the decisions of `items` name.
/// A member who is absent in most of the items is added to the meeting's.
pub fn absences(meeting: &mut Meeting, items: &[Item]) -> Vec<Problem> {
    if meeting.kind != DocumentKind::Minutes {
        return Vec::new();
    }
    let told = told(items);
    let decided = items
        .iter()
        .filter(|item| item.decisions.iter().any(|decision| !decision.prior))
        .count();
    let mut problems: Vec<Problem> = meeting
        .absent
        .iter()
        .filter(|name| !told.iter().any(|told| same(&told.name, name)))
        .map(|name| {
            let message = format!("{name} is absent by the field, but no decision says so");
            Problem::at(ProblemCode::FieldAgainstText, meeting.span, message)
        })
        .collect();
    for told in told {
        if meeting.absent.iter().any(|name| same(name, &told.name)) {
            continue;
        }
        let count = told.items.len();
        let message = format!(
            "{} is absent by the decisions of {count} items, but not by the field",
            told.name
        );
        if let Some(first) = told.items.first() {
            let place = items[*first].decision.unwrap_or(items[*first].heading);
            problems
                .push(Problem::at(ProblemCode::FieldAgainstText, place, message).in_item(*first));
        }
        if count * 2 > decided {
            meeting.absent.push(told.name);
        }
    }
    problems
}

fn told(items: &[Item]) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let own = item.decisions.iter().filter(|decision| !decision.prior);
        for name in own.flat_map(|decision| &decision.absent) {
            match out.iter_mut().find(|known| same(&known.name, name)) {
                Some(known) if known.items.last() == Some(&position) => {}
                Some(known) => known.items.push(position),
                None => out.push(Told {
                    name: name.clone(),
                    items: vec![position],
                }),
            }
        }
    }
    out
}

/// Whether two forms of a name are one member's: the shorter's words are all among the longer's
/// ("Mehmet Dogru", "Mehmet Zeki Dogru").
fn same(left: &str, right: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split_whitespace()
            .map(letters)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (left, right) = (words(left), words(right));
    let (short, long) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_of_one_member() {
        for (left, right, want) in [
            ("Mehmet Dogru", "Mehmet Zeki Dogru", true),
            ("Bo Berg", "Bo Bjerg", false),
            ("John T. Olsen", "John T Olsen", true),
            ("", "Bo", false),
        ] {
            assert_eq!(same(left, right), want, "{left}");
        }
    }
}
