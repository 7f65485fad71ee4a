use proptest::{collection::vec, prelude::*, sample::Index};
use reading::UnpackLimits;

use super::said;
use crate::mail::unpack::unpack;

/// Something of every kind, to be damaged.
const WHOLE: &str = "Return-Path: <>\r\nReceived: from a (b [192.0.2.1]) by mx.fr; Sun, 22 Nov 2026 23:50:02 +0100\r\nAuthentication-Results: mx.fr; dkim=pass (x) header.d=y.fr\r\nFrom: =?iso-8859-1?Q?H=E9l=E8ne?= <h@y.fr>\r\nTo: g: a@b.fr, \"c\" <d@e.fr>;\r\nSubject: =?utf-8?B?w6k=?= 26-067-0000123-45\r\nDate: Sun, 22 Nov 2026 23:50:00 +0100\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>d=C3=A9j=C3=A0 <b style=3D'display:none'>x</b></p><blockquote>y</blockquote>\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.fr\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.fr\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n--c\r\nContent-Type: application/ms-tnef; name*=utf-8''w%C3%A9.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEAAgKQBgAOAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n--c--\r\n--b--\r\n";

fn both(raw: &[u8]) {
    let message = said(raw);
    assert!(message.text.len() <= reading::TEXT_LIMIT);
    let limits = UnpackLimits { bytes: 1 << 20, ..UnpackLimits::default() };
    unpack(raw, &limits);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_end_the_parser(raw in vec(any::<u8>(), 0..2_000)) {
        both(&raw);
    }

    #[test]
    fn no_damage_ends_the_parser(changes in vec((any::<Index>(), any::<u8>()), 0..40), cut in any::<Index>(), doubled in any::<Index>()) {
        let mut raw = WHOLE.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(raw.len());
            raw[place] = byte;
        }
        let again = raw[doubled.index(raw.len())..].to_vec();
        raw.truncate(cut.index(raw.len()));
        raw.extend(again);
        both(&raw);
    }
}

#[test]
fn every_beginning_of_a_message_is_read() {
    for end in 0..WHOLE.len() {
        both(&WHOLE.as_bytes()[..end]);
    }
    let whole = said(WHOLE);
    assert_eq!((whole.subject.as_deref(), whole.text.as_str()), (Some("é 26-067-0000123-45"), "déjà\n\n> y"));
}

#[test]
fn nothing_but_zeros_is_a_message_that_says_nothing() {
    let message = said([0; 4_096]);
    assert!(message.text.is_empty() && message.problem.is_some() && message.automatic);
    assert!(said([]).problem.is_some());
    assert!(unpack(&[0; 4_096], &UnpackLimits::default()).is_empty());
}

#[test]
fn ten_thousand_parts_are_read_and_deep_nests_do_not_end_the_reader() {
    let mut raw = String::from("From: x@y.fr\nContent-Type: multipart/mixed; boundary=b\n\n");
    for n in 0..10_001 {
        raw.extend(["--b\nContent-Type: application/x-n; name=\"", &n.to_string(), "\"\n\n", &n.to_string(), "\n"]);
    }
    let message = said(&raw);
    assert_eq!(message.attachments.len(), 10_000);
    assert!(message.problem.expect("said").contains("10000 parts"));
    let nest = |level: usize| format!("Content-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\n");
    let deep = (0..2_000).map(nest).collect::<String>() + "\nau fond\n";
    both(deep.as_bytes());
    both("Content-Type: message/rfc822\n\n".repeat(2_000).as_bytes());
}
