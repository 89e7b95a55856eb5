//! The report in the shape that the templates walk: texts with numbered links, cells set and with their keys for sorting.

use super::HtmlError;
use super::blocks::{BlockView, Builder};
use super::sources::{self, Source};
use crate::report::model::{Report, SectionRole};
use serde::Serialize;
use std::collections::BTreeSet;

/// All that the page's template is given of a report.
#[derive(Debug, Serialize)]
pub(super) struct View {
    /// Title.
    pub title: String,
    /// Under the title.
    pub subtitle: String,
    /// Sections in order.
    pub sections: Vec<SectionView>,
    /// Cited items.
    pub sources: Vec<Source>,
    /// Versions of program, contract and data set.
    pub made_of: [String; 3],
}

/// A section.
#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    /// Name in links.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it is for, as a name of a style.
    pub role: &'static str,
    /// What it holds.
    pub blocks: Vec<BlockView>,
    /// Headings inside it, for the table of contents.
    pub parts: Vec<Part>,
}

/// A heading inside a section.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    /// Name in links.
    pub id: String,
    /// Words.
    pub title: String,
}

impl View {
    /// The view of `report`.
    pub(super) fn of(report: &Report) -> Result<Self, HtmlError> {
        check_names(report)?;
        let mut builder = Builder::of(report);
        let mut views = Vec::new();
        for section in &report.sections {
            let blocks = builder.blocks(&section.id, &section.blocks)?;
            views.push(SectionView {
                id: section.id.clone(),
                title: section.title.clone(),
                role: role(section.role),
                parts: parts(&blocks),
                blocks,
            });
        }
        let (passages, items) = builder.finish();
        let made_of = &report.made_of;
        Ok(Self {
            title: report.title.clone(),
            subtitle: report.subtitle.clone(),
            sections: views,
            sources: sources::sources(report, &passages, &items)?,
            made_of: [&made_of.program, &made_of.contract, &made_of.data_set].map(String::clone),
        })
    }
}

fn role(role: SectionRole) -> &'static str {
    match role {
        SectionRole::Answer => "answer",
        SectionRole::Findings => "findings",
        SectionRole::Differences => "differences",
        SectionRole::Evidence => "evidence",
        SectionRole::Caveats => "caveats",
    }
}

fn parts(blocks: &[BlockView]) -> Vec<Part> {
    blocks
        .iter()
        .filter_map(|block| match block {
            BlockView::Heading { id, words } => Some(Part {
                id: id.clone(),
                title: words.clone(),
            }),
            _ => None,
        })
        .collect()
}

/// That every name for links can be one, and is given once.
fn check_names(report: &Report) -> Result<(), HtmlError> {
    use crate::report::model::Block;
    let mut taken = BTreeSet::new();
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let inner = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table.id.as_str()),
        Block::Chart(chart) => Some(chart.id.as_str()),
        Block::SideBySide(texts) => Some(texts.id.as_str()),
        _ => None,
    });
    let sections = report.sections.iter().map(|section| section.id.as_str());
    for name in sections.chain(inner) {
        if !is_name(name) || !taken.insert(name) {
            return Err(HtmlError::BadName(name.to_owned()));
        }
    }
    Ok(())
}

/// Lower case ASCII, digits and hyphens, and none of the page's own names: `e12`, `c12-2`, `s3`, `page-contents`.
fn is_name(name: &str) -> bool {
    let mut signs = name.chars();
    let first = signs.next().unwrap_or(' ');
    let reserved =
        "ecs".contains(first) && name[1..].starts_with(|next: char| next.is_ascii_digit());
    first.is_ascii_lowercase()
        && signs.all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
        && !reserved
        && !name.starts_with("page-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_links_cannot_clash_with_those_of_the_page() {
        for (name, fits) in [
            ("svar", true),
            ("beslutninger-2", true),
            ("s-1", true),
            ("", false),
            ("e12", false),
            ("c1-2", false),
            ("page-sources", false),
            ("To", false),
            ("a b", false),
            ("æble", false),
            ("\" onload=x", false),
        ] {
            assert_eq!(is_name(name), fits, "{name:?}");
        }
    }
}
