//! One envelope: where its paper is, where it was, the originals that came in it.

use domain::{CommunicationId, OriginalId, UserId};
use store::{
    Transaction, accounts,
    papers::{self, Original, Paper, Stand},
    reads::paper_trail::EnvelopeLine,
};
use web::{
    Problem, Staff, dates,
    parts::{Badge, Tone},
    t, t1, t2, words,
};

use super::{Desk, HERE, envelope_name, place_name, where_badge};

/// How many places deep a box can stand.
const DEEP: usize = 4;

/// One envelope.
pub(crate) struct Trail {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) cases: String,
    pub(crate) received: String,
    pub(crate) now: Badge,
    pub(crate) chain: Vec<String>,
    pub(crate) before: Vec<String>,
    /// What came in it, where it is, and what was said of it by mistake.
    pub(crate) originals: Vec<(String, Badge, Option<String>)>,
    pub(crate) gone: bool,
    pub(crate) index: String,
}

/// An original still in the house.
pub(crate) struct OriginalRow {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) since: String,
    pub(crate) badge: Badge,
    pub(crate) stands: String,
    pub(crate) path: String,
    pub(crate) to_witness: bool,
    /// Somebody says that it was listed by mistake, and a second person must say so too.
    pub(crate) withdrawal: Option<String>,
    /// This person may be the second one.
    pub(crate) to_confirm: bool,
}

pub(crate) async fn load(tx: &mut Transaction, desk: &Desk, line: &EnvelopeLine) -> Result<Trail, Problem> {
    let stands = papers::stands(tx, Paper::Envelope(line.id)).await?;
    let names = names(tx, stands.iter().map(|stand| stand.by)).await?;
    let chain = chain(tx, stands.first()).await?;
    let mut originals = Vec::new();
    for original in papers::originals(tx, Some(line.id), 50).await? {
        let last = papers::stands(tx, Paper::Original(original.id)).await?.into_iter().next();
        let badge = if original.is_withdrawn() {
            Badge::new(Tone::Plain, t("post-papers-withdrawn-badge"))
        } else {
            where_badge(place_of(last.as_ref()), fate_of(last.as_ref()))
        };
        let withdrawal = withdrawal(tx, desk, &original).await?;
        originals.push((original.description, badge, withdrawal));
    }
    Ok(Trail {
        id: line.id.to_string(),
        name: envelope_name(line),
        cases: line.cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        received: dates::short_instant(line.received_at, desk.web.zone()),
        now: where_badge(place_of(stands.first()), fate_of(stands.first())),
        gone: stands.first().is_some_and(|stand| stand.fate.is_some()),
        before: stands.iter().map(|stand| told(stand, &names, desk)).collect(),
        index: format!("/courrier/indexation/{}", line.id),
        chain,
        originals,
    })
}

/// The box, the shelf it stands on, and so on outwards.
async fn chain(tx: &mut Transaction, stand: Option<&Stand>) -> Result<Vec<String>, Problem> {
    let mut chain = Vec::new();
    let mut inner = stand.and_then(|stand| stand.place.clone());
    while let Some(place) = inner.take().filter(|_| chain.len() < DEEP) {
        chain.push(place_name(&place));
        inner = papers::stands(tx, Paper::Place(place.id)).await?.into_iter().next().and_then(|stand| stand.place);
    }
    Ok(chain)
}

fn place_of(stand: Option<&Stand>) -> Option<String> {
    stand.and_then(|stand| stand.place.as_ref()).map(place_name)
}

fn fate_of(stand: Option<&Stand>) -> Option<String> {
    let fate = stand.and_then(|stand| stand.fate)?;
    let detail = stand.and_then(|stand| stand.detail.clone()).unwrap_or_default();
    Some(t2("post-papers-gone", "fate", words::paper_fate(fate), "detail", detail))
}

async fn names(tx: &mut Transaction, ids: impl Iterator<Item = UserId>) -> Result<Vec<(UserId, String)>, Problem> {
    let ids: Vec<UserId> = ids.collect();
    Ok(accounts::names(&mut **tx, &ids).await?.into_iter().map(|(id, name)| (id, name.0)).collect())
}

fn told(stand: &Stand, names: &[(UserId, String)], desk: &Desk) -> String {
    let by = names.iter().find(|(id, _)| *id == stand.by).map_or_else(|| t("post-somebody"), |(_, name)| name.clone());
    let place = place_of(Some(stand)).or_else(|| fate_of(Some(stand))).unwrap_or_default();
    web::t3(
        "post-papers-moved",
        ("place", place),
        ("date", dates::short_instant(stand.at, desk.web.zone())),
        ("name", by),
    )
}

/// The originals still in the house.
pub(crate) async fn originals(
    tx: &mut Transaction,
    desk: &Desk,
    of: Option<CommunicationId>,
    staff: &Staff,
) -> Result<Vec<OriginalRow>, Problem> {
    let mut rows = Vec::new();
    for original in papers::originals(tx, of, 100).await? {
        let last = papers::stands(tx, Paper::Original(original.id)).await?.into_iter().next();
        let withdrawal = withdrawal(tx, desk, &original).await?;
        rows.push(OriginalRow { withdrawal, ..original_row(&original, last.as_ref(), desk, staff) });
    }
    Ok(rows)
}

/// Who said that an original was listed by mistake, when and why.
async fn withdrawal(tx: &mut Transaction, desk: &Desk, original: &Original) -> Result<Option<String>, Problem> {
    let Some(withdrawal) = &original.withdrawal else { return Ok(None) };
    let names = names(tx, [Some(withdrawal.by), withdrawal.seen_by].into_iter().flatten()).await?;
    let name = |id: UserId| {
        names.iter().find(|(known, _)| *known == id).map_or_else(|| t("post-somebody"), |(_, name)| name.clone())
    };
    let said = web::t3(
        "post-papers-withdrawal",
        ("name", name(withdrawal.by)),
        ("date", dates::short_instant(withdrawal.at, desk.web.zone())),
        ("reason", withdrawal.reason.clone()),
    );
    let seen = withdrawal.seen_by.map(|by| t1("post-papers-withdrawal-seen", "name", name(by)));
    Ok(Some([Some(said), seen].into_iter().flatten().collect::<Vec<_>>().join(" ")))
}

fn original_row(original: &Original, last: Option<&Stand>, desk: &Desk, staff: &Staff) -> OriginalRow {
    let now = desk.web.now();
    let old = (now - original.logged_at).num_days() >= 1;
    let alone = original.valuable && original.witnessed_by.is_none();
    let by_mistake = original.withdrawal.as_ref();
    let badge = if by_mistake.is_some() {
        Badge::new(Tone::Late, t("post-papers-withdrawal-badge"))
    } else if alone {
        Badge::new(Tone::Late, t("post-papers-second-needed"))
    } else {
        Badge::new(if old { Tone::Late } else { Tone::Soon }, t("post-papers-to-send-back"))
    };
    let id: OriginalId = original.id;
    OriginalRow {
        id: id.to_string(),
        what: original.description.clone(),
        since: t1("post-since", "age", dates::age(original.logged_at, now)),
        badge,
        stands: place_of(last).unwrap_or_else(|| t("post-papers-nowhere")),
        path: format!("{HERE}?pli={}", original.communication),
        to_witness: alone && original.logged_by != staff.user_id && by_mistake.is_none(),
        withdrawal: None,
        to_confirm: by_mistake.is_some_and(|withdrawal| withdrawal.by != staff.user_id),
    }
}
