//! What holds for any texts, and what a passage is on texts made for it.

use super::*;
use proptest::prelude::*;

/// A vocabulary small enough for chance meetings, with what typography does to words.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-eæ]{1,2}",
        1 => Just("»Ord«".to_owned()),
        1 => Just("del-\nt".to_owned()),
        1 => Just("17.maj".to_owned()),
    ];
    let gap = prop_oneof![6 => Just(" "), 1 => Just("\n\n"), 1 => Just(" – ")];
    prop::collection::vec((word, gap), 0..200).prop_map(|parts| {
        parts
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect()
    })
}

/// Two texts that share a middle which one of them may have changed.
fn pair() -> impl Strategy<Value = (String, String)> {
    (text(), text(), text(), text(), any::<bool>()).prop_map(|(a, b, middle, other, changed)| {
        let copy = if changed {
            middle.replacen(" a ", " noget andet ", 2)
        } else {
            middle.clone()
        };
        (format!("{a} {middle} {other}"), format!("{b} {copy}"))
    })
}

fn body(text: &str) -> Vec<Word> {
    words(&[Piece {
        at: 3,
        text: text.to_owned(),
    }])
}

fn shared(a: &str, b: &str) -> Option<Shared> {
    let (a, b) = (body(a), body(b));
    share(&a, &b, &vec![false; a.len()], &vec![false; b.len()])
}

fn quote(text: &str, (start, end): (u32, u32)) -> String {
    text.chars()
        .skip(start as usize - 3)
        .take((end - start) as usize)
        .collect()
}

fn hashes(text: &str) -> Vec<u64> {
    body(text).iter().map(|word| word.hash).collect()
}

/// Words in common, in order, of all words of both.
fn alike(a: &[u64], b: &[u64]) -> f64 {
    let mut best = vec![0usize; b.len() + 1];
    for one in a {
        let mut corner = 0;
        for (at, other) in b.iter().enumerate() {
            let above = best[at + 1];
            best[at + 1] = if one == other {
                corner + 1
            } else {
                above.max(best[at])
            };
            corner = above;
        }
    }
    2.0 * best[b.len()] as f64 / (a.len() + b.len()) as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_places_of_a_passage_quote_words_that_agree((a, b) in pair()) {
        let Some(shared) = shared(&a, &b) else { return Ok(()) };
        prop_assert!(!shared.passages.is_empty());
        for passage in &shared.passages {
            let found = alike(&hashes(&quote(&a, passage.a)), &hashes(&quote(&b, passage.b)));
            prop_assert!(passage.similarity <= found + 1e-9, "{} {found}", passage.similarity);
            prop_assert!(passage.similarity >= 0.4 && passage.similarity <= 1.0);
        }
        for share in [shared.share_a, shared.share_b] {
            prop_assert!(share > 0.0 && share <= 1.0);
        }
    }

    #[test]
    fn neither_order_of_a_pair_bears_on_the_outcome((a, b) in pair()) {
        let there = shared(&a, &b);
        let back = shared(&b, &a).map(|mut shared| {
            for passage in &mut shared.passages {
                std::mem::swap(&mut passage.a, &mut passage.b);
            }
            shared.passages.sort_by_key(|passage| (passage.a, passage.b));
            std::mem::swap(&mut shared.share_a, &mut shared.share_b);
            std::mem::swap(&mut shared.only_a, &mut shared.only_b);
            shared
        });
        prop_assert_eq!(there, back);
    }

    #[test]
    fn an_equal_run_of_sixteen_words_has_a_fingerprint(a in text(), b in text(), run in prop::collection::vec("[a-z]{3,6}", 16)) {
        let run = run.join(" ");
        let of = |text: &str| fingerprints(&body(&format!("{text} {run}")));
        let (of_a, of_b) = (of(&a), of(&b));
        prop_assert!(of_a.iter().any(|print| of_b.contains(print)));
    }

    #[test]
    fn neither_order_of_items_bears_on_the_pairs(texts in prop::collection::vec(pair(), 1..6), turn in 0usize..6) {
        let items: Vec<(i32, String)> = texts
            .into_iter()
            .zip(1..)
            .flat_map(|((a, b), code)| [(code, a), (code + 1, b)])
            .collect();
        let mut turned = items.clone();
        turned.rotate_left(turn.min(items.len()));
        prop_assert_eq!(pairs_of(&items), pairs_of(&turned));
    }
}

/// What the index finds among items with these fingerprints; a few at a time are in memory, as all would be.
fn candidates(index: Index, prints: &[Vec<u64>]) -> Candidates {
    let walk = |take: &mut dyn FnMut(u32, u64)| {
        for (item, prints) in (0..).zip(prints) {
            prints.iter().for_each(|print| take(item, *print));
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let Ok(found) = index.with_most_prints(7).candidates(&walk);
    found
}

/// Pairs of texts that the index proposes.
fn pairs_of(items: &[(i32, String)]) -> std::collections::BTreeSet<[(i32, String); 2]> {
    let mut index = Index::default();
    let mut prints = Vec::new();
    for (municipality, text) in items {
        let entry = Entry {
            municipality: *municipality,
            case_number: None,
            title: folded_hash(text),
        };
        prints.push(fingerprints(&body(text)));
        index.add(entry, fingerprints(&body(text)).into_iter());
    }
    let found = candidates(index, &prints).pairs();
    found
        .iter()
        .flat_map(|(a, others)| others.iter().map(move |b| (*a, *b)))
        .map(|(a, b)| {
            let mut pair = [items[a as usize].clone(), items[b as usize].clone()];
            pair.sort();
            pair
        })
        .collect()
}

/// Sixty different words, of which `from` is the first.
fn sentence(from: usize) -> String {
    let words: Vec<String> = (from..from + 60)
        .map(|number| format!("ord{number}"))
        .collect();
    words.join(" ")
}

#[test]
fn few_words_do_not_part_a_passage_and_a_sentence_does() {
    let (first, second) = (sentence(0), sentence(100));
    for (between_a, between_b, passages, only_b) in [
        ("", "", 1, 0),
        ("og", "samt og", 1, 0),
        ("", "et par ord til", 1, 1),
        (
            "",
            "en hel sætning som den anden kommune har skrevet selv",
            2,
            1,
        ),
    ] {
        let a = format!("{first} {between_a} {second}");
        let b = format!("{first}\n{between_b}\n{second}");
        let shared = shared(&a, &b).unwrap_or_else(|| panic!("{between_b}"));
        assert_eq!(shared.passages.len(), passages, "{between_b}");
        let only: Vec<String> = shared
            .only_b
            .iter()
            .map(|only| quote(&b, only.place))
            .collect();
        assert_eq!(only.len(), only_b, "{only:?}");
        assert!(only.iter().all(|only| only == between_b), "{only:?}");
    }
}

#[test]
fn sections_in_another_order_are_shared_all_the_same() {
    let a = format!("{} {}", sentence(0), sentence(100));
    let b = format!("{} {}", sentence(100), sentence(0));
    let shared = shared(&a, &b).map(|shared| (shared.passages.len(), shared.share_a));
    assert_eq!(shared, Some((2, 1.0)));
}

#[test]
fn a_phrase_is_no_shared_text() {
    let a = format!(
        "{} ingen bevillingsmæssige konsekvenser for kommunen i år {}",
        sentence(0),
        sentence(100)
    );
    let b = format!(
        "{} ingen bevillingsmæssige konsekvenser for kommunen i år {}",
        sentence(200),
        sentence(300)
    );
    assert_eq!(shared(&a, &b), None);
}

#[test]
fn boilerplate_of_a_municipality_is_not_passed_on() {
    let (form, passed_on) = (sentence(0), sentence(100));
    let mut index = Index::default();
    let (mut bodies, mut prints) = (Vec::new(), Vec::new());
    for (municipality, number, text) in [
        (1, 1, format!("{form} {}", sentence(500))),
        (1, 2, format!("{form} {}", sentence(600))),
        (1, 3, format!("{form} {}", sentence(700))),
        (2, 1, form.clone()),
        // One case in three committees, with one text: no boilerplate.
        (3, 1, passed_on.clone()),
        (3, 1, passed_on.clone()),
        (3, 1, passed_on.clone()),
        (4, 9, passed_on.clone()),
        // The same, numbered and titled anew by each committee.
        (5, 1, format!("et {passed_on}")),
        (5, 2, format!("{passed_on} to")),
        (5, 3, passed_on.clone()),
    ] {
        let entry = Entry {
            municipality,
            case_number: Some(number),
            title: number,
        };
        let body = body(&text);
        index.add(entry, fingerprints(&body).into_iter());
        prints.push(fingerprints(&body));
        bodies.push((municipality, body));
    }
    let candidates = candidates(index, &prints);
    let with = [7, 8, 9, 10].to_vec();
    let rest = [8, 9, 10].to_vec();
    let pairs = [(4, with.clone()), (5, with.clone()), (6, with), (7, rest)];
    assert_eq!(candidates.pairs(), pairs);
    let (code, body) = &bodies[0];
    let marked = marks(body, |print| candidates.boilerplate.holds(print, *code));
    let count = |words: &[bool]| words.iter().filter(|marked| **marked).count();
    assert!(
        count(&marked[..60]) > 40 && count(&marked[64..]) == 0,
        "{marked:?}"
    );
}
