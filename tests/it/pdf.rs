//! PDFs: what is read of one, what is said of one that cannot be read, and that a child reads as we do.
//!
//! The PDFs are made here, instruction by instruction, so that a test shows what is drawn and where.

use std::fmt::Write;
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::problem::ProblemCode;
use tvaersnit::source::{self, BlockKind, Document, SourceFormat};

/// A PDF with a page for each string of drawing instructions; `/F1` is Helvetica, `/F2` its bold.
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", 5 + at * 2))
        .collect();
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            pages.len(),
            kids.join(" ")
        ),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    for (at, drawn) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>",
            6 + at * 2
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{drawn}\nendstream",
            drawn.len()
        ));
    }
    file(&objects)
}

/// The bytes of a file with these objects.
fn file(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}

/// `words` in a font and size, `down` points from the top.
fn set(font: &str, size: f32, x: f32, down: f32, words: &str) -> String {
    let mut shown = String::new();
    for char in words.chars() {
        match char {
            '(' | ')' | '\\' => {
                let _ = write!(shown, "\\{char}");
            }
            ' '..='~' => shown.push(char),
            '–' => shown.push_str("\\226"),
            '•' => shown.push_str("\\225"),
            char => {
                let _ = write!(shown, "\\{:03o}", u32::from(char));
            }
        }
    }
    format!(
        "BT /{font} {size} Tf {x} {} Td ({shown}) Tj ET\n",
        842.0 - down
    )
}

/// The rules of a table: columns at `xs`, rows at `downs`.
fn ruled(xs: &[f32], downs: &[f32]) -> String {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (842.0 - downs[0], 842.0 - downs[downs.len() - 1]);
    let levels = downs.iter().map(|down| {
        let y = 842.0 - down;
        format!("{left} {y} m {right} {y} l S\n")
    });
    let uprights = xs.iter().map(|x| format!("{x} {top} m {x} {bottom} l S\n"));
    levels.chain(uprights).collect()
}

/// Minutes over two pages: a title, an item with a table, a paragraph over the page, heads and feet.
pub fn minutes() -> Vec<u8> {
    let page = |number: u32| {
        set("F1", 8.0, 60.0, 40.0, "Ringsted Kommune – Referat")
            + &set("F1", 8.0, 280.0, 800.0, &format!("Side {number} af 2"))
    };
    let first = page(1)
        + &set(
            "F1",
            18.0,
            60.0,
            90.0,
            "REFERAT Kulturudvalget d. 13-08-2025",
        )
        + &set(
            "F1",
            14.0,
            60.0,
            130.0,
            "Punkt 1: Tilskud til Ælle Bålhytte",
        )
        + &set("F1", 10.0, 60.0, 150.0, "20.15.00-G01-1-25")
        + &set("F2", 10.0, 60.0, 180.0, "Indstilling")
        + &set("F1", 10.0, 60.0, 200.0, "Administrationen indstiller,")
        + &set(
            "F1",
            10.0,
            60.0,
            220.0,
            "1. at Kulturudvalget godkender et tilskud på 25.000 kr. til bålhytten, som foreningen",
        )
        + &set("F1", 10.0, 72.0, 233.0, "har søgt om.")
        + &set("F2", 10.0, 60.0, 260.0, "Økonomi")
        + &ruled(&[60.0, 200.0, 300.0, 400.0], &[270.0, 290.0, 320.0])
        + &set("F1", 9.0, 64.0, 283.0, "Hele 1.000 kr.")
        + &set("F1", 9.0, 204.0, 283.0, "2025")
        + &set("F1", 9.0, 304.0, 283.0, "2026")
        + &set("F1", 9.0, 64.0, 302.0, "Tilskud til")
        + &set("F1", 9.0, 64.0, 313.0, "bålhytter")
        + &set("F1", 9.0, 304.0, 302.0, "25")
        + &set("F2", 10.0, 60.0, 350.0, "Sagsfremstilling")
        + &set("F1", 10.0, 60.0, 370.0, "•")
        + &set("F1", 10.0, 78.0, 370.0, "hytten ligger i skoven")
        + &set(
            "F1",
            10.0,
            60.0,
            760.0,
            "Foreningen har i mange år brugt den gamle hytte ved søen, og den skal nu erstattes af",
        );
    let second = page(2)
        + &set("F1", 10.0, 60.0, 70.0, "en ny.")
        + &set("F2", 10.0, 60.0, 100.0, "Beslutning")
        + &set("F1", 10.0, 60.0, 120.0, "Godkendt.");
    pdf(&[first, second])
}

fn read(bytes: &[u8]) -> Document {
    source::read("made.pdf", SourceFormat::Pdf, bytes)
        .unwrap_or_else(|rejected| panic!("{rejected}"))
}

#[test]
fn lines_become_paragraphs_headings_points_and_rows() {
    use BlockKind::{Bold, Furniture, Heading, ListPoint, Paragraph, TableRow};
    let document = read(&minutes());
    let got: Vec<_> = document
        .blocks
        .iter()
        .map(|block| {
            let page = document.page_at(block.span).unwrap_or(0);
            (block.kind, block.content.of(&document.text), page)
        })
        .collect();
    let want = [
        (Heading(1), "REFERAT Kulturudvalget d. 13-08-2025", 1),
        (Heading(2), "Punkt 1: Tilskud til Ælle Bålhytte", 1),
        (Paragraph, "20.15.00-G01-1-25", 1),
        (Bold, "Indstilling", 1),
        (Paragraph, "Administrationen indstiller,", 1),
        (
            Paragraph,
            "1. at Kulturudvalget godkender et tilskud på 25.000 kr. til bålhytten, som foreningen har søgt om.",
            1,
        ),
        (Bold, "Økonomi", 1),
        (TableRow, "Hele 1.000 kr.\t2025\t2026", 1),
        (TableRow, "Tilskud til bålhytter\t\t25", 1),
        (Bold, "Sagsfremstilling", 1),
        (ListPoint, "hytten ligger i skoven", 1),
        (
            Paragraph,
            "Foreningen har i mange år brugt den gamle hytte ved søen, og den skal nu erstattes af en ny.",
            1,
        ),
        (Bold, "Beslutning", 2),
        (Paragraph, "Godkendt.", 2),
        (Furniture, "Ringsted Kommune – Referat", 1),
        (Furniture, "Side 1 af 2", 1),
        (Furniture, "Ringsted Kommune – Referat", 2),
        (Furniture, "Side 2 af 2", 2),
    ];
    assert_eq!(got, want);
    assert_eq!(
        (document.format.code(), document.problems.len()),
        ("pdf", 0)
    );
}

#[test]
fn minutes_are_read_and_each_character_has_its_place_and_page() {
    let document = read(&minutes());
    let read = facts::read(&document, &Lexicon::built_in(), &Options::default())
        .unwrap_or_else(|rejected| panic!("{rejected}"));
    assert_eq!(read.items.len(), 1);
    let item = &read.items[0];
    assert_eq!(item.title, "Tilskud til Ælle Bålhytte");
    assert_eq!((item.recommendations.len(), item.decisions.len()), (1, 1));
    assert!(!item.span.of(&document.text).contains("Side 2 af 2"));
    let mut at = 0;
    for segment in &read.segments {
        assert!(
            document.text[at..segment.span.start.get()]
                .trim()
                .is_empty()
        );
        assert!(segment.page.is_some(), "{segment:?}");
        at = segment.span.end.get();
    }
    assert!(document.text[at..].trim().is_empty());
    let decision = read
        .segments
        .iter()
        .find(|segment| segment.span.of(&document.text) == "Godkendt.");
    assert_eq!(decision.and_then(|segment| segment.page), Some(2));
}

/// A page that shows a picture of one grey dot.
fn picture() -> String {
    "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{1} EI Q\n".to_owned()
}

#[test]
fn a_page_without_text_is_named_and_the_others_are_read() {
    let document = read(&pdf(&[
        set("F1", 10.0, 60.0, 90.0, "Første side"),
        picture(),
        set("F1", 10.0, 60.0, 90.0, "Tredje side"),
    ]));
    assert_eq!(document.text, "Første side\n\nTredje side");
    let problems: Vec<_> = document
        .problems
        .iter()
        .map(|problem| (problem.code, problem.message.as_str()))
        .collect();
    assert_eq!(
        problems,
        [(
            ProblemCode::PageUnread,
            "page 2: it holds a picture and no text"
        )]
    );
}

#[test]
fn what_cannot_be_read_is_rejected_with_its_reason() {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>";
    for (what, bytes, code) in [
        ("no PDF", "Kære borger".into(), ProblemCode::PdfDamaged),
        ("no bytes", Vec::new(), ProblemCode::PdfDamaged),
        (
            "a beginning",
            minutes()[..200].to_vec(),
            ProblemCode::PdfDamaged,
        ),
        (
            "no page",
            file(&["<< /Type /Catalog >>".to_owned()]),
            ProblemCode::PdfDamaged,
        ),
        ("a picture", pdf(&[picture()]), ProblemCode::PdfNoText),
        (
            "a password",
            include_bytes!("../documents/broken/password.pdf").to_vec(),
            ProblemCode::PdfEncrypted,
        ),
        (
            "pages in a circle",
            file(&[
                "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
                "<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>".to_owned(),
                page.to_owned(),
            ]),
            ProblemCode::PdfNoText,
        ),
    ] {
        let rejected = source::read("made.pdf", SourceFormat::Pdf, &bytes);
        let problem = rejected.map(|_| ()).unwrap_err().problem;
        assert_eq!(problem.code, code, "{what}: {}", problem.message);
    }
}

/// Sets a document's blocks in Courier, of which each letter is 0.6 of its size wide: wrapped lines, headings in
/// bold, tables with rules, heads and feet, as many pages as it takes.
struct Setter {
    pages: Vec<String>,
    down: f32,
}

impl Setter {
    const SIZE: f32 = 9.0;
    const LETTER: f32 = Self::SIZE * 0.6;
    const LEFT: f32 = 60.0;
    const WIDTH: usize = 88;
    const PITCH: f32 = 12.0;

    fn set(document: &Document) -> Vec<u8> {
        let mut setter = Self {
            pages: Vec::new(),
            down: f32::MAX,
        };
        for block in &document.blocks {
            let words = block.content.of(&document.text).replace("**", "");
            setter.down += f32::from(block.gap.min(2)) * 7.0;
            match block.kind {
                BlockKind::TableRow => setter.row(&words),
                BlockKind::TableRule | BlockKind::PageBreak => {}
                BlockKind::Heading(_) | BlockKind::Bold => setter.lines("F2", 0, &words),
                BlockKind::ListPoint => setter.lines("F1", 2, &format!("• {words}")),
                _ => setter.lines("F1", 0, &words),
            }
        }
        let count = setter.pages.len();
        let pages: Vec<String> = setter
            .pages
            .iter()
            .enumerate()
            .map(|(at, page)| {
                set("F1", 8.0, 60.0, 40.0, "Referat fra mødet")
                    + &set(
                        "F1",
                        8.0,
                        280.0,
                        810.0,
                        &format!("Side {} af {count}", at + 1),
                    )
                    + page
            })
            .collect();
        let bytes = String::from_utf8_lossy(&pdf(&pages)).replace("Helvetica", "Courier");
        // The places of the objects have moved; a reader finds them all the same, as it must.
        bytes.into_bytes()
    }

    fn line(&mut self, font: &str, indent: usize, words: &str) {
        if self.down > 770.0 {
            self.pages.push(String::new());
            self.down = 70.0;
        }
        let x = Self::LEFT + indent as f32 * Self::LETTER;
        if let Some(page) = self.pages.last_mut() {
            page.push_str(&set(font, Self::SIZE, x, self.down, words));
        }
        self.down += Self::PITCH;
    }

    fn lines(&mut self, font: &str, hang: usize, words: &str) {
        for (at, line) in wrapped(words, Self::WIDTH - hang).iter().enumerate() {
            self.line(font, if at == 0 { 0 } else { hang }, line);
        }
    }

    /// A row as a table of its own, as wide as the page.
    fn row(&mut self, words: &str) {
        let cells: Vec<&str> = words.trim_matches('|').split(['\t', '|']).collect();
        let letters = Self::WIDTH / cells.len().max(1);
        let lines: Vec<Vec<String>> = cells
            .iter()
            .map(|cell| wrapped(cell.trim(), letters.saturating_sub(2).max(4)))
            .collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or(1).max(1) as f32 * Self::PITCH;
        if self.down + height > 780.0 {
            self.pages.push(String::new());
            self.down = 70.0;
        }
        let (top, wide) = (self.down - 10.0, letters as f32 * Self::LETTER);
        let xs: Vec<f32> = (0..=cells.len())
            .map(|at| Self::LEFT + at as f32 * wide)
            .collect();
        if let Some(page) = self.pages.last_mut() {
            page.push_str(&ruled(&xs, &[top, top + height]));
            for (x, lines) in xs.iter().zip(&lines) {
                for (at, line) in lines.iter().enumerate() {
                    let down = self.down + at as f32 * Self::PITCH;
                    page.push_str(&set("F1", Self::SIZE, x + 3.0, down, line));
                }
            }
        }
        self.down += height;
    }
}

fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What a document states, in words that do not depend on its form.
fn stated(document: &Document) -> Vec<String> {
    let read = facts::read(document, &Lexicon::built_in(), &Options::default())
        .unwrap_or_else(|rejected| panic!("{rejected}"));
    let mut stated = vec![format!(
        "{:?} {:?} {:?}",
        read.meeting.date, read.meeting.committee, read.meeting.participants
    )];
    for item in &read.items {
        let case = item.case_number.as_ref().map(|placed| placed.value.clone());
        stated.push(format!(
            "item {} {} {case:?} {:?}",
            item.number, item.title, item.access
        ));
        for decision in &item.decisions {
            stated.push(format!(
                "decision {:?} {:?} {:?} {:?}",
                decision.point, decision.outcome, decision.body, decision.absent
            ));
        }
        for recommendation in &item.recommendations {
            stated.push(format!(
                "recommended {:?} {:?} {:?}",
                recommendation.point, recommendation.verb, recommendation.proposer
            ));
        }
        for attachment in &item.attachments {
            stated.push(format!("attached {}", attachment.title));
        }
    }
    stated
}

#[test]
fn the_seeds_set_as_pdf_state_what_they_state_as_text() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = source::read(&name, SourceFormat::Text, &std::fs::read(&path).unwrap())
            .unwrap_or_else(|rejected| panic!("{rejected}"));
        let (want, got) = (stated(&text), stated(&read(&Setter::set(&text))));
        for (want, got) in want.iter().zip(&got) {
            assert_eq!(got, want, "{name}");
        }
        assert_eq!(got.len(), want.len(), "{name}");
    }
}

/// Files made to harm: each is read or rejected, and nothing else happens.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let tree = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned();
    let page = |rest: &str| {
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {rest} >>")
    };
    let stream = |drawn: &str| format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len());
    let with = |rest: &str, drawn: &str, more: &[String]| {
        let mut objects = vec![catalog.clone(), tree.clone(), page(rest), stream(drawn)];
        objects.extend_from_slice(more);
        file(&objects)
    };
    let whole = String::from_utf8_lossy(&minutes()).into_owned();
    let looped = whole.replace("/Root 1 0 R", "/Root 1 0 R /Prev 9");
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 \
                /Resources << /XObject << /X 5 0 R >> >> >>\nstream\n/X Do\nendstream";
    vec![
        (
            "deep arrays",
            with("", &format!("{} TJ", "[".repeat(200_000)), &[]),
        ),
        ("deep dictionaries", with(&"/A <<".repeat(100_000), "", &[])),
        ("deep states", with("", &"q ".repeat(200_000), &[])),
        (
            "a form that shows itself",
            with(
                "/Resources << /XObject << /X 5 0 R >> >>",
                "/X Do",
                &[form.to_owned()],
            ),
        ),
        ("tables of contents in a circle", looped.into_bytes()),
        (
            "a length that is a lie",
            with("", "BT", &[])
                .iter()
                .map(|byte| if *byte == b'2' { b'9' } else { *byte })
                .collect(),
        ),
        (
            "far away",
            with(
                "",
                "BT /F1 1e38 Tf 1e38 -1e38 Td (x) Tj ET 1e38 0 m 0 1e38 l S",
                &[],
            ),
        ),
    ]
}

#[test]
fn hostile_files_are_read_or_rejected() {
    for (what, bytes) in hostile() {
        match source::read("made.pdf", SourceFormat::Pdf, &bytes) {
            Ok(document) => assert!(!document.text.is_empty(), "{what}"),
            Err(rejected) => assert!(!rejected.problem.message.is_empty(), "{what}"),
        }
    }
}

#[test]
fn damaged_files_are_read_or_rejected() {
    let whole = minutes();
    for step in 1..60 {
        let mut cut = whole.clone();
        cut.truncate(whole.len() * step / 60);
        let mut turned = whole.clone();
        for at in (step * 7..turned.len()).step_by(61 + step) {
            turned[at] = turned[at].wrapping_add(u8::try_from(step).unwrap_or(1));
        }
        for bytes in [cut, turned] {
            let read = source::read("made.pdf", SourceFormat::Pdf, &bytes);
            assert!(read.is_ok_and(|document| !document.blocks.is_empty()) || step > 0);
        }
    }
}

#[cfg(feature = "cli")]
mod child {
    use super::*;
    use std::path::Path;
    use tvaersnit::source::Means;
    use tvaersnit::source::limits::Limits;
    use tvaersnit::source::pdf::child::pages;
    use tvaersnit::source::pdf::extract::Refusal;

    fn program() -> &'static Path {
        Path::new(env!("CARGO_BIN_EXE_tvaersnit"))
    }

    fn means(program: &Path) -> Means<'_> {
        Means {
            program: Some(program),
            ..Means::default()
        }
    }

    #[test]
    fn a_child_reads_as_this_process_does() {
        let mut files = hostile();
        files.push(("minutes", minutes()));
        for (what, bytes) in files {
            let here = source::read("made.pdf", SourceFormat::Pdf, &bytes);
            let means = means(program());
            let there = source::read_with("made.pdf", SourceFormat::Pdf, &bytes, &means);
            match (here, there) {
                (Ok(here), Ok(there)) => assert_eq!(
                    (here.text, here.blocks, here.pages, here.problems),
                    (there.text, there.blocks, there.pages, there.problems),
                    "{what}"
                ),
                (Err(here), Err(there)) => {
                    assert_eq!(here.problem.code, there.problem.code, "{what}");
                }
                (here, there) => panic!("{what}: {:?} {:?}", here.is_ok(), there.is_ok()),
            }
        }
    }

    #[test]
    fn a_child_that_dies_is_a_problem_of_its_document() {
        let limits = Limits {
            memory: 1 << 20,
            ..Limits::default()
        };
        let died = pages(program(), &minutes(), limits);
        assert!(matches!(died, Err(Refusal::Failed(_))), "{died:?}");
        let none = source::read_with(
            "made.pdf",
            SourceFormat::Pdf,
            &minutes(),
            &means(Path::new("no/such/program")),
        );
        let problem = none.map(|_| ()).unwrap_err().problem;
        assert_eq!(problem.code, ProblemCode::PdfLimit, "{}", problem.message);
    }

    #[test]
    fn a_stream_that_unpacks_to_more_than_memory_is_a_problem_of_its_document() {
        use std::io::Write as _;
        let zeros = vec![b' '; 1 << 20];
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..400 {
            packed.write_all(&zeros).unwrap();
        }
        let packed = packed.finish().unwrap();
        let whole = pdf(&["STREAM".to_owned()]);
        let at = whole.windows(6).position(|six| six == b"STREAM").unwrap();
        let mut bomb = whole[..at].to_vec();
        bomb.extend(&packed);
        bomb.extend(&whole[at + 6..]);
        let length = format!("/Length {} /Filter /FlateDecode", packed.len());
        let bomb: Vec<u8> = match bomb.windows(9).position(|nine| nine == b"/Length 6") {
            Some(at) => [&bomb[..at], length.as_bytes(), &bomb[at + 9..]].concat(),
            None => panic!("the page has no length"),
        };
        let limits = Limits {
            memory: 256 << 20,
            seconds: 20,
            ..Limits::default()
        };
        let read = pages(program(), &bomb, limits);
        assert!(matches!(read, Err(Refusal::Failed(_))), "{read:?}");
    }
}
