//! The catalogue `docs/problems.md`, made from the registry.

use super::{ProblemCode, Severity};
use std::fmt::Write;

const HEAD: &str = "\
# Problems, one by one
What the program was unsure of, and what a document itself gets wrong, is a row of the table `problems`: code, message,
remedy, and the place where there is one. What kept a file out of the tables, or a correction from being made, is said
on standard error too, with its code in brackets, and the build ends with exit code 3. The codes are stable.

```sh
tvaersnit sql 'SELECT severity, code, count(*) FROM problems GROUP BY ALL ORDER BY ALL'
tvaersnit sql \"SELECT source_path, message FROM problems WHERE code = 'table_unread'\"
```

This page is made from the program: `tvaersnit schema --problems`. Each example is the message of a case that a test
brings about.
";

/// The page `docs/problems.md`: each code with severity, cause, what it means for the tables, remedy and an example.
#[must_use]
pub fn problems_page() -> String {
    let mut page = HEAD.to_owned();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let (heading, meaning) = words(severity);
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {heading}\n{meaning}\n");
        let codes = ProblemCode::ALL.iter();
        for code in codes.filter(|code| code.severity() == severity) {
            let _ = write!(page, "{}", entry(*code));
        }
    }
    page
}

fn words(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => (
            "Errors",
            "The document, or what the message names, is not in the tables.",
        ),
        Severity::Warning => (
            "Warnings",
            "Look at the place before you use what the tables say of it.",
        ),
        Severity::Note => (
            "Notes",
            "What the document says oddly, or how it was read; the tables show it as it stands.",
        ),
    }
}

fn entry(code: ProblemCode) -> String {
    format!(
        "\n### `{}`\n{}\n\n- In the tables: {}\n- What to do: {}\n- Example: {}\n",
        code.code(),
        code.cause(),
        code.effect(),
        code.remedy(),
        literal(code.example())
    )
}

/// `words` as a code span, in which nothing of Markdown acts.
fn literal(words: &str) -> String {
    let words = words.replace(['\n', '\t'], " ");
    let fence = if words.contains('`') { "``" } else { "`" };
    format!("{fence}{words}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_code_once() {
        let page = problems_page();
        for code in ProblemCode::ALL {
            let heading = format!("\n### `{}`\n", code.code());
            assert_eq!(page.matches(&heading).count(), 1, "{}", code.code());
        }
    }
}
