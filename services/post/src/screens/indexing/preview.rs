//! What will follow from what was typed, shown before it is registered: the date that counts, the address as it will
//! be printed, the letters that will leave.

use casework::Site;
use chrono::NaiveDate;
use domain::{ChannelKind, ContactKind, ContactPoint, Evidence, EvidenceKind, PersonId, Safety};
use formats::{Address, TrackingNumber};
use law::evidence::{EvidenceFacts, EvidenceFound};
use store::{StoreError, Transaction, persons, reads::indexing::EnvelopeView};
use web::{dates, parts::Why, rule_pages, t, t1, words};

use super::entry::{Entry, NEW, date};

/// The date that will count, and why.
pub(crate) struct DateCounted {
    pub(crate) date: String,
    pub(crate) proof: String,
    pub(crate) kept: String,
    pub(crate) doubt: Option<String>,
    pub(crate) why: Why,
}

impl DateCounted {
    /// The evidence date of what was typed (RL-01).
    fn of(entry: &Entry, received_on: NaiveDate, kept: &[Evidence], site: &Site) -> Self {
        let marks = entry.marks();
        let facts = EvidenceFacts {
            postmark: marks.postmark_on.zip(marks.legibility),
            registered_deposit: date(&entry.deposit),
            letter_date: date(&entry.letter_date),
            franking: marks.franking_on,
            tracking: marks.tracked_on,
            ..EvidenceFacts::received(received_on)
        };
        let found = casework::dated_by_post(site, &facts, kept);
        Self {
            date: dates::long(found.evidence.date()),
            proof: words::evidence_kind(found.evidence.chosen().kind),
            kept: t1("post-dates-kept", "count", found.evidence.alternatives().len() + 1),
            doubt: Self::doubt(&found, received_on, site),
            why: Why {
                because: found.why.because,
                source: found.why.source,
                rule_page: rule_pages::of_rule(&site.catalogue, &found.why.rule, received_on),
                rule: found.why.rule,
                version: found.why.version,
            },
        }
    }
}

impl DateCounted {
    /// Why the date wants a second look, if it does.
    fn doubt(found: &EvidenceFound, received_on: NaiveDate, site: &Site) -> Option<String> {
        if law::evidence::far_back(&found.evidence, received_on, &site.catalogue) {
            let days = (received_on - found.evidence.date()).num_days();
            return Some(t1("post-date-far-back", "days", days));
        }
        found.to_confirm.then(|| t("post-date-to-confirm"))
    }

    /// The date that counts, by the door of the envelope.
    pub(crate) fn by_door(envelope: &EnvelopeView, entry: &Entry, recorded: &[Evidence], site: &Site) -> Self {
        if envelope.channel == ChannelKind::Post {
            Self::of(entry, envelope.received_on, recorded, site)
        } else {
            Self::recorded(recorded, envelope.received_on, site)
        }
    }

    /// The same, without the link to the rule for whoever may not read it.
    pub(crate) fn for_readers_of_rules(mut self, may: bool) -> Self {
        self.why.rule_page = self.why.rule_page.filter(|_| may);
        self
    }

    /// The evidence date of what came by another door than the post: what the door recorded when it received (RL-02).
    fn recorded(evidences: &[Evidence], received_on: NaiveDate, site: &Site) -> Self {
        let usable = evidences.iter().filter(|e| e.date <= received_on);
        let best = usable.min_by_key(|e| (e.date, e.kind == EvidenceKind::Reception, e.kind));
        let (date, kind) = best.map_or((received_on, EvidenceKind::Reception), |e| (e.date, e.kind));
        let why = site.catalogue.why("RL-02", received_on);
        Self {
            date: dates::long(date),
            proof: words::evidence_kind(kind),
            kept: t1("post-dates-kept", "count", evidences.len().max(1)),
            doubt: None,
            why: Why {
                because: why.because,
                source: why.source,
                rule_page: rule_pages::of_rule(&site.catalogue, &why.rule, received_on),
                rule: why.rule,
                version: why.version,
            },
        }
    }
}

/// The address as it will be printed.
pub(crate) struct AddressRead {
    pub(crate) lines: Vec<String>,
    pub(crate) warnings: Vec<String>,
}

impl AddressRead {
    /// The lines of what was typed.
    pub(crate) fn of(entry: &Entry) -> Self {
        if entry.address.is_empty() {
            return Self { lines: Vec::new(), warnings: Vec::new() };
        }
        let address = Address::parse(&entry.address);
        Self {
            lines: address.lines.iter().map(|line| line.0.clone()).collect(),
            warnings: address.warnings.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What is said of the number of a registered letter.
pub(crate) fn registered(typed: &str) -> Option<String> {
    if typed.is_empty() {
        return None;
    }
    let number = TrackingNumber::parse(typed);
    let key = match number.valid {
        Some(true) => "post-registered-right",
        Some(false) => "post-registered-wrong",
        None => "post-registered-other",
    };
    Some(match key {
        "post-registered-right" => t1("post-registered-right", "number", number.printed()),
        "post-registered-wrong" => t("post-registered-wrong"),
        _ => t("post-registered-other"),
    })
}

/// The addresses of the person taken, as far as this desk may use them.
pub(crate) struct Known {
    pub(crate) lines: Vec<String>,
    pub(crate) set_aside: bool,
}

impl Known {
    /// The first address that may be written to. One that is not safe is never shown (I-11), only that it exists.
    pub(crate) async fn of(tx: &mut Transaction, entry: &Entry, today: NaiveDate) -> Result<Self, StoreError> {
        let Ok(person) = entry.person.parse::<PersonId>() else {
            return Ok(Self { lines: Vec::new(), set_aside: false });
        };
        let contacts = persons::contacts(tx, person).await?;
        let set_aside = contacts.iter().any(|c| matches!(c.safety, Safety::Unsafe | Safety::Compromised));
        let paper =
            |c: &ContactPoint| matches!(c.kind, ContactKind::Postal | ContactKind::Structure | ContactKind::Prison);
        let usable = contacts.into_iter().filter(paper).find_map(|contact| contact.addressable(today).ok());
        Ok(Self { lines: usable.map(|contact| contact.lines()).unwrap_or_default(), set_aside })
    }
}

/// What registering will do, in one line; `true` when a letter will wait for an address.
pub(crate) fn outcome(entry: &Entry, address: &AddressRead, known: &Known) -> (String, bool) {
    if entry.case.is_empty() {
        return (t("post-outcome-open"), false);
    }
    if entry.case != NEW {
        return (t("post-outcome-joined"), false);
    }
    let dangerous = matches!(entry.safety, Some(Safety::Unsafe | Safety::Compromised));
    let typed_safe = !address.lines.is_empty() && !dangerous;
    // What is said of an address that was known counts for it too.
    let same_is_dangerous = dangerous && address.lines == known.lines;
    let known_safe = !known.lines.is_empty() && !same_is_dangerous;
    if typed_safe || known_safe { (t("post-outcome-letters"), false) } else { (t("post-outcome-held"), true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome_of(address: &str, safety: Option<Safety>, known: &[&str]) -> bool {
        let entry = Entry { case: NEW.to_owned(), address: address.to_owned(), safety, ..Entry::default() };
        let known = Known { lines: known.iter().map(|line| (*line).to_owned()).collect(), set_aside: false };
        outcome(&entry, &AddressRead::of(&entry), &known).1
    }

    #[test]
    fn the_clerk_is_told_when_a_letter_will_have_nowhere_to_go() {
        let address = "Aminata DIALLO\n12 rue des Veaux\n67000 STRASBOURG";
        assert!(!outcome_of(address, None, &[]));
        assert!(outcome_of(address, Some(Safety::Unsafe), &[]));
        assert!(!outcome_of(address, Some(Safety::Unsafe), &["CCAS"]));
        assert!(outcome_of("", None, &[]));
        let printed = AddressRead::of(&Entry { address: address.to_owned(), ..Entry::default() }).lines;
        let known: Vec<&str> = printed.iter().map(String::as_str).collect();
        assert!(outcome_of(address, Some(Safety::Unsafe), &known), "the address that was known is the dangerous one");
    }
}
