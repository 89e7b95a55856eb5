//! Items with their words, out of a data set: for showing two side by side, and for searching.

use super::{CompareError, Engine, Query};
use crate::reuse::Piece;
use crate::search::{Collection, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// Parts of an item in the order in which two items are laid side by side, whatever their order in the documents: the
/// sections that tell the case as one, since municipalities part them differently, then each other section by itself.
pub const PARTS: [&str; 8] = [
    "case",
    "recommendation",
    "decision",
    "prior_decision",
    "route",
    "competence",
    "attachments",
    "note",
];

const SECTIONS: &str = "-- What stands in an item?
-- param item -- its id
WITH chosen AS MATERIALIZED (
    SELECT item_id, document_id, meeting_id, municipality, meeting_date, number, title
    FROM items
    WHERE item_id = $item
),
document AS MATERIALIZED (
    SELECT document_id, text FROM texts WHERE document_id = (SELECT min(document_id) FROM chosen)
),
sections AS (
    SELECT
        segments.item_id,
        segments.section,
        substring(document.text, segments.span_start + 1, segments.span_end - segments.span_start) AS text,
        segments.span_start
    FROM segments
    INNER JOIN document USING (document_id)
    WHERE segments.kind = 'section' AND segments.item_id = $item
)
SELECT
    chosen.municipality, meetings.committee, chosen.meeting_date::VARCHAR AS day, chosen.number, chosen.title,
    if(section IN ('recommendation', 'decision', 'prior_decision', 'route', 'competence', 'attachments', 'note'),
        section, 'case') AS part,
    sections.text, sections.span_start
FROM chosen
LEFT JOIN sections USING (item_id)
LEFT JOIN meetings USING (meeting_id)
ORDER BY
    list_position(
        ['summary', 'decision_theme', 'account', 'legal_basis', 'economy', 'cross_cutting', 'next_steps', 'history'],
        section),
    sections.span_start";

/// Items that have one of the words, with what ranking has to know of all the others.
const FOUND: &str = "-- Which items have one of the words?
-- param pattern -- words, as a regular expression
-- param municipality = null -- name or code
-- param outcome = null -- outcome or effect of a decision
WITH totals AS (
    SELECT count(*) AS texts, avg(span_end - span_start) AS characters FROM current_items
),
places AS (
    SELECT DISTINCT municipality_code
    FROM current_meetings
    WHERE
        $municipality IS NULL
        OR lower(municipality) = lower($municipality)
        OR municipality_code::VARCHAR = $municipality
),
documents_with_word AS (
    SELECT document_id, text
    FROM texts
    SEMI JOIN places USING (municipality_code)
    WHERE regexp_matches(text, $pattern, 'i')
),
candidates AS (
    SELECT
        current_items.*,
        substring(
            documents_with_word.text, current_items.span_start + 1, current_items.span_end - current_items.span_start
        ) AS text
    FROM current_items
    SEMI JOIN places USING (municipality_code)
    INNER JOIN documents_with_word USING (document_id)
),
found AS (
    SELECT * FROM candidates WHERE regexp_matches(text, $pattern, 'i')
),
outcomes AS (
    SELECT
        item_id,
        string_agg(DISTINCT effect, ', ' ORDER BY effect) AS effect,
        list(DISTINCT effect) || list(DISTINCT outcome) AS codes
    FROM decisions
    SEMI JOIN found USING (item_id)
    WHERE NOT prior
    GROUP BY item_id
)
SELECT
    found.item_id, found.municipality, found.committee, found.meeting_date::VARCHAR AS day, found.number, found.title,
    outcomes.effect, found.text, totals.texts::VARCHAR AS texts, totals.characters::VARCHAR AS characters
FROM found
CROSS JOIN totals
LEFT JOIN outcomes USING (item_id)
WHERE $outcome IS NULL OR list_contains(outcomes.codes, $outcome)
ORDER BY found.municipality_code, found.meeting_date NULLS LAST, found.meeting_id, found.position";

/// An item to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemText {
    /// Its id.
    pub item_id: String,
    /// Municipality, committee, day and number, as far as known.
    pub heading: String,
    /// Its title.
    pub title: String,
    /// Its words by the part of the item that they stand in, in the order of [`PARTS`].
    pub parts: Vec<Vec<Piece>>,
}

/// An item that has one of the words looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub item_id: String,
    /// Municipality, committee, day and number, as far as known.
    pub heading: String,
    /// What its decisions come to.
    pub effect: Option<String>,
    /// Its words.
    pub text: Text,
}

/// What was found, and what there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// Items with one of the words at least, in the tables' order.
    pub found: Vec<Found>,
    /// All items of current documents.
    pub collection: Collection,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Stems of words.
    pub stems: Vec<String>,
    /// Only of this municipality: name or code.
    pub municipality: Option<String>,
    /// Only with a decision of this outcome or effect.
    pub outcome: Option<String>,
}

impl ItemText {
    /// Reads the items called `ids` from the data set in `dir`.
    ///
    /// # Errors
    /// [`CompareError::NoItem`], or whatever opening the data set says.
    pub fn read(dir: &Path, ids: &[&str]) -> Result<Vec<Self>, CompareError> {
        let engine = Engine::open_for(dir, &[SECTIONS])?;
        ids.iter().map(|id| Self::of(&engine, id)).collect()
    }

    fn of(engine: &Engine, id: &str) -> Result<Self, CompareError> {
        let query = Query::read("the item", SECTIONS)?;
        let given = BTreeMap::from([("item".to_owned(), id.to_owned())]);
        let rows = engine.run(&query, &given)?.texts()?;
        let Some(first) = rows.first() else {
            return Err(CompareError::NoItem { id: id.to_owned() });
        };
        let cell = |at: usize| first.get(at).cloned().flatten();
        Ok(Self {
            item_id: id.to_owned(),
            heading: heading([cell(0), cell(1), cell(2), cell(3)]),
            title: cell(4).unwrap_or_default(),
            parts: PARTS
                .iter()
                .map(|part| rows.iter().filter_map(|row| piece(row, part)).collect())
                .collect(),
        })
    }
}

/// The words of `row`, where they are of `part`.
fn piece(row: &[Option<String>], part: &str) -> Option<Piece> {
    row.get(5)?.as_ref().filter(|of| *of == part)?;
    Some(Piece {
        at: row.get(7)?.as_ref()?.parse().ok()?,
        text: row.get(6)?.clone()?,
    })
}

impl Searched {
    /// Reads the items that have one of the words from the data set in `dir`.
    ///
    /// # Errors
    /// Whatever opening the data set says.
    pub fn read(dir: &Path, wanted: &Wanted) -> Result<Self, CompareError> {
        Self::of(&Engine::open_for(dir, &[FOUND])?, wanted)
    }

    /// The same, from an engine.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn of(engine: &Engine, wanted: &Wanted) -> Result<Self, CompareError> {
        let query = Query::read("the search", FOUND)?;
        // Stems are letters and digits: nothing in them means anything to a regular expression.
        let mut given = BTreeMap::from([("pattern".to_owned(), wanted.stems.join("|"))]);
        for (name, value) in [
            ("municipality", &wanted.municipality),
            ("outcome", &wanted.outcome),
        ] {
            if let Some(value) = value {
                given.insert(name.to_owned(), value.clone());
            }
        }
        let rows = engine.run(&query, &given)?.texts()?;
        let number = |at: usize| rows.first()?.get(at)?.as_ref()?.parse::<f64>().ok();
        let collection = Collection {
            texts: number(8).unwrap_or_default() as usize,
            characters: number(9).unwrap_or_default(),
        };
        Ok(Self {
            found: rows.into_iter().filter_map(found).collect(),
            collection,
        })
    }
}

fn found(row: Vec<Option<String>>) -> Option<Found> {
    let mut cells = row.into_iter();
    let item_id = cells.next()??;
    let heading = heading([cells.next()?, cells.next()?, cells.next()?, cells.next()?]);
    let title = cells.next()?.unwrap_or_default();
    let effect = cells.next()?;
    let body = cells.next()?.unwrap_or_default();
    Some(Found {
        item_id,
        heading,
        effect,
        text: Text { title, body },
    })
}

/// "Lolland, Socialudvalget, 2025-08-12, item 12".
fn heading([municipality, committee, day, number]: [Option<String>; 4]) -> String {
    let number = number.map(|number| format!("item {number}"));
    [municipality, committee, day, number]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}
