//! A build that is killed, refused or out of space leaves the data set that was there, or the new one, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tvaersnit::check::check;

/// Builds that are killed in a test run; the script tests/kill/run.sh asks for more.
const KILLS: usize = 12;

/// Every file of a folder with its bytes.
type Files = BTreeMap<String, Vec<u8>>;

fn files(dir: &Path) -> Files {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(dir).unwrap();
            (
                below.to_string_lossy().into_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// A place with the folder `work/data`, and two data sets that a build may put there.
struct Place {
    folder: tempfile::TempDir,
    inputs: [PathBuf; 2],
    wanted: [Files; 2],
    took: Duration,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/valid");
        let inputs =
            ["soroe_teknik_referat.txt", "ringsted_kultur_referat.md"].map(|name| valid.join(name));
        let mut took = Duration::ZERO;
        let wanted = [0, 1].map(|at: usize| {
            let out = folder.path().join(format!("wanted-{at}"));
            let begun = Instant::now();
            let status = build(&inputs[at], &out).status().unwrap();
            took = begun.elapsed();
            assert!(status.success());
            files(&out)
        });
        let place = Self {
            folder,
            inputs,
            wanted,
            took,
        };
        assert!(place.wanted[0] != place.wanted[1]);
        assert!(
            build(&place.inputs[0], &place.data())
                .status()
                .unwrap()
                .success()
        );
        place
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("work/data")
    }

    fn building(&self) -> PathBuf {
        self.folder.path().join("work/.data.building")
    }

    /// Which of the two data sets is there, whole.
    fn which(&self) -> Option<usize> {
        let found = files(&self.data());
        self.wanted.iter().position(|wanted| *wanted == found)
    }

    /// What stands beside the data set.
    fn left(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("work")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "data").collect()
    }
}

fn build(input: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
    command
        .args(["build", "--quiet"])
        .arg(input)
        .arg("--out")
        .arg(out);
    command
}

/// Numbers that look like chance and are the same every time (a linear congruential generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Waits until the build is about to switch: its manifest is written.
fn until_written(child: &mut Child, building: &Path) {
    while child.try_wait().unwrap().is_none() && !building.join("manifest.json").exists() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_killed_build_leaves_the_old_data_set_or_the_new_one() {
    let kills = std::env::var("TVAERSNIT_KILLS").map_or(KILLS, |count| count.parse().unwrap());
    let place = Place::new();
    let mut chance = Chance(u64::from(std::process::id()));
    let (mut killed, mut leftovers, mut switched, mut now) = (0, 0, 0, 0);
    for round in 0..kills {
        let wanted = 1 - now;
        let mut child = build(&place.inputs[wanted], &place.data())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round % 3 == 0 {
            // The moment of the switch is short, so it is sought out.
            until_written(&mut child, &place.building());
            std::thread::sleep(Duration::from_micros(chance.below(6_000)));
        } else {
            // On a machine that does more or less than a moment ago the whole time means little, a fifth still something.
            let whole = u64::try_from(place.took.as_micros()).unwrap();
            let longest = if round % 3 == 1 {
                whole * 11 / 10
            } else {
                whole / 5
            };
            std::thread::sleep(Duration::from_micros(chance.below(longest)));
        }
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        leftovers += usize::from(!place.left().is_empty());
        let found = place.which();
        assert!(
            found.is_some(),
            "round {round}: the data set is neither the old one nor the new one"
        );
        switched += usize::from(found == Some(wanted));
        now = found.unwrap();
        if round % 10 == 0 {
            let report = check(&place.data()).unwrap();
            assert!(report.passes(), "round {round}: {report:#?}");
        }
    }
    println!(
        "{kills} builds: {killed} killed, {leftovers} left something behind, {switched} had switched, 0 damaged"
    );
    assert!(killed > 0, "no build was killed before it ended");
    // The next build clears away what was left.
    assert!(
        build(&place.inputs[1], &place.data())
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(place.which(), Some(1));
    assert!(place.left().is_empty(), "{:?}", place.left());
}

#[test]
fn of_builds_at_once_each_publishes_or_says_who_is_at_work() {
    let place = Place::new();
    let children: Vec<Child> = (0..5)
        .map(|at| {
            let mut command = build(&place.inputs[at % 2], &place.data());
            command.stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let outputs: Vec<_> = children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap())
        .collect();
    let mut published = 0;
    for output in &outputs {
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            published += 1;
        } else {
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(
                said.contains("another build is writing to")
                    && said.contains("wait until it is done"),
                "{said}"
            );
        }
    }
    assert!(published > 0);
    assert!(place.which().is_some());
    assert!(place.left().is_empty(), "{:?}", place.left());
    // And one that surely comes second.
    let lock = place.folder.path().join("work/.data.lock");
    let held = fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    fs::write(
        &lock,
        "tvaersnit 0.1.0, process 4711 on somewhere, since 2025-04-01T10:00:00Z\n",
    )
    .unwrap();
    let output = build(&place.inputs[1], &place.data()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("process 4711 on somewhere, since 2025-04-01T10:00:00Z"),
        "{said}"
    );
    drop(held);
    // Nobody holds it now, whatever the file says.
    assert!(
        build(&place.inputs[1], &place.data())
            .status()
            .unwrap()
            .success()
    );
    assert_eq!((place.which(), place.left()), (Some(1), Vec::new()));
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::ExitStatusExt;

    /// `command` as somebody whom permissions bind. They do not bind root, so root gives up its powers first.
    fn bound(command: &Command, folder: &Path) -> Command {
        let probe = folder.join("probe");
        if fs::write(&probe, "").is_err() {
            let mut same = Command::new(command.get_program());
            same.args(command.get_args());
            return same;
        }
        fs::remove_file(probe).unwrap();
        let mut bound = Command::new("setpriv");
        bound.args(["--bounding-set=-all", "--inh-caps=-all"]);
        bound.arg(command.get_program()).args(command.get_args());
        bound
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_is_said_and_left_alone() {
        let place = Place::new();
        let work = place.folder.path().join("work");
        let allow =
            |mode: u32| fs::set_permissions(&work, fs::Permissions::from_mode(mode)).unwrap();
        for out in ["data", "new", "deep/new"] {
            allow(0o555);
            let command = build(&place.inputs[1], &work.join(out));
            let output = bound(&command, &work).output().unwrap();
            allow(0o755);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{out}: {said}");
            assert!(
                said.contains("could not be made") && said.contains("Permission denied"),
                "{out}: {said}"
            );
            assert_eq!(
                (place.which(), place.left()),
                (Some(0), Vec::new()),
                "{out}"
            );
        }
        // The folder of the data set itself may be protected: it is put aside as a whole, or stays.
        fs::set_permissions(place.data(), fs::Permissions::from_mode(0o555)).unwrap();
        let command = build(&place.inputs[1], &place.data());
        let _ = bound(&command, &place.data()).output().unwrap();
        assert!(place.which().is_some());
        for entry in fs::read_dir(&work).unwrap() {
            let path = entry.unwrap().path();
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        assert!(
            build(&place.inputs[0], &place.data())
                .status()
                .unwrap()
                .success()
        );
        assert_eq!((place.which(), place.left()), (Some(0), Vec::new()));
    }

    /// A limit on the size of files stands in for a full disk: every file that grows beyond it fails to be written.
    #[test]
    fn a_build_without_space_fails_and_the_data_set_stays() {
        let place = Place::new();
        let largest = place.wanted[1].values().map(Vec::len).max().unwrap();
        for (blocks, ignored) in [
            (0, true),
            (1, true),
            (4, true),
            (8, true),
            (16, true),
            (24, true),
            (0, false),
            (8, false),
            (16, false),
        ] {
            assert!(blocks * 512 < largest, "the limit is none");
            let trap = if ignored { "trap '' XFSZ; " } else { "" };
            let command = build(&place.inputs[1], &place.data());
            let output = Command::new("sh")
                .args([
                    "-c",
                    &format!("{trap}ulimit -f {blocks}; exec \"$0\" \"$@\""),
                ])
                .arg(command.get_program())
                .args(command.get_args())
                .output()
                .unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            if ignored {
                assert_eq!(output.status.code(), Some(1), "{blocks}: {said}");
                assert!(
                    said.contains("could not be written") && said.contains("too large"),
                    "{blocks}: {said}"
                );
                assert!(place.left().is_empty(), "{blocks}: {:?}", place.left());
            } else {
                assert!(output.status.signal().is_some(), "{blocks}: {said}");
            }
            assert_eq!(place.which(), Some(0), "{blocks}: {said}");
        }
        assert!(
            build(&place.inputs[1], &place.data())
                .status()
                .unwrap()
                .success()
        );
        assert_eq!((place.which(), place.left()), (Some(1), Vec::new()));
    }
}
