//! Names, links and places that try to lead astray: what is safe is read, the rest is refused and reported.

use crate::archives::{tar_gz, zip};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tvaersnit::check::check;
use tvaersnit::compare::Engine;

/// Minutes that differ by `case`, so that no two files are the same.
fn minutes(case: &str) -> String {
    format!(
        "Referat\n\nTeknik- og Miljøudvalget\n\nMødedato: 1. april 2025\nMødested: Sorø Kommune\n\n\
         Punkt 3. Cykelsti {case}\n\nBeslutning\n\nGodkendt.\n"
    )
}

fn tvaersnit(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with `documents`, in which there is one plain document.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        fs::write(folder.path().join("documents/plain.txt"), minutes("plain")).unwrap();
        Self(folder)
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Builds `documents`, and gives what became of each file: status and reason by its name in the tables.
    fn build(&self) -> (BTreeMap<String, String>, String) {
        let output = tvaersnit(self.0.path(), &["build", "documents", "--out", "data"]);
        let said = stderr(&output);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{said}");
        assert!(
            said.chars().all(|char| char == '\n' || !char.is_control()),
            "{said:?}"
        );
        let report = check(&self.path("data")).unwrap();
        assert!(report.passes(), "{report:#?}");
        let sql = "SELECT source_path, status || coalesce(': ' || reason, '') FROM documents";
        let engine = Engine::open_for(&self.path("data"), &[sql]).unwrap();
        let rows = engine.sql(sql).unwrap().texts().unwrap();
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for row in &rows {
            let [Some(path), Some(fate)] = row.as_slice() else {
                panic!("a document without path or status: {row:?}");
            };
            let known = files.entry(path.clone()).or_default();
            *known = format!("{known}{fate}\n");
        }
        // What was refused is said on standard error too, and stands in problems.
        let sql = "SELECT source_path FROM problems WHERE code = 'path_refused'";
        let refused = Engine::open_for(&self.path("data"), &[sql])
            .unwrap()
            .sql(sql)
            .unwrap();
        for row in refused.texts().unwrap() {
            let path = row[0].clone().unwrap();
            assert!(
                said.contains(&format!("rejected: {path}: ")),
                "{path} is not in {said}"
            );
        }
        (files, said)
    }
}

/// What is expected of a name.
enum Fate {
    /// Read, under this name.
    Read(&'static str),
    /// Refused, with these words.
    Refused(&'static str),
    /// Passed over.
    Hidden,
}

use Fate::{Hidden, Read, Refused};

const OUT: &str = "leads out of the archive";

/// Names of members of an archive.
const MEMBERS: [(&[u8], Fate); 27] = [
    (b"ordinary.txt", Read("ordinary.txt")),
    (b"../above.txt", Refused(OUT)),
    (b"a/../../above.txt", Refused(OUT)),
    (b"a/b/../c.txt", Refused(OUT)),
    (b"..\\above.txt", Refused(OUT)),
    (b"a\\..\\..\\above.txt", Refused(OUT)),
    (b"/etc/absolute.txt", Refused(OUT)),
    (b"//server/share.txt", Refused(OUT)),
    (b"\\\\server\\share.txt", Refused(OUT)),
    (b"C:\\absolute.txt", Refused(OUT)),
    (b"c:/absolute.txt", Refused(OUT)),
    (b"a/./b//dots.txt", Read("a/b/dots.txt")),
    (b"./here.txt", Read("here.txt")),
    (b"back\\slash.txt", Read("back/slash.txt")),
    (b"%2e%2e/percent.txt", Read("%2e%2e/percent.txt")),
    (b"..hid.txt", Hidden),
    (b".ssh/hidden.txt", Hidden),
    (b"~/home.txt", Read("~/home.txt")),
    (b"-rf.txt", Read("-rf.txt")),
    (b"$(touch pwned).txt", Read("$(touch pwned).txt")),
    (b"a;b&c|d.txt", Read("a;b&c|d.txt")),
    (b"CON.txt", Read("CON.txt")),
    (b"line\nend.txt", Read("line\\u{a}end.txt")),
    (b"\x1b]0;title\x07.txt", Read("\\u{1b}]0;title\\u{7}.txt")),
    (
        "gpj.\u{202e}bidi.txt".as_bytes(),
        Read("gpj.\\u{202e}bidi.txt"),
    ),
    // A name in an old code page: each byte is a letter.
    (b"m\xf8de.txt", Read("møde.txt")),
    (b"m\x9bde.txt", Read("m\\u{9b}de.txt")),
];

#[test]
fn names_of_members_stay_inside_and_are_shown_as_one_line() {
    let project = Project::new();
    let texts: Vec<String> = (0..MEMBERS.len())
        .map(|at| minutes(&format!("zip {at}")))
        .collect();
    let members: Vec<(&[u8], &[u8], Option<u32>)> = MEMBERS
        .iter()
        .zip(&texts)
        .map(|((name, _), text)| (*name, text.as_bytes(), None))
        .collect();
    fs::write(project.path("documents/z.zip"), zip(&members)).unwrap();
    let texts: Vec<String> = (0..MEMBERS.len())
        .map(|at| minutes(&format!("tar {at}")))
        .collect();
    let members: Vec<(&[u8], &[u8], tar::EntryType)> = MEMBERS
        .iter()
        .zip(&texts)
        .map(|((name, _), text)| (*name, text.as_bytes(), tar::EntryType::Regular))
        .collect();
    tar_gz(&project.path("documents/t.tar.gz"), &members);
    let (files, said) = project.build();
    for archive in ["z.zip", "t.tar.gz"] {
        for (name, fate) in &MEMBERS {
            let shown = String::from_utf8_lossy(name).into_owned();
            match fate {
                Read(relative) => {
                    let found = files.get(&format!("{archive}/{relative}"));
                    assert_eq!(
                        found.map(String::as_str),
                        Some("ok\n"),
                        "{archive}/{shown}: {said}"
                    );
                }
                Refused(words) => {
                    let found = files
                        .get(&format!("{archive}/{shown}"))
                        .cloned()
                        .unwrap_or_default();
                    assert!(
                        found.starts_with("rejected: ") && found.contains(words),
                        "{archive}/{shown}: {found}"
                    );
                }
                Hidden => assert!(
                    !files
                        .keys()
                        .any(|path| path.contains(shown.trim_start_matches('.'))),
                    "{shown}"
                ),
            }
        }
    }
    assert!(!project.path("pwned").exists() && !project.path("above.txt").exists());
    assert!(!project.path("documents/pwned").exists());
}

#[test]
fn members_that_are_no_files_stand_twice_or_have_endless_names_are_refused() {
    let project = Project::new();
    let long = [vec![b'n'; 5_000], b".txt".to_vec()].concat();
    let fair = [vec![b'f'; 3_000], b".txt".to_vec()].concat();
    let texts: Vec<String> = (0..8).map(|at| minutes(&format!("member {at}"))).collect();
    let members: [(&[u8], &[u8], Option<u32>); 8] = [
        (b"link.txt", b"/etc/passwd", Some(0o120_777)),
        (b"twice.txt", texts[0].as_bytes(), None),
        (b"twice.txt", texts[1].as_bytes(), None),
        (b"a/./thrice.txt", texts[2].as_bytes(), None),
        (b"a/thrice.txt", texts[3].as_bytes(), None),
        (b"a//thrice.txt", texts[4].as_bytes(), None),
        (&long, texts[5].as_bytes(), None),
        (&fair, texts[6].as_bytes(), None),
    ];
    fs::write(project.path("documents/z.zip"), zip(&members)).unwrap();
    tar_gz(
        &project.path("documents/t.tgz"),
        &[
            (b"soft.txt", b"/etc/passwd", tar::EntryType::Symlink),
            (b"hard.txt", b"/etc/passwd", tar::EntryType::Link),
            (b"null.txt", b"", tar::EntryType::Char),
            (b"disk.txt", b"", tar::EntryType::Block),
            (b"pipe.txt", b"", tar::EntryType::Fifo),
            (b"twice.txt", texts[7].as_bytes(), tar::EntryType::Regular),
            (b"twice.txt", b"/etc/passwd", tar::EntryType::Symlink),
        ],
    );
    let (files, said) = project.build();
    let long = format!("z.zip/{}…", "n".repeat(100));
    let fair = format!("z.zip/{}.txt", "f".repeat(3_000));
    for (path, want) in [
        (
            "z.zip/link.txt",
            &["rejected: ", "the member is a link"][..],
        ),
        (
            "z.zip/twice.txt",
            &[
                "ok\n",
                "2 members of the archive have this name; the first is read",
            ],
        ),
        (
            "z.zip/a/thrice.txt",
            &[
                "ok\n",
                "3 members of the archive have this name; the first is read",
            ],
        ),
        (&long, &["rejected: ", "the member's name has 5004 bytes"]),
        (&fair, &["ok\n"]),
        ("t.tgz/soft.txt", &["rejected: ", "the member is a link"]),
        ("t.tgz/hard.txt", &["rejected: ", "the member is a link"]),
        ("t.tgz/null.txt", &["rejected: ", "the member is no file"]),
        ("t.tgz/disk.txt", &["rejected: ", "the member is no file"]),
        ("t.tgz/pipe.txt", &["rejected: ", "the member is no file"]),
        (
            "t.tgz/twice.txt",
            &[
                "ok\n",
                "2 members of the archive have this name; the first is read",
            ],
        ),
    ] {
        let found = files.get(path).cloned().unwrap_or_default();
        for words in want {
            assert!(
                found.contains(words),
                "{path}: {found:?} lacks {words:?}\n{said}"
            );
        }
    }
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_that_lead_out_are_not_followed_and_are_reported() {
        let project = Project::new();
        let outside = project.path("outside");
        fs::create_dir(&outside).unwrap();
        let secret = "SECRET-OUTSIDE";
        fs::write(outside.join("secret.txt"), minutes(secret)).unwrap();
        fs::write(outside.join("sources.toml"), "").unwrap();
        fs::write(outside.join("secret.bin"), "x").unwrap();
        fs::write(
            outside.join("a.zip"),
            zip(&[(b"secret.txt", minutes(secret).as_bytes(), None)]),
        )
        .unwrap();
        let documents = project.path("documents");
        fs::create_dir(documents.join("inside")).unwrap();
        let link = |to: &Path, name: &str| symlink(to, documents.join(name)).unwrap();
        link(&outside.join("secret.txt"), "file.txt");
        link(Path::new("../outside/secret.txt"), "relative.txt");
        link(&outside, "folder");
        link(Path::new("../../outside"), "inside/folder");
        link(&outside.join("a.zip"), "archive.zip");
        link(Path::new("/etc/passwd"), "passwd.txt");
        link(Path::new("/"), "root");
        link(Path::new("/dev/zero"), "endless.txt");
        link(Path::new("file.txt"), "chain.txt");
        link(&outside.join("none.txt"), "dangling.txt");
        link(&outside.join("none"), "nowhere");
        link(Path::new("circle.txt"), "circle.txt");
        link(Path::new("two.txt"), "one.txt");
        link(Path::new("one.txt"), "two.txt");
        link(&outside.join("sources.toml"), "inside/sources.toml");
        // What these lead to is found where it is, or is no document.
        for (to, name) in [
            (Path::new("plain.txt"), "again.txt"),
            (Path::new("."), "loop"),
            (Path::new("../.."), "inside/above"),
            (&outside.join("secret.txt"), ".hidden.txt"),
            (&outside.join("secret.bin"), "picture.bin"),
        ] {
            link(to, name);
        }
        let made = Command::new("mkfifo")
            .arg(documents.join("pipe.txt"))
            .status()
            .unwrap();
        assert!(made.success());
        let (files, said) = project.build();
        let refused = [
            ("file.txt", "leads out"),
            ("relative.txt", "leads out"),
            ("folder", "leads out"),
            ("inside/folder", "leads out"),
            ("inside/above", "leads out"),
            ("archive.zip", "leads out"),
            ("passwd.txt", "leads out"),
            ("root", "leads out"),
            ("endless.txt", "leads out"),
            ("chain.txt", "leads out"),
            ("inside/sources.toml", "leads out"),
            ("dangling.txt", "leads nowhere"),
            ("nowhere", "leads nowhere"),
            ("circle.txt", "in a circle"),
            ("one.txt", "in a circle"),
            ("two.txt", "in a circle"),
            ("pipe.txt", "no file"),
        ];
        for (path, words) in refused {
            let found = files.get(path).cloned().unwrap_or_default();
            assert!(
                found.starts_with("rejected: ") && found.contains(words),
                "{path}: {found:?}\n{said}"
            );
        }
        assert_eq!(files.len(), refused.len() + 1, "{files:#?}");
        assert_eq!(files["plain.txt"], "ok\n");
        for entry in fs::read_dir(project.path("data")).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            for words in [secret.as_bytes(), b"root:x:0"] {
                assert!(!bytes.windows(words.len()).any(|window| window == words));
            }
        }
        // Who names the link asks for it.
        let asked = tvaersnit(
            project.0.path(),
            &["build", "documents/folder", "--out", "asked"],
        );
        assert!(
            stderr(&asked).contains("2 ok") || stderr(&asked).contains("1 ok"),
            "{}",
            stderr(&asked)
        );
    }

    /// Names of files, and how they are shown.
    const NAMES: [(&[u8], &str); 20] = [
        (b"-rf.txt", "-rf.txt"),
        (b"--out.txt", "--out.txt"),
        (b" .txt", " .txt"),
        (b"a\nrejected: forged.txt", "a\\u{a}rejected: forged.txt"),
        (b"a\rb.txt", "a\\u{d}b.txt"),
        (b"a\tb.txt", "a\\u{9}b.txt"),
        (b"\x1b[2J\x1b[H.txt", "\\u{1b}[2J\\u{1b}[H.txt"),
        (b"\x1b]52;c;cm0=\x07.txt", "\\u{1b}]52;c;cm0=\\u{7}.txt"),
        (b"bad\xff\xfe.txt", "bad\\xff\\xfe.txt"),
        (b"bad\xff\xfd.txt", "bad\\xff\\xfd.txt"),
        (b"cut\xc3.txt", "cut\\xc3.txt"),
        (b"c1\xc2\x9b2J.txt", "c1\\u{9b}2J.txt"),
        ("gpj.\u{202e}x.txt".as_bytes(), "gpj.\\u{202e}x.txt"),
        (b"$(touch pwned).txt", "$(touch pwned).txt"),
        (b"`touch pwned`.txt", "`touch pwned`.txt"),
        (b"a;b|c&d.txt", "a;b|c&d.txt"),
        (b"[draft]*?{a,b}.txt", "[draft]*?{a,b}.txt"),
        (b"'a\"b'.txt", "'a\"b'.txt"),
        (b"%s%n\\x41.txt", "%s%n\\x41.txt"),
        ("æøå €.txt".as_bytes(), "æøå €.txt"),
    ];

    #[test]
    fn files_of_odd_names_are_read_and_shown_in_one_line() {
        let project = Project::new();
        let documents = project.path("documents");
        for (at, (name, _)) in NAMES.iter().enumerate() {
            fs::write(
                documents.join(OsStr::from_bytes(name)),
                minutes(&format!("name {at}")),
            )
            .unwrap();
        }
        let long = format!("{}.txt", "å".repeat(125));
        fs::write(documents.join(&long), minutes("long")).unwrap();
        let odd = documents.join(OsStr::from_bytes(b"folder\x1b[31m\n"));
        fs::create_dir(&odd).unwrap();
        fs::write(odd.join("plain.txt"), minutes("folder")).unwrap();
        fs::write(odd.join("letter.txt"), "Kære borger").unwrap();
        let (files, said) = project.build();
        let shown = NAMES.iter().map(|(_, shown)| *shown);
        for path in shown.chain([long.as_str(), "folder\\u{1b}[31m\\u{a}/plain.txt"]) {
            assert_eq!(
                files.get(path).map(String::as_str),
                Some("ok\n"),
                "{path}\n{said}"
            );
        }
        assert_eq!(files.len(), NAMES.len() + 4, "{files:#?}");
        assert!(
            said.contains("rejected: folder\\u{1b}[31m\\u{a}/letter.txt: "),
            "{said}"
        );
        assert!(
            !said
                .lines()
                .any(|line| line.starts_with("rejected: forged")),
            "{said}"
        );
        let sql = "SELECT count(*) FROM problems WHERE code = 'name_escaped'";
        let engine = Engine::open_for(&project.path("data"), &[sql]).unwrap();
        let escaped = NAMES
            .iter()
            .filter(|(name, shown)| *name != shown.as_bytes())
            .count()
            + 1;
        let told = engine.sql(sql).unwrap().texts().unwrap();
        assert_eq!(told, [[Some(escaped.to_string())]]);
    }

    #[test]
    fn data_sets_live_in_folders_of_any_name() {
        let project = Project::new();
        for name in [
            &b"-data"[..],
            b"[draft]*",
            b"{a,b}?",
            b"o'brien \"x\"",
            b"a\nb",
            b"\x1b[2J",
            b"bad\xff",
            "æøå".as_bytes(),
            b"data;DROP",
            b"%2e",
        ] {
            let out = Path::new(".").join(OsStr::from_bytes(name));
            let with = |args: &[&str], last: &str| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
                command
                    .args(args)
                    .arg(last)
                    .arg(&out)
                    .current_dir(project.0.path());
                let output = command.output().unwrap();
                let said = stderr(&output);
                let shown = String::from_utf8_lossy(name).into_owned();
                assert!(output.status.success(), "{args:?} {shown:?}: {said}");
                assert!(
                    said.chars().all(|char| char == '\n' || !char.is_control()),
                    "{said:?}"
                );
                String::from_utf8(output.stdout).unwrap()
            };
            with(&["build", "documents", "--json"], "--out");
            with(&["build", "documents"], "--out");
            assert!(with(&["check"], "--").contains("0 fail"));
            if std::str::from_utf8(name).is_err() {
                let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
                command.args(["sql", "SELECT title FROM items", "--data"]);
                let output = command.arg(&out).current_dir(project.0.path()).output();
                let said = stderr(&output.unwrap());
                assert!(
                    said.contains("is no UTF-8") && said.contains("give it another name"),
                    "{said}"
                );
                continue;
            }
            assert!(with(&["sql", "SELECT title FROM items"], "--data").contains("Cykelsti"));
            assert!(with(&["search", "cykelsti"], "--data").contains("1 items found"));
            assert!(
                with(
                    &["export", "--format", "csv", "items", "--out", "-"],
                    "--data"
                )
                .contains("Cykelsti")
            );
        }
    }
}
