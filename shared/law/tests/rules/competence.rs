//! Who is competent, and on what basis a request came.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

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

/// The communes of a postcode, by their name; the département of a commune, as INSEE lists it.
struct PublicData {
    communes: BTreeMap<String, Vec<(String, String)>>,
    department: BTreeMap<String, String>,
}

impl PublicData {
    fn read(corpus: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(corpus.join("codes-postaux.json")).ok()?;
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("json");
        let mut communes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for row in &rows {
            let text = |key: &str| row[key].as_str().expect("text").to_owned();
            for name in ["nomCommune", "libelleAcheminement"] {
                let named = (formats::fold::postal(&text(name)), text("codeCommune"));
                communes.entry(text("codePostal")).or_default().push(named);
            }
        }
        let listed = std::fs::read_to_string(corpus.join("decoupage-administratif/sources/communes.csv")).ok()?;
        let rows = listed.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let whole = rows.filter(|row| matches!(row[0], "COM" | "ARM"));
        Some(Self { communes, department: whole.map(|row| (row[1].to_owned(), row[3].to_owned())).collect() })
    }

    /// The commune that a query ends with, among those of its postcode, and its département.
    fn commune(&self, query: &str, postcode: &str) -> Option<(&str, &str)> {
        let query = formats::fold::postal(query);
        let here = self.communes.get(postcode)?.iter().filter(|(name, _)| query.ends_with(&format!(" {name}")));
        let (_, code) = here.max_by_key(|(name, _)| name.len())?;
        Some((code, self.department.get(code)?))
    }
}

/// The queries that end with a commune, with the postcode that is expected of them.
fn queries(corpus: &Path) -> Vec<(String, String)> {
    let world = corpus.join("geocoder-tester/geocoder_tester/world/france");
    let regions = std::fs::read_dir(world).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for region in regions {
        let Ok(text) = std::fs::read_to_string(region.path().join("test_addresses.csv")) else { continue };
        for line in text.lines().skip(1).filter(|line| !line.contains('"')) {
            let (query, postcode) = (line.split(',').next(), line.rsplit(',').next());
            let postcode = format!("{:0>5}", postcode.unwrap_or_default().trim());
            // Many queries name the postcode in the place of the commune, or neither: nothing can be compared there.
            let query = query.unwrap_or_default();
            if postcode != "00000" && !query.contains(&postcode) {
                found.push((query.to_owned(), postcode));
            }
        }
    }
    found
}

/// At least 200 addresses of the public queries. The commune is found by its name among those of the postcode, its département in the
/// table of INSEE: neither is read from the digits that the engine reads. A question counts as a question, not as an address placed.
#[test]
fn two_hundred_addresses_of_the_public_queries_are_placed_and_handed_on() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/fr");
    let Some(data) = PublicData::read(&corpus) else {
        println!("skipped: ../shared/corpus/fr is absent");
        return;
    };
    let (mut placed, mut asked, mut handed_on, mut unknown) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut departments = BTreeSet::new();
    for (query, postcode) in queries(&corpus) {
        let Some((commune, truth)) = data.commune(&query, &postcode) else {
            unknown += 1;
            continue;
        };
        let authority = if truth == "75" { Authority::PolicePrefect } else { prefect(truth) };
        for filed_in in [truth, if truth == "67" { "68" } else { "67" }] {
            let known = of(filed_in, Place::Commune(commune));
            assert_eq!((&known.authority, known.transfer), (&authority, filed_in != truth), "{query} ({commune})");
            assert_eq!(known.transfer, known.why.source.contains("L. 114-2"), "{query}");
            let hint = of(filed_in, Place::Postcode(&postcode));
            match &hint.authority {
                Authority::ToAsk { departments } => {
                    assert!(departments.iter().any(|code| code == truth), "{query} {postcode}: {departments:?}");
                    assert!(!hint.transfer, "{query}: nothing is handed on before it is known");
                    asked += u32::from(filed_in == truth);
                }
                found => {
                    assert_eq!((found, hint.transfer), (&authority, filed_in != truth), "{query} {postcode}");
                    placed += u32::from(filed_in == truth);
                    handed_on += u32::from(hint.transfer);
                }
            }
        }
        departments.insert(truth.to_owned());
    }
    println!(
        "{placed} addresses placed by their postcode and {handed_on} handed on, {asked} questions, {unknown} that name no commune the public \
         data knows; {} départements",
        departments.len()
    );
    assert!(placed >= 200 && handed_on == placed, "{placed} {handed_on}");
    assert!(asked * 50 <= placed, "{asked} questions for {placed} addresses: more than 2 %");
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
