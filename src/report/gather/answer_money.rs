//! The answer's sentences on money: each grant, and what all come to.

use super::cite::cited;
use super::desk::Desk;
use super::grants::{Grant, Stated, sum};
use super::money::years;
use super::topic::Topic;
use crate::report::format;
use crate::report::model::{Block, Inline, Text};
use crate::value::Kroner;

/// More grants than these are told by their sums alone; the table has each.
const GRANTS_TOLD: usize = 12;

/// The sentences on money of a topic.
pub fn blocks(desk: &Desk<'_>, topic: &Topic) -> Vec<Block> {
    let mut blocks = Vec::new();
    let grants = &topic.grants.external;
    if !grants.is_empty() && grants.len() <= GRANTS_TOLD {
        let told = grants
            .iter()
            .filter(|grant| grant.supplement_to.is_none() || !has_main(topic, grant))
            .map(|grant| told(desk, topic, grant))
            .collect();
        blocks.push(Block::List(told));
    }
    blocks.extend(total(desk, grants).map(Block::Paragraph));
    let appropriations = topic.grants.appropriations.len();
    if appropriations > 0 {
        blocks.push(Block::Paragraph(desk.words.count(
            "answer.appropriations",
            appropriations,
            &[],
        )));
    }
    let deviations = topic
        .figures
        .iter()
        .filter(|figure| figure.overspend.is_some())
        .count();
    if deviations > 0 {
        blocks.push(Block::Paragraph(desk.words.count(
            "answer.deviations",
            deviations,
            &[],
        )));
    }
    blocks
}

/// Whether the grant that a supplement adds to is told of, too.
fn has_main(topic: &Topic, grant: &Grant) -> bool {
    topic
        .grants
        .external
        .iter()
        .any(|other| Some(&other.same_as) == grant.supplement_to.as_ref())
}

fn told(desk: &Desk<'_>, topic: &Topic, grant: &Grant) -> Text {
    let words = desk.words;
    let mut text = Text(vec![Inline::Strong(desk.name(grant.municipality_code))]);
    text.append(awarded(desk, grant));
    if let (Some(applied), Some(share)) = (&grant.applied, grant.share()) {
        let share = cited(desk.percent(share.value), &share.evidence);
        text.append(words.say(
            "grant.share",
            &[
                ("applied", kroner(desk, applied).into()),
                ("share", share.into()),
            ],
        ));
        if let Some(told) = &grant.told_share {
            let told = cited(desk.percent(told.value), &told.evidence);
            text.append(words.say("grant.share_told", &[("share", told.into())]));
        }
    }
    if let Some(amount) = &grant.co_financing {
        text.append(words.say(
            "grant.co_financing",
            &[("amount", kroner(desk, amount).into())],
        ));
    }
    if let Some(share) = &grant.co_financing_pct {
        let share = cited(desk.percent(share.value), &share.evidence);
        text.append(words.say("grant.co_financing", &[("amount", share.into())]));
    }
    for supplement in &topic.grants.external {
        if supplement.supplement_to.as_ref() == Some(&grant.same_as) {
            text.append(self::supplement(desk, supplement));
        }
    }
    if let Some(persons) = &grant.persons {
        text.append(self::persons(desk, topic, grant, persons));
    }
    text
}

fn awarded(desk: &Desk<'_>, grant: &Grant) -> Text {
    let words = desk.words;
    let to = match grant.called() {
        Some(called) => words.line("grant.to", &[("called", called.into())]),
        None => String::new(),
    };
    let period = grant.period.as_ref().map_or_else(Text::default, |stated| {
        let years = cited(years(stated.value), &stated.evidence);
        words.say("grant.period", &[("years", years.into())])
    });
    let on = on(desk, grant);
    let amount = grant.awarded.as_ref().or(grant.applied.as_ref());
    let key = match (&grant.awarded, &grant.applied) {
        (Some(_), _) => "grant.awarded",
        (None, Some(_)) => "grant.applied",
        (None, None) => "grant.told",
    };
    let amount = amount.map_or_else(
        || Inline::Words(String::new()),
        |amount| kroner(desk, amount),
    );
    words.say(
        key,
        &[
            ("amount", amount.into()),
            ("to", to.into()),
            ("period", period.into()),
            ("on", on.into()),
        ],
    )
}

fn on(desk: &Desk<'_>, grant: &Grant) -> Text {
    grant
        .awarded_on
        .as_ref()
        .map_or_else(Text::default, |stated| {
            let day = format::partial_day(&stated.value, desk.words.language);
            desk.words
                .say("grant.on", &[("day", cited(day, &stated.evidence).into())])
        })
}

fn supplement(desk: &Desk<'_>, grant: &Grant) -> Text {
    let Some(amount) = grant.awarded.as_ref().or(grant.applied.as_ref()) else {
        return Text::default();
    };
    desk.words.say(
        "grant.supplement",
        &[
            ("amount", kroner(desk, amount).into()),
            ("on", on(desk, grant).into()),
        ],
    )
}

fn persons(desk: &Desk<'_>, topic: &Topic, grant: &Grant, persons: &Stated<i64>) -> Text {
    let words = desk.words;
    let count = usize::try_from(persons.value).unwrap_or_default();
    let number = cited(words.digits(count), &persons.evidence);
    let mut text = words.count("grant.persons", count, &[("persons", number.into())]);
    match topic.grants.per_person(grant) {
        Some(amount) => {
            let amount = kroner(desk, &amount);
            text.append(words.say("grant.per_person", &[("amount", amount.into())]));
        }
        None => text.push(Inline::Words(".".to_owned())),
    }
    text
}

/// What all grants come to; not told of one, which says it itself.
fn total(desk: &Desk<'_>, grants: &[Grant]) -> Option<Text> {
    let awarded: Vec<&Stated<Kroner>> = grants
        .iter()
        .filter_map(|grant| grant.awarded.as_ref())
        .collect();
    if awarded.len() < 2 {
        return None;
    }
    let mut codes: Vec<i32> = grants
        .iter()
        .filter(|grant| grant.awarded.is_some())
        .map(|grant| grant.municipality_code)
        .collect();
    codes.dedup();
    let sum = sum(awarded.iter().copied())?;
    let to = desk
        .words
        .count("total.municipalities", codes.len(), &[])
        .words();
    Some(desk.words.count(
        "total.awarded",
        awarded.len(),
        &[("sum", kroner(desk, &sum).into()), ("to", to.into())],
    ))
}

fn kroner(desk: &Desk<'_>, stated: &Stated<Kroner>) -> Inline {
    let mut words = desk.kroner(stated.value);
    if stated.corrected {
        words.push_str(&desk.words.word("corrected.mark"));
    }
    cited(words, &stated.evidence)
}
