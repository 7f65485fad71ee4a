use std::collections::BTreeSet;

use super::{AfterReading, Mail, MailTls};

/// The longest pause between two looks at a mailbox, seconds: a server may end an idle connection after 30 minutes (RFC 2177).
const LONGEST_POLL: u64 = 25 * 60;

/// What the types cannot say of `[mail]`: the key at fault and the sentence.
pub(super) fn faults(mail: &Mail) -> Vec<(&'static str, String)> {
    let mut faults = mailboxes(mail);
    if let Some(smtp) = &mail.smtp {
        if !smtp.from.contains('@') {
            faults.push(("mail.smtp.from", "une adresse électronique".to_owned()));
        }
        if smtp.user.is_some() && smtp.password.is_none() {
            faults.push(("mail.smtp.password_file", "nécessaire avec mail.smtp.user".to_owned()));
        }
        if smtp.tls == MailTls::None && !is_this_machine(&smtp.host) {
            faults.push(("mail.smtp.tls", unprotected(&smtp.host)));
        }
    }
    if !mail.mailboxes.is_empty() && mail.smtp.is_none() {
        faults.push(("mail.smtp", "nécessaire pour répondre aux messages reçus".to_owned()));
    }
    faults
}

fn mailboxes(mail: &Mail) -> Vec<(&'static str, String)> {
    const KEY: &str = "mail.mailboxes";
    let (mut names, mut faults) = (BTreeSet::new(), Vec::new());
    for mailbox in &mail.mailboxes {
        let name = &mailbox.name;
        if name.trim().is_empty() {
            faults.push((KEY, format!("la boîte {} n'a pas de nom", mailbox.user)));
        }
        if !names.insert(name) {
            faults.push((KEY, format!("deux boîtes portent le nom « {name} »")));
        }
        if mailbox.password.is_none() {
            faults.push((KEY, format!("boîte « {name} » : indiquer password_file ou password")));
        }
        if mailbox.after == AfterReading::Move && mailbox.archive.is_none() {
            faults.push((KEY, format!("boîte « {name} » : after = \"move\" demande archive")));
        }
        if mailbox.archive.as_ref().is_some_and(|archive| *archive == mailbox.folder) {
            faults.push((KEY, format!("boîte « {name} » : archive et folder sont le même dossier")));
        }
        if !(1..=LONGEST_POLL).contains(&mailbox.poll_seconds) {
            faults.push((KEY, format!("boîte « {name} » : poll_seconds de 1 à {LONGEST_POLL}")));
        }
        if mailbox.tls == MailTls::None && !is_this_machine(&mailbox.host) {
            faults.push((KEY, format!("boîte « {name} » : {}", unprotected(&mailbox.host))));
        }
    }
    faults
}

fn unprotected(host: &str) -> String {
    format!("« none » n'est admis que pour un serveur de cette machine, pas pour {host}")
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
