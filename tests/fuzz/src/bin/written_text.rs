#![no_main]

const NAME: &str = env!("CARGO_BIN_NAME");

libfuzzer_sys::fuzz_target!(init: parsers::write_seeds(NAME), |input: &[u8]| parsers::fuzz(NAME, input));
