//! Invents a meeting: who met and when, the items, what was decided, which amounts are told.

use super::Plan;
use super::bank::Bank;
use super::random::Random;
use tvaersnit::value::municipality::all;

/// A meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Whose.
    pub municipality: String,
    /// The official code.
    pub municipality_code: i32,
    /// The body, as written.
    pub committee: String,
    /// ISO 8601.
    pub date: String,
    /// Day of the month, month from 1, year.
    pub day: (u64, u64, u64),
    /// Whether decisions were made: else it is an agenda.
    pub decided: bool,
    /// Who took part.
    pub participants: Vec<String>,
    /// The items.
    pub items: Vec<Item>,
}

/// An item.
#[derive(Clone, Debug)]
pub struct Item {
    /// "3".
    pub number: String,
    /// The title.
    pub title: String,
    /// The case number.
    pub case_number: String,
    /// What is recommended, point by point, without "at".
    pub recommended: Vec<String>,
    /// What was decided; one without a point for the whole item.
    pub decisions: Vec<Decision>,
    /// The summary.
    pub summary: String,
    /// Paragraphs of the account.
    pub account: Vec<String>,
    /// Paragraphs on money.
    pub economy: Vec<String>,
    /// A table: labels and amounts in 1.000 kr.
    pub table: Vec<(String, [u64; 2])>,
    /// Attachments.
    pub attachments: Vec<String>,
    /// Every amount in kroner that prose and table tell, in øre, in the document's order.
    pub amounts: Vec<i64>,
}

/// A decided point.
#[derive(Clone, Debug)]
pub struct Decision {
    /// "1"; none for the whole item.
    pub point: Option<String>,
    /// The outcome's code.
    pub outcome: &'static str,
    /// Its words.
    pub words: &'static str,
}

const COMMITTEES: [&str; 10] = [
    "Socialudvalget",
    "Økonomiudvalget",
    "Teknik- og Miljøudvalget",
    "Børne- og Ungdomsudvalget",
    "Kultur- og Fritidsudvalget",
    "Beskæftigelsesudvalget",
    "Sundheds- og Omsorgsudvalget",
    "Erhvervsudvalget",
    "Klima- og Energiudvalget",
    "Byrådet",
];
const FIRST: [&str; 20] = [
    "Anne", "Bo", "Carl", "Dorte", "Erik", "Flemming", "Gitte", "Hanne", "Ib", "Jens", "Kirsten",
    "Lars", "Mette", "Niels", "Ole", "Pia", "Rikke", "Søren", "Tove", "Ulla",
];
const LAST: [&str; 20] = [
    "Lund",
    "Holm",
    "Dam",
    "Krogh",
    "Bach",
    "Toft",
    "Skov",
    "Friis",
    "Juhl",
    "Bang",
    "Vinther",
    "Mørk",
    "Kjær",
    "Østergaard",
    "Nygaard",
    "Dahl",
    "Lind",
    "Winther",
    "Hald",
    "Søgaard",
];
const TITLES: [&str; 12] = [
    "Godkendelse af plan for",
    "Orientering om",
    "Status på arbejdet med",
    "Drøftelse af",
    "Evaluering af",
    "Høring om",
    "Ny model for",
    "Udbud af",
    "Etablering af",
    "Forslag om",
    "Kvalitetsstandard for",
    "Revideret aftale om",
];
/// A verb, how a point with it is decided, and the outcome.
const VERBS: [(&str, &[(&str, &str)]); 4] = [
    (
        "godkendes",
        &[
            ("Godkendt.", "approved"),
            ("Udsat.", "postponed"),
            ("Ikke godkendt.", "rejected"),
        ],
    ),
    (
        "tages til efterretning",
        &[("Taget til efterretning.", "noted")],
    ),
    (
        "drøftes",
        &[
            ("Drøftet.", "discussed"),
            ("Sagen blev drøftet.", "discussed"),
        ],
    ),
    (
        "anbefales over for Byrådet",
        &[("Anbefales.", "recommended")],
    ),
];
/// Sentences around one amount.
const TOLD: [(&str, &str); 8] = [
    ("Udgiften til", "udgør"),
    ("Prisen på", "er"),
    ("De samlede udgifter til", "udgør"),
    ("Den årlige udgift til", "er"),
    ("Budgettet til", "udgør"),
    ("Forbruget på", "er"),
    ("Merudgiften til", "udgør"),
    ("Besparelsen på", "er"),
];

/// Invents meeting number `index` of `plan`. Numbers run through municipalities first, then committees, then months.
pub fn meeting(bank: &Bank, plan: &Plan, index: u64) -> Meeting {
    let known = all();
    let count = known.len() as u64;
    let (place, round) = (index % count, index / count);
    let (committee, month) = (
        round % COMMITTEES.len() as u64,
        round / COMMITTEES.len() as u64,
    );
    let municipality = &known[place as usize];
    let mut random = Random::new(plan.seed.wrapping_mul(1_000_003).wrapping_add(index));
    let day = (1 + random.below(28), 1 + month % 12, 2007 + month / 12);
    let decided = !random.one_in(5);
    let participants = (0..5 + random.below(6))
        .map(|_| person(&mut random))
        .collect();
    let first = 1 + random.below(200);
    let count = 6 + random.below(12);
    let items = (0..count)
        .map(|position| {
            let passed_on = passed_on(plan, index, position);
            let number = (first + position).to_string();
            item(bank, plan, &mut random, number, day.2, decided, passed_on)
        })
        .collect();
    Meeting {
        municipality: municipality.name.clone(),
        municipality_code: municipality.code.0,
        committee: COMMITTEES[committee as usize].to_owned(),
        date: format!("{}-{:02}-{:02}", day.2, day.1, day.0),
        day,
        decided,
        participants,
        items,
    }
}

/// Of every forty items one belongs to a case whose text goes through the committees of a few municipalities.
fn passed_on(plan: &Plan, index: u64, position: u64) -> Option<u64> {
    let mut random = Random::new(plan.seed ^ index.wrapping_mul(31).wrapping_add(position) << 20);
    random.one_in(40).then(|| index / 20 * 7 + random.below(7))
}

fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(&FIRST), random.pick(&LAST))
}

fn item(
    bank: &Bank,
    plan: &Plan,
    random: &mut Random,
    number: String,
    year: u64,
    decided: bool,
    passed_on: Option<u64>,
) -> Item {
    let title = format!("{} {}", random.pick(&TITLES), bank.noun(random));
    let (recommended, decisions) = points(bank, random);
    let mut amounts = Vec::new();
    let summary = bank.paragraph(random);
    let mut account: Vec<String> = (0..plan.paragraphs / 2 + random.below(plan.paragraphs.max(1)))
        .map(|_| bank.paragraph(random))
        .collect();
    if let Some(case) = passed_on {
        let mut own = Random::new(case.wrapping_mul(77_003));
        account.extend((0..4).map(|_| bank.paragraph(&mut own)));
    }
    for paragraph in &mut account {
        if random.one_in(3) {
            paragraph.push(' ');
            paragraph.push_str(&told(bank, random, &mut amounts));
        }
    }
    let economy = (0..1 + random.below(3))
        .map(|_| {
            let sentences = [told(bank, random, &mut amounts), bank.sentence(random)];
            sentences.join(" ")
        })
        .collect();
    let table = table(bank, random, &mut amounts);
    let attachments = (1..=random.below(4))
        .map(|at| format!("Bilag {at} - Notat om {}", bank.noun(random)))
        .collect();
    Item {
        number,
        title,
        case_number: case_number(random, year),
        recommended,
        decisions: if decided { decisions } else { Vec::new() },
        summary,
        account,
        economy,
        table,
        attachments,
        amounts,
    }
}

/// What is recommended and what is decided on it: as a whole, or point by point.
fn points(bank: &Bank, random: &mut Random) -> (Vec<String>, Vec<Decision>) {
    let count = 1 + random.below(3);
    let mut recommended = Vec::new();
    let mut decisions = Vec::new();
    for point in 1..=count {
        let (verb, answers) = random.pick(&VERBS);
        let (words, outcome) = *random.pick(answers);
        recommended.push(format!("planen for {} {verb}", bank.noun(random)));
        decisions.push(Decision {
            point: (count > 1).then(|| point.to_string()),
            outcome,
            words,
        });
    }
    (recommended, decisions)
}

fn case_number(random: &mut Random, year: u64) -> String {
    let (short, running) = (year % 100, random.below(900_000) + 100_000);
    match random.below(3) {
        0 => format!("{short:02}-{running:06}"),
        1 => format!("{short:02}/{}", running % 90_000 + 10_000),
        _ => format!(
            "{:02}.{:02}.{:02}-P20-{}-{short:02}",
            random.below(30),
            random.below(40),
            random.below(20),
            running % 900 + 1
        ),
    }
}

/// A sentence that tells an amount; the amount goes to `amounts`.
fn told(bank: &Bank, random: &mut Random, amounts: &mut Vec<i64>) -> String {
    let (lead, verb) = random.pick(&TOLD);
    let (words, ore) = amount(random);
    amounts.push(ore);
    format!("{lead} {} {verb} {words}.", bank.noun(random))
}

/// An amount as written, and in øre.
fn amount(random: &mut Random) -> (String, i64) {
    match random.below(4) {
        0 => {
            let tenths = random.below(900) + 11;
            let words = format!("{},{} mio. kr", tenths / 10, tenths % 10);
            (words, tenths as i64 * 100_000 * 100)
        }
        1 => {
            let kroner = random.below(900) * 1_000 + 10_000;
            (format!("kr. {}", grouped(kroner)), kroner as i64 * 100)
        }
        _ => {
            let kroner = random.below(9_000_000) + 1_000;
            (format!("{} kr", grouped(kroner)), kroner as i64 * 100)
        }
    }
}

/// 1234567 is "1.234.567".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// One item of six has a table.
fn table(bank: &Bank, random: &mut Random, amounts: &mut Vec<i64>) -> Vec<(String, [u64; 2])> {
    if !random.one_in(6) {
        return Vec::new();
    }
    (0..3 + random.below(5))
        .map(|_| {
            let cells = [(); 2].map(|()| random.below(90_000) + 1_200);
            amounts.extend(cells.map(|thousands| thousands as i64 * 1_000 * 100));
            let mut label = bank.noun(random).to_owned();
            if let Some(first) = label.chars().next() {
                let upper: String = first.to_uppercase().collect();
                label.replace_range(..first.len_utf8(), &upper);
            }
            (label, cells)
        })
        .collect()
}
