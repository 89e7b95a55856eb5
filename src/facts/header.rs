//! Who met, when and where, as the blocks before the first item say: from labels, else from the title's lines.

use super::DocumentKind;
use super::bodies::BodyFinder;
use super::names::{are_names, names, noted};
use crate::layout::{Outline, Role};
use crate::lexicon::{Label, Lexicon};
use crate::source::Block;
use crate::value::date::{first_date, first_time, leading_time};
use crate::value::fold::ToLower;
use crate::value::fold::{fold, fold_some};
use crate::value::{Body, BodyKind, Date, Span};
use regex::Regex;
use std::sync::LazyLock;

/// What the header states; all of it may be missing.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The body that met.
    pub committee: Option<Body>,
    /// Term of office.
    pub term: Option<String>,
    /// Agenda or minutes, where a word says so.
    pub kind: Option<DocumentKind>,
    /// The day.
    pub date: Option<Date>,
    /// "HH:MM".
    pub start_time: Option<String>,
    /// The place.
    pub location: Option<String>,
    /// Who takes part.
    pub participants: Vec<String>,
    /// Who is absent.
    pub absent: Vec<String>,
    /// The header's words.
    pub span: Span,
}

pub(super) static TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b((?:19|20)\d{2})\s*[-–]\s*((?:19|20)?\d{2})\b")
        .expect("OK because the pattern is a constant")
});

/// A label of the header with the lines that belong to it.
struct Field<'t> {
    label: Label,
    lines: Vec<&'t str>,
    /// Whether a line below it was none of it.
    closed: bool,
}

impl Field<'_> {
    /// The value in one line.
    fn words(&self) -> String {
        self.lines.join(" ")
    }

    fn is_list(&self) -> bool {
        matches!(self.label, Label::Participants | Label::Absent)
    }

    /// The value as a list of names: a line each, or one list that is wrapped.
    fn list(&self) -> String {
        let mut out = String::new();
        let wrapped = self
            .lines
            .first()
            .is_some_and(|line| line.contains(',') && !line.trim_end().ends_with(" formand"));
        for line in &self.lines {
            let goes_on = wrapped && !out.trim_end().ends_with([',', ';']) && !out.is_empty();
            out.push_str(if out.is_empty() || goes_on { " " } else { ", " });
            out.push_str(line);
        }
        out
    }
}

/// Lines that a list of names may have.
const LONGEST_LIST: usize = 60;

/// Reads the blocks before the first item.
#[must_use]
pub fn header(text: &str, outline: &Outline, lexicon: &Lexicon) -> Header {
    let blocks: Vec<Block> = (0..outline.blocks.len())
        .take_while(|at| outline.roles[*at] != Role::ItemHeading)
        .filter(|at| outline.roles[*at] == Role::Header)
        .map(|at| outline.blocks[at])
        .collect();
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        return Header::default();
    };
    let mut header = Header {
        span: first.span.cover(last.span),
        ..Header::default()
    };
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    for block in &blocks {
        if block.gap > 0 {
            columns.clear();
        }
        if let Some(heads) = column_heads(text, block, lexicon) {
            let first = fields.len();
            fields.extend(heads.iter().map(|head| Field {
                label: head.label,
                lines: Vec::new(),
                closed: true,
            }));
            columns = heads;
            for (at, column) in columns.iter_mut().enumerate() {
                column.field = first + at;
            }
            continue;
        }
        if !columns.is_empty() {
            for (from, cell) in cells(text, block) {
                let nearest = columns
                    .iter()
                    .min_by_key(|column| column.from.abs_diff(from));
                if let Some(column) = nearest {
                    fields[column.field].lines.push(cell);
                }
            }
            continue;
        }
        for (at, part) in parts(block.content.of(text), lexicon)
            .into_iter()
            .enumerate()
        {
            let gap = if at == 0 { block.gap } else { 0 };
            take(part, gap, &mut fields, &mut title, lexicon);
        }
    }
    read_title(&mut header, &title, lexicon);
    read_fields(&mut header, &fields, lexicon);
    for list in [&mut header.participants, &mut header.absent] {
        let mut known = std::collections::BTreeSet::new();
        list.retain(|name| known.insert(name.clone()));
    }
    header
}

/// A column of a header: "Deltagere        Afbud".
struct Column {
    label: Label,
    /// Where it begins, in bytes from the line's start.
    from: usize,
    field: usize,
}

/// The labels of a line that holds nothing else, two or more, far apart.
fn column_heads(text: &str, block: &Block, lexicon: &Lexicon) -> Option<Vec<Column>> {
    let cells = cells(text, block);
    let heads: Vec<Column> = cells
        .iter()
        .filter_map(|(from, cell)| {
            Some(Column {
                label: lexicon.label(cell)?,
                from: *from,
                field: 0,
            })
        })
        .collect();
    (heads.len() >= 2 && heads.len() == cells.len()).then_some(heads)
}

/// The cells of a line (parted by a tab, a pipe or three spaces), each with where it begins in its line.
fn cells<'t>(text: &'t str, block: &Block) -> Vec<(usize, &'t str)> {
    let line = block.span.of(text);
    let indent = block.span.start.get()
        - text[..block.span.start.get()]
            .rfind('\n')
            .map_or(0, |at| at + 1);
    let mut out = Vec::new();
    let mut at = 0;
    for part in CELL_GAP.split(line) {
        let start = at + line[at..].find(part).unwrap_or(0);
        at = start + part.len();
        if !part.trim().is_empty() {
            out.push((indent + start, part.trim()));
        }
    }
    out
}

static CELL_GAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s{3,}|\t|\s*\|\s*").expect("OK because the pattern is a constant")
});

/// A line with labels in columns ("Mødet begyndt: kl. 16     Mødet sluttet: kl. 18") in its parts.
fn parts<'t>(line: &'t str, lexicon: &Lexicon) -> Vec<&'t str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices("   ") {
        let rest = line[at..].trim_start();
        let labelled = rest
            .find(':')
            .is_some_and(|colon| lexicon.label(&rest[..colon]).is_some());
        if labelled && at > start {
            out.push(line[start..at].trim());
            start = line.len() - rest.len();
        }
    }
    out.push(line[start..].trim());
    out.retain(|part| !part.is_empty());
    out
}

/// Gives a line to a new field, to the last one, or to the title.
fn take<'t>(
    line: &'t str,
    gap: u8,
    fields: &mut Vec<Field<'t>>,
    title: &mut Vec<&'t str>,
    lexicon: &Lexicon,
) {
    if let Some((label, value)) = labelled(line, lexicon) {
        let lines = Some(&line[value..]).filter(|value| !value.is_empty());
        fields.push(Field {
            label,
            lines: lines.into_iter().collect(),
            closed: false,
        });
        return;
    }
    match fields.last_mut() {
        Some(field) if goes_on(field, line, gap, lexicon) => field.lines.push(line),
        Some(field) => {
            field.closed = true;
            title.push(line);
        }
        None => title.push(line),
    }
}

/// The label that a line begins with. "Mødelokale 1, Rådhuset" without a colon is a place in full.
fn labelled(line: &str, lexicon: &Lexicon) -> Option<(Label, usize)> {
    let (label, value) = lexicon.labelled(line)?;
    let name = line[..value].trim_end();
    let room = label == Label::Place
        && !name.ends_with([':', '*'])
        && !line[name.len()..value].contains(['\t', ':'])
        && line[name.len()..value].chars().count() == 1
        && lexicon.is_place(name);
    Some((label, if room { 0 } else { value }))
}

/// Whether `line` goes on with the field's value.
fn goes_on(field: &Field<'_>, line: &str, gap: u8, lexicon: &Lexicon) -> bool {
    if field.closed || field.lines.len() > LONGEST_LIST {
        return false;
    }
    let stranger =
        line.to_lower().contains("kommune") || BodyFinder::new(lexicon, None).first(line).is_some();
    if field.is_list() {
        // A list may have a blank line between its names, but nothing else.
        let empty = field.lines.is_empty();
        let wrapped = gap == 0
            && field
                .lines
                .last()
                .is_some_and(|last| last.trim_end().ends_with(','));
        return !stranger
            && (are_names(line) || wrapped || (gap == 0 && !empty && !is_shouted(line)));
    }
    field.lines.is_empty() || (gap == 0 && !stranger)
}

/// "OFFENTLIG DAGSORDEN" is no name.
fn is_shouted(line: &str) -> bool {
    !line.chars().any(char::is_lowercase)
}

fn read_title(header: &mut Header, title: &[&str], lexicon: &Lexicon) {
    let whole = title.join("\n");
    let lower = whole.to_lower();
    let kinds = lexicon
        .document_kinds
        .iter()
        .filter_map(|(words, minutes)| Some((find_word(&lower, words)?, *minutes)));
    header.kind = kinds.min().map(|(_, minutes)| {
        if minutes {
            DocumentKind::Minutes
        } else {
            DocumentKind::Agenda
        }
    });
    header.committee = committee_in(title, lexicon);
    header.term = TERM.captures(&whole).map(|found| fold(&found[0]));
    header.date = first_date(&whole).map(|date| date.value);
    header.start_time = first_time(&whole).map(|time| time.value);
    header.location = title.iter().find_map(|line| place_in(line, lexicon));
}

fn read_fields(header: &mut Header, fields: &[Field<'_>], lexicon: &Lexicon) {
    let mut labelled_day = false;
    for field in fields {
        let words = field.words();
        match field.label {
            Label::Date | Label::Time => {
                let day = first_date(&words).map(|date| date.value);
                let own = field.label == Label::Date;
                if day.is_some() && (own || !labelled_day) {
                    header.date = day;
                    labelled_day |= own;
                }
                let time = first_time(&words).map(|time| time.value);
                let bare = || leading_time(&words).filter(|_| !own && day.is_none());
                header.start_time = time.or_else(bare).or(header.start_time.take());
                if header.location.is_none() && day.is_some() {
                    header.location = place_in(&words, lexicon);
                }
            }
            Label::Place => header.location = fold_some(&words).or(header.location.take()),
            Label::Participants => {
                let list = field.list();
                let away = |note: &str| lexicon.label(note) == Some(Label::Absent);
                header.absent.extend(noted(&list, away));
                header.participants.extend(names(&list));
            }
            Label::Absent => header.absent.extend(names(&field.list())),
            Label::Committee => {
                header.committee = committee_in(&[&words], lexicon).or(header.committee.take())
            }
            Label::CaseNumber | Label::Access | Label::Other => {}
        }
    }
}

/// The place that a line of the title names: what stands behind day and time, or the line as a whole.
fn place_in(line: &str, lexicon: &Lexicon) -> Option<String> {
    let day = first_date(line).map(|date| date.span.end.get());
    let time = first_time(line).map(|time| time.span.end.get());
    let from = day.into_iter().chain(time).max().unwrap_or(0);
    let rest = line[from..]
        .trim_start_matches(|char: char| !char.is_alphabetic())
        .trim();
    let rest = rest
        .strip_prefix("i ")
        .or(rest.strip_prefix("på "))
        .unwrap_or(rest);
    let rest = rest.rsplit_once(" i ").map_or(rest, |(_, place)| {
        if lexicon.is_place(place) && from == 0 {
            place
        } else {
            rest
        }
    });
    let short = (3..=100).contains(&rest.chars().count());
    let named = BodyFinder::new(lexicon, None).first(rest).is_some();
    (short && !named && lexicon.is_place(rest)).then(|| fold(rest))
}

/// The first political body in the title's lines; staff do not hold meetings with minutes of this kind unless alone.
pub(super) fn committee_in(lines: &[&str], lexicon: &Lexicon) -> Option<Body> {
    let finder = BodyFinder::new(lexicon, None);
    let found: Vec<Body> = lines
        .iter()
        .flat_map(|line| finder.all(line))
        .map(|body| body.value)
        .collect();
    let first = found
        .iter()
        .find(|body| body.kind != BodyKind::Administration)
        .or(found.first())?;
    // "Varde Ældreråd … Referat af møde i Ældrerådet": the definite form is the name.
    let same = found.iter().filter(|body| body.key == first.key);
    same.max_by_key(|body| (body.name.starts_with(first.name.as_str()), body.name.len()))
        .cloned()
}

pub(super) fn find_word(lower: &str, word: &str) -> Option<usize> {
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        !lower[..*at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
            && !lower[at + word.len()..]
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
    })
}
