//! What the program says beside its answers: on standard error, as much as was asked for, in colour where that is wanted.
//!
//! Colours follow --color, then NO_COLOR, CLICOLOR_FORCE, CLICOLOR, then whether a terminal reads.

use super::clean;
use clap::ColorChoice;
use clap::builder::styling::{AnsiColor, Style};
use std::sync::atomic::{AtomicI8, Ordering};

/// How much is said: below 0 only what went wrong, above 0 details too.
static LEVEL: AtomicI8 = AtomicI8::new(0);

/// Sets how much is said.
pub fn set_level(level: i8) {
    LEVEL.store(level, Ordering::Relaxed);
}

/// Whether only what went wrong is said.
pub fn is_quiet() -> bool {
    LEVEL.load(Ordering::Relaxed) < 0
}

/// Sets whether there are colours.
pub fn set_colour(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// What was done: not said with --quiet.
pub fn note(words: &str) {
    if !is_quiet() {
        anstream::eprintln!("{}", clean(words));
    }
}

/// How it was done: said with --verbose only.
pub fn detail(words: &str) {
    if LEVEL.load(Ordering::Relaxed) > 0 {
        anstream::eprintln!("{}", set_in(words));
    }
}

/// What went wrong while the rest goes on: a mark such as "rejected", and what.
pub fn warning(mark: &str, words: &str) {
    marked(AnsiColor::Yellow.on_default().bold(), mark, words);
}

/// What went wrong.
pub fn error(words: &str) {
    marked(AnsiColor::Red.on_default().bold(), "error", words);
}

/// What brought an error about.
pub fn cause(words: &str) {
    anstream::eprintln!("  caused by: {}", set_in(words));
}

fn marked(style: Style, mark: &str, words: &str) {
    anstream::eprintln!("{style}{}:{style:#} {}", clean(mark), set_in(words));
}

/// [`clean`] words, of which further lines are set in: a name with a line end in it cannot speak in our voice.
fn set_in(words: &str) -> String {
    clean(words).replace('\n', "\n  ")
}
