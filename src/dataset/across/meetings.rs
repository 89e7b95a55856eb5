//! Tables across the documents of a municipality: which document of a meeting is current, and what material there is.

use crate::dataset::pack::pack_fields;
use crate::dataset::scan::Identity;
use crate::facts::DocumentKind;
use crate::source::SourceFormat;
use crate::tables::rows::DocumentRows;
use crate::tables::{CoverageRow, LooseSource, MeetingVersionRow, Source, meeting_key};
use crate::value::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Documents and rejected files of one municipality, or of none.
#[derive(Debug, Default)]
pub struct Meetings {
    told: Vec<Told>,
    rejected: Vec<LooseSource>,
}

/// A meeting as one document tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Id of the meeting as this document tells of it.
    pub meeting_id: String,
    key: String,
    kind: DocumentKind,
    /// The document.
    pub source: Source,
    committee: Option<String>,
    committee_key: Option<String>,
    /// The form, and how much of a meeting's structure it keeps.
    format: Option<SourceFormat>,
    items: usize,
    decisions: usize,
    characters: i32,
}

pack_fields! {
    Told {
        meeting_id, key, kind, source, committee, committee_key, format, items, decisions, characters,
    }
}

impl Told {
    /// What a document with these `rows` tells; `None` where it could not be read.
    #[must_use]
    pub fn of(identity: &Identity, rows: &DocumentRows) -> Option<Self> {
        let [row] = rows.meetings.as_slice() else {
            return None;
        };
        let committee = identity.committee_key.as_deref();
        let documents = || rows.documents.iter();
        Some(Self {
            meeting_id: row.meeting_id.clone(),
            key: meeting_key(
                identity.municipality.code,
                identity.date,
                committee,
                &identity.id,
            ),
            kind: identity.kind,
            source: row.source.clone(),
            committee: row.committee.clone(),
            committee_key: row.committee_key.clone(),
            format: documents()
                .filter_map(|row| row.source_format.as_deref())
                .find_map(SourceFormat::from_code),
            items: rows.items.len(),
            decisions: rows.decisions.len(),
            characters: documents().filter_map(|row| row.characters).sum(),
        })
    }
}

/// A document with less than this share of what the fullest of its meeting holds is clearly poorer, whatever its form.
const CLEARLY_LESS: f64 = 0.8;

impl Meetings {
    /// What these documents, in the order of the tables, tell; and files that could not be read.
    #[must_use]
    pub fn of(told: Vec<Told>, rejected: Vec<LooseSource>) -> Self {
        Self { told, rejected }
    }

    /// Position of the current document of each meeting: the minutes before the agenda; of several the one
    /// whose form keeps most of the structure, unless another is clearly fuller; of equals the last by path.
    fn current(&self) -> HashMap<&str, usize> {
        let mut fullest: HashMap<(&str, bool), usize> = HashMap::new();
        for told in &self.told {
            let best = fullest.entry((&told.key, told.is_minutes())).or_default();
            *best = (*best).max(told.content());
        }
        let rank = |told: &Told| {
            let best = fullest.get(&(told.key.as_str(), told.is_minutes()));
            (
                told.is_minutes(),
                !told.is_clearly_less(best.copied().unwrap_or_default()),
                told.format.map(SourceFormat::rank),
                told.content(),
                told.characters,
            )
        };
        let mut current: HashMap<&str, usize> = HashMap::new();
        for (at, told) in self.told.iter().enumerate() {
            let best = current.entry(&told.key).or_insert(at);
            if rank(told) >= rank(&self.told[*best]) {
                *best = at;
            }
        }
        current
    }

    /// Of each document whether it is the current one of its meeting.
    #[must_use]
    pub fn are_current(&self) -> Vec<bool> {
        let mut are = vec![false; self.told.len()];
        for at in self.current().into_values() {
            are[at] = true;
        }
        are
    }

    /// The rows of `meeting_versions`, in the order of the documents.
    #[must_use]
    pub fn versions(&self) -> Vec<MeetingVersionRow> {
        let current = self.current();
        let row = |(at, told): (usize, &Told)| {
            let best = current
                .get(told.key.as_str())
                .copied()
                .filter(|best| *best != at);
            let best = best.and_then(|best| self.told.get(best));
            MeetingVersionRow {
                meeting_id: told.meeting_id.clone(),
                source: told.source.clone(),
                meeting_key: told.key.clone(),
                current: best.is_none(),
                superseded_by: best.map(|best| best.meeting_id.clone()),
                why: best.map(|best| why(told, best)),
            }
        };
        self.told.iter().enumerate().map(row).collect()
    }

    /// The rows of `coverage`, sorted by municipality, committee and month.
    #[must_use]
    pub fn coverage(&self) -> Vec<CoverageRow> {
        let current = self.current();
        let mut months: BTreeMap<MonthKey, Month<'_>> = BTreeMap::new();
        for (at, told) in self.told.iter().enumerate() {
            let month = months.entry(MonthKey::of(told)).or_default();
            month.add(told, current.get(told.key.as_str()) == Some(&at));
        }
        for source in &self.rejected {
            let month = months.entry(MonthKey::of_rejected(source)).or_default();
            month.municipality = source.municipality.as_deref();
            month.rejected += 1;
        }
        months.iter().map(|(key, month)| month.row(key)).collect()
    }
}

impl Told {
    fn is_minutes(&self) -> bool {
        self.kind == DocumentKind::Minutes
    }

    fn content(&self) -> usize {
        self.items + self.decisions
    }

    fn is_clearly_less(&self, fullest: usize) -> bool {
        (self.content() as f64) < fullest as f64 * CLEARLY_LESS
    }
}

fn why(told: &Told, best: &Told) -> String {
    let forms = told.format.zip(best.format);
    match forms {
        _ if told.kind != best.kind => "the minutes are at hand".to_owned(),
        Some((form, better))
            if better.rank() > form.rank() && !told.is_clearly_less(best.content()) =>
        {
            format!(
                "a document in a form that keeps more of the structure is at hand ({} before {})",
                better.code(),
                form.code()
            )
        }
        _ => "another document of the meeting is fuller".to_owned(),
    }
}

/// What a row of `coverage` is about; unknown municipalities, committees and months come last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct MonthKey {
    municipality: (bool, Option<i32>),
    committee: (bool, Option<String>),
    month: (bool, Option<(i16, i8)>),
}

impl MonthKey {
    fn of(told: &Told) -> Self {
        let month = told
            .source
            .meeting_date
            .map(|date| (date.year(), date.month()));
        Self {
            municipality: (false, Some(told.source.municipality_code)),
            committee: (told.committee_key.is_none(), told.committee_key.clone()),
            month: (month.is_none(), month),
        }
    }

    fn of_rejected(source: &LooseSource) -> Self {
        Self {
            municipality: (source.municipality_code.is_none(), source.municipality_code),
            committee: (true, None),
            month: (true, None),
        }
    }
}

/// What there is of a month.
#[derive(Debug, Default)]
struct Month<'m> {
    municipality: Option<&'m str>,
    committee: Option<&'m str>,
    meetings: BTreeSet<&'m str>,
    documents: usize,
    items: usize,
    rejected: usize,
    first: Option<Date>,
    last: Option<Date>,
}

impl<'m> Month<'m> {
    fn add(&mut self, told: &'m Told, current: bool) {
        self.municipality = Some(&told.source.municipality);
        self.committee = self.committee.or(told.committee.as_deref());
        self.meetings.insert(&told.key);
        self.documents += 1;
        self.items += if current { told.items } else { 0 };
        let date = told.source.meeting_date;
        self.first = self.first.or(date).min(date);
        self.last = self.last.max(date);
    }

    fn row(&self, key: &MonthKey) -> CoverageRow {
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        CoverageRow {
            municipality_code: key.municipality.1,
            municipality: self.municipality.map(str::to_owned),
            committee_key: key.committee.1.clone(),
            committee: self.committee.map(str::to_owned),
            month: key
                .month
                .1
                .map(|(year, month)| format!("{year:04}-{month:02}")),
            meeting_date: self.last,
            documents: count(self.documents),
            meetings: count(self.meetings.len()),
            items: count(self.items),
            rejected: count(self.rejected),
            first_date: self.first,
            last_date: self.last,
        }
    }
}
