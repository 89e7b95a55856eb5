//! State files as they are written, and damaged.

use super::*;

fn entry(id: &str) -> Entry {
    Entry {
        id: DocumentId::from_digits(id.to_owned()).unwrap(),
        path: "a/b.txt".to_owned(),
        given: String::new(),
        municipality: crate::value::municipality::find("Ringsted").unwrap(),
        date: Some(Date::constant(2025, 3, 9)),
        committee_key: None,
        kind: DocumentKind::Minutes,
        meeting_id: "329/2025-03-09/unknown/minutes/7a5ce7".to_owned(),
        corrected: KnownCorrected::default(),
        is_read: true,
        items: 2,
        at: 0,
        lengths: Vec::new(),
    }
}

fn written(folder: &Path) -> (StateFile, String) {
    let index = Index {
        recipe: "r".to_owned(),
        part: Some(Part::of(Some(Date::constant(2025, 3, 9)), None)),
        ..Index::default()
    };
    let mut writer = StateWriter::create(folder.join("state/2025-03.bin"), index).unwrap();
    for (id, frame) in [
        ("7a5ce75e37b20a92", b"one".as_slice()),
        ("c8509e588106afef", b"more"),
    ] {
        writer.add(entry(id), &[frame, b"", b"body"]).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn a_file_comes_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (file, sha256) = written(folder.path());
    assert_eq!(
        super::super::hashing::sha256_of(&file.path).unwrap(),
        sha256
    );
    let read = StateFile::open(&file.path).unwrap();
    assert_eq!(read.index, file.index);
    for (entry, want) in read.index.documents.iter().zip(["one", "more"]) {
        let frames = read_frames(&file.path, entry).unwrap();
        assert_eq!(frames, [want.as_bytes(), b"", b"body"]);
        assert_eq!(entry.frames()[2].1, 4);
    }
}

#[test]
fn a_damaged_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = written(folder.path());
    let whole = std::fs::read(&file.path).unwrap();
    let cut = whole[..whole.len() - 1].to_vec();
    let mut flipped = whole.clone();
    let at = flipped.len() - 50;
    flipped[at] ^= 1;
    let mut other = whole.clone();
    other[17] = b'9';
    for (what, bytes) in [
        ("cut", cut),
        ("flipped", flipped),
        ("other", other),
        ("empty", Vec::new()),
    ] {
        std::fs::write(&file.path, bytes).unwrap();
        assert!(StateFile::open(&file.path).is_err(), "{what}");
    }
}
