//! What holds for every document, however broken: lines of real ones dropped, doubled, moved and joined.

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use tvaersnit::facts::{self, Minutes, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, Document, SourceFormat};
use tvaersnit::value::Span;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// Longer documents are cut, so that a run takes seconds.
const LONGEST: usize = 400;

/// The lines of the seeds and of the invented documents.
static DOCUMENTS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["seeds", "tests/documents/valid"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().is_some_and(|name| name != "README.md"))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "txt" || ending == "md")
        })
        .collect();
    files.sort();
    let lines = |path: &std::path::PathBuf| -> Vec<String> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().take(LONGEST).map(str::to_owned).collect()
    };
    files.iter().map(lines).collect()
});

/// What is done to a document at a line.
#[derive(Clone, Copy, Debug)]
enum Change {
    Drop,
    Double,
    SwapWithNext,
    JoinWithNext,
    Cut,
    Blank,
}

fn change() -> impl Strategy<Value = (Change, usize)> {
    let kind = prop_oneof![
        Just(Change::Drop),
        Just(Change::Double),
        Just(Change::SwapWithNext),
        Just(Change::JoinWithNext),
        Just(Change::Cut),
        Just(Change::Blank),
    ];
    (kind, any::<prop::sample::Index>()).prop_map(|(kind, at)| (kind, at.index(LONGEST)))
}

fn changed(lines: &[String], changes: &[(Change, usize)]) -> String {
    let mut lines = lines.to_vec();
    for (change, at) in changes {
        if lines.len() < 2 {
            break;
        }
        let at = at % (lines.len() - 1);
        match change {
            Change::Drop => drop(lines.remove(at)),
            Change::Double => lines.insert(at, lines[at].clone()),
            Change::SwapWithNext => lines.swap(at, at + 1),
            Change::JoinWithNext => {
                let next = lines.remove(at + 1);
                lines[at].push(' ');
                lines[at].push_str(&next);
            }
            Change::Cut => {
                let half: String = lines[at]
                    .chars()
                    .take(lines[at].chars().count() / 2)
                    .collect();
                lines[at] = half;
            }
            Change::Blank => lines.insert(at, String::new()),
        }
    }
    lines.join("\n")
}

fn read(text: &str) -> Option<(Document, Minutes)> {
    let document = source::read("mutated.txt", SourceFormat::Text, text.as_bytes()).ok()?;
    let minutes = facts::read(&document, &LEXICON, &Options::default()).ok()?;
    Some((document, minutes))
}

/// Every span that the minutes hold.
fn spans(minutes: &Minutes) -> Vec<Span> {
    let mut out = vec![minutes.meeting.span];
    for item in &minutes.items {
        out.extend([item.heading, item.span]);
        out.extend(
            [item.summary, item.recommendation, item.decision]
                .into_iter()
                .flatten(),
        );
        out.extend(item.case_number.as_ref().map(|case| case.span));
        out.extend(item.case_type.as_ref().map(|marked| marked.span));
        out.extend(item.recommendations.iter().map(|point| point.span));
        out.extend(
            item.decisions
                .iter()
                .flat_map(|point| [Some(point.span), point.remark])
                .flatten(),
        );
        out.extend(item.route.iter().map(|step| step.span));
        out.extend(item.attachments.iter().map(|attachment| attachment.span));
        out.extend(item.legal_references.iter().map(|reference| reference.span));
    }
    out.extend(minutes.problems.iter().filter_map(|problem| problem.span));
    out
}

/// Each visible character lies in exactly one segment.
fn check_partition(text: &str, minutes: &Minutes) -> Result<(), TestCaseError> {
    let mut at = 0;
    for segment in &minutes.segments {
        let (start, end) = (segment.span.start.get(), segment.span.end.get());
        prop_assert!(start >= at, "segments overlap at byte {start}");
        prop_assert!(
            text[at..start].trim().is_empty(),
            "lost: {:?}",
            &text[at..start]
        );
        at = end;
    }
    prop_assert!(text[at..].trim().is_empty(), "lost: {:?}", &text[at..]);
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let Some((document, minutes)) = read(text) else {
        return Ok(());
    };
    let text = document.text.as_str();
    check_partition(text, &minutes)?;
    for span in spans(&minutes) {
        prop_assert!(
            text.get(span.range()).is_some(),
            "{span:?} lies outside the text"
        );
    }
    // A fact's id is made of its document, kind and span; an item's of its number.
    let numbers: BTreeSet<&str> = minutes
        .items
        .iter()
        .map(|item| item.number.as_str())
        .collect();
    prop_assert_eq!(
        numbers.len(),
        minutes.items.len(),
        "two items have one number"
    );
    for item in &minutes.items {
        let points: Vec<_> = item
            .decisions
            .iter()
            .map(|point| (point.span, point.point.clone()))
            .collect();
        let different: BTreeSet<_> = points.iter().collect();
        prop_assert_eq!(
            different.len(),
            points.len(),
            "two decisions have one place and point"
        );
        let attached: BTreeSet<_> = item
            .attachments
            .iter()
            .map(|attachment| attachment.span)
            .collect();
        prop_assert_eq!(
            attached.len(),
            item.attachments.len(),
            "two attachments have one place"
        );
    }
    Ok(())
}

#[test]
fn every_document_as_it_is() {
    for lines in DOCUMENTS.iter() {
        check(&lines.join("\n")).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn lines_changed(which in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..30)) {
        let lines: &Vec<String> = which.get(DOCUMENTS.as_slice());
        check(&changed(lines, &changes))?;
    }

    #[test]
    fn lines_shuffled(which in any::<prop::sample::Index>(), seed in prop::collection::vec(any::<prop::sample::Index>(), 40)) {
        let mut lines: Vec<String> = which.get(DOCUMENTS.as_slice()).iter().take(120).cloned().collect();
        for (at, to) in seed.iter().enumerate() {
            let to = to.index(lines.len());
            let at = at % lines.len();
            lines.swap(at, to);
        }
        check(&lines.join("\n"))?;
    }

    #[test]
    fn two_documents_in_one(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let mut lines: Vec<String> = one.get(DOCUMENTS.as_slice()).clone();
        lines.extend(other.get(DOCUMENTS.as_slice()).iter().cloned());
        check(&lines.join("\n"))?;
    }
}
