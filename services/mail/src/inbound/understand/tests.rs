use domain::CaseReference;

use super::*;

fn known() -> Understanding {
    Understanding {
        trusted: vec!["mx.prefecture.example".to_owned()],
        own: BTreeSet::from(["sejour@prefecture.example".to_owned()]),
        zone: Tz::Europe__Paris,
    }
}

fn address(address: &str) -> Vec<MailAddress> {
    vec![MailAddress { name: None, address: Some(address.to_owned()) }]
}

fn letter() -> Message {
    Message { from: address("aminata@courriel.example"), ..Message::default() }
}

fn arrival(message: Message) -> MessageArrival {
    let looked = Looked { message, trouble: None };
    understand(&known(), Bytes::from_static(b"raw"), None, looked, "2026-11-23T08:00:00Z".parse().unwrap())
}

fn answer(message: Message) -> Option<String> {
    arrival(message).message.answer_to
}

#[test]
fn a_message_of_a_person_is_a_request_and_is_answered_where_the_person_asks_for_it() {
    let request = arrival(letter());
    assert_eq!(request.nature, Nature::Request);
    assert_eq!(request.message.answer_to.as_deref(), Some("aminata@courriel.example"));
    let elsewhere = Message { reply_to: address("association@aide.example"), ..letter() };
    assert_eq!(answer(elsewhere).as_deref(), Some("association@aide.example"));
}

#[test]
fn a_reference_of_ours_makes_it_a_reply() {
    let reference = CaseReference::new(2026, "67".parse().unwrap(), 12).unwrap();
    let reply = arrival(Message { case_references: vec![reference], ..letter() });
    assert_eq!((reply.nature, reply.reference), (Nature::Reply, Some(reference)));
}

#[test]
fn machines_lists_and_ourselves_are_never_answered() {
    for class in [
        MessageClass::Bounce,
        MessageClass::Delay,
        MessageClass::AutoReply,
        MessageClass::Vacation,
        MessageClass::Complaint,
        MessageClass::Receipt,
        MessageClass::List,
    ] {
        let automatic = arrival(Message { class, ..letter() });
        assert_eq!((automatic.nature, automatic.message.answer_to), (Nature::Automatic, None), "{class:?}");
    }
    assert_eq!(answer(Message { automatic: true, ..letter() }), None);
    assert_eq!(answer(Message { empty_return_path: true, ..letter() }), None);
    for own in
        ["Sejour@Prefecture.example", "no-reply@site.example", "MAILER-DAEMON@site.example", "noreply+12@site.example"]
    {
        assert_eq!(answer(Message { from: address(own), ..Message::default() }), None, "{own}");
    }
    assert_eq!(answer(Message { reply_to: address("pas une adresse"), ..letter() }), None);
    let nobody = arrival(Message::default());
    assert_eq!((nobody.nature, nobody.message.answer_to), (Nature::Request, None), "in doubt a request");
}

#[test]
fn only_our_own_server_is_believed_about_the_sender() {
    let found = |server: &str| reading::Authentication {
        server: Some(server.to_owned()),
        spf: Some("pass".to_owned()),
        ..reading::Authentication::default()
    };
    let ours = arrival(Message { authentication: found("MX.prefecture.example"), ..letter() });
    assert_eq!(ours.message.authentication.unwrap()["spf"], "pass");
    let theirs = arrival(Message { authentication: found("mx.elsewhere.example"), ..letter() });
    assert_eq!(theirs.message.authentication, None);
}

#[test]
fn a_report_names_the_message_that_was_not_delivered() {
    let failed = reading::Bounce {
        recipient: None,
        status: Some("5.1.1".to_owned()),
        action: Some(BounceAction::Failed),
        reason: reading::BounceReason::UserUnknown,
        permanent: true,
        diagnostic: None,
    };
    let report = Message {
        class: MessageClass::Bounce,
        bounces: vec![failed],
        original_message_id: Some("LET_1@passerelle".to_owned()),
        ..letter()
    };
    let bounce = arrival(report).bounce.unwrap();
    assert_eq!((bounce.reason.as_str(), bounce.status.as_deref()), ("userunknown", Some("5.1.1")));
    assert_eq!(bounce.message_id.as_deref(), Some("LET_1@passerelle"));
    assert!(bounce.for_good);
    let unknown = arrival(Message { class: MessageClass::Bounce, ..letter() }).bounce.unwrap();
    assert!(unknown.for_good, "what nobody can tell is not relied on");
}
