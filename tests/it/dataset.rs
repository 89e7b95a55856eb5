//! From documents to a published data set: the same bytes, nothing lost, everything traced.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int32Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::strategy::Strategy as _;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tvaersnit::dataset::{self, BuildError, BuildSettings, Manifest, Summary};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::tables::{self, ColumnType};

fn documents(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/documents")
        .join(below)
}

/// The documents of which these tests know each row; the others in the folder are for the reading.
fn own() -> Vec<PathBuf> {
    [
        "ringsted_kultur_referat.md",
        "ringsted_kultur_dagsorden.md",
        "soroe_teknik_referat.txt",
    ]
    .map(|name| documents("valid").join(name))
    .into()
}

fn build(settings: &BuildSettings) -> Result<Summary, BuildError> {
    dataset::build(settings, &Lexicon::built_in(), &|_| {})
}

/// A data set of `inputs` in a folder that goes when it is dropped.
struct Built {
    folder: tempfile::TempDir,
    summary: Summary,
}

impl Built {
    fn of(inputs: &[PathBuf], change: impl FnOnce(&mut BuildSettings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = BuildSettings::new(inputs.to_vec(), folder.path().join("data"));
        change(&mut settings);
        let summary = build(&settings).unwrap();
        Self { folder, summary }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Every file of the data set with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.out()).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    fs::read(entry.path()).unwrap(),
                )
            })
            .collect()
    }

    fn batches(&self, table: &str) -> Vec<RecordBatch> {
        let file = File::open(self.out().join(format!("{table}.parquet"))).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .unwrap()
            .build()
            .unwrap();
        reader.map(Result::unwrap).collect()
    }

    /// The values of text columns, row by row; null is "-".
    fn rows(&self, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for batch in self.batches(table) {
            for at in 0..batch.num_rows() {
                let cell = |name: &&str| {
                    let cells = batch.column_by_name(name).unwrap().as_string::<i32>();
                    if cells.is_null(at) {
                        "-".to_owned()
                    } else {
                        cells.value(at).to_owned()
                    }
                };
                rows.push(columns.iter().map(cell).collect());
            }
        }
        rows
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let files: Vec<_> = [
        "valid/ringsted_kultur_referat.md",
        "broken/nowhere.txt",
        "valid/soroe_teknik_referat.txt",
    ]
    .map(documents)
    .into();
    let mut shuffled = files.clone();
    shuffled.rotate_left(1);
    let want = Built::of(&files, |settings| settings.threads = Some(1)).files();
    // The manifest and what describes the tables.
    assert_eq!(want.len(), tables::ALL.len() + 5);
    for (inputs, threads) in [(&files, 2), (&shuffled, 1), (&shuffled, 2)] {
        let got = Built::of(inputs, |settings| settings.threads = Some(threads)).files();
        for (name, bytes) in &want {
            assert!(got[name] == *bytes, "{name} differs with {threads} threads");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 6, ..Default::default() })]

    #[test]
    fn any_order_and_any_threads_give_the_same_bytes(
        order in proptest::prelude::Just(fixtures()).prop_shuffle(),
        threads in 1usize..5,
    ) {
        static WANT: LazyLock<BTreeMap<String, Vec<u8>>> =
            LazyLock::new(|| Built::of(&fixtures(), |settings| settings.threads = Some(1)).files());
        let got = Built::of(&order, |settings| settings.threads = Some(threads)).files();
        for (name, bytes) in &*WANT {
            proptest::prop_assert!(got.get(name) == Some(bytes), "{} differs with {} threads", name, threads);
        }
    }
}

/// Documents that are read and documents that are rejected.
fn fixtures() -> Vec<PathBuf> {
    let mut all = own();
    all.extend(
        [
            "broken/nowhere.txt",
            "broken/letter.txt",
            "valid/aabenraa_vaekst_2024.md",
            "valid/herning_byraad_2025.txt",
        ]
        .map(documents),
    );
    all
}

#[test]
fn rows_stand_in_the_order_of_municipality_day_committee_and_kind() {
    let built = Built::of(&[own(), vec![documents("broken")]].concat(), |_| {});
    let want = [
        "ringsted_kultur_referat.md ok",
        "ringsted_kultur_dagsorden.md ok",
        "soroe_teknik_referat.txt ok",
        "binary.txt rejected",
        "empty.txt rejected",
        "letter.txt rejected",
        "nowhere.txt rejected",
        "password.pdf rejected",
    ];
    let got: Vec<_> = built
        .rows("documents", &["source_path", "status"])
        .iter()
        .map(|row| row.join(" "))
        .collect();
    assert_eq!(got, want);
}

#[test]
fn the_spans_of_every_table_quote_their_words() {
    let built = Built::of(&[documents("valid")], |_| {});
    let texts: HashMap<String, Vec<char>> = built
        .rows("texts", &["document_id", "text"])
        .into_iter()
        .map(|row| (row[0].clone(), row[1].chars().collect()))
        .collect();
    let mut quoted = 0;
    for table in tables::ALL {
        let columns = table.columns();
        let exact: Vec<_> = columns
            .iter()
            .filter(|column| {
                column.kind == ColumnType::Text && matches!(column.name, "text" | "raw")
            })
            .collect();
        if !columns.iter().any(|column| column.name == "span_start") {
            continue;
        }
        for batch in built.batches(table.name) {
            let offsets = |name: &str| {
                batch
                    .column_by_name(name)
                    .unwrap()
                    .as_primitive::<Int32Type>()
                    .clone()
            };
            let (starts, ends) = (offsets("span_start"), offsets("span_end"));
            let ids = batch
                .column_by_name("document_id")
                .unwrap()
                .as_string::<i32>()
                .clone();
            for at in (0..batch.num_rows()).filter(|at| starts.is_valid(*at)) {
                let text = &texts[ids.value(at)];
                let words: String = text[starts.value(at) as usize..ends.value(at) as usize]
                    .iter()
                    .collect();
                assert!(
                    !words.trim().is_empty(),
                    "{} row {at} quotes nothing",
                    table.name
                );
                for column in &exact {
                    let cells = batch
                        .column_by_name(column.name)
                        .unwrap()
                        .as_string::<i32>();
                    assert_eq!(cells.value(at), words, "{}.{}", table.name, column.name);
                    quoted += 1;
                }
            }
        }
    }
    assert!(quoted > 10, "only {quoted} quotations were looked at");
}

#[test]
fn every_visible_character_lies_in_one_segment() {
    let built = Built::of(&[documents("valid")], |_| {});
    for row in built.rows("texts", &["document_id", "text"]) {
        let mut times = vec![0; row[1].chars().count()];
        for batch in built.batches("segments") {
            let offsets = |name: &str| {
                batch
                    .column_by_name(name)
                    .unwrap()
                    .as_primitive::<Int32Type>()
                    .clone()
            };
            let (starts, ends) = (offsets("span_start"), offsets("span_end"));
            let ids = batch
                .column_by_name("document_id")
                .unwrap()
                .as_string::<i32>();
            for at in (0..batch.num_rows()).filter(|at| ids.value(*at) == row[0]) {
                times[starts.value(at) as usize..ends.value(at) as usize]
                    .iter_mut()
                    .for_each(|times| *times += 1);
            }
        }
        for (at, char) in row[1]
            .chars()
            .enumerate()
            .filter(|(_, char)| !char.is_whitespace())
        {
            assert_eq!(times[at], 1, "{char:?} at {at}");
        }
    }
}

#[test]
fn minutes_supersede_the_agenda_of_their_meeting() {
    let built = Built::of(&own(), |_| {});
    let rows = built.rows("meeting_versions", &["meeting_key", "superseded_by"]);
    let minutes = &built.rows("meetings", &["meeting_id"])[0][0];
    assert!(
        minutes.starts_with("329/2025-03-04/kultur-og-fritidsudvalget/minutes/"),
        "{minutes}"
    );
    let key = "329/2025-03-04/kultur-og-fritidsudvalget";
    assert_eq!(rows[0], [key, "-"]);
    assert_eq!(rows[1], [key, minutes.as_str()]);
}

#[test]
fn decisions_and_attachments_are_rows_of_their_items() {
    let built = Built::of(&[documents("valid/ringsted_kultur_referat.md")], |_| {});
    assert_eq!(
        built.rows("decisions", &["point", "outcome", "text"]),
        [
            ["-", "approved", "Godkendt."],
            ["1", "recommended", "Anbefales til Byrådets godkendelse."],
            ["2", "noted", "Taget til efterretning."],
            ["-", "noted", "Udvalget tog orienteringen til efterretning."],
        ]
    );
    assert_eq!(
        built.rows("attachments", &["label", "title"]),
        [["Bilag 1", "Rådgivers notat.pdf"], ["Bilag 2", "Tidsplan"]]
    );
}

#[test]
fn the_same_bytes_twice_are_one_document_and_a_duplicate() {
    let input = tempfile::tempdir().unwrap();
    let original = documents("valid/soroe_teknik_referat.txt");
    for name in ["b.txt", "a.txt"] {
        fs::copy(&original, input.path().join(name)).unwrap();
    }
    // Naming a file beside its folder does not make two of it.
    let inputs = [input.path().to_owned(), input.path().join("a.txt")];
    let built = Built::of(&inputs, |_| {});
    assert_eq!(
        built.rows("documents", &["source_path", "status", "reason"]),
        [
            ["a.txt", "ok", "-"],
            ["b.txt", "duplicate", "the same bytes as a.txt"]
        ]
    );
    assert_eq!(built.rows("texts", &["document_id"]).len(), 1);
}

#[test]
fn the_same_bytes_at_the_same_path_of_two_folders_are_a_document_and_duplicates() {
    let root = tempfile::tempdir().unwrap();
    let inputs: Vec<PathBuf> = ["2024", "2025", "old/2025"]
        .iter()
        .map(|name| {
            let folder = root.path().join(name);
            fs::create_dir_all(&folder).unwrap();
            fs::copy(
                documents("valid/soroe_teknik_referat.txt"),
                folder.join("a.txt"),
            )
            .unwrap();
            fs::copy(documents("broken/letter.txt"), folder.join("b.txt")).unwrap();
            folder
        })
        .collect();
    // A folder that is named twice, in two ways, is one folder.
    let again = root.path().join("old/../2025");
    let built = Built::of(&[inputs, vec![again]].concat(), |_| {});
    assert_eq!(
        built.rows("documents", &["source_path", "status", "reason"])[..],
        [
            ["a.txt", "ok", "-"],
            ["a.txt (in 2025)", "duplicate", "the same bytes as a.txt"],
            [
                "a.txt (in old/2025)",
                "duplicate",
                "the same bytes as a.txt"
            ],
            ["b.txt (in 2025)", "duplicate", "the same bytes as b.txt"],
            [
                "b.txt (in old/2025)",
                "duplicate",
                "the same bytes as b.txt"
            ],
            [
                "b.txt",
                "rejected",
                "no_items: none of 3 lines announces an agenda item"
            ],
        ]
    );
}

#[test]
fn a_rejected_document_is_named_and_the_others_are_published() {
    let built = Built::of(&[own(), vec![documents("broken")]].concat(), |_| {});
    let rejected: Vec<_> = built
        .summary
        .rejected
        .iter()
        .map(|rejection| rejection.code.code())
        .collect();
    assert_eq!(
        rejected,
        [
            "not_a_meeting",
            "empty",
            "no_items",
            "municipality_unknown",
            "pdf_encrypted"
        ]
    );
    assert_eq!(built.summary.documents["ok"], 3);
    assert!(!built.summary.is_complete());
    assert_eq!(built.rows("problems", &["severity", "code"]).len(), 5);
}

#[test]
fn the_municipality_that_the_user_gives_is_used_where_a_document_names_none() {
    let given = tvaersnit::value::municipality::find("Ringsted");
    let built = Built::of(&[documents("broken/nowhere.txt")], |settings| {
        settings.municipality = given
    });
    assert_eq!(
        built.rows("documents", &["municipality", "municipality_basis"]),
        [["Ringsted", "given"]]
    );
}

#[test]
fn a_file_over_the_limit_is_refused_by_name() {
    let built = Built::of(&own(), |settings| settings.max_bytes = 1_000);
    let rejection = &built.summary.rejected[0];
    assert_eq!(
        (rejection.source_path.as_str(), rejection.code.code()),
        ("ringsted_kultur_referat.md", "too_large")
    );
}

#[test]
fn where_nothing_can_be_read_the_earlier_data_set_stays() {
    let built = Built::of(&[documents("valid")], |_| {});
    let before = built.files();
    let error = build(&BuildSettings::new(vec![documents("broken")], built.out())).unwrap_err();
    assert!(matches!(error, BuildError::NothingRead(_)), "{error}");
    assert!(built.files() == before);
}

#[test]
fn a_folder_that_is_no_data_set_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let error = build(&BuildSettings::new(
        vec![documents("valid")],
        folder.path().to_owned(),
    ))
    .unwrap_err();
    assert!(error.to_string().contains("no data set of ours"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_manifest_and_each_file_tell_the_version() {
    let built = Built::of(&[documents("valid")], |_| {});
    let manifest = Manifest::read(&built.out()).unwrap();
    assert_eq!(manifest.data_set, built.summary.data_set);
    assert_eq!(manifest.tables.len(), tables::ALL.len());
    for (entry, table) in manifest.tables.iter().zip(tables::ALL) {
        assert_eq!(entry.name, table.name);
        let rows: usize = built
            .batches(table.name)
            .iter()
            .map(RecordBatch::num_rows)
            .sum();
        assert_eq!(entry.rows, rows as u64, "{}", table.name);
        let file = File::open(built.out().join(&entry.file)).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.created_by(), Some("tvaersnit"));
        let version = metadata
            .key_value_metadata()
            .unwrap()
            .iter()
            .find(|pair| pair.key == "tvaersnit:data_set");
        assert_eq!(version.unwrap().value.as_ref(), Some(&manifest.data_set));
        let meaning = |at: usize| {
            reader
                .schema()
                .field(at)
                .metadata()
                .get("description")
                .map(|words| words.to_string())
        };
        assert_eq!(meaning(0).as_deref(), Some(table.columns()[0].about));
    }
}

#[test]
fn every_id_leads_back_to_its_words() {
    let built = Built::of(&own(), |_| {});
    let decision = built.rows("decisions", &["decision_id", "text"])[1].clone();
    let traced = dataset::trace(&built.out(), &decision[0]).unwrap();
    assert_eq!(traced.table.name, "decisions");
    let quote = traced.quote.unwrap();
    assert_eq!(
        (quote.words.as_str(), quote.line),
        (decision[1].as_str(), 36)
    );
    for (table, column) in [
        ("items", "item_id"),
        ("meetings", "meeting_id"),
        ("documents", "document_id"),
    ] {
        let id = built.rows(table, &[column])[0][0].clone();
        assert_eq!(
            dataset::trace(&built.out(), &id).unwrap().table.name,
            table,
            "{id}"
        );
    }
    let unknown = dataset::trace(&built.out(), "0000000000000000:decision:1-2").unwrap_err();
    assert!(
        unknown.to_string().contains("no row has the id"),
        "{unknown}"
    );
}
