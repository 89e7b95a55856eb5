//! `CODEBOOK.md`: what the tables and columns mean, in Danish and in English, for people who open the folder.

use super::package::{ABOUT, Published, PublishedTable};
use crate::tables::{ALL, Column, Scope, Table, danish, limits};
use std::fmt::Write;

/// The groups of tables, in Danish and in English.
const GROUPS: [(Scope, &str); 3] = [
    (
        Scope::Document,
        "Hvad dokumenterne siger / What documents say",
    ),
    (
        Scope::Across,
        "Hvad der er udledt på tværs af dokumenter / What is worked out across documents",
    ),
    (Scope::Reference, "Opslagstabeller / Reference tables"),
];

/// The file.
pub fn page(published: &Published<'_>) -> String {
    let mut page = introduction(published);
    for (scope, heading) in GROUPS {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {heading}\n");
        for table in ALL.iter().filter(|table| table.scope == scope) {
            let known = published.tables.iter();
            let rows = known
                .filter(|known| known.table.name == table.name)
                .map(PublishedTable::rows)
                .sum();
            page.push_str(&section(table, rows));
        }
    }
    page
}

fn introduction(published: &Published<'_>) -> String {
    let (about, versions) = (&*ABOUT, published.versions);
    let licenses = |words: fn(&super::package::License) -> &str| {
        let licenses = about.licenses.iter();
        let licenses = licenses.map(|license| format!("[{}]({})", words(license), license.path));
        licenses.collect::<Vec<_>>().join("; ")
    };
    let sources = |words: fn(&super::package::Source) -> &str| {
        let sources = about.sources.iter().map(words);
        sources.collect::<Vec<_>>().join("; ")
    };
    let whose = published.municipalities.join(", ");
    let is_single = published
        .tables
        .iter()
        .all(|known| known.single().is_some());
    let files = if is_single {
        ("filen NAVN.parquet", "the file NAME.parquet")
    } else {
        (
            "filen NAVN.parquet eller filerne under mappen NAVN",
            "the file NAME.parquet or the files below the folder NAME",
        )
    };
    format!(
        "# Kodebog / Codebook\n\n\
        **{}.** {} {}\n\nKommuner: {whose}. Kilder: {}. Licens: {}.\n\n\
        *{}.* {} {}\n\nMunicipalities: {whose}. Sources: {}. Licence: {}.\n\n\
        | | |\n| --- | --- |\n\
        | Datasæt / data set | `{}` |\n| Kontrakt / contract | {} |\n| Program | tvaersnit {} |\n\n\
        Tomt (null) betyder ukendt, aldrig nul. Koder står på engelsk i tabellerne. Hver tabel er {}.\n\
        *Null means unknown, never zero. Each table is {}.*\n",
        about.da.title,
        about.da.description,
        about.da.caution,
        sources(|source| &source.da),
        licenses(|license| &license.da),
        about.en.title,
        about.en.description,
        about.en.caution,
        sources(|source| &source.title),
        licenses(|license| &license.title),
        versions.data_set,
        versions.contract,
        versions.program,
        files.0,
        files.1,
    )
}

fn section(table: &Table, rows: u64) -> String {
    let words = danish::of_table(table);
    let (title, about) = words.map_or_else(Default::default, |words| (words.title, words.about));
    let mut section = format!(
        "\n### {}: {title}\n\n{about}\n\n*{}*\n\nRækker / rows: {rows}. Nøgle / key: {}.",
        table.name,
        table.about,
        code_list(table.key)
    );
    let references: Vec<_> = table
        .references
        .iter()
        .map(|to| format!("`{}` → `{}.{}`", to.column, to.table, to.target))
        .collect();
    if !references.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(section, " Peger på / points to: {}.", references.join(", "));
    }
    section.push_str(
        "\n\n| Kolonne / column | Type | Null | Betydning | Meaning |\n| --- | --- | --- | --- | --- |\n",
    );
    for column in table.columns() {
        section.push_str(&row(table, &column));
    }
    section
}

fn row(table: &Table, column: &Column) -> String {
    let words = danish::of_column(table, column);
    let (title, about) = words.map_or_else(Default::default, |words| (words.title, words.about));
    let mut danish = format!("**{title}.** {about}");
    let mut english = column.about.to_owned();
    if let Some(unit) = column.unit {
        // Writing to a string cannot fail.
        let _ = write!(
            danish,
            " Enhed: {}.",
            danish::of_unit(unit).unwrap_or_default()
        );
        let _ = write!(english, " Unit: {unit}.");
    }
    if !column.codes.is_empty() {
        let _ = write!(english, " One of {}.", code_list(&column.codes));
    }
    if let Some(limits) = limits::of(table, column) {
        let _ = write!(english, " Values: `{}`.", limits::in_words(limits));
    }
    format!(
        "| `{}` | {} | {} | {} | {} |\n",
        column.name,
        column.kind.sql(),
        if column.nullable {
            "ja / yes"
        } else {
            "nej / no"
        },
        cell(&danish),
        cell(&english)
    )
}

/// `words` within a cell of a Markdown table.
fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

fn code_list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
