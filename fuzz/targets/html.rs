//! Files of the form `Html`, from their bytes to their facts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tvaersnit::source::SourceFormat;

fuzz_target!(|bytes: &[u8]| tvaersnit_fuzz::read(SourceFormat::Html, bytes));
