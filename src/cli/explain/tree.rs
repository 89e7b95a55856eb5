//! A document's reading as a tree of lines, each with its place.

use termtree::Tree;
use tvaersnit::facts::{Decision, Figure, Grant, Item, Meeting, Minutes, Recommendation, Segment};
use tvaersnit::layout::SegmentKind;
use tvaersnit::problem::Problem;
use tvaersnit::source::Document;
use tvaersnit::value::fold::fold;
use tvaersnit::value::{Body, CodePoints, Span};

/// How many code points of quoted words are shown.
const SHOWN: usize = 90;

/// Shows words of a document and where they stand.
struct Places<'d> {
    text: &'d str,
    points: CodePoints<'d>,
    /// Byte at which each line starts.
    lines: Vec<usize>,
}

impl<'d> Places<'d> {
    fn new(text: &'d str) -> Self {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            text,
            points: CodePoints::new(text),
            lines,
        }
    }

    /// "line 12 [340:352]".
    fn place(&self, span: Span) -> String {
        let line = |at: usize| self.lines.partition_point(|start| *start <= at);
        let (first, last) = (
            line(span.start.get()),
            line(span.end.get().saturating_sub(1).max(span.start.get())),
        );
        let (start, end) = self.points.span(span);
        let lines = if first == last {
            format!("line {first}")
        } else {
            format!("lines {first}–{last}")
        };
        format!("{lines} [{start}:{end}]")
    }

    /// The words, folded and cut short.
    fn words(&self, span: Span) -> String {
        let words = fold(span.of(self.text));
        match words.char_indices().nth(SHOWN) {
            Some((cut, _)) => format!("“{}…”", words[..cut].trim_end()),
            None => format!("“{words}”"),
        }
    }

    fn quoted(&self, label: &str, span: Span) -> String {
        format!("{label} {}  {}", self.words(span), self.place(span))
    }
}

/// The whole document, or the one item with `number`; `last` is put below.
pub fn tree(
    document: &Document,
    minutes: &Minutes,
    number: Option<&str>,
    last: Option<Tree<String>>,
) -> String {
    let places = Places::new(&document.text);
    let title = format!("{}  (document {})", document.source_path, document.id);
    let mut root = Tree::new(title);
    if number.is_none() {
        root.push(format!(
            "read as {}, {}, {} characters put right; items announced as {}",
            document.format.code(),
            document.encoding,
            document.repaired_characters,
            minutes.layout
        ));
        root.push(meeting(&places, &minutes.meeting));
        for segment in minutes
            .segments
            .iter()
            .filter(|segment| segment.item.is_none())
        {
            root.push(places.quoted(segment.kind.code(), segment.span));
        }
    }
    for (position, read) in minutes
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| number.is_none_or(|number| item.number == number))
    {
        root.push(item(&places, minutes, position, read));
    }
    root.push(unplaced(&places, minutes));
    root.push(problems(&places, minutes, number));
    root.extend(last);
    format!("{root}")
}

fn meeting(places: &Places<'_>, meeting: &Meeting) -> Tree<String> {
    let body = meeting
        .committee
        .as_ref()
        .map_or("committee not found".to_owned(), |body| {
            format!("{} ({})", body.name, body.kind.code())
        });
    let date = meeting
        .date
        .map_or("date not found".to_owned(), |date| date.to_string());
    let date_basis = meeting
        .date_basis
        .map_or(String::new(), |basis| format!(" ({})", basis.code()));
    let mut tree = Tree::new(format!(
        "{} of {} {} ({}), {body}, {date}{date_basis}",
        meeting.kind.code(),
        meeting.municipality.name,
        meeting.municipality.code,
        meeting.municipality_basis.code()
    ));
    let told = [
        ("start", meeting.start_time.clone()),
        ("place", meeting.location.clone()),
        ("term", meeting.term.clone()),
        ("present", listed(&meeting.participants)),
        ("absent", listed(&meeting.absent)),
    ];
    for (label, value) in told {
        if let Some(value) = value {
            tree.push(format!("{label}: {value}"));
        }
    }
    if !meeting.span.is_empty() {
        tree.push(format!("told at {}", places.place(meeting.span)));
    }
    tree
}

fn listed(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}

fn names(bodies: &[Body]) -> String {
    bodies
        .iter()
        .map(|body| body.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn item(places: &Places<'_>, minutes: &Minutes, position: usize, item: &Item) -> Tree<String> {
    let mut tree = Tree::new(format!(
        "item {} {} ({})  {}",
        item.number,
        item.title,
        item.access.code(),
        places.place(item.heading)
    ));
    if let Some(number) = &item.case_number {
        let subject = number
            .value
            .kle_subject
            .as_ref()
            .map_or(String::new(), |subject| format!(", KLE {subject}"));
        tree.push(format!(
            "case {} ({}{subject})  {}",
            number.value.raw,
            number.value.system.code(),
            places.place(number.span)
        ));
    }
    if let Some(case_type) = &item.case_type {
        tree.push(places.quoted(
            &format!("case type {}", case_type.value.code()),
            case_type.span,
        ));
    }
    for segment in minutes
        .segments
        .iter()
        .filter(|segment| segment.item == Some(position))
    {
        if let Some(line) = section(places, segment) {
            tree.push(line);
        }
    }
    tree.extend(
        item.recommendations
            .iter()
            .map(|read| recommendation(places, read)),
    );
    tree.extend(item.decisions.iter().map(|read| decision(places, read)));
    for step in &item.route {
        let date = step
            .planned_on
            .map_or(String::new(), |date| format!(" on {date}"));
        tree.push(format!(
            "route: {} {}{date}  {}",
            step.body.name,
            step.role.code(),
            places.place(step.span)
        ));
    }
    for read in &item.attachments {
        let label = read
            .label
            .as_ref()
            .map_or(String::new(), |label| format!("{label}: "));
        tree.push(format!(
            "attachment {label}{}  {}",
            read.title,
            places.place(read.span)
        ));
    }
    tree.extend(item.grants.iter().map(|read| grant(places, read)));
    tree.extend(item.figures.iter().map(|read| figure(places, read)));
    for read in &item.legal_references {
        tree.push(places.quoted("law", read.span));
    }
    tree
}

fn section(places: &Places<'_>, segment: &Segment) -> Option<String> {
    let kind = segment.section?;
    let heading = segment
        .heading
        .as_ref()
        .map_or("without heading".to_owned(), |heading| {
            format!("“{heading}”")
        });
    Some(format!(
        "section {} {heading}  {}",
        kind.code(),
        places.place(segment.span)
    ))
}

fn recommendation(places: &Places<'_>, read: &Recommendation) -> Tree<String> {
    let point = read
        .point
        .as_ref()
        .map_or(String::new(), |point| format!(" {point}"));
    let mut tree = Tree::new(places.quoted(&format!("recommended{point}"), read.span));
    let told = [
        ("by", read.proposer.clone()),
        ("to", read.addressee.as_ref().map(|body| body.name.clone())),
        (
            "onward to",
            (!read.onward.is_empty()).then(|| names(&read.onward)),
        ),
        ("verb", read.verb.clone()),
    ];
    tree.extend(
        told.into_iter()
            .filter_map(|(label, value)| Some(format!("{label} {}", value?))),
    );
    tree
}

fn decision(places: &Places<'_>, read: &Decision) -> Tree<String> {
    let point = read
        .point
        .as_ref()
        .map_or(String::new(), |point| format!(" {point}"));
    let when = if read.prior {
        "decided earlier"
    } else {
        "decided"
    };
    let mut tree = Tree::new(places.quoted(
        &format!("{when}{point}: {}", read.outcome.code()),
        read.span,
    ));
    let body = read.body.as_ref().map(|body| body.name.clone());
    let told = [
        ("by", body),
        (
            "on",
            read.decided_on
                .map(|date| format!("{date} ({})", read.basis.code())),
        ),
        (
            "comes to",
            (read.effect != read.outcome).then(|| read.effect.code().to_owned()),
        ),
        (
            "sent on to",
            (!read.referred_to.is_empty()).then(|| names(&read.referred_to)),
        ),
        ("absent", listed(&read.absent)),
        ("against", listed(&read.against)),
        ("in favour", listed(&read.in_favour)),
        ("abstained", listed(&read.abstained)),
        ("remark", read.remark.map(|span| places.words(span))),
    ];
    tree.extend(
        told.into_iter()
            .filter_map(|(label, value)| Some(format!("{label} {}", value?))),
    );
    tree
}

fn grant(places: &Places<'_>, read: &Grant) -> Tree<String> {
    let name = read.programme.as_deref().unwrap_or("without a name");
    let mut tree = Tree::new(format!(
        "{} {name}  {}",
        read.kind.code(),
        places.place(read.span)
    ));
    let years = [read.period_start, read.period_end]
        .map(|year| year.map_or("?".to_owned(), |year| year.to_string()));
    let told = [
        ("funder", read.funder.clone()),
        ("recipient", read.recipient.clone()),
        ("for", read.purpose.clone()),
        (
            "applied for",
            read.amount_applied.map(|amount| amount.to_string()),
        ),
        (
            "awarded",
            read.amount_awarded.map(|amount| amount.to_string()),
        ),
        ("net", read.net.map(|amount| amount.to_string())),
        (
            "paid by",
            read.funding.map(|funding| funding.code().to_owned()),
        ),
        ("awarded on", read.awarded_on.clone()),
        (
            "years",
            (read.period_start.or(read.period_end)).map(|_| years.join("–")),
        ),
        (
            "people",
            read.target_persons.map(|persons| persons.to_string()),
        ),
    ];
    tree.extend(
        told.into_iter()
            .filter_map(|(label, value)| Some(format!("{label} {}", value?))),
    );
    tree
}

fn figure(places: &Places<'_>, read: &Figure) -> String {
    let value = match (&read.value_dkk, &read.value) {
        (Some(kroner), _) => format!("{kroner} kr."),
        (None, Some(value)) => format!("{value} {}", read.unit.as_deref().unwrap_or_default()),
        (None, None) => "not understood".to_owned(),
    };
    let cell = read.cell.as_ref().map_or(String::new(), |cell| {
        let label = |words: &Option<String>| words.clone().unwrap_or_default();
        format!(
            ", cell {} / {}",
            label(&cell.row_label),
            label(&cell.column_label)
        )
    });
    format!(
        "{} {} = {}{cell}  {}",
        read.kind.code(),
        places.words(read.span),
        value.trim_end(),
        places.place(read.span)
    )
}

fn unplaced(places: &Places<'_>, minutes: &Minutes) -> Tree<String> {
    let lost: Vec<_> = minutes
        .segments
        .iter()
        .filter(|segment| segment.kind == SegmentKind::Unplaced)
        .collect();
    let mut tree = Tree::new(if lost.is_empty() {
        "nothing is unplaced".to_owned()
    } else {
        "not placed".to_owned()
    });
    tree.extend(
        lost.into_iter()
            .map(|segment| places.quoted("text", segment.span)),
    );
    tree
}

fn problems(places: &Places<'_>, minutes: &Minutes, number: Option<&str>) -> Tree<String> {
    let of_item = |problem: &&Problem| {
        number.is_none_or(|number| {
            problem
                .item
                .is_some_and(|item| minutes.items[item].number == number)
        })
    };
    let told: Vec<&Problem> = minutes.problems.iter().filter(of_item).collect();
    let mut tree = Tree::new(format!("{} problems", told.len()));
    for problem in told {
        let place = problem
            .span
            .map_or(String::new(), |span| format!("  {}", places.place(span)));
        tree.push(format!(
            "{} {}: {}{place}",
            problem.code.severity().code(),
            problem.code.code(),
            problem.message
        ));
    }
    tree
}
