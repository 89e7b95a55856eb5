//! Measures of grants: which there are, by their amount, and the fields of those that were found.

use super::super::found::FoundGrant;
use super::super::gold::GoldGrant;
use super::super::key::{Hundredths, Part, head};
use super::super::score::{Entry, Sheet};
use super::ItemPair;

/// A grant, as gold and the data set both have it.
struct Grant<'g> {
    words: String,
    applied: Option<f64>,
    awarded: Option<f64>,
    co_financing_dkk: Option<f64>,
    co_financing_pct: Option<f64>,
    period_start: Option<f64>,
    period_end: Option<f64>,
    awarded_on: Option<&'g str>,
    target: Option<f64>,
    instalments: Vec<(Option<i64>, Option<f64>)>,
    conditions: Vec<(Option<f64>, Option<f64>)>,
    found: Option<&'g FoundGrant<'g>>,
}

impl<'g> From<&'g GoldGrant> for Grant<'g> {
    fn from(gold: &'g GoldGrant) -> Self {
        let instalments = gold.instalments.iter().flatten();
        let conditions = gold.conditions.iter().flatten();
        Self {
            words: gold.programme.clone().unwrap_or_default(),
            applied: gold.amount_applied_dkk,
            awarded: gold.amount_awarded_dkk,
            co_financing_dkk: gold.co_financing_dkk,
            co_financing_pct: gold.co_financing_pct,
            period_start: gold.period_start,
            period_end: gold.period_end,
            awarded_on: gold.awarded_on.as_deref(),
            target: gold.target_group,
            instalments: instalments
                .map(|part| (part.year, part.amount_dkk))
                .collect(),
            conditions: conditions
                .map(|part| (part.threshold_pct, part.releases_pct))
                .collect(),
            found: None,
        }
    }
}

impl<'g> From<&'g FoundGrant<'g>> for Grant<'g> {
    fn from(found: &'g FoundGrant<'g>) -> Self {
        let row = found.row;
        let instalments = found.instalments.iter();
        let conditions = found.conditions.iter();
        Self {
            words: row.programme.clone().unwrap_or_default(),
            applied: row.amount_applied_dkk,
            awarded: row.amount_awarded_dkk,
            co_financing_dkk: row.co_financing_dkk,
            co_financing_pct: row.co_financing_pct,
            period_start: row.period_start,
            period_end: row.period_end,
            awarded_on: row.awarded_on.as_deref(),
            target: row.target_persons,
            instalments: instalments
                .map(|part| (part.year, part.amount_dkk))
                .collect(),
            conditions: conditions
                .map(|part| (part.threshold_pct, part.releases_pct))
                .collect(),
            found: Some(found),
        }
    }
}

/// A field that is measured where gold or the data set has a value.
type Field = (&'static str, fn(&Grant<'_>) -> Option<Part>);

const FIELDS: [Field; 8] = [
    ("grants.field.amount_applied_dkk", |grant| {
        stated(grant.applied)
    }),
    ("grants.field.amount_awarded_dkk", |grant| {
        stated(grant.awarded)
    }),
    ("grants.field.co_financing_dkk", |grant| {
        stated(grant.co_financing_dkk)
    }),
    ("grants.field.co_financing_pct", |grant| {
        stated(grant.co_financing_pct)
    }),
    ("grants.field.period_start", |grant| {
        stated(grant.period_start)
    }),
    ("grants.field.period_end", |grant| stated(grant.period_end)),
    // To the month: gold has no more where the document has no more.
    ("grants.field.awarded_on", |grant| {
        grant.awarded_on.map(|on| Part::Text(head(on, 7)))
    }),
    ("grants.field.target_group", |grant| stated(grant.target)),
];

fn stated(value: Option<f64>) -> Option<Part> {
    value.map(|value| Part::number(Some(value)))
}

impl Grant<'_> {
    /// What a grant is known by: the amount awarded, else applied for, else its first instalment.
    fn amount(&self) -> Option<Hundredths> {
        let some = |value: Option<f64>| value.and_then(Hundredths::of);
        let first = self
            .instalments
            .first()
            .and_then(|(_, amount)| some(*amount));
        let nonzero = |amount: &Hundredths| !amount.is_zero();
        some(self.awarded)
            .filter(nonzero)
            .or(some(self.applied).filter(nonzero))
            .or(first)
    }

    fn entry(&self, key: Vec<Part>) -> Entry {
        let amount = self
            .amount()
            .map_or_else(|| "?".to_owned(), |amount| amount.to_string());
        let entry = Entry::new(key, format!("{} ({amount} kr.)", self.words));
        match self.found {
            Some(found) => entry.at(found.row.place()),
            None => entry,
        }
    }

    fn by_amount(&self) -> Entry {
        self.entry(vec![self.amount().map_or(Part::Unknown, Part::Number)])
    }

    fn instalments(&self) -> Vec<Entry> {
        let key = |(year, amount): &(_, _)| vec![Part::year(*year), Part::number(*amount)];
        self.instalments
            .iter()
            .map(|part| self.part(key(part)))
            .collect()
    }

    fn conditions(&self) -> Vec<Entry> {
        let key = |(threshold, releases): &(_, _)| {
            vec![Part::number(*threshold), Part::number(*releases)]
        };
        self.conditions
            .iter()
            .map(|part| self.part(key(part)))
            .collect()
    }

    /// An entry that shows a part's values instead of the grant's amount.
    fn part(&self, key: Vec<Part>) -> Entry {
        let values: Vec<_> = key.iter().map(ToString::to_string).collect();
        let words = format!("{}: {}", self.words, values.join(", "));
        Entry {
            words,
            ..self.entry(key)
        }
    }
}

/// `grants.external_grant`, `grants.appropriation` and, for each grant found, `grants.field.*`
pub fn grants(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let Some(gold) = &pair.want.grants else {
        return;
    };
    for kind in ["external_grant", "appropriation"] {
        let want = gold
            .iter()
            .filter(|gold| gold.kind.as_deref() == Some(kind));
        let want: Vec<Grant<'_>> = want.map(Grant::from).collect();
        let got = pair.got(|item| &item.grants).iter();
        let got = got.filter(|found| found.row.kind.as_deref() == Some(kind));
        let got: Vec<Grant<'_>> = got.map(Grant::from).collect();
        let by_amount = |grants: &[Grant<'_>]| grants.iter().map(Grant::by_amount).collect();
        pair.compare(
            sheet,
            &format!("grants.{kind}"),
            by_amount(&want),
            by_amount(&got),
        );
        for want in &want {
            if let Some(got) = got.iter().find(|got| got.amount() == want.amount()) {
                fields(pair, sheet, want, got);
            }
        }
    }
}

fn fields(pair: &ItemPair<'_>, sheet: &mut Sheet, want: &Grant<'_>, got: &Grant<'_>) {
    for (measure, value) in FIELDS {
        let entry = |grant: &Grant<'_>| value(grant).map(|part| grant.part(vec![part]));
        let (want, got) = (entry(want), entry(got));
        pair.compare_if_any(
            sheet,
            measure,
            want.into_iter().collect(),
            got.into_iter().collect(),
        );
    }
    pair.compare(
        sheet,
        "grants.field.instalments",
        want.instalments(),
        got.instalments(),
    );
    pair.compare(
        sheet,
        "grants.field.conditions",
        want.conditions(),
        got.conditions(),
    );
}
