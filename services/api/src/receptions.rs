//! Receiving a request, and following it.

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use casework::{DepositArrival, DepositedFile, Kept, MessageFacts, ReceiveError, deposit_arrival};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    ApiKey, CaseReference, ChannelKind, CommunicationId, Evidence, EvidenceKind, MessageClass, Personal, Received,
};
use store::{
    ContentHash,
    reads::receptions::{self, ReceptionFacts},
    suggestions::NewSuggestion,
};
use tokio::time::timeout;
use web::text::{t, t1};

use crate::{
    Problem,
    auth::Caller,
    body,
    json::{Read, read},
    linking::link,
    online,
    problem::{Fault, Place, expected},
    schema::{File, NewReception, Reception, ReceptionState},
    state::Api,
    suggestions,
};

/// The header that makes a repetition recognisable.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Files of one request.
const MOST_FILES: usize = 200;
/// How far back a program may date what was handed over to it.
const OLDEST: TimeDelta = TimeDelta::days(366);
/// How far its clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// A body understood: everything that does not depend on the moment of its reception.
pub(crate) struct Understood {
    pub(crate) files: Vec<DepositedFile>,
    pub(crate) message: Option<String>,
    pub(crate) suggestions: Vec<NewSuggestion>,
    pub(crate) reference: Option<CaseReference>,
    pub(crate) declared_pages: Option<u32>,
    pub(crate) evidence: Option<Evidence>,
    pub(crate) sender: Option<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) ignored: Vec<String>,
}

/// `POST /api/v1/receptions`
#[utoipa::path(post, path = "/api/v1/receptions", operation_id = "receive", tag = "receptions",
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 200)),
    request_body(content = NewReception, content_type = "application/json"),
    responses(
        (status = 201, description = "", body = Reception, headers(("Location" = String))),
        (status = 200, description = "", body = Reception)))]
pub(crate) async fn receive(
    State(api): State<Api>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?.to_owned();
    is_json(&headers)?;
    let whole = body::whole(&api, &headers, body).await?;
    let now = api.casework().clock.now();
    let (mut understood, named) = if whole.bytes.len() > BESIDE {
        let (api, caller, bytes) = (api.clone(), caller.clone(), whole.bytes.clone());
        let work = tokio::task::spawn_blocking(move || understand(&api, &caller, &bytes, now));
        work.await.map_err(|error| Problem::defect(&error))??
    } else {
        understand(&api, &caller, &whole.bytes, now)?
    };
    if let Some(named) = named {
        link(&api, &caller, named, &mut understood).await?;
    }
    keep(&api, &caller, key, understood, Some(whole.bytes.clone()), now).await
}

/// Bodies larger than this are understood beside the loop that serves everybody.
pub(crate) const BESIDE: usize = 256 << 10;

/// What a body says, and the case it names.
fn understand(
    api: &Api,
    key: &ApiKey,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(Understood, Option<CaseReference>), Problem> {
    let Read { value: said, ignored } = read::<NewReception<'_>>(body)?;
    let mut suggestions = suggestions::of(&said, now)?;
    let mut notes = Vec::new();
    let evidence = evidence(api, key, said.received_at.as_deref(), now, &mut notes)?;
    let reference = reference(said.reference.as_deref())?;
    if let Some(title) = said.request.as_ref().and_then(|request| request.title.as_ref())
        && !api.casework().site.catalogue.titles().iter().any(|known| known.code == title.trim())
    {
        suggestions.retain(|suggestion| suggestion.field != "title");
        notes.push(t1("api-note-title", "title", title.chars().take(20).collect::<String>()));
    }
    let person = said.person.as_ref();
    let name = person.map(|p| [p.given_names.as_deref(), p.family_name.as_deref()].into_iter().flatten().collect());
    let name = name.map(|words: Vec<&str>| suggestions::clean(&words.join(" "))).filter(|name| !name.is_empty());
    let understood = Understood {
        files: files(&said.files)?,
        message: said.message.as_deref().map(message).filter(|text| !text.is_empty()),
        suggestions,
        reference: None,
        declared_pages: said.declared_pages,
        evidence,
        sender: name,
        notes,
        ignored,
    };
    Ok((understood, reference))
}

/// Words for a clerk: as they came, but for what cannot be shown.
pub(crate) fn message(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The key that makes a repetition recognisable: bare, or between quotation marks (draft-ietf-httpapi-idempotency-key-header,
/// a string of RFC 9651), which are no part of it.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (Some(key), None) = (given.next(), given.next()) else { return Err(Problem::IdempotencyKey) };
    let key = key.to_str().ok().map(str::trim);
    key.map(|key| key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key))
        .filter(|key| (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()))
        .ok_or(Problem::IdempotencyKey)
}

/// The media type of a body, without its parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    if media_type(headers).eq_ignore_ascii_case("application/json") { Ok(()) } else { Err(Problem::MediaType) }
}

/// A reference is read whole, with its check digits, or told to be wrong.
fn reference(text: Option<&str>) -> Result<Option<CaseReference>, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Problem::field("/reference", expected("api-fault-reference")))
}

/// The bytes of the files.
pub(crate) fn files(files: &[File<'_>]) -> Result<Vec<DepositedFile>, Problem> {
    if files.len() > MOST_FILES {
        return Err(Problem::field("/files", t1("api-fault-files", "count", MOST_FILES)));
    }
    let mut faults = Vec::new();
    let mut kept = Vec::with_capacity(files.len());
    for (index, file) in files.iter().enumerate() {
        match decoded(&file.content) {
            Some(content) => kept.push(DepositedFile { name: name(&file.name, index), content }),
            None => faults.push(Fault {
                place: Place::Pointer(format!("/files/{index}/content")),
                detail: expected("api-fault-base64"),
            }),
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(Problem::Invalid(faults)) }
}

/// Base64 (RFC 4648), with or without the line ends that some libraries put in.
fn decoded(content: &str) -> Option<Bytes> {
    if let Ok(bytes) = STANDARD.decode(content) {
        return Some(bytes.into());
    }
    let joined: String = content.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    (joined.len() < content.len()).then(|| STANDARD.decode(joined).ok().map(Into::into)).flatten()
}

/// The name of a file, short and without control characters.
pub(crate) fn name(name: &str, index: usize) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim().is_empty() { t1("api-file-unnamed", "number", index + 1) } else { name.trim().to_owned() }
}

/// What proves when the person acted (section 4.2): the day of the hand-over counts when an agreement says so.
fn evidence(
    api: &Api,
    key: &ApiKey,
    stated: Option<&str>,
    now: DateTime<Utc>,
    notes: &mut Vec<String>,
) -> Result<Option<Evidence>, Problem> {
    let stated =
        stated.map(str::trim).filter(|text| !text.is_empty()).map(|text| stated_day(api, text, now)).transpose()?;
    if stated.is_some() && !key.states_dates {
        notes.push(t("api-note-date"));
    }
    let agreed = stated.filter(|_| key.states_dates);
    let today = api.casework().site.local_date(now);
    let (kind, date, proof) = match key.channel {
        ChannelKind::Counter => (EvidenceKind::CounterReceipt, agreed.unwrap_or(today), "api-proof-counter"),
        ChannelKind::Online => (EvidenceKind::OnlineAttestation, agreed.unwrap_or(today), "api-proof-online"),
        ChannelKind::Structure => match agreed {
            Some(date) => (EvidenceKind::HandedOver, date, "api-proof-structure"),
            None => return Ok(None),
        },
        ChannelKind::Post | ChannelKind::Email | ChannelKind::Phone => return Ok(None),
    };
    Ok(Some(Evidence { date, kind, proof: Personal(t1(proof, "name", &key.name)) }))
}

/// The local day of a moment (RFC 3339), or a day; never in the future, never absurdly old.
fn stated_day(api: &Api, text: &str, now: DateTime<Utc>) -> Result<NaiveDate, Problem> {
    let wrong = |key: &str| Problem::field("/received_at", expected(key));
    let site = &api.casework().site;
    let today = site.local_date(now);
    let day = match (DateTime::parse_from_rfc3339(text), text.parse::<NaiveDate>()) {
        (Ok(at), _) if at.to_utc() > now + AHEAD => return Err(wrong("api-fault-future")),
        (Ok(at), _) => site.local_date(at.to_utc()).min(today),
        (Err(_), Ok(day)) => day,
        (Err(_), Err(_)) => return Err(wrong("api-fault-date")),
    };
    match day {
        day if day > today => Err(wrong("api-fault-future")),
        day if today - day > OLDEST => Err(wrong("api-fault-old")),
        day => Ok(day),
    }
}

/// Hands an arrival to the neck and answers once it is durable.
pub(crate) async fn keep(
    api: &Api,
    caller: &Caller,
    key: String,
    understood: Understood,
    body: Option<Bytes>,
    now: DateTime<Utc>,
) -> Result<Response, Problem> {
    let deposit = DepositArrival {
        channel: caller.channel,
        account: caller.account.clone(),
        key,
        name: caller.name.clone(),
        files: understood.files,
        declared_pages: understood.declared_pages,
        reference: understood.reference,
        received_at: now,
        evidence: understood.evidence,
        suggestions: understood.suggestions,
        body,
    };
    let number = online::number(caller, &deposit.suggestions);
    let mut arrival = deposit_arrival(api.casework(), deposit).await?;
    if let Some(delivery) = arrival.delivery.as_mut() {
        delivery.message = understood.message.map(|body| words(understood.sender, body));
    }
    let content = arrival.content.as_ref().map(|content| content.hash);
    let intake = api.intake(caller.channel).ok_or(Problem::Internal)?;
    // Not told in time is not refused: it may become durable yet, and the same key tells.
    let kept = timeout(api.limits().answer, intake.keep(arrival)).await.map_err(|_| Problem::Undecided)?;
    let kept = kept.map_err(|_| Problem::Undecided)?.map_err(undecided)?;
    if let (Some(number), Received::Opened { case, .. } | Received::Attached { case, .. }) = (number, &kept.received) {
        online::note(api, caller, *case, &number).await;
    }
    answer(api, caller, kept, content, (understood.notes, understood.ignored)).await
}

/// A commit that failed on the way may have arrived all the same.
fn undecided(error: ReceiveError) -> Problem {
    kept_all_the_same(error.into())
}

/// From here on it would be wrong to say that nothing was kept.
fn kept_all_the_same(problem: Problem) -> Problem {
    match problem {
        Problem::Unavailable => Problem::Undecided,
        problem => problem,
    }
}

fn words(from_name: Option<String>, body: String) -> MessageFacts {
    MessageFacts {
        class: MessageClass::Normal,
        message_id: None,
        in_reply_to: None,
        sent_at: None,
        from_name,
        from_address: None,
        answer_to: None,
        subject: None,
        reply_body: String::new(),
        body,
        attachments: 0,
        authentication: None,
    }
}

async fn answer(
    api: &Api,
    caller: &Caller,
    kept: Kept,
    content: Option<ContentHash>,
    (notes, ignored): (Vec<String>, Vec<String>),
) -> Result<Response, Problem> {
    let id = kept.received.communication();
    let again = matches!(kept.received, Received::Again { .. });
    if again && kept.facts.content != content {
        return Err(Problem::IdempotencyConflict);
    }
    let attached = matches!(kept.received, Received::Attached { .. });
    let facts = if again || attached {
        as_seen(api, caller, id, kept.facts).await.map_err(kept_all_the_same)?
    } else {
        kept.facts
    };
    let reception = told(id, &facts, again, notes, ignored);
    let location = [(LOCATION, format!("/api/v1/receptions/{id}"))];
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, location, Json(reception)).into_response())
}

/// What the program may see of what it handed in before, or to a case that others filed too; the dates stay its own.
async fn as_seen(
    api: &Api,
    caller: &Caller,
    id: CommunicationId,
    facts: ReceptionFacts,
) -> Result<ReceptionFacts, Problem> {
    match own(api, caller, id).await {
        Ok(own) => Ok(own.facts),
        Err(Problem::NotFound) => Ok(ReceptionFacts { case: None, ..facts }),
        Err(problem) => Err(problem),
    }
}

fn told(
    id: CommunicationId,
    facts: &ReceptionFacts,
    again: bool,
    notes: Vec<String>,
    ignored: Vec<String>,
) -> Reception {
    Reception {
        id: id.to_string(),
        case: facts.case.map(|reference| reference.to_string()),
        received_on: facts.received_on,
        evidence_on: facts.evidence_on,
        again,
        notes,
        ignored,
    }
}

/// `GET /api/v1/receptions/{id}`
#[utoipa::path(get, path = "/api/v1/receptions/{id}", operation_id = "follow", tag = "receptions",
    params(("id" = String, Path)),
    responses(
        (status = 200, description = "", body = ReceptionState)))]
pub(crate) async fn follow(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ReceptionState>, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let found = own(&api, &caller, id).await?;
    Ok(Json(ReceptionState {
        id: id.to_string(),
        state: found.state.word(),
        case: found.facts.case.map(|reference| reference.to_string()),
        received_at: found.received_at,
        received_on: found.facts.received_on,
        evidence_on: found.facts.evidence_on,
        files: found.files,
        unreadable: found.unreadable,
    }))
}

async fn own(api: &Api, caller: &Caller, id: CommunicationId) -> Result<receptions::OwnReception, Problem> {
    api.within(async {
        let mut tx = api.casework().database.begin(&caller.actor()).await?;
        receptions::own(&mut tx, &caller.account, id).await?.ok_or(Problem::NotFound)
    })
    .await
}
