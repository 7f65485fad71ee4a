use chrono_tz::Tz;
use domain::{ContactPoint, Permission, PersonId, Safety};
use store::{StoreError, Transaction, persons};
use web::{
    Staff, dates,
    parts::{Badge, Tone},
    t1, words,
};

/// A way to reach the person.
pub(crate) struct ContactView {
    pub(crate) kind: String,
    pub(crate) lines: Vec<String>,
    pub(crate) safety: Badge,
    pub(crate) ended: Option<String>,
    pub(crate) doubtful: Option<String>,
}

/// The contact points of a person, and how many are hidden: unsafe ones are shown to referents only (I-11).
pub(crate) async fn load(
    tx: &mut Transaction,
    person: Option<PersonId>,
    staff: &Staff,
    zone: Tz,
) -> Result<(Vec<ContactView>, usize), StoreError> {
    let Some(person) = person else { return Ok((Vec::new(), 0)) };
    let all = persons::contacts(tx, person).await?;
    Ok(shown(all, staff.may(Permission::SeeProtected), zone))
}

fn shown(all: Vec<ContactPoint>, sees_unsafe: bool, zone: Tz) -> (Vec<ContactView>, usize) {
    let (seen, hidden): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|contact| sees_unsafe || matches!(contact.safety, Safety::Ok | Safety::Unknown));
    (seen.into_iter().map(|contact| view(contact, zone)).collect(), hidden.len())
}

fn view(contact: ContactPoint, zone: Tz) -> ContactView {
    let tone = match contact.safety {
        Safety::Ok => Tone::Done,
        Safety::Unknown => Tone::Plain,
        Safety::Unsafe | Safety::Compromised => Tone::Late,
    };
    ContactView {
        kind: words::contact_kind(contact.kind),
        lines: contact.lines.into_iter().map(|line| line.0).collect(),
        safety: Badge::new(tone, words::safety(contact.safety)),
        ended: contact.ended_on.map(|date| t1("case-contact-ended", "date", dates::long(date))),
        doubtful: contact
            .doubtful_since
            .map(|at| t1("case-contact-doubtful", "date", dates::long(at.with_timezone(&zone).date_naive()))),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::{ContactKind, ContactPointId, Personal};

    use super::*;

    fn contact(safety: Safety) -> ContactPoint {
        ContactPoint {
            id: ContactPointId::new(DateTime::UNIX_EPOCH),
            kind: ContactKind::Postal,
            lines: vec![Personal("1 rue des Fleurs".to_owned())],
            safety,
            ended_on: None,
            doubtful_since: None,
        }
    }

    #[test]
    fn an_unsafe_address_is_shown_to_referents_only() {
        let all = || vec![contact(Safety::Ok), contact(Safety::Unsafe), contact(Safety::Compromised)];
        let (seen, hidden) = shown(all(), false, Tz::UTC);
        assert_eq!((seen.len(), hidden), (1, 2));
        let (seen, hidden) = shown(all(), true, Tz::UTC);
        assert_eq!((seen.len(), hidden), (3, 0));
    }
}
