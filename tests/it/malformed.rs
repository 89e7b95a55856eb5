//! Files that a user writes, written wrongly: each is refused with the file, the line, the cause and what to do.

use std::fmt::Debug;
use std::path::Path;
use tvaersnit::config::Config;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::topics::Topics;

/// What reading `words` as the file own.toml says.
fn said<T: Debug, E: ToString>(read: Result<T, E>) -> String {
    match read {
        Err(error) => error.to_string(),
        Ok(read) => panic!("it was read: {read:?}"),
    }
}

fn lexicon(words: &str) -> String {
    said(Lexicon::with(&[("own.toml".to_owned(), words.to_owned())]).map(drop))
}

fn topics(words: &str) -> String {
    said(Topics::of_words(&[("own.toml".to_owned(), words.to_owned())]).map(drop))
}

fn config(words: &str) -> String {
    said(Config::of_words(Path::new("own.toml"), words).map(drop))
}

/// A reader, the words of a file, and what must be said of it: place, cause, remedy.
type Case = (fn(&str) -> String, String, [&'static str; 3]);

fn cases() -> Vec<Case> {
    let entry = |phrase: &str, means: &str| {
        format!("# x\n[[outcome]]\nphrase = \"{phrase}\"\nmeans = \"{means}\"\n")
    };
    let topic = |name: &str, words: &str| {
        format!("\n[[topic]]\nname = \"{name}\"\nlabel = \"x\"\nwords = [{words}]\n")
    };
    let many = |count: usize| {
        (0..count)
            .map(|at| format!("\"x{at}\", "))
            .collect::<String>()
    };
    vec![
        (
            lexicon,
            "[[outcome]]\nphrase = \"x".to_owned(),
            [
                "own.toml: TOML parse error at line 2",
                "string",
                "tvaersnit init",
            ],
        ),
        (
            lexicon,
            "[[outcome]]\nphrase = 1".to_owned(),
            ["at line 2", "expected a string", "tvaersnit init"],
        ),
        (
            lexicon,
            "[[outcom]]\nphrase = \"x\"".to_owned(),
            ["at line 1", "unknown field `outcom`", "`outcome`"],
        ),
        (
            lexicon,
            "[[outcome]]\nmeans = \"noted\"".to_owned(),
            ["at line 1", "missing field `phrase`", "tvaersnit init"],
        ),
        (
            lexicon,
            entry("ad notam", "notet"),
            [
                "own.toml, line 3:",
                "'ad notam' means 'notet', which is no",
                "use one of: ",
            ],
        ),
        (
            lexicon,
            entry("", "noted"),
            ["own.toml, line", "is empty", "write words"],
        ),
        (
            lexicon,
            entry("tager … ", "noted"),
            ["own.toml, line 3:", "empty half", "write words"],
        ),
        (
            lexicon,
            entry("a … b … c", "noted"),
            [
                "own.toml, line 3:",
                "more than one gap",
                "write one at most",
            ],
        ),
        (
            lexicon,
            entry(&"x".repeat(300), "noted"),
            ["own.toml, line 3:", "longer than 200 bytes", "write fewer"],
        ),
        (
            lexicon,
            format!(
                "[[outcome]]\nphrase = \"x\"\nforms = [{}]\nmeans = \"noted\"\n",
                many(20_000)
            ),
            ["own.toml: 20001 phrases", "the limit of 20000", "left out"],
        ),
        (
            topics,
            "[[topic]]\nname = ".to_owned(),
            [
                "own.toml: TOML parse error at line 2",
                "string",
                "tvaersnit init",
            ],
        ),
        (
            topics,
            "[[topics]]\nname = \"x\"".to_owned(),
            ["at line 1", "unknown field `topics`", "`topic`"],
        ),
        (
            topics,
            topic("Å", "\"x\""),
            ["own.toml, line 3:", "topic 'Å'", "only a-z, 0-9 and _"],
        ),
        (
            topics,
            topic("a", ""),
            ["own.toml, line 3:", "topic 'a'", "needs at least one word"],
        ),
        (
            topics,
            topic("a", "\"ramme*aftale\""),
            [
                "own.toml, line 3:",
                "'ramme*aftale'",
                "a star stands at an end",
            ],
        ),
        (
            topics,
            topic("a", &many(100_001)),
            [
                "own.toml: 100001 words",
                "the limit of 100000",
                "leave some out",
            ],
        ),
        (
            topics,
            (0..1_001)
                .map(|at| topic(&format!("t{at}"), "\"x\""))
                .collect(),
            [
                "own.toml: 1001 topics",
                "the limit of 1000",
                "leave some out",
            ],
        ),
        (
            config,
            "data = \"x\n".to_owned(),
            ["own.toml, line 1:", "string", "tvaersnit config"],
        ),
        (
            config,
            "\ndata = 1".to_owned(),
            ["own.toml, line 2:", "'data' is a", "tvaersnit config"],
        ),
        (
            config,
            "\n\nregoin = \"x\"".to_owned(),
            [
                "own.toml, line 3:",
                "there is no setting 'regoin'",
                "'region'",
            ],
        ),
        (
            config,
            "threads = -1".to_owned(),
            [
                "own.toml, line 1:",
                "'threads' is a whole number",
                "tvaersnit config",
            ],
        ),
        (
            config,
            format!("a = {}", "[".repeat(100_000)),
            ["own.toml, line 1:", "recurs", "tvaersnit config"],
        ),
    ]
}

#[test]
fn a_file_written_wrongly_is_refused_with_place_cause_and_remedy() {
    for (read, words, wanted) in cases() {
        let said = read(&words);
        for want in wanted {
            assert!(
                said.contains(want),
                "{:.80}\n{want:?} is not said in: {said}",
                words
            );
        }
    }
}

#[test]
fn a_large_file_within_the_limits_is_used() {
    let words: String = (0..90_000)
        .map(|at| format!("\"ord{at} stort\", "))
        .collect();
    let topic = format!("[[topic]]\nname = \"a\"\nlabel = \"x\"\nwords = [{words}]\n");
    let read =
        Topics::of_words(&[("own.toml".to_owned(), topic)]).map(|topics| topics.iter().count());
    assert!(read.is_ok_and(|count| count > 1));
    let forms: String = (0..19_000)
        .map(|at| format!("\"afgjort nummer {at}\", "))
        .collect();
    let entry = format!("[[outcome]]\nphrase = \"x\"\nforms = [{forms}]\nmeans = \"noted\"\n");
    assert!(Lexicon::with(&[("own.toml".to_owned(), entry)]).is_ok());
}
