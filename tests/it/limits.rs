//! Documents made to cost more than they may: each is read in time that grows with its size, or rejected with the
//! limit named and a remedy. Sizes are such that a step that grows with the square would not come to an end.

use crate::promises;
use tvaersnit::facts::{self, Minutes, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::problem::ProblemCode;
use tvaersnit::source::limits::Limits;
use tvaersnit::source::{self, Document, Means, Rejected, SourceFormat};
use tvaersnit::value::municipality::find;

fn read(format: SourceFormat, bytes: &[u8]) -> Result<(Document, Minutes), Box<Rejected>> {
    let document = source::read("made", format, bytes)?;
    let options = Options {
        municipality: find("Vejle"),
        ..Options::default()
    };
    let minutes = facts::read(&document, &Lexicon::built_in(), &options)?;
    Ok((document, minutes))
}

/// What the document at hand is rejected for; a document that is read must keep its promises.
fn fate(format: SourceFormat, bytes: &[u8]) -> Option<ProblemCode> {
    match read(format, bytes) {
        Ok((document, minutes)) => {
            let kept = promises::check(&document, &minutes);
            assert_eq!(kept, Ok(()));
            None
        }
        Err(rejected) => Some(rejected.problem.code),
    }
}

/// A meeting whose only item holds `words`.
fn about(words: &str) -> String {
    format!(
        "Referat\nSocialudvalget, Vejle Kommune\n3. juni 2025\n\nPunkt 1: Budget\n\nSagsfremstilling\n{words}\n\nBeslutning\nGodkendt.\n"
    )
}

fn json(html: &str) -> String {
    let html = html.replace('"', "\\\"");
    format!(
        "{{\"Dagsordenpunkter\": [{{\"Navn\": \"Budget\", \"Felter\": [{{\"Html\": \"{html}\"}}]}}]}}"
    )
}

/// Tags that differ, so that a parser cannot take them for one.
fn numbered(count: usize, tag: impl Fn(usize) -> String) -> String {
    (0..count).map(tag).collect()
}

#[test]
fn html_beyond_a_limit_is_rejected_and_the_limit_is_named() {
    use ProblemCode::{TooDeep, TooMany};
    for (what, html, code) in [
        ("deep", "<div>".repeat(100_000), TooDeep),
        (
            "deep behind ends of nothing",
            "<div></x>".repeat(100_000),
            TooDeep,
        ),
        ("deep without ends", "<rt>".repeat(100_000), TooDeep),
        (
            "deep in a drawing",
            format!("<svg>{}", "<td>".repeat(100_000)),
            TooDeep,
        ),
        ("deep in tables", "<table><tr><td>".repeat(50_000), TooDeep),
        ("deep in templates", "<template>".repeat(100_000), TooDeep),
        (
            "letters that every paragraph opens again",
            numbered(200_000, |at| format!("<b class=a{at}><p>")),
            TooDeep,
        ),
        (
            "few letters, many paragraphs",
            format!("<p>{}", numbered(200, |at| format!("<i class=a{at}>")))
                + &"</p><p>x".repeat(400_000),
            TooMany,
        ),
        (
            "attributes",
            format!("<p {}>x", numbered(300_000, |at| format!("a{at} "))),
            TooMany,
        ),
        (
            "attributes in a title that is none",
            format!(
                "<title><p a=\"></title><p {}>x",
                numbered(300_000, |at| format!("b{at} "))
            ),
            TooMany,
        ),
        ("elements", "<br>".repeat(3_000_000), TooMany),
    ] {
        for (form, bytes) in [
            (SourceFormat::Html, format!("<html>{html}")),
            (SourceFormat::FirstAgenda, json(&html)),
        ] {
            let rejected = read(form, bytes.as_bytes()).map(|_| ()).unwrap_err();
            assert_eq!(
                rejected.problem.code, code,
                "{what}: {}",
                rejected.problem.message
            );
            assert!(rejected.problem.message.contains("limit"), "{what}");
            assert!(code.remedy().contains("--raise-limits"), "{what}");
        }
    }
}

#[test]
fn limits_can_be_raised() {
    let means = |times| Means {
        program: None,
        limits: Limits::raised(times),
    };
    let deep = format!("<html>{}Punkt 1", "<div>".repeat(400));
    let wide = "x\n".repeat(2_000_001);
    for (format, text) in [(SourceFormat::Html, deep), (SourceFormat::Text, wide)] {
        let read = |times| source::read_with("made", format, text.as_bytes(), &means(times));
        assert!(read(1).is_err());
        assert!(read(2).is_ok());
    }
}

#[test]
fn the_deepest_page_that_is_read_fits_the_stack_of_a_thread() {
    let means = Means {
        program: None,
        limits: Limits::raised(1_000),
    };
    for tag in ["<div>", "<ul><li>", "<b class=\"x\">", "<blockquote><p>"] {
        let html = format!("<html>{}Punkt 1: x", tag.repeat(500));
        let document = source::read_with("made", SourceFormat::Html, html.as_bytes(), &means);
        assert!(
            document.is_ok_and(|document| document.text.contains("Punkt 1")),
            "{tag}"
        );
    }
}

#[test]
fn html_of_many_parts_is_read() {
    for (what, html) in [
        ("siblings", "<p>x</p>".repeat(100_000)),
        (
            "headings",
            numbered(50_000, |at| {
                format!("<h2>Sag {at}</h2><h3>Beslutning</h3>x")
            }),
        ),
        ("points", format!("<ul>{}</ul>", "<li>x".repeat(100_000))),
        (
            "rows",
            format!("<table>{}</table>", "<tr><td>x<td>1".repeat(50_000)),
        ),
        ("tables", "<table><tr><td>x<td>1</table>".repeat(30_000)),
        ("letters that are crossed", "<a><p></a>x".repeat(50_000)),
        (
            "letters before a table",
            format!("<table>{}", "<b>x</b>".repeat(50_000)),
        ),
        ("bodies", numbered(100_000, |at| format!("<body a{at}=x>"))),
        (
            "a picture in the page",
            format!("<img src='data:{}'>", "aB/+".repeat(500_000)),
        ),
        (
            "a script",
            format!("<script>{}</script>", "if (a<b c d e) ".repeat(100_000)),
        ),
        ("a comment", format!("<!-- {} -->", "a b ".repeat(500_000))),
    ] {
        let page = format!("<html><p>Punkt 1: Budget</p><h3>Beslutning</h3><p>Godkendt</p>{html}");
        let read = read(SourceFormat::Html, page.as_bytes()).map(|_| ());
        assert!(read.is_ok(), "{what}: {read:?}");
    }
}

#[test]
fn texts_of_many_parts_are_read() {
    let top = "Referat\nSocialudvalget, Vejle Kommune\n3. juni 2025\n\n";
    let item = |parts: &str| format!("{top}Punkt 1: Budget\n\n{parts}");
    let decided = "\n\nBeslutning\nGodkendt.\n\n";
    for (what, text) in [
        ("a line of letters", about(&"a".repeat(1_000_000))),
        ("a line of words", about(&"budgettet ".repeat(60_000))),
        (
            "a line of amounts",
            about(&"1,5 mio. kr. og ".repeat(20_000)),
        ),
        (
            "a line of names",
            about(&"Socialudvalget og Ida Hansen (A), ".repeat(10_000)),
        ),
        (
            "a line of laws",
            about(&"servicelovens § 85, stk. 2, ".repeat(10_000)),
        ),
        ("full stops", about(&". ".repeat(300_000))),
        ("digits", about(&"9".repeat(500_000))),
        ("dashes", about(&"-".repeat(300_000))),
        ("marks", about(&"*a".repeat(200_000))),
        (
            "quotes in each other",
            about(&format!("{}x", "> ".repeat(100_000))),
        ),
        ("marks of lists", about(&"- ".repeat(100_000))),
        (
            "lines of a paragraph",
            about(&"Udvalget har drøftet sagen og\n".repeat(10_000)),
        ),
        (
            "paragraphs",
            about(&"Udvalget har drøftet sagen.\n\n".repeat(10_000)),
        ),
        (
            "headings",
            about(
                &"Økonomi\nDet koster 5 kr.\n\nSagsfremstilling\nSagen drøftes.\n\n".repeat(1_000),
            ),
        ),
        (
            "items of one number",
            top.to_owned() + &format!("Punkt 1: Sag{decided}").repeat(5_000),
        ),
        (
            "items of rising numbers",
            top.to_owned() + &numbered(2_500, |at| format!("Punkt {}: Sag{decided}", at + 1)),
        ),
        (
            "contents",
            format!(
                "{top}Indhold\n{}\n{}",
                "1. Sag ..... 2\n".repeat(5_000),
                item(decided)
            ),
        ),
        (
            "points",
            item(&format!(
                "Indstilling\n{}{decided}",
                numbered(10_000, |at| format!("{}. at sag {at} godkendes\n", at + 1))
            )),
        ),
        (
            "decided points",
            item(&format!(
                "Beslutning\n{}",
                numbered(5_000, |at| format!("Ad {} Godkendt.\n", at + 1))
            )),
        ),
        (
            "attachments",
            item(&format!(
                "{decided}Bilag\n{}",
                numbered(10_000, |at| format!("- Bilag {at}: Notat\n"))
            )),
        ),
        (
            "rows",
            about(&format!("Kr.\tBudget\n{}", "Drift\t1.000\n".repeat(10_000))),
        ),
        (
            "columns",
            about(&format!(
                "Kr.{}\nDrift{}\n",
                "\tBudget".repeat(2_000),
                "\t1.000".repeat(2_000)
            )),
        ),
        (
            "tables",
            about(&"Kr.\tBudget\nDrift\t1.000\n\nTekst.\n\n".repeat(2_000)),
        ),
        (
            "rows by pipes",
            about(&format!(
                "| Kr. | Budget |\n|---|---|\n{}",
                "| Drift | 1.000 |\n".repeat(10_000)
            )),
        ),
        (
            "grants",
            about(&"Der gives en bevilling på 5 mio. kr. i 2025.\n\n".repeat(1_500)),
        ),
        (
            "more grants than are looked for",
            about(&"Der gives en bevilling på 5 mio. kr. i 2025.\n\n".repeat(10_000)),
        ),
        (
            "pages",
            about(&"Tekst.\n\nVejle Kommune\nSide 1\n\u{c}\n".repeat(5_000)),
        ),
        ("blank lines", about(&"\n".repeat(500_000))),
        ("mojibake", about(&"Ã¦".repeat(200_000))),
    ] {
        for format in [SourceFormat::Text, SourceFormat::Markdown] {
            assert_eq!(fate(format, text.as_bytes()), None, "{what}");
        }
    }
}

#[test]
fn json_beyond_a_limit_is_rejected() {
    use ProblemCode::{NotAMeeting, TooMany};
    for (what, json, code) in [
        (
            "deep",
            format!("{{\"Dagsordenpunkter\": {}", "[".repeat(100_000)),
            NotAMeeting,
        ),
        (
            "values",
            format!("{{\"Dagsordenpunkter\": [{}]}}", "{},".repeat(2_000_000)),
            TooMany,
        ),
        (
            "keys",
            format!(
                "{{{}\"Dagsordenpunkter\": []}}",
                "\"a\":1,".repeat(2_000_001)
            ),
            TooMany,
        ),
    ] {
        assert_eq!(
            fate(SourceFormat::FirstAgenda, json.as_bytes()),
            Some(code),
            "{what}"
        );
    }
}
