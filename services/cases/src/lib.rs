//! The desk of the officers: the list of cases (O1), a case (O2), and the page of failed tasks of the operator.

mod case;
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
use store::BlobStore;
use web::{Door, Routes, Web};

pub use housekeeping::run;

/// The pages of the desk.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    pages(web, &context.blobs)
}

/// The pages of the desk over a blob store, without the rest of a running installation.
#[must_use]
pub fn pages(web: &Web, blobs: &BlobStore) -> Routes {
    declared().with_state(Cases { web: web.clone(), blobs: blobs.clone() })
}

/// The desks in the head of every page, also of processes that do not serve them.
pub const DOORS: &[Door] = &[
    Door { key: 'd', path: "/dossiers", label: "door-cases", mark: None, permission: Permission::ReadCases },
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
        .get("/taches-en-echec", Permission::OperateJobs, jobs::show)
        .post("/taches-en-echec/{job}/relancer", Permission::OperateJobs, jobs::run_again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_operator_runs_tasks_again_and_only_readers_of_cases_see_them() {
        for route in declared().entries() {
            let wanted =
                if route.path.starts_with("/dossiers") { Permission::ReadCases } else { Permission::OperateJobs };
            assert_eq!(route.access, web::Access::Needs(wanted), "{}", route.path);
        }
    }
}
