//! Every target under libFuzzer: the program's name says which.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    (fuzz::named(env!("CARGO_BIN_NAME")).check)(data);
});
