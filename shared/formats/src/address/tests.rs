use super::*;
use AddressWarning::{Abroad, Cedex, Empty, LineTooLong, NoPostcode, NoStreet, NoTown, TooManyLines, UnknownPostcode};

fn lines(typed: &str) -> Vec<String> {
    Address::parse(typed).lines.into_iter().map(|line| line.0).collect()
}

fn found(typed: &str) -> [String; 4] {
    let address = Address::parse(typed);
    [address.number, address.street, address.postcode, address.town]
        .map(|part| part.map(|part| part.0).unwrap_or_default())
}

#[test]
fn a_full_address_becomes_six_lines_in_order() {
    let typed = "Madame Awa Diallo\nChez M. Traoré, appt 12\nRésidence Les Tilleuls, bât. B\n25 bis, rue de l'Église\nLieu-dit Le Moulin\n67000 Strasbourg";
    assert_eq!(
        lines(typed),
        [
            "Madame Awa Diallo",
            "Chez M. Traoré appt 12",
            "Résidence Les Tilleuls bât. B",
            "25 BIS RUE DE L EGLISE",
            "LIEU DIT LE MOULIN",
            "67000 STRASBOURG"
        ]
    );
    let address = Address::parse(typed);
    assert_eq!(address.as_written.0, typed);
    assert_eq!(address.warnings, []);
    assert_eq!(address.department.map(Department::code).as_deref(), Some("67"));
}

#[test]
fn number_street_postcode_and_town_are_found_on_one_line() {
    for (typed, number, street, postcode, town) in [
        (
            "60, avenue du Centre 78180 Montigny-le-Bretonneux",
            "60",
            "avenue du Centre",
            "78180",
            "Montigny-le-Bretonneux",
        ),
        ("Immeuble Plein-Centre 60, avenue du Centre 78180 Montigny", "60", "avenue du Centre", "78180", "Montigny"),
        ("rue Boucicaut 92260 Fontenay-aux-Roses", "", "rue Boucicaut", "92260", "Fontenay-aux-Roses"),
        ("32bis Rue des Vosges93290 Tremblay", "32bis", "Rue des Vosges", "93290", "Tremblay"),
        ("3 bis r du 8 mai 10000 troyes", "3 bis", "r du 8 mai", "10000", "troyes"),
        ("rue du 8 mai 10000 Troyes", "", "rue du 8 mai", "10000", "Troyes"),
        ("12-14 bd Gambetta, 06000 Nice", "12-14", "bd Gambetta", "06000", "Nice"),
        ("Le Haut de la Rue du Bois 77122 Monthyon", "", "Le Haut de la Rue du Bois", "77122", "Monthyon"),
        (
            "resid goelands 28bis impasse des petrels 76460 Saint-valery-en-caux",
            "28bis",
            "impasse des petrels",
            "76460",
            "Saint-valery-en-caux",
        ),
        (
            "PARC D ACTIVITE DE SAUMATY 26 AV ANDRE ROUSSIN 13016 MARSEILLE 16",
            "26",
            "AV ANDRE ROUSSIN",
            "13016",
            "MARSEILLE 16",
        ),
        ("27 avenue maurice martin mimizan, 40200", "27", "avenue maurice martin mimizan", "40200", ""),
        ("4 rue Kuhn\n67 000 Strasbourg", "4", "rue Kuhn", "67000", "Strasbourg"),
    ] {
        assert_eq!(found(typed), [number, street, postcode, town], "{typed}");
    }
}

#[test]
fn boxes_and_cedex_are_neither_postcodes_nor_towns() {
    assert_eq!(
        lines("6, rue Winston-Churchill CS 40055 60321 Compiègne Cedex"),
        ["6 RUE WINSTON CHURCHILL", "CS 40055", "60321 COMPIEGNE CEDEX"]
    );
    assert_eq!(
        lines("20 avenue de Ségur TSA No30719 75334 Paris Cedex 07"),
        ["20 AVENUE DE SEGUR", "TSA NO30719", "75334 PARIS CEDEX 07"]
    );
    assert_eq!(
        lines("BP 80111 159, avenue Jacques-Douzans 31604 Muret"),
        ["159 AVENUE JACQUES DOUZANS", "BP 80111", "31604 MURET"]
    );
    let address = Address::parse("2 allée Jules Guesde B.P. 7015 31068 TOULOUSE CEDEX 7");
    assert_eq!(address.town.map(|town| town.0).as_deref(), Some("TOULOUSE"));
    assert_eq!(address.warnings, [Cedex]);
}

#[test]
fn what_is_missing_is_a_warning_and_never_a_refusal() {
    for (typed, warnings) in [
        ("", vec![Empty]),
        (" \n ", vec![Empty]),
        ("Jean Martin\n3 rue des Lilas\nStrasbourg", vec![NoPostcode]),
        ("Jean Martin\n3 rue des Lilas\n67000", vec![NoTown]),
        ("Jean Martin\n3 rue des Lilas\n99999 Nulle Part", vec![UnknownPostcode]),
        ("67000 Strasbourg", vec![NoStreet]),
        ("Jean Martin\n5 rue Mohammed V\nRabat\nMaroc", vec![Abroad]),
        ("Jean Martin\n3 rue des Lilas\n67000 Strasbourg\nFrance", vec![]),
    ] {
        assert_eq!(Address::parse(typed).warnings, warnings, "{typed:?}");
    }
}

#[test]
fn an_address_abroad_keeps_its_country_on_the_last_line() {
    assert_eq!(
        lines("Jean Martin\n5 rue Mohammed V\nRabat 10000\nMaroc"),
        ["Jean Martin", "5 RUE MOHAMMED V", "RABAT 10000", "MAROC"]
    );
}

#[test]
fn a_long_street_is_abbreviated_only_as_far_as_needed() {
    assert_eq!(lines("12 boulevard du Général de Gaulle\n67000 Strasbourg")[0], "12 BD DU GENERAL DE GAULLE");
    assert_eq!(lines("12 boulevard de la Victoire\n67000 Strasbourg")[0], "12 BOULEVARD DE LA VICTOIRE");
    assert_eq!(
        lines("125 bis avenue du Maréchal de Lattre de Tassigny\n67000 Strasbourg")[0],
        "125 BIS AV DU MAL DE LATTRE DE TASSIGNY"
    );
    assert_eq!(
        Address::parse("125 bis avenue du Maréchal de Lattre de Tassigny\n67000 Strasbourg").warnings,
        [LineTooLong]
    );
}

#[test]
fn more_than_six_lines_are_joined_and_said() {
    let typed = "Madame Awa Diallo\nAssociation Accueil\nappt 3\nbâtiment C\nrésidence du Parc des Eaux Vives Nord\n4 rue du Port\nBP 12\n67000 Strasbourg";
    let address = Address::parse(typed);
    assert!(address.lines.len() <= MAX_LINES, "{:?}", lines(typed));
    assert_eq!(lines(typed).last().map(String::as_str), Some("67000 STRASBOURG"));
    assert!(address.warnings.contains(&TooManyLines));
}

#[test]
fn warnings_and_debug_output_carry_no_personal_data() {
    let address = Address::parse("Jean Martin\n3 rue des Lilas\n67000 Strasbourg");
    let printed = format!("{address:?} {:?}", Empty.to_string());
    assert!(!printed.contains("Martin") && !printed.contains("Lilas") && !printed.contains("67000"), "{printed}");
}

#[test]
fn inspect_gives_what_is_known_and_nothing_else() {
    let value = crate::inspect::address("3 rue des Lilas 67000 Strasbourg");
    assert_eq!(
        value,
        serde_json::json!({"ok": true, "lines": ["3 RUE DES LILAS", "67000 STRASBOURG"], "postcode": "67000", "town": "Strasbourg",
            "street": "rue des Lilas", "number": "3", "department": "67", "warnings": []})
    );
    assert_eq!(
        crate::inspect::address(""),
        serde_json::json!({"ok": true, "lines": [], "warnings": ["Adresse vide."]})
    );
    assert_eq!(
        crate::inspect::tracking("rb 123456785 gb"),
        serde_json::json!({"ok": true, "kind": "s10", "valid": true, "proof": "check_digit", "normalised": "RB123456785GB", "printed": "RB 12 345 678 5 GB"})
    );
}

proptest::proptest! {
    /// Any text is understood as something: nothing panics, nothing is lost, no line after the street has an accent.
    #[test]
    fn any_text_is_an_address(typed in "(?s).{0,200}") {
        let address = Address::parse(&typed);
        proptest::prop_assert_eq!(&address.as_written.0, &typed);
        proptest::prop_assert!(address.lines.len() <= MAX_LINES + 1);
        proptest::prop_assert!(address.lines.iter().all(|line| !line.trim().is_empty()));
    }

    #[test]
    fn an_address_made_of_its_parts_is_found_again(number in 1_u32..999, name in "[A-Z][a-z]{2,9}", postcode in 1_000_u32..95_999, town in "[A-Z][a-z]{2,12}") {
        let address = Address::parse(&format!("{number} rue {name}\n{postcode:05} {town}"));
        proptest::prop_assert_eq!(address.number.map(|n| n.0), Some(number.to_string()));
        proptest::prop_assert_eq!(address.street.map(|s| s.0), Some(format!("rue {name}")));
        proptest::prop_assert_eq!(address.postcode.map(|p| p.0), Some(format!("{postcode:05}")));
        proptest::prop_assert_eq!(address.town.map(|t| t.0), Some(town));
    }

    #[test]
    fn any_text_is_a_tracking_number(typed in "(?s).{0,40}") {
        let number = crate::TrackingNumber::parse(&typed);
        proptest::prop_assert_eq!(&number.as_typed.0, &typed);
        let _ = number.printed();
    }
}
