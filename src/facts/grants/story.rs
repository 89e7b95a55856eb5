//! An item's running text as sentences, each with its amounts and the words that say what they are.

use super::names::{self, Funder};
use crate::facts::figures::passages;
use crate::facts::sentences::sentences;
use crate::facts::{Context, Figure, FigureKind, Item};
use crate::layout::{ItemOutline, SectionKind};
use crate::lexicon::{GrantWord, PhraseHit};
use crate::value::fold::lower_in_place;
use crate::value::{Date, Span};
use std::ops::Range;

/// All that the readers of grants look at in one item.
pub struct Story<'s> {
    /// The document's text.
    pub text: &'s str,
    /// The item.
    pub item: &'s Item,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The heading.
    pub title: Sentence,
    /// The sentences, in the document's order.
    pub sentences: Vec<Sentence>,
    /// Funders named, in the document's order.
    pub funders: Vec<Funder>,
}

/// A sentence of an item.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The section.
    pub section: SectionKind,
    /// Its words in lower case, white space as spaces, of the same length.
    pub lower: String,
    /// The words of grants in it; of two of which one holds the other only the longer.
    pub words: Vec<PhraseHit<GrantWord>>,
    /// Positions of its amounts in the item's figures.
    pub money: Vec<usize>,
    /// Positions of its shares.
    pub percent: Vec<usize>,
    /// Positions of its counts of people.
    pub persons: Vec<usize>,
}

impl<'s> Story<'s> {
    /// Reads the sentences of `item`.
    pub fn of(context: &Context<'s>, outline: &ItemOutline, item: &'s Item) -> Self {
        let told = told(context, outline, item, |_| true);
        let sentence = |(section, span)| Sentence::of(context, item, section, span);
        let mut story = Self {
            text: context.text,
            item,
            date: context.date,
            title: Sentence::of(context, item, SectionKind::Summary, item.heading),
            sentences: told.into_iter().map(sentence).collect(),
            funders: Vec::new(),
        };
        story.funders = names::funders(&story);
        story.add_aliases();
        story
    }

    /// A figure of the item.
    pub fn figure(&self, at: usize) -> &'s Figure {
        &self.item.figures[at]
    }

    /// The title and then all sentences.
    pub fn all(&self) -> impl Iterator<Item = &Sentence> {
        std::iter::once(&self.title).chain(&self.sentences)
    }

    /// Short forms of funders that the item explains stand for sources too: "Den Sociale Investeringsfond (DSI)".
    fn add_aliases(&mut self) {
        let aliases: Vec<String> = self
            .funders
            .iter()
            .filter_map(|funder| funder.alias.clone())
            .collect();
        let text = self.text;
        for sentence in &mut self.sentences {
            for alias in &aliases {
                let written = sentence.span.of(text);
                let places: Vec<usize> = written.match_indices(alias).map(|(at, _)| at).collect();
                for at in places {
                    let range = at..at + alias.len();
                    if names::is_word(written, &range)
                        && !sentence.words.iter().any(|word| word.range == range)
                    {
                        sentence.words.push(PhraseHit {
                            means: GrantWord::Source,
                            range,
                        });
                    }
                }
            }
            sentence.words.sort_by_key(|word| word.range.start);
        }
    }
}

impl Sentence {
    /// The sentence at `span`.
    pub fn of(context: &Context<'_>, item: &Item, section: SectionKind, span: Span) -> Self {
        let written = span.of(context.text);
        let lower = flat(lower_in_place(written));
        let words = words(context, written, &lower);
        let inside = |kind: FigureKind| figures_in(item, kind, span).collect::<Vec<_>>();
        Self {
            money: inside(FigureKind::Money),
            percent: inside(FigureKind::Percent),
            persons: inside(FigureKind::Count),
            span,
            section,
            lower,
            words,
        }
    }

    /// Where `figure` stands in the sentence.
    pub fn place(&self, figure: &Figure) -> Range<usize> {
        let base = self.span.start.get();
        figure.span.start.get().saturating_sub(base)..figure.span.end.get().saturating_sub(base)
    }

    /// Whether a word of this meaning stands in the sentence.
    pub fn says(&self, means: GrantWord) -> bool {
        self.words.iter().any(|word| word.means == means)
    }

    /// The words within `range`, in order.
    pub fn within(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &PhraseHit<GrantWord>> {
        self.words
            .iter()
            .filter(move |word| range.start <= word.range.start && word.range.end <= range.end)
    }

    /// The words in front of an amount, from the amount before it on; and behind it, up to the next comma or amount.
    pub fn around(&self, story: &Story<'_>, figure: usize) -> (Range<usize>, Range<usize>) {
        let place = self.place(story.figure(figure));
        let others = || {
            self.money
                .iter()
                .filter(|other| **other != figure)
                .map(|other| self.place(story.figure(*other)))
        };
        let from = others()
            .filter(|other| other.end <= place.start)
            .map(|other| other.end)
            .max()
            .unwrap_or(0);
        let until = others()
            .filter(|other| other.start >= place.end)
            .map(|other| other.start)
            .min()
            .unwrap_or(self.lower.len());
        let behind = &self.lower[place.end..until];
        let comma = behind
            .match_indices([',', ';'])
            .find(|(at, _)| !behind[at + 1..].starts_with(|char: char| char.is_ascii_digit()));
        let mut end = comma.map_or(behind.len(), |(at, _)| at);
        if until < self.lower.len()
            && let Some(at) = behind[..end].find(" og ")
        {
            end = at;
        }
        (from..place.start, place.end..place.end + end)
    }
}

/// `words` with tabs and line ends as spaces.
fn flat(words: String) -> String {
    let parts = |byte: &u8| matches!(byte, b'\n' | b'\t' | b'\r');
    if !words.as_bytes().iter().any(parts) {
        return words;
    }
    let mut bytes = words.into_bytes();
    for byte in bytes.iter_mut().filter(|byte| parts(byte)) {
        *byte = b' ';
    }
    String::from_utf8(bytes).expect("OK because one character of one byte stands for another")
}

/// Whether the item may tell of a grant: where none of the sentences with an amount has a word that makes it one, the
/// others need not be read.
pub fn may_tell(context: &Context<'_>, outline: &ItemOutline, item: &Item) -> bool {
    let has_money = |span| figures_in(item, FigureKind::Money, span).next().is_some();
    let told = told(context, outline, item, has_money);
    let points = item.recommendations.iter().map(|point| point.span);
    let spans = told.into_iter().map(|(_, span)| span).chain(points);
    spans.filter(|span| has_money(*span)).any(|span| {
        let written = span.of(context.text);
        let words = words(context, written, &flat(lower_in_place(written)));
        words.iter().any(|word| word.means.is_of_grants())
    })
}

/// The sentences of the item's running text, each with its section, in the passages that are `wanted`.
fn told(
    context: &Context<'_>,
    outline: &ItemOutline,
    item: &Item,
    wanted: impl Fn(Span) -> bool,
) -> Vec<(SectionKind, Span)> {
    let mut told = Vec::new();
    let sections = outline.sections.iter().filter(|section| {
        !matches!(
            section.kind,
            SectionKind::Attachments | SectionKind::PriorDecision
        )
    });
    for section in sections {
        let passages = passages(context, section.body.clone(), &[]);
        for passage in passages.into_iter().filter(|passage| wanted(*passage)) {
            let spans = sentences(context.text, passage, context.lexicon);
            told.extend(spans.into_iter().map(|span| (section.kind, span)));
        }
    }
    let tables = tables(item);
    told.retain(|(_, span)| !overlaps_any(&tables, *span));
    told
}

/// Positions of the item's figures of `kind` in running text within `span`.
fn figures_in(item: &Item, kind: FigureKind, span: Span) -> impl Iterator<Item = usize> + '_ {
    // Figures stand in the order of their places.
    let first = (item.figures).partition_point(|figure| figure.span.start < span.start);
    let figures = item.figures.iter().enumerate().skip(first);
    figures
        .take_while(move |(_, figure)| figure.span.start < span.end)
        .filter(move |(_, figure)| {
            figure.kind == kind && figure.cell.is_none() && span.contains(figure.span)
        })
        .map(|(at, _)| at)
}

/// The words of grants in a sentence.
fn words(context: &Context<'_>, written: &str, lower: &str) -> Vec<PhraseHit<GrantWord>> {
    let found = context.lexicon.grant_words.find_all(lower);
    let longest = |hit: &PhraseHit<GrantWord>| {
        !found.iter().any(|other| {
            other.means != GrantWord::Asking
                && other.range.start <= hit.range.start
                && hit.range.end <= other.range.end
                && other.range.len() > hit.range.len()
        })
    };
    found
        .iter()
        .filter(|hit| longest(hit))
        .filter(|hit| {
            hit.means != GrantWord::Acronym
                || written[hit.range.clone()].chars().all(char::is_uppercase)
        })
        .cloned()
        .collect()
}

/// The tables of the item's figures, in order, those that overlap as one.
fn tables(item: &Item) -> Vec<Span> {
    let mut tables: Vec<Span> = (item.figures.iter())
        .filter_map(|figure| Some(figure.cell.as_ref()?.table))
        .collect();
    tables.sort_unstable();
    tables.dedup_by(|later, first| {
        let one = first.overlaps(*later) || first == later;
        if one {
            *first = first.cover(*later);
        }
        one
    });
    tables
}

/// Whether one of `pieces`, which are in order and apart, overlaps `span`.
fn overlaps_any(pieces: &[Span], span: Span) -> bool {
    let first = pieces.partition_point(|piece| piece.end <= span.start);
    pieces.get(first).is_some_and(|piece| piece.overlaps(span))
}
