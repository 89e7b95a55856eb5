//! The readers of settings: `tvaersnit.toml`, `sources.toml`, a file of topics. What they refuse has a cause.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::Path;
use tvaersnit::config::Config;
use tvaersnit::source::given::Sources;
use tvaersnit::topics::Topics;

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    let Ok(words) = std::str::from_utf8(rest) else {
        return;
    };
    let told = match which % 3 {
        0 => Config::of_words(Path::new("own.toml"), words)
            .map(drop)
            .map_err(|error| error.to_string()),
        1 => {
            let mut sources = Sources::default();
            let added = sources.add("folder", words);
            let _ = sources.of("folder/a/b.txt");
            added
        }
        _ => Topics::of_words(&[("own.toml".to_owned(), words.to_owned())])
            .map(drop)
            .map_err(|error| error.to_string()),
    };
    if let Err(message) = told {
        assert!(!message.is_empty());
        assert!(which % 3 == 1 || message.contains("own.toml"), "{message}");
    }
});
