//! FETCH: a municipality's meetings from its publishing system, as the files that `build` reads.
//!
//! One request at a time with a pause between them; a file is written whole or not at all, so that a run can be
//! broken off and taken up again. `sources.toml` beside the files says where each came from.

mod client;
mod listing;

use crate::facts::municipality::of_site;
use crate::source::given::{FILE_NAME, SourceEntry, SourcesFile};
use crate::value::Date;
use crate::value::fold::letters;
use crate::value::id::slug;
use client::Client;
pub use client::Refused;
use listing::Listed;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What to fetch.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Address of the publishing system: "https://dagsordener.example.dk".
    pub address: String,
    /// Folder that the files go to.
    pub out: PathBuf,
    /// Only meetings on or after this day.
    pub since: Option<Date>,
    /// Only these committees; empty for all.
    pub committees: Vec<String>,
    /// Pause between two requests.
    pub pause: Duration,
    /// How long an answer may take.
    pub patience: Duration,
    /// How often a request is made before it is given up.
    pub attempts: u32,
    /// Pause before the second attempt; each further one waits twice as long.
    pub back_off: Duration,
}

impl FetchSettings {
    /// Everything at `address`, into `out`, at a pace that no site minds.
    #[must_use]
    pub fn new(address: &str, out: PathBuf) -> Self {
        let address = address.trim().trim_end_matches('/');
        Self {
            address: if address.contains("://") {
                address.to_owned()
            } else {
                format!("https://{address}")
            },
            out,
            since: None,
            committees: Vec::new(),
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            attempts: 4,
            back_off: Duration::from_secs(2),
        }
    }
}

/// What a fetch has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchSummary {
    /// Meetings that were asked for.
    pub meetings: usize,
    /// Files written.
    pub fetched: usize,
    /// Meetings whose file was there already.
    pub known: usize,
    /// Addresses that gave no meeting, with the reason.
    pub failed: Vec<(String, String)>,
}

/// Why nothing could be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none.
    #[error("'{0}' is no web address; give one like https://dagsordener.example.dk")]
    Address(String),
    /// The client could not be made ready.
    #[error("the connection could not be made ready: {0}")]
    Client(String),
    /// The site could not be asked.
    #[error("{address} gave no list of committees: {reason}")]
    NoAnswer {
        /// The address asked.
        address: String,
        /// Why.
        reason: Refused,
    },
    /// The site is another system.
    #[error(
        "{address} is not the publishing system that this command knows ({reason}); \
         save the pages or PDFs of another system by hand and build from their folder"
    )]
    OtherSystem {
        /// The address asked.
        address: String,
        /// What it gave instead.
        reason: String,
    },
    /// A committee that was asked for is not there.
    #[error("no committee is called '{name}'; there are: {known}")]
    NoCommittee {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A file could not be written.
    #[error("'{path}' could not be written")]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
}

/// Fetches what `settings` asks for; `tell` hears of each meeting in turn.
///
/// # Errors
/// [`FetchError`] where the site could not be asked, is another system, or files could not be written. Meetings
/// that could not be fetched are no error: they are in the summary.
pub fn fetch(
    settings: &FetchSettings,
    tell: &mut dyn FnMut(&str),
) -> Result<FetchSummary, FetchError> {
    let web = ["https://", "http://"].iter().any(|scheme| {
        settings.address.starts_with(scheme) && settings.address.len() > scheme.len()
    });
    if !web {
        return Err(FetchError::Address(settings.address.clone()));
    }
    let mut client = Client::new(settings).map_err(FetchError::Client)?;
    let listed = wanted(settings, list(settings, &mut client)?)?;
    let mut sources = SourcesWriter::open(settings)?;
    let mut summary = FetchSummary {
        meetings: listed.len(),
        ..FetchSummary::default()
    };
    for meeting in &listed {
        let relative = file_name(meeting);
        let path = settings.out.join(&relative);
        let origin = format!("{}/api/agenda/dagsorden/{}", settings.address, meeting.id);
        if is_final(&path) {
            summary.known += 1;
        } else {
            tell(&relative);
            match client
                .get(&origin)
                .and_then(|bytes| meeting_bytes(&bytes).map(|()| bytes))
            {
                Ok(bytes) => {
                    write_whole(&path, &bytes)?;
                    summary.fetched += 1;
                }
                Err(reason) => {
                    summary.failed.push((origin, reason.to_string()));
                    continue;
                }
            }
        }
        sources.add(&relative, meeting, &origin)?;
    }
    Ok(summary)
}

fn list(settings: &FetchSettings, client: &mut Client) -> Result<Vec<Listed>, FetchError> {
    let address = format!("{}/api/agenda/udvalgsliste", settings.address);
    let other = |reason: String| FetchError::OtherSystem {
        address: settings.address.clone(),
        reason,
    };
    let mut answer = client.get(&address);
    if !answer.as_ref().is_ok_and(|bytes| is_json(bytes)) && client.greet(&settings.address) {
        answer = client.get(&address);
    }
    let bytes = answer.map_err(|reason| match reason {
        Refused::Status(404 | 410 | 405) => other(format!("{address}: {reason}")),
        reason => FetchError::NoAnswer {
            address: address.clone(),
            reason,
        },
    })?;
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|_| other("its list of committees is no JSON".to_owned()))?;
    let listed = listing::meetings(&value);
    if listed.is_empty() {
        return Err(other("its list of committees names no meetings".to_owned()));
    }
    Ok(listed)
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

/// The meetings asked for, each once, by committee and day.
fn wanted(settings: &FetchSettings, mut listed: Vec<Listed>) -> Result<Vec<Listed>, FetchError> {
    let names: BTreeSet<String> = listed
        .iter()
        .map(|meeting| meeting.committee.clone())
        .collect();
    for name in &settings.committees {
        if !names.iter().any(|known| is_called(known, name)) {
            return Err(FetchError::NoCommittee {
                name: name.clone(),
                known: names.into_iter().collect::<Vec<_>>().join(", "),
            });
        }
    }
    listed.retain(|meeting| {
        let committee = settings.committees.is_empty()
            || settings
                .committees
                .iter()
                .any(|name| is_called(&meeting.committee, name));
        // A meeting whose day is unknown may be a new one.
        let recent = match (settings.since, meeting.date) {
            (Some(since), Some(date)) => date >= since,
            _ => true,
        };
        committee && recent
    });
    listed.sort();
    listed.dedup();
    Ok(listed)
}

/// "Byråd 2022-2025" is called "byråd" too.
fn is_called(committee: &str, name: &str) -> bool {
    let (committee, name) = (letters(committee), letters(name));
    let plain = committee.trim_end_matches(|char: char| char.is_ascii_digit());
    committee == name || plain == name
}

/// "byråd-2022-2025/2024-04-24_34cb8461.json": readable, and told apart by the id.
fn file_name(meeting: &Listed) -> String {
    let date = meeting
        .date
        .map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let folder = match slug(&meeting.committee) {
        name if name.is_empty() => "unknown".to_owned(),
        name => name,
    };
    format!("{folder}/{date}_{}.json", meeting.id)
}

/// Whether the file at `path` holds a meeting that is over: an agenda is fetched again until it is.
fn is_final(path: &Path) -> bool {
    let Some(value) = fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
    else {
        return false;
    };
    value
        .get("Moede")
        .and_then(|meeting| meeting.get("Afsluttet"))
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

fn meeting_bytes(bytes: &[u8]) -> Result<(), Refused> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|_| Refused::Content("no JSON".to_owned()))?;
    match value.get("Dagsordenpunkter") {
        Some(Value::Array(_)) => Ok(()),
        _ => Err(Refused::Content("JSON without agenda items".to_owned())),
    }
}

/// Writes a file beside its place and then moves it there.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let refused = |source| FetchError::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    let part = path.with_extension("part");
    let mut file = fs::File::create(&part).map_err(refused)?;
    file.write_all(bytes).map_err(refused)?;
    file.sync_all().map_err(refused)?;
    fs::rename(&part, path).map_err(refused)
}

/// Adds entries to `sources.toml`; what stands there, a user's entries and comments too, stays.
struct SourcesWriter {
    path: PathBuf,
    known: BTreeSet<String>,
    municipality: Option<String>,
}

impl SourcesWriter {
    fn open(settings: &FetchSettings) -> Result<Self, FetchError> {
        let path = settings.out.join(FILE_NAME);
        let written = fs::read_to_string(&path).unwrap_or_default();
        let file: SourcesFile = toml::from_str(&written).map_err(|error| FetchError::Write {
            path: path.clone(),
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, error.to_string()),
        })?;
        fs::create_dir_all(&settings.out).map_err(|source| FetchError::Write {
            path: settings.out.clone(),
            source,
        })?;
        Ok(Self {
            path,
            known: file.source.into_iter().map(|entry| entry.path).collect(),
            municipality: of_site(&settings.address).map(|(municipality, _)| municipality.name),
        })
    }

    fn add(&mut self, relative: &str, meeting: &Listed, origin: &str) -> Result<(), FetchError> {
        if !self.known.insert(relative.to_owned()) {
            return Ok(());
        }
        let entry = entry(&SourceEntry {
            path: relative.to_owned(),
            municipality: self.municipality.clone(),
            committee: Some(meeting.committee.clone()),
            date: meeting.date.map(|date| date.to_string()),
            origin: Some(origin.to_owned()),
        });
        let refused = |source| FetchError::Write {
            path: self.path.clone(),
            source,
        };
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)
            .map_err(refused)?;
        file.write_all(entry.as_bytes()).map_err(refused)
    }
}

/// An entry as TOML.
fn entry(entry: &SourceEntry) -> String {
    let mut out = String::from("[[source]]\n");
    let fields = [
        ("path", Some(&entry.path)),
        ("municipality", entry.municipality.as_ref()),
        ("committee", entry.committee.as_ref()),
        ("date", entry.date.as_ref()),
        ("origin", entry.origin.as_ref()),
    ];
    for (key, value) in fields {
        // A JSON string is a TOML basic string: both escape with backslashes.
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            out.push_str(&format!("{key} = {}\n", Value::String(value.clone())));
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_toml() {
        let written = SourceEntry {
            path: "byråd/a.json".to_owned(),
            committee: Some("\"Byråd\" \\ 2022\n".to_owned()),
            ..SourceEntry::default()
        };
        let file: SourcesFile = toml::from_str(&entry(&written)).unwrap();
        assert_eq!(file.source, [written]);
    }

    #[test]
    fn committees_by_name() {
        for (committee, name, want) in [
            ("Byråd 2022-2025", "byråd", true),
            ("Byråd 2022-2025", "Byråd 2022-2025", true),
            (
                "Social- og Handicapudvalget",
                "social og handicapudvalget",
                true,
            ),
            ("Social- og Handicapudvalget", "Socialudvalget", false),
        ] {
            assert_eq!(is_called(committee, name), want, "{committee}");
        }
    }
}
