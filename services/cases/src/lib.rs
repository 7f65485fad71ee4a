//! The desk of the officers: the list of cases (O1), a case (O2), the catalogue of rules, and the page of failed tasks of the
//! operator.

mod case;
mod catalogue;
mod housekeeping;
mod images;
mod jobs;
mod list;
mod names;
mod piece;
mod request_pieces;
mod state;

use domain::Permission;
use runtime::Context;
use state::Cases;
use web::{Door, Routes, Web};

pub use housekeeping::run;

/// The pages of the desk.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    let (blobs, catalogue) = (context.blobs.clone(), context.catalogue.clone());
    let casework = context.casework().inspect_err(|error| tracing::error!(%error, "the desk of cases has no site"));
    let casework = casework.ok().map(std::sync::Arc::new);
    declared().with_state(Cases { web: web.clone(), blobs, catalogue, casework })
}

/// The desks in the head of every page, also of processes that do not serve them.
pub const DOORS: &[Door] = &[
    Door { key: 'd', path: "/dossiers", label: "door-cases", mark: None, permission: Permission::ReadCases },
    Door { key: 'r', path: "/regles", label: "door-rules", mark: None, permission: Permission::ReadCases },
    Door { key: 'e', path: "/taches-en-echec", label: "door-jobs", mark: None, permission: Permission::OperateJobs },
];

fn declared() -> Routes<Cases> {
    Routes::new()
        .doors(DOORS)
        .get("/dossiers", Permission::ReadCases, list::show)
        .get("/dossiers/{case}", Permission::ReadCases, case::show)
        .get("/dossiers/{case}/demande-de-pieces", Permission::RequestPieces, request_pieces::show)
        .post("/dossiers/{case}/demande-de-pieces", Permission::RequestPieces, request_pieces::submit)
        .get("/dossiers/{case}/pieces/{piece}", Permission::ReadCases, piece::show)
        .get("/dossiers/{case}/images/{page}/{size}", Permission::ReadCases, images::page)
        .get("/dossiers/{case}/lettres/{letter}", Permission::ReadCases, images::letter)
        .get("/regles", Permission::ReadCases, catalogue::index)
        .get("/regles/changements", Permission::ReadCases, catalogue::changes)
        .get("/regles/{kind}/{key}", Permission::ReadCases, catalogue::row)
        .get("/taches-en-echec", Permission::OperateJobs, jobs::show)
        .post("/taches-en-echec/{job}/relancer", Permission::OperateJobs, jobs::run_again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_operator_runs_tasks_again_and_only_readers_of_cases_see_them_and_the_rules() {
        for route in declared().entries() {
            let of_tasks = route.path.starts_with("/taches-en-echec");
            let wanted = match route.path {
                _ if of_tasks => Permission::OperateJobs,
                "/dossiers/{case}/demande-de-pieces" => Permission::RequestPieces,
                _ => Permission::ReadCases,
            };
            assert_eq!(route.access, web::Access::Needs(wanted), "{}", route.path);
        }
    }
}
