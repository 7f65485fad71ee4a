//! What is known of a case for its documents, those it has, and the one it is owed. Changes nothing.

use chrono::NaiveDate;
use domain::{CaseId, CaseKind, CaseState, ChannelKind, ProvisionalDocumentId, ProvisionalState};
use law::{
    Title,
    documents::{
        Decision, DocumentKind, DocumentOwed, FilingWay, HeldKind, KnownFacts, KnownTitle, OfiiProgress,
        ProvisionalDocument, RequestNature, document_owed, prepared_until,
    },
};
use store::{
    StoreError, Transaction, blockages,
    cases::CaseRow,
    document_facts::{self, DocumentFacts},
    provisional_documents::{self, DocumentRow},
    reads::case_list::CaseLine,
};

use crate::Site;

/// What the case itself says.
#[derive(Clone, Debug)]
pub struct CaseSide {
    id: CaseId,
    state: CaseState,
    kind: Option<CaseKind>,
    title_code: Option<String>,
    ground: Option<String>,
    first_channel: ChannelKind,
    received_on: NaiveDate,
    evidence_on: NaiveDate,
}

impl From<&CaseRow> for CaseSide {
    fn from(row: &CaseRow) -> Self {
        Self {
            id: row.case.id,
            state: row.case.state,
            kind: row.kind,
            title_code: row.title_code.clone(),
            ground: row.ground_text.clone(),
            first_channel: row.first_channel,
            received_on: row.received_on,
            evidence_on: row.evidence_on,
        }
    }
}

impl From<&CaseLine> for CaseSide {
    fn from(line: &CaseLine) -> Self {
        Self {
            id: line.id,
            state: line.state,
            kind: line.kind,
            title_code: line.title_code.clone(),
            ground: line.ground_text.clone(),
            first_channel: line.channels.first().copied().unwrap_or(ChannelKind::Post),
            received_on: line.received_on,
            evidence_on: line.evidence_on,
        }
    }
}

/// Why no document is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConcerned {
    /// Nobody has registered the case yet.
    NotRegistered,
    /// The person no longer waits for a title: it is in hand, refused, elsewhere or ended.
    Over,
    /// What is asked for is a service and no title of residence.
    Service,
}

/// The documents of a case and the one it is owed.
#[derive(Clone, Debug)]
pub struct DocumentStanding {
    /// What an officer recorded.
    pub recorded: DocumentFacts,
    /// The title asked for, as the catalogue knows it.
    pub title: Option<Title>,
    /// The documents, the latest first.
    pub documents: Vec<DocumentRow>,
    /// What is known, with what the case and the catalogue say.
    pub known: KnownFacts,
    /// The document owed and the questions that remain.
    pub owed: Result<DocumentOwed, NotConcerned>,
    /// The last day covered by what the person has in hand.
    pub covered_until: Option<NaiveDate>,
    /// The last day covered when what is signed and on its way counts too.
    pub signed_until: Option<NaiveDate>,
    but: Option<ProvisionalDocumentId>,
}

impl DocumentStanding {
    /// The one that waits for its signature.
    #[must_use]
    pub fn prepared(&self) -> Option<&DocumentRow> {
        self.documents.iter().find(|document| document.state == ProvisionalState::Prepared)
    }

    /// Those that count for the person: signed, neither replaced nor withdrawn, nor about to be replaced.
    pub fn counting(&self) -> impl Iterator<Item = &DocumentRow> {
        self.documents.iter().filter(|document| document.state.counts() && Some(document.id) != self.but)
    }

    /// The one that is worth something on a day: of those the person has, the one that lasts longest.
    #[must_use]
    pub fn running(&self, today: NaiveDate) -> Option<&DocumentRow> {
        let has = |document: &&DocumentRow| document.state == ProvisionalState::Left;
        let runs =
            |document: &&DocumentRow| document.said.from <= today && document.said.to.is_none_or(|to| today <= to);
        self.documents.iter().filter(has).filter(runs).max_by_key(|document| document.said.to.unwrap_or(NaiveDate::MAX))
    }

    /// Whether a document without end counts: nothing follows it but the card.
    #[must_use]
    pub fn without_end(&self) -> bool {
        self.counting().any(|document| document.said.to.is_none())
    }

    /// The document to prepare, when it is certain and worth a paper: one that proves the stay beyond what covers the person. What proves
    /// the deposit alone is LT-03.
    #[must_use]
    pub fn to_prepare(&self) -> Option<&ProvisionalDocument> {
        let owed = self.owed.as_ref().ok().filter(|owed| owed.asked.is_empty())?;
        let document = &owed.choice.document;
        let further = document.to.is_none_or(|to| self.signed_until.is_none_or(|until| to > until));
        (document.proves_stay && further && !self.without_end()).then_some(document)
    }

    /// Whether the document to prepare is due today: nothing covers the person, what covers them ends soon, or the title is granted.
    #[must_use]
    pub fn is_due(&self, catalogue: &law::Catalogue) -> bool {
        let granted = self.to_prepare().is_some_and(|document| document.kind == DocumentKind::Grant);
        let soon = self.signed_until.is_none_or(|until| until <= prepared_until(self.known.today, catalogue));
        granted || soon
    }
}

/// How the documents of a case stand on a day. `but`: as if this document did not count, for the one that will stand in its place.
///
/// # Errors
/// When the database refuses, or holds a word that this version does not know.
pub async fn document_standing(
    tx: &mut Transaction,
    site: &Site,
    case: impl Into<CaseSide>,
    today: NaiveDate,
    but: Option<ProvisionalDocumentId>,
) -> Result<DocumentStanding, StoreError> {
    let case = case.into();
    let recorded = document_facts::get(tx, case.id).await?;
    let documents = provisional_documents::of_case(tx, case.id).await?;
    let title = case.title_code.as_deref().and_then(|code| site.catalogue.title(code, case.received_on)).cloned();
    let counts = |document: &&DocumentRow| Some(document.id) != but && document.state.counts();
    let current = current(documents.iter().filter(counts), &recorded)?;
    // What an officer wrote down, and what came in by itself: the earlier day is the diligence of the person.
    let reported = blockages::first_of_case(tx, case.id).await?;
    let diligence = recorded.diligence_on.into_iter().chain(reported).min();
    let known = known(site, &case, (&recorded, diligence), title.as_ref(), current, today)?;
    let owed = match concerned(&case, title.as_ref()) {
        Ok(()) => Ok(document_owed(&known, &site.catalogue, &site.calendar)),
        Err(reason) => Err(reason),
    };
    let until = |state: fn(ProvisionalState) -> bool| {
        let issued = documents.iter().filter(|d| Some(d.id) != but && state(d.state)).filter_map(|d| d.said.to);
        issued.chain(recorded.held_expiry).chain(recorded.current.as_ref().map(|(_, to)| *to)).max()
    };
    let (covered_until, signed_until) =
        (until(|state| state == ProvisionalState::Left), until(ProvisionalState::counts));
    Ok(DocumentStanding { recorded, title, documents, known, owed, covered_until, signed_until, but })
}

fn concerned(case: &CaseSide, title: Option<&Title>) -> Result<(), NotConcerned> {
    if case.state == CaseState::Received {
        return Err(NotConcerned::NotRegistered);
    }
    if !case.state.awaits_a_title() {
        return Err(NotConcerned::Over);
    }
    let service = match case.kind {
        Some(
            CaseKind::Dcem | CaseKind::Address | CaseKind::Duplicate | CaseKind::CivilStatus | CaseKind::TravelDocument,
        ) => true,
        Some(
            CaseKind::TitleFirst
            | CaseKind::TitleRenewal
            | CaseKind::TitleChange
            | CaseKind::AttestationRenewal
            | CaseKind::Other,
        )
        | None => title.is_some_and(|title| title.service),
    };
    if service { Err(NotConcerned::Service) } else { Ok(()) }
}

/// The document that lasts longest, issued here or elsewhere.
fn current<'a>(
    documents: impl Iterator<Item = &'a DocumentRow>,
    recorded: &DocumentFacts,
) -> Result<Option<(DocumentKind, NaiveDate)>, StoreError> {
    let ours = documents.filter_map(|document| Some((document.said.kind.as_str(), document.said.to?)));
    let theirs = recorded.current.as_ref().map(|(kind, to)| (kind.as_str(), *to));
    let last = ours.chain(theirs).max_by_key(|(_, to)| *to);
    last.map(|(kind, to)| Ok((word("kind of document", kind, DocumentKind::from_word)?, to))).transpose()
}

fn known(
    site: &Site,
    case: &CaseSide,
    (recorded, diligence): (&DocumentFacts, Option<NaiveDate>),
    title: Option<&Title>,
    current: Option<(DocumentKind, NaiveDate)>,
    today: NaiveDate,
) -> Result<KnownFacts, StoreError> {
    let article = recorded.article.clone().or_else(|| stated_article(case, title));
    let filed_on = diligence.map_or(case.evidence_on, |on| on.min(case.evidence_on));
    let listed = recorded.listed.or_else(|| title?.on_list(article.as_deref(), case.evidence_on));
    let by_door = if case.first_channel == ChannelKind::Online { FilingWay::Online } else { FilingWay::Offline };
    let facts = KnownFacts {
        nature: said("nature", recorded.nature.as_deref(), RequestNature::from_word)?.or_else(|| nature(case.kind)),
        way: said("way", recorded.way.as_deref(), FilingWay::from_word)?.unwrap_or(by_door),
        listed,
        in_time: recorded.in_time,
        complete: recorded.complete,
        title: held(recorded)?,
        current,
        grown_up_here: recorded.grown_up_here,
        decision: said("decision", recorded.decision.as_deref(), Decision::from_word)?
            .unwrap_or_else(|| decision(case.state)),
        commission: recorded.commission.unwrap_or(false),
        reflection_since: recorded.reflection_since,
        ofii: said("ofii", recorded.ofii.as_deref(), OfiiProgress::from_word)?.unwrap_or(OfiiProgress::Nothing),
        asylum_seeker: recorded.asylum_seeker,
        work_permit: recorded.work_permit,
        long_stay_visa: recorded.long_stay_visa,
        one_year_here: recorded.one_year_here,
        article,
        ..KnownFacts::new(today, filed_on)
    };
    Ok(facts.with_timeliness(&site.catalogue, &site.calendar))
}

/// The article that the registration states, or the only one of the title.
fn stated_article(case: &CaseSide, title: Option<&Title>) -> Option<String> {
    let articles = &title?.articles;
    let stated = articles.iter().find(|article| Some(article.as_str()) == case.ground.as_deref());
    match (stated, articles.as_slice()) {
        (Some(article), _) => Some(article.clone()),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

const fn nature(kind: Option<CaseKind>) -> Option<RequestNature> {
    match kind {
        Some(CaseKind::TitleFirst | CaseKind::TitleChange) => Some(RequestNature::First),
        Some(CaseKind::TitleRenewal) => Some(RequestNature::Renewal),
        Some(
            CaseKind::Dcem
            | CaseKind::Address
            | CaseKind::Duplicate
            | CaseKind::CivilStatus
            | CaseKind::TravelDocument
            | CaseKind::AttestationRenewal
            | CaseKind::Other,
        )
        | None => None,
    }
}

const fn decision(state: CaseState) -> Decision {
    match state {
        CaseState::DecidedGrant | CaseState::TitleInProduction | CaseState::TitleReady => Decision::Granted,
        CaseState::DecidedRefusal => Decision::Refused,
        CaseState::Received
        | CaseState::Registered
        | CaseState::CompletenessReview
        | CaseState::AwaitingPieces
        | CaseState::Complete
        | CaseState::UnderInstruction
        | CaseState::AwaitingThirdParty
        | CaseState::HandedOver
        | CaseState::Archived
        | CaseState::TransferPending
        | CaseState::Transferred
        | CaseState::Withdrawn
        | CaseState::ClosureProposed
        | CaseState::Closed
        | CaseState::Merged
        | CaseState::Dismissed => Decision::Pending,
    }
}

fn held(recorded: &DocumentFacts) -> Result<KnownTitle, StoreError> {
    Ok(match (recorded.held.as_deref(), recorded.held_expiry) {
        (Some("nothing"), _) => KnownTitle::Nothing,
        (Some(kind), Some(expiry)) => KnownTitle::Title {
            kind: word("title held", kind, HeldKind::from_word)?,
            expiry,
            article: recorded.held_article.clone(),
        },
        (Some(_) | None, _) => KnownTitle::Unknown,
    })
}

fn said<T>(what: &'static str, stored: Option<&str>, from: fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    stored.map(|stored| word(what, stored, from)).transpose()
}

fn word<T>(what: &'static str, stored: &str, from: fn(&str) -> Option<T>) -> Result<T, StoreError> {
    from(stored).ok_or(StoreError::Malformed(what))
}
