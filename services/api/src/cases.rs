//! Reading cases: a counter those that are not protected, everybody else what they filed (R-08).

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{
        HeaderValue,
        header::{CONTENT_LOCATION, LINK},
    },
    response::{AppendHeaders, IntoResponse, Response},
};
use chrono::{Days, NaiveDate};
use domain::{ApiKey, CaseReference, CaseState, ChannelKind};
use store::{
    Transaction, cases,
    reads::{
        case_list::CaseLine,
        case_pages::{self, Wanted},
        case_view,
    },
};
use web::text::t1;

use crate::{
    Problem,
    auth::Caller,
    cursor,
    problem::expected,
    schema::{Case, CasePage, CaseView, Deadline, KnownPerson, Letter, NextDeadline, Piece},
    state::Api,
};

/// Rows of a page when the program does not say.
const USUAL: u32 = 50;
/// Rows of a page at most.
const MOST: u32 = 200;
/// Days ahead that may be asked for.
const AHEAD: u32 = 3_660;

/// What a program asks of the list.
struct Asked {
    wanted: Wanted,
    cursor: Option<String>,
    limit: u32,
}

/// `GET /api/v1/cases`
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list-cases", tag = "cases",
    params(
        ("state" = Option<String>, Query),
        ("channel" = Option<String>, Query),
        ("urgency" = Option<String>, Query),
        ("due_within" = Option<u32>, Query, maximum = 3660),
        ("text" = Option<String>, Query),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query)),
    responses(
        (status = 200, description = "", body = CasePage, headers(("Link" = Option<String>)))))]
pub(crate) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = asked(&parameters, &caller, api.casework().today())?;
    let order = asked.wanted.order();
    let wrong_cursor = || Problem::parameter("cursor", expected("api-fault-cursor"));
    let after = asked.cursor.map(|cursor| cursor::read(&cursor, order).ok_or_else(wrong_cursor)).transpose()?;
    let page = async {
        let mut tx = api.casework().database.begin(&caller.actor()).await?;
        // One row more than asked for tells whether there is a next page.
        Ok(case_pages::page(&mut tx, &asked.wanted, after, asked.limit + 1).await?)
    };
    let mut lines = api.within(page).await?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let more = lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().filter(|_| more).map(|line| cursor::write(line.key(order)));
    let link = next.as_deref().and_then(|next| next_page(&parameters, next));
    let page = Json(CasePage { cases: lines.into_iter().map(case).collect(), next });
    Ok((link.map(|link| AppendHeaders([(LINK, link)])), page).into_response())
}

/// The address of the next page (RFC 8288): the same filters, from where this one ends.
fn next_page(parameters: &[(String, String)], cursor: &str) -> Option<HeaderValue> {
    let filters = parameters.iter().filter(|(name, _)| name != "cursor");
    let query = filters
        .fold(&mut form_urlencoded::Serializer::new(String::new()), |query, (name, value)| {
            query.append_pair(name, value)
        })
        .append_pair("cursor", cursor)
        .finish();
    HeaderValue::from_str(&format!(r#"</api/v1/cases?{query}>; rel="next""#)).ok()
}

fn asked(parameters: &[(String, String)], key: &ApiKey, today: NaiveDate) -> Result<Asked, Problem> {
    let filed_by = domain::filer(key.channel, &key.account);
    let mut asked = Asked { wanted: Wanted { filed_by, ..Wanted::default() }, cursor: None, limit: USUAL };
    for (name, value) in parameters {
        let wrong = |fault: &str| Problem::parameter(name, expected(fault));
        match name.as_str() {
            "state" => {
                let states = value.split(',').map(|word| CaseState::from_word(word.trim()));
                let states: Option<Vec<CaseState>> = states.collect();
                asked.wanted.states.extend(states.ok_or_else(|| wrong("api-fault-state"))?);
            }
            "channel" => {
                let channel = ChannelKind::from_word(value).ok_or_else(|| wrong("api-fault-channel"))?;
                asked.wanted.channel = Some(channel);
            }
            "urgency" if value == "overdue" => asked.wanted.due_until = today.pred_opt(),
            "urgency" => return Err(wrong("api-fault-urgency")),
            "due_within" => {
                let days = value.parse().ok().filter(|days: &u32| *days <= AHEAD);
                let days = days.ok_or_else(|| Problem::parameter(name, t1("api-fault-days", "days", AHEAD)))?;
                asked.wanted.due_until = today.checked_add_days(Days::new(u64::from(days)));
            }
            "text" => asked.wanted.text = Some(value.replace('\0', "")).filter(|text| !text.trim().is_empty()),
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=MOST).contains(limit));
                asked.limit = limit.ok_or_else(|| Problem::parameter(name, t1("api-fault-limit", "count", MOST)))?;
            }
            "cursor" => asked.cursor = Some(value.clone()).filter(|cursor| !cursor.is_empty()),
            _ => return Err(wrong("api-fault-parameter")),
        }
    }
    Ok(asked)
}

fn case(line: CaseLine) -> Case {
    let person = line.person.map(|person| KnownPerson {
        family_name: person.family_name.map(|name| name.0),
        given_names: person.given_names.map(|name| name.0),
        birth: person.birth.map(birth),
        description: person.description.map(|text| text.0),
    });
    Case {
        reference: line.reference.to_string(),
        state: line.state.word(),
        frozen: line.frozen,
        person,
        kind: line.kind.map(domain::CaseKind::word),
        title: line.title_code,
        ground: line.ground_text,
        channels: line.channels.into_iter().map(ChannelKind::word).collect(),
        received_at: line.received_at,
        received_on: line.received_on,
        evidence_on: line.evidence_on,
        evidence_kind: line.evidence_kind.word(),
        next_deadline: line
            .next
            .map(|(due_on, kind)| NextDeadline { due_on, kind: kind.map(domain::DeadlineKind::word) }),
    }
}

/// As precise as the papers are: `1990-02-14`, `1990-02`, `1990`.
fn birth(birth: domain::BirthDate) -> String {
    match birth {
        domain::BirthDate::Day { date } => date.to_string(),
        domain::BirthDate::Month { year, month } => format!("{year:04}-{month:02}"),
        domain::BirthDate::Year { year } => format!("{year:04}"),
    }
}

/// `GET /api/v1/cases/{reference}`
#[utoipa::path(get, path = "/api/v1/cases/{reference}", operation_id = "read-case", tag = "cases",
    params(("reference" = String, Path)),
    responses(
        (status = 200, description = "", body = CaseView, headers(("Content-Location" = String)))))]
pub(crate) async fn read(
    State(api): State<Api>,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let reference: CaseReference = reference.parse().map_err(|_| Problem::NotFound)?;
    let view = api.within(async {
        let mut tx = api.casework().database.begin(&caller.actor()).await?;
        view(&mut tx, &caller, reference).await
    });
    let view = view.await?;
    // A case that was merged leads to the one that took it in.
    let place = [(CONTENT_LOCATION, format!("/api/v1/cases/{}", view.case.reference))];
    Ok((place, Json(view)).into_response())
}

async fn view(tx: &mut Transaction, key: &ApiKey, reference: CaseReference) -> Result<CaseView, Problem> {
    let id = match cases::by_reference(tx, reference).await? {
        Some(id) => id,
        // Merged into a case that the account may not see: what it filed itself stays in its sight, as merged.
        None => cases::under_its_own_reference(tx, reference).await?.ok_or(Problem::NotFound)?,
    };
    let head = case_view::head(tx, id).await?;
    let deadlines = case_view::deadlines(tx, id).await?;
    let deadlines = deadlines
        .into_iter()
        .map(|line| Deadline { due_on: line.due_on, kind: line.kind.word(), source: line.source })
        .collect();
    let mut view = CaseView {
        case: case(head.line),
        registered_at: head.registered_at,
        deadlines,
        pieces: Vec::new(),
        letters: Vec::new(),
    };
    // What others brought and what the prefecture wrote is for the prefecture's own counters.
    if domain::filer(key.channel, &key.account).is_none() {
        view.pieces = case_view::pieces(tx, id).await?.into_iter().map(piece).collect();
        let letters = case_view::letters(tx, id).await?.into_iter();
        view.letters = letters
            .map(|line| Letter { kind: line.kind.word(), state: line.state.word(), since: line.since })
            .collect();
    }
    Ok(view)
}

fn piece(line: case_view::PieceLine) -> Piece {
    Piece { kind: line.kind.word(), status: line.status, received_on: line.received_on, pages: line.pages.len() }
}
