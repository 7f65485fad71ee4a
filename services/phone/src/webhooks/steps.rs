//! The steps of a call, in the order in which they happen.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use casework::{ReceiveError, Recording};
use domain::CallChoice;
use web::t;

use super::{Webhooks, signed::Signed};
use crate::operator::Twiml;

fn answer(document: &Twiml) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], document.xml()).into_response()
}

/// Nothing was done: the operator comes back, or goes to the fallback.
fn unavailable(error: &ReceiveError) -> Response {
    tracing::error!(%error, "a call could not be kept: the operator goes to the fallback");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response()
}

/// `/telephone/appel`: the first ring. The call is kept before anything is said.
pub(super) async fn ring(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    match casework::receive_call(&webhooks.casework.current(), &signed.call()).await {
        Ok(_) => {
            let action = webhooks.url("/telephone/choix");
            let menu = Twiml::new().say(&t("phone-voice-welcome"));
            answer(&menu.gather(&action, Some(1), &t("phone-voice-menu")).redirect(&action))
        }
        Err(error) => unavailable(&error),
    }
}

/// `/telephone/choix`: one digit, or none.
pub(super) async fn choice(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    let wanted = match signed.told().digits() {
        "1" => CallChoice::Request,
        "2" => CallChoice::Existing,
        _ => CallChoice::Message,
    };
    match casework::choose_menu(&webhooks.casework.current(), &signed.call(), wanted).await {
        Ok(CallChoice::Request) => answer(&to_agents(&webhooks, Twiml::new().say(&t("phone-voice-request")))),
        Ok(CallChoice::Existing) => {
            let action = webhooks.url("/telephone/reference");
            answer(&Twiml::new().gather(&action, None, &t("phone-voice-reference")).redirect(&action))
        }
        Ok(CallChoice::Message) => answer(&to_voicemail(&webhooks, Twiml::new())),
        Err(error) => unavailable(&error),
    }
}

/// `/telephone/reference`: the caller hears the same, whether the reference is right or not.
pub(super) async fn reference(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    match casework::give_reference(&webhooks.casework.current(), &signed.call(), signed.told().digits()).await {
        Ok(()) => answer(&to_agents(&webhooks, Twiml::new().say(&t("phone-voice-thanks")))),
        Err(error) => unavailable(&error),
    }
}

/// `/telephone/sans-reponse`: what came of ringing at the agents' line.
pub(super) async fn no_answer(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    if signed.told().get("DialCallStatus") == "completed" {
        return match casework::agent_answered(&webhooks.casework.current(), &signed.call()).await {
            Ok(()) => answer(&Twiml::new().hang_up()),
            Err(error) => unavailable(&error),
        };
    }
    answer(&to_voicemail(&webhooks, Twiml::new().say(&t("phone-voice-busy"))))
}

/// `/telephone/message`: the caller has spoken after the tone.
pub(super) async fn voicemail(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    match keep(&webhooks, &signed).await {
        Ok(()) => answer(&Twiml::new().say(&t("phone-voice-recorded")).hang_up()),
        Err(error) => unavailable(&error),
    }
}

/// `/telephone/enregistrement`: the recording is ready; often told before, or after, the step above.
pub(super) async fn recording(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    match keep(&webhooks, &signed).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => unavailable(&error),
    }
}

async fn keep(webhooks: &Webhooks, signed: &Signed) -> Result<(), ReceiveError> {
    let Some((sid, seconds)) = signed.told().recording() else { return Ok(()) };
    let recording = Recording { sid: sid.to_owned(), seconds };
    casework::record_voicemail(&webhooks.casework.current(), &signed.call(), &recording, &t("phone-reason-voicemail"))
        .await
}

/// `/telephone/etat`: the line was closed. A call that we placed ourselves is no arrival.
pub(super) async fn status(State(webhooks): State<Webhooks>, signed: Signed) -> Response {
    if !signed.told().is_over() {
        return StatusCode::NO_CONTENT.into_response();
    }
    match casework::hang_up(&webhooks.casework.current(), &signed.call(), &t("phone-reason-waited")).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => unavailable(&error),
    }
}

/// `/telephone/secours`: the database does not answer. Needs nothing but the texts.
pub(super) async fn fallback(_: Signed) -> Response {
    answer(&Twiml::new().say(&t("phone-voice-fallback")).hang_up())
}

/// An agent when there is a line of theirs, else the voicemail.
fn to_agents(webhooks: &Webhooks, document: Twiml) -> Twiml {
    match &webhooks.line.agents {
        Some(number) => document.say(&t("phone-voice-wait")).dial(number, &webhooks.url("/telephone/sans-reponse")),
        None => to_voicemail(webhooks, document),
    }
}

fn to_voicemail(webhooks: &Webhooks, document: Twiml) -> Twiml {
    let (action, done) = (webhooks.url("/telephone/message"), webhooks.url("/telephone/enregistrement"));
    document.say(&t("phone-voice-voicemail")).record(&action, &done).say(&t("phone-voice-goodbye")).hang_up()
}
