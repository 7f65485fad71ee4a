//! Every text that a page names exists, and every text is used.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Families of keys built from a word: the literal that code holds, and the words it can end with.
fn families() -> Vec<(&'static str, Vec<&'static str>)> {
    let states = || domain::CaseState::ALL.iter().map(|state| state.word()).collect();
    let problems = || web::Problem::WORDS.to_vec();
    let pieces = vec!["missing", "requested", "received", "illegible", "refused", "accepted", "not_needed"];
    let mut families = web::words::families();
    families.extend([
        ("case-sentence", states()),
        ("piece-status", pieces),
        ("recomputing-cause", domain::RecomputationCause::ALL.iter().map(|cause| cause.word()).collect()),
        ("change-state", domain::ChangeState::ALL.iter().map(|state| state.word()).collect()),
        ("problem-title", problems()),
        ("problem-what", problems()),
        ("problem-kept", problems()),
        ("problem-do", problems()),
    ]);
    families
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            found.push(fs::read_to_string(&path).expect("a source"));
        }
    }
}

fn all_sources() -> Vec<String> {
    let mut found = Vec::new();
    sources(&root().join("shared/web/src"), &mut found);
    sources(&root().join("shared/web/templates"), &mut found);
    sources(&root().join("services"), &mut found);
    found
}

/// The literal keys given to `t`, `t1`, `t2`, `t3`.
fn keys_named(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for call in ["t(\"", "t1(\"", "t2(\"", "t3(\""] {
        for (at, _) in source.match_indices(call) {
            let before = source[..at].chars().next_back();
            let key = source[at + call.len()..].split('"').next().unwrap_or("");
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_') && key.contains('-') && !key.contains('{') {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_text_that_a_page_names_exists() {
    let mut missing = BTreeSet::new();
    for source in all_sources() {
        missing.extend(keys_named(&source).into_iter().filter(|key| !web::text::exists(key)));
    }
    for (family, words) in families() {
        missing.extend(words.iter().map(|word| format!("{family}-{word}")).filter(|key| !web::text::exists(key)));
    }
    assert!(missing.is_empty(), "missing in config/locales/fr: {missing:#?}");
}

/// The literal families given to `tw`.
fn families_named(sources: &[String]) -> BTreeSet<String> {
    let calls = sources.iter().flat_map(|source| source.split("tw(\"").skip(1));
    calls.filter_map(|rest| rest.split('"').next()).map(|family| format!("{family}-")).collect()
}

#[test]
fn every_text_is_used() {
    let sources = all_sources();
    let mut families_used = families_named(&sources);
    families_used.extend(families().iter().map(|(family, _)| format!("{family}-")));
    // The kinds of job are open: the page of failed tasks names those it has a word for.
    families_used.insert("job-".to_owned());
    let unused: Vec<String> = web::text::keys()
        .into_iter()
        .filter(|key| !families_used.iter().any(|family| key.starts_with(family)))
        .filter(|key| !sources.iter().any(|source| source.contains(&format!("\"{key}\""))))
        .collect();
    assert!(unused.is_empty(), "in config/locales/fr but used nowhere: {unused:#?}");
}

#[test]
fn no_text_is_defined_twice() {
    let mut seen = BTreeSet::new();
    let twice: Vec<String> = web::text::keys().into_iter().filter(|key| !seen.insert(key.clone())).collect();
    assert!(twice.is_empty(), "defined twice: {twice:#?}");
}
