//! Messages as they come: French ones, broken ones, machines' ones, hostile ones.

mod archives;
mod classes;
mod hostile;

use domain::MessageClass;
use reading::Message;

use super::look::look;

fn said(raw: impl AsRef<[u8]>) -> Message {
    look(raw.as_ref())
}

fn text_of(head: &str, body: &[u8]) -> String {
    let mut raw = format!("From: x@example.fr\r\n{head}\r\n\r\n").into_bytes();
    raw.extend_from_slice(body);
    said(raw).text
}

#[test]
fn french_text_is_read_in_every_character_set() {
    let latin = b"Pr\xe9fecture : \xe0 l'attention de l'accueil";
    let expected = "Préfecture : à l'attention de l'accueil";
    assert_eq!(text_of("Content-Type: text/plain; charset=iso-8859-1", latin), expected);
    assert_eq!(text_of("Content-Type: text/plain; charset=windows-1252", b"30 \x80 \x96 \x9cuvre"), "30 € – œuvre");
    assert_eq!(text_of("Content-Type: text/plain; charset=utf-8", expected.as_bytes()), expected);
    let quoted = b"Pr=E9fecture : =E0 l'attention=\r\n de l'accueil";
    let head = "Content-Type: text/plain; charset=iso-8859-15\r\nContent-Transfer-Encoding: quoted-printable";
    assert_eq!(text_of(head, quoted), expected);
    // What many write without saying so, or saying otherwise.
    assert_eq!(text_of("X-Mailer: old", latin), expected);
    assert_eq!(text_of("Content-Type: text/plain; charset=utf-8", latin), expected);
    assert_eq!(text_of("Content-Type: text/plain; charset=nonsense", latin), expected);
}

#[test]
fn names_and_subjects_are_decoded() {
    let raw = "From: =?iso-8859-1?Q?H=E9l=E8ne_Lef=E8vre?= <h@example.fr>\r\nTo: \"Accueil, bureau 2\" <a@pref.fr>, b@pref.fr\r\n\
        Subject: =?UTF-8?B?VGl0cmUgZGUgc8OpagN?=\r\n =?UTF-8?Q?our_=C3=A0_renouveler?=\r\nDate: Sun, 22 Nov 2026 23:50:00 +0100\r\n\
        Message-ID: <1@example.fr>\r\nIn-Reply-To: <0@pref.fr>\r\nReferences: <a@pref.fr>\r\n <0@pref.fr>\r\nReply-To: autre@example.fr\r\n\
        Received: from a by mx.Prefecture.fr with ESMTPS; Sun, 22 Nov 2026 23:50:02 +0100\r\nReceived: from b by relay.example.fr; Sun, 22 Nov 2026 22:50:01 +0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nBonjour\r\n--x\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment; filename*0*=iso-8859-1''r%E9c%E9pi;\r\n filename*1*=ss%E9.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--x--\r\n";
    let mail = said(raw);
    let names = |list: &[reading::MailAddress]| -> Vec<String> {
        list.iter().map(|one| format!("{:?} {:?}", one.name, one.address)).collect()
    };
    assert_eq!(names(&mail.from), ["Some(\"Hélène Lefèvre\") Some(\"h@example.fr\")"]);
    assert_eq!(names(&mail.to), ["Some(\"Accueil, bureau 2\") Some(\"a@pref.fr\")", "None Some(\"b@pref.fr\")"]);
    assert!(mail.subject.as_deref().expect("subject").ends_with("our à renouveler"), "{:?}", mail.subject);
    assert_eq!(mail.date.expect("date").to_rfc3339(), "2026-11-22T23:50:00+01:00");
    assert_eq!(
        (mail.in_reply_to.as_slice(), mail.references.as_slice()),
        (&["0@pref.fr".to_owned()][..], &["a@pref.fr".to_owned(), "0@pref.fr".to_owned()][..])
    );
    let hops: Vec<&str> = mail.received.iter().filter_map(|hop| hop.by.as_deref()).collect();
    assert_eq!(hops, ["mx.prefecture.fr", "relay.example.fr"]);
    assert_eq!(mail.received[0].date.expect("date").to_rfc3339(), "2026-11-22T23:50:02+01:00");
    let file = &mail.attachments[0];
    assert_eq!(
        (file.name.as_deref(), file.media_type.as_str(), file.size),
        (Some("récépissé.pdf"), "application/pdf", 9)
    );
    assert_eq!((mail.class, mail.automatic, mail.problem), (MessageClass::Normal, false, None));
}

#[test]
fn old_programs_write_names_and_headers_without_encoding_them() {
    let raw = b"From: H\xe9l\xe8ne <h@example.fr>\r\nSubject: r\xe9c\xe9piss\xe9\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nvoici\r\n--x\r\nContent-Type: application/pdf; name=\"pi\xe8ce.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n";
    let mail = said(raw);
    assert_eq!((mail.from[0].name.as_deref(), mail.subject.as_deref()), (Some("Hélène"), Some("récépissé")));
    assert_eq!(mail.attachments[0].name.as_deref(), Some("pièce.pdf"));
}

#[test]
fn what_a_person_reads_is_taken_from_the_alternative_that_has_it() {
    let both = |plain: &str| {
        format!(
            "From: x@y.fr\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Je vous écris</p><p style=\"display:none\">caché</p><blockquote>hier</blockquote>\n--b--\n"
        )
    };
    let mail = said(both("Je vous ecris"));
    assert_eq!((mail.text.as_str(), mail.html), ("Je vous ecris", false));
    let mail = said(both(" "));
    assert_eq!((mail.text.as_str(), mail.html), ("Je vous écris\n\n> hier", true));
    assert_eq!(mail.reply_text, "Je vous écris");
    assert!(mail.attachments.is_empty());
}

#[test]
fn parts_inside_parts_keep_their_order_and_pictures_in_the_text_are_kept() {
    let raw = "From: x@y.fr\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>vu <img src=cid:p1></p>\n--b\nContent-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n--a\nContent-Type: message/rfc822\n\nFrom: z@y.fr\nSubject: Transmis\n\ntexte\n--a\nContent-Type: text/plain; name=note.txt\nContent-Disposition: attachment; filename=note.txt\n\nnote\n--a--\n";
    let mail = said(raw);
    let seen: Vec<(Option<&str>, &str, bool)> =
        mail.attachments.iter().map(|one| (one.name.as_deref(), one.media_type.as_str(), one.inline)).collect();
    assert_eq!(
        seen,
        [
            (None, "image/png", true),
            (Some("Transmis.eml"), "message/rfc822", false),
            (Some("note.txt"), "text/plain", false)
        ]
    );
    assert_eq!(mail.attachments[0].content_id.as_deref(), Some("p1"));
    assert_eq!(mail.text, "vu");
}

#[test]
fn flowing_lines_are_joined() {
    let head = "Content-Type: text/plain; format=flowed";
    assert_eq!(text_of(head, b"une longue \nligne\n> citee \n> ici\n-- \nX"), "une longue ligne\n> citee ici\n-- \nX");
}

#[test]
fn a_message_whose_boundary_is_wrong_still_shows_what_it_says() {
    let mail = said("From: x@y.fr\nContent-Type: multipart/mixed; boundary=wrong\n\n--right\n\nBonjour\n--right--\n");
    assert!(mail.text.contains("Bonjour"), "{mail:?}");
}
