//! A web page of a meeting, and the pieces of HTML that the publishing system's JSON holds too.

use super::super::meeting::{Item, Meeting};
use super::{HEAD, called, cells, decided, long_date};

pub fn page(meeting: &Meeting) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>{0}</title></head>\n<body>\n\
         <header><a href=\"/\">{1} Kommune</a><nav><ul><li>Borger</li><li>Politik</li></ul></nav></header>\n<main>\n\
         <h1>{0} {2}</h1>\n<p>Mødedato: {3}<br>Mødested: Rådhuset, {1} Kommune</p>\n<p>Deltagere: {4}</p>\n",
        called(meeting),
        meeting.municipality,
        meeting.committee,
        long_date(meeting),
        meeting.participants.join(", "),
    );
    for item in &meeting.items {
        out.push_str(&format!(
            "<h2>{}. {}</h2>\n<p>Sagsnr.:&nbsp;{}</p>\n",
            item.number, item.title, item.case_number
        ));
        out.push_str(&sections(item, meeting.decided));
        if !item.attachments.is_empty() {
            let links = item.attachments.iter();
            let links: String = links
                .map(|name| format!("<li><a href=\"/bilag\">{name}</a></li>"))
                .collect();
            out.push_str(&format!("<h3>Bilag</h3><ul>{links}</ul>\n"));
        }
    }
    out.push_str("</main>\n</body></html>\n");
    out
}

/// The decision, if one was made.
pub fn decision(item: &Item) -> String {
    let points: String = item
        .decisions
        .iter()
        .map(|decision| format!("<p>{}</p>\n", decided(decision)))
        .collect();
    format!("<h3>Beslutning</h3>\n{points}")
}

/// Everything below the title, attachments aside.
pub fn sections(item: &Item, with_decision: bool) -> String {
    let mut out = String::new();
    if with_decision {
        out.push_str(&decision(item));
    }
    out.push_str(&format!(
        "<h3>Resumé</h3>\n<p>{}</p>\n",
        entities(&item.summary)
    ));
    out.push_str("<h3>Indstilling</h3>\n<p>Administrationen indstiller,</p>\n");
    match item.recommended.as_slice() {
        [only] => out.push_str(&format!("<p>at {only}</p>\n")),
        points => {
            let points: String = points
                .iter()
                .map(|point| format!("<li>at {point}</li>"))
                .collect();
            out.push_str(&format!("<ol>{points}</ol>\n"));
        }
    }
    out.push_str("<h3>Sagsfremstilling</h3>\n");
    for paragraph in &item.account {
        out.push_str(&format!(
            "<p class=\"xsltParagraph\">{}</p>\n",
            entities(paragraph)
        ));
    }
    out.push_str("<h3>Økonomi</h3>\n");
    for paragraph in &item.economy {
        out.push_str(&format!("<p>{}</p>\n", entities(paragraph)));
    }
    if !item.table.is_empty() {
        out.push_str(&table(item));
    }
    out
}

/// Danish letters as some systems write them.
fn entities(words: &str) -> String {
    words
        .replace('å', "&aring;")
        .replace('ø', "&oslash;")
        .replace('æ', "&aelig;")
}

fn table(item: &Item) -> String {
    let row = |cells: [String; 3], tag: &str| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<{tag}>{cell}</{tag}>"))
            .collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = item
        .table
        .iter()
        .map(|line| row(cells(line), "td"))
        .collect();
    let head = row(HEAD.map(str::to_owned), "th");
    format!("<table><tbody>{head}{rows}</tbody></table>\n")
}
