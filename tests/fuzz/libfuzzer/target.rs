//! Every target under libFuzzer: the program's name says which. Those of the process itself are in `desktop`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let name = env!("CARGO_BIN_NAME");
    let door = desktop::doors::DOORS.iter().find(|(door, _)| *door == name);
    let check = door.map_or_else(|| fuzz::named(name).check, |(_, check)| *check);

    check(data);
});
