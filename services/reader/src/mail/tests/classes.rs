use domain::MessageClass::{self, AutoReply, Bounce, Complaint, Delay, List, Normal, Receipt, Vacation};
use reading::{BounceAction, BounceReason};

use super::said;

fn class(head: &str, body: &str) -> MessageClass {
    let message = said(format!("From: Jean <jean@example.fr>\r\nTo: a@pref.fr\r\n{head}\r\n\r\n{body}"));
    let automatic = message.automatic;
    assert!(automatic || message.class == Normal, "{head}: a machine must not answer it");
    message.class
}

#[test]
fn people_are_people() {
    for (head, body) in [
        ("Subject: Re: Réponse automatique : votre demande", "Merci de votre réponse."),
        ("Subject: Votre demande rejetée ?", "Vous avez rejeté ma demande du 3, pourquoi ? jean@example.fr"),
        ("Subject: Ma boîte mail est pleine", "Bonjour, écrivez-moi plutôt à marie@example.fr"),
        ("Subject: Absence de réponse", "Je n'ai pas de réponse à mon courrier."),
        ("Subject: Changement d'adresse\r\nAuto-Submitted: no", "Ma nouvelle adresse est 12 rue du Pont."),
        ("Subject: Undelivered Mail Returned to Sender (transmis)", "J'ai reçu ceci de votre part, que faire ?"),
    ] {
        assert_eq!(class(head, body), Normal, "{head}");
    }
}

#[test]
fn answering_machines_are_told_from_people() {
    let cases = [
        ("Subject: Absence du bureau : Votre demande", "Je suis absent jusqu'au 30.", Vacation),
        ("Subject: Absence du bureau", "", Vacation),
        ("Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:?= dossier", "Nous avons bien reçu votre message.", AutoReply),
        (
            "Subject: =?utf-8?Q?R=C3=A9ponse_automatique?=: dossier",
            "Je suis en congés, de retour le 3 janvier.",
            Vacation,
        ),
        ("Subject: Automatic reply: your letter", "I am out of the office.", Vacation),
        ("Subject: Re: votre courrier\r\nAuto-Submitted: auto-replied", "Je suis en congé.", Vacation),
        ("Subject: [#123] Ticket ouvert\r\nAuto-Submitted: auto-generated", "Votre ticket est ouvert.", AutoReply),
        ("Subject: Re: x\r\nX-Autoreply: yes", "Merci de votre message.", AutoReply),
        ("Subject: Re: x\r\nPrecedence: auto_reply", "Merci de votre message.", AutoReply),
        ("Subject: Lettre 12\r\nList-Id: Asso <lettre.asso.example.fr>", "Nouvelles du mois", List),
        ("Subject: Promo\r\nPrecedence: bulk", "Soldes", List),
        ("Subject: Promo\r\nList-Unsubscribe: <mailto:x@y.fr>", "Soldes", List),
    ];
    for (head, body, expected) in cases {
        assert_eq!(class(head, body), expected, "{head}");
    }
    let away = said("From: marie@example.fr\nSubject: Absence du bureau\nAuto-Submitted: auto-replied\n\nAbsente.\n");
    assert_eq!(
        (away.bounces[0].recipient.as_deref(), away.bounces[0].reason),
        (Some("marie@example.fr"), BounceReason::Vacation)
    );
    let list = said("From: x@y.fr\nList-Id: Asso <lettre.asso.fr>\n\n");
    assert_eq!(list.list_id.as_deref(), Some("lettre.asso.fr"));
}

#[test]
fn signs_of_a_machine_without_a_class_forbid_an_answer_too() {
    for head in ["Return-Path: <>", "X-Auto-Response-Suppress: All", "Sender: x"] {
        let message = said(format!("{head}\nFrom: x@example.fr\nSubject: y\n\nz"));
        assert_eq!((message.class, message.automatic), (Normal, head != "Sender: x"), "{head}");
    }
    assert!(said("From: ne-pas-repondre@caf.fr\nSubject: y\n\nz").automatic);
    assert!(said("Return-Path: <>\nFrom: x@y.fr\n\n").empty_return_path);
}

fn report(action: &str, status: &str, diagnostic: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.fr (Mail Delivery System)\nTo: a@pref.fr\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nI'm sorry to have to inform you.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.fr\n\nFinal-Recipient: rfc822; jean@example.fr\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {diagnostic}\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <LT-05.1@pref.fr>\nTo: jean@example.fr\n\n--b--\n"
    )
}

#[test]
fn reports_name_the_recipient_the_reason_and_our_message() {
    let cases = [
        ("failed", "5.1.1", "550 5.1.1 <jean@example.fr> User unknown", Bounce, BounceReason::UserUnknown, true),
        ("failed", "5.0.0", "552 5.2.2 mailbox full", Bounce, BounceReason::MailboxFull, false),
        (
            "failed",
            "5.1.1",
            "550 5.1.1 Adresse d au moins un destinataire invalide. OFR_416",
            Bounce,
            BounceReason::UserUnknown,
            true,
        ),
        ("failed", "5.7.1", "554 5.7.1 rejected per DMARC policy", Bounce, BounceReason::AuthFailure, false),
        ("delayed", "4.4.1", "connect to mx: Connection timed out", Delay, BounceReason::Expired, false),
        ("delivered", "2.0.0", "250 ok", Receipt, BounceReason::Delivered, false),
    ];
    for (action, status, diagnostic, class, reason, permanent) in cases {
        let message = said(report(action, status, diagnostic));
        let bounce = &message.bounces[0];
        assert_eq!((message.class, bounce.reason, bounce.permanent), (class, reason, permanent), "{diagnostic}");
        assert_eq!(bounce.recipient.as_deref(), Some("jean@example.fr"));
        assert_eq!(message.original_message_id.as_deref(), Some("LT-05.1@pref.fr"));
        assert!(message.automatic && message.empty_return_path);
    }
    assert_eq!(said(report("failed", "5.0.0", "552 5.2.2 full")).bounces[0].status.as_deref(), Some("5.2.2"));
}

#[test]
fn mail_systems_that_tell_it_in_prose_are_understood() {
    let qmail = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.fr\nTo: a@pref.fr\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.fr.\n\n<jean@example.fr>:\n192.0.2.3 does not like recipient.\nRemote host said: 550 5.1.1 Utilisateur inconnu\n\n<marie@example.fr>:\nRemote host said: 552 Quota exceeded\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <7@pref.fr>\nTo: jean@example.fr\n\nBonjour";
    let message = said(qmail);
    let told: Vec<_> =
        message.bounces.iter().map(|b| (b.recipient.as_deref().unwrap_or_default(), b.reason, b.action)).collect();
    let failed = Some(BounceAction::Failed);
    assert_eq!(
        told,
        [
            ("jean@example.fr", BounceReason::UserUnknown, failed),
            ("marie@example.fr", BounceReason::MailboxFull, failed)
        ]
    );
    assert_eq!((message.class, message.original_message_id.as_deref()), (Bounce, Some("7@pref.fr")));
    let late = "From: Mail Delivery System <postmaster@mx.fr>\nTo: a@pref.fr\nSubject: Warning: message 1 delayed 24 hours\n\nThe message has not yet been delivered to:\n\n  jean@example.fr\n    Delay reason: connection timed out\n\nNo action is required, delivery attempts will continue. You do not need to resend your message.\n";
    assert_eq!(said(late).class, Delay);
}

#[test]
fn complaints_and_reading_receipts_are_neither_requests_nor_bounces() {
    let complaint = "From: abuse@fai.fr\nTo: a@pref.fr\nSubject: FW: x\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nThis is an email abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\nOriginal-Rcpt-To: <jean@example.fr>\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <8@pref.fr>\nTo: jean@example.fr\n\nx\n--b--\n";
    let message = said(complaint);
    assert_eq!((message.class, message.bounces[0].reason), (Complaint, BounceReason::Feedback));
    assert_eq!(message.bounces[0].recipient.as_deref(), Some("jean@example.fr"));
    let read = "From: jean@example.fr\nTo: a@pref.fr\nSubject: Lu : votre demande\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nVotre message a été lu.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; jean@example.fr\nOriginal-Message-ID: <9@pref.fr>\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n";
    let message = said(read);
    assert_eq!((message.class, message.original_message_id.as_deref()), (Receipt, Some("9@pref.fr")));
    let forwarded = format!(
        "From: jean@example.fr\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=f\n\n--f\n\nQue faire de ceci ?\n--f\nContent-Type: message/rfc822\n\n{}\n--f--\n",
        report("failed", "5.1.1", "550 User unknown")
    );
    assert_eq!(said(forwarded).class, Normal, "a report sent on by a person is a person's message");
}
