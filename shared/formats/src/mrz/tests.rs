use proptest::prelude::*;

use super::*;

fn zone(lines: &[&str]) -> Mrz {
    Mrz::parse(&lines.join("\n")).expect("a zone")
}

/// The example of Doc 9303-4, appendix B.
const PASSPORT: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
/// A French residence permit, fictitious.
const PERMIT: [&str; 3] =
    ["IRFRAX2RT4567P27503123456<<<<<", "9002144F2703154MAR<<<<<<<<<<<6", "EL<FICTIF<<AMINA<<<<<<<<<<<<<<"];

#[test]
fn the_example_of_the_standard_is_read() {
    let zone = zone(&PASSPORT);
    assert!(zone.valid(), "{:?}", zone.errors);
    assert_eq!(zone.kind, MrzKind::Td3);
    assert_eq!(zone.checks.len(), 5);
    let fields = &zone.fields;
    assert_eq!(fields.number.as_ref().map(|n| n.as_str()), Some("L898902C3"));
    assert_eq!(fields.surname.as_ref().map(|n| n.as_str()), Some("ERIKSSON"));
    assert_eq!(fields.given_names.as_ref().map(|n| n.as_str()), Some("ANNA MARIA"));
    assert_eq!(fields.optional1.as_ref().map(|n| n.as_str()), Some("ZE184226B"));
}

#[test]
fn the_century_of_birth_is_the_last_one_that_is_past() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    let born = |date: &str| Fields { birth_date: Some(domain::Personal(date.to_owned())), ..Fields::default() };
    let on = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d);
    assert_eq!(born("740812").born_on(today), on(1974, 8, 12));
    assert_eq!(born("261130").born_on(today), on(2026, 11, 30));
    assert_eq!(born("261201").born_on(today), on(1926, 12, 1));
    assert_eq!(born("74<<<<").born_on(today), None);
    let fields = Fields { expiry_date: Some(domain::Personal("990101".to_owned())), ..Fields::default() };
    assert_eq!(fields.expires_on(), on(2099, 1, 1));
}

#[test]
fn a_french_permit_and_both_licences_are_read() {
    let permit = zone(&PERMIT);
    assert!(permit.valid(), "{:?}", permit.errors);
    assert_eq!(permit.fields.document_code.as_deref(), Some("IR"));
    let licence = zone(&["D1FRA13AA000026181231MARTIN<<9"]);
    assert!(licence.valid(), "{:?}", licence.errors);
    assert_eq!(
        (licence.kind, licence.fields.expiry_date.as_ref().map(|d| d.as_str())),
        (MrzKind::FrenchLicence, Some("181231"))
    );
    let swiss = zone(&["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"]);
    assert!(swiss.valid(), "{:?}", swiss.errors);
}

#[test]
fn a_number_longer_than_its_place_goes_on_in_the_optional_data() {
    let card =
        zone(&["I<UTOD23145890<1233<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<2", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]);
    assert!(card.valid(), "{:?}", card.errors);
    assert_eq!(card.fields.number.as_ref().map(|n| n.as_str()), Some("D23145890123"));
}

#[test]
fn a_letter_among_digits_is_corrected_where_the_check_digit_then_passes() {
    let mut second = PASSPORT[1].to_owned();
    second.replace_range(13..19, "74O8IZ");
    let zone = zone(&[PASSPORT[0], &second]);
    assert!(zone.valid(), "{:?}", zone.errors);
    assert_eq!(zone.lines, PASSPORT);
    let changed: Vec<_> = zone.corrections.iter().map(|c| (c.place, c.from, c.to, c.proved_by)).collect();
    let by = Some(CheckName::BirthDate);
    assert_eq!(changed, [(16, 'O', '0', by), (18, 'I', '1', by), (19, 'Z', '2', by)]);
}

#[test]
fn nothing_is_corrected_where_no_check_digit_would_pass() {
    let mut second = PASSPORT[1].to_owned();
    second.replace_range(13..20, "74O8139");
    let zone = zone(&[PASSPORT[0], &second]);
    assert!(!zone.valid() && zone.corrections.is_empty(), "{:?}", zone.corrections);
    assert_eq!(zone.lines[1], second);
}

#[test]
fn a_wrong_check_digit_is_told_with_the_right_one() {
    let card =
        zone(&["IDBEL000590240<6016<<<<<<<<<<<", "8512017F1311048BEL851201002007", "REINARTZ<<ULRIKE<KATIA<E<<<<<<"]);
    assert!(!card.valid() && card.corrections.is_empty());
    assert!(card.errors.iter().any(|error| error == "number: the check digit should be 1"), "{:?}", card.errors);
}

#[test]
fn a_digit_in_a_name_is_corrected_only_when_all_else_is_proved() {
    let broken = PASSPORT[0].replace("ERIKSSON", "ER1K5SON");
    let zone_of = |second: &str| zone(&[&broken, second]);
    let proved = zone_of(PASSPORT[1]);
    assert_eq!(proved.lines[0], PASSPORT[0]);
    assert!(proved.corrections.iter().all(|c| c.proved_by.is_none()));
    let other = zone_of(&PASSPORT[1].replace("740812", "740813"));
    assert!(other.corrections.is_empty() && other.errors.iter().any(|e| e.starts_with("names")));
}

#[test]
fn zones_are_read_however_they_are_written() {
    let expected = zone(&PASSPORT);
    for written in [
        PASSPORT.join("\\n"),
        PASSPORT.concat(),
        PASSPORT.join("\n").to_lowercase(),
        PASSPORT.join("\n").replace('<', " "),
    ] {
        assert_eq!(Mrz::parse(&written).expect("a zone").fields, expected.fields, "{written}");
    }
    assert_eq!(Mrz::parse("not a zone"), Err(NoZone { lengths: vec![10] }));
    assert!(Mrz::parse("").is_err());
}

#[test]
fn the_cheapest_reading_with_right_check_digits_is_chosen() {
    let seen = PASSPORT.map(|line| line.replace("L898902C3", "L8989O2C3"));
    let cells: Vec<Vec<Cell>> = seen
        .iter()
        .map(|line| {
            let cell = |c: u8| match c {
                b'O' => vec![(b'O', 0.0), (b'0', 0.01), (b'Q', 0.05)],
                c => vec![(c, 0.0), (b'X', 0.4)],
            };
            line.bytes().map(cell).collect()
        })
        .collect();
    let reading = decode(MrzKind::Td3, &cells, 0.95).expect("a reading");
    assert_eq!(reading.lines, PASSPORT);
    assert_eq!(reading.seen, seen);
}

/// Cells of these lines, each place with others that look nearly or hardly like it.
fn cells_of(lines: &[String], near: f32) -> Vec<Vec<Cell>> {
    let cell = |c: u8| -> Cell {
        let other = if c.is_ascii_digit() { b'0' + (c - b'0' + 3) % 10 } else { b'X' };
        vec![(c, 0.0), (other, near), (b'<', near * 2.0)]
    };
    lines.iter().map(|line| line.bytes().map(cell).collect()).collect()
}

#[test]
fn a_clear_zone_is_proved_and_one_put_together_from_many_doubts_is_not() {
    let clear = decode(MrzKind::Td3, &cells_of(&PASSPORT.map(str::to_owned), 0.3), 0.95).expect("a reading");
    assert!(clear.rivals < 1.0 + 1e-9, "{}", clear.rivals);
    let seen = [PASSPORT[0].to_owned(), PASSPORT[1].replace("740812", "740872")];
    // One place could be another character at a small price.
    let mut cells = cells_of(&seen, 0.4);
    cells[1][17] = vec![(b'7', 0.0), (b'1', 0.04)];
    let reading = decode(MrzKind::Td3, &cells, 0.95).expect("a reading");
    assert_eq!((reading.lines[1].as_str(), reading.rivals < 1.001), (PASSPORT[1], true), "{}", reading.rivals);
    let again = |reading: &Reading| {
        zone(&reading.lines.iter().map(String::as_str).collect::<Vec<_>>()).read_as(&reading.seen, reading.rivals)
    };
    assert!(again(&reading).proved(), "{}", again(&reading).chance());
    // Every place could.
    let reading = decode(MrzKind::Td3, &cells_of(&seen, 0.004), 0.95).expect("a reading");
    let doubtful = again(&reading);
    assert!(doubtful.checks.iter().all(|check| check.right), "{:?}", doubtful.errors);
    assert!(!doubtful.proved() && doubtful.chance() > 0.5, "{} {}", doubtful.rivals, doubtful.chance());
}

#[test]
fn what_a_check_digit_cannot_tell_apart_is_not_proved_unless_it_looks_so() {
    let zones = PASSPORT.map(str::to_owned);
    let mut cells = cells_of(&zones, 0.4);
    cells[1][0] = vec![(b'L', 0.0), (b'1', 0.02)];
    let doubtful = decode(MrzKind::Td3, &cells, 0.95).expect("a reading");
    assert!(doubtful.lines == zones && doubtful.rivals > 1.01, "L and 1 are twenty apart: {}", doubtful.rivals);
    cells[1][0] = vec![(b'L', 0.0), (b'8', 0.02)];
    let told = decode(MrzKind::Td3, &cells, 0.95).expect("a reading");
    assert!(told.rivals < 1.001, "an 8 would need another check digit: {}", told.rivals);
    cells[1][0] = vec![(b'L', 0.0), (b'1', 0.06)];
    let rivals = |likeness: f32| decode(MrzKind::Td3, &cells, likeness).expect("a reading").rivals;
    assert!(rivals(0.98) < 1.01 && rivals(0.8) > 1.01, "{} {}", rivals(0.98), rivals(0.8));
}

#[test]
fn where_the_mistake_is_a_check_digit_does_not_say() {
    let second = PASSPORT[1].replace("L898902C3", "L898802C3");
    let cell = |c: u8| -> Cell {
        let others = (b'0'..=b'9').chain(b'A'..=b'Z').chain([b'<']).filter(|other| *other != c);
        [(c, 0.0)].into_iter().chain(others.map(|other| (other, 0.2))).collect()
    };
    let mut cells: Vec<Vec<Cell>> =
        [PASSPORT[0], &second].iter().map(|line| line.bytes().map(cell).collect()).collect();
    let read = |cells: &[Vec<Cell>]| {
        let reading = decode(MrzKind::Td3, cells, 0.98).expect("a reading");
        zone(&reading.lines.iter().map(String::as_str).collect::<Vec<_>>()).read_as(&reading.seen, reading.rivals)
    };
    let anywhere = read(&cells);
    assert!(anywhere.checks.iter().all(|check| check.right), "{:?}", anywhere.errors);
    assert!(!anywhere.proved() && anywhere.rivals > 1.5, "{}", anywhere.rivals);
    // Where one place looks like what is right as well, it is there.
    cells[1][4] = vec![(b'8', 0.0), (b'9', 0.04)];
    let there = read(&cells);
    assert!(there.proved() && there.lines == PASSPORT, "{}", there.rivals);
}

#[test]
fn no_month_begins_with_a_seven() {
    let mut cells = cells_of(&PASSPORT.map(|line| line.replace("1204159", "7204159")), 0.4);
    cells[1][23] = vec![(b'7', 0.0), (b'0', 0.05)];
    let reading = decode(MrzKind::Td3, &cells, 0.95);
    assert!(reading.is_none_or(|reading| matches!(reading.lines[1].as_bytes()[23], b'0' | b'1' | b'<')));
}

#[test]
fn characters_put_right_in_a_text_count_as_tried() {
    let zone = zone(&[PASSPORT[0], &PASSPORT[1].replace("740812", "74O8I2")]);
    assert!(zone.valid() && zone.proved() && zone.rivals > 1.0, "{}", zone.rivals);
    let guessed =
        Mrz::parse(&format!("{}\n{}", PASSPORT[0], PASSPORT[1].replace("L898902C3", "L8989O2C3"))).expect("a zone");
    assert!(
        guessed.valid() && guessed.lines == PASSPORT && !guessed.proved(),
        "an O may stand in a number: {}",
        guessed.rivals
    );
    let swiss =
        Mrz::parse("AAA001D<<\nFACHE305142128097<<800126<<<<<\nMARCHAND<<FABIENNE<<<<<<<<<<<<").expect("a zone");
    assert!(swiss.valid() && !swiss.proved(), "no check digit proves it");
}

proptest! {
    /// Whatever is written, an answer comes, and only what every check digit proves is valid.
    #[test]
    fn any_text_is_answered(text in "[A-Z0-9<a-z é«\\n]{0,140}") {
        if let Ok(zone) = Mrz::parse(&text) {
            prop_assert_eq!(zone.lines.len(), zone.kind.lengths().len());
            prop_assert!(!zone.valid() || zone.checks.iter().all(|check| check.right));
        }
    }

    /// One wrong digit under a check digit is never valid without a correction that is listed.
    #[test]
    fn a_changed_digit_is_found(place in 0_usize..44, other in 0_u8..10) {
        let mut second = PASSPORT[1].to_owned().into_bytes();
        prop_assume!(second[place].is_ascii_digit() && second[place] != b'0' + other);
        second[place] = b'0' + other;
        let second = String::from_utf8(second).expect("ascii");
        prop_assert!(!zone(&[PASSPORT[0], &second]).valid(), "{}", second);
    }
}
