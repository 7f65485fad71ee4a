//! What comes by the doors other than the post: complete, repeatable, readable, true, and nobody's.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::ChannelKind;
use mail_parser::{Message, MessageParser, MimeHeaders};
use world::{ArrivalTruth, CallItem, HandoverItem, MailItem, PersonTruth, References, Right, VisitItem};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("date")
}

fn parsed(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).expect("a message")
}

/// One test, because the material takes seconds to make and each test runs in a process of its own.
#[test]
fn every_door_has_its_share_of_a_believable_day() {
    let mail = world::mail(1, day()).expect("mail");
    let calls = world::calls(1, day()).expect("calls");
    let visits = world::visits(1, day()).expect("visits");
    let handovers = world::handovers(1, day()).expect("handovers");
    assert!(mail.len() >= 16 && calls.len() >= 12 && visits.len() >= 10 && handovers.len() >= 4);
    the_same_seed_gives_the_same_bytes(&mail, &visits, &handovers);
    every_message_parses_and_says_what_its_truth_says(&mail);
    the_odd_messages_are_there(&mail);
    calls_carry_sound_and_keys(&calls);
    visits_carry_files_that_open(&visits);
    handovers_are_json_with_files(&handovers);
    let arrivals: Vec<&ArrivalTruth> = (mail.iter().map(|i| &i.truth.arrival))
        .chain(calls.iter().map(|i| &i.truth.arrival))
        .chain(visits.iter().map(|i| &i.truth.arrival))
        .chain(handovers.iter().map(|i| &i.truth.arrival))
        .collect();
    documents_share_out_the_pages_without_gap(&arrivals);
    some_persons_come_by_two_doors(&arrivals);
    about_sixty_persons_live_here(&arrivals);
    every_request_names_a_title_of_the_catalogue(&arrivals);
    for person in arrivals.iter().flat_map(|a| &a.persons) {
        nothing_is_anybodys(person);
    }
    let numbers = calls.iter().flat_map(|c| c.from.iter().chain(&c.truth.call_back));
    assert!(numbers.clone().count() > 10 && numbers.clone().all(|n| fictitious(n)));
}

fn the_same_seed_gives_the_same_bytes(mail: &[MailItem], visits: &[VisitItem], handovers: &[HandoverItem]) {
    let again = world::mail(1, day()).expect("mail");
    assert!(mail.iter().zip(&again).all(|(a, b)| a.raw == b.raw && a.truth == b.truth));
    let again = world::visits(1, day()).expect("visits");
    assert!(visits.iter().zip(&again).all(|(a, b)| a.files == b.files && a.truth == b.truth));
    let again = world::handovers(1, day()).expect("handovers");
    assert!(handovers.iter().zip(&again).all(|(a, b)| a.body == b.body && a.key == b.key));
    let other = world::handovers(2, day()).expect("handovers");
    assert!(handovers.iter().zip(&other).all(|(a, b)| a.body != b.body && a.key != b.key));
}

fn every_message_parses_and_says_what_its_truth_says(mail: &[MailItem]) {
    let mut ids = HashSet::new();
    for item in mail {
        let (truth, message) = (&item.truth, parsed(&item.raw));
        let story = &truth.arrival.story;
        let from = message.from().and_then(|f| f.first()).expect("sender");
        assert_eq!(from.address(), Some(truth.from.as_str()), "{story}");
        assert_eq!(from.name().unwrap_or_default(), truth.from_name, "{story}");
        assert_eq!(message.subject().unwrap_or_default(), truth.subject, "{story}");
        assert!(ids.insert(message.message_id().expect("id").to_owned()), "{story}");
        let outside = truth.arrival.files.iter().map(|f| f.inside.as_ref().unwrap_or(&f.name));
        let mut names: Vec<_> = outside.cloned().collect();
        names.dedup();
        let files = message.attachments().filter(|part| part.attachment_name().is_some());
        let found: Vec<_> = files.filter_map(|part| part.attachment_name().map(str::to_owned)).collect();
        assert_eq!(found, names, "{story}");
        let text = message.body_text(0).unwrap_or_default();
        let first_word = |text: &str| text.split_whitespace().next().map(str::to_owned);
        assert_eq!(first_word(&text), first_word(&truth.text), "{story}");
        assert!(item.raw.len() < 3_000_000, "{story} {}", item.raw.len());
        assert!(truth.from.ends_with(".example"), "{story}");
        let trace = message.received().expect("trace");
        assert_eq!(trace.date().expect("date").to_rfc3339(), zoned(truth.arrival.received_at), "{story}");
        for photo in message.attachments().filter(|p| p.attachment_name().is_some_and(|n| n.ends_with(".jpg"))) {
            let picture = image::load_from_memory(photo.contents()).expect("picture");
            assert!(picture.width() > 1_000 && picture.color().has_color(), "{story}");
        }
    }
}

/// The fixture day is in winter: an hour ahead of Greenwich.
fn zoned(local: chrono::NaiveDateTime) -> String {
    format!("{}+01:00", local.format("%Y-%m-%dT%H:%M:%S"))
}

fn the_odd_messages_are_there(mail: &[MailItem]) {
    let find = |story: &str| mail.iter().find(|i| i.truth.arrival.story == story).expect("story");
    for story in ["absence", "non_distribue", "lettre_info"] {
        assert_eq!(find(story).truth.arrival.right, Right::Automatic);
    }
    let bounce = find("non_distribue");
    assert!(String::from_utf8_lossy(&bounce.raw).starts_with("Return-Path: <>\r\n"));
    assert_eq!(parsed(&bounce.raw).content_type().and_then(|c| c.subtype()), Some("report"));
    assert_eq!(find("permis").truth.arrival.right, Right::Misdirected);
    let reply = find("conjointe");
    let reference = reply.truth.arrival.reference.expect("reference");
    assert!(reply.truth.subject.contains(&reference.to_string()) && reply.truth.arrival.right == Right::Reply);
    let known = domain::CaseReference::new(2026, "67".parse().expect("67"), 42).expect("reference");
    let quoting = world::mail_quoting(1, day(), &References::default().with("conjointe", known)).expect("mail");
    assert!(quoting.iter().any(|i| i.truth.arrival.reference == Some(known)));
    let html = find("restauratrice");
    assert!(!String::from_utf8_lossy(&html.raw).contains("text/plain"));
    assert_eq!(find("piece_abimee").truth.arrival.pages(), 0);
    assert!(find("chauffeur").truth.arrival.files.iter().all(|f| f.inside.is_some()));
    assert!(find("arabe").truth.from_name.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)));
    assert!(find("cyrillique").truth.from_name.chars().any(|c| ('\u{400}'..'\u{500}').contains(&c)));
    assert!(find("transmis").truth.from != find("transmis").truth.arrival.persons[0].email.clone().unwrap_or_default());
}

fn calls_carry_sound_and_keys(calls: &[CallItem]) {
    for call in calls {
        assert_eq!(&call.wav[..4], b"RIFF");
        let size = u32::from_le_bytes(call.wav[40..44].try_into().expect("four"));
        assert_eq!(usize::try_from(size).expect("small") + 44, call.wav.len());
        assert!(call.presses.iter().all(|keys| keys.bytes().all(|b| b.is_ascii_digit()) && !keys.is_empty()));
        if call.presses.len() > 1 {
            assert_eq!(call.presses[1].parse(), Ok(call.truth.arrival.reference.expect("reference")));
        }
    }
    assert!(calls.iter().any(|c| c.truth.danger && c.from.is_none() && c.truth.call_back.is_some()));
    assert!(calls.iter().any(|c| c.truth.voicemail && c.presses.is_empty()));
    assert!(
        calls.iter().any(|c| c
            .truth
            .arrival
            .persons
            .first()
            .is_some_and(|p| p.birth < day() - chrono::Months::new(81 * 12)))
    );
}

fn visits_carry_files_that_open(visits: &[VisitItem]) {
    for visit in visits {
        for (name, bytes) in &visit.files {
            match name.rsplit('.').next() {
                Some("jpg") => assert!(image::load_from_memory(bytes).is_ok(), "{name}"),
                Some("pdf") => assert!(hayro::hayro_syntax::Pdf::new(bytes.clone()).is_ok(), "{name}"),
                Some("tif") => assert!(tiff::decoder::Decoder::new(std::io::Cursor::new(bytes)).is_ok(), "{name}"),
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(visits.iter().any(|v| v.files.is_empty() && v.truth.arrival.persons[0].birth_date().is_none()));
    assert!(visits.iter().any(|v| v.truth.originals.len() >= 3));
    let ends = |v: &VisitItem| v.truth.arrival.persons[0].held.as_ref().map(|h| (h.expires - day()).num_days());
    assert!(visits.iter().any(|v| ends(v) == Some(2)));
    assert!(visits.iter().any(|v| v.truth.arrival.persons[0].address.is_empty() && !v.files.is_empty()));
}

fn handovers_are_json_with_files(handovers: &[HandoverItem]) {
    for item in handovers {
        let body: serde_json::Value = serde_json::from_slice(&item.body).expect("json");
        let files = body["files"].as_array().expect("files");
        assert_eq!(files.len(), item.truth.arrival.files.len());
        let moment = body["received_at"].as_str().expect("moment");
        assert!(moment.starts_with(&item.truth.arrival.evidence_on.to_string()), "{moment}");
        assert_eq!(body["person"]["family_name"], item.truth.arrival.persons[0].family_name);
    }
    assert!(handovers.iter().any(|i| (day() - i.truth.arrival.evidence_on).num_days() == 10));
}

fn documents_share_out_the_pages_without_gap(arrivals: &[&ArrivalTruth]) {
    for arrival in arrivals {
        let mut next = 1;
        for document in &arrival.documents {
            assert_eq!(document.range.first, next, "{}", arrival.story);
            next = document.range.last + 1;
            assert!(document.person.is_none_or(|i| i < arrival.persons.len()));
        }
        assert_eq!(arrival.pages() + 1, next, "{}", arrival.story);
    }
}

fn some_persons_come_by_two_doors(arrivals: &[&ArrivalTruth]) {
    let twice = |door: ChannelKind| {
        arrivals.iter().any(|a| a.channel == door && a.also_by.contains(&ChannelKind::Post) && !a.persons.is_empty())
    };
    assert!(twice(ChannelKind::Email) && twice(ChannelKind::Phone) && twice(ChannelKind::Counter));
    // The same person has the same number by every door.
    let mail = arrivals.iter().find(|a| a.story == "conjointe").expect("by mail");
    let plan = world::plan(1, day()).into_iter().find(|p| p.file_name().starts_with("COURRIER-003")).expect("plan");
    let posted = plan.scan().expect("scan").truth.envelopes.into_iter().find(|e| e.story == "conjointe").expect("post");
    assert_eq!(mail.persons, posted.persons);
}

fn about_sixty_persons_live_here(arrivals: &[&ArrivalTruth]) {
    let inhabitants = world::inhabitants(1, day()).expect("inhabitants");
    assert!((60..=70).contains(&inhabitants.len()), "{}", inhabitants.len());
    let named = |p: &PersonTruth| (p.family_name.clone(), p.given_names.clone());
    let all: HashSet<_> = inhabitants.iter().map(named).collect();
    assert_eq!(all.len(), inhabitants.len(), "no two bear the same names");
    assert!(arrivals.iter().flat_map(|a| &a.persons).all(|p| all.contains(&named(p))));
    inhabitants.iter().for_each(nothing_is_anybodys);
    assert!(inhabitants.iter().any(|p| p.given_names.is_empty()));
    assert!(inhabitants.iter().any(|p| !p.family_name.is_ascii()));
}

fn every_request_names_a_title_of_the_catalogue(arrivals: &[&ArrivalTruth]) {
    let catalogue: toml::Table = toml::from_str(include_str!("../../../config/catalogue/titles.toml")).expect("titles");
    let rows = catalogue["title"].as_array().expect("rows");
    let mut asked = 0;
    for request in arrivals.iter().flat_map(|a| &a.persons).flat_map(|p| &p.requests) {
        let row = rows.iter().find(|r| r["code"].as_str() == Some(&request.title)).expect(&request.title);
        let mut articles = row["articles"].as_array().expect("articles").iter().filter_map(toml::Value::as_str);
        assert!(request.ground.is_empty() || articles.any(|a| a == request.ground), "{request:?}");
        asked += 1;
    }
    assert!(asked > 30);
}

/// Telephones from the ranges kept for fiction (ARCEP, decision 2018-0881), addresses under `.example` (RFC 6761).
fn nothing_is_anybodys(person: &PersonTruth) {
    let name = &person.family_name;
    assert!(person.email.as_ref().is_none_or(|e| e.ends_with(".example")), "{name}");
    let digits = |p: &String| format!("+33{}", &p.replace(' ', "")[1..]);
    assert!(person.phone.as_ref().is_none_or(|p| fictitious(&digits(p))), "{name}");
}

fn fictitious(number: &str) -> bool {
    const RANGES: [&str; 6] = ["+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998"];
    number.len() == 12 && RANGES.iter().any(|range| number.starts_with(range))
}

#[test]
fn the_same_request_comes_by_every_door() {
    let same = world::same_request(5, day()).expect("same request");
    let arrivals = [
        &same.email.truth.arrival,
        &same.call.truth.arrival,
        &same.visit.truth.arrival,
        &same.structure.truth.arrival,
        &same.counter.truth.arrival,
        &same.online.truth.arrival,
    ];
    let doors: HashSet<ChannelKind> = arrivals.iter().map(|a| a.channel).collect();
    assert_eq!(doors.len() + 1, ChannelKind::ALL.len(), "all but the post");
    for arrival in arrivals {
        assert_eq!(arrival.persons, [same.person.clone()]);
        assert_eq!((arrival.evidence_on, arrival.right), (day(), Right::Request));
        let pages = if arrival.channel == ChannelKind::Phone { 0 } else { same.pages };
        assert_eq!(arrival.pages(), pages);
    }
    assert_eq!(same.person.requests.len(), 1);
    for post in [&same.post_tiff, &same.post_pdf] {
        let envelope = &post.truth.envelopes[0];
        assert_eq!(envelope.persons, [same.person.clone()]);
        assert_eq!((envelope.posted, envelope.scanned_pages()), (day(), same.pages + 1));
        let pieces = |documents: &[world::DocumentTruth]| documents.iter().map(|d| d.range.kind).collect::<Vec<_>>();
        assert_eq!(pieces(&envelope.documents)[1..], pieces(&same.visit.truth.arrival.documents));
    }
    assert_eq!(parsed(&same.email.raw).attachments().filter(|a| a.attachment_name().is_some()).count(), 3);
}
