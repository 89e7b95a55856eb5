//! Every form in which a meeting is published gives the same tables.

use std::path::{Path, PathBuf};
use tvaersnit::facts::{self, Minutes, Options};
use tvaersnit::layout::{self, Outline, Role};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::discover::format_of;
use tvaersnit::source::{self, BlockKind, Document, SourceFormat};
use tvaersnit::value::fold::fold;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms")
}

fn read(name: &str, bytes: &[u8], lexicon: &Lexicon) -> (Document, Minutes) {
    let format = format_of(Path::new(name)).unwrap();
    let document = source::read(name, format, bytes).unwrap_or_else(|error| panic!("{error}"));
    let minutes = facts::read(&document, lexicon, &Options::default())
        .unwrap_or_else(|error| panic!("{error}"));
    (document, minutes)
}

/// The facts that do not depend on the form, a line each.
fn told(document: &Document, minutes: &Minutes) -> Vec<String> {
    let mut out = Vec::new();
    let bodies = |bodies: &[tvaersnit::value::Body]| -> String {
        bodies
            .iter()
            .map(|body| body.key.as_str())
            .collect::<Vec<_>>()
            .join("+")
    };
    for item in &minutes.items {
        let case = item
            .case_number
            .as_ref()
            .map(|case| case.value.raw.as_str());
        out.push(format!(
            "{} {} [{case:?}] {}",
            item.number,
            item.title,
            item.access.code()
        ));
        for point in &item.recommendations {
            out.push(format!(
                "  at {:?} {:?} {:?} {}",
                point.point,
                point.verb,
                point.addressee.as_ref().map(|body| &body.key),
                fold(point.span.of(&document.text))
            ));
        }
        for decision in &item.decisions {
            out.push(format!(
                "  decided {:?} {} {} {:?} {:?} prior {} absent {:?} against {:?} to {}",
                decision.point,
                decision.outcome.code(),
                decision.effect.code(),
                decision.body.as_ref().map(|body| &body.key),
                decision.decided_on.map(|day| day.to_string()),
                decision.prior,
                decision.absent,
                decision.against,
                bodies(&decision.referred_to),
            ));
        }
        for figure in &item.figures {
            out.push(format!(
                "  figure {} {:?} {:?}",
                fold(figure.span.of(&document.text)),
                figure.value_dkk,
                figure.value,
            ));
        }
        for attachment in &item.attachments {
            out.push(format!(
                "  attached {:?} {}",
                attachment.label, attachment.title
            ));
        }
    }
    out
}

fn header(minutes: &Minutes) -> String {
    let meeting = &minutes.meeting;
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {}",
        meeting.municipality.name,
        meeting.committee.as_ref().map(|body| &body.key),
        meeting.date.map(|day| day.to_string()),
        meeting.start_time,
        meeting.location,
        meeting.participants,
        meeting.absent,
        meeting.kind.code(),
    )
}

/// Every visible character lies in exactly one segment.
fn check_segments(document: &Document, minutes: &Minutes) {
    let mut at = 0;
    for segment in &minutes.segments {
        assert!(segment.span.start.get() >= at, "{}", document.source_path);
        let between = &document.text[at..segment.span.start.get()];
        assert!(
            between.trim().is_empty(),
            "{}: {between:?}",
            document.source_path
        );
        at = segment.span.end.get();
    }
    assert!(
        document.text[at..].trim().is_empty(),
        "{}",
        document.source_path
    );
}

#[test]
fn one_meeting_in_three_forms() {
    let lexicon = Lexicon::built_in();
    let read_file = |ending: &str| {
        let name = format!("soroe_boern.{ending}");
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        read(&name, &bytes, &lexicon)
    };
    let (text, text_minutes) = read_file("txt");
    for ending in ["json", "html"] {
        let (document, minutes) = read_file(ending);
        assert_eq!(
            told(&document, &minutes),
            told(&text, &text_minutes),
            "{ending}"
        );
        assert_eq!(header(&minutes), header(&text_minutes), "{ending}");
        check_segments(&document, &minutes);
        // The table has the same cells in the same columns.
        let table = |text: &str| {
            let rows = text.lines().filter(|line| line.contains('\t'));
            rows.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(table(&document.text), table(&text.text), "{ending}");
    }
    let (document, minutes) = read_file("html");
    assert_eq!(
        (document.format, document.encoding),
        (SourceFormat::Html, "windows-1252")
    );
    assert_eq!(
        document.address.as_deref(),
        Some("https://www.soroe.dk/politik/referat-boern")
    );
    assert!(!document.text.contains("cookies") && !document.text.contains("Presse"));
    assert_eq!(minutes.items.len(), 4);
}

#[test]
fn fields_against_the_text_are_noted() {
    let bytes = std::fs::read(folder().join("soroe_boern.json")).unwrap();
    let (_, minutes) = read("soroe_boern.json", &bytes, &Lexicon::built_in());
    let noted: Vec<&str> = minutes
        .problems
        .iter()
        .filter(|problem| problem.code.code() == "field_against_text")
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        noted,
        [
            "Olga Pil is absent by the field, but no decision says so",
            "Jens Dam is absent by the decisions of 1 items, but not by the field",
        ]
    );
}

#[test]
fn a_page_of_one_item() {
    let bytes = std::fs::read(folder().join("slagelse_punkt.html")).unwrap();
    let (document, minutes) = read("slagelse_punkt.html", &bytes, &Lexicon::built_in());
    assert_eq!(minutes.layout, "heading");
    assert_eq!(
        told(&document, &minutes),
        [
            " Støtte til foreningernes sommeraktiviteter [None] open",
            "  at None Some(\"godkende\") None støtten godkendes.",
            "  decided None approved approved Some(\"kultur-og-fritidsudvalget\") Some(\"2025-05-14\") prior false absent [] against [] to ",
        ]
    );
}

#[test]
fn what_is_no_meeting_is_rejected_with_the_reason() {
    let lexicon = Lexicon::built_in();
    let report = "Rapport\n\n1. Indledning\n\nVejle Kommune har bedt om en rapport.\n\n2. Økonomi\n\nDet koster 2 mio. kr.\n\n3. Konklusion\n\nVejle Kommune bør handle.\n";
    let to_come = "Kommende sager i Socialudvalget\n\n1. Budget 2026\n\n2. Tilsyn i Vejle Kommune\n\n3. Kvalitetsstandarder\n";
    let page_to_come = "<h1>Sager på vej</h1><h2>1. Budget 2026</h2><p>Vejle Kommune</p><h2>2. Tilsyn</h2><p>Til august</p>";
    for (name, bytes, code) in [
        ("picture.txt", &b"\x89PNG\r\n\x1a\n"[..], "not_a_meeting"),
        (
            "manifest.json",
            b"{\"contract\": \"1\", \"tables\": []}",
            "not_a_meeting",
        ),
        (
            "list.json",
            b"[{\"Navn\": \"Socialudvalget\", \"Moeder\": []}]",
            "not_a_meeting",
        ),
        (
            "gone.json",
            b"<html><body><h1>404</h1><p>Siden findes ikke",
            "not_a_meeting",
        ),
        (
            "letter.html",
            b"<p>Dear neighbour</p><p>Thank you.</p>",
            "no_items",
        ),
        ("report.txt", report.as_bytes(), "not_a_meeting"),
        ("cases.txt", to_come.as_bytes(), "not_a_meeting"),
        ("cases.html", page_to_come.as_bytes(), "not_a_meeting"),
    ] {
        let format = format_of(Path::new(name)).unwrap();
        let problem = match source::read(name, format, bytes) {
            Err(rejected) => rejected.problem,
            Ok(document) => match facts::read(&document, &lexicon, &Options::default()) {
                Err(rejected) => rejected.problem,
                Ok(minutes) => panic!("{name} became a meeting of {} items", minutes.items.len()),
            },
        };
        assert_eq!(problem.code.code(), code, "{name}: {}", problem.message);
    }
}

// The seeds, written again as a web page and as JSON from what was read of their lines.

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The cells of the line around `at`; an empty first one is before the words that a block has.
fn cells(text: &str, at: usize) -> Vec<&str> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if line.contains('\t') {
        return line.split('\t').collect();
    }
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').unwrap_or(line).split('|').collect()
}

/// Blocks of `range` as HTML: lines of a paragraph that the width broke are joined, others end in `<br>`.
fn markup(document: &Document, outline: &Outline, range: std::ops::Range<usize>) -> String {
    let text = &document.text;
    let mut out = String::new();
    let mut open = "";
    let close = |out: &mut String, open: &mut &str, next: &'static str| {
        if *open != next {
            out.push_str(match *open {
                "p" => "</p>\n",
                "ul" => "</li></ul>\n",
                "table" => "</table>\n",
                _ => "",
            });
            *open = next;
            return true;
        }
        false
    };
    let mut before: Option<usize> = None;
    for at in range {
        let block = &outline.blocks[at];
        let words = escaped(block.content.of(text));
        let joined = before
            .is_some_and(|before| outline.wrap.continues(text, &outline.blocks[before], block));
        match (outline.roles[at], block.kind) {
            (Role::Artefact | Role::Contents, _)
            | (_, BlockKind::PageBreak | BlockKind::TableRule) => continue,
            (Role::SectionHeading, _) => {
                close(&mut out, &mut open, "");
                out.push_str(&format!("<h3>{words}</h3>\n"));
            }
            // A row whose empty cells stand at the line's end is a line of one cell to the reader of lines.
            (_, kind)
                if kind == BlockKind::TableRow
                    || text[block.span.end.get()..].starts_with('\t') =>
            {
                if close(&mut out, &mut open, "table") {
                    out.push_str("<table>");
                }
                let cells: String = cells(text, block.span.start.get())
                    .iter()
                    .map(|cell| format!("<td>{}</td>", escaped(cell.trim())))
                    .collect();
                out.push_str(&format!("<tr>{cells}</tr>"));
            }
            (_, BlockKind::ListPoint) => {
                if close(&mut out, &mut open, "ul") {
                    out.push_str("<ul>");
                } else {
                    out.push_str("</li>");
                }
                out.push_str(&format!("<li>{words}"));
            }
            (_, kind) => {
                let goes_on = block.gap == 0 && before.is_some() && matches!(open, "p" | "ul");
                if goes_on && joined {
                    out.push_str(&format!("\n{words}"));
                } else if goes_on && open == "p" {
                    out.push_str(&format!("<br>{words}"));
                } else {
                    close(&mut out, &mut open, "");
                    close(&mut out, &mut open, "p");
                    let bold = matches!(kind, BlockKind::Bold | BlockKind::Heading(_));
                    let words = if bold {
                        format!("<b>{words}</b>")
                    } else {
                        words
                    };
                    out.push_str(&format!("<p>{words}"));
                }
            }
        }
        before = Some(at);
    }
    close(&mut out, &mut open, "");
    out
}

fn as_page(document: &Document, outline: &Outline, minutes: &Minutes) -> String {
    let first = outline.items.first().map_or(0, |item| item.heading.start);
    let mut out = format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><nav>Menu</nav><main>{}",
        markup(document, outline, 0..first)
    );
    for (item, read) in outline.items.iter().zip(&minutes.items) {
        let heading: Vec<&str> = item
            .title
            .iter()
            .map(|span| span.of(&document.text))
            .collect();
        out.push_str(&format!(
            "<h2>Punkt {}: {}</h2>\n{}",
            read.number,
            escaped(&fold(&heading.join(" "))),
            markup(document, outline, item.body.clone())
        ));
    }
    out.push_str("</main></body></html>");
    out
}

fn as_json(document: &Document, outline: &Outline, minutes: &Minutes) -> String {
    let meeting = &minutes.meeting;
    let site = meeting
        .municipality
        .name
        .to_lowercase()
        .replace('æ', "ae")
        .replace('ø', "oe");
    let items: Vec<_> = outline
        .items
        .iter()
        .zip(&minutes.items)
        .map(|(item, read)| {
            let heading: Vec<&str> = item.title.iter().map(|span| span.of(&document.text)).collect();
            let attachments: Vec<_> = read
                .attachments
                .iter()
                .map(|attachment| serde_json::json!({"Navn": fold(attachment.span.of(&document.text))}))
                .collect();
            serde_json::json!({
                "Punktnummer": read.number,
                "Navn": fold(&heading.join(" ")),
                "SagsNummer": read.case_number.as_ref().map(|case| case.value.raw.clone()),
                "IsOpen": false,
                "Bilag": attachments,
                "Felter": [{
                    "Navn": "",
                    "Html": markup(document, outline, item.body.clone()),
                    "Link": format!("https://dagsordener.{site}.dk/Vis/Pdf/bilag/1"),
                }],
            })
        })
        .collect();
    let people = |names: &[String], absent: bool| -> Vec<serde_json::Value> {
        names
            .iter()
            .map(|name| serde_json::json!({"Name": name, "Absent": absent}))
            .collect()
    };
    let mut members = people(&meeting.participants, false);
    members.extend(people(&meeting.absent, true));
    let time = meeting.start_time.as_deref().unwrap_or("00:00");
    let committee = meeting.committee.as_ref().map(|body| body.name.clone());
    serde_json::json!({
        "Udvalg": {"Navn": committee},
        "Moede": {
            "Navn": "Dagsorden",
            "Dato": meeting.date.map(|day| format!("{day}T{time}:00+02:00")),
            "Sted": meeting.location,
            "Moededeltagere": members,
        },
        "Dagsordenpunkter": items,
    })
    .to_string()
}

/// The seeds, by name.
pub fn seeds() -> Vec<PathBuf> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut files: Vec<_> = std::fs::read_dir(seeds)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    files
}

/// The document at `path` as a web page and as JSON.
pub fn other_forms(path: &Path, lexicon: &Lexicon) -> [(&'static str, String); 2] {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let (document, minutes) = read(&name, &std::fs::read(path).unwrap(), lexicon);
    let outline = layout::outline(&document, lexicon).unwrap();
    [
        ("html", as_page(&document, &outline, &minutes)),
        ("json", as_json(&document, &outline, &minutes)),
    ]
}

#[test]
fn the_seeds_as_page_and_as_json_give_the_same_facts() {
    let lexicon = Lexicon::built_in();
    let files = seeds();
    assert_eq!(files.len(), 5);
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (document, minutes) = read(&name, &std::fs::read(&path).unwrap(), &lexicon);
        let want = told(&document, &minutes);
        for (form, written) in other_forms(&path, &lexicon) {
            let (other, read) = read(&format!("{name}.{form}"), written.as_bytes(), &lexicon);
            check_segments(&other, &read);
            let got = told(&other, &read);
            let differing: Vec<String> = want
                .iter()
                .filter(|line| !got.contains(line))
                .map(|line| format!("- {line}"))
                .chain(
                    got.iter()
                        .filter(|line| !want.contains(line))
                        .map(|line| format!("+ {line}")),
                )
                .collect();
            assert_eq!(differing, Vec::<String>::new(), "{name} as {form}");
        }
    }
}

#[cfg(feature = "dataset")]
mod together {
    use super::folder;
    use arrow::array::AsArray;
    use arrow::util::display::{ArrayFormatter, FormatOptions};
    use std::fs::{self, File};
    use std::io::Write;
    use std::path::Path;
    use tvaersnit::dataset::{self, BuildSettings, Summary};
    use tvaersnit::lexicon::Lexicon;

    /// Builds from `input`; rows of `table` as text, sorted.
    fn build(input: &Path, out: &Path) -> Summary {
        let settings = BuildSettings::new(vec![input.to_owned()], out.to_owned());
        dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap()
    }

    fn rows(out: &Path, table: &str, columns: &[&str]) -> Vec<String> {
        let file = File::open(out.join(format!("{table}.parquet"))).unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file)
            .unwrap()
            .build()
            .unwrap();
        let mut rows = Vec::new();
        for batch in reader.map(Result::unwrap) {
            let options = FormatOptions::default().with_null("-");
            let cells: Vec<_> = columns
                .iter()
                .map(|name| {
                    let column = batch.column_by_name(name).unwrap();
                    assert!(column.as_any_dictionary_opt().is_none() || !column.is_empty());
                    ArrayFormatter::try_new(column, &options).unwrap()
                })
                .collect();
            rows.extend((0..batch.num_rows()).map(|row| {
                let cells: Vec<String> = cells
                    .iter()
                    .map(|cell| cell.value(row).to_string())
                    .collect();
                cells.join(" | ")
            }));
        }
        rows.sort();
        rows
    }

    fn zip(path: &Path, members: &[(&str, &[u8])]) {
        let mut archive = rawzip::ZipArchiveWriter::new(File::create(path).unwrap());
        for (name, bytes) in members {
            let (mut entry, config) = archive
                .new_file(name)
                .compression_method(rawzip::CompressionMethod::DEFLATE)
                .start()
                .unwrap();
            let encoder =
                flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(bytes).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
        archive.finish().unwrap();
    }

    fn tar_gz(path: &Path, members: &[(&str, &[u8])]) {
        let gz = flate2::write::GzEncoder::new(
            File::create(path).unwrap(),
            flate2::Compression::default(),
        );
        let mut archive = tar::Builder::new(gz);
        for (name, bytes) in members {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, name, *bytes).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap();
    }

    #[test]
    fn one_meeting_in_three_forms_is_one_meeting() {
        let out = tempfile::tempdir().unwrap();
        let data = out.path().join("data");
        let summary = build(&folder(), &data);
        assert_eq!((summary.meetings, summary.rejected.len()), (4, 0));
        let versions = rows(
            &data,
            "meeting_versions",
            &["meeting_key", "current", "why"],
        );
        assert_eq!(
            versions,
            [
                "330/2025-05-14/kultur-og-fritidsudvalget | true | -",
                "340/2025-05-06/børne-og-familieudvalget | false | a document in a form that keeps more of the structure is at hand (firstagenda before html)",
                "340/2025-05-06/børne-og-familieudvalget | false | a document in a form that keeps more of the structure is at hand (firstagenda before text)",
                "340/2025-05-06/børne-og-familieudvalget | true | -",
            ]
        );
    }

    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        let places = 0..bytes.len() - from.len();
        for at in places.filter(|at| bytes[*at..].starts_with(from)) {
            out[at..at + to.len()].copy_from_slice(to);
        }
        out
    }

    #[test]
    fn archives_are_read_like_folders() {
        let input = tempfile::tempdir().unwrap();
        let read = |name: &str| fs::read(folder().join(name)).unwrap();
        let (json, html, text) = (
            read("soroe_boern.json"),
            read("soroe_boern.html"),
            read("soroe_boern.txt"),
        );
        let bomb = vec![b'0'; 20 << 20];
        zip(
            &input.path().join("a.zip"),
            &[
                ("moeder/boern.json", &json),
                ("moeder/README.txt", b"x"),
                ("zz/out.txt", b"x"),
                ("bomb.txt", &bomb),
                ("logo.png", b"x"),
            ],
        );
        // A writer keeps names inside; an attacker does not.
        let path = input.path().join("a.zip");
        let bytes = replaced(&fs::read(&path).unwrap(), b"zz/out.txt", b"../out.txt");
        fs::write(&path, bytes).unwrap();
        tar_gz(
            &input.path().join("b.tar.gz"),
            &[("boern.html", &html), ("tom.txt", b"")],
        );
        fs::write(input.path().join("broken.zip"), &json[..2000]).unwrap();
        let cut = {
            let path = input.path().join("cut.tgz");
            tar_gz(&path, &[("first.txt", &text), ("second.json", &json)]);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() - 600]).unwrap();
            path
        };
        let out = tempfile::tempdir().unwrap();
        let data = out.path().join("data");
        build(input.path(), &data);
        let documents = rows(&data, "documents", &["source_path", "status", "reason"]);
        let starts = [
            "a.zip/../out.txt | rejected | path_refused: the member's name leads out",
            "a.zip/bomb.txt | rejected | archive_limit: the member unpacks",
            "a.zip/moeder/boern.json | ok",
            "b.tar.gz/boern.html | ok",
            "b.tar.gz/tom.txt | rejected | empty",
            "broken.zip | rejected | unreadable: the archive cannot be read",
            "cut.tgz/first.txt | ok",
            "cut.tgz/second.json | rejected | unreadable",
        ];
        assert_eq!(documents.len(), starts.len(), "{documents:#?}");
        for (row, start) in documents.iter().zip(starts) {
            assert!(row.starts_with(start), "{row}\n{start}");
        }
        fs::remove_file(cut).unwrap();
    }

    #[test]
    fn sources_state_what_documents_do_not() {
        let input = tempfile::tempdir().unwrap();
        let below = input.path().join("moeder");
        fs::create_dir(&below).unwrap();
        fs::write(
            below.join("nameless.txt"),
            "Referat\n\nPunkt 1: Godkendelse af dagsorden\n\nBeslutning\n\nGodkendt.\n",
        )
        .unwrap();
        fs::copy(folder().join("soroe_boern.txt"), below.join("named.txt")).unwrap();
        // A data set of ours inside the input is no input.
        let inside = input.path().join("data set");
        build(&folder(), &inside);
        fs::write(
            below.join("sources.toml"),
            "[[source]]\npath = \".\"\nmunicipality = \"Køge\"\n\n[[source]]\npath = \"nameless.txt\"\n\
             committee = \"Socialudvalget\"\ndate = \"2025-02-03\"\norigin = \"https://example.dk/1\"\n",
        )
        .unwrap();
        let out = tempfile::tempdir().unwrap();
        let data = out.path().join("data");
        build(input.path(), &data);
        let columns = [
            "source_path",
            "municipality",
            "municipality_basis",
            "meeting_date",
            "origin",
        ];
        assert_eq!(
            rows(&data, "documents", &columns),
            [
                "moeder/named.txt | Køge | given | 2025-05-06 | -",
                "moeder/nameless.txt | Køge | given | 2025-02-03 | https://example.dk/1",
            ]
        );
        let columns = ["committee_key", "date_basis"];
        assert_eq!(
            rows(&data, "meetings", &columns),
            [
                "børne-og-familieudvalget | stated",
                "socialudvalget | given"
            ]
        );
    }
}
