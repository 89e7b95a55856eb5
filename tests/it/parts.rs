//! Partitioned data sets: a file a table and month, and builds that read only what changed.

use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tvaersnit::dataset::{self, BuildError, BuildSettings, Manifest, Shard, Summary};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::tables;

/// A folder of documents, and data sets of them.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, words: &str) {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, words).unwrap();
    }

    pub fn settings(&self, out: &str) -> BuildSettings {
        BuildSettings {
            partitioned: true,
            threads: Some(2),
            ..BuildSettings::new(vec![self.path("in")], self.path(out))
        }
    }

    pub fn build(&self, out: &str) -> Summary {
        build(&self.settings(out)).unwrap()
    }
}

pub fn build(settings: &BuildSettings) -> Result<Summary, BuildError> {
    dataset::build(settings, &Lexicon::built_in(), &|_| {})
}

/// Every file below `folder` with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap();
            found.insert(name.display().to_string(), fs::read(entry.path()).unwrap());
        }
    }
    found
}

fn assert_same(got: &Path, want: &Path) {
    let (got, want) = (files(got), files(want));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&got), names(&want));
    for (name, bytes) in &want {
        assert!(got[name] == *bytes, "{name} differs");
    }
}

/// Minutes of an invented meeting.
pub fn minutes(municipality: &str, day: &str, committee: &str, words: &str) -> String {
    format!(
        "# Referat\n\n{municipality} Kommune\n\n{committee}\n\nMødedato: {day}\n\nStarttidspunkt: 16:00\n\n\
         ## 1. Godkendelse af dagsorden\n\n### Beslutning\n\nGodkendt.\n\n\
         ## 2. {words}\n\n### Resumé\n\nDer gives en bevilling på 1.250.000 kr. til {words} i 2026. {PASSED_ON}\n\n\
         ### Indstilling\n\nAdministrationen indstiller, at sagen godkendes.\n\n### Beslutning\n\nGodkendt.\n"
    )
}

/// Words that all of them share.
const PASSED_ON: &str = "Kommunerne i regionen har i fællesskab udarbejdet en rammeaftale for det specialiserede \
    socialområde, som skal behandles i alle kommunalbestyrelser inden udgangen af året. Aftalen sætter de faglige og \
    økonomiske rammer for samarbejdet om de højt specialiserede tilbud, og den beskriver udviklingen i efterspørgslen \
    efter pladser samt de fokusområder, som kommunerne vil arbejde med i den kommende periode. Det indstilles, at \
    kommunerne tiltræder aftalen, og at der følges op på målene en gang om året i den politiske styregruppe.";

const MUNICIPALITIES: [&str; 3] = ["Ringsted", "Sorø", "Vejle"];
const DAYS: [&str; 5] = [
    "den 12. marts 2025",
    "den 26. marts 2025",
    "den 2. april 2025",
    "den 9. januar 2026",
    "",
];

/// Ids of the meetings of a data set, sorted.
fn meeting_ids(folder: &Path) -> Vec<String> {
    let rows = sorted_rows(folder, &tables::find("meetings").unwrap());
    let ids = rows.iter().filter_map(|row| row.split('|').next());
    ids.map(str::to_owned).collect()
}

/// A change of the inputs.
#[derive(Clone, Debug)]
enum Change {
    /// Adds or changes the document called so.
    Write(usize, usize, usize, usize),
    /// Removes it.
    Remove(usize),
    /// Copies it.
    Copy(usize),
    /// Something that cannot be read.
    Broken(usize),
    /// Corrects the amount of the document called so, or takes the correction back.
    Correct(usize, bool),
}

fn change() -> impl Strategy<Value = Change> {
    let name = 0..6usize;
    prop_oneof![
        6 => (name.clone(), 0..3usize, 0..5usize, 0..3usize).prop_map(|(name, whose, day, words)| {
            Change::Write(name, whose, day, words)
        }),
        2 => name.clone().prop_map(Change::Remove),
        1 => name.clone().prop_map(Change::Copy),
        1 => name.clone().prop_map(Change::Broken),
        1 => (name, any::<bool>()).prop_map(|(name, set)| Change::Correct(name, set)),
    ]
}

impl Project {
    fn make(&self, change: &Change, corrections: &mut BTreeMap<usize, String>) {
        let name = |at: usize| format!("{}/d{at}.md", at % 2);
        match *change {
            Change::Write(at, whose, day, words) => {
                let words = ["Børn og unge", "Veje og broer", "Rammeaftale"][words];
                self.write(
                    &name(at),
                    &minutes(MUNICIPALITIES[whose], DAYS[day], "Økonomiudvalget", words),
                );
            }
            Change::Remove(at) => {
                let _ = fs::remove_file(self.path("in").join(name(at)));
            }
            Change::Copy(at) => {
                let _ = fs::copy(
                    self.path("in").join(name(at)),
                    self.path("in").join(format!("kopi{at}.md")),
                );
            }
            Change::Broken(at) => self.write(&format!("brev{at}.txt"), "Kære nabo, tak for kaffe."),
            Change::Correct(at, true) => {
                let ids = meeting_ids(&self.path("data"));
                if let Some(id) = ids.get(at % ids.len().max(1)) {
                    corrections.insert(at, format!("{id},committee,Udvalg {at},A,,\n"));
                }
            }
            Change::Correct(at, false) => drop(corrections.remove(&at)),
        }
        let lines: String = corrections.values().map(String::as_str).collect();
        self.write(
            "corrections.csv",
            &format!("id,field,value,who,why,table\n{lines}"),
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_build_onto_what_is_there_gives_what_a_build_from_nothing_gives(
        steps in prop::collection::vec(prop::collection::vec(change(), 1..5), 1..5)
    ) {
        let project = Project::new();
        let mut corrections = BTreeMap::new();
        project.write("fast.md", &minutes("Greve", "den 1. maj 2025", "Byrådet", "Fast"));
        for changes in steps {
            for change in &changes {
                project.make(change, &mut corrections);
            }
            project.build("data");
            let fresh = BuildSettings {
                from_scratch: true,
                threads: Some(1),
                ..project.settings("fresh")
            };
            build(&fresh).unwrap();
            assert_same(&project.path("data"), &project.path("fresh"));
        }
    }
}

#[test]
fn what_did_not_change_is_neither_read_nor_written() {
    let project = Project::new();
    for (name, day) in [("a.md", DAYS[0]), ("b.md", DAYS[1]), ("c.md", DAYS[2])] {
        project.write(name, &minutes("Sorø", day, "Byrådet", "Veje"));
    }
    let first = project.build("data");
    assert_eq!((first.known, first.meetings), (0, 3));
    #[cfg(unix)]
    let inode = |name: &str| {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(project.path("data").join(name)).unwrap().ino()
    };
    let names = [
        "items/part_year=2025/part-03.parquet",
        "items/part_year=2025/part-04.parquet",
    ];
    #[cfg(unix)]
    let before = names.map(inode);
    project.write("c.md", &minutes("Sorø", DAYS[2], "Byrådet", "Broer"));
    let second = project.build("data");
    assert_eq!((second.known, second.meetings), (2, 3));
    #[cfg(unix)]
    {
        let after = names.map(inode);
        assert!(after[0] == before[0] && after[1] != before[1]);
    }
}

#[test]
fn an_update_adds_and_keeps() {
    let project = Project::new();
    for (name, day) in [
        ("03/a.md", DAYS[0]),
        ("03/b.md", DAYS[1]),
        ("04/c.md", DAYS[2]),
    ] {
        project.write(name, &minutes("Sorø", day, "Byrådet", "Veje"));
    }
    project.build("all");
    // The same material, one folder after the other; the paths are those of a file named on its own.
    for (name, kept, meetings) in [
        ("03/a.md", 0, 1),
        ("03/b.md", 1, 2),
        ("04/c.md", 2, 3),
        ("04/c.md", 2, 3),
    ] {
        let settings = BuildSettings {
            update: true,
            inputs: vec![project.path("in").join(name)],
            ..project.settings("data")
        };
        let summary = build(&settings).unwrap();
        assert_eq!((summary.kept, summary.meetings), (kept, meetings), "{name}");
    }
    // Without --update, what is not among the inputs is gone.
    let settings = BuildSettings {
        inputs: vec![project.path("in/04")],
        ..project.settings("data")
    };
    let summary = build(&settings).unwrap();
    assert_eq!((summary.known, summary.kept, summary.meetings), (1, 0, 1));
}

#[test]
fn a_file_of_the_same_name_replaces_its_meeting_and_no_other() {
    let project = Project::new();
    let update = || BuildSettings {
        update: true,
        ..project.settings("data")
    };
    for (municipality, day, words, meetings) in [
        ("Sorø", DAYS[0], "Veje", 1),
        // Another meeting under the name of the first.
        ("Sorø", DAYS[2], "Veje", 2),
        // The second again, put right.
        ("Sorø", DAYS[2], "Broer", 2),
        ("Vejle", DAYS[2], "Broer", 3),
    ] {
        project.write("referat.md", &minutes(municipality, day, "Byrådet", words));
        let summary = build(&update()).unwrap();
        assert_eq!(summary.meetings, meetings, "{municipality} {day} {words}");
    }
}

#[test]
fn an_update_says_what_it_needs() {
    let project = Project::new();
    project.write("a.md", &minutes("Sorø", DAYS[0], "Byrådet", "Veje"));
    project.write("b.md", &minutes("Sorø", DAYS[2], "Byrådet", "Veje"));
    let one = |name: &str| BuildSettings {
        update: true,
        inputs: vec![project.path("in").join(name)],
        ..project.settings("data")
    };
    // In one piece.
    build(&BuildSettings {
        partitioned: false,
        ..project.settings("data")
    })
    .unwrap();
    let refused = build(&one("b.md")).unwrap_err().to_string();
    assert!(refused.contains("not partitioned"), "{refused}");
    project.build("data");
    // Of other words.
    let other = BuildSettings {
        redact: true,
        ..one("b.md")
    };
    let refused = build(&other).unwrap_err().to_string();
    assert!(
        refused.contains("other words, topics, redaction"),
        "{refused}"
    );
    // A correction of a document that is not at hand.
    let ids = meeting_ids(&project.path("data"));
    assert!(ids[0].starts_with("340/2025-03-12/"), "{ids:?}");
    project.write(
        "corrections.csv",
        &format!("id,field,value\n{},location,Rådhuset\n", ids[0]),
    );
    let refused = build(&one("b.md")).unwrap_err().to_string();
    assert!(
        refused.contains("a.md") && refused.contains("corrections changed"),
        "{refused}"
    );
    let both = BuildSettings {
        inputs: vec![project.path("in")],
        ..one("b.md")
    };
    assert_eq!(build(&both).unwrap().corrected, 1);
    // Afterwards the correction stays, whether it is given again or not.
    assert_eq!(build(&one("b.md")).unwrap().corrected, 1);
    fs::remove_file(project.path("in/corrections.csv")).unwrap();
    assert_eq!(build(&one("b.md")).unwrap().corrected, 1);
}

#[test]
fn a_damaged_part_is_read_again() {
    let project = Project::new();
    project.write("a.md", &minutes("Sorø", DAYS[0], "Byrådet", "Veje"));
    project.write("c.md", &minutes("Sorø", DAYS[2], "Byrådet", "Veje"));
    project.build("data");
    let want = files(&project.path("data"));
    for name in ["texts/part_year=2025/part-03.parquet", "state/2025-03.bin"] {
        let path = project.path("data").join(name);
        let mut bytes = fs::read(&path).unwrap();
        bytes[30] ^= 1;
        fs::write(&path, bytes).unwrap();
        let update = BuildSettings {
            update: true,
            ..project.settings("data")
        };
        assert!(
            matches!(build(&update), Err(BuildError::NoUpdate { .. })),
            "{name}"
        );
        assert_eq!(project.build("data").known, 1, "{name}");
        assert!(files(&project.path("data")) == want, "{name}");
    }
}

#[test]
fn both_layouts_hold_the_same_rows() {
    let project = Project::new();
    for (name, day, municipality) in [
        ("a.md", DAYS[0], "Sorø"),
        ("b.md", DAYS[2], "Ringsted"),
        ("c.md", DAYS[3], "Ringsted"),
        ("d.md", DAYS[4], "Vejle"),
    ] {
        project.write(name, &minutes(municipality, day, "Byrådet", "Rammeaftale"));
    }
    project.write("e.txt", "Kære nabo, tak for kaffe.");
    project.write("f.md", &minutes("Sorø", DAYS[0], "Byrådet", "Rammeaftale"));
    let parts = project.build("parts");
    let settings = BuildSettings {
        partitioned: false,
        ..project.settings("whole")
    };
    let whole = build(&settings).unwrap();
    assert_eq!(parts.data_set, whole.data_set);
    assert_eq!(
        (parts.documents, parts.problems),
        (whole.documents, whole.problems)
    );
    let rows = |out: &str| {
        let manifest = Manifest::read(&project.path(out)).unwrap();
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        for entry in manifest.tables {
            *rows.entry(entry.name).or_default() += entry.rows;
        }
        rows
    };
    let (got, want) = (rows("parts"), rows("whole"));
    assert_eq!(got, want);
    assert!(
        want["shared_passages"] > 0 && want["item_cases"] > 0,
        "{want:?}"
    );
    // The tables across documents differ in nothing.
    for table in [
        "meeting_versions",
        "grant_links",
        "item_cases",
        "shared_passages",
        "item_overlap",
        "coverage",
    ] {
        let bytes =
            |out: &str| fs::read(project.path(out).join(format!("{table}.parquet"))).unwrap();
        assert!(bytes("parts") == bytes("whole"), "{table}");
    }
}

fn shard(project: &Project, number: u32, of: u32) -> Summary {
    let settings = BuildSettings {
        partitioned: false,
        shard: Some(Shard { number, of }),
        ..project.settings("shards")
    };
    build(&settings).unwrap()
}

/// Rows of a table as text, sorted.
pub fn sorted_rows(folder: &Path, table: &tables::Table) -> Vec<String> {
    let mut rows = Vec::new();
    for file in dataset::files_of(folder, table) {
        let file = fs::File::open(file).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let options = FormatOptions::default().with_null("-");
            let columns: Vec<_> = batch
                .columns()
                .iter()
                .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).unwrap())
                .collect();
            rows.extend((0..batch.num_rows()).map(|row| {
                let cells = columns.iter().map(|column| column.value(row).to_string());
                cells.collect::<Vec<_>>().join("|")
            }));
        }
    }
    rows.sort();
    rows
}

#[test]
fn shards_published_hold_the_rows_of_one_build() {
    let project = Project::new();
    for (at, day) in DAYS.iter().enumerate() {
        for municipality in MUNICIPALITIES {
            let name = format!("{municipality}/{at}.md");
            project.write(&name, &minutes(municipality, day, "Byrådet", "Rammeaftale"));
        }
    }
    project.write("e.txt", "Kære nabo, tak for kaffe.");
    project.write("f.md", &minutes("Sorø", DAYS[0], "Byrådet", "Rammeaftale"));
    project.write(
        "corrections.csv",
        "id,field,value\n7a5ce75e37b20a92:decision:1-2,effect,noted\nx\n",
    );
    let whole = project.build("whole");
    for number in [3, 1, 2, 2] {
        shard(&project, number, 3);
    }
    let published =
        dataset::publish(&[project.path("shards")], &project.path("data"), Some(2)).unwrap();
    assert_eq!(published.data_set, whole.data_set);
    assert_eq!(
        (
            published.documents,
            published.problems,
            published.meetings,
            published.uncorrected,
            published.rejected
        ),
        (
            whole.documents,
            whole.problems,
            whole.meetings,
            whole.uncorrected,
            whole.rejected
        )
    );
    for table in tables::ALL {
        let rows = |out: &str| sorted_rows(&project.path(out), &table);
        assert_eq!(rows("data"), rows("whole"), "{}", table.name);
    }
    // A later build takes the rows over from the shards' files.
    let again = project.build("data");
    assert_eq!(again.known, 15);
    assert_same(&project.path("data"), &project.path("whole"));
}

#[test]
fn only_all_shards_of_one_build_are_published() {
    let project = Project::new();
    project.write("a.md", &minutes("Sorø", DAYS[0], "Byrådet", "Veje"));
    let publish = || dataset::publish(&[project.path("shards")], &project.path("data"), Some(1));
    let refused = |want: &str| {
        let refused = publish().unwrap_err().to_string();
        assert!(refused.contains(want), "{refused}");
        assert!(!project.path("data").exists());
    };
    refused("no shard was found");
    shard(&project, 1, 2);
    refused("shard 2 of 2 is not there");
    shard(&project, 2, 2);
    shard(&project, 3, 3);
    refused("different numbers of shards");
    fs::remove_dir_all(project.path("shards/shard-3-of-3")).unwrap();
    let redacted = BuildSettings {
        redact: true,
        shard: Some(Shard { number: 2, of: 2 }),
        ..project.settings("shards")
    };
    build(&redacted).unwrap();
    refused("program, words or settings differ");
    shard(&project, 2, 2);
    let state = files(&project.path("shards"))
        .into_keys()
        .find(|name| name.contains("2025-03"));
    let state = project.path("shards").join(state.unwrap());
    let bytes = fs::read(&state).unwrap();
    fs::write(&state, &bytes[..bytes.len() - 1]).unwrap();
    refused("is damaged or not there");
    fs::write(&state, bytes).unwrap();
    assert_eq!(publish().unwrap().meetings, 1);
}
