//! "Did you mean …?": the known name that a mistyped one is nearest to.

/// How alike two names must be, by Jaro and Winkler; what the command line's own suggestions ask for.
const ALIKE: f64 = 0.7;

/// The name of `known` that is nearest to `typed`, where one is near.
#[must_use]
pub fn nearest<N: AsRef<str>>(typed: &str, known: impl IntoIterator<Item = N>) -> Option<String> {
    let typed = typed.to_lowercase();
    let mut best: Option<(f64, String)> = None;
    for name in known {
        let name = name.as_ref();
        let likeness = strsim::jaro_winkler(&typed, &name.to_lowercase());
        if likeness > best.as_ref().map_or(ALIKE, |(best, _)| *best) {
            best = Some((likeness, name.to_owned()));
        }
    }
    best.map(|(_, name)| name)
}

/// " (did you mean 'NAME'?)", or nothing where no name is near.
#[must_use]
pub fn suggestion<N: AsRef<str>>(typed: &str, known: impl IntoIterator<Item = N>) -> String {
    nearest(typed, known).map_or_else(String::new, |name| format!(" (did you mean '{name}'?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        for (typed, want) in [
            ("decision", " (did you mean 'decisions'?)"),
            ("Grant", " (did you mean 'grants'?)"),
            ("xyz", ""),
        ] {
            assert_eq!(suggestion(typed, ["decisions", "grants", "items"]), want);
        }
    }
}
