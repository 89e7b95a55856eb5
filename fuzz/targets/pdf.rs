//! PDFs, in this process. A panic of the PDF library is caught by the reader and is no fault here; ours is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::panic::PanicHookInfo;
use tvaersnit::source::SourceFormat;

/// Ends the process for panics of our own code alone.
fn judge(panic: &PanicHookInfo<'_>) {
    let ours = panic
        .location()
        .is_none_or(|place| !place.file().contains("registry"));
    if ours {
        eprintln!("{panic}");
        std::process::abort();
    }
}

fuzz_target!(
    init: std::panic::set_hook(Box::new(judge)),
    |bytes: &[u8]| tvaersnit_fuzz::read(SourceFormat::Pdf, bytes)
);
