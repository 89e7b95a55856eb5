//! PDFs are read in a process of their own, with limits on time and memory: a library that overflows the stack
//! or asks for all memory takes nothing else along.
//!
//! The program calls itself: it writes the file to the child's input and reads a line of JSON a page. Where the
//! child dies on a page, the next one begins behind that page.

use super::extract::{self, Refusal, Told};
use super::lines::Page;
use crate::source::limits::Limits;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A document whose reader died this often is given up.
const MAX_DEATHS: usize = 3;
/// Bytes that a child may tell.
const MAX_TOLD: u64 = 512 << 20;
/// The word that makes the program a reader of PDFs.
pub const COMMAND: &str = "read-pdf";

/// A line of what the child tells.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    Told(Told),
    Refused(Refusal),
    Done,
}

/// Reads `bytes` in a child of `program`.
///
/// # Errors
/// [`Refusal`] where no page can be read, or no child can be started.
pub fn pages(program: &Path, bytes: &[u8], limits: Limits) -> Result<Vec<Page>, Refusal> {
    let until = Instant::now() + Duration::from_secs(limits.seconds);
    let mut found: Vec<Page> = Vec::new();
    let mut count = None;
    for _ in 0..MAX_DEATHS {
        let end = run(program, bytes, limits, until, &mut count, &mut found)?;
        let Some(cause) = end else { break };
        let Some(count) = count else {
            return Err(Refusal::Failed(cause));
        };
        if found.len() < count {
            found.push(extract::failed(&cause));
        }
        if Instant::now() >= until || found.len() >= count {
            break;
        }
    }
    let all = count.unwrap_or(0);
    while found.len() < all {
        found.push(extract::failed("its reader was given up"));
    }
    if all > 0
        && found
            .iter()
            .all(|page| page.lines.is_empty() && page.failed.is_some())
    {
        let cause = found[0].failed.clone().unwrap_or_default();
        return Err(Refusal::Failed(cause));
    }
    Ok(found)
}

/// Runs one child; why it died, or `None` where it came to its end.
fn run(
    program: &Path,
    bytes: &[u8],
    limits: Limits,
    until: Instant,
    count: &mut Option<usize>,
    found: &mut Vec<Page>,
) -> Result<Option<String>, Refusal> {
    let started = Command::new(program)
        .arg(COMMAND)
        .args(["--from", &found.len().to_string()])
        .args(["--seconds", &limits.seconds.to_string()])
        .args(["--memory", &limits.memory.to_string()])
        .args(["--pages", &limits.pages.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child =
        started.map_err(|error| Refusal::Failed(format!("no reader started: {error}")))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let heard = std::thread::scope(|scope| {
        // A child that dies stops reading; that is seen by its silence.
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        let (tell, hear) = mpsc::sync_channel(64);
        scope.spawn(move || {
            let output = output.map(|output| BufReader::new(output.take(MAX_TOLD)));
            for line in output.into_iter().flat_map(BufRead::lines) {
                let parsed = line
                    .ok()
                    .and_then(|line| serde_json::from_str::<Line>(&line).ok());
                let last = parsed.is_none();
                if tell.send(parsed).is_err() || last {
                    break;
                }
            }
        });
        let heard = listen(&hear, until, limits.pages, count, found);
        if !matches!(heard, Heard::End) {
            // The threads above end when the child does.
            let _ = child.kill();
        }
        heard
    });
    let status = child.wait().ok();
    match heard {
        Heard::End => Ok(None),
        Heard::Refused(refusal) => Err(refusal),
        Heard::Late => Ok(Some(format!(
            "reading took longer than {} s",
            limits.seconds
        ))),
        Heard::Silence => Ok(Some(cause_of_death(status, limits))),
    }
}

/// How a child's telling ended.
enum Heard {
    End,
    Refused(Refusal),
    Silence,
    Late,
}

fn listen(
    hear: &mpsc::Receiver<Option<Line>>,
    until: Instant,
    most: usize,
    count: &mut Option<usize>,
    found: &mut Vec<Page>,
) -> Heard {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match hear.recv_timeout(left) {
            Ok(Some(Line::Told(Told::Count(pages)))) => *count = Some(pages.min(most)),
            Ok(Some(Line::Told(Told::Page(page)))) => found.push(page),
            Ok(Some(Line::Refused(refusal))) => return Heard::Refused(refusal),
            Ok(Some(Line::Done)) => return Heard::End,
            Err(mpsc::RecvTimeoutError::Timeout) => return Heard::Late,
            Ok(None) | Err(mpsc::RecvTimeoutError::Disconnected) => return Heard::Silence,
        }
    }
}

fn cause_of_death(status: Option<std::process::ExitStatus>, limits: Limits) -> String {
    let megabytes = limits.memory >> 20;
    match status.and_then(signal) {
        Some(24 | 9) => format!(
            "its reader was stopped at the limit of {} s",
            limits.seconds
        ),
        _ => format!(
            "its reader died (it may use {megabytes} MB and {} s)",
            limits.seconds
        ),
    }
}

#[cfg(unix)]
fn signal(status: std::process::ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: std::process::ExitStatus) -> Option<i32> {
    None
}

/// What the child does: reads a PDF from `input` and tells its pages to `output`, within `limits`.
///
/// # Errors
/// Where `input` or `output` fail.
pub fn serve(
    input: &mut dyn Read,
    output: &mut (dyn Write + Send),
    from: usize,
    limits: Limits,
) -> std::io::Result<()> {
    confine(limits);
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut sent = Ok(());
    let read = extract::pages(bytes, from, limits.pages, &mut |told| {
        if sent.is_ok() {
            sent = send(output, &Line::Told(told));
        }
    });
    sent?;
    send(output, &read.map_or_else(Line::Refused, |()| Line::Done))
}

fn send(output: &mut dyn Write, line: &Line) -> std::io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    output.write_all(&bytes)?;
    output.flush()
}

/// Takes from this process what it does not need. Where the system has no such limits, the parent's clock is left.
#[cfg(target_os = "linux")]
fn confine(limits: Limits) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |value: u64| Rlimit {
        current: Some(value),
        maximum: Some(value),
    };
    let _ = setrlimit(Resource::As, at_most(limits.memory));
    let _ = setrlimit(Resource::Cpu, at_most(limits.seconds));
    let _ = setrlimit(Resource::Core, at_most(0));
    let _ = setrlimit(Resource::Fsize, at_most(0));
}

#[cfg(not(target_os = "linux"))]
fn confine(_: Limits) {}
