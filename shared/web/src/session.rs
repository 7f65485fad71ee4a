//! The session of a request: its cookie, its frame, the message of the next page.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, COOKIE, InvalidHeaderValue},
    },
    middleware::Next,
    response::Response,
};
use domain::Personal;
use rand::RngCore;
use sha2::{Digest, Sha256};
use store::{StoreError, sessions};

use crate::{Door, Flash, Frame, Problem, Staff, Web, hex::hex, problem_page};

/// What only the browser holds. The database has its digest.
#[derive(Clone)]
pub(crate) struct Token(Personal<String>);

impl Token {
    /// A token of 256 random bits.
    pub(crate) fn fresh(random: &mut impl RngCore) -> Self {
        let mut bytes = [0_u8; 32];
        random.fill_bytes(&mut bytes);
        Self(Personal(hex(&bytes)))
    }

    pub(crate) fn digest(&self) -> sessions::Digest {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The token that the forms of this session carry: derived, so that it needs no storage.
    pub(crate) fn csrf(&self) -> String {
        hex(&Sha256::digest(format!("form:{}", *self.0)))
    }

    /// The cookie that hands the token to the browser for as long as it stays open.
    pub(crate) fn cookie(&self, web: &Web) -> Result<HeaderValue, InvalidHeaderValue> {
        cookie(web, &self.0, "")
    }

    fn of_request(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let wanted = cookie_name(web);
        let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == wanted).map(|(_, value)| Self(Personal(value.to_owned())))
    }
}

/// The cookie that makes the browser forget its token.
pub(crate) fn forget(web: &Web) -> Result<HeaderValue, InvalidHeaderValue> {
    cookie(web, "", "; Max-Age=0")
}

fn cookie_name(web: &Web) -> &'static str {
    if web.settings().secure_cookies { "__Host-passerelle" } else { "passerelle" }
}

fn cookie(web: &Web, value: &str, more: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if web.settings().secure_cookies { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", cookie_name(web)).parse()
}

/// What the session layer needs: what pages share, and the desks of their head.
#[derive(Clone)]
pub(crate) struct SessionLayer {
    pub(crate) web: Web,
    pub(crate) doors: Arc<[Door]>,
}

/// Finds who is signed in, hands the frame to the page, and keeps the message of the next one.
pub(crate) async fn layer(State(layer): State<SessionLayer>, mut request: Request, next: Next) -> Response {
    let SessionLayer { web, doors } = layer;
    let here = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let mut frame = Frame { web, staff: None, flash: None, here, doors };
    let token = Token::of_request(&frame.web, request.headers());
    let asked = problem_page::Asked::of(&request);
    if let Some(token) = &token
        && let Err(error) = recognise(&mut frame, token).await
    {
        return problem_page::answer(&frame, &asked, &Problem::from(error));
    }
    request.extensions_mut().insert(frame.clone());
    if let Some(token) = &token {
        request.extensions_mut().insert(token.clone());
    }
    let response = problem_page::around(&frame, &asked, next.run(request).await);
    let message = NextMessage::after(&frame, &asked, &response);
    if let Some(token) = &token
        && let Err(error) = message.keep(&frame.web, token).await
    {
        tracing::warn!(%error, "the message of the next page was not kept");
    }
    response
}

async fn recognise(frame: &mut Frame, token: &Token) -> Result<(), StoreError> {
    let web = &frame.web;
    let found = sessions::find(web.database().pool(), &token.digest(), web.settings().lifetime, web.now()).await?;
    if let Some(session) = found {
        frame.flash = session.flash.and_then(|flash| serde_json::from_value::<Flash>(flash.0).ok());
        frame.staff =
            Some(Staff { user_id: session.user_id, name: session.name, roles: session.roles, csrf: token.csrf() });
    }
    Ok(())
}

/// What becomes of the message of the next page.
enum NextMessage {
    /// As it was.
    Same,
    /// It was just shown on a whole page.
    Shown,
    /// An action left one.
    New(Flash),
}

impl NextMessage {
    fn after(frame: &Frame, asked: &problem_page::Asked, response: &Response) -> Self {
        if let Some(flash) = response.extensions().get::<Flash>() {
            return Self::New(flash.clone());
        }
        let whole = response.status() == StatusCode::OK && is_html(response) && !asked.partial;
        if frame.flash.is_some() && whole { Self::Shown } else { Self::Same }
    }

    async fn keep(self, web: &Web, token: &Token) -> Result<(), StoreError> {
        let value = match self {
            Self::Same => return Ok(()),
            Self::Shown => None,
            Self::New(flash) => Some(serde_json::to_value(flash).map_err(|_| StoreError::Malformed("message"))?),
        };
        sessions::set_flash(web.database().pool(), &token.digest(), value.as_ref()).await
    }
}

fn is_html(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
