//! Who is competent, and on what basis a request came.

use std::path::Path;

use domain::{ChannelKind, Department};
use law::{
    Authority, Catalogue, Certainty, ChannelBasis, ChannelFacts, Competence, CompetenceFacts, Place, channel_basis,
    competence,
};
use proptest::prelude::*;

use crate::{CATALOGUE, catalogue, catalogue_with, d};

fn department(code: &str) -> Department {
    code.parse().expect(code)
}

fn prefect(code: &str) -> Authority {
    Authority::Prefect { department: code.to_owned() }
}

fn of(filed_in: &str, residence: Place<'_>) -> Competence {
    competence(&CompetenceFacts::of(d("2026-11-20"), department(filed_in), residence), &CATALOGUE)
}

/// CESEDA R. 431-20; section 3.5.
#[test]
fn the_prefect_of_the_residence_decides_and_the_prefet_de_police_in_paris() {
    for (commune, authority) in [
        ("67482", prefect("67")),
        ("75115", Authority::PolicePrefect),
        ("2A004", prefect("2A")),
        ("2B033", prefect("2B")),
        ("97411", prefect("974")),
        ("97502", prefect("975")),
        ("98818", Authority::OtherTexts { department: "988".to_owned() }),
        ("67", Authority::ToAsk { departments: Vec::new() }),
        ("2C004", Authority::ToAsk { departments: Vec::new() }),
        ("é7482", Authority::ToAsk { departments: Vec::new() }),
    ] {
        assert_eq!(of("67", Place::Commune(commune)).authority, authority, "{commune}");
    }
    let found = of("67", Place::Commune("67482"));
    assert!(!found.transfer && found.why.source.contains("R. 431-20"));
}

/// AS-18: 75 to 93; CRPA L. 114-2, L. 114-3.
#[test]
fn as_18_a_move_hands_the_request_on_and_keeps_every_date() {
    let found = of("75", Place::Commune("93066"));
    assert_eq!((&found.authority, found.transfer), (&prefect("93"), true));
    assert!(found.why.source.contains("L. 114-2"));
    assert!(found.why.because.iter().any(|said| said.contains("L. 114-3")));
}

#[test]
fn a_postcode_is_a_hint_and_a_shared_one_a_question() {
    let hint = of("67", Place::Postcode("67000"));
    assert_eq!((&hint.authority, hint.why.certainty), (&prefect("67"), Certainty::Secondary));
    let shared = of("67", Place::Postcode("57410"));
    let asked = Authority::ToAsk { departments: vec!["57".to_owned(), "67".to_owned()] };
    assert_eq!((&shared.authority, shared.transfer), (&asked, false), "nothing is handed on before it is known");
    for unknown in [Place::Postcode("00000"), Place::Postcode("x"), Place::Unknown] {
        assert_eq!(of("67", unknown).authority, Authority::ToAsk { departments: Vec::new() });
    }
}

/// CESEDA R. 431-21, R. 431-22, R. 426-3, R. 434-12; AS-26.
#[test]
fn some_requests_have_their_own_authority() {
    let base = CompetenceFacts::of(d("2026-11-24"), department("13"), Place::Commune("83118"));
    let here = |facts: CompetenceFacts<'_>| competence(&facts, &catalogue());
    let ofii = here(CompetenceFacts { article: Some("L. 434-2"), ..base });
    assert_eq!((&ofii.authority, ofii.transfer), (&Authority::Ofii, true));
    assert_eq!(here(CompetenceFacts { iter: true, ..base }).authority, prefect("13"));
    let elsewhere = CompetenceFacts { iter: true, filed_in: department("06"), ..base };
    assert_eq!(here(elsewhere).authority, prefect("83"), "filed elsewhere, the rule of the residence");
    assert_eq!(
        here(CompetenceFacts { asylum_domicile: Some(department("75")), ..base }).authority,
        Authority::PolicePrefect
    );
    assert_eq!(here(CompetenceFacts { stay_of_retired: Some(department("34")), ..base }).authority, prefect("34"));
    let prison = here(CompetenceFacts { prison: Some(department("84")), ..base });
    assert_eq!((&prison.authority, prison.why.certainty), (&prefect("84"), Certainty::Memory));
}

/// The communes and postcodes of the public data: none is placed in a wrong département without a question.
#[test]
fn every_postcode_of_the_public_data_leads_to_its_departement_or_to_a_question() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/fr/codes-postaux.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: ../shared/corpus/fr/codes-postaux.json is absent");
        return;
    };
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("json");
    let (catalogue, mut asked) = (catalogue(), 0);
    let placed =
        |place| competence(&CompetenceFacts::of(d("2026-11-20"), department("67"), place), &catalogue).authority;
    for row in rows.iter().step_by(7) {
        let (postcode, commune) =
            (row["codePostal"].as_str().expect("text"), row["codeCommune"].as_str().expect("text"));
        let truth = placed(Place::Commune(commune));
        assert!(!matches!(truth, Authority::ToAsk { .. }), "{commune}");
        match placed(Place::Postcode(postcode)) {
            Authority::ToAsk { departments } => {
                asked += 1;
                assert!(departments.iter().any(|code| commune.starts_with(code.as_str())), "{postcode} {commune}");
            }
            found => assert_eq!(found, truth, "{postcode} {commune}"),
        }
    }
    println!("{} communes, {asked} questions", rows.len().div_ceil(7));
    assert!(asked * 50 < rows.len().div_ceil(7), "{asked}");
}

/// At least 200 addresses of the public queries: the département of the expected postcode.
#[test]
fn two_hundred_addresses_of_the_public_queries_are_placed() {
    let world = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpus/fr/geocoder-tester/geocoder_tester/world/france");
    let Ok(regions) = std::fs::read_dir(&world) else {
        println!("skipped: ../shared/corpus/fr/geocoder-tester is absent");
        return;
    };
    let mut placed = 0;
    for region in regions.flatten() {
        let Ok(text) = std::fs::read_to_string(region.path().join("test_addresses.csv")) else { continue };
        for line in text.lines().skip(1) {
            let postcode = line.rsplit(',').next().unwrap_or_default().trim();
            if postcode.len() != 5 {
                continue;
            }
            let wanted = formats::department::of_postcode(postcode).expect(postcode).code();
            match of(&wanted, Place::Postcode(postcode)).authority {
                Authority::Prefect { department } => assert_eq!(department, wanted),
                Authority::PolicePrefect => assert_eq!(wanted, "75"),
                Authority::ToAsk { departments } => assert!(departments.contains(&wanted), "{postcode}"),
                other => panic!("{postcode}: {other:?}"),
            }
            placed += 1;
        }
    }
    println!("{placed} addresses placed");
    assert!(placed >= 200, "{placed}");
}

const ORDERS: &str = "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n\
     [[channel_order]]\nkind = \"postal_prescription\"\nprefecture = \"demo-67\"\ntitles = [\"T24\"]\norder = \"arrêté n° 1\"\n\
     source = \"Recueil des actes\"\neffective_from = 2026-01-01\neffective_to = 2026-12-31\ncertainty = \"verified\"\n\
     [[channel_order]]\nkind = \"standing_invitation\"\nprefecture = \"demo-67\"\ntitles = [\"T05\"]\norder = \"arrêté n° 2\"\n\
     source = \"Recueil des actes\"\neffective_from = 2026-01-01\ncertainty = \"verified\"\n";

/// CESEDA R. 431-2, R. 431-3; CE, opinion of 10 October 2024, no 493514.
#[test]
fn the_basis_of_a_channel_is_recorded_by_the_administration() {
    let catalogue = catalogue_with(ORDERS);
    let base = ChannelFacts {
        on: d("2026-11-20"),
        channel: ChannelKind::Post,
        prefecture: "demo-67",
        title: Some("T24"),
        listed: Some(false),
        obstacle_recorded: false,
        invited: false,
    };
    let basis = |facts: ChannelFacts<'_>| channel_basis(&facts, &catalogue).basis;
    let listed = ChannelFacts { title: Some("T05"), listed: Some(true), ..base };
    let counter = ChannelKind::Counter;
    let order = |name: &str| name.to_owned();
    assert_eq!(basis(base), ChannelBasis::PostalPrescription { order: order("arrêté n° 1") });
    assert_eq!(basis(ChannelFacts { on: d("2027-01-01"), ..base }), ChannelBasis::ToRecord, "the order has ended");
    assert_eq!(basis(ChannelFacts { prefecture: "autre", ..base }), ChannelBasis::ToRecord);
    assert_eq!(basis(ChannelFacts { channel: counter, ..base }), ChannelBasis::Counter);
    assert_eq!(basis(listed), ChannelBasis::Invitation { order: Some(order("arrêté n° 2")) });
    assert_eq!(basis(ChannelFacts { channel: ChannelKind::Online, ..listed }), ChannelBasis::OnlineService);
    let obstacle = ChannelFacts { channel: counter, obstacle_recorded: true, ..listed };
    assert_eq!(basis(obstacle), ChannelBasis::SubstitutionRoute);
    assert_eq!(
        basis(ChannelFacts { invited: true, title: None, listed: None, ..base }),
        ChannelBasis::Invitation { order: None }
    );
    let nothing = ChannelFacts { title: None, listed: None, ..base };
    assert!(channel_basis(&nothing, &catalogue).why.because[0].contains("reste ouverte"));
}

#[test]
fn orders_that_contradict_each_other_are_refused_with_their_line() {
    let refused = |text: &str| {
        let parts: Vec<_> = law::embedded_parts().iter().copied().chain([("site.toml", text)]).collect();
        Catalogue::from_toml(&parts)
            .expect_err("a mistake")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (from, to, says) in [
        ("T24", "T99", "site.toml:4: arrêté n° 1 names the unknown title T99"),
        ("\"demo-67\"", "\"demo-68\"", "site.toml:4: arrêté n° 1 names the unknown prefecture demo-68"),
        ("standing_invitation", "postal_prescription", "in force at the same time for T24"),
        ("order = \"arrêté n° 1\"", "order = \"\"", "an order without reference"),
        ("source = \"Recueil des actes\"", "source = \"\"", "without source"),
    ] {
        let text = ORDERS
            .replacen(from, to, 1)
            .replace("[\"T05\"]", if says.contains("same time") { "[\"T24\"]" } else { "[\"T05\"]" });
        assert!(refused(&text).contains(says), "{}", refused(&text));
    }
}

proptest! {
    /// I-24, R-02: whatever is written as a place, somebody is competent or a question is asked; never a refusal, never a panic.
    #[test]
    fn any_place_gets_an_answer(text in ".{0,8}", commune in any::<bool>()) {
        let place = if commune { Place::Commune(&text) } else { Place::Postcode(&text) };
        let found = of("67", place);
        prop_assert!(!found.why.because.is_empty() && !found.why.source.is_empty());
    }
}
