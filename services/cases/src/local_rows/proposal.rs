//! A proposal: what it changes, on which day, who asks for it, and the decision of another person.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use casework::{ChangeError, DecideRowError, decide_row, preview_row};
use chrono::NaiveDate;
use domain::{LocalRowId, Permission, ProposalOutcome};
use law::{Catalogue, CatalogueRow, Certainty, LocalRow, RowKind};
use store::local_rows::{self, LocalRowProposal, Which};
use web::{
    Done, Fields, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Tone},
    t, t1, t2, tw,
};

use super::{People, read, subject::versions};
use crate::{
    catalogue::{
        difference::{Difference, differences, whole},
        place, words,
    },
    state::Cases,
};

/// What changes on a day.
pub(crate) struct Changes {
    pub(crate) from: String,
    pub(crate) name: String,
    pub(crate) differences: Vec<Difference>,
}

impl Changes {
    /// What stands and what would stand on that day.
    pub(crate) fn of(
        from: NaiveDate,
        (was, before): (Option<CatalogueRow<'_>>, &Catalogue),
        (becomes, after): (Option<CatalogueRow<'_>>, &Catalogue),
    ) -> Self {
        let found = match (was, becomes) {
            (Some(was), Some(becomes)) => differences((was, before), (becomes, after)),
            (None, Some(becomes)) => whole((becomes, after), true),
            (Some(was), None) => whole((was, before), false),
            (None, None) => Vec::new(),
        };
        let name = becomes.or(was).map(words::full_name).unwrap_or_default();
        Self { from: dates::long(from), name, differences: found }
    }
}

/// What one person did.
pub(crate) struct Act {
    who: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "rules/proposal.html")]
pub(crate) struct ProposalPage {
    page: Page,
    state: Badge,
    certainty: Badge,
    row: String,
    changes: Changes,
    proposed: Act,
    decided: Option<Act>,
    refused: Vec<String>,
    may_decide: bool,
    may_withdraw: bool,
    must_wait: Option<String>,
    undo: Option<String>,
    action: String,
    reason_error: Option<String>,
}

/// The page of a proposal.
pub(crate) fn path_of(id: LocalRowId) -> String {
    format!("{}/{id}", place::PROPOSALS)
}

/// Where a proposal stands.
pub(crate) fn state(proposal: &LocalRowProposal) -> Badge {
    let outcome = proposal.decision.as_ref().map(|decision| decision.outcome);
    let tone = match outcome {
        None => Tone::Soon,
        Some(ProposalOutcome::Accepted) => Tone::Done,
        Some(ProposalOutcome::Refused) => Tone::Late,
        Some(ProposalOutcome::Withdrawn) => Tone::Plain,
    };
    Badge::new(tone, outcome.map_or_else(|| t("rules-waits"), |outcome| tw("rules-outcome", outcome.word())))
}

/// What a proposal would say; `None` for one that this version cannot read.
pub(crate) fn says(proposal: &LocalRowProposal) -> Option<LocalRow> {
    serde_json::from_value(proposal.row.says.clone()).ok()
}

/// `/regles/propositions/{proposal}`
pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<ProposalPage>, Problem> {
    page(&cases, &staff, &frame, &id, None).await
}

async fn page(
    cases: &Cases,
    staff: &Staff,
    frame: &Frame,
    id: &str,
    reason_error: Option<String>,
) -> Result<View<ProposalPage>, Problem> {
    let id: LocalRowId = id.parse().map_err(|_| Problem::NotFound)?;
    let casework = cases.casework()?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let proposal = local_rows::read(&mut tx, Which::One(id)).await?.pop().ok_or(Problem::NotFound)?;
    let mut accepted = local_rows::read(&mut tx, Which::Accepted).await?;
    let people = People::of_proposals(&mut tx, std::slice::from_ref(&proposal)).await?;
    drop(tx);
    let waits = proposal.decision.is_none();
    // What was accepted is shown against what stood before it.
    if let Some(place) = accepted.iter().position(|other| other.row.id == id) {
        accepted.truncate(place);
    }
    let says = says(&proposal).ok_or(Problem::Unavailable)?;
    let standing = casework.live.with(&accepted).map_or_else(|_| casework.site.catalogue.clone(), Arc::new);
    let before: &Catalogue = &standing;
    let after = if waits {
        preview_row(casework, &accepted, &proposal.row)
    } else {
        casework.live.with_one_more(&accepted, &proposal.row).map_err(ChangeError::Refused)
    };
    let (was, becomes) = versions(&says, proposal.row.from, before, after.as_ref().ok());
    let changes = Changes::of(proposal.row.from, (was, before), (becomes, after.as_ref().unwrap_or(before)));
    let zone = cases.web.zone();
    let (may, own) = (staff.may(Permission::KeepRules), proposal.row.by == staff.user_id);
    let act = |key: &str, by, at, reason: &str| Act {
        who: t2(key, "name", people.name(by), "date", dates::long_instant(at, zone)),
        reason: reason.to_owned(),
    };
    let decided = proposal.decision.as_ref().map(|decision| {
        let key = match decision.outcome {
            ProposalOutcome::Accepted => "rules-accepted-by",
            ProposalOutcome::Refused => "rules-refused-by",
            ProposalOutcome::Withdrawn => "rules-withdrawn-by",
        };
        act(key, decision.by, decision.at, &decision.reason)
    });
    let kind = RowKind::from_word(&proposal.row.kind).ok_or(Problem::Unavailable)?;
    let was_accepted = proposal.decision.as_ref().is_some_and(|d| d.outcome == ProposalOutcome::Accepted);
    let refused = after.as_ref().err().map(read::refused).unwrap_or_default();
    Ok(View(ProposalPage {
        page: Page::new(frame, t1("rules-proposal-of", "name", &changes.name))
            .under(place::INDEX, t("door-rules"))
            .under(place::PROPOSALS, t("rules-proposals")),
        state: state(&proposal),
        certainty: words::certainty(Certainty::from_word(&proposal.row.certainty).unwrap_or(Certainty::Memory)),
        row: web::rule_pages::on_day(&place::of(kind, &proposal.row.key), proposal.row.from),
        proposed: act("rules-proposed-by", proposal.row.by, proposal.at, &proposal.row.reason),
        decided,
        refused: if waits { refused.into_iter().map(|(_, text)| text).collect() } else { Vec::new() },
        may_decide: waits && may && !own,
        may_withdraw: waits && own,
        must_wait: (waits && own).then(|| t("rules-four-eyes")),
        undo: (was_accepted && may).then(|| format!("{}?retour={id}", place::change(kind, &proposal.row.key))),
        action: path_of(id),
        changes,
        reason_error,
    }))
}

/// `POST /regles/propositions/{proposal}`
pub(crate) async fn decide(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Result<Done, View<ProposalPage>>, Problem> {
    let proposal: LocalRowId = id.parse().map_err(|_| Problem::NotFound)?;
    let outcome = ProposalOutcome::from_word(fields.get("decision")).ok_or(Problem::BadRequest)?;
    let reason = fields.get("motif");
    if reason.is_empty() {
        return Ok(Err(page(&cases, &staff, &frame, &id, Some(t("rules-missing-decision"))).await?));
    }
    let casework = cases.casework()?;
    let done = Done::to(path_of(proposal));
    let done = match decide_row(casework, &staff.actor(), staff.user_id, proposal, outcome, reason).await {
        Ok(()) => done.saying(tw("rules-done", outcome.word())),
        Err(DecideRowError::Already) => return Err(Problem::Conflict(t("rules-conflict-decided"))),
        Err(DecideRowError::OwnProposal | DecideRowError::NotOwnProposal) => done.warning(t("rules-four-eyes")),
        Err(DecideRowError::Change(ChangeError::Store(error)) | DecideRowError::Store(error)) => {
            return Err(error.into());
        }
        Err(DecideRowError::Change(error)) => {
            let reasons: Vec<String> = read::refused(&error).into_iter().map(|(_, text)| text).collect();
            done.warning(t1("rules-not-accepted", "reasons", reasons.join(" ")))
        }
    };
    Ok(Ok(done))
}
