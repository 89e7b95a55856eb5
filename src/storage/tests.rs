//! Object storage on a store in memory.

use super::*;
use crate::dataset::{self, BuildSettings, is_data_set};
use crate::lexicon::Lexicon;
use object_store::memory::InMemory;
use object_store::{ObjectStoreExt, PutPayload};
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

fn address(written: &str) -> Address {
    Address::of(Path::new(written)).unwrap().unwrap()
}

fn storage(store: &Arc<InMemory>, written: &str) -> Storage {
    Storage::with(store.clone(), &address(written)).unwrap()
}

fn put(storage: &Storage, key: &str, words: &str) {
    let payload = PutPayload::from(words.as_bytes().to_vec());
    let key = Key::parse(key).unwrap();
    let put = storage.store.put(&key, payload);
    storage.runtime.block_on(put).unwrap();
}

/// A small data set of one document.
fn data_set(folder: &Path, words: &str) -> PathBuf {
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).unwrap();
    fs::write(documents.join("referat.txt"), words).unwrap();
    let out = folder.join("data");
    let settings = BuildSettings::new(vec![documents], out.clone());
    dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    out
}

const MINUTES: &str = "Referat\nSocialudvalget\nLolland Kommune\n3. juni 2025\n\n1. Godkendelse af dagsorden\n\nBeslutning\nGodkendt.\n";

#[test]
fn addresses() {
    for (written, want) in [
        ("s3://bucket/folder/below", Some("s3://bucket/folder/below")),
        ("s3://bucket/folder/", Some("s3://bucket/folder")),
        ("s3://bucket", Some("s3://bucket/")),
        ("seeds", None),
        ("/tmp/s3:/x", None),
    ] {
        let address = Address::of(Path::new(written)).map(|address| address.unwrap().to_string());
        assert_eq!(address.as_deref(), want, "{written}");
    }
    for written in [
        "s3://",
        "s3:///folder",
        "s3://bucket/a//b",
        "s3://bucket/../b",
    ] {
        let parsed = Address::of(Path::new(written)).unwrap();
        assert!(
            matches!(parsed, Err(StorageError::NoAddress(_))),
            "{written}"
        );
    }
}

#[test]
fn documents_come_with_the_paths_of_their_keys() {
    let store = Arc::new(InMemory::new());
    let all = storage(&store, "s3://bucket/in");
    for (key, words) in [
        ("in/a.txt", "a"),
        ("in/2025/Å b.txt", "bb"),
        ("out/c.txt", "c"),
    ] {
        put(&all, key, words);
    }
    let scratch = TempDir::new().unwrap();
    let brought = all.bring(scratch.path(), 1000).unwrap();
    assert_eq!(brought, scratch.path());
    let names: Vec<_> = walkdir::WalkDir::new(scratch.path())
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| Some(entry.unwrap()).filter(|entry| entry.file_type().is_file()))
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect();
    assert_eq!(names, ["bb", "a"]);
    let one = storage(&store, "s3://bucket/in/a.txt");
    let brought = one.bring(&scratch.path().join("one"), 1000).unwrap();
    assert_eq!(brought, scratch.path().join("one/a.txt"));
}

#[test]
fn what_is_too_large_is_not_brought() {
    let store = Arc::new(InMemory::new());
    let all = storage(&store, "s3://bucket");
    put(&all, "large.txt", "0123456789");
    let scratch = TempDir::new().unwrap();
    all.bring(scratch.path(), 9).unwrap();
    let bytes = fs::read(scratch.path().join("large.txt")).unwrap();
    assert_eq!(
        bytes, [0; 10],
        "a hole of its size, which build refuses by name"
    );
}

#[test]
fn nothing_at_an_address_is_an_error() {
    let store = Arc::new(InMemory::new());
    let scratch = TempDir::new().unwrap();
    let nothing = storage(&store, "s3://bucket/none");
    let refused = nothing.bring(scratch.path(), 9).unwrap_err();
    assert!(matches!(
        refused,
        StorageError::Refused {
            action: "found",
            ..
        }
    ));
    let out = scratch.path().join("out");
    let refused = nothing.bring_data_set(&out).unwrap_err();
    assert!(matches!(refused, StorageError::NoDataSet(_)));
    assert!(!out.exists());
}

#[test]
fn a_data_set_comes_back_as_it_went() {
    let (store, scratch) = (Arc::new(InMemory::new()), TempDir::new().unwrap());
    let data = data_set(scratch.path(), MINUTES);
    let there = storage(&store, "s3://bucket/data");
    assert!(!there.holds_data_set().unwrap());
    there.put_data_set(&data).unwrap();
    assert!(there.holds_data_set().unwrap());
    let back = scratch.path().join("back");
    there.bring_data_set(&back).unwrap();
    for entry in fs::read_dir(&data).unwrap() {
        let name = entry.unwrap().file_name();
        let (went, came) = (fs::read(data.join(&name)), fs::read(back.join(&name)));
        assert_eq!(went.unwrap(), came.unwrap(), "{}", name.display());
    }
}

#[test]
fn the_version_counts_that_was_put_last() {
    let (store, scratch) = (Arc::new(InMemory::new()), TempDir::new().unwrap());
    let there = storage(&store, "s3://bucket/data");
    let first = there
        .put_data_set(&data_set(&scratch.path().join("1"), MINUTES))
        .unwrap();
    let changed = MINUTES.replace("Godkendt", "Afvist");
    let second = there
        .put_data_set(&data_set(&scratch.path().join("2"), &changed))
        .unwrap();
    assert_ne!(first, second);
    let back = scratch.path().join("back");
    let manifest = there.bring_data_set(&back).unwrap();
    assert_eq!(format!("versions/{}", manifest.data_set), second);
    put(&there, "data/CURRENT", &first);
    let manifest = there.bring_data_set(&back).unwrap();
    assert_eq!(format!("versions/{}", manifest.data_set), first);
}

#[test]
fn a_damaged_data_set_does_not_replace_a_sound_one() {
    let (store, scratch) = (Arc::new(InMemory::new()), TempDir::new().unwrap());
    let there = storage(&store, "s3://bucket/data");
    let version = there
        .put_data_set(&data_set(scratch.path(), MINUTES))
        .unwrap();
    let back = scratch.path().join("back");
    there.bring_data_set(&back).unwrap();
    put(&there, &format!("data/{version}/items.parquet"), "damaged");
    let refused = there.bring_data_set(&back).unwrap_err();
    assert!(matches!(refused, StorageError::Damaged { file, .. } if file == "items.parquet"));
    assert!(is_data_set(&back));
    assert_ne!(fs::read(back.join("items.parquet")).unwrap(), b"damaged");
}

#[test]
fn keys_that_no_file_can_have_are_refused() {
    let folder = Path::new("folder");
    for (key, want) in [
        ("a/b.txt", Some("folder/a/b.txt")),
        ("a\\b", None),
        ("x\0y", None),
    ] {
        let Ok(key) = Key::parse(key) else {
            assert_eq!(want, None);
            continue;
        };
        let place = Storage::place(&key, &Key::default(), folder).ok();
        assert_eq!(place.as_deref(), want.map(Path::new), "{key}");
    }
}

#[test]
fn large_files_go_in_pieces() {
    let (store, scratch) = (Arc::new(InMemory::new()), TempDir::new().unwrap());
    let there = storage(&store, "s3://bucket");
    let large = scratch.path().join("large");
    let bytes: Vec<u8> = (0..40_000_000_u32).map(|at| (at % 251) as u8).collect();
    fs::write(&large, &bytes).unwrap();
    let (key, back) = (Key::from("large"), scratch.path().join("back"));
    there
        .runtime
        .block_on(there.put_file(&large, &key))
        .unwrap();
    there
        .runtime
        .block_on(there.bring_object(&key, &back))
        .unwrap();
    assert!(fs::read(back).unwrap() == bytes);
}
