//! The operator's lists of calls and recordings, page by page.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    http::Uri,
};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Shared,
    state::{CallRecord, RecordingRecord, seconds},
};

/// Lines on a page, unless fewer are asked for: few, so that whoever reads a list reads more than one page.
const PAGE: usize = 50;

/// What is asked for.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(rename = "To")]
    to: Option<String>,
    #[serde(rename = "StartTime>", alias = "DateCreated>")]
    since: Option<NaiveDate>,
    #[serde(rename = "PageSize")]
    page_size: Option<usize>,
    #[serde(rename = "Page", default)]
    page: usize,
}

/// A call, as the operator shows it.
pub(super) fn call(account: &str, sid: &str, call: &CallRecord) -> Value {
    json!({
        "sid": sid,
        "account_sid": account,
        "from": call.from,
        "to": call.to,
        "status": call.status.word(),
        "direction": call.direction(),
        "start_time": call.started_at.to_rfc2822(),
        "end_time": call.ended_at.map(|at| at.to_rfc2822()),
    })
}

/// The calls, the latest first.
pub(super) async fn calls(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>, uri: Uri) -> Json<Value> {
    let state = shared.state();
    let to = |number: &str| wanted.to.as_deref().is_none_or(|to| to == number);
    let since = |date| wanted.since.is_none_or(|since| date >= since);
    let mut found: Vec<_> =
        state.calls.iter().filter(|(_, call)| to(&call.to) && since(call.started_at.date_naive())).collect();
    found.sort_by_key(|(_, call)| std::cmp::Reverse(call.started_at));
    let lines = found.into_iter().map(|(sid, record)| call(&shared.config.account_sid, sid, record)).collect();
    page("calls", lines, &wanted, &uri)
}

/// The recordings, the latest first.
pub(super) async fn recordings(
    State(shared): State<Arc<Shared>>,
    Query(wanted): Query<Wanted>,
    uri: Uri,
) -> Json<Value> {
    let state = shared.state();
    let since = |date| wanted.since.is_none_or(|since| date >= since);
    let mut found: Vec<_> =
        state.recordings.iter().filter(|(_, recording)| since(recording.made_at.date_naive())).collect();
    found.sort_by_key(|(_, recording)| std::cmp::Reverse(recording.made_at));
    let line = |(sid, recording): (&String, &RecordingRecord)| {
        json!({
            "sid": sid,
            "account_sid": shared.config.account_sid,
            "call_sid": recording.call,
            "duration": seconds(&recording.sound),
            "date_created": recording.made_at.to_rfc2822(),
            "status": "completed",
        })
    };
    page("recordings", found.into_iter().map(line).collect(), &wanted, &uri)
}

fn page(name: &str, lines: Vec<Value>, wanted: &Wanted, uri: &Uri) -> Json<Value> {
    let size = wanted.page_size.unwrap_or(PAGE).clamp(1, PAGE);
    let more = lines.len() > (wanted.page + 1) * size;
    let shown: Vec<Value> = lines.into_iter().skip(wanted.page * size).take(size).collect();
    let rest = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.starts_with("Page="));
    let query = rest.map(str::to_owned).chain([format!("Page={}", wanted.page + 1)]).collect::<Vec<_>>().join("&");
    let next = more.then(|| format!("{}?{query}", uri.path()));
    Json(json!({ name: shown, "page": wanted.page, "page_size": size, "next_page_uri": next }))
}
