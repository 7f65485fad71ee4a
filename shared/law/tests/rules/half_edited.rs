//! A catalogue half-edited: explained with file and line, never a panic, never taken silently for whole.

use law::{Catalogue, embedded_parts};
use proptest::prelude::*;

/// The shipped files with one of them changed.
fn read(file: usize, change: impl Fn(&str) -> String) -> Result<Catalogue, Vec<law::CatalogueError>> {
    let texts: Vec<(&str, String)> = embedded_parts()
        .iter()
        .enumerate()
        .map(|(n, (name, text))| (*name, if n == file { change(text) } else { (*text).to_owned() }))
        .collect();
    let parts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::from_toml(&parts)
}

fn explained(file: usize, change: impl Fn(&str) -> String) -> Result<(), TestCaseError> {
    let Err(errors) = read(file, &change) else { return Ok(()) };
    prop_assert!(!errors.is_empty());
    for error in errors {
        let known = embedded_parts().iter().position(|(name, _)| *name == error.file);
        prop_assert!(!error.message.is_empty() && error.line >= 1);
        prop_assert!(known.is_some() || error.file == "catalogue", "{error}");
        let lines = known.map_or(1, |n| {
            let text = embedded_parts()[n].1;
            let text = if n == file { change(text) } else { text.to_owned() };
            text.lines().count().max(1) + 1
        });
        prop_assert!(error.line <= lines, "{error}: the file has {lines} lines");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_file_cut_anywhere_is_explained(file in 0..embedded_parts().len(), at in any::<prop::sample::Index>()) {
        explained(file, |text| text.chars().take(at.index(text.chars().count())).collect())?;
    }

    #[test]
    fn a_line_lost_is_explained_or_harmless(file in 0..embedded_parts().len(), at in any::<prop::sample::Index>()) {
        explained(file, |text| {
            let lost = at.index(text.lines().count());
            let kept: Vec<&str> = text.lines().enumerate().filter(|(n, _)| *n != lost).map(|(_, line)| line).collect();
            kept.join("
")
        })?;
    }

    #[test]
    fn a_line_written_twice_is_explained(file in 0..embedded_parts().len(), at in any::<prop::sample::Index>()) {
        explained(file, |text| {
            let twice = at.index(text.lines().count());
            let copies = |n| if n == twice { 2 } else { 1 };
            let lines = text.lines().enumerate().flat_map(|(n, line)| std::iter::repeat_n(line, copies(n)));
            lines.collect::<Vec<_>>().join("
")
        })?;
    }

    #[test]
    fn a_stray_character_is_explained(file in 0..embedded_parts().len(), at in any::<prop::sample::Index>(), stray in any::<char>()) {
        explained(file, |text| {
            let place = at.index(text.chars().count());
            text.chars().enumerate().flat_map(|(n, letter)| if n == place { vec![stray, letter] } else { vec![letter] }).collect()
        })?;
    }
}
