//! The catalogue of problems: the page is current, and every code is brought about by a build.

use crate::archives::zip;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::problem::{ProblemCode, problems_page};

#[test]
fn the_page_is_the_one_that_the_registry_makes() {
    let page = include_str!("../../docs/problems.md");
    assert!(
        page == problems_page(),
        "docs/problems.md is out of date; make it anew with `cargo run -- schema --problems > docs/problems.md`"
    );
}

/// Minutes of one item, with `body` in it.
fn minutes(body: &str) -> String {
    format!(
        "Referat\n\nTeknik- og Miljøudvalget\n\nMødedato: 1. april 2025\nMødested: Sorø Kommune\n\n\
         Punkt 3. Cykelsti langs søen\n\n{body}\n\nBeslutning\n\nGodkendt.\n"
    )
}

fn account(words: &str) -> Vec<u8> {
    minutes(&format!("Sagsfremstilling\n\n{words}")).into_bytes()
}

/// A case: the code, the file's name and its bytes. A code that has none here is in [`ELSEWHERE`], or is one of a
/// correction.
fn cases() -> Vec<(ProblemCode, &'static str, Vec<u8>)> {
    use ProblemCode as Code;
    let plain = minutes("");
    vec![
        (Code::Unreadable, "locked.zip", locked_zip()),
        (Code::Empty, "empty.txt", b" \n".to_vec()),
        (Code::Binary, "binary.txt", b"Referat \x81\x8d\x00 \xff".to_vec()),
        (Code::TooLarge, "large.txt", vec![b'a'; 2_000_001]),
        (Code::ArchiveLimit, "bomb.zip", bomb_zip()),
        (Code::PathRefused, "out.zip", zip(&[(b"../out.txt", plain.as_bytes(), None)])),
        (Code::PdfDamaged, "damaged.pdf", b"%PDF-1.4\n1 0 obj".to_vec()),
        (Code::PdfNoText, "picture.pdf", pdf(1, "")),
        (
            Code::PdfEncrypted,
            "password.pdf",
            include_bytes!("../documents/broken/password.pdf").to_vec(),
        ),
        (Code::PdfLimit, "long.pdf", pdf(5_001, "")),
        (Code::PageUnread, "page.pdf", pdf_with_picture()),
        (Code::NoItems, "letter.txt", "Kære borger\n\nVenlig hilsen Sorø Kommune\n".into()),
        (
            Code::NotAMeeting,
            "report.txt",
            "Rapport\n\nSorø Kommune\n\n1. Indledning\n\nOm noget.\n\n2. Metode\n\nOm andet.\n\n3. Resultat\n\nOm det.\n".into(),
        ),
        (Code::TooDeep, "deep.html", format!("<html>{}{plain}", "<div>".repeat(300)).into_bytes()),
        (Code::TooMany, "wide.html", format!("<html>{plain}<p {}>", (0..2_000).map(|at| format!("a{at} ")).collect::<String>()).into_bytes()),
        (
            Code::MunicipalityUnknown,
            "nobody.txt",
            plain.replace("Sorø Kommune", "Mødelokale 2").into_bytes(),
        ),
        (
            Code::DateUnknown,
            "undated.txt",
            plain.replace("Mødedato: 1. april 2025\n", "").into_bytes(),
        ),
        (
            Code::CommitteeUnknown,
            "bodiless.txt",
            plain.replace("Teknik- og Miljøudvalget\n\n", "").into_bytes(),
        ),
        (Code::CprNumber, "cpr.txt", account("Sagen handler om 010190-1234.")),
        (Code::EmailAddress, "email.txt", account("Skriv til borger@eksempel.dk.")),
        (Code::PhoneNumber, "phone.txt", account("Ring på tlf. 55 12 34 56.")),
        (Code::NameEscaped, "name.zip", zip(&[("gpj.\u{202e}x.txt".as_bytes(), plain.as_bytes(), None)])),
        (
            Code::Mojibake,
            "mojibake.txt",
            account("Stien g\u{c3}\u{a5}r langs s\u{c3}\u{b8}en."),
        ),
        (Code::EncodingGuessed, "windows.txt", windows_1252(&minutes("Fremlæggelse af sagen på mødet."))),
        (
            Code::Unplaced,
            "unplaced.txt",
            plain.replace("Punkt 3.", &format!("{}Punkt 3.", lines(90))).into_bytes(),
        ),
        (
            Code::HeadingMissing,
            "headless.txt",
            minutes("Stien er 2,4 km lang og går langs søen, hvor kommunen ejer jorden.").into_bytes(),
        ),
        (Code::ContentsMismatch, "contents.txt", contents(&plain)),
        (
            Code::NumberGap,
            "gap.txt",
            format!("{plain}\nPunkt 7. Køb af areal\n\nBeslutning\n\nGodkendt.\n").into_bytes(),
        ),
        (Code::NumberRepeated, "repeated.json", repeated_json()),
        (
            Code::HeadingDoubtful,
            "doubtful.txt",
            format!("{plain}\nPunkt 4. Køb af areal\n\nNyt.\n\nPunkt 4. Salg af areal\n\nNyt.\n").into_bytes(),
        ),
        (
            Code::DecisionMissing,
            "undecided.txt",
            format!("{plain}\nPunkt 4. Køb af areal\n\nSagsfremstilling\n\nNyt.\n").into_bytes(),
        ),
        (
            Code::DecisionUnclear,
            "unclear.txt",
            plain.replace("Godkendt.", "Farven er blå.").into_bytes(),
        ),
        (
            Code::DecisionPointUnknown,
            "point.txt",
            minutes("Indstilling\n\nForvaltningen indstiller,\n1. at sagen drøftes.\n2. at planen godkendes.")
                .replace("Godkendt.", "1. Drøftet.\n2. Godkendt.\n7. Godkendt.")
                .into_bytes(),
        ),
        (
            Code::PriorDecisionUndated,
            "prior.txt",
            format!("{plain}\nTidligere beslutning\n\nDrøftet.\n").into_bytes(),
        ),
        (Code::RecommendationMissing, "nothing.txt", minutes("Indstilling\n\n-").into_bytes()),
        (
            Code::FieldAgainstText,
            "fields.json",
            include_bytes!("../forms/soroe_boern.json").to_vec(),
        ),
        (Code::TableUnread, "table.txt", account("A\t12\t13\nB\t14\t15")),
        (Code::GrantsUnread, "grants.txt", account(&"Det koster 5 kr. i dag. ".repeat(2_001))),
        (Code::UnitImpossible, "unit.txt", account("Det koster 2.195.000 mio. kr.")),
        (
            Code::SumMismatch,
            "sum.txt",
            account("| Udgift | Beløb i kr. |\n| --- | --- |\n| Belægning | 10.000 |\n| Lys | 20.000 |\n| I alt | 30.010 |"),
        ),
        (
            Code::AmountContradicted,
            "amounts.txt",
            account("Den samlede udgift er 30.001 kr.\n\n| Udgift | Beløb i kr. |\n| --- | --- |\n| Belægning | 10.000 |\n| Lys | 20.000 |\n| I alt | 30.000 |"),
        ),
        (
            Code::ShareMismatch,
            "share.txt",
            account("Tilskuddet på 25.000 kr. af 100.000 kr. svarer til 26 %."),
        ),
    ]
}

/// Corrections, a line each; `{figure}`, `{decision}` and `{grant}` stand for ids of the data set.
const CORRECTIONS: [(ProblemCode, &str); 8] = [
    (ProblemCode::CorrectionUnread, ",value_dkk,1,,,"),
    (
        ProblemCode::CorrectionRowGone,
        "0123456789abcdef:figure:1-2,value_dkk,1,,,",
    ),
    (
        ProblemCode::CorrectionRowUnclear,
        "{grant},threshold_pct,60,,,grant_conditions",
    ),
    (ProblemCode::CorrectionFieldUnknown, "{figure},vaerdi,1,,,"),
    (ProblemCode::CorrectionFieldFixed, "{figure},raw,en,,,"),
    (
        ProblemCode::CorrectionValueInvalid,
        "{decision},effect,maybe,,,",
    ),
    (ProblemCode::CorrectionOverridden, "{figure},value_dkk,1,,,"),
    (
        ProblemCode::CorrectionRedundant,
        "{decision},outcome,discussed,,,",
    ),
];

/// A grant with two conditions, which its id alone does not tell apart.
const CONDITIONS: &str = "Kommunen har fået tilsagn om et tilskud på 7.000.000 kr. fra Beskæftigelsesministeriet.\n\n\
    Resultatkrav 1: Hvis 50 pct. af målgruppen er i arbejde, kan 40 pct. af tilsagnsbeløbet udbetales.\n\n\
    Resultatkrav 2: Hvis 55 pct. af målgruppen er i arbejde, kan de sidste 10 pct. af tilsagnsbeløbet udbetales.";

/// What no document can bring about, with the test that does.
const ELSEWHERE: [(ProblemCode, &str, &str); 1] = [(
    ProblemCode::Fault,
    include_str!("../../src/dataset/scan/load.rs"),
    "fn a_panic_ends_at_its_document()",
)];

/// The messages of each code in the data set, by the file that they speak of.
fn problems(data: &Path) -> BTreeMap<(String, String), BTreeSet<String>> {
    let sql = "SELECT code, source_path, message FROM problems";
    let rows = Engine::open_for(data, &[sql])
        .unwrap()
        .sql(sql)
        .unwrap()
        .texts()
        .unwrap();
    let mut out: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let [Some(code), Some(path), Some(message)] = row.as_slice() else {
            panic!("a problem without code, file or message: {row:?}");
        };
        let file = path.split('/').next().unwrap_or_default();
        let key = (code.clone(), file.to_owned());
        out.entry(key).or_default().insert(message.clone());
    }
    out
}

#[test]
fn every_code_is_brought_about_and_says_what_the_catalogue_says() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("documents");
    fs::create_dir(&input).unwrap();
    let cases = cases();
    for (_, name, bytes) in &cases {
        fs::write(input.join(name), bytes).unwrap();
    }
    fs::write(input.join("grant.txt"), account(CONDITIONS)).unwrap();
    let data = folder.path().join("data");
    let settings = BuildSettings {
        max_bytes: 2_000_000,
        ..BuildSettings::new(vec![input.clone()], data.clone())
    };
    build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    fs::write(input.join("corrections.csv"), corrections(&data)).unwrap();
    build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();

    let found = problems(&data);
    let made = cases.iter().map(|(code, name, _)| (*code, *name));
    let corrected = CORRECTIONS.map(|(code, _)| (code, "corrections.csv"));
    let tried: Vec<(ProblemCode, &str)> = made.chain(corrected).collect();
    let mut amiss = String::new();
    for (code, file) in &tried {
        let messages = found.get(&(code.code().to_owned(), (*file).to_owned()));
        if !messages.is_some_and(|messages| messages.contains(code.example())) {
            writeln!(amiss, "{} of {file}: {messages:?}", code.code()).unwrap();
        }
    }
    assert!(
        amiss.is_empty(),
        "the catalogue's examples are not what is said:\n{amiss}"
    );
    for (code, source, test) in ELSEWHERE {
        assert!(
            source.contains(test) && source.contains(code.example()),
            "{test}"
        );
    }
    let tried: BTreeSet<&str> = tried
        .iter()
        .map(|(code, _)| code.code())
        .chain(ELSEWHERE.iter().map(|(code, ..)| code.code()))
        .collect();
    let known: BTreeSet<&str> = ProblemCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(tried, known, "every code has a case");
}

/// The lines of [`CORRECTIONS`] with the ids of the data set.
fn corrections(data: &Path) -> String {
    let one = |sql: &str| {
        let rows = Engine::open_for(data, &[sql])
            .unwrap()
            .sql(sql)
            .unwrap()
            .texts()
            .unwrap();
        rows[0][0].clone().unwrap()
    };
    let figure = one(
        "SELECT figure_id FROM figures JOIN documents USING (document_id) WHERE source_path = 'share.txt' AND raw LIKE '25.000%'",
    );
    let decision = one(
        "SELECT decision_id FROM decisions JOIN documents USING (document_id) WHERE source_path = 'point.txt' AND text LIKE 'Drøftet%'",
    );
    let grant = one("SELECT grant_id FROM grant_conditions");
    let mut lines = "id,field,value,who,why,table\n".to_owned();
    for (_, line) in CORRECTIONS {
        let line = line
            .replace("{figure}", &figure)
            .replace("{decision}", &decision)
            .replace("{grant}", &grant);
        writeln!(lines, "{line}").unwrap();
    }
    // The later one counts.
    writeln!(lines, "{figure},value_dkk,2,,,").unwrap();
    lines
}

fn lines(count: usize) -> String {
    (0..count)
        .map(|at| format!("Linje {at} om noget helt andet.\n\n"))
        .collect()
}

fn contents(plain: &str) -> Vec<u8> {
    let listed = "Indholdsfortegnelse\n\n3. Cykelsti langs søen ........ 2\n4. Køb af areal ........ 3\n\
                  5. Salg af areal ........ 4\n\nPunkt 3.";
    let more = "\nPunkt 4. Køb af areal\n\nBeslutning\n\nGodkendt.\n\nPunkt 5. Salg af jord\n\nBeslutning\n\nGodkendt.\n";
    format!("{}{more}", plain.replace("Punkt 3.", listed)).into_bytes()
}

/// Letters up to U+00FF are their own bytes in Windows-1252.
fn windows_1252(words: &str) -> Vec<u8> {
    words
        .chars()
        .map(|char| u8::try_from(u32::from(char)).unwrap())
        .collect()
}

fn repeated_json() -> Vec<u8> {
    let json = include_str!("../forms/soroe_boern.json");
    let mut value: serde_json::Value = serde_json::from_str(json).unwrap();
    value["Dagsordenpunkter"][1]["Number"] = "1".into();
    value["Dagsordenpunkter"][1]["Punktnummer"] = "1".into();
    serde_json::to_vec(&value).unwrap()
}

/// Where the entry of the first member is in the archive's table of contents.
fn entry(zip: &[u8]) -> usize {
    zip.windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap()
}

/// A zip with a member that says it is behind a password.
fn locked_zip() -> Vec<u8> {
    let mut bytes = zip(&[(b"locked.txt", b"Referat", None)]);
    let at = entry(&bytes);
    bytes[at + 8] |= 1;
    bytes
}

/// A zip with a member that says it unpacks to a hundred megabytes.
fn bomb_zip() -> Vec<u8> {
    let mut bytes = zip(&[(b"bomb.txt", b"Referat", None)]);
    let at = entry(&bytes);
    bytes[at + 24..at + 28].copy_from_slice(&100_000_000u32.to_le_bytes());
    bytes
}

/// A PDF of pages that all show the same.
fn pdf(pages: usize, drawn: &str) -> Vec<u8> {
    pdf_of(&vec![drawn; pages])
}

/// A page of text and a page of one grey dot.
fn pdf_with_picture() -> Vec<u8> {
    let text = "BT /F1 10 Tf 60 700 Td (Referat) Tj 0 -20 Td (Sor\\370 Kommune) Tj 0 -40 Td (Punkt 3. Cykelsti) Tj \
                0 -20 Td (Beslutning) Tj 0 -20 Td (Godkendt.) Tj ET";
    pdf_of(&[
        text,
        "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{1} EI Q",
    ])
}

fn pdf_of(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", 4 + at * 2))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            pages.len(),
            kids.join(" ")
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (at, drawn) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + at * 2
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{drawn}\nendstream",
            drawn.len()
        ));
    }
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(
        out,
        "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}
