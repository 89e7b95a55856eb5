//! Whether reading grows with the size of a document and no faster: each case at a size and at twice that size.
//!
//! `cargo bench --no-default-features --bench limits [-- PART OF A NAME [TIMES THE SIZE]]`. The factor is of the time for
//! twice the bytes, in the thread's own time on a processor. One far above 2 is a fault; where memory
//! and caches are shared, it swings between 1.5 and 3.

#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, SourceFormat};
use tvaersnit::topics::Topics;
use tvaersnit::value::municipality::find;

/// A document of a size: name, form, size, and how it is made.
type Case = (&'static str, SourceFormat, usize, fn(usize) -> String);

const TOP: &str = "Referat\nSocialudvalget, Vejle Kommune\n3. juni 2025\n\n";

fn about(words: &str) -> String {
    format!("{TOP}Punkt 1: Budget\n\nSagsfremstilling\n{words}\n\nBeslutning\nGodkendt.\n")
}

fn each(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut out, at| {
        let _ = write!(out, "{}", part(at));
        out
    })
}

/// A name for a number, of letters.
fn called(number: usize) -> String {
    let digits = number.to_string();
    digits
        .chars()
        .map(|digit| (digit as u8 + b'1') as char)
        .collect()
}

fn page(html: &str) -> String {
    format!("<html><p>Punkt 1: Budget</p><h3>Beslutning</h3><p>Godkendt</p>{html}")
}

const CASES: &[Case] = &[
    ("many items of one number", SourceFormat::Text, 2_000, |n| {
        let rest = "Sagsfremstilling\n\nOm det.\n\nBeslutning\n\nGodkendt.\n\n";
        let item = |at| format!("5. Budget {}\n\n{rest}", called(at));
        format!("{TOP}4. Skole\n\n{rest}{}", each(n, item))
    }),
    (
        "many lines that may be items of one number",
        SourceFormat::Text,
        5_000,
        |n| {
            let line = |at| format!("5. Budget {}\n\nOm det, og om andet.\n\n", called(at));
            format!("{TOP}5. Skole\n\n{}", each(n, line))
        },
    ),
    (
        "one long line of letters",
        SourceFormat::Text,
        2_000_000,
        |n| about(&"a".repeat(n)),
    ),
    ("one long line of words", SourceFormat::Text, 300_000, |n| {
        about(&"budgettet ".repeat(n))
    }),
    (
        "one long line of numbers",
        SourceFormat::Text,
        50_000,
        |n| about(&"1,5 mio. kr. og ".repeat(n)),
    ),
    ("one long line of dates", SourceFormat::Text, 50_000, |n| {
        about(&"den 3. juni 2025 ".repeat(n))
    }),
    (
        "one long line of paragraphs of law",
        SourceFormat::Text,
        50_000,
        |n| about(&"servicelovens § 85, stk. 2, ".repeat(n)),
    ),
    ("one long line of names", SourceFormat::Text, 50_000, |n| {
        about(&"Socialudvalget og Byrådet og Ida Hansen (A), ".repeat(n))
    }),
    ("one long heading", SourceFormat::Text, 300_000, |n| {
        format!(
            "{TOP}Punkt 1: {}\n\nBeslutning\nGodkendt.\n",
            "budget ".repeat(n)
        )
    }),
    ("a long word", SourceFormat::Text, 2_000_000, |n| {
        about(&format!("kr. {}", "9".repeat(n)))
    }),
    ("hyphens", SourceFormat::Text, 1_000_000, |n| {
        about(&"-".repeat(n))
    }),
    ("stars", SourceFormat::Text, 1_000_000, |n| {
        about(&"*a".repeat(n))
    }),
    ("brackets", SourceFormat::Text, 500_000, |n| {
        about(&"(".repeat(n))
    }),
    ("blank lines", SourceFormat::Text, 1_000_000, |n| {
        about(&"\n".repeat(n))
    }),
    ("lines of a paragraph", SourceFormat::Text, 50_000, |n| {
        about(&"Udvalget har drøftet sagen og\n".repeat(n))
    }),
    ("paragraphs", SourceFormat::Text, 50_000, |n| {
        about(&"Udvalget har drøftet sagen.\n\n".repeat(n))
    }),
    ("items", SourceFormat::Text, 4_000, |n| {
        TOP.to_owned()
            + &each(n, |at| {
                format!(
                    "Punkt {}: Sag {at}\n\nIndstilling\nat sagen godkendes\n\nBeslutning\nGodkendt.\n\n",
                    at + 1
                )
            })
    }),
    ("headings of one number", SourceFormat::Text, 20_000, |n| {
        TOP.to_owned()
            + &each(n, |at| {
                format!("Punkt 1: Sag {at}\n\nBeslutning\nGodkendt.\n\n")
            })
    }),
    ("numbered lines", SourceFormat::Text, 20_000, |n| {
        about(&each(n, |at| format!("{}. Sag {at}\n", at % 900 + 1)))
    }),
    ("contents and items", SourceFormat::Text, 1_000, |n| {
        format!(
            "{TOP}Indholdsfortegnelse\n{}\n\n{}",
            each(n, |at| format!("{}. Sag {at} ..... {}\n", at + 1, at + 2)),
            each(n, |at| format!(
                "{}. Sag {at}\n\nBeslutning\nGodkendt.\n\n",
                at + 1
            ))
        )
    }),
    ("contents of one title", SourceFormat::Text, 2_000, |n| {
        format!(
            "{TOP}Indholdsfortegnelse\n{}\n\n{}",
            "1. Sag ..... 2\n".repeat(n),
            "1. Sag\n\nBeslutning\nGodkendt.\n\n".repeat(n)
        )
    }),
    ("sections", SourceFormat::Text, 10_000, |n| {
        about(&"Økonomi\nDet koster 5 kr.\n\nSagsfremstilling\nSagen drøftes.\n\n".repeat(n))
    }),
    ("bold headings", SourceFormat::Markdown, 20_000, |n| {
        about(&each(n, |at| {
            format!("## **Overskrift {at}**\n\nTekst\n\n")
        }))
    }),
    ("points", SourceFormat::Text, 20_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\nIndstilling\nDirektøren indstiller,\n{}\nBeslutning\nGodkendt.\n",
            each(n, |at| format!("{}. at sag {at} godkendes\n", at + 1))
        )
    }),
    ("decided points", SourceFormat::Text, 5_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\nIndstilling\n{}\nBeslutning\n{}\n",
            each(n, |at| format!("{}. at sag {at} godkendes\n", at + 1)),
            each(n, |at| format!("Ad {} Godkendt.\n", at + 1))
        )
    }),
    ("absent members", SourceFormat::Text, 10_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\nBeslutning\nGodkendt.\nFraværende: {}\n",
            each(n, |at| format!("Ida Hansen{at}, "))
        )
    }),
    ("attachments", SourceFormat::Text, 10_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\nBeslutning\nGodkendt.\n\nBilag\n{}",
            each(n, |at| format!("- Bilag {at}: Notat {at}\n"))
        )
    }),
    ("rows of a table", SourceFormat::Text, 10_000, |n| {
        about(&format!(
            "Kr.\tBudget\tRegnskab\n{}",
            each(n, |at| format!("Drift {at}\t1.0{:02}\t2.000\n", at % 100))
        ))
    }),
    ("columns of a table", SourceFormat::Text, 5_000, |n| {
        about(&format!(
            "Kr.{}\nDrift{}\n",
            "\tBudget".repeat(n),
            "\t1.000".repeat(n)
        ))
    }),
    ("tables", SourceFormat::Text, 3_000, |n| {
        about(&"Kr.\tBudget\nDrift\t1.000\nI alt\t1.000\n\nTekst her.\n\n".repeat(n))
    }),
    ("columns by spaces", SourceFormat::Text, 5_000, |n| {
        about(&"Drift      1.000      2.000\n".repeat(n))
    }),
    ("rows by pipes", SourceFormat::Markdown, 10_000, |n| {
        about(&format!(
            "| Kr. | Budget |\n|---|---|\n{}",
            "| Drift | 1.000 |\n".repeat(n)
        ))
    }),
    ("grants", SourceFormat::Text, 2_000, |n| {
        about(&each(n, |at| {
            format!(
                "Der gives en tillægsbevilling på {at} mio. kr. i 2025 og {at} mio. kr. i 2026 til projektet \"Sag {at}\" finansieret af kassebeholdningen.\n\n"
            )
        }))
    }),
    ("steps of a route", SourceFormat::Text, 10_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\nKompetence\n{}\nBeslutning\nGodkendt.\n",
            "Socialudvalget anbefaler, Byrådet beslutter\n".repeat(n)
        )
    }),
    ("earlier decisions", SourceFormat::Text, 3_000, |n| {
        format!(
            "{TOP}Punkt 1: Budget\n\n{}Beslutning\nGodkendt.\n",
            "Socialudvalget, 25.05.2025\nGodkendt.\n\n".repeat(n)
        )
    }),
    ("pages", SourceFormat::Text, 10_000, |n| {
        about(&each(n, |at| {
            format!("Tekst på siden.\n\nVejle Kommune\nSide {at} af {n}\n\u{c}\n")
        }))
    }),
    ("nested quotes", SourceFormat::Markdown, 1_000, |n| {
        about(&each(n, |at| format!("{} citat\n", ">".repeat(at))))
    }),
    ("one deep quote", SourceFormat::Markdown, 500_000, |n| {
        about(&format!("{} citat", "> ".repeat(n)))
    }),
    ("one deep list", SourceFormat::Markdown, 1_000, |n| {
        about(&each(n, |at| format!("{}- punkt\n", "  ".repeat(at))))
    }),
    ("marks of lists", SourceFormat::Markdown, 500_000, |n| {
        about(&"- ".repeat(n))
    }),
    ("mojibake", SourceFormat::Text, 300_000, |n| {
        about(&"Ã¦".repeat(n))
    }),
    ("case numbers", SourceFormat::Text, 30_000, |n| {
        about(&"sag 25-003549 og 17.27.00-P20-1-25, ".repeat(n))
    }),
    ("HTML: siblings", SourceFormat::Html, 50_000, |n| {
        page(&"<p>x</p>".repeat(n))
    }),
    ("HTML: headings", SourceFormat::Html, 20_000, |n| {
        format!(
            "<html>{}",
            each(n, |at| format!("<h2>Sag {at}</h2><h3>Beslutning</h3>x"))
        )
    }),
    ("HTML: points", SourceFormat::Html, 50_000, |n| {
        page(&format!("<ul>{}</ul>", "<li>x".repeat(n)))
    }),
    ("HTML: rows", SourceFormat::Html, 20_000, |n| {
        page(&format!("<table>{}</table>", "<tr><td>x<td>1".repeat(n)))
    }),
    ("HTML: tables", SourceFormat::Html, 10_000, |n| {
        page(&"<table><tr><td>x<td>1</table>".repeat(n))
    }),
    ("HTML: tables in one", SourceFormat::Html, 10_000, |n| {
        page(&format!(
            "<table><tr><td>{}",
            "<table><tr><td>x<td>1</table>".repeat(n)
        ))
    }),
    ("HTML: nested tables", SourceFormat::Html, 60, |n| {
        page(&"<table><tr><td>x<td>".repeat(n / 2))
    }),
    ("HTML: crossed letters", SourceFormat::Html, 20_000, |n| {
        page(&"<a><p></a>x".repeat(n))
    }),
    ("HTML: before a table", SourceFormat::Html, 20_000, |n| {
        page(&format!("<table>{}", "<b>x</b>".repeat(n)))
    }),
    ("HTML: bodies", SourceFormat::Html, 50_000, |n| {
        page(&each(n, |at| format!("<body a{at}=x>")))
    }),
    ("HTML: a script", SourceFormat::Html, 100_000, |n| {
        page(&format!("<script>{}</script>", "if (a<b c d) ".repeat(n)))
    }),
    ("HTML: a comment", SourceFormat::Html, 500_000, |n| {
        page(&format!("<!-- {} -->", "a b ".repeat(n)))
    }),
    ("HTML: a picture", SourceFormat::Html, 500_000, |n| {
        page(&format!("<img src='data:{}'>", "aB/+".repeat(n)))
    }),
    ("JSON: items", SourceFormat::FirstAgenda, 4_000, |n| {
        format!(
            "{{\"Dagsordenpunkter\":[{}{{}}]}}",
            each(n, |at| format!(
                "{{\"Punktnummer\":\"{at}\",\"Navn\":\"Sag {at}\",\"Felter\":[{{\"Html\":\"<h3>Beslutning</h3><p>Godkendt\"}}]}},"
            ))
        )
    }),
    (
        "JSON: items of one number",
        SourceFormat::FirstAgenda,
        4_000,
        |n| {
            format!(
                "{{\"Dagsordenpunkter\":[{}{{}}]}}",
                "{\"Punktnummer\":\"1\",\"Navn\":\"Sag\"},".repeat(n)
            )
        },
    ),
    ("JSON: deep", SourceFormat::FirstAgenda, 100_000, |n| {
        format!("{{\"Dagsordenpunkter\":{}", "[".repeat(n))
    }),
];

fn main() {
    let wanted = std::env::args()
        .nth(1)
        .filter(|part| !part.starts_with('-'));
    let times = std::env::args().nth(2).and_then(|word| word.parse().ok());
    let lexicon = Lexicon::built_in();
    let topics = Topics::built_in();
    println!(
        "{:<44} {:>10} {:>10} {:>10} {:>7}  what came of it",
        "case", "bytes", "ms", "ms twice", "factor"
    );
    for (name, format, size, make) in CASES {
        if wanted.as_ref().is_some_and(|part| !name.contains(part)) {
            continue;
        }
        let size = size * times.unwrap_or(1_usize);
        let [once, twice] = [size, 2 * size].map(|size| {
            let text = make(size);
            let (time, told) = measured(&lexicon, &topics, *format, &text);
            (text.len(), time, told)
        });
        // Some documents grow by more than their size's number.
        let factor = 2.0 * (twice.1 / twice.0 as f64) / (once.1 / once.0 as f64);
        println!(
            "{name:<44} {:>10} {:>10.1} {:>10.1} {factor:>7.2}  {}",
            once.0, once.1, twice.1, twice.2
        );
    }
}

/// The system counts in steps of some milliseconds, so a document is read again until this is spent …
const LEAST: Duration = Duration::from_millis(250);
/// … or so many times.
const MOST: u32 = 1_000;

/// What this thread has spent on a processor, which other work on the machine does not add to; where the system does not
/// tell, the time of the clock.
fn spent() -> Duration {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = told.split(' ').next().and_then(|word| word.parse().ok());
    spent.map_or_else(|| BEGAN.elapsed(), Duration::from_nanos)
}

/// Milliseconds that reading takes, and what came of it.
fn measured(lexicon: &Lexicon, topics: &Topics, format: SourceFormat, text: &str) -> (f64, String) {
    let options = Options {
        municipality: find("Vejle"),
        ..Options::default()
    };
    let start = spent();
    let mut times = 0_u32;
    let (read, time) = loop {
        let read = source::read("made", format, text.as_bytes()).and_then(|document| {
            let minutes = facts::read(&document, lexicon, &options)?;
            Ok((topics.find(&minutes, &document).len(), minutes))
        });
        times += 1;
        let time = spent().saturating_sub(start);
        if time >= LEAST || times == MOST {
            break (read, time);
        }
    };
    let time = time.as_secs_f64() * 1000.0 / f64::from(times);
    let told = match read {
        Ok((_, minutes)) => format!(
            "{} items, {} segments, {} figures",
            minutes.items.len(),
            minutes.segments.len(),
            minutes
                .items
                .iter()
                .map(|item| item.figures.len())
                .sum::<usize>()
        ),
        Err(rejected) => format!(
            "{}: {}",
            rejected.problem.code.code(),
            rejected.problem.message
        ),
    };
    (time, told)
}
