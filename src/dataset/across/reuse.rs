//! Tables of what items share. Of each item memory holds what tells where its words are; the words stay on disk.

mod align;
mod beginnings;
mod buckets;

use super::store::{At, Store};
use crate::dataset::manifest::TableEntry;
use crate::dataset::settings::BuildError;
use crate::dataset::state::{ItemState, decode_prints};
use crate::dataset::writer::{Place, TableWriter};
use crate::reuse::cases::{Across, CaseItem, Municipal};
use crate::reuse::{Index, Passage, Stretch};
use crate::tables::{
    ItemCaseRow, ItemDifferenceRow, ItemOverlapRow, Place as Words, SharedPassageRow, Source,
};
use align::{Aligner, Pair};
use buckets::Buckets;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Share of the shorter text from which on it is told what one item has and the other has not.
const DIFFERENCES_FROM: f64 = 0.5;

/// The items of all current documents, in the order of the tables.
#[derive(Default)]
pub struct Items {
    documents: Vec<Document>,
    items: Vec<Item>,
    index: Index,
    /// What stands behind the meeting's id in each item's.
    names: String,
    /// Where pieces stand: for each its first place among its item's pieces, and in the document.
    places: Vec<(u32, u32)>,
    /// Sets of topics that items are about.
    topics: Vec<Vec<String>>,
    known_topics: HashMap<Vec<String>, u32>,
}

/// A current document.
struct Document {
    at: At,
    source: Source,
    meeting_id: String,
    /// Its first item.
    first: u32,
}

/// An item without its words.
struct Item {
    document: u32,
    /// Set of topics.
    topics: u32,
    /// Where its name ends; it begins where the one before ends.
    name_end: u64,
    /// Where its places end.
    places_end: u64,
    /// Where its pieces are in the document's state file.
    body: u64,
    bytes: u32,
    /// Number of its fingerprints.
    prints: u32,
    /// Digest of its pieces' words.
    text: [u8; 16],
}

impl Items {
    /// Adds a current document.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(
        &mut self,
        store: &Store,
        at: At,
        source: Source,
        meeting_id: String,
        items: Vec<ItemState>,
    ) -> io::Result<()> {
        let (document, first) = (number(self.documents.len()), number(self.items.len()));
        let prints = store.prints(at)?;
        let mut prints = decode_prints(&prints);
        let mut body = store.bodies(at);
        for item in items {
            self.index
                .add(item.entry, prints.by_ref().take(item.prints));
            let name = item.item_id.strip_prefix(&meeting_id);
            let name = name.ok_or_else(|| io::Error::other("an item's id is not its meeting's"))?;
            self.names.push_str(name);
            self.places.extend(&item.places);
            let topics = self.topic_set(item.case.topics);
            self.items.push(Item {
                document,
                topics,
                name_end: self.names.len() as u64,
                places_end: self.places.len() as u64,
                body,
                bytes: u32::try_from(item.body).map_err(io::Error::other)?,
                prints: number(item.prints),
                text: item.text,
            });
            body += item.body as u64;
        }
        self.documents.push(Document {
            at,
            source,
            meeting_id,
            first,
        });
        Ok(())
    }

    fn topic_set(&mut self, topics: Vec<String>) -> u32 {
        let next = number(self.topics.len());
        *self
            .known_topics
            .entry(topics)
            .or_insert_with_key(|topics| {
                self.topics.push(topics.clone());
                next
            })
    }

    /// Compares all items, on all threads, and writes the tables of what they share.
    ///
    /// # Errors
    /// What the file system says, or a damaged state file.
    pub fn write(mut self, place: Place<'_>, store: &Store) -> Result<Vec<TableEntry>, BuildError> {
        let index = std::mem::take(&mut self.index);
        let walk = |take: &mut dyn FnMut(u32, u64)| self.walk_prints(store, take);
        let candidates = index.candidates(&walk).map_err(BuildError::Scratch)?;
        let mut passages = TableWriter::<SharedPassageRow>::single(place)?;
        let mut overlaps = TableWriter::<ItemOverlapRow>::single(place)?;
        let mut differences = Buckets::create(place.folder, self.items.len())?;
        let mut across = Across::new(self.items.len());
        Aligner::new(&self, store, &candidates)
            .map_err(BuildError::Scratch)?
            .pairs(&mut |pair| {
                self.join(&mut across, &pair);
                passages.append(&self.passages(&pair))?;
                overlaps.append(&[self.overlap(&pair)])?;
                if pair.share() >= DIFFERENCES_FROM {
                    let (a, b) = (pair.a, pair.b);
                    differences.add(a, b, &pair.common.shared.only_a)?;
                    differences.add(b, a, &pair.common.shared.only_b)?;
                }
                Ok(())
            })?;
        drop(candidates);
        let mut tables = vec![passages.finish()?, overlaps.finish()?];
        tables.push(self.write_differences(place, differences)?);
        tables.push(self.write_cases(place, store, &mut across)?);
        Ok(tables)
    }

    fn walk_prints(&self, store: &Store, take: &mut dyn FnMut(u32, u64)) -> io::Result<()> {
        for (at, document) in (0..).zip(&self.documents) {
            let prints = store.prints(document.at)?;
            let mut prints = decode_prints(&prints);
            let own = (document.first..).zip(&self.items[document.first as usize..]);
            let own = own.take_while(|(_, item)| item.document == at);
            for (item, known) in own {
                for print in prints.by_ref().take(known.prints as usize) {
                    take(item, print);
                }
            }
        }
        Ok(())
    }

    fn join(&self, across: &mut Across, pair: &Pair) {
        let topics = |item: u32| &self.topics[self.items[item as usize].topics as usize];
        let (own, others) = (topics(pair.a), topics(pair.b));
        let common: Vec<&str> = own
            .iter()
            .filter(|topic| others.contains(topic))
            .map(String::as_str)
            .collect();
        across.join(pair.a, pair.b, pair.share(), &common);
    }

    fn source(&self, item: u32) -> &Source {
        &self.document(item).source
    }

    fn document(&self, item: u32) -> &Document {
        &self.documents[self.items[item as usize].document as usize]
    }

    fn item_id(&self, item: u32) -> String {
        let at = item as usize;
        let from = at.checked_sub(1).map_or(0, |at| self.items[at].name_end);
        let name = &self.names[from as usize..self.items[at].name_end as usize];
        format!("{}{name}", self.document(item).meeting_id)
    }

    /// A place among an item's pieces, as the document counts.
    fn in_document(&self, item: u32, (start, end): (u32, u32)) -> Words {
        let at = item as usize;
        let from = at.checked_sub(1).map_or(0, |at| self.items[at].places_end);
        let places = &self.places[from as usize..self.items[at].places_end as usize];
        let behind = places.partition_point(|(local, _)| *local <= start);
        let piece = behind.checked_sub(1).and_then(|at| places.get(at));
        let (start, end) = piece.map_or((start, end), |(local, at)| {
            (at + (start - local), at + end.saturating_sub(*local))
        });
        let count = |number| i32::try_from(number).unwrap_or(i32::MAX);
        Words {
            span_start: count(start),
            span_end: count(end),
        }
    }

    fn overlap(&self, pair: &Pair) -> ItemOverlapRow {
        let b = self.source(pair.b);
        ItemOverlapRow {
            item_a: self.item_id(pair.a),
            item_b: self.item_id(pair.b),
            source: self.source(pair.a).clone(),
            document_id_b: b.document_id.clone(),
            municipality_code_b: b.municipality_code,
            municipality_b: b.municipality.clone(),
            meeting_date_b: b.meeting_date,
            shared_share_a: pair.common.shared.share_a,
            shared_share_b: pair.common.shared.share_b,
        }
    }

    fn passages(&self, pair: &Pair) -> Vec<SharedPassageRow> {
        let (item_a, item_b) = (self.item_id(pair.a), self.item_id(pair.b));
        let b = self.source(pair.b);
        let row = |(passage, beginnings): (&Passage, &[Arc<str>; 2])| {
            let place = self.in_document(pair.a, passage.a);
            let place_b = self.in_document(pair.b, passage.b);
            SharedPassageRow {
                item_a: item_a.clone(),
                item_b: item_b.clone(),
                source: self.source(pair.a).clone(),
                document_id_b: b.document_id.clone(),
                municipality_code_b: b.municipality_code,
                municipality_b: b.municipality.clone(),
                meeting_date_b: b.meeting_date,
                span_start_b: place_b.span_start,
                span_end_b: place_b.span_end,
                characters: place.span_end - place.span_start,
                similarity: passage.similarity,
                beginning: beginnings[0].to_string(),
                beginning_b: beginnings[1].to_string(),
                place,
            }
        };
        let passages = pair.common.shared.passages.iter();
        passages.zip(&pair.common.beginnings).map(row).collect()
    }

    /// What each item of a pair has alone, by item.
    fn write_differences(
        &self,
        place: Place<'_>,
        differences: Buckets,
    ) -> Result<TableEntry, BuildError> {
        let mut writer = TableWriter::<ItemDifferenceRow>::single(place)?;
        differences.each(&mut |item, other, stretches| {
            let (item_id, other_item_id) = (self.item_id(item), self.item_id(other));
            let row = |stretch: &Stretch| {
                let place = self.in_document(item, stretch.place);
                ItemDifferenceRow {
                    item_id: item_id.clone(),
                    other_item_id: other_item_id.clone(),
                    source: self.source(item).clone(),
                    words: i32::try_from(stretch.words).unwrap_or(i32::MAX),
                    characters: place.span_end - place.span_start,
                    place,
                }
            };
            let rows: Vec<ItemDifferenceRow> = stretches.iter().map(row).collect();
            writer.append(&rows)
        })?;
        writer.finish()
    }

    fn write_cases(
        &self,
        place: Place<'_>,
        store: &Store,
        across: &mut Across,
    ) -> Result<TableEntry, BuildError> {
        let mut writer = TableWriter::<ItemCaseRow>::single(place)?;
        let code = |document: &Document| document.source.municipality_code;
        let municipalities = self
            .documents
            .chunk_by(|one, other| code(one) == code(other));
        for documents in municipalities {
            let places: Vec<At> = documents.iter().map(|document| document.at).collect();
            let states = store.states(&places).map_err(BuildError::Scratch)?;
            let items: Vec<CaseItem> = states
                .into_iter()
                .flat_map(|state| state.items)
                .map(|item| item.case)
                .collect();
            let from = documents.first().map_or(0, |document| document.first);
            let links = Municipal::of(&items).links(across, from as usize);
            let rows: Vec<ItemCaseRow> = links
                .into_iter()
                .map(|link| {
                    let item = from + number(link.item);
                    ItemCaseRow {
                        item_id: self.item_id(item),
                        case_id: link.case_id,
                        source: self.source(item).clone(),
                        scope: link.scope.code().to_owned(),
                        basis: link.basis,
                    }
                })
                .collect();
            writer.append(&rows)?;
        }
        writer.finish()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
