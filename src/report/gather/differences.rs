//! The section that lays the same case's texts side by side.

use super::desk::Desk;
use super::shared::{SharedCase, SharedText};
use super::topic::Topic;
use crate::report::model::{Block, ComparedText, Section, SectionRole, SideBySide, Stretch};
use crate::value::MunicipalityCode;

/// The section; `None` where no two municipalities share half a text.
pub fn section(desk: &mut Desk<'_>, topic: &Topic) -> Option<Section> {
    let mut blocks = vec![Block::Paragraph(desk.words.say("differences.intro", &[]))];
    for (at, case) in topic.shared.cases.iter().enumerate() {
        blocks.extend(side_by_side(desk, topic, at, case).map(Block::SideBySide));
    }
    (blocks.len() > 1).then(|| Section {
        id: format!("differences-{}", topic.link()),
        title: desk.words.line(
            "section.differences",
            &[("topic", topic.name.label.as_str().into())],
        ),
        role: SectionRole::Differences,
        blocks,
    })
}

fn side_by_side(
    desk: &mut Desk<'_>,
    topic: &Topic,
    at: usize,
    case: &SharedCase,
) -> Option<SideBySide> {
    let title = case
        .texts
        .first()
        .and_then(|text| desk.sources.item(&text.item_id))?
        .title
        .clone();
    let texts: Vec<ComparedText> = case
        .texts
        .iter()
        .filter_map(|text| compared(desk, text))
        .collect();
    Some(SideBySide {
        id: format!("side-by-side-{}-{}", topic.link(), at + 1),
        title,
        texts,
    })
}

fn compared(desk: &mut Desk<'_>, text: &SharedText) -> Option<ComparedText> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (passage, held) in &text.stretches {
        let words = desk.sources.words(&text.item_id, *passage)?;
        match stretches.last_mut() {
            // A full stop behind an addition is no stretch of its own.
            Some(last) if !words.chars().any(char::is_alphanumeric) => last.words.push_str(words),
            _ => stretches.push(Stretch {
                words: words.to_owned(),
                held: held.clone(),
            }),
        }
    }
    let item = desk.sources.item(&text.item_id)?;
    let heading = format!(
        "{}, {}",
        desk.body(item.committee.as_deref()),
        desk.day(item.meeting_date)
    );
    Some(ComparedText {
        municipality: MunicipalityCode(text.municipality_code),
        heading,
        item: desk.sources.take_up(&text.item_id)?,
        stretches,
    })
}
