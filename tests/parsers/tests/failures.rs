//! Everything that made a parser fail once, and what it understands: nothing of that may make it fail.

use parsers::{Target, failures, feed, targets};

/// Room for the deepest nesting, as the reader has for e-mails.
const STACK: usize = 64 << 20;

fn on_a_deep_stack(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).expect("a thread");
        assert!(thread.join().is_ok(), "see above");
    });
}

/// What fails by our fault, with the input's name.
fn failed(target: &Target) -> Vec<String> {
    let kept = failures(target.name).expect("the folder of failures");
    let seeds = (target.seeds)().into_iter().enumerate().map(|(number, seed)| (format!("seed {number}"), seed));
    let kept = kept.into_iter().map(|(path, bytes)| (path.display().to_string(), bytes));
    let fed = seeds.chain(kept).filter_map(|(name, bytes)| Some((name, feed(target, &bytes).err()?)));
    fed.filter(|(_, fault)| fault.ours).map(|(name, fault)| format!("{}: {name}: {fault}", target.name)).collect()
}

#[test]
fn nothing_that_made_a_parser_fail_once_makes_it_fail_again() {
    on_a_deep_stack(|| {
        let failed: Vec<String> = targets().iter().flat_map(failed).collect();
        let message = failed.join("\n");
        if !failed.is_empty() {
            eprintln!("{message}");
        }
        assert!(failed.is_empty());
    });
}

#[test]
fn a_fault_of_ours_is_told_and_one_of_a_library_is_known_for_one() {
    let faulty = |run: fn(&[u8])| Target { name: "none", run, seeds: || vec![b"x".to_vec(), Vec::new()] };
    let found = failed(&faulty(|bytes| assert!(!bytes.is_empty(), "empty")));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("seed 1") && found[0].contains("failures.rs") && found[0].contains("empty"), "{found:?}");
    let library = faulty(|bytes| assert!(chrono::TimeDelta::days(i64::MAX - i64::from(bytes.is_empty())).is_zero()));
    let fault = feed(&library, b"").expect_err("days beyond all count");
    assert!(!fault.ours && fault.place.contains("chrono"), "{fault}");
    assert!(failed(&library).is_empty());
}

#[test]
fn every_target_begins_with_something() {
    for target in targets() {
        assert!((target.seeds)().iter().any(|seed| !seed.is_empty()), "{}", target.name);
    }
}
