//! The letter that was scanned: what left, where to, and what is known of it since.

use domain::LetterState;
use law::{Notified, RegisteredNotification};
use store::{
    StoreError, Transaction, letters,
    postal::{self, PostalItem},
    reads::returns::LeftLetter,
};
use web::{dates, parts::Why, t, t1, t2, words};

use super::{super::Desk, reasons};

/// The letter that was scanned.
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) reference: String,
    pub(crate) case: String,
    pub(crate) recipient: Vec<String>,
    pub(crate) left: String,
    pub(crate) number: Option<String>,
    /// What else left in its envelope.
    pub(crate) with: Option<String>,
    pub(crate) pdf: String,
    /// It can still come back, or be told as presented.
    pub(crate) open: bool,
    /// What is known: what the post said, how it counts.
    pub(crate) known: Vec<String>,
    pub(crate) why: Option<Why>,
    pub(crate) reasons: Vec<(usize, &'static str, String)>,
    pub(crate) presented: String,
    pub(crate) notice_left: bool,
}

/// The card of a letter.
pub(crate) async fn load(tx: &mut Transaction, desk: &Desk, letter: &LeftLetter) -> Result<Card, StoreError> {
    let item = postal::get(tx, letter.item).await?;
    let ids = postal::in_envelope_with(tx, &item).await?;
    let others = letters::lock(tx, &ids).await?;
    let others: Vec<String> = others.iter().map(|other| words::letter_kind(other.kind)).collect();
    let counted = casework::how_it_counts(&item, desk.web.today(), &desk.context.catalogue.now());
    Ok(Card {
        id: letter.id.to_string(),
        kind: words::letter_kind(letter.kind),
        reference: letter.reference.to_string(),
        case: format!("/dossiers/{}", letter.case),
        recipient: letter.recipient.0.clone(),
        left: dates::long_instant(letter.left_at, desk.web.zone()),
        number: letter.registered_number.as_deref().map(|n| formats::TrackingNumber::parse(n).printed()),
        with: (!others.is_empty()).then(|| t1("post-returns-same-envelope", "letters", others.join(", "))),
        pdf: format!("/courrier/departs/lettres/{}", letter.id),
        open: letter.state == LetterState::HandedToPost && item.fate.came_back.is_none(),
        known: known(&item, counted.as_ref()),
        presented: item.fate.presented_on.map(formats::french_date::numeric).unwrap_or_default(),
        notice_left: item.fate.notice_left,
        why: counted.map(|counted| Why {
            because: counted.why.because,
            source: counted.why.source,
            rule: counted.why.rule,
            version: counted.why.version,
            rule_page: None,
        }),
        reasons: reasons(),
    })
}

fn known(item: &PostalItem, counted: Option<&RegisteredNotification>) -> Vec<String> {
    let fate = &item.fate;
    let presented = fate.presented_on.map(|on| t1("post-returns-presented", "date", dates::long(on)));
    let collected = fate.collected_on.map(|on| t1("post-returns-collected", "date", dates::long(on)));
    let back = fate.came_back.map(|(on, reason)| {
        t2("post-returns-came-back", "date", dates::long(on), "reason", words::return_reason(reason))
    });
    let counts = counted.map(how);
    [presented, collected, back, counts].into_iter().flatten().collect()
}

/// How a registered letter counts, in a sentence.
pub(crate) fn how(counted: &RegisteredNotification) -> String {
    let on = counted.notified_on.map(dates::long).unwrap_or_default();
    match counted.how {
        Notified::Collected | Notified::Refused | Notified::Presented => t1("post-returns-counts", "date", on),
        Notified::Waiting => t1("post-returns-waits", "date", dates::long(counted.kept_until)),
        Notified::InDoubt => t("post-returns-nothing-counts"),
    }
}
