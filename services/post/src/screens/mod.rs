//! The pages of the mailroom: what came in (M1), indexing (M4), departures (M6), anomalies (M7).

mod anomalies;
mod claims;
mod desk;
mod facts;
mod fields;
mod files;
mod indexing;
mod undo;

use desk::Desk;
use domain::{ChannelKind, Permission};
use fields::Fields;
use runtime::Context;
use web::{Door, Routes, Web};

/// The pages of the mailroom.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    declared().with_state(Desk::new(web, context))
}

fn declared() -> Routes<Desk> {
    use Permission::{ReadPost, RegisterPost};
    let door =
        Door { key: 'm', path: "/courrier", label: "door-post", mark: Some(ChannelKind::Post), permission: ReadPost };
    Routes::new()
        .door(door)
        .get("/courrier/compteurs", ReadPost, facts::show)
        .get("/courrier/indexation", RegisterPost, indexing::next)
        .get("/courrier/indexation/file", ReadPost, indexing::list)
        .post("/courrier/indexation/annuler", RegisterPost, undo::of_indexing)
        .get("/courrier/indexation/{envelope}", ReadPost, indexing::show)
        .post("/courrier/indexation/{envelope}", RegisterPost, indexing::submit)
        .post("/courrier/indexation/{envelope}/sans-suite", RegisterPost, indexing::end)
        .post("/courrier/indexation/{envelope}/signaler", ReadPost, indexing::raise)
        .get("/courrier/pages/{batch}/{page}/{size}", ReadPost, files::page)
        .get("/courrier/lots/{batch}/fichier", ReadPost, files::original)
}
