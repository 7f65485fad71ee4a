//! Signing in and out.

use askama::Template;
use axum::{
    extract::{Form, Query, Request, State},
    http::header::SET_COOKIE,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use domain::{Actor, Personal, UserId};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::{accounts, sessions};

use crate::{
    Frame, Page, Problem, View, Web, dates,
    parts::{ErrorSummary, Field},
    password, session,
    text::{t, t1},
    throttle,
};

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    page: Page,
    back: String,
    ended: bool,
    errors: ErrorSummary,
    login: Field,
    password: Field,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    retour: Option<String>,
    fin: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    identifiant: String,
    #[serde(default)]
    mot_de_passe: Personal<String>,
    #[serde(default)]
    retour: String,
}

/// Why nobody was let in.
enum Refused {
    Empty { login: bool, password: bool },
    Wrong,
    TooMany { until: DateTime<Utc> },
}

pub(crate) async fn form(frame: Frame, Query(asked): Query<Asked>) -> Response {
    let back = own_path(asked.retour.as_deref().unwrap_or(""));
    if frame.staff.is_some() {
        return Redirect::to(&back).into_response();
    }
    page(&frame, "", back, asked.fin.is_some(), None).into_response()
}

pub(crate) async fn sign_in(
    State(web): State<Web>,
    frame: Frame,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let back = own_path(&typed.retour);
    let login = typed.identifiant.clone();
    match admit(&web, typed).await? {
        Ok(user) => {
            let token = session::Token::fresh(&mut rand::rng());
            sessions::open(web.database().pool(), &token.digest(), user, web.now()).await?;
            let cookie = token.cookie(&web).map_err(Problem::internal)?;
            Ok(([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response())
        }
        Err(refused) => Ok(page(&frame, &login, back, false, Some(&refused)).into_response()),
    }
}

pub(crate) async fn sign_out(State(web): State<Web>, request: Request) -> Result<Response, Problem> {
    if let Some(token) = request.extensions().get::<session::Token>() {
        sessions::close(web.database().pool(), &token.digest()).await?;
    }
    let cookie = session::forget(&web).map_err(Problem::internal)?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/connexion")).into_response())
}

async fn admit(web: &Web, typed: Typed) -> Result<Result<UserId, Refused>, Problem> {
    let login = typed.identifiant.trim().to_lowercase();
    let (no_login, no_password) = (login.is_empty(), typed.mot_de_passe.is_empty());
    if no_login || no_password {
        return Ok(Err(Refused::Empty { login: no_login, password: no_password }));
    }
    let digest = Sha256::digest(&login).into();
    let mut tx = web.database().begin(&Actor::Operator("sign-in")).await?;
    sessions::lock_login(&mut tx, &digest).await?;
    let failures = sessions::failures(&mut *tx, &digest, web.now() - throttle::WINDOW).await?;
    if let Some(until) = throttle::closed_until(failures).filter(|until| *until > web.now()) {
        return Ok(Err(Refused::TooMany { until }));
    }
    let attempt = sessions::begin_attempt(&mut *tx, &digest, web.now()).await?;
    tx.commit().await?;

    let account = accounts::by_login(web.database().pool(), &login).await?.filter(|account| account.active);
    let kept = account.as_ref().map(|account| account.password_hash.clone());
    let right = password::check(typed.mot_de_passe, kept).await.map_err(Problem::internal)?;
    match account {
        Some(account) if right => {
            sessions::attempt_succeeded(web.database().pool(), attempt).await?;
            Ok(Ok(account.id))
        }
        _ => Ok(Err(Refused::Wrong)),
    }
}

fn page(frame: &Frame, login: &str, back: String, ended: bool, refused: Option<&Refused>) -> View<SignInPage> {
    let (login_error, password_error, summary) = match refused {
        None => (None, None, None),
        Some(Refused::Empty { login, password }) => {
            (login.then(|| t("sign-in-login-empty")), password.then(|| t("sign-in-password-empty")), None)
        }
        Some(Refused::Wrong) => (None, None, Some(t("sign-in-wrong"))),
        Some(Refused::TooMany { until }) => {
            (None, None, Some(t1("sign-in-too-many", "hour", dates::hour(*until, frame.web.zone()))))
        }
    };
    let login =
        Field::text("identifiant", t("sign-in-login")).value(login).autocomplete("username").first().error(login_error);
    let password = Field::password("mot_de_passe", t("sign-in-password")).error(password_error);
    let mut errors = ErrorSummary::of(&[&login, &password]);
    if let Some(text) = summary {
        errors = errors.with("identifiant", text);
    }
    View(SignInPage { page: Page::new(frame, t("sign-in-title")), back, ended, errors, login, password })
}

/// A path of this site, or the root: a link cannot send the person elsewhere after signing in.
fn own_path(path: &str) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if own && !path.starts_with("/connexion") { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_a_page_of_this_site_only() {
        assert_eq!(own_path("/dossiers?q=diallo"), "/dossiers?q=diallo");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "", "/connexion?retour=/x"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
