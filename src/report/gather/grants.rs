//! Grants and appropriations of a topic: tellings of one grant become one, each field with the words that state it.

use super::cite::Passage;
use super::desk::Desk;
use super::queries::{
    ConditionRow, CorrectionRow, GrantEvidenceRow, GrantRow, InstalmentRow, ToldShareRow, ask,
};
use crate::compare::Engine;
use crate::report::ReportError;
use crate::report::model::EvidenceId;
use crate::value::Kroner;
use std::collections::{BTreeMap, BTreeSet};

/// A value with the passages that state it.
#[derive(Clone, Debug)]
pub struct Stated<T> {
    pub value: T,
    pub evidence: Vec<EvidenceId>,
    /// What other tellings say instead.
    pub others: Vec<T>,
    /// Whether a user put it, or what it is worked out of, right: then the passages may read otherwise.
    pub corrected: bool,
}

/// The grants from outside, each once, and the municipalities' own appropriations, each once.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    pub external: Vec<Grant>,
    pub appropriations: Vec<Grant>,
}

/// One grant, out of all its tellings.
#[derive(Clone, Debug)]
pub struct Grant {
    pub same_as: String,
    pub municipality_code: i32,
    /// Its amounts' or its own passages in each item, for quoting: item, passage.
    pub passages: Vec<(String, Passage)>,
    pub supplement_to: Option<String>,
    pub status: Option<String>,
    pub repayable: bool,
    pub programme: Option<Stated<String>>,
    pub funder: Option<Stated<String>>,
    pub recipient: Option<Stated<String>>,
    pub purpose: Option<Stated<String>>,
    pub policy_area: Option<Stated<String>>,
    pub funding: Option<String>,
    pub applied: Option<Stated<Kroner>>,
    pub awarded: Option<Stated<Kroner>>,
    pub expense: Option<Stated<Kroner>>,
    pub income: Option<Stated<Kroner>>,
    pub co_financing: Option<Stated<Kroner>>,
    pub co_financing_pct: Option<Stated<f64>>,
    pub period: Option<Stated<(i32, i32)>>,
    pub awarded_on: Option<Stated<String>>,
    pub persons: Option<Stated<i64>>,
    pub told_share: Option<Stated<f64>>,
    pub instalments: Vec<(i32, Stated<Kroner>)>,
    pub conditions: Vec<Condition>,
}

/// A result that a grant demands.
#[derive(Clone, Debug)]
pub struct Condition {
    pub threshold: Option<f64>,
    pub releases: Option<f64>,
    pub words: String,
    pub evidence: EvidenceId,
}

/// The rows of one topic.
struct Rows {
    evidence: BTreeMap<(String, String), Vec<Passage>>,
    instalments: Vec<InstalmentRow>,
    conditions: Vec<ConditionRow>,
    shares: Vec<ToldShareRow>,
    /// Rows and fields that a user put right.
    corrected: BTreeSet<(String, String)>,
}

impl Grants {
    /// Asks the data set.
    ///
    /// # Errors
    /// DuckDB's words, or [`ReportError::Misplaced`].
    pub fn load(
        engine: &Engine,
        desk: &mut Desk<'_>,
        given: &[(&str, &str)],
    ) -> Result<Self, ReportError> {
        let mut told: Vec<GrantRow> = ask(engine, "grants", given)?;
        told.retain(|row| desk.covers(row.municipality_code));
        let mut evidence: BTreeMap<(String, String), Vec<Passage>> = BTreeMap::new();
        for row in ask::<GrantEvidenceRow>(engine, "grant_evidence", given)? {
            let passage = Passage {
                start: row.span_start,
                end: row.span_end,
            };
            evidence
                .entry((row.grant_id, row.field))
                .or_default()
                .push(passage);
        }
        let rows = Rows {
            evidence,
            instalments: ask(engine, "instalments", given)?,
            conditions: ask(engine, "conditions", given)?,
            shares: ask(engine, "told_shares", given)?,
            corrected: ask::<CorrectionRow>(engine, "corrections", &[])?
                .into_iter()
                .map(|row| (row.row_id, row.field))
                .collect(),
        };
        let mut grants = Self::default();
        for tellings in grouped(told) {
            let external = tellings.iter().any(|row| row.kind == "external_grant");
            let grant = Grant::of(desk, &rows, &tellings)?;
            if external {
                grants.external.push(grant);
            } else {
                grants.appropriations.push(grant);
            }
        }
        Ok(grants)
    }

    /// What a grant and its supplements come to a person, out of the persons that the grant or a supplement names;
    /// with the passages of all parts. `None` for a supplement itself, and where a part is not stated.
    #[must_use]
    pub fn per_person(&self, grant: &Grant) -> Option<Stated<Kroner>> {
        if grant.supplement_to.is_some() {
            return None;
        }
        let family: Vec<&Grant> = self
            .external
            .iter()
            .filter(|other| {
                other.same_as == grant.same_as
                    || other.supplement_to.as_ref() == Some(&grant.same_as)
            })
            .collect();
        let persons = family
            .iter()
            .filter_map(|one| one.persons.as_ref())
            .max_by_key(|stated| stated.value)?;
        let sum = sum(family.iter().filter_map(|one| one.awarded.as_ref()))?;
        if persons.value <= 0 {
            return None;
        }
        let whole = rounded(sum.value.ore(), persons.value * 100);
        let mut evidence = sum.evidence;
        evidence.extend(&persons.evidence);
        Some(Stated {
            value: Kroner::from_ore(whole.saturating_mul(100)),
            evidence,
            others: Vec::new(),
            corrected: sum.corrected || persons.corrected,
        })
    }
}

impl Grant {
    /// The share of what was applied for that was awarded, in per cent; worked out of the amounts.
    #[must_use]
    pub fn share(&self) -> Option<Stated<f64>> {
        let (applied, awarded) = (self.applied.as_ref()?, self.awarded.as_ref()?);
        if applied.value.ore() <= 0 {
            return None;
        }
        let mut evidence = awarded.evidence.clone();
        evidence.extend(&applied.evidence);
        evidence.sort();
        evidence.dedup();
        Some(Stated {
            value: 100.0 * awarded.value.ore() as f64 / applied.value.ore() as f64,
            evidence,
            others: Vec::new(),
            corrected: applied.corrected || awarded.corrected,
        })
    }

    /// What to call it: programme, else purpose.
    #[must_use]
    pub fn called(&self) -> Option<&str> {
        self.programme
            .as_ref()
            .or(self.purpose.as_ref())
            .map(|stated| stated.value.as_str())
    }

    fn of(desk: &mut Desk<'_>, rows: &Rows, tellings: &[GrantRow]) -> Result<Self, ReportError> {
        let first = &tellings[0];
        let mut take = Take {
            desk,
            rows,
            tellings,
        };
        let grant = Self {
            same_as: first.same_as.clone(),
            municipality_code: first.municipality_code,
            passages: take.passages(),
            supplement_to: tellings.iter().find_map(|row| {
                row.supplement_to
                    .clone()
                    .filter(|other| *other != first.same_as)
            }),
            status: furthest(tellings),
            repayable: tellings.iter().any(|row| row.repayable == Some(true)),
            programme: take.first("programme", |row| row.programme.clone())?,
            funder: take.longest("funder", |row| row.funder.clone())?,
            recipient: take.first("recipient", |row| row.recipient.clone())?,
            purpose: take.first("purpose", |row| row.purpose.clone())?,
            policy_area: take.first("policy_area", |row| row.policy_area.clone())?,
            funding: tellings.iter().find_map(|row| row.funding.clone()),
            applied: take.most("amount_applied_dkk", |row| row.applied)?,
            awarded: take.most("amount_awarded_dkk", |row| row.awarded)?,
            expense: take.most("expense_dkk", |row| row.expense)?,
            income: take.most("income_dkk", |row| row.income)?,
            co_financing: take.most("co_financing_dkk", |row| row.co_financing)?,
            co_financing_pct: take.first("co_financing_pct", |row| row.co_financing_pct)?,
            period: take.first("period_start", |row| row.period_start.zip(row.period_end))?,
            awarded_on: take.longest("awarded_on", |row| row.awarded_on.clone())?,
            persons: take.most("target_persons", |row| row.target_persons)?,
            told_share: take.told_share()?,
            instalments: take.instalments()?,
            conditions: take.conditions()?,
        };
        Ok(grant)
    }
}

/// Takes the fields of a grant out of its tellings.
struct Take<'a, 'd> {
    desk: &'a mut Desk<'d>,
    rows: &'a Rows,
    tellings: &'a [GrantRow],
}

impl Take<'_, '_> {
    /// What the first telling that says it says.
    fn first<T: PartialEq + Clone>(
        &mut self,
        field: &str,
        value: impl Fn(&GrantRow) -> Option<T>,
    ) -> Result<Option<Stated<T>>, ReportError> {
        let found = self.tellings.iter().find_map(&value);
        self.stated(field, found, value)
    }

    /// The most that any telling says.
    fn most<T: Ord + Copy>(
        &mut self,
        field: &str,
        value: impl Fn(&GrantRow) -> Option<T>,
    ) -> Result<Option<Stated<T>>, ReportError> {
        let found = self.tellings.iter().filter_map(&value).max();
        self.stated(field, found, value)
    }

    /// The fullest words of any telling.
    fn longest(
        &mut self,
        field: &str,
        value: impl Fn(&GrantRow) -> Option<String>,
    ) -> Result<Option<Stated<String>>, ReportError> {
        let mut found: Option<String> = None;
        for words in self.tellings.iter().filter_map(&value) {
            if found.as_ref().is_none_or(|known| known.len() < words.len()) {
                found = Some(words);
            }
        }
        self.stated(field, found, value)
    }

    /// `found` with the passages of every telling that says it, and what the others say instead.
    fn stated<T: PartialEq + Clone>(
        &mut self,
        field: &str,
        found: Option<T>,
        value: impl Fn(&GrantRow) -> Option<T>,
    ) -> Result<Option<Stated<T>>, ReportError> {
        let Some(found) = found else {
            return Ok(None);
        };
        let mut stated = Stated {
            value: found,
            evidence: Vec::new(),
            others: Vec::new(),
            corrected: false,
        };
        for row in self.tellings {
            match value(row) {
                Some(said) if said == stated.value => {
                    stated.corrected |= self.is_corrected(&row.grant_id, field);
                    stated.evidence.extend(self.cite(row, field)?);
                }
                Some(said) if !stated.others.contains(&said) => stated.others.push(said),
                _ => {}
            }
        }
        Ok(Some(stated))
    }

    fn is_corrected(&self, row_id: &str, field: &str) -> bool {
        self.rows
            .corrected
            .contains(&(row_id.to_owned(), field.to_owned()))
    }

    /// The passages that state a field of a telling; the telling's own where it has none of its own.
    fn cite(&mut self, row: &GrantRow, field: &str) -> Result<Vec<EvidenceId>, ReportError> {
        let own = [Passage {
            start: row.span_start,
            end: row.span_end,
        }];
        let key = (row.grant_id.clone(), field.to_owned());
        let passages = self.rows.evidence.get(&key).map_or(&own[..], Vec::as_slice);
        passages
            .iter()
            .map(|passage| {
                self.desk
                    .sources
                    .cite(&row.grant_id, &row.item_id, *passage, None)
            })
            .collect()
    }

    fn passages(&self) -> Vec<(String, Passage)> {
        let mut passages = BTreeSet::new();
        for row in self.tellings {
            passages.insert((
                row.item_id.clone(),
                Passage {
                    start: row.span_start,
                    end: row.span_end,
                },
            ));
            for field in [
                "amount_applied_dkk",
                "amount_awarded_dkk",
                "co_financing_dkk",
                "co_financing_pct",
                "target_persons",
            ] {
                let key = (row.grant_id.clone(), field.to_owned());
                for passage in self.rows.evidence.get(&key).into_iter().flatten() {
                    passages.insert((row.item_id.clone(), *passage));
                }
            }
        }
        passages.into_iter().collect()
    }

    fn told_share(&mut self) -> Result<Option<Stated<f64>>, ReportError> {
        let told = self.rows.shares.iter().find(|share| {
            self.tellings
                .iter()
                .any(|row| row.grant_id == share.grant_id)
        });
        let Some(told) = told else {
            return Ok(None);
        };
        let passage = Passage {
            start: told.span_start,
            end: told.span_end,
        };
        let evidence =
            self.desk
                .sources
                .cite(&told.figure_id, &told.item_id, passage, Some(&told.raw))?;
        Ok(Some(Stated {
            value: told.value,
            evidence: vec![evidence],
            others: Vec::new(),
            corrected: self.is_corrected(&told.figure_id, "value"),
        }))
    }

    /// The instalments of the first telling that has some.
    fn instalments(&mut self) -> Result<Vec<(i32, Stated<Kroner>)>, ReportError> {
        for row in self.tellings {
            let mut parts = Vec::new();
            for part in self
                .rows
                .instalments
                .iter()
                .filter(|part| part.grant_id == row.grant_id)
            {
                let passage = Passage {
                    start: part.span_start,
                    end: part.span_end,
                };
                let evidence =
                    self.desk
                        .sources
                        .cite(&row.grant_id, &row.item_id, passage, None)?;
                parts.extend(part.amount.map(|value| {
                    let stated = Stated {
                        value,
                        evidence: vec![evidence],
                        others: Vec::new(),
                        corrected: self
                            .is_corrected(&format!("{}#{}", row.grant_id, part.year), "amount_dkk"),
                    };
                    (part.year, stated)
                }));
            }
            if !parts.is_empty() {
                return Ok(parts);
            }
        }
        Ok(Vec::new())
    }

    /// The conditions of the first telling that has some.
    fn conditions(&mut self) -> Result<Vec<Condition>, ReportError> {
        for row in self.tellings {
            let mut conditions = Vec::new();
            for condition in self
                .rows
                .conditions
                .iter()
                .filter(|one| one.grant_id == row.grant_id)
            {
                let passage = Passage {
                    start: condition.span_start,
                    end: condition.span_end,
                };
                conditions.push(Condition {
                    threshold: condition.threshold_pct,
                    releases: condition.releases_pct,
                    words: condition.text.clone(),
                    evidence: self.desk.sources.cite(
                        &row.grant_id,
                        &row.item_id,
                        passage,
                        Some(&condition.text),
                    )?,
                });
            }
            if !conditions.is_empty() {
                return Ok(conditions);
            }
        }
        Ok(Vec::new())
    }
}

/// The sum of amounts with the passages of all; `None` of none.
#[must_use]
pub fn sum<'a>(amounts: impl Iterator<Item = &'a Stated<Kroner>>) -> Option<Stated<Kroner>> {
    amounts.fold(None, |sum: Option<Stated<Kroner>>, amount| {
        let mut sum = sum.unwrap_or(Stated {
            value: Kroner::default(),
            evidence: Vec::new(),
            others: Vec::new(),
            corrected: false,
        });
        sum.value = sum.value + amount.value;
        sum.corrected |= amount.corrected;
        sum.evidence.extend(&amount.evidence);
        Some(sum)
    })
}

/// `part` out of `whole`, to the nearest whole number; a half goes up.
fn rounded(part: i64, whole: i64) -> i64 {
    (2 * part + whole).div_euclid(2 * whole)
}

/// Tellings of one grant together, in the order of the first; only grants that an item about the topic tells of.
fn grouped(told: Vec<GrantRow>) -> Vec<Vec<GrantRow>> {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, Vec<GrantRow>> = BTreeMap::new();
    for row in told {
        if !groups.contains_key(&row.same_as) {
            order.push(row.same_as.clone());
        }
        groups.entry(row.same_as.clone()).or_default().push(row);
    }
    order
        .iter()
        .filter_map(|same_as| groups.remove(same_as))
        .filter(|tellings| tellings.iter().any(|row| row.why == "about"))
        .collect()
}

/// The furthest that any telling comes to.
fn furthest(tellings: &[GrantRow]) -> Option<String> {
    const ORDER: [&str; 4] = ["applied", "proposed", "awarded", "decided"];
    tellings
        .iter()
        .filter_map(|row| row.status.as_deref())
        .max_by_key(|status| ORDER.iter().position(|known| known == status))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_a_person_round_as_people_do() {
        for (ore, persons, want) in [
            (1_195_400_000, 175, 68_309),
            (100, 2, 1),
            (99, 1, 1),
            (49, 1, 0),
        ] {
            assert_eq!(rounded(ore, persons * 100), want, "{ore} / {persons}");
        }
    }
}
