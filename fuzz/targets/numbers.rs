//! The grammar of numbers: words as the text of an item of minutes, in its account and in its recommendation.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tvaersnit::source::SourceFormat;

fuzz_target!(|words: &str| {
    let text = format!(
        "Referat af møde i Socialudvalget den 3. juni 2025\n\nPunkt 1: Budgetopfølgning\n\nSagsfremstilling\n{words}\n\nIndstilling\nDirektøren indstiller, at {words}\n\nBeslutning\nGodkendt.\n"
    );
    tvaersnit_fuzz::read(SourceFormat::Text, text.as_bytes());
});
