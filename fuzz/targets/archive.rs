//! Archives: zip and tar.gz, by the first byte; every member stays inside and within the limits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;
use tvaersnit::source::limits::Limits;
use tvaersnit::source::archive::{ArchiveKind, load, members};

/// Largest document, in bytes.
const MAX_BYTES: u64 = 1 << 20;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let name = format!("tvaersnit-fuzz-{}", std::process::id());
    std::env::temp_dir().join(name)
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    let kind = if which % 2 == 0 { ArchiveKind::Zip } else { ArchiveKind::TarGz };
    std::fs::write(&*FILE, rest).unwrap_or_else(|error| panic!("{error}"));
    let Ok(members) = members(kind, &FILE, &Limits::default(), &|_| true) else {
        return;
    };
    for (_, member) in &members {
        if let Ok(bytes) = load(&FILE, member, MAX_BYTES) {
            assert!(bytes.len() as u64 <= MAX_BYTES + 1 || kind == ArchiveKind::TarGz);
        }
    }
});
