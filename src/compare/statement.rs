//! Where the statements of an SQL text are, and which words they use: what DuckDB's wrapper does not tell before it runs
//! them. No grammar: only strings, quoted names and comments are stepped over.

use std::collections::BTreeSet;

/// What a scan of SQL tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Statements that hold more than white space and comments.
    pub statements: usize,
    /// Names and keywords, in lower case, quoted names included; words inside strings and comments are left out,
    /// save for strings that are a single word, because a function may take a table by its name in a string.
    pub words: BTreeSet<String>,
    /// Whether the first statement is of a kind that changes nothing.
    pub only_reads: bool,
}

/// What a statement that only reads begins with. EXPLAIN is judged by what it explains, because EXPLAIN ANALYZE carries
/// it out. WITH may open an INSERT or a DELETE; the tables are views over files, which DuckDB does not change, and
/// nothing else can be made that they could change.
const READING: [&str; 11] = [
    "select",
    "with",
    "from",
    "values",
    "table",
    "pivot",
    "unpivot",
    "show",
    "describe",
    "desc",
    "summarize",
];

/// Words between EXPLAIN and the statement that it explains.
const EXPLAINING: [&str; 4] = ["explain", "analyze", "format", "json"];

/// Whether a statement that begins with `words` (in lower case) only reads.
fn only_reads(words: &[String]) -> bool {
    words
        .iter()
        .find(|word| !EXPLAINING.contains(&word.as_str()))
        .is_some_and(|word| READING.contains(&word.as_str()))
}

/// Scans `sql`.
pub(super) fn scan(sql: &str) -> Scan {
    let mut scan = Scan::default();
    let mut first_words = Vec::new();
    let mut in_statement = false;
    let mut rest = sql;
    while let Some(char) = rest.chars().next() {
        let (length, token) = token(rest, char);
        match token {
            Token::Blank => {}
            Token::End => in_statement = false,
            Token::Word | Token::Quoted | Token::Other => {
                if !in_statement {
                    scan.statements += 1;
                    in_statement = true;
                }
                if token != Token::Other {
                    let word = rest[..length].trim_matches(['"', '\'']).to_lowercase();
                    if first_words.len() <= EXPLAINING.len() {
                        first_words.push(word.clone());
                    }
                    scan.words.insert(word);
                }
            }
        }
        rest = &rest[length..];
    }
    scan.only_reads = only_reads(&first_words);
    scan
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// White space or a comment.
    Blank,
    /// The end of a statement.
    End,
    /// A bare name or keyword.
    Word,
    /// A string or a quoted name.
    Quoted,
    Other,
}

/// The token that `rest` begins with, and its length in bytes.
fn token(rest: &str, first: char) -> (usize, Token) {
    let end_of = |needle: &str, from: usize| {
        rest[from..]
            .find(needle)
            .map_or(rest.len(), |at| from + at + needle.len())
    };
    match first {
        ';' => (1, Token::End),
        '-' if rest.starts_with("--") => (end_of("\n", 2), Token::Blank),
        '/' if rest.starts_with("/*") => (block_comment(rest), Token::Blank),
        '\'' => (quoted(rest, 0, '\'', false), Token::Quoted),
        '"' => (quoted(rest, 0, '"', false), Token::Quoted),
        'e' | 'E' if rest[1..].starts_with('\'') => (quoted(rest, 1, '\'', true), Token::Quoted),
        '$' => match dollar_tag(rest) {
            Some(tag) => (end_of(tag, tag.len()), Token::Other),
            None => (1 + word_length(&rest[1..]), Token::Other),
        },
        char if char.is_alphanumeric() || char == '_' => (word_length(rest), Token::Word),
        char if char.is_whitespace() => (char.len_utf8(), Token::Blank),
        char => (char.len_utf8(), Token::Other),
    }
}

fn word_length(rest: &str) -> usize {
    rest.find(|char: char| !(char.is_alphanumeric() || char == '_'))
        .unwrap_or(rest.len())
}

/// Length of a string that opens at byte `open`; a doubled mark stands for itself, and so does one behind a backslash
/// in a string of the form `E'…'`.
fn quoted(rest: &str, open: usize, mark: char, backslash: bool) -> usize {
    let mut chars = rest[open + 1..].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char == '\\' && backslash {
            chars.next();
        } else if char == mark && chars.next_if(|(_, next)| *next == mark).is_none() {
            return open + 1 + at + 1;
        }
    }
    rest.len()
}

/// Length of a comment that may hold others of its kind.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The opening tag of a dollar-quoted string: `$$` or `$tag$`; a parameter (`$name`) has no second dollar.
fn dollar_tag(rest: &str) -> Option<&str> {
    let name = word_length(&rest[1..]);
    let starts_with_digit = rest[1..].starts_with(|char: char| char.is_ascii_digit());
    (!starts_with_digit && rest[1 + name..].starts_with('$')).then(|| &rest[..name + 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_counted() {
        for (sql, want) in [
            ("", 0),
            (" ; ;-- only a comment; \n/* ; */", 0),
            ("SELECT 1", 1),
            ("SELECT 1;\n-- done;\n", 1),
            (
                "SELECT ';', \";\", 'it''s;', E'\\';', $$;$$, $a$;$$;$a$ -- ;\n/* ; /* ; */ ; */",
                1,
            ),
            ("SELECT 1; DROP TABLE items", 2),
            ("SELECT $word; SELECT $word", 2),
            ("SELECT 'open; SELECT 2", 1),
        ] {
            assert_eq!(scan(sql).statements, want, "{sql}");
        }
    }

    #[test]
    fn reading_is_told_from_the_rest() {
        for (sql, want) in [
            ("SELECT 1", true),
            ("-- words\n( select 1)", true),
            ("FROM items", true),
            ("WITH a AS (SELECT 1) SELECT * FROM a", true),
            ("EXPLAIN ANALYZE SELECT 1", true),
            ("EXPLAIN (FORMAT json, ANALYZE) COPY items TO 'x'", false),
            ("EXPLAIN ANALYZE COPY items TO 'x'", false),
            ("COPY (SELECT 1) TO 'items.parquet'", false),
            ("INSERT INTO items SELECT 1", false),
            ("\"select\"; ", true),
            ("SET threads = 1", false),
            ("ATTACH ':memory:' AS a", false),
            ("LOAD json", false),
            ("CALL pragma_version()", false),
            ("", false),
        ] {
            assert_eq!(scan(sql).only_reads, want, "{sql}");
        }
    }

    #[test]
    fn names_are_found_outside_comments() {
        let found = scan(
            "SELECT Items.title FROM \"meetings\", query_table('coverage') -- texts\n WHERE x = 'a grants b'",
        );
        for word in ["items", "meetings", "coverage"] {
            assert!(found.words.contains(word), "{word}");
        }
        for word in ["texts", "grants"] {
            assert!(!found.words.contains(word), "{word}");
        }
    }
}
