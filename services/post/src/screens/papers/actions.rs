//! What is done with paper: scanned into a place, listed as an original, sent out.

use axum::extract::State;
use casework::{MoveError, OriginalError, PlaceError};
use domain::{CaseReference, CommunicationId, OriginalId, PaperFate, PlaceKind, SeparatorSheet};
use store::{
    Transaction,
    papers::{self, Paper, Place, Whereto},
    reads::paper_trail::{self, EnvelopeLine, Wanted},
};
use web::{Done, Problem, Staff, t, t1, t2};

use super::{HERE, envelope_name, labels, place_name};
use crate::screens::{Desk, Fields};

/// What the hand scanner read.
enum Scanned {
    Place(Place),
    Envelope(EnvelopeLine),
    Several(String),
    Nothing,
}

/// `POST /courrier/papier/scan`: a place, into which the next scans go; or an envelope, put there or looked for.
pub(crate) async fn scan(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let text = fields.get("scan").to_owned();
    let mut tx = desk.begin(&staff).await?;
    let into = match fields.some("lieu") {
        Some(code) => papers::place_by_code(&mut tx, code).await?,
        None => None,
    };
    let scanned = understood(&mut tx, &text).await?;
    drop(tx);
    match (scanned, into) {
        (Scanned::Place(place), Some(outer)) if fields.has("ranger_lieu") => {
            let moved = desk_move(&desk, &staff, Paper::Place(place.id), &Whereto::Place(outer.id)).await?;
            let text = t2("post-papers-put", "what", place_name(&place), "place", place_name(&outer));
            Ok(said(moved, at(&outer), text))
        }
        (Scanned::Place(place), _) => Ok(Done::to(at(&place))),
        (Scanned::Envelope(line), Some(place)) => {
            let moved = desk_move(&desk, &staff, Paper::Envelope(line.id), &Whereto::Place(place.id)).await?;
            let text = t2("post-papers-put", "what", envelope_name(&line), "place", place_name(&place));
            Ok(said(moved, at(&place), text))
        }
        (Scanned::Envelope(line), None) => Ok(Done::to(format!("{HERE}?pli={}", line.id))),
        (Scanned::Several(query), _) => Ok(Done::to(format!("{HERE}?{query}"))),
        (Scanned::Nothing, into) => {
            let back = into.map_or_else(|| HERE.to_owned(), |place| at(&place));
            Ok(Done::to(back).warning(t1("post-papers-not-known", "text", text)))
        }
    }
}

fn at(place: &Place) -> String {
    format!("{HERE}?lieu={}", place.code)
}

fn said(moved: Result<(), String>, to: String, text: String) -> Done {
    match moved {
        Ok(()) => Done::to(to).saying(text),
        Err(why) => Done::to(to).warning(why),
    }
}

/// Moves; what cannot be done is told in words.
async fn desk_move(desk: &Desk, staff: &Staff, paper: Paper, to: &Whereto) -> Result<Result<(), String>, Problem> {
    match casework::move_paper(desk.casework()?, &staff.actor(), staff.user_id, paper, to).await {
        Ok(()) => Ok(Ok(())),
        Err(MoveError::Gone(fate)) => Ok(Err(t1("post-papers-is-gone", "fate", web::words::paper_fate(fate)))),
        Err(MoveError::NoDetail) => Ok(Err(t("post-papers-detail-needed"))),
        Err(MoveError::InItself) => Ok(Err(t("post-papers-in-itself"))),
        Err(MoveError::NotAlone) => Ok(Err(t("post-papers-not-alone"))),
        Err(MoveError::Store(error)) => Err(error.into()),
    }
}

async fn understood(tx: &mut Transaction, text: &str) -> Result<Scanned, Problem> {
    if let Some(code) = labels::read(text) {
        return Ok(papers::place_by_code(tx, code).await?.map_or(Scanned::Nothing, Scanned::Place));
    }
    if let Ok(reference) = text.parse::<CaseReference>() {
        return Ok(Scanned::Several(format!("dossier={reference}")));
    }
    let communication = text.parse::<CommunicationId>().ok();
    let sheet = text.parse::<SeparatorSheet>().ok().map(|sheet| sheet.serial().to_owned());
    let serial = sheet.unwrap_or_else(|| text.to_uppercase());
    let wanted =
        Wanted { communication, serial: communication.is_none().then_some(serial.as_str()), ..Wanted::default() };
    let mut found = paper_trail::envelopes(tx, &wanted, 2).await?;
    if found.len() > 1 && serial.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(Scanned::Several(format!("serie={serial}")));
    }
    if let Some(line) = found.pop() {
        return Ok(Scanned::Envelope(line));
    }
    Ok(papers::place_by_code(tx, &serial).await?.map_or(Scanned::Nothing, Scanned::Place))
}

/// `POST /courrier/papier/lieux`
pub(crate) async fn make(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let kind = PlaceKind::from_word(fields.get("nature")).ok_or(Problem::BadRequest)?;
    let (code, name) = (fields.get("code"), fields.get("nom"));
    let why = match casework::make_place(desk.casework()?, &staff.actor(), staff.user_id, kind, code, name).await {
        Ok(place) => return Ok(Done::to(at(&place)).saying(t1("post-papers-made", "place", place_name(&place)))),
        Err(PlaceError::Code) => t("post-papers-code-wrong"),
        Err(PlaceError::Taken) => t("post-papers-code-taken"),
        Err(PlaceError::Store(error)) => return Err(error.into()),
    };
    let typed = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("nature", kind.word()), ("code", code), ("nom", name)])
        .finish();
    Ok(Done::to(format!("{HERE}?{typed}#creer")).warning(why))
}

/// `POST /courrier/papier/originaux`
pub(crate) async fn log(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let communication: CommunicationId = fields.id("pli")?;
    let back = Done::to(format!("{HERE}?pli={communication}"));
    let (words, valuable) = (fields.get("quoi"), fields.has("valeur"));
    let logged =
        casework::log_original(desk.casework()?, &staff.actor(), staff.user_id, communication, words, valuable).await;
    match logged {
        Ok(_) if valuable => Ok(back.saying(t("post-papers-original-second"))),
        Ok(_) => Ok(back.saying(t("post-papers-original-listed"))),
        Err(OriginalError::NoWords | OriginalError::NotSecond | OriginalError::Gone) => {
            Ok(back.warning(t("post-papers-original-what")))
        }
        Err(OriginalError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/papier/originaux/retirer`: an original was listed by mistake.
pub(crate) async fn withdraw(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (original, reason): (OriginalId, &str) = (fields.id("original")?, fields.get("motif"));
    match casework::withdraw_original(desk.casework()?, &staff.actor(), staff.user_id, original, reason).await {
        Ok(true) => Ok(Done::to(HERE).saying(t("post-papers-withdrawn"))),
        Ok(false) => Ok(Done::to(HERE).warning(t("post-papers-withdrawal-second"))),
        Err(OriginalError::NoWords) => Ok(Done::to(HERE).warning(t("post-papers-withdraw-reason-needed"))),
        Err(OriginalError::Gone | OriginalError::NotSecond) => Err(Problem::Conflict(t("post-papers-original-gone"))),
        Err(OriginalError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/papier/originaux/confirmer`: a second person says so of what is valuable.
pub(crate) async fn confirm(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let original: OriginalId = fields.id("original")?;
    match casework::confirm_withdrawal(desk.casework()?, &staff.actor(), staff.user_id, original).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-papers-withdrawn"))),
        Err(OriginalError::NotSecond | OriginalError::NoWords | OriginalError::Gone) => {
            Ok(Done::to(HERE).warning(t("post-papers-withdrawal-not-second")))
        }
        Err(OriginalError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/papier/temoin`
pub(crate) async fn witness(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let original: OriginalId = fields.id("original")?;
    match casework::witness_original(desk.casework()?, &staff.actor(), staff.user_id, original).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-papers-witnessed"))),
        Err(OriginalError::NotSecond | OriginalError::NoWords | OriginalError::Gone) => {
            Ok(Done::to(HERE).warning(t("post-papers-not-second")))
        }
        Err(OriginalError::Store(error)) => Err(error.into()),
    }
}

/// The place that was typed or scanned, by its label or its code; what to say when it is none.
async fn place(desk: &Desk, staff: &Staff, fields: &Fields) -> Result<Result<Place, String>, Problem> {
    let typed = fields.get("lieu").to_uppercase();
    let mut tx = desk.begin(staff).await?;
    let found = papers::place_by_code(&mut tx, labels::read(&typed).unwrap_or(&typed)).await?;
    Ok(found.ok_or_else(|| t1("post-papers-not-known", "text", typed)))
}

/// `POST /courrier/papier/garder`: an original is put into a place, by its label or its code.
pub(crate) async fn keep(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let original: OriginalId = fields.id("original")?;
    let place = match place(&desk, &staff, &fields).await? {
        Ok(place) => place,
        Err(unknown) => return Ok(Done::to(HERE).warning(unknown)),
    };
    let moved = desk_move(&desk, &staff, Paper::Original(original), &Whereto::Place(place.id)).await?;
    Ok(said(moved, HERE.to_owned(), t1("post-papers-kept", "place", place_name(&place))))
}

/// `POST /courrier/papier/sortie`: an original or an envelope leaves the house.
pub(crate) async fn send_out(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let fate = PaperFate::from_word(fields.get("suite")).ok_or(Problem::BadRequest)?;
    let (paper, back) = if fields.some("original").is_some() {
        (Paper::Original(fields.id("original")?), HERE.to_owned())
    } else {
        let id: CommunicationId = fields.id("pli")?;
        (Paper::Envelope(id), format!("{HERE}?pli={id}"))
    };
    let to = Whereto::Out(fate, fields.get("detail").to_owned());
    let moved = desk_move(&desk, &staff, paper, &to).await?;
    Ok(said(moved, back, t1("post-papers-out", "fate", web::words::paper_fate(fate))))
}

/// `POST /courrier/papier/ranger`: many envelopes go into one place, by its label or its code.
pub(crate) async fn put_many(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let envelopes: Vec<CommunicationId> = if fields.has("tout") { fields.ids("montre")? } else { fields.ids("pli")? };
    let place = match place(&desk, &staff, &fields).await? {
        Ok(place) => place,
        Err(unknown) => return Ok(Done::to(HERE).warning(unknown)),
    };
    if envelopes.is_empty() {
        return Ok(Done::to(at(&place)).warning(t("post-papers-none-chosen")));
    }
    let mut put = 0_usize;
    for envelope in envelopes {
        match desk_move(&desk, &staff, Paper::Envelope(envelope), &Whereto::Place(place.id)).await? {
            Ok(()) => put += 1,
            Err(why) => return Ok(Done::to(at(&place)).warning(why)),
        }
    }
    Ok(Done::to(at(&place)).saying(t2("post-papers-put-many", "count", put, "place", place_name(&place))))
}
