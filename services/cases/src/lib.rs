//! The desk of the officers: the list of cases (O1), a case (O2), the catalogue of rules, and the page of failed tasks of the
//! operator.

mod case;
mod catalogue;
mod housekeeping;
mod images;
mod jobs;
mod list;
mod local_rows;
mod names;
mod piece;
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
    let casework = context.casework().inspect_err(|error| tracing::error!(%error, "the officers' desk has no site"));
    declared().with_state(Cases::new(web.clone(), blobs, catalogue, casework.ok()))
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
        .get("/dossiers/{case}/pieces/{piece}", Permission::ReadCases, piece::show)
        .get("/dossiers/{case}/images/{page}/{size}", Permission::ReadCases, images::page)
        .get("/dossiers/{case}/lettres/{letter}", Permission::ReadCases, images::letter)
        .get("/regles", Permission::ReadCases, catalogue::index)
        .get("/regles/changements", Permission::ReadCases, catalogue::changes)
        .get("/regles/{kind}/{key}", Permission::ReadCases, catalogue::row)
        .get("/regles/propositions", Permission::ReadCases, local_rows::list)
        .get("/regles/propositions/{proposal}", Permission::ReadCases, local_rows::show)
        .post("/regles/propositions/{proposal}", Permission::KeepRules, local_rows::decide)
        .get("/regles/modifier/{kind}/{key}", Permission::KeepRules, local_rows::form)
        .post("/regles/modifier/{kind}/{key}", Permission::KeepRules, local_rows::propose)
        .post("/regles/signer/{kind}/{key}", Permission::KeepRules, local_rows::sign)
        .get("/taches-en-echec", Permission::OperateJobs, jobs::show)
        .post("/taches-en-echec/{job}/relancer", Permission::OperateJobs, jobs::run_again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_operator_runs_tasks_again_and_only_keepers_of_rules_change_them() {
        for route in declared().entries() {
            let of_tasks = route.path.starts_with("/taches-en-echec");
            let keeps =
                route.path.starts_with("/regles/") && (route.method == "POST" || route.path.contains("modifier"));
            let wanted = match (of_tasks, keeps) {
                (true, _) => Permission::OperateJobs,
                (false, true) => Permission::KeepRules,
                (false, false) => Permission::ReadCases,
            };
            assert_eq!(route.access, web::Access::Needs(wanted), "{}", route.path);
        }
    }
}
