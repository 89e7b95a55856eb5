//! Danish stemming: the Snowball algorithm (snowballstem.org/algorithms/danish), which is a page long and fixed since
//! 2002.

/// Endings of the first step, which go whole.
const ENDINGS: [&str; 31] = [
    "hed", "ethed", "ered", "e", "erede", "ende", "erende", "ene", "erne", "ere", "en", "heden",
    "eren", "er", "heder", "erer", "heds", "es", "endes", "erendes", "enes", "ernes", "eres",
    "ens", "hedens", "erens", "ers", "ets", "erets", "et", "eret",
];

/// The stem of `word`, which is in lower case.
#[must_use]
pub fn stem(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let region = region(&letters);
    first(&mut letters, region);
    second(&mut letters, region);
    third(&mut letters, region);
    undouble(&mut letters, region);
    letters.into_iter().collect()
}

fn is_vowel(char: char) -> bool {
    matches!(char, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'æ' | 'å' | 'ø')
}

/// Where endings may be cut: behind the first consonant that follows a vowel, and behind the third letter.
fn region(letters: &[char]) -> usize {
    letters
        .windows(2)
        .position(|pair| is_vowel(pair[0]) && !is_vowel(pair[1]))
        .map_or(letters.len(), |at| (at + 2).max(3))
}

/// Whether the word ends in `ending`, and that inside the region.
fn ends(letters: &[char], region: usize, ending: &str) -> bool {
    let count = ending.chars().count();
    letters.len() >= region + count
        && letters[letters.len() - count..]
            .iter()
            .copied()
            .eq(ending.chars())
}

fn cut(letters: &mut Vec<char>, count: usize) {
    letters.truncate(letters.len().saturating_sub(count));
}

fn longest(letters: &[char], region: usize, endings: &[&str]) -> Option<usize> {
    endings
        .iter()
        .filter(|ending| ends(letters, region, ending))
        .map(|ending| ending.chars().count())
        .max()
}

fn first(letters: &mut Vec<char>, region: usize) {
    if let Some(count) = longest(letters, region, &ENDINGS) {
        cut(letters, count);
    } else if ends(letters, region, "s") {
        let before = letters.len().checked_sub(2).map(|at| letters[at]);
        if before.is_some_and(|char| "abcdfghjklmnoprtvyzå".contains(char)) {
            cut(letters, 1);
        }
    }
}

fn second(letters: &mut Vec<char>, region: usize) {
    if longest(letters, region, &["gd", "dt", "gt", "kt"]).is_some() {
        cut(letters, 1);
    }
}

fn third(letters: &mut Vec<char>, region: usize) {
    if ends(letters, 0, "igst") {
        cut(letters, 2);
    }
    if ends(letters, region, "løst") {
        cut(letters, 1);
    } else if let Some(count) = longest(letters, region, &["ig", "lig", "elig", "els"]) {
        cut(letters, count);
        second(letters, region);
    }
}

fn undouble(letters: &mut Vec<char>, region: usize) {
    if let [.., one, other] = letters.as_slice()
        && one == other
        && !is_vowel(*other)
        && letters.len() > region
    {
        cut(letters, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the algorithm's own sample vocabulary, and words of this field.
    #[test]
    fn inflections_meet_in_a_stem() {
        for (stemmed, words) in [
            (
                "indtag",
                &["indtage", "indtagelse", "indtager", "indtages", "indtaget"][..],
            ),
            ("indtræf", &["indtræffe", "indtræffer"]),
            (
                "undersøg",
                &[
                    "undersøg",
                    "undersøgelse",
                    "undersøgelsen",
                    "undersøgelserne",
                    "undersøgt",
                ],
            ),
            (
                "undertryk",
                &["undertryk", "undertrykke", "undertrykkelse", "undertrykker"],
            ),
            (
                "rammeaftal",
                &[
                    "rammeaftale",
                    "rammeaftalen",
                    "rammeaftalens",
                    "rammeaftaler",
                ],
            ),
            (
                "plejefamili",
                &["plejefamilie", "plejefamilier", "plejefamiliernes"],
            ),
            ("ø", &["ø"]),
            ("", &[""]),
        ] {
            for word in words {
                assert_eq!(stem(word), stemmed, "{word}");
            }
        }
    }
}
