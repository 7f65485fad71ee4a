//! Degraded pages for measuring how well they are read.

use world::Degradation;

#[test]
fn a_clean_page_is_the_print_itself_and_a_heavy_one_is_not() {
    let text = "Madame, Monsieur,\n\nJe demande le renouvellement de ma carte.";
    let clean = world::page(text, 100, &Degradation::CLEAN, 1).expect("page");
    let heavy = world::page(text, 100, &Degradation::HEAVY, 1).expect("page");
    assert_eq!(clean.dimensions(), heavy.dimensions());
    let paper = clean.pixels().filter(|p| p.0[0] == 255).count();
    assert!(paper * 100 > clean.pixels().len() * 90);
    let differs = clean.pixels().zip(heavy.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 4).count();
    assert!(differs * 2 > clean.pixels().len());
    assert!(heavy == world::page(text, 100, &Degradation::HEAVY, 1).expect("page"));
}

#[test]
fn a_page_fed_the_wrong_way_round_is_the_page_turned() {
    let how = Degradation { upside_down: true, ..Degradation::CLEAN };
    let turned = world::page("Bonjour", 100, &how, 1).expect("page");
    let upright = world::page("Bonjour", 100, &Degradation::CLEAN, 1).expect("page");
    assert!(image::imageops::rotate180(&turned) == upright);
}

#[test]
fn a_text_that_does_not_fit_is_refused() {
    assert!(world::page(&"mot ".repeat(3_000), 100, &Degradation::CLEAN, 1).is_err());
}
