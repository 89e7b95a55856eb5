//! Headings that no rising run can hold: a number that comes again (a typing error, a supplementary agenda) or is out of line.
//!
//! Such a heading is told from a list inside an item by what stands around it: the item before it has come to where items
//! of this document end, and what follows begins as items of this document begin. What is like a heading in form alone
//! stays where it is and is told of.

use super::super::prepare::starts_upper;
use super::super::{Role, SectionKind, is_marked};
use super::candidate::Candidate;
use super::evidence::Evidence;
use crate::value::CaseNumber;
use crate::value::fold::letters;
use std::collections::{HashMap, HashSet};

/// Evidence that a heading outside the run must have.
const ENOUGH: i64 = 4;
/// Lines in which what belongs to an item's beginning must follow.
const REACH: usize = 4;
/// How many candidates above a point of a list the point before it is looked for.
const LONGEST_LIST: usize = 50;
/// The items of a document begin or end in some way where one in so many does.
const USUAL: usize = 4;

/// The run with the headings that it leaves out.
#[derive(Debug, Default)]
pub struct TakenIn {
    /// What announces the items, in order.
    pub chosen: Vec<usize>,
    /// What may announce an item and stays in the item before it: the candidate, and the position of that item.
    pub doubtful: Vec<(usize, usize)>,
}

/// Takes into `run` the headings that it leaves out.
pub fn take_in(evidence: &Evidence<'_>, candidates: &[Candidate], run: Vec<usize>) -> TakenIn {
    let least = run.iter().map(|at| candidates[*at].weight).min();
    let known: HashSet<usize> = run.iter().copied().collect();
    let left: Vec<usize> = (0..candidates.len())
        .filter(|at| {
            let (first, this) = (run.first(), &candidates[*at]);
            first.is_some_and(|first| candidates[*first].family == this.family)
                && least.is_some_and(|least| this.weight >= least.min(ENOUGH))
                && !known.contains(at)
                && !evidence.is_of_list(candidates, *at)
        })
        .collect();
    if left.is_empty() {
        return TakenIn {
            chosen: run,
            doubtful: Vec::new(),
        };
    }
    Reader::new(evidence, candidates, &run).read(&run, &left)
}

/// What tells that an item has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Begin {
    Case,
    Section(SectionKind),
}

struct Reader<'r> {
    evidence: &'r Evidence<'r>,
    candidates: &'r [Candidate],
    /// By block, the kind of the section that its words head.
    headings: Vec<Option<SectionKind>>,
    /// How the items of the document begin.
    begins: HashSet<Begin>,
    /// In which section they end.
    ends: HashSet<SectionKind>,
}

impl<'r> Reader<'r> {
    fn new(evidence: &'r Evidence<'r>, candidates: &'r [Candidate], run: &[usize]) -> Self {
        let mut reader = Self {
            evidence,
            candidates,
            headings: headings(evidence),
            begins: HashSet::new(),
            ends: HashSet::new(),
        };
        let extents = || {
            let ends = run.iter().skip(1).map(|next| candidates[*next].block);
            let ends = ends.chain([evidence.blocks.len()]);
            run.iter().copied().zip(ends)
        };
        reader.begins = usual(extents().map(|(at, end)| reader.begin(at, end)), run);
        reader.ends = usual(
            extents().map(|(at, end)| reader.last_section(candidates[at].block + 1, end)),
            run,
        );
        reader
    }

    /// Goes through `run` and what is `left`, both in the order of their blocks.
    fn read(&self, run: &[usize], left: &[usize]) -> TakenIn {
        let mut out = TakenIn::default();
        let mut left = left.iter().copied().peekable();
        for next in run.iter().map(Some).chain([None]) {
            let until = next.map_or(self.evidence.blocks.len(), |next| {
                self.candidates[*next].block
            });
            while let Some(at) = left.next_if(|at| self.candidates[*at].block < until) {
                self.judge(at, until, &mut out);
            }
            out.chosen.extend(next);
        }
        out
    }

    fn judge(&self, at: usize, until: usize, out: &mut TakenIn) {
        let this = &self.candidates[at];
        let before = out.chosen.last().map(|before| &self.candidates[*before]);
        if before.is_some_and(|before| self.is_echo(before, this)) {
            return;
        }
        let begins = self
            .begin(at, until)
            .is_some_and(|begin| self.begins.contains(&begin));
        // In front of the first item nothing has come to its end; what stands there must come to one itself.
        let (from, to) = match before {
            Some(before) => (before.block + 1, this.block),
            None => (this.block + 1, until),
        };
        let ended = match (self.last_section(from, to), before) {
            (Some(kind), _) => self.ends.contains(&kind),
            // An item of a heading and no more.
            (None, Some(before)) => before.number + 1 == this.number,
            (None, None) => false,
        };
        if this.weight >= ENOUGH && begins && ended {
            out.chosen.push(at);
        } else if let Some(before) = before
            && before.number == this.number
            && !self.goes_on_with_list(before, at)
        {
            out.doubtful.push((at, out.chosen.len() - 1));
        }
    }

    /// Whether `this` repeats the heading of the item that it stands in.
    fn is_echo(&self, before: &Candidate, this: &Candidate) -> bool {
        let title = |of: &Candidate| letters(self.evidence.title(of));
        before.number == this.number && title(before) == title(this)
    }

    /// Whether the number before that of the candidate at `at` stands above it in the item of `before`.
    fn goes_on_with_list(&self, before: &Candidate, at: usize) -> bool {
        let this = &self.candidates[at];
        let above = self.candidates[..at].iter().rev().take(LONGEST_LIST);
        above
            .take_while(|above| above.block > before.block)
            .any(|above| above.family == this.family && above.number + 1 == this.number)
    }

    /// What first tells that the item which the candidate at `at` announces, and which ends before block `until`, has begun.
    /// Behind the next candidate it would tell that of another.
    fn begin(&self, at: usize, until: usize) -> Option<Begin> {
        let (evidence, this) = (self.evidence, &self.candidates[at]);
        if this.case_number.is_some() {
            return Some(Begin::Case);
        }
        let mut next = self.candidates[at + 1..].iter().take(2 * REACH);
        let next = next.find(|next| next.family == this.family);
        let until = next.map_or(until, |next| until.min(next.block));
        let following = (this.block + 1..until).filter(|at| evidence.roles[*at] == Role::Text);
        following.take(REACH).find_map(|at| {
            let case = CaseNumber::alone(evidence.words(at)).is_some() || evidence.is_label(at);
            case.then_some(Begin::Case)
                .or(self.headings[at].map(Begin::Section))
        })
    }

    fn last_section(&self, from: usize, to: usize) -> Option<SectionKind> {
        self.headings[from..to.max(from)]
            .iter()
            .rev()
            .find_map(|kind| *kind)
    }
}

/// What is so with one item in [`USUAL`].
fn usual<T: Copy + Eq + std::hash::Hash>(
    of_items: impl Iterator<Item = Option<T>>,
    run: &[usize],
) -> HashSet<T> {
    let mut times: HashMap<T, usize> = HashMap::new();
    for one in of_items.flatten() {
        *times.entry(one).or_default() += 1;
    }
    times.retain(|_, times| *times * USUAL >= run.len());
    times.into_keys().collect()
}

fn headings(evidence: &Evidence<'_>) -> Vec<Option<SectionKind>> {
    let heading = |at: usize| {
        let words = evidence.words(at);
        let section = evidence.lexicon.section(words)?;
        let is_one = !section.open
            && starts_upper(words)
            && (!section.weak || is_marked(&evidence.blocks[at]));
        is_one.then_some(section.kind)
    };
    (0..evidence.blocks.len())
        .map(|at| heading(at).filter(|_| evidence.roles[at] == Role::Text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::layout::{contents, prepare};
    use crate::lexicon::Lexicon;
    use crate::problem::ProblemCode;
    use crate::source::lines;

    /// Numbers of the items in a document of `parts`, parted by blank lines, and the codes of its problems.
    fn read(parts: &[&str]) -> (String, Vec<&'static str>) {
        let lexicon = Lexicon::built_in();
        let text = parts.join("\n\n");
        let (blocks, wrap) = prepare::blocks(&text, &lines::blocks(&text), &lexicon);
        let mut roles = prepare::artefacts(&text, &blocks, &lexicon);
        let contents = contents::find(&text, &blocks, &mut roles, &lexicon);
        let found = find(&text, &blocks, &roles, &contents, wrap, &lexicon);
        let numbers: Vec<&str> = found
            .items
            .iter()
            .map(|item| item.number.as_str())
            .collect();
        let codes = found.problems.iter().map(|problem| problem.code.code());
        (numbers.join(" "), codes.collect())
    }

    const WHOLE: &str = "Sagsfremstilling\n\nOm sagen i korte træk.\n\nBeslutning\n\nGodkendt.";

    #[test]
    fn headings_that_no_rising_run_holds() {
        let repeated = ProblemCode::NumberRepeated.code();
        let gap = ProblemCode::NumberGap.code();
        let doubtful = ProblemCode::HeadingDoubtful.code();
        let list = "Indstilling\n\nForvaltningen indstiller,\n\n1. Planen godkendes\n\nDet haster.\n\n2. Vejen lukkes";
        let other = "Indstilling\n\nForvaltningen indstiller,\n\n1. Skolen udvides\n\nDer er plads.\n\n2. Salen males";
        let third = "Indstilling\n\nForvaltningen indstiller,\n\n1. Stien anlægges\n\nDet er sundt.\n\n2. Lyset slukkes";
        let cases: [(&str, Vec<&str>, &str, Vec<&str>); 11] = [
            (
                "a typing error",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "2. Havn",
                    WHOLE,
                    "3. Vej",
                    WHOLE,
                ],
                "1 2 2 3",
                vec![repeated],
            ),
            (
                "the same with words",
                vec![
                    "Punkt 1: Budget",
                    WHOLE,
                    "Punkt 2: Skole",
                    WHOLE,
                    "Punkt 2: Havn",
                    WHOLE,
                    "Punkt 3: Vej",
                    WHOLE,
                ],
                "1 2 2 3",
                vec![repeated],
            ),
            (
                "a supplementary agenda",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "3. Vej",
                    WHOLE,
                    "Tillægsdagsorden",
                    "1. Havn",
                    WHOLE,
                    "2. Bro",
                    WHOLE,
                ],
                "1 2 3 1 2",
                vec![repeated, repeated],
            ),
            (
                "the same, with an item of a heading and no more",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "3. Vej",
                    WHOLE,
                    "1. Havn",
                    WHOLE,
                    "2. Orientering",
                    "Intet nyt.",
                    "3. Bro",
                    WHOLE,
                ],
                "1 2 3 1 2 3",
                vec![repeated, repeated, repeated],
            ),
            (
                "a longer second run",
                vec![
                    "1. Havn",
                    WHOLE,
                    "Ordinær dagsorden",
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "3. Vej",
                    WHOLE,
                ],
                "1 1 2 3",
                vec![repeated],
            ),
            (
                "a number out of line",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "80. Havn",
                    WHOLE,
                    "3. Vej",
                    WHOLE,
                    "4. Bro",
                    WHOLE,
                ],
                "1 2 80 3 4",
                vec![gap, gap],
            ),
            (
                "a list in a recommendation",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    "Sagsfremstilling",
                    "Om den.",
                    list,
                    "Beslutning",
                    "Godkendt.",
                    "3. Vej",
                    WHOLE,
                ],
                "1 2 3",
                vec![],
            ),
            (
                "lists at the end of an agenda's items",
                vec![
                    "1. (Åben) Budget",
                    "Sagsfremstilling",
                    "Om det.",
                    list,
                    "Det er dyrt.",
                    "2. (Åben) Skole",
                    "Sagsfremstilling",
                    "Om den.",
                    other,
                    "Det er nyt.",
                    "3. (Åben) Vej",
                    "Sagsfremstilling",
                    "Om den.",
                    third,
                ],
                "1 2 3",
                vec![],
            ),
            (
                "a heading that comes again on a new page",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    "Sagsfremstilling",
                    "Om den.",
                    "2. Skole",
                    "Beslutning",
                    "Godkendt.",
                    "3. Vej",
                    WHOLE,
                ],
                "1 2 3",
                vec![],
            ),
            (
                "decided points",
                vec![
                    "1. Budget",
                    WHOLE,
                    "2. Skole",
                    WHOLE,
                    "1. Godkendt.",
                    "2. Anbefales.",
                    "Fraværende: Bo Berg",
                    "3. Vej",
                    WHOLE,
                ],
                "1 2 3",
                vec![],
            ),
            (
                "bare prose",
                vec![
                    "1. Budget",
                    "Udvalget drøftede det.",
                    "2. Skole",
                    "Der var en del at sige.",
                    "2. Havn",
                    "Formanden fortalte om den.",
                    "3. Vej",
                    "Intet nyt.",
                ],
                "1 2 3",
                vec![doubtful],
            ),
        ];
        for (case, parts, numbers, codes) in cases {
            assert_eq!(read(&parts), (numbers.to_owned(), codes), "{case}");
        }
    }
}
