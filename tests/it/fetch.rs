//! Downloading from a publishing system, against a small server here that has faults.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tvaersnit::fetch::{FetchError, FetchSettings, FetchSummary, fetch};

/// What the server does with a request.
#[derive(Clone)]
enum Answer {
    /// Status and body.
    Status(u16, &'static str, String),
    /// Says that more follows than does.
    CutOff(String),
    /// Nothing, until the client gives up.
    Silence,
    /// A cookie and a redirection, as for a visitor without a name.
    Cookie,
}

/// Answers by path and by how often the path was asked for; `seen` has every request's first line and headers.
struct Server {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answer: impl Fn(&str, usize, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        let answer = Arc::new(answer);
        let counts = Arc::new(Mutex::new(HashMap::<String, usize>::new()));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, answer, counts) = (log.clone(), answer.clone(), counts.clone());
                std::thread::spawn(move || {
                    let Some((path, request)) = request(&stream) else {
                        return;
                    };
                    log.lock().unwrap().push(request.clone());
                    let nth = {
                        let mut counts = counts.lock().unwrap();
                        let count = counts.entry(path.clone()).or_default();
                        *count += 1;
                        *count
                    };
                    respond(stream, answer(&path, nth, &request));
                });
            }
        });
        Self { address, seen }
    }

    fn asked(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

fn request(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let headers: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    Some((path, format!("{first}\n{}", headers.join("\n"))))
}

fn respond(mut stream: TcpStream, answer: Answer) {
    let head = |status: u16, kind: &str, length: usize, more: &str| {
        format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n{more}\r\n"
        )
    };
    // The client may be gone; that is its business.
    let _ = match answer {
        Answer::Status(status, kind, body) => {
            stream.write_all((head(status, kind, body.len(), "") + &body).as_bytes())
        }
        Answer::CutOff(body) => stream
            .write_all((head(200, "application/json", body.len() + 500, "") + &body).as_bytes()),
        Answer::Cookie => stream.write_all(
            head(
                302,
                "text/html",
                0,
                "Location: /\r\nSet-Cookie: visitor=none; path=/\r\n",
            )
            .as_bytes(),
        ),
        Answer::Silence => stream.read(&mut [0; 16]).map(|_| ()),
    };
}

fn json(body: String) -> Answer {
    Answer::Status(200, "application/json; charset=utf-8", body)
}

fn list() -> String {
    let meetings = |ids: &[(&str, &str)]| -> Vec<serde_json::Value> {
        ids.iter()
            .map(|(id, day)| serde_json::json!({"Id": id, "Dato": format!("{day}T16:00:00+02:00"), "Navn": "Dagsorden"}))
            .collect()
    };
    serde_json::json!({"Udvalg": {"Udvalg 2022-2025": [
        {"Id": "1", "Navn": "Byråd 2022-2025", "Moeder": meetings(&[("a1", "2025-03-03"), ("a2", "2024-02-02")])},
        {"Id": "2", "Navn": "Børne- og Familieudvalget", "Moeder": meetings(&[("b1", "2025-05-06")])},
    ]}})
    .to_string()
}

/// A meeting of the shape that the system serves; `over` says whether it has been held.
fn meeting(over: bool) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/soroe_boern.json");
    let mut value: serde_json::Value =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    value["Moede"]["Afsluttet"] = serde_json::Value::Bool(over);
    value.to_string()
}

fn settings(server: &Server, out: &Path) -> FetchSettings {
    FetchSettings {
        pause: Duration::ZERO,
        patience: Duration::from_secs(60),
        back_off: Duration::from_millis(1),
        ..FetchSettings::new(&format!("{}/", server.address), out.to_owned())
    }
}

fn counts(summary: &FetchSummary) -> (usize, usize, usize, usize) {
    (
        summary.meetings,
        summary.fetched,
        summary.known,
        summary.failed.len(),
    )
}

#[test]
fn faults_are_overcome_and_only_what_is_new_is_fetched() {
    let server = Server::new(|path, nth, _| match (path, nth) {
        ("/api/agenda/udvalgsliste", 1) => Answer::Status(500, "text/html", "oops".to_owned()),
        ("/api/agenda/udvalgsliste", _) => json(list()),
        ("/api/agenda/dagsorden/a1", 1) => Answer::Silence,
        ("/api/agenda/dagsorden/a2", 1) => Answer::CutOff(meeting(true)),
        ("/api/agenda/dagsorden/b1", 1) => Answer::Status(429, "text/plain", String::new()),
        // Not yet held when first asked for.
        ("/api/agenda/dagsorden/b1", 2) => json(meeting(false)),
        _ => json(meeting(true)),
    });
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&server, folder.path());
    let mut told = Vec::new();
    // One answer never comes, and is waited for this long.
    let impatient = FetchSettings {
        patience: Duration::from_secs(5),
        ..settings.clone()
    };
    let summary = fetch(&impatient, &mut |file| told.push(file.to_owned())).unwrap();
    assert_eq!(
        (counts(&summary), &summary.failed),
        ((3, 3, 0, 0), &Vec::new())
    );
    assert_eq!(
        told,
        [
            "byråd-2022-2025/2024-02-02_a2.json",
            "byråd-2022-2025/2025-03-03_a1.json",
            "børne-og-familieudvalget/2025-05-06_b1.json",
        ]
    );
    let agent = "tvaersnit/";
    assert!(
        server
            .seen
            .lock()
            .unwrap()
            .iter()
            .all(|request| request.contains(agent))
    );

    let sources = std::fs::read_to_string(folder.path().join("sources.toml")).unwrap();
    let origin = format!("origin = \"{}/api/agenda/dagsorden/b1\"", server.address);
    assert!(sources.contains(&origin), "{sources}");
    assert_eq!(sources.matches("[[source]]").count(), 3);

    // Again: the list, and the one meeting that was not over.
    let before = server.asked();
    let again = fetch(&settings, &mut |_| {}).unwrap();
    assert_eq!(counts(&again), (3, 1, 2, 0));
    assert_eq!(server.asked() - before, 2);
    let after = std::fs::read_to_string(folder.path().join("sources.toml")).unwrap();
    assert_eq!(after, sources);
    assert_eq!(
        counts(&fetch(&settings, &mut |_| {}).unwrap()),
        (3, 0, 3, 0)
    );
}

#[test]
fn committees_and_days_narrow_what_is_fetched() {
    let server = Server::new(|path, _, _| match path {
        "/api/agenda/udvalgsliste" => json(list()),
        _ => json(meeting(true)),
    });
    for (committees, since, meetings) in [
        (&["byråd"][..], None, 2),
        (&["byråd"], Some("2025-01-01"), 1),
        (&[], Some("2025-05-06"), 1),
        (&["Byråd 2022-2025", "børne- og familieudvalget"], None, 3),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let settings = FetchSettings {
            committees: committees.iter().map(|name| (*name).to_owned()).collect(),
            since: since.map(|day: &str| day.parse().unwrap()),
            ..settings(&server, folder.path())
        };
        assert_eq!(
            fetch(&settings, &mut |_| {}).unwrap().fetched,
            meetings,
            "{committees:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let settings = FetchSettings {
        committees: vec!["Socialudvalget".to_owned()],
        ..settings(&server, folder.path())
    };
    let error = fetch(&settings, &mut |_| {}).unwrap_err();
    assert!(
        matches!(&error, FetchError::NoCommittee { known, .. } if known.contains("Byråd")),
        "{error}"
    );
}

#[test]
fn a_meeting_that_cannot_be_had_is_named_and_the_others_are_fetched() {
    let server = Server::new(|path, _, _| match path {
        "/api/agenda/udvalgsliste" => json(list()),
        "/api/agenda/dagsorden/a1" => {
            Answer::Status(200, "text/html", "<html>Log ind</html>".to_owned())
        }
        "/api/agenda/dagsorden/a2" => Answer::Status(503, "text/html", String::new()),
        _ => json(meeting(true)),
    });
    let folder = tempfile::tempdir().unwrap();
    let summary = fetch(&settings(&server, folder.path()), &mut |_| {}).unwrap();
    assert_eq!(counts(&summary), (3, 1, 0, 2));
    let reasons: Vec<&str> = summary
        .failed
        .iter()
        .map(|(_, reason)| reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        ["the server answered 503", "the answer is no JSON"]
    );
    let left: Vec<_> = walkdir(folder.path());
    assert!(left.iter().all(|name| !name.ends_with(".part")), "{left:?}");
}

fn walkdir(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            out.extend(walkdir(&entry.path()));
        } else {
            out.push(entry.path().display().to_string());
        }
    }
    out
}

#[test]
fn a_visitor_without_a_name_is_given_the_cookie_that_the_site_wants() {
    let server = Server::new(|path, _, request| match path {
        _ if path.starts_with("/Home/AnonymousAuthentication") => Answer::Cookie,
        _ if !request.to_lowercase().contains("cookie: visitor=none") => {
            Answer::Status(200, "text/html", "<html>Vent</html>".to_owned())
        }
        "/api/agenda/udvalgsliste" => json(list()),
        _ => json(meeting(true)),
    });
    let folder = tempfile::tempdir().unwrap();
    let summary = fetch(&settings(&server, folder.path()), &mut |_| {}).unwrap();
    assert_eq!(counts(&summary), (3, 3, 0, 0));
}

#[test]
fn another_system_is_told_apart() {
    for (status, body, want) in [
        (
            404,
            "<html>Not found</html>",
            "is not the publishing system",
        ),
        (200, "<html>Welcome</html>", "is no JSON"),
        (200, "{\"posts\": []}", "names no meetings"),
        (500, "", "the server answered 500"),
    ] {
        let server =
            Server::new(move |_, _, _| Answer::Status(status, "text/html", body.to_owned()));
        let folder = tempfile::tempdir().unwrap();
        let error = fetch(&settings(&server, folder.path()), &mut |_| {}).unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
    }
    let folder = tempfile::tempdir().unwrap();
    let nowhere = FetchSettings::new("ftp://example.dk", folder.path().to_owned());
    assert!(matches!(
        fetch(&nowhere, &mut |_| {}),
        Err(FetchError::Address(_))
    ));
}
