//! Provisional documents: the scenarios, each with its text.

use chrono::NaiveDate;
use law::{
    Certainty,
    documents::{
        Decision, DocumentCase, DocumentChoice, DocumentKind, FilingWay, Held, HeldKind, MentionKey, OfiiProgress,
        ProvisionalDocument, RequestNature, WorkAnswer, check_mention, next_document, provisional_document,
    },
};

use crate::{calendar, catalogue, catalogue_with, d};

fn owed(case: &DocumentCase<'_>) -> DocumentChoice {
    provisional_document(case, &catalogue(), &calendar("67"))
}

fn held(kind: HeldKind, expiry: &str) -> Held<'static> {
    Held { kind, expiry: d(expiry), article: None }
}

fn offline(today: &str, article: &'static str, nature: RequestNature) -> DocumentCase<'static> {
    DocumentCase::offline(d(today), Some(article), nature)
}

fn period(document: &ProvisionalDocument) -> (DocumentKind, NaiveDate, Option<NaiveDate>) {
    (document.kind, document.from, document.to)
}

fn prints(document: &ProvisionalDocument, key: MentionKey) -> bool {
    document.mentions.iter().any(|mention| mention.key() == key)
}

const THREE_MONTHS: &str = "[part]\nscope = \"local\"\nauthor = \"Préfecture\"\n[[parameter]]\nkey = \"recepisse_months\"\nvalue = 3\n\
     label = \"Durée d'un récépissé\"\nsource = \"Décision du préfet\"\neffective_from = 2026-01-01\ncertainty = \"verified\"\n";

/// CESEDA R. 431-12, R. 431-13; R-41: 2027-01-21 to 2027-04-20, then without any request 2027-04-21 to 2027-07-20.
#[test]
fn as_04_the_chain_of_recepisses_has_no_gap() {
    let (catalogue, calendar) = (catalogue_with(THREE_MONTHS), calendar("67"));
    let case = DocumentCase {
        complete: true,
        in_time: false,
        held: Some(held(HeldKind::Card, "2027-01-20")),
        ..offline("2026-12-15", "L. 423-1", RequestNature::Renewal)
    };
    let first = provisional_document(&case, &catalogue, &calendar).document;
    assert_eq!(period(&first), (DocumentKind::Recepisse, d("2027-01-21"), Some(d("2027-04-20"))));
    assert_eq!((&first.work.answer, first.prints_alone()), (&WorkAnswer::Allowed, true), "{first:?}");
    let chain = next_document(d("2027-04-20"), d("2027-03-21"), &catalogue);
    assert_eq!((chain.prepare_on, chain.issue_by, chain.from), (d("2027-03-21"), d("2027-04-13"), d("2027-04-21")));
    let current = Some((first.kind, d("2027-04-20")));
    let case = DocumentCase { today: d("2027-03-21"), current, ..case };
    let next = provisional_document(&case, &catalogue, &calendar);
    assert_eq!(period(&next.document), (DocumentKind::Recepisse, d("2027-04-21"), Some(d("2027-07-20"))));
    assert_eq!(next.gap, None);
}

/// CESEDA R. 431-13: never less than a month, whatever a prefecture sets.
#[test]
fn a_recepisse_lasts_a_month_at_least() {
    let catalogue = catalogue_with(&THREE_MONTHS.replace("value = 3", "value = 0"));
    let case = DocumentCase { complete: true, ..offline("2026-11-20", "L. 423-7", RequestNature::First) };
    let document = provisional_document(&case, &catalogue, &calendar("67")).document;
    assert_eq!(document.to, Some(d("2026-12-19")));
}

/// CESEDA L. 433-3, R. 423-1: the ten-year card asked for from a four-year card, for an officer to confirm.
#[test]
fn as_02_a_ten_year_card_asked_from_a_four_year_card_is_covered_three_months() {
    let case = DocumentCase {
        held: Some(held(HeldKind::FourYear, "2027-03-15")),
        ..offline("2026-11-30", "L. 423-6", RequestNature::First)
    };
    let choice = owed(&case);
    assert_eq!(period(&choice.document), (DocumentKind::ExpiredCardCover, d("2027-03-16"), Some(d("2027-06-15"))));
    assert!(choice.document.to_confirm[0].contains("R. 423-1") && !choice.document.prints_alone());
    assert!(prints(&choice.document, MentionKey::SocialRights) && prints(&choice.document, MentionKey::WorkOfTheCard));
}

/// CESEDA R. 431-14, 12°; R-54: nothing depends on the card of the child.
#[test]
fn as_03_the_father_of_a_recognised_child_may_work_as_soon_as_his_file_is_complete() {
    let incomplete = owed(&offline("2026-11-20", "L. 424-3", RequestNature::First));
    assert_eq!(incomplete.document.kind, DocumentKind::FilingReceipt);
    assert!(incomplete.not_possible.iter().any(|said| said.reason.contains("dossier complet")));
    let case = DocumentCase { complete: true, ..offline("2026-11-20", "L. 424-3", RequestNature::First) };
    let document = owed(&case).document;
    assert_eq!(period(&document), (DocumentKind::Recepisse, d("2026-11-20"), Some(d("2027-05-19"))));
    assert_eq!(document.work.answer, WorkAnswer::Allowed);
    assert!(document.why.certainty.needs_signature(), "the length of six months is a practice");
}

/// CESEDA R. 431-15-3; R-52, AS-05, AS-09: from the request, six months, the exact words, even incomplete.
#[test]
fn as_05_a_refugee_has_six_months_and_the_exact_mention_whatever_is_missing() {
    for (article, way, kind, words) in [
        ("L. 424-1", FilingWay::Online, DocumentKind::Extension, "reconnu réfugié"),
        ("L. 424-1", FilingWay::Offline, DocumentKind::Recepisse, "reconnu réfugié"),
        ("L. 424-9", FilingWay::Online, DocumentKind::Extension, "a obtenu le bénéfice de la protection subsidiaire"),
    ] {
        let case = DocumentCase { way, ..offline("2026-11-20", article, RequestNature::First) };
        let document = owed(&case).document;
        assert_eq!(period(&document), (kind, d("2026-11-20"), Some(d("2027-05-19"))));
        assert!(document.mentions.iter().any(|mention| mention.text() == words), "{article}");
        assert!(prints(&document, MentionKey::WorkOfChoice));
        assert_eq!(document.prints_alone(), way == FilingWay::Online, "by analogy offline: signed");
        assert!(document.basis.iter().any(|text| text.contains("R. 431-15-3")), "{:?}", document.basis);
        assert!(!document.third_party.is_empty());
    }
}

/// CESEDA R. 431-15-1, al. 4; press release of the Conseil d'État of 5 May 2026: from that day only.
#[test]
fn as_06_a_grant_prints_the_status_the_work_and_the_same_rights() {
    let case = DocumentCase {
        way: FilingWay::Online,
        decision: Decision::Granted,
        ..offline("2026-11-20", "L. 424-1", RequestNature::First)
    };
    let document = owed(&case).document;
    assert_eq!(period(&document), (DocumentKind::Grant, d("2026-11-20"), None));
    for key in [MentionKey::Refugee, MentionKey::SameRights, MentionKey::RegularStay, MentionKey::WorkByTitle] {
        assert!(prints(&document, key), "{key:?}");
    }
    assert_eq!(document.why.certainty, Certainty::Secondary);
    let before = owed(&DocumentCase { today: d("2026-05-04"), ..case }).document;
    assert!(!prints(&before, MentionKey::SameRights) && before.why.certainty == Certainty::Verified);
}

/// CESEDA R. 431-12 and R-47: late by post, a récépissé all the same, and the officer sees the rest.
#[test]
fn as_11_a_late_renewal_by_post_gets_its_document_at_the_expiry() {
    let case = DocumentCase {
        complete: true,
        in_time: false,
        held: Some(held(HeldKind::Card, "2027-01-20")),
        ..offline("2026-11-24", "L. 423-1", RequestNature::Renewal)
    };
    assert_eq!(owed(&case).document.from, d("2027-01-21"));
    let online = owed(&DocumentCase { way: FilingWay::Online, ..case });
    assert_eq!(online.document.kind, DocumentKind::Extension);
    assert!(!online.document.prints_alone() && online.document.to_confirm[0].contains("tardive"));
}

/// CESEDA L. 433-3, R. 433-3; AS-13, AS-27: three months of cover, and the attestation of deposit the same day.
#[test]
fn as_13_and_as_27_a_resident_card_is_covered_from_the_day_of_the_deposit() {
    for (today, expiry, from, to) in [
        ("2026-12-01", "2027-02-28", "2027-03-01", "2027-05-28"),
        ("2026-11-30", "2026-12-02", "2026-12-03", "2027-03-02"),
    ] {
        let case = DocumentCase {
            held: Some(held(HeldKind::Resident, expiry)),
            ..offline(today, "L. 433-2", RequestNature::Renewal)
        };
        let choice = owed(&case);
        assert_eq!(period(&choice.document), (DocumentKind::ExpiredCardCover, d(from), Some(d(to))));
        let proof = choice.beside.iter().find(|beside| beside.kind == DocumentKind::DepositProof).expect("proof");
        assert!(proof.from == d(today) && prints(proof, MentionKey::Summons));
        let late = DocumentCase { today: d(to).succ_opt().expect("day"), ..case };
        assert_eq!(owed(&late).document.kind, DocumentKind::DepositProof, "the cover is over");
    }
}

/// CESEDA R. 431-15-2, al. 2; R-50.
#[test]
fn as_21_a_talent_with_a_long_stay_visa_may_work_and_nothing_else_can_be_printed() {
    let case = DocumentCase {
        way: FilingWay::Online,
        complete: true,
        held: Some(held(HeldKind::LongStayVisa, "2027-01-20")),
        long_stay_visa: Some(true),
        ..offline("2026-11-20", "L. 421-9", RequestNature::First)
    };
    let document = owed(&case).document;
    assert_eq!(period(&document), (DocumentKind::Extension, d("2027-01-21"), Some(d("2027-04-20"))));
    assert!(prints(&document, MentionKey::WorkAllowedExtension) && document.prints_alone());
    assert_eq!(document.work.text, "CESEDA, art. R. 431-15-2, al. 2");
    let wrong = "Ne permet pas d’exercer une activité professionnelle, sauf autorisation de travail";
    assert!(check_mention(wrong, &document).expect_err("refused").to_string().contains("R. 431-15-2, al. 2"));
    assert_eq!(check_mention("Document à présenter avec le passeport.", &document), Ok(()));
    let unknown = owed(&DocumentCase { long_stay_visa: None, ..case }).document;
    assert!(unknown.to_confirm[0].contains("visa de long séjour") && !unknown.prints_alone());
    assert!(!unknown.mentions.iter().any(|mention| mention.text().contains("travail")), "nothing on work yet");
    assert!(check_mention("Il autorise son titulaire à travailler.", &unknown).is_err());
    let without = owed(&DocumentCase { long_stay_visa: Some(false), ..case }).document;
    assert!(check_mention("Il autorise son titulaire à travailler.", &without).is_err());
}

/// regularisation, complete, by post: the same day.
#[test]
fn a_complete_file_without_any_title_gets_its_recepisse_the_same_day() {
    let case = DocumentCase { complete: true, ..offline("2026-11-20", "L. 423-7", RequestNature::First) };
    assert_eq!(period(&owed(&case).document).1, d("2026-11-20"));
    let online = owed(&DocumentCase { way: FilingWay::Online, ..case });
    assert_eq!(online.document.kind, DocumentKind::OnlineDeposit);
    assert!(online.not_possible[0].reason.contains("déposée hors ligne"));
}

/// CESEDA R. 425-12, al. 2: the OFII holds the first récépissé back, never that of a renewal.
#[test]
fn the_ofii_frees_the_recepisse_of_a_request_on_medical_grounds() {
    use DocumentKind::{FilingReceipt, Recepisse};
    use RequestNature::{First, Renewal};
    for (nature, ofii, complete, kind) in [
        (First, OfiiProgress::Nothing, true, FilingReceipt),
        (First, OfiiProgress::Certificate, true, FilingReceipt),
        (First, OfiiProgress::Report, true, Recepisse),
        (First, OfiiProgress::Report, false, FilingReceipt),
        (First, OfiiProgress::Missed, true, FilingReceipt),
        (Renewal, OfiiProgress::Nothing, true, FilingReceipt),
        (Renewal, OfiiProgress::Certificate, false, Recepisse),
    ] {
        let case = DocumentCase { complete, ofii, ..offline("2026-11-20", "L. 425-9", nature) };
        assert_eq!(owed(&case).document.kind, kind, "{nature:?} {ofii:?}");
    }
}

/// CESEDA R. 432-9: three months, renewed; it keeps the work of the card held before.
#[test]
fn the_commission_gives_three_months_and_keeps_the_work_of_the_card() {
    let case = DocumentCase {
        commission: true,
        held: Some(Held { kind: HeldKind::Card, expiry: d("2026-10-20"), article: Some("L. 423-1") }),
        ..offline("2026-11-20", "L. 423-23", RequestNature::First)
    };
    let choice = owed(&case);
    assert_eq!(period(&choice.document), (DocumentKind::Recepisse, d("2026-11-20"), Some(d("2027-02-19"))));
    assert!(choice.document.mentions.iter().any(|mention| mention.text() == "Il autorise son titulaire à travailler."));
    assert_eq!(choice.gap, Some((d("2026-10-21"), d("2026-11-19"))));
    let listed = owed(&DocumentCase { listed: true, ..case }).document;
    assert_eq!(listed.kind, DocumentKind::Extension);
}

/// CESEDA R. 425-2, R. 425-3; L. 425-4, L. 431-4; R. 233-17.
#[test]
fn victims_and_european_families_have_their_own_documents() {
    let reflection = DocumentCase {
        reflection_since: Some(d("2026-11-20")),
        ..offline("2026-11-20", "L. 425-1", RequestNature::First)
    };
    let document = owed(&reflection).document;
    assert_eq!(period(&document), (DocumentKind::Recepisse, d("2026-11-20"), Some(d("2026-12-19"))));
    assert!(prints(&document, MentionKey::Reflection) && prints(&document, MentionKey::WorkAllowed));
    let granted =
        DocumentCase { decision: Decision::Granted, ..offline("2026-11-20", "L. 425-4", RequestNature::First) };
    let document = owed(&granted).document;
    assert_eq!(period(&document), (DocumentKind::ProvisionalPermit, d("2026-11-20"), Some(d("2027-05-19"))));
    assert_eq!(document.work.answer, WorkAnswer::Allowed);
    let european = owed(&offline("2026-11-20", "L. 233-2", RequestNature::First)).document;
    assert_eq!(period(&european), (DocumentKind::EuAttestation, d("2026-11-20"), None));
    assert!(prints(&european, MentionKey::EuropeanRight));
}

/// CESEDA R. 431-12, al. 2; a refusal ends what was provisional.
#[test]
fn a_receipt_remains_when_nothing_else_is_possible() {
    let asylum =
        DocumentCase { complete: true, asylum_seeker: true, ..offline("2026-11-20", "L. 423-7", RequestNature::First) };
    assert_eq!(owed(&asylum).document.kind, DocumentKind::FilingReceipt);
    let refused = DocumentCase {
        complete: true,
        decision: Decision::Refused,
        held: Some(held(HeldKind::FourYear, "2026-11-01")),
        ..offline("2026-11-20", "L. 423-7", RequestNature::Renewal)
    };
    let receipt = owed(&refused).document;
    assert_eq!(receipt.kind, DocumentKind::FilingReceipt);
    assert!(prints(&receipt, MentionKey::DepositOnly) && receipt.prints_alone());
    let bare = DocumentCase::offline(d("2026-11-20"), None, RequestNature::First);
    assert_eq!(owed(&bare).document.kind, DocumentKind::FilingReceipt, "nothing but a channel");
}

/// CESEDA R. 442-3, R. 443-3: the words of Saint-Martin; elsewhere overseas a signature.
#[test]
fn the_sentence_on_work_is_that_of_the_territory() {
    let case = DocumentCase {
        way: FilingWay::Online,
        complete: true,
        held: Some(held(HeldKind::Card, "2027-01-20")),
        ..offline("2026-11-20", "L. 423-1", RequestNature::Renewal)
    };
    for (department, words, alone) in [
        ("67", "France métropolitaine", true),
        ("978", "territoire de la collectivité", true),
        ("974", "France métropolitaine", false),
    ] {
        let document = provisional_document(&case, &catalogue(), &calendar(department)).document;
        assert!(document.mentions.iter().any(|mention| mention.text().contains(words)), "{department}");
        assert_eq!(document.prints_alone(), alone, "{department}");
    }
}

/// six months for all, and work on a deposit attestation, are rows with a date.
#[test]
fn a_change_of_law_is_a_change_of_rows() {
    let changed = |key: &str, value: &str, day: &str| {
        let old = format!("key = \"{key}\"");
        let texts: Vec<(&str, String)> = law::embedded_parts()
            .iter()
            .map(|(name, text)| {
                let Some(at) = text.find(&old).filter(|_| *name == "parameters.toml") else {
                    return (*name, (*text).to_owned());
                };
                let start = text[..at].rfind("[[parameter]]").expect("row");
                let end = text[at..].find("[[parameter]]").map_or(text.len(), |end| at + end);
                let row = &text[start..end];
                let before = row.replacen("certainty =", "effective_to = 2026-12-31\ncertainty =", 1);
                let kept: Vec<&str> =
                    row.lines().filter(|line| !line.starts_with("value") && !line.starts_with("effective")).collect();
                let after = format!("{}\nvalue = {value}\neffective_from = {day}\n", kept.join("\n"));
                let after = after.replace("certainty = \"verified\"", "certainty = \"secondary\"");
                (*name, format!("{}{before}\n{after}\n{}", &text[..start], &text[end..]))
            })
            .collect();
        let parts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        law::Catalogue::from_toml(&parts).expect("catalogue")
    };
    let case = DocumentCase {
        way: FilingWay::Online,
        complete: true,
        held: Some(held(HeldKind::Card, "2027-01-20")),
        ..offline("2026-12-31", "L. 423-1", RequestNature::Renewal)
    };
    let six = changed("extension_months", "6", "2027-01-01");
    let to = |today: &str| {
        provisional_document(&DocumentCase { today: d(today), ..case }, &six, &calendar("67")).document.to
    };
    assert_eq!((to("2026-12-31"), to("2027-01-01")), (Some(d("2027-04-20")), Some(d("2027-07-20"))));
    let works = changed("work_on_deposit_attestation", "true", "2027-01-01");
    let deposit = DocumentCase { way: FilingWay::Online, ..offline("2027-01-02", "L. 423-7", RequestNature::First) };
    let document = provisional_document(&deposit, &works, &calendar("67")).document;
    assert_eq!((document.kind, &document.work.answer), (DocumentKind::OnlineDeposit, &WorkAnswer::Allowed));
    assert!(prints(&document, MentionKey::WorkByTitle));
}
