//! Every parser of strangers' bytes is fed by the fuzzer.

use std::{collections::BTreeSet, fs, path::Path};

use super::root;

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names after a word at the start of a line, up to what ends a name.
fn named(text: &str, word: &str) -> BTreeSet<String> {
    let rest = text.lines().filter_map(|line| line.strip_prefix(word));
    rest.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned())
        .collect()
}

/// The stems of the Rust files of a folder.
fn stems(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

/// What the targets call, all their files together.
fn targets() -> String {
    stems("tests/parsers/src").iter().map(|stem| read(format!("tests/parsers/src/{stem}.rs"))).collect()
}

#[test]
fn each_target_has_its_executable_and_each_executable_its_target() {
    let listed = targets();
    let listed: BTreeSet<String> = listed
        .lines()
        .filter_map(|line| Some(line.trim().strip_prefix("(\"")?.split_once("\", ")?.0.to_owned()))
        .collect();
    // One target may be listed on the line of the list itself.
    let pipe = read("tests/parsers/src/pipe.rs");
    let alone = pipe.split("&[(\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    assert_eq!(listed.into_iter().chain(alone).collect::<BTreeSet<_>>(), stems("tests/fuzz/src/bin"));
}

#[test]
fn each_parser_of_the_reader_is_fed() {
    let (parsers, targets) = (named(&read("services/reader/src/parsers.rs"), "pub fn "), targets());
    assert!(parsers.len() > 8, "{parsers:?}");
    let forgotten: Vec<_> =
        parsers.iter().filter(|parser| !targets.contains(&format!("reader::parsers::{parser}("))).collect();
    assert!(forgotten.is_empty(), "no target calls {forgotten:?}");
}

/// The kinds of files that the reader opens each have a target of their own, with inputs of that kind.
#[test]
fn each_kind_of_file_is_fed() {
    let (source, targets) = (read("services/reader/src/source/mod.rs"), stems("tests/fuzz/src/bin"));
    let kinds = source.split("enum Kind {").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
    let kinds: Vec<String> =
        kinds.lines().filter_map(|line| Some(line.trim().strip_suffix(',')?.to_lowercase())).collect();
    assert!(kinds.len() >= 5, "{kinds:?}");
    let pictures: Vec<String> = source
        .split("ImageFormat::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase())
        .collect();
    let wanted = kinds.into_iter().filter(|kind| kind != "picture(imageformat)").chain(pictures);
    let forgotten: Vec<String> = wanted.filter(|kind| !targets.contains(kind)).collect();
    assert!(forgotten.is_empty(), "no target for {forgotten:?}");
}

#[test]
fn each_module_of_formats_that_reads_is_fed() {
    let (library, targets) = (read("shared/formats/src/lib.rs"), targets());
    let modules = named(&library, "pub mod ").into_iter().chain(named(&library, "mod "));
    // What is printed, not read.
    let forgotten: Vec<String> = modules
        .filter(|module| module != "french_date")
        .filter(|module| {
            let types = library.lines().find_map(|line| line.strip_prefix(&format!("pub use {module}::")));
            let types = types.unwrap_or_default().trim_matches(['{', '}', ';']);
            let called = |name: &str| targets.contains(&format!("{name}::"));
            !called(module) && !types.split(", ").any(called)
        })
        .collect();
    assert!(forgotten.is_empty(), "no target for {forgotten:?}");
}

/// What is understood of the text of a page.
#[test]
fn each_reading_of_what_somebody_wrote_is_fed() {
    let targets = targets();
    for file in ["written", "written/sender", "written_language"] {
        let fns = named(&read(format!("shared/reading/src/{file}.rs")), "pub fn ");
        assert!(!fns.is_empty(), "{file}");
        let module = file.split('/').next().unwrap();
        let forgotten: Vec<_> = fns.iter().filter(|name| !targets.contains(&format!("{module}::{name}("))).collect();
        assert!(forgotten.is_empty(), "no target calls {forgotten:?} of {file}");
    }
}

/// What a person types and a code carries, where the domain reads it.
#[test]
fn each_text_that_the_domain_reads_is_fed() {
    let targets = targets();
    let read: BTreeSet<String> = stems("shared/domain/src")
        .iter()
        .flat_map(|stem| named(&read(format!("shared/domain/src/{stem}.rs")), "impl FromStr for "))
        .filter(|name| !name.is_empty())
        .collect();
    assert!(read.len() >= 4, "{read:?}");
    let forgotten: Vec<&String> = read.iter().filter(|name| !targets.contains(&format!(": Option<{name}>"))).collect();
    assert!(forgotten.is_empty(), "no target reads {forgotten:?}");
}
