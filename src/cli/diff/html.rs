//! The page in HTML: no script, nothing from elsewhere, every word escaped.

use super::in_common;
use std::fmt::Write as _;
use tvaersnit::compare::ItemText;
use tvaersnit::reuse::diff::{Row, Run};

const STYLE: &str = "body{font-family:sans-serif;max-width:80em;margin:2em auto;padding:0 1em;line-height:1.45}\
    table{border-collapse:collapse;width:100%;table-layout:fixed}\
    td,th{vertical-align:top;text-align:left;padding:.3em .8em;border-bottom:1px solid #ddd;overflow-wrap:anywhere}\
    del{background:#fde0dc;text-decoration:none;border-bottom:2px solid #b3261e}\
    ins{background:#dcefdc;text-decoration:none;border-bottom:2px solid #1e6b1e}";

/// The page.
pub fn page(a: &ItemText, b: &ItemText, parts: &[(&str, Vec<Row>)]) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"da\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{} / {}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<p>{}. Words of one text alone are marked.</p>\n<table>\n<thead><tr>{}{}</tr></thead>\n<tbody>\n",
        escaped(&a.heading),
        escaped(&b.heading),
        escaped(&in_common(parts)),
        head(a),
        head(b)
    );
    for (name, rows) in parts {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "<tr><th colspan=\"2\" scope=\"rowgroup\">{}</th></tr>",
            escaped(name)
        );
        for row in rows {
            let _ = writeln!(
                page,
                "<tr><td>{}</td><td>{}</td></tr>",
                cell(&row.left, "del"),
                cell(&row.right, "ins")
            );
        }
    }
    page.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    page
}

fn head(item: &ItemText) -> String {
    format!(
        "<th scope=\"col\">{}<br>{}<br><small>{}</small></th>",
        escaped(&item.heading),
        escaped(&item.title),
        escaped(&item.item_id)
    )
}

fn cell(runs: &[Run], mark: &str) -> String {
    let runs = runs.iter().map(|run| {
        let words = escaped(&run.text);
        if run.common {
            words
        } else {
            format!("<{mark}>{words}</{mark}>")
        }
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char if char.is_control() && char != '\n' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_document_are_words() {
        let run = |common, text: &str| Run {
            common,
            text: text.to_owned(),
        };
        assert_eq!(
            cell(&[run(true, "<script>"), run(false, "\"a\" & 'b'")], "del"),
            "&lt;script&gt; <del>&quot;a&quot; &amp; &#39;b&#39;</del>"
        );
    }
}
