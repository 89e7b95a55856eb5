//! Text: in paragraphs, wrapped, or as markdown.

use super::super::meeting::{Item, Meeting};
use super::{HEAD, called, cells, decided, long_date, recommended};

/// Characters of a wrapped line.
const WIDTH: usize = 110;
/// Lines from which on a page ends with its paragraph.
const PAGE: usize = 52;

/// Marks of a layout.
struct Marks {
    /// In front of an item's number and behind it.
    item: (&'static str, &'static str),
    /// In front of a section's heading.
    section: &'static str,
    /// Parts the cells of a table.
    cell: &'static str,
    /// Whether tables have a rule under their head.
    rule: bool,
    /// In front of a point.
    point: &'static str,
    /// Whether there is a table of contents.
    contents: bool,
}

const PARAGRAPHS: Marks = Marks {
    item: ("Punkt ", ": "),
    section: "",
    cell: "\t",
    rule: false,
    point: "",
    contents: false,
};
const MARKDOWN: Marks = Marks {
    item: ("# Punkt ", ": "),
    section: "## ",
    cell: " | ",
    rule: true,
    point: "- ",
    contents: true,
};
const WRAPPED: Marks = Marks {
    item: ("", ". "),
    contents: true,
    ..PARAGRAPHS
};

pub fn paragraphs(meeting: &Meeting) -> String {
    written(meeting, &PARAGRAPHS).join("\n\n") + "\n"
}

pub fn markdown(meeting: &Meeting) -> String {
    written(meeting, &MARKDOWN).join("\n\n") + "\n"
}

/// Lines of a fixed width, cut into pages with a head each.
pub fn wrapped(meeting: &Meeting) -> String {
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    for paragraph in written(meeting, &WRAPPED) {
        let mut lines = Vec::new();
        for line in paragraph.lines() {
            wrap(line, &mut lines);
        }
        lines.push(String::new());
        match pages.last_mut() {
            Some(page) if page.len() < PAGE => page.extend(lines),
            _ => pages.push(lines),
        }
    }
    let head = format!("{} {}", meeting.committee, long_date(meeting));
    let mut out = String::new();
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            out.push_str(&format!("\u{c}{head}    Side {}\n\n", at + 1));
        }
        out.push_str(&page.join("\n"));
        out.push('\n');
    }
    out
}

fn wrap(line: &str, lines: &mut Vec<String>) {
    if line.contains('\t') {
        lines.push(line.to_owned());
        return;
    }
    let mut open = String::new();
    for word in line.split(' ') {
        if !open.is_empty() && open.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut open));
        }
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(word);
    }
    lines.push(open);
}

fn written(meeting: &Meeting, marks: &Marks) -> Vec<String> {
    let mut out = vec![
        format!("{} Kommune", meeting.municipality),
        format!("{} {}", called(meeting), meeting.committee),
        format!("Mødedato: {}", long_date(meeting)),
        "Mødested: Rådhuset".to_owned(),
        format!("Deltagere: {}", meeting.participants.join(", ")),
    ];
    if marks.contents {
        out.push("Indholdsfortegnelse".to_owned());
        out.push(contents(meeting));
    }
    for item in &meeting.items {
        self::item(item, meeting, marks, &mut out);
    }
    out
}

fn contents(meeting: &Meeting) -> String {
    let entries = meeting.items.iter().enumerate();
    entries
        .map(|(at, item)| format!("{}. {} ..... {}", item.number, item.title, at + 2))
        .collect::<Vec<_>>()
        .join("\n")
}

fn item(item: &Item, meeting: &Meeting, marks: &Marks, out: &mut Vec<String>) {
    let heading = |name: &str| format!("{}{name}", marks.section);
    let (before, behind) = marks.item;
    out.push(format!("{before}{}{behind}{}", item.number, item.title));
    out.push(format!("Sagsnr.: {}", item.case_number));
    out.push(heading("Resumé"));
    out.push(item.summary.clone());
    out.push(heading("Indstilling"));
    out.push("Administrationen indstiller,".to_owned());
    let points = recommended(item);
    out.extend(points.iter().map(|point| format!("{}{point}", marks.point)));
    if meeting.decided {
        out.push(heading("Beslutning"));
        out.extend(item.decisions.iter().map(decided));
    }
    out.push(heading("Sagsfremstilling"));
    out.extend(item.account.iter().cloned());
    out.push(heading("Økonomi"));
    out.extend(item.economy.iter().cloned());
    if !item.table.is_empty() {
        out.push(table(item, marks));
    }
    if !item.attachments.is_empty() {
        out.push(heading("Bilag"));
        out.extend(item.attachments.iter().cloned());
    }
}

fn table(item: &Item, marks: &Marks) -> String {
    let line = |cells: [String; 3]| {
        let joined = cells.join(marks.cell);
        if marks.rule {
            format!("| {joined} |")
        } else {
            joined
        }
    };
    let mut lines = vec![line(HEAD.map(str::to_owned))];
    lines.extend(marks.rule.then(|| "|---|---|---|".to_owned()));
    lines.extend(item.table.iter().map(|row| line(cells(row))));
    lines.join("\n")
}
