//! The tables across documents, made of the states of all parts, one municipality after the other, so that memory holds
//! some tens of bytes an item.

mod grant_links;
mod meetings;
mod reuse;
mod store;

pub use grant_links::Telling;
pub use meetings::Told;

use super::manifest::TableEntry;
use super::settings::BuildError;
use super::state::{DocumentState, StateFile};
use super::writer::{Place, TableWriter};
use crate::tables::{
    CoverageRow, GrantLinkRow, LooseSource, MeetingVersionRow, MunicipalityRow, Source,
};
use meetings::Meetings;
use rayon::prelude::*;
use reuse::Items;
use std::collections::BTreeMap;
use store::{At, Store};

/// Writes the tables across the documents of `states` and the files that were `rejected`. Scratch files are gone
/// afterwards.
///
/// # Errors
/// What the file system says, or a damaged state file.
pub fn write(
    place: Place<'_>,
    states: Vec<StateFile>,
    rejected: &[LooseSource],
) -> Result<Vec<TableEntry>, BuildError> {
    let store = Store::new(states);
    let mut versions = TableWriter::<MeetingVersionRow>::single(place)?;
    let mut links = TableWriter::<GrantLinkRow>::single(place)?;
    let mut coverage = TableWriter::<CoverageRow>::single(place)?;
    let mut items = Items::default();
    for (code, documents) in by_municipality(&store, rejected) {
        let states = store.states(&documents).map_err(BuildError::Scratch)?;
        let own = rejected.iter();
        let own = own.filter(|source| source.municipality_code == code.1);
        let (told, grants, of_items) = parted(states);
        let meetings = Meetings::of(told, own.cloned().collect());
        versions.append(&meetings.versions())?;
        links.append(&grant_links::links(&grants))?;
        coverage.append(&meetings.coverage())?;
        let current = meetings.are_current();
        for (at, (source, meeting_id, own)) in of_items.into_iter().enumerate() {
            if current[at] {
                items
                    .add(&store, documents[at], source, meeting_id, own)
                    .map_err(BuildError::Scratch)?;
            }
        }
    }
    let mut tables = vec![versions.finish()?, links.finish()?, coverage.finish()?];
    tables.extend(items.write(place, &store)?);
    let mut municipalities = TableWriter::<MunicipalityRow>::single(place)?;
    municipalities.append(&MunicipalityRow::all())?;
    tables.push(municipalities.finish()?);
    Ok(tables)
}

type OfItems = (Source, String, Vec<super::state::ItemState>);

fn parted(states: Vec<DocumentState>) -> (Vec<Told>, Vec<Telling>, Vec<OfItems>) {
    let (mut told, mut grants, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for state in states {
        grants.extend(state.grants);
        let meeting_id = state.told.meeting_id.clone();
        items.push((state.told.source.clone(), meeting_id, state.items));
        told.push(state.told);
    }
    (told, grants, items)
}

/// The documents that were read, in the order of the tables, by municipality; municipalities of rejected files too, the
/// unknown one last.
fn by_municipality(
    store: &Store,
    rejected: &[LooseSource],
) -> BTreeMap<(bool, Option<i32>), Vec<At>> {
    let mut by: BTreeMap<(bool, Option<i32>), Vec<At>> = BTreeMap::new();
    for source in rejected {
        let code = source.municipality_code;
        by.entry((code.is_none(), code)).or_default();
    }
    for at in store.documents() {
        let code = Some(store.entry(at).municipality.code.0);
        by.entry((false, code)).or_default().push(at);
    }
    by.par_iter_mut()
        .for_each(|(_, documents)| documents.sort_by_cached_key(|at| store.order(*at)));
    by
}
