//! Amounts that belong together, and counts across tables, over few columns.

use super::files::Tables;
use super::findings::{Findings, Place};
use super::frames::{counted, scan};
use polars::prelude::*;

/// Holds amounts and counts.
pub fn check(tables: &Tables, findings: &mut Findings) {
    for rule in [figures, grants, instalments, versions, links, coverage] {
        // A table that is not there, or that polars cannot read, is told of by the rules for files.
        if let Some(Ok(found)) = rule(tables) {
            for (place, keys) in found {
                for (rows, key) in keys {
                    findings.add_many(place, rows, || key);
                }
            }
        }
    }
}

/// A place with the rows that break its rule: how many, and which.
type Broken = (Place<'static>, Vec<(u64, String)>);

/// `None` where a table cannot be read.
type Found = Option<PolarsResult<Vec<Broken>>>;

/// The rows of `frame` for which `broken` holds, by `key`.
fn broken(
    frame: LazyFrame,
    broken: Expr,
    key: &'static str,
    place: Place<'static>,
) -> PolarsResult<Broken> {
    let rows = frame.filter(broken).select([col(key), lit(1).alias("n")]);
    Ok((place, counted(rows, &[key])?))
}

fn number(column: &str) -> Expr {
    col(column).cast(DataType::Float64)
}

/// Whether two amounts differ by more than `by` kroner; not where one is unknown.
fn differ(a: Expr, b: Expr, by: f64) -> Expr {
    let difference = a - b;
    difference.clone().gt(lit(by)).or(difference.lt(lit(-by)))
}

/// The smallest coin is an øre; half of it is no difference.
const HALF_ORE: f64 = 0.005;

fn figures(tables: &Tables) -> Found {
    let frame = scan(tables, "figures")?;
    let rule = |expr: Expr, column: &'static str| {
        let place = Place::of("money", "figures").column(column);
        broken(frame.clone(), expr, "figure_id", place)
    };
    let (value, dkk, over) = (
        number("value"),
        number("value_dkk"),
        number("overspend_dkk"),
    );
    let in_dkk = col("unit").eq(lit("DKK"));
    let not_money = col("value_dkk")
        .is_not_null()
        .and(in_dkk.clone().not().or(col("unit").is_null()));
    let magnitudes = differ(over.clone() * over, dkk.clone() * dkk.clone(), HALF_ORE);
    Some(
        [
            rule(
                differ(value, dkk, HALF_ORE).and(in_dkk).or(not_money),
                "value_dkk",
            ),
            rule(magnitudes, "overspend_dkk"),
            rule(number("value_max").lt(number("value")), "value_max"),
        ]
        .into_iter()
        .collect(),
    )
}

fn grants(tables: &Tables) -> Found {
    let frame = scan(tables, "grants")?;
    let rule = |expr: Expr, column: &'static str| {
        let place = Place::of("money", "grants").column(column);
        broken(frame.clone(), expr, "grant_id", place)
    };
    let net = differ(
        number("net_dkk"),
        number("expense_dkk") - number("income_dkk"),
        HALF_ORE,
    );
    Some(
        [
            rule(net, "net_dkk"),
            rule(col("period_end").lt(col("period_start")), "period_end"),
        ]
        .into_iter()
        .collect(),
    )
}

fn instalments(tables: &Tables) -> Found {
    let (parts, grants) = (scan(tables, "grant_instalments")?, scan(tables, "grants")?);
    let sums = parts.group_by([col("grant_id")]).agg([
        number("amount_dkk").sum().alias("sum"),
        len().alias("parts"),
    ]);
    let awarded = grants.select([
        col("grant_id"),
        number("amount_awarded_dkk").alias("awarded"),
    ]);
    let joined = sums.join(
        awarded,
        [col("grant_id")],
        [col("grant_id")],
        JoinArgs::new(JoinType::Inner),
    );
    let difference = col("sum") - col("awarded");
    let slack = col("parts").cast(DataType::Float64);
    let off = difference
        .clone()
        .gt(slack.clone())
        .or((lit(0.0) - difference).gt(slack));
    let joined = joined.sort(["grant_id"], SortMultipleOptions::default());
    let place = Place::of("instalments", "grant_instalments");
    Some(broken(joined, off, "grant_id", place).map(|found| vec![found]))
}

/// One current document a meeting, and every other points at it.
fn versions(tables: &Tables) -> Found {
    let frame = scan(tables, "meeting_versions")?;
    let place = |column| Place::of("across", "meeting_versions").column(column);
    let current = frame
        .clone()
        .group_by([col("meeting_key")])
        .agg([col("current").cast(DataType::Int32).sum().alias("currents")])
        .sort(["meeting_key"], SortMultipleOptions::default());
    let aims = frame.clone().select([
        col("meeting_id").alias("aim"),
        col("current").alias("aim_current"),
        col("meeting_key").alias("aim_key"),
    ]);
    let joined = frame.join(
        aims,
        [col("superseded_by")],
        [col("aim")],
        JoinArgs::new(JoinType::Left),
    );
    let points = col("superseded_by").is_not_null();
    let wrong_aim = points.clone().and(
        col("aim_current")
            .fill_null(lit(false))
            .not()
            .or(col("aim_key").neq(col("meeting_key"))),
    );
    let wrong = points.eq(col("current")).or(wrong_aim);
    Some(
        [
            broken(
                current,
                col("currents").neq(lit(1)),
                "meeting_key",
                place("current"),
            ),
            broken(joined, wrong, "meeting_id", place("superseded_by")),
        ]
        .into_iter()
        .collect(),
    )
}

/// Every grant has a link, to a telling that is the first of its own.
fn links(tables: &Tables) -> Found {
    let (frame, grants) = (scan(tables, "grant_links")?, scan(tables, "grants")?);
    let place = |table| Place::of("across", table);
    let aims = frame.clone().select([
        col("grant_id").alias("aim"),
        col("same_as").alias("aim_same"),
    ]);
    let joined = frame.clone().join(
        aims,
        [col("same_as")],
        [col("aim")],
        JoinArgs::new(JoinType::Left),
    );
    let linked = frame.select([col("grant_id").alias("linked"), lit(true).alias("there")]);
    let unlinked = grants.select([col("grant_id")]).join(
        linked,
        [col("grant_id")],
        [col("linked")],
        JoinArgs::new(JoinType::Left),
    );
    let not_first = col("aim_same")
        .is_null()
        .or(col("aim_same").neq(col("same_as")));
    Some(
        [
            broken(
                joined,
                not_first,
                "grant_id",
                place("grant_links").column("same_as"),
            ),
            broken(
                unlinked,
                col("there").is_null(),
                "grant_id",
                place("grants"),
            ),
        ]
        .into_iter()
        .collect(),
    )
}

/// What coverage counts is what the tables hold.
fn coverage(tables: &Tables) -> Found {
    let (coverage, documents) = (scan(tables, "coverage")?, scan(tables, "documents")?);
    let (meetings, items) = (scan(tables, "meetings")?, scan(tables, "items")?);
    let versions = scan(tables, "meeting_versions")?;
    let current = versions
        .filter(col("current"))
        .select([col("meeting_id").alias("current_id")]);
    let items = items.join(
        current.clone(),
        [col("meeting_id")],
        [col("current_id")],
        JoinArgs::new(JoinType::Inner),
    );
    let rejected = documents.filter(col("status").eq(lit("rejected")));
    let compare = || -> PolarsResult<Vec<Broken>> {
        let mut found = Vec::new();
        for (column, counted) in [
            ("documents", meetings),
            ("meetings", current),
            ("items", items),
            ("rejected", rejected),
        ] {
            let told = number_of(
                coverage
                    .clone()
                    .select([col(column).cast(DataType::Int64).sum()]),
            )?;
            let there = number_of(counted.select([len().cast(DataType::Int64)]))?;
            if told != there {
                let place = Place::of("across", "coverage").column(column);
                let words = format!("{told} are told of, {there} are in the tables");
                found.push((place, vec![(1, words)]));
            }
        }
        Ok(found)
    };
    Some(compare())
}

/// The one whole number of `frame`.
fn number_of(frame: LazyFrame) -> PolarsResult<i64> {
    let frame = frame.collect()?;
    let column = frame.columns().first().cloned();
    let number = column.as_ref().map(Column::i64).transpose()?;
    Ok(number.and_then(|number| number.get(0)).unwrap_or_default())
}
