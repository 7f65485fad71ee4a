//! The desk of the officers: the list of cases (O1), a case (O2), the catalogue of rules, and the page of failed tasks of the
//! operator.

mod case;
mod catalogue;
mod cover;
mod housekeeping;
mod images;
mod jobs;
mod list;
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
    let casework = context.casework().inspect_err(|error| tracing::error!(%error, "the desk of cases has no site"));
    let casework = casework.ok().map(std::sync::Arc::new);
    declared().with_state(Cases { web: web.clone(), blobs, catalogue, casework })
}

/// The desks in the head of every page, also of processes that do not serve them.
pub const DOORS: &[Door] = &[
    Door { key: 'd', path: "/dossiers", label: "door-cases", mark: None, permission: Permission::ReadCases },
    Door {
        key: 'p',
        path: "/documents-provisoires",
        label: "door-documents",
        mark: None,
        permission: Permission::IssueDocuments,
    },
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
        .post("/dossiers/{case}/documents/faits", Permission::IssueDocuments, case::facts)
        .post("/dossiers/{case}/documents/preparer", Permission::IssueDocuments, case::prepare)
        .post("/dossiers/{case}/documents/{document}/signer", Permission::IssueDocuments, case::sign)
        .post("/dossiers/{case}/documents/{document}/remplacer", Permission::IssueDocuments, case::replace)
        .post("/dossiers/{case}/documents/{document}/retirer", Permission::IssueDocuments, case::withdraw)
        .post("/dossiers/{case}/documents/{document}/remettre", Permission::GiveDocuments, case::give)
        .get("/documents-provisoires", Permission::IssueDocuments, cover::show)
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
            let wanted = match route.path {
                path if path.starts_with("/taches-en-echec") => Permission::OperateJobs,
                path if path.ends_with("/remettre") => Permission::GiveDocuments,
                path if path.contains("/documents") => Permission::IssueDocuments,
                _ => Permission::ReadCases,
            };
            assert_eq!(route.access, web::Access::Needs(wanted), "{}", route.path);
        }
    }
}
