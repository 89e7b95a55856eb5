//! Which items are one case: in one municipality by number and title, across municipalities by text and topic.

use std::collections::{BTreeMap, BTreeSet};

/// Days between two meetings of one case that a shared title alone joins, where one of them has no case number.
const TITLE_DAYS: i64 = 365;
/// The same, where both have a number of their own: some committees number a case anew.
const OTHER_NUMBER_DAYS: i64 = 62;
/// Letters of a title that names a case; a shorter one ("Meddelelser") names a kind of item.
const TITLE_LETTERS: usize = 30;
/// Share of the shorter text from which on two items about one topic are one case.
const SHARE_WITH_TOPIC: f64 = 0.5;
/// The same for items about no topic in common.
const SHARE_ALONE: f64 = 0.7;

/// What joining needs of an item. Items come in the tables' order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseItem {
    /// Code of the municipality.
    pub municipality: i32,
    /// Case number as a part of an id.
    pub number: Option<String>,
    /// Title as a part of an id.
    pub title: String,
    /// Key of the body that met.
    pub committee: Option<String>,
    /// Day of the meeting, counted from any day.
    pub day: Option<i64>,
    /// Topics that it is about, sorted.
    pub topics: Vec<String>,
}

/// An item as a step of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLink {
    /// Position of the item.
    pub item: usize,
    /// The case.
    pub case_id: String,
    /// Whether the case is of one municipality or of several.
    pub scope: CaseScope,
    /// What joins the items.
    pub basis: String,
}

/// How far a case reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseScope {
    /// Committees and council of one municipality.
    Municipality,
    /// Several municipalities that treat one text.
    Across,
}

impl CaseScope {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Across => "across",
        }
    }
}

/// The cases of one municipality.
#[derive(Debug)]
pub struct Municipal<'i> {
    items: &'i [CaseItem],
    groups: Groups,
}

impl<'i> Municipal<'i> {
    /// Joins the `items` of one municipality.
    #[must_use]
    pub fn of(items: &'i [CaseItem]) -> Self {
        let mut groups = Groups::new(items.len());
        join_numbers(items, &mut groups);
        join_titles(items, &mut groups);
        Self { items, groups }
    }

    /// The links of its items, those to cases `across` municipalities too; the first item is the one at `from` there.
    pub fn links(&mut self, across: &mut Across, from: usize) -> Vec<CaseLink> {
        let mut links = municipal_links(self.items, &mut self.groups);
        links.extend(across.links(self.items, &mut self.groups, from));
        links.sort_by(|one, other| {
            (one.item, one.scope, &one.case_id).cmp(&(other.item, other.scope, &other.case_id))
        });
        links
    }
}

fn join_numbers(items: &[CaseItem], local: &mut Groups) {
    let mut first: BTreeMap<(i32, &str), usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(number) = &item.number {
            let first = *first.entry((item.municipality, number)).or_insert(at);
            local.join(first, at);
        }
    }
}

fn join_titles(items: &[CaseItem], local: &mut Groups) {
    let mut titled: BTreeMap<(i32, &str), Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if item.title.chars().count() >= TITLE_LETTERS {
            titled
                .entry((item.municipality, &item.title))
                .or_default()
                .push(at);
        }
    }
    for mut group in titled.into_values() {
        group.sort_by_key(|at| (items[*at].day, *at));
        for pair in group.windows(2) {
            if titles_join(&items[pair[0]], &items[pair[1]]) {
                local.join(pair[0], pair[1]);
            }
        }
    }
}

fn titles_join(one: &CaseItem, other: &CaseItem) -> bool {
    let Some(days) = one
        .day
        .zip(other.day)
        .map(|(one, other)| (other - one).abs())
    else {
        return false;
    };
    match (&one.number, &other.number) {
        (Some(_), Some(_)) => days <= OTHER_NUMBER_DAYS && one.committee != other.committee,
        _ => days <= TITLE_DAYS,
    }
}

/// A row for every item that has a number or shares its title with another of its case.
fn municipal_links(items: &[CaseItem], local: &mut Groups) -> Vec<CaseLink> {
    let mut links = Vec::new();
    for group in local.groups() {
        let numbered = group.iter().find_map(|at| {
            let number = items[*at].number.as_deref()?;
            Some(format!("{}/{number}", items[*at].municipality))
        });
        if numbered.is_none() && group.len() == 1 {
            continue;
        }
        let first = &items[group[0]];
        let case_id = numbered.unwrap_or_else(|| format!("{}/{}", first.municipality, first.title));
        let numbers: BTreeSet<_> = group.iter().map(|at| &items[*at].number).collect();
        let titles: BTreeSet<_> = group.iter().map(|at| &items[*at].title).collect();
        let one_number = numbers.len() == 1 && first.number.is_some();
        let basis = match (one_number, titles.len() == 1) {
            (true, true) => "case number and title",
            (true, false) => "case number",
            (false, true) => "title",
            (false, false) => "case number or title",
        };
        links.extend(group.iter().map(|at| CaseLink {
            item: *at,
            case_id: case_id.clone(),
            scope: CaseScope::Municipality,
            basis: basis.to_owned(),
        }));
    }
    links
}

/// Cases of several municipalities: items that share a text.
#[derive(Debug)]
pub struct Across {
    /// The first item of each item's case, followed until it stays.
    first: Vec<u32>,
    /// Topics that an item has in common with another of its case.
    topics: BTreeSet<(u32, u16)>,
    names: Vec<String>,
    /// Ids of the cases, by first item, as items come by.
    ids: BTreeMap<u32, String>,
    is_joined: Vec<bool>,
}

impl Across {
    /// No case among `size` items.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self {
            first: (0..u32::try_from(size).unwrap_or(u32::MAX)).collect(),
            topics: BTreeSet::new(),
            names: Vec::new(),
            ids: BTreeMap::new(),
            is_joined: vec![false; size],
        }
    }

    /// Joins the items `one` and `other`, which share `share` of the shorter text and are both about the topics in
    /// `common`, where that is enough.
    pub fn join(&mut self, one: u32, other: u32, share: f64, common: &[&str]) {
        let least = if common.is_empty() {
            SHARE_ALONE
        } else {
            SHARE_WITH_TOPIC
        };
        if share < least {
            return;
        }
        let (first, second) = (self.first_of(one), self.first_of(other));
        self.first[first.max(second) as usize] = first.min(second);
        for topic in common {
            let topic = self.topic(topic);
            self.topics.extend([(one, topic), (other, topic)]);
        }
        self.is_joined[one as usize] = true;
        self.is_joined[other as usize] = true;
    }

    fn topic(&mut self, name: &str) -> u16 {
        let known = self.names.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn first_of(&mut self, mut at: u32) -> u32 {
        while self.first[at as usize] != at {
            self.first[at as usize] = self.first[self.first[at as usize] as usize];
            at = self.first[at as usize];
        }
        at
    }

    /// What joins the item to its case.
    fn basis(&self, item: u32) -> String {
        let topics = self.topics.range((item, 0)..=(item, u16::MAX));
        let mut topics: Vec<&str> = topics
            .filter_map(|(_, topic)| self.names.get(usize::from(*topic)))
            .map(String::as_str)
            .collect();
        topics.sort_unstable();
        if topics.is_empty() {
            return "shared text".to_owned();
        }
        format!("shared text, topic {}", topics.join(", "))
    }

    /// The links of the items of a municipality, the first of which is the one at `from`: items that share the text, and
    /// other steps of the same municipal case under the same title, which may be told in a few words.
    fn links(&mut self, items: &[CaseItem], local: &mut Groups, from: usize) -> Vec<CaseLink> {
        let mut links: BTreeMap<(u32, usize), String> = BTreeMap::new();
        let mut joined = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let global = from + at;
            if !self.is_joined[global] {
                continue;
            }
            let global = u32::try_from(global).unwrap_or(u32::MAX);
            let first = self.first_of(global);
            self.ids.entry(first).or_insert_with(|| {
                let own = item.number.as_deref().unwrap_or(&item.title);
                format!("across/{}/{own}", item.municipality)
            });
            links.insert((first, at), self.basis(global));
            joined.push((first, at));
        }
        for (first, at) in joined {
            for step in local.members(at) {
                if items[step].title == items[at].title {
                    links.entry((first, step)).or_insert_with(|| {
                        "case number and title of an item that shares the text".into()
                    });
                }
            }
        }
        let link = |((first, item), basis): ((u32, usize), String)| CaseLink {
            item,
            case_id: self.ids.get(&first).cloned().unwrap_or_default(),
            scope: CaseScope::Across,
            basis,
        };
        links.into_iter().map(link).collect()
    }
}

/// Disjoint sets; the first member stands for its set.
#[derive(Debug)]
struct Groups {
    parent: Vec<usize>,
    /// Members by first member, made when first asked for.
    members: Option<BTreeMap<usize, Vec<usize>>>,
}

impl Groups {
    fn new(size: usize) -> Self {
        Self {
            parent: (0..size).collect(),
            members: None,
        }
    }

    fn first(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.parent[one.max(other)] = one.min(other);
        self.members = None;
    }

    /// All sets, each sorted, by first member.
    fn groups(&mut self) -> Vec<Vec<usize>> {
        self.by_first().values().cloned().collect()
    }

    /// The set of `at`.
    fn members(&mut self, at: usize) -> Vec<usize> {
        let first = self.first(at);
        self.by_first().get(&first).cloned().unwrap_or_default()
    }

    fn by_first(&mut self) -> &BTreeMap<usize, Vec<usize>> {
        let mut members = self.members.take().unwrap_or_default();
        if members.is_empty() {
            for at in 0..self.parent.len() {
                let first = self.first(at);
                members.entry(first).or_default().push(at);
            }
        }
        self.members.insert(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(municipality: i32, number: &str, title: &str, committee: &str, day: i64) -> CaseItem {
        CaseItem {
            municipality,
            number: (!number.is_empty()).then(|| number.to_owned()),
            title: title.to_owned(),
            committee: Some(committee.to_owned()),
            day: Some(day),
            topics: vec!["rammeaftale".to_owned()],
        }
    }

    fn told(items: &[CaseItem], overlaps: &[(u32, u32, f64)]) -> Vec<String> {
        let mut across = Across::new(items.len());
        for (one, other, share) in overlaps {
            across.join(*one, *other, *share, &["rammeaftale"]);
        }
        let mut from = 0;
        let mut told = Vec::new();
        for items in items.chunk_by(|one, other| one.municipality == other.municipality) {
            let links = Municipal::of(items).links(&mut across, from);
            let words = links.iter().map(|link| {
                let (item, case, basis) = (link.item + from, &link.case_id, &link.basis);
                format!("{item} {case} {basis}")
            });
            told.extend(words);
            from += items.len();
        }
        told
    }

    #[test]
    fn one_case_through_committees_and_council() {
        const LONG: &str = "status-paa-rammeaftalens-fokusomraader";
        let items = [
            item(1, "25-1", LONG, "social", 0),
            item(1, "25-1", LONG, "council", 30),
            item(1, "", LONG, "school", 10),
            // Another committee's own number for the same title, soon after.
            item(1, "25-9", LONG, "finance", 35),
            // The same title next year is another case, and so is a short one.
            item(1, "26-1", LONG, "social", 365),
            item(1, "", "meddelelser", "social", 0),
            item(1, "", "meddelelser", "social", 30),
            item(2, "25-1", "andet", "social", 0),
        ];
        let got = told(&items, &[]);
        let want = [
            "0 1/25-1 title",
            "1 1/25-1 title",
            "2 1/25-1 title",
            "3 1/25-1 title",
            "4 1/26-1 case number and title",
            "7 2/25-1 case number and title",
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn one_text_in_several_municipalities() {
        let items = [
            item(1, "25-1", "status", "social", 0),
            item(2, "25-7", "orientering", "social", 3),
            item(2, "25-7", "orientering", "council", 30),
            item(3, "25-8", "andet", "social", 3),
        ];
        let across: Vec<String> = told(&items, &[(0, 1, 0.8), (0, 3, 0.2)])
            .into_iter()
            .filter(|told| told.contains("across"))
            .collect();
        let want = [
            "0 across/1/25-1 shared text, topic rammeaftale",
            "1 across/1/25-1 shared text, topic rammeaftale",
            "2 across/1/25-1 case number and title of an item that shares the text",
        ];
        assert_eq!(across, want);
    }
}
