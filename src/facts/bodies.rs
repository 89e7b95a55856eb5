//! Finds bodies in words: "Socialudvalget, Erhvervs-, Beskæftigelses- og Uddannelsesudvalget" are two.

use crate::lexicon::{Lexicon, Match};
use crate::value::body::nominative;
use crate::value::fold::ToLower;
use crate::value::fold::fold;
use crate::value::{Body, BodyKind, Placed, Span};

/// Finds bodies, led by the lexicon; knows the body that met, so that "Udvalget" can be told.
#[derive(Clone, Copy, Debug)]
pub struct BodyFinder<'l> {
    lexicon: &'l Lexicon,
    own: Option<&'l Body>,
}

/// A word and its place in the words searched.
#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    word: &'t str,
    start: usize,
    end: usize,
}

impl Token<'_> {
    /// The word without punctuation around it.
    fn bare(&self) -> &str {
        self.word.trim_matches(|char: char| !char.is_alphanumeric())
    }

    fn bare_span(&self) -> (usize, usize) {
        let lead = self.word.len()
            - self
                .word
                .trim_start_matches(|char: char| !char.is_alphanumeric())
                .len();
        let start = self.start + lead;
        (start, start + self.bare().len())
    }
}

impl<'l> BodyFinder<'l> {
    /// A finder; `own` is the body that met, where known.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon, own: Option<&'l Body>) -> Self {
        Self { lexicon, own }
    }

    /// Every body named in `words`, in order, with its place in `words`.
    #[must_use]
    pub fn all(&self, words: &str) -> Vec<Placed<Body>> {
        let tokens = tokens(words);
        let mut found: Vec<Placed<Body>> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.at(words, &tokens, at) {
                Some((body, next)) => {
                    if !found
                        .last()
                        .is_some_and(|last| last.span.overlaps(body.span))
                    {
                        found.push(body);
                    }
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The first body named in `words`.
    #[must_use]
    pub fn first(&self, words: &str) -> Option<Placed<Body>> {
        let tokens = tokens(words);
        (0..tokens.len()).find_map(|at| self.at(words, &tokens, at).map(|(body, _)| body))
    }

    /// The body whose head is the token at `at`, and the token to go on from.
    fn at(&self, words: &str, tokens: &[Token<'_>], at: usize) -> Option<(Placed<Body>, usize)> {
        let bare = tokens[at].bare().to_lower();
        if bare.is_empty() {
            return None;
        }
        let begins = self.lexicon.bodies.begins(&bare);
        if let Some((kind, last)) = begins.then(|| self.prefixed(tokens, at)).flatten() {
            return Some((
                named(
                    words,
                    tokens[at].bare_span().0,
                    tokens[last].bare_span().1,
                    kind,
                ),
                last + 1,
            ));
        }
        if let Some(placed) = begins.then(|| self.whole_name(words, tokens, at)).flatten() {
            return Some(placed);
        }
        if self.lexicon.own_bodies.contains(&bare) {
            let own = self.own?;
            let (start, end) = tokens[at].bare_span();
            return Some((Placed::new(own.clone(), Span::new(start, end)), at + 1));
        }
        let kind = self.ending(&bare)?;
        if bare.chars().count() < 6 || is_generic(&bare, self.lexicon) {
            return None;
        }
        let first = modifiers(self, tokens, at);
        let head = tokens[first].bare().chars().next();
        // A committee in small letters is one where its form is definite: "kultur- og fritidsudvalget".
        let definite = bare.ends_with("udvalget") || bare.ends_with("udvalgets");
        let fits = head.is_some_and(char::is_uppercase)
            || (definite && head.is_some_and(char::is_lowercase));
        let last = self.named_after(tokens, at).unwrap_or(at);
        fits.then(|| {
            let (start, end) = (tokens[first].bare_span().0, tokens[last].bare_span().1);
            (named(words, start, end, kind), last + 1)
        })
    }

    /// "Udvalget for Social og Arbejdsmarked", "Rådet for Socialt Udsatte": the kind and the last token.
    fn prefixed(&self, tokens: &[Token<'_>], at: usize) -> Option<(BodyKind, usize)> {
        let pair = format!(
            "{} {}",
            tokens[at].bare().to_lower(),
            tokens.get(at + 1)?.word.to_lower()
        );
        let kind = self.lexicon.bodies.named(Match::Start, &pair)?;
        let named = tokens[at].word.starts_with(char::is_uppercase);
        let last = self
            .capitals(tokens, at + 2)
            .or_else(|| named.then(|| subjects(tokens, at + 2)).flatten())?;
        Some((kind, last))
    }

    /// The last token of a name that goes on with capitals from `next`: "Social og Arbejdsmarked".
    fn capitals(&self, tokens: &[Token<'_>], mut next: usize) -> Option<usize> {
        let mut last = None;
        while let Some(token) = tokens.get(next) {
            let capital = token.bare().chars().next().is_some_and(char::is_uppercase);
            let joining = matches!(token.word, "og" | "samt" | "&");
            let goes_on = tokens
                .get(next + 1)
                .is_some_and(|after| after.bare().chars().next().is_some_and(char::is_uppercase));
            if capital && !self.is_body(token.bare()) {
                last = Some(next);
                if token.word.ends_with(['.', ';', ':', ')']) {
                    break;
                }
            } else if !(joining && last.is_some() && goes_on) {
                break;
            }
            next += 1;
        }
        last
    }

    /// "Vækstudvalget for Land, By og Kultur": the last token of what follows the body's head at `at`.
    fn named_after(&self, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let follows =
            tokens.get(at + 1)?.word == "for" && tokens[at].word.ends_with(char::is_alphanumeric);
        let last = self.capitals(tokens, at + 2).filter(|_| follows)?;
        tokens[at + 2..=last]
            .iter()
            .any(|token| matches!(token.word, "og" | "&"))
            .then_some(last)
    }

    /// A body whose whole name the lexicon knows ("Byrådet", "Teknisk Udvalg").
    fn whole_name(
        &self,
        words: &str,
        tokens: &[Token<'_>],
        at: usize,
    ) -> Option<(Placed<Body>, usize)> {
        for length in [2, 1] {
            let Some(last) = tokens.get(at + length - 1) else {
                continue;
            };
            let name: Vec<String> = tokens[at..at + length]
                .iter()
                .map(|token| token.bare().to_lower())
                .collect();
            let name = name.join(" ");
            if let Some(kind) = self.lexicon.bodies.named(Match::Word, &name) {
                return Some((
                    named(words, tokens[at].bare_span().0, last.bare_span().1, kind),
                    at + length,
                ));
            }
        }
        None
    }

    fn ending(&self, word: &str) -> Option<BodyKind> {
        self.lexicon.bodies.ending(word)
    }

    fn is_body(&self, word: &str) -> bool {
        let lower = word.to_lower();
        self.ending(&lower).is_some() || self.lexicon.bodies.named(Match::Word, &lower).is_some()
    }
}

/// The last token of a list of subjects in small letters from `at`: "teknik & miljø", "kultur, fritid og idræt".
fn subjects(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let noun = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.bare().chars().count() > 2 && !token.bare().contains(char::is_numeric)
        })
    };
    let mut next = at;
    while noun(next) {
        if tokens
            .get(next + 1)
            .is_some_and(|token| matches!(token.word, "og" | "&" | "samt"))
        {
            return noun(next + 2).then_some(next + 2);
        }
        if !tokens[next].word.ends_with([',', '-']) {
            // "Udvalget for sundhed" alone is a name, "Udvalget for at" is not one.
            return (next == at && tokens[next].bare().chars().count() > 4).then_some(next);
        }
        next += 1;
    }
    None
}

/// Words that end like a body and are none.
fn is_generic(word: &str, lexicon: &Lexicon) -> bool {
    lexicon.no_bodies.iter().any(|(known, how)| match how {
        Match::Ending => word.ends_with(known.as_str()),
        _ => word == known,
    })
}

/// The first token of the name whose head is at `head`: "Klima-, Teknik- og Miljøudvalget" starts at "Klima-".
fn modifiers(finder: &BodyFinder<'_>, tokens: &[Token<'_>], head: usize) -> usize {
    let mut first = head;
    let joined = head >= 2 && matches!(tokens[head - 1].word, "og" | "OG" | "&" | "samt");
    if joined {
        let part = tokens[head - 2];
        let hyphened = part.word.ends_with(['-', '–'])
            || part.word.ends_with("-.")
            || part.word.ends_with('.');
        let plain = part.bare().chars().next().is_some_and(char::is_uppercase)
            && !part.word.ends_with([',', ';', ':', ')'])
            && !finder.is_body(part.bare())
            && part.bare() != "Kommune";
        if !(hyphened || plain) {
            return head;
        }
        first = head - 2;
    } else if head >= 1 && tokens[head - 1].word.ends_with(['-', '–']) {
        first = head - 1;
    } else if head >= 1 && tokens[head].bare().to_lower().starts_with("udvalg") {
        return head;
    }
    while first >= 1 && first < head {
        let part = tokens[first - 1];
        let listed = part.word.ends_with("-,")
            || part.word.ends_with('-')
            || (part.word.ends_with(',') && !finder.is_body(part.bare()) && joined);
        let alike = |token: &Token<'_>| token.bare().chars().next().is_some_and(char::is_uppercase);
        if !(listed && alike(&part) == alike(&tokens[first])) {
            break;
        }
        first -= 1;
    }
    first
}

fn named(words: &str, start: usize, end: usize, kind: BodyKind) -> Placed<Body> {
    let name = fold(&words[start..end]);
    Placed::new(Body::new(nominative(&name), kind), Span::new(start, end))
}

fn tokens(words: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, char) in words.char_indices().chain([(words.len(), ' ')]) {
        let gap = char.is_whitespace() || matches!(char, '/' | '*' | '(');
        match (gap, start) {
            (true, Some(from)) => {
                out.push(Token {
                    word: &words[from..at],
                    start: from,
                    end: at,
                });
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    debug_assert!(out.iter().all(|token| token.start < token.end));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_in_words() {
        let lexicon = Lexicon::built_in();
        let own = Body::new("Kulturudvalget", BodyKind::Committee);
        let finder = BodyFinder::new(&lexicon, Some(&own));
        for (words, want) in crate::test_cases::rows(include_str!("../../tests/cases/bodies.md")) {
            let want: Vec<String> = want
                .split("; ")
                .filter(|name| !name.is_empty() && *name != "-")
                .map(str::to_owned)
                .collect();
            let found: Vec<String> = finder
                .all(&words)
                .into_iter()
                .map(|body| body.value.name)
                .collect();
            assert_eq!(found, want, "{words}");
        }
    }
}
