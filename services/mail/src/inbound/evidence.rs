//! When the site's own server received a message (RL-02): never the moment of reading, nor the date that the sender wrote.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{Evidence, EvidenceKind, Personal};
use reading::{Message, ReceivedHop};
use web::{t1, t2};

/// How far ahead of ours the clock of a trusted server may be.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);

/// The instant of reception and what proves it.
pub(super) struct Reception {
    pub(super) at: DateTime<Utc>,
    pub(super) evidence: Option<Evidence>,
}

/// The topmost line that a trusted host wrote, else the date that the mailbox keeps. Without either, now, which proves nothing.
pub(super) fn reception(
    message: &Message,
    internal_date: Option<DateTime<Utc>>,
    trusted: &[String],
    zone: Tz,
    now: DateTime<Utc>,
) -> Reception {
    let latest = now + CLOCKS_DIFFER;
    let hop = message.received.iter().find(|hop| by_trusted(hop, trusted));
    let hop = hop.and_then(|hop| Some((hop.by.as_deref()?, hop.date?.with_timezone(&Utc))));
    let (at, proof) = match (hop.filter(|(_, at)| *at <= latest), internal_date.filter(|at| *at <= latest)) {
        (Some((host, at)), _) => (at, t2("mail-proof-server", "host", host, "instant", written(at, zone))),
        (None, Some(at)) => (at, t1("mail-proof-mailbox", "instant", written(at, zone))),
        (None, None) => return Reception { at: now, evidence: None },
    };
    // A clock a little ahead must not date a reception in the future.
    let at = at.min(now);
    let date = at.with_timezone(&zone).date_naive();
    Reception { at, evidence: Some(Evidence { date, kind: EvidenceKind::ServerReception, proof: Personal(proof) }) }
}

fn written(at: DateTime<Utc>, zone: Tz) -> String {
    web::dates::long_instant(at, zone)
}

fn by_trusted(hop: &ReceivedHop, trusted: &[String]) -> bool {
    hop.by.as_ref().is_some_and(|by| is_trusted(by, trusted))
}

/// Whether a host is one of the site's own list.
pub(super) fn is_trusted(host: &str, trusted: &[String]) -> bool {
    let plain = |name: &str| name.trim().trim_end_matches('.').to_ascii_lowercase();
    trusted.iter().any(|own| plain(own) == plain(host))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;

    use super::*;

    const TRUSTED: &str = "MX1.prefecture.example";

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn hop(by: &str, date: &str) -> ReceivedHop {
        ReceivedHop { by: Some(by.to_owned()), date: Some(date.parse().unwrap()) }
    }

    fn of(received: Vec<ReceivedHop>, internal: Option<&str>) -> Reception {
        let message = Message { received, ..Message::default() };
        let now = instant("2026-11-23T08:00:00Z");
        reception(&message, internal.map(instant), &[TRUSTED.to_owned()], Paris, now)
    }

    #[test]
    fn the_topmost_line_of_a_trusted_server_counts_in_the_local_zone() {
        let hops = vec![
            hop("filter.elsewhere.example", "2026-11-23T01:00:00+01:00"),
            hop("mx1.prefecture.example.", "2026-11-22T23:50:00+01:00"),
            hop("mx1.prefecture.example", "2026-11-01T10:00:00+01:00"),
        ];
        let reception = of(hops, Some("2026-11-23T02:00:00Z"));
        assert_eq!(reception.at, instant("2026-11-22T22:50:00Z"));
        let evidence = reception.evidence.unwrap();
        assert_eq!((evidence.date.to_string().as_str(), evidence.kind), ("2026-11-22", EvidenceKind::ServerReception));
        assert!(evidence.proof.contains("23 h 50"), "{}", *evidence.proof);
    }

    #[test]
    fn without_a_trusted_line_the_date_of_the_mailbox_counts() {
        let forged = vec![hop("mx9.prefecture.example", "2026-11-01T10:00:00+01:00")];
        let reception = of(forged, Some("2026-11-22T23:30:00Z"));
        assert_eq!(reception.at, instant("2026-11-22T23:30:00Z"));
        assert_eq!(reception.evidence.unwrap().date.to_string(), "2026-11-23");
    }

    #[test]
    fn a_date_in_the_future_proves_nothing() {
        let reception = of(vec![hop(TRUSTED, "2027-01-01T10:00:00+01:00")], None);
        assert_eq!((reception.at, reception.evidence), (instant("2026-11-23T08:00:00Z"), None));
        let ahead = of(vec![hop(TRUSTED, "2026-11-23T08:03:00Z")], None);
        assert_eq!(ahead.at, instant("2026-11-23T08:00:00Z"));
    }
}
