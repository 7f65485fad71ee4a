use std::path::Path;

/// Whether this may name a language: what stands before `.traineddata` in the name of its file. Never a path.
#[must_use]
pub fn is_language(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    (3..=24).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(plain)
}

/// The languages whose data lie in a folder, in the order of their names. What tells how a page lies (`osd`) and where formulas stand
/// (`equ`) are no languages.
#[must_use]
pub fn installed_languages(folder: &Path) -> Vec<String> {
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = files.filter_map(|file| {
        let name = file.ok()?.file_name().into_string().ok()?;
        let language = name.strip_suffix(".traineddata")?;
        (is_language(language) && !["osd", "equ"].contains(&language)).then(|| language.to_owned())
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_the_files_of_language_data() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in
            ["rus.traineddata", "fra.traineddata", "osd.traineddata", "chi_sim.traineddata", "fra.user-words", "a.b"]
        {
            std::fs::write(folder.path().join(name), "").expect("a file");
        }
        assert_eq!(installed_languages(folder.path()), ["chi_sim", "fra", "rus"]);
        assert!(installed_languages(&folder.path().join("absent")).is_empty());
    }

    #[test]
    fn a_path_is_no_language() {
        for name in ["", "fr", "../fra", "fra/eng", "fra+eng", "_fra", "fra__x", "Fra", "fra.x"] {
            assert!(!is_language(name), "{name}");
        }
        assert!(["fra", "eng", "chi_sim", "aze_cyrl"].into_iter().all(is_language));
    }
}
