//! Archives for tests, with names and kinds of members that no honest program writes.

use std::fs;
use std::io::Write;
use std::path::Path;

/// A zip of stored members; a member's mode is a unix mode such as 0o120777 for a link.
pub fn zip(members: &[(&[u8], &[u8], Option<u32>)]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    // The writer cleans names, so each is written under another of the same length and put in afterwards.
    let placeholder = |at: usize, name: &[u8]| {
        assert!(name.len() >= 4, "a name too short to be put in");
        let mut other = format!("q{at:02}z");
        while other.len() < name.len() {
            other.push('x');
        }
        other
    };
    for (at, (name, bytes, mode)) in members.iter().enumerate() {
        let name = placeholder(at, name);
        let mut file = archive.new_file(&name);
        if let Some(mode) = mode {
            file = file.unix_permissions(*mode);
        }
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    let mut zip = archive.finish().unwrap();
    for (at, (name, ..)) in members.iter().enumerate() {
        let written = placeholder(at, name).into_bytes();
        let mut from = 0;
        while let Some(found) = zip[from..]
            .windows(written.len())
            .position(|window| window == written)
        {
            from += found;
            zip[from..from + name.len()].copy_from_slice(name);
            from += name.len();
        }
    }
    zip
}

/// A tar.gz; a member's kind is a file, or a link to what its bytes name.
pub fn tar_gz(path: &Path, members: &[(&[u8], &[u8], tar::EntryType)]) {
    let file = fs::File::create(path).unwrap();
    let gz = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    let mut archive = tar::Builder::new(gz);
    for (name, bytes, kind) in members {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        let data: &[u8] = if *kind == tar::EntryType::Regular {
            bytes
        } else {
            let target = &mut header.as_gnu_mut().unwrap().linkname;
            target[..bytes.len()].copy_from_slice(bytes);
            b""
        };
        header.set_size(data.len() as u64);
        // The setter refuses names that lead out.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
        header.set_cksum();
        archive.append(&header, data).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap();
}
