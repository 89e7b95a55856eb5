//! `municipalities`: the reference table of all 98.

use super::record::table;
use crate::value::Date;
use crate::value::municipality::{self, day};

table! {
    "A municipality in a region, for as long as it belongs there; all 98. Kept by hand; has no meeting_date."
    MunicipalityRow "municipalities" Reference
    key [municipality_code, valid_from]
    {
        municipality_code: i32, "Official municipality code (kommunekode).";
        municipality: String, "Name, without 'Kommune'.";
        region_code: Option<i32>, "Official region code; null where not fixed yet.";
        region: String, "Region.";
        valid_from: Option<Date>, "First day in the region.";
        valid_to: Option<Date>, "Last day in the region; null where none is set.";
        population: Option<i64>, "Inhabitants; null where no source is at hand.", unit "persons";
        population_on: Option<Date>, "Day of the count.";
        source: Option<String>, "Where the population comes from.";
    }
}

impl MunicipalityRow {
    /// Every row of the reference table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        municipality::reference()
            .into_iter()
            .map(|row| Self {
                municipality_code: row.municipality_code,
                municipality: row.municipality,
                region_code: row.region_code,
                region: row.region,
                valid_from: day(&row.valid_from),
                valid_to: row.valid_to.as_deref().and_then(day),
                population: row.population,
                population_on: row.population_on.as_deref().and_then(day),
                source: row.source,
            })
            .collect()
    }
}
