//! From what was typed to a registration, or to what must be corrected.

use casework::{NewPerson, PersonChoice, Registration, Target};
use domain::{BirthDate, CaseKind, CommunicationState, HeldTitle, HeldTitleKind, Legibility, Medium, Personal, Safety};
use store::reads::indexing::EnvelopeView;
use web::{dates, parts::FieldError, t, t1};

use super::entry::{Entry, NEW, UNKNOWN, date, documents};

/// The registration that was typed.
///
/// # Errors
/// What must be corrected, each with its field.
pub(crate) fn registration(entry: &Entry, envelope: &EnvelopeView) -> Result<Registration, Vec<FieldError>> {
    let mut errors = Vec::new();
    let person = person(entry, envelope, &mut errors);
    let target = target(entry, envelope, &mut errors);
    let read = [
        postmark(entry, &mut errors),
        dated(&entry.deposit, "depot", &mut errors),
        dated(&entry.letter_date, "lettre", &mut errors),
        dated(&entry.franking, "affranchi", &mut errors),
        dated(&entry.tracking, "pris_en_charge", &mut errors),
    ];
    after_arrival(entry, envelope, read, &mut errors);
    let held_title = held_title(entry, &mut errors);
    let pieces = documents(entry, &envelope.numbers).unwrap_or_else(|rows| {
        errors.extend(rows.into_iter().map(|row| wrong_pages(entry, row, envelope)));
        Vec::new()
    });
    let (Some(person), Some(target), true) = (person, target, errors.is_empty()) else { return Err(errors) };
    let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
    Ok(Registration {
        communication: envelope.id,
        person,
        target,
        kind: entry.kind.unwrap_or(CaseKind::Other),
        title_code: entry.title_code().map(str::to_owned),
        ground: text(&entry.ground),
        held_title,
        pieces,
        marks: entry.marks(),
        registered_deposit: read[1],
        letter_date: read[2],
        address: text(&entry.address),
        address_safety: entry.safety.unwrap_or(Safety::Unknown),
        channel_basis: text(&entry.channel_basis),
        medium: Medium::Post,
    })
}

fn error(field: &str, text: String) -> FieldError {
    FieldError { field: field.to_owned(), text }
}

fn person(entry: &Entry, envelope: &EnvelopeView, errors: &mut Vec<FieldError>) -> Option<PersonChoice> {
    let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
    match entry.person.as_str() {
        UNKNOWN => {
            let description = text(&entry.description).unwrap_or_else(|| t("post-person-unknown-default"));
            Some(PersonChoice::Unidentified { description })
        }
        NEW => new_person(entry, envelope, errors),
        known => {
            let id = known.parse().ok();
            if id.is_none() {
                errors.push(error("personne", t("post-error-person")));
            }
            id.map(PersonChoice::Known)
        }
    }
}

fn new_person(entry: &Entry, envelope: &EnvelopeView, errors: &mut Vec<FieldError>) -> Option<PersonChoice> {
    let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
    let nameless = entry.family_name.is_empty() && entry.given_names.is_empty();
    if nameless {
        errors.push(error("famille", t("post-error-name")));
    }
    let birth = text(&entry.birth).map(|typed| BirthDate::parse(&typed).ok_or(()));
    if birth == Some(Err(())) {
        errors.push(error("naissance", t("post-error-birth")));
    }
    let unborn = |birth: BirthDate| birth.earliest().is_some_and(|day| day > envelope.received_on);
    if birth.is_some_and(|birth| birth.is_ok_and(unborn)) {
        errors.push(error("naissance", t1("post-error-birth-after", "arrived", dates::long(envelope.received_on))));
    }
    if nameless {
        return None;
    }
    Some(PersonChoice::New(NewPerson {
        family_name: text(&entry.family_name),
        given_names: text(&entry.given_names),
        birth: birth.and_then(Result::ok),
        foreigner_number: text(&entry.foreigner_number),
        protected: entry.protected,
    }))
}

/// The card that the person holds: its number and its last day go together.
fn held_title(entry: &Entry, errors: &mut Vec<FieldError>) -> Option<HeldTitle> {
    let expires_on = dated(&entry.held_until, "detenu_fin", errors);
    match (entry.held_number.is_empty(), entry.held_until.is_empty()) {
        (true, true) => None,
        (false, false) => expires_on.map(|expires_on| HeldTitle {
            kind: entry.held_kind.unwrap_or(HeldTitleKind::OtherCard),
            number: Personal(entry.held_number.clone()),
            expires_on,
        }),
        (number_empty, _) => {
            errors.push(error(if number_empty { "detenu_numero" } else { "detenu_fin" }, t("post-error-held-title")));
            None
        }
    }
}

fn target(entry: &Entry, envelope: &EnvelopeView, errors: &mut Vec<FieldError>) -> Option<Target> {
    let registered = envelope.state == CommunicationState::Registered;
    let found = match entry.case.as_str() {
        NEW if registered => Some(Target::Another),
        // What certainly was no request, as the door said, is one after all.
        NEW if envelope.owned || !envelope.cases.is_empty() => Some(Target::Own),
        other if registered => other.parse().ok().map(Target::AnotherExisting),
        other => other.parse().ok().map(|case| own_or_existing(envelope, case)),
    };
    if found.is_none() {
        errors.push(error("demande", t("post-error-case")));
    }
    found
}

/// The case that the envelope opened may also be named by its reference.
fn own_or_existing(envelope: &EnvelopeView, case: domain::CaseId) -> Target {
    if envelope.cases.iter().any(|(own, _)| *own == case) { Target::Own } else { Target::Existing(case) }
}

fn dated(text: &str, field: &str, errors: &mut Vec<FieldError>) -> Option<chrono::NaiveDate> {
    let found = date(text);
    if found.is_none() && !text.is_empty() {
        errors.push(error(field, t1("post-error-date", "typed", text)));
    }
    found
}

/// A postmark of which only a part is legible is kept as it is read.
fn postmark(entry: &Entry, errors: &mut Vec<FieldError>) -> Option<chrono::NaiveDate> {
    let found = date(&entry.postmark);
    if found.is_none() && !entry.postmark.is_empty() && !entry.postmark_is_partial() {
        errors.push(error("cachet", t1("post-error-postmark", "typed", &entry.postmark)));
    }
    found
}

/// No letter is stamped or deposited after it arrived: the day was mistyped. One that truly stands on the envelope is kept as illegible.
fn after_arrival(
    entry: &Entry,
    envelope: &EnvelopeView,
    [postmark, deposit, _, franking, tracking]: [Option<chrono::NaiveDate>; 5],
    errors: &mut Vec<FieldError>,
) {
    let legible = entry.legibility != Some(Legibility::No);
    let proofs = [
        ("cachet", postmark.filter(|_| legible)),
        ("depot", deposit),
        ("affranchi", franking),
        ("pris_en_charge", tracking),
    ];
    for (field, date) in proofs {
        if let Some(date) = date.filter(|date| *date > envelope.received_on) {
            let (date, arrived) = (dates::long(date), dates::long(envelope.received_on));
            let key = if field == "cachet" { "post-error-stamped-after" } else { "post-error-after-arrival" };
            errors.push(error(field, web::t2(key, "date", date, "arrived", arrived)));
        }
    }
}

fn wrong_pages(entry: &Entry, row: usize, envelope: &EnvelopeView) -> FieldError {
    let typed = entry.pieces.get(row).map(|(pages, _)| pages.as_str()).unwrap_or_default();
    let text = match envelope.pages {
        Some((first, last)) => web::t2("post-error-pages", "typed", typed, "count", last + 1 - first),
        None => t("post-error-no-pages"),
    };
    error(&format!("pages-{row}"), text)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::{BatchId, CaseId, CaseReference, CommunicationId, PersonId};
    use store::batches::{BatchState, EnvelopeMarks};

    use super::*;

    fn envelope() -> EnvelopeView {
        let now = DateTime::UNIX_EPOCH;
        let reference = CaseReference::new(2026, "67".parse().expect("département"), 1).expect("reference");
        EnvelopeView {
            id: CommunicationId::new(now),
            channel: domain::ChannelKind::Post,
            owned: false,
            state: CommunicationState::ToIndex,
            received_at: now,
            received_on: now.date_naive(),
            outcome: None,
            batch: BatchId::new(now),
            file_name: "a.tif".to_owned(),
            batch_state: BatchState::Read,
            position: 1,
            serial: None,
            pages: Some((2, 4)),
            numbers: vec![2, 3, 4],
            sealed: false,
            declared_pages: None,
            marks: EnvelopeMarks::default(),
            cases: vec![(CaseId::new(now), reference)],
        }
    }

    #[test]
    fn i_do_not_know_is_always_an_answer() {
        let entry = Entry { person: UNKNOWN.to_owned(), case: NEW.to_owned(), ..Entry::default() };
        let found = registration(&entry, &envelope()).expect("registration");
        assert_eq!(found.target, Target::Own);
        assert_eq!((found.kind, found.title_code, found.ground), (CaseKind::Other, None, None));
        assert!(matches!(found.person, PersonChoice::Unidentified { .. }));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let entry = Entry {
            person: NEW.to_owned(),
            birth: "vers 1990".to_owned(),
            postmark: "hier".to_owned(),
            pieces: vec![("9".to_owned(), None)],
            ..Entry::default()
        };
        let errors = registration(&entry, &envelope()).expect_err("errors");
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["famille", "naissance", "demande", "cachet", "pages-0"]);
    }

    #[test]
    fn nobody_writes_before_being_born() {
        let typed = |birth: &str| {
            let entry = Entry {
                person: NEW.to_owned(),
                family_name: "Diallo".to_owned(),
                birth: birth.to_owned(),
                case: NEW.to_owned(),
                ..Entry::default()
            };
            registration(&entry, &envelope()).map_err(|errors| errors[0].field.clone())
        };
        for birth in ["02/01/1970", "02/1970", "2030"] {
            assert_eq!(typed(birth).expect_err("after the arrival of 1 January 1970"), "naissance", "{birth}");
        }
        for birth in ["01/01/1970", "01/1970", "1970", "14/02/1950"] {
            assert!(typed(birth).is_ok(), "{birth}");
        }
    }

    #[test]
    fn a_postmark_legible_in_part_keeps_what_is_read_of_it() {
        let entry = |legibility| Entry {
            person: UNKNOWN.to_owned(),
            case: NEW.to_owned(),
            postmark: "1? NOV 26".to_owned(),
            legibility,
            ..Entry::default()
        };
        let found = registration(&entry(Some(Legibility::Partly)), &envelope()).expect("registration");
        assert_eq!((found.marks.postmark_on, found.marks.postmark_seen.as_deref()), (None, Some("1? NOV 26")));
        assert_eq!(registration(&entry(None), &envelope()).expect_err("no date")[0].field, "cachet");
    }

    #[test]
    fn a_day_after_the_arrival_is_asked_again_and_one_that_stands_there_is_kept_as_illegible() {
        let entry = |legibility, deposit: &str| Entry {
            person: UNKNOWN.to_owned(),
            case: NEW.to_owned(),
            postmark: "12/11/2027".to_owned(),
            legibility,
            deposit: deposit.to_owned(),
            ..Entry::default()
        };
        let wrong = |entry: &Entry| {
            let errors = registration(entry, &envelope()).expect_err("after the arrival");
            errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&entry(Some(Legibility::Yes), "2027-11-12")), ["cachet", "depot"]);
        assert_eq!(wrong(&entry(None, "")), ["cachet"]);
        let kept = registration(&entry(Some(Legibility::No), ""), &envelope()).expect("kept");
        assert_eq!(kept.marks.legibility, Some(Legibility::No));
    }

    #[test]
    fn an_envelope_that_is_registered_may_hold_one_more_request() {
        let entry = Entry { person: UNKNOWN.to_owned(), case: NEW.to_owned(), ..Entry::default() };
        let envelope = EnvelopeView { state: CommunicationState::Registered, ..envelope() };
        assert_eq!(registration(&entry, &envelope).expect("registration").target, Target::Another);
        let other = CaseId::new(DateTime::UNIX_EPOCH);
        let entry = Entry { case: other.to_string(), ..entry };
        let found = registration(&entry, &envelope).expect("registration").target;
        assert_eq!(found, Target::AnotherExisting(other), "or papers for a case that there was before");
    }

    #[test]
    fn a_card_held_has_a_number_and_a_last_day() {
        let entry = |number: &str, until: &str| Entry {
            person: UNKNOWN.to_owned(),
            case: NEW.to_owned(),
            held_number: number.to_owned(),
            held_until: until.to_owned(),
            ..Entry::default()
        };
        let held = |number, until| registration(&entry(number, until), &envelope()).map(|r| r.held_title.is_some());
        assert!(held("X1", "2026-12-01").expect("whole"));
        assert!(!held("", "").expect("none"));
        assert_eq!(held("X1", "").expect_err("no day")[0].field, "detenu_fin");
        assert_eq!(held("", "2026-12-01").expect_err("no number")[0].field, "detenu_numero");
    }

    #[test]
    fn an_existing_case_is_joined_and_the_own_case_named_by_its_number_is_itself() {
        let (envelope, other) = (envelope(), CaseId::new(DateTime::UNIX_EPOCH));
        let entry = |case: CaseId| Entry {
            person: PersonId::new(DateTime::UNIX_EPOCH).to_string(),
            case: case.to_string(),
            ..Entry::default()
        };
        let target = |case| registration(&entry(case), &envelope).expect("registration").target;
        assert_eq!(target(other), Target::Existing(other));
        assert_eq!(target(envelope.cases[0].0), Target::Own);
    }
}
