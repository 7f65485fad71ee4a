//! The ends of time: nothing panics, nothing goes backwards.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::{ChannelKind, Legibility};
use law::{
    AppealFacts, CompetenceFacts, Delivery, Distance, FeeFacts, LateFacts, Liberty, Place, RegisteredFacts, Silence,
    WindowKind, acknowledgement_due, age_limit, appeal_limit, commission_dates, commitment, competence,
    complement_limit, deemed_filed,
    documents::{DocumentCase, RequestNature, next_document, provisional_document},
    drop_box, eu_renewal_window,
    evidence::{EvidenceFacts, postal},
    expired_card, extended_limit, failed_attempts, fees, file_access_due, filing_window, handed_over,
    implicit_rejection, late_fee, majority, reflection_period, registered_notification, removal_appeal, silence_dates,
    urgency::{UrgencyFacts, urgency},
    visa_again, withdrawal_undo,
};

use crate::{CATALOGUE, calendar};

#[test]
fn the_first_and_the_last_day_of_the_calendar_are_answered() {
    let (catalogue, calendar) = (&*CATALOGUE, calendar("67"));
    for on in [NaiveDate::MIN, NaiveDate::MAX] {
        let silence =
            Silence { received_on: on, title: None, article: None, chosen: None, channel_basis_recorded: true };
        assert!(implicit_rejection(&silence, catalogue).on >= on);
        assert!(silence_dates(&silence, &[], catalogue).act_before >= on);
        let appeal = AppealFacts { starts_on: on, distance: Distance::Abroad, informed: true };
        assert!(appeal_limit(&appeal, catalogue, &calendar).computed >= on);
        assert!(acknowledgement_due(on, ChannelKind::Post, catalogue, &calendar).due >= on);
        assert!(complement_limit(Delivery::SimplePost(on), catalogue, &calendar).limit >= on);
        assert!(extended_limit(on, catalogue, &calendar).limit >= on);
        let window = filing_window(on, WindowKind::Listed, catalogue, &calendar);
        assert!(window.open <= window.close && window.close <= window.tolerated_to);
        assert!(deemed_filed(on, &window, catalogue).on >= on || on == NaiveDate::MAX);
        let _ = late_fee(on, &window, &LateFacts::default(), catalogue);
        assert!(postal(&EvidenceFacts::received(on), catalogue, &calendar).evidence.date() <= on);
        let marked = EvidenceFacts { postmark: Some((NaiveDate::MAX, Legibility::Yes)), ..EvidenceFacts::received(on) };
        assert!(postal(&marked, catalogue, &calendar).evidence.date() <= on);
        assert!(drop_box(on, None, true, catalogue, &calendar).evidence.date() <= on);
        assert!(handed_over(on, on, true, catalogue).evidence.date() <= on);
        assert!(expired_card(on, catalogue).to >= on && visa_again(on, catalogue).from >= on);
        assert!(age_limit(on, None, catalogue).limit >= on && majority(on, None, catalogue).limit >= on);
        assert!(eu_renewal_window(on, catalogue).from <= on && reflection_period(on, catalogue).from == on);
        assert!(commission_dates(on, Some(on), catalogue).meets_by >= on);
        assert!(commitment(on, catalogue, &calendar).due >= on && withdrawal_undo(on, catalogue).due >= on);
        assert!(file_access_due(on, catalogue).due >= on && !failed_attempts(&[on], on, catalogue).enough);
        let _ = fees(&FeeFacts { article: None, first: true, regularisation: true, on }, catalogue);
        let facts = CompetenceFacts::of(on, "67".parse().expect("département"), Place::Unknown);
        let _ = competence(&facts, catalogue);
        let letter = RegisteredFacts {
            presented_on: on,
            notice_left: true,
            collected_on: None,
            refused_on: None,
            wrong_address: false,
        };
        assert!(registered_notification(&letter, NaiveDate::MAX, catalogue).is_ok());
        let at = NaiveDateTime::new(on, NaiveTime::MIN);
        assert!(removal_appeal(at, Liberty::Detention, true, catalogue, &calendar).computed >= on);
        let case = DocumentCase { complete: true, ..DocumentCase::offline(on, None, RequestNature::Renewal) };
        let _ = provisional_document(&case, catalogue, &calendar);
        assert!(next_document(on, on, catalogue).prepare_on <= on);
        assert!(urgency(&UrgencyFacts::bare(on, on), catalogue, &calendar).score == 0);
    }
}
