//! The desk of the officers: the list of cases (O1), a case (O2), the catalogue of rules, recomputations, and the page of failed tasks of
//! the operator.

mod case;
mod catalogue;
mod cover;
mod housekeeping;
mod images;
mod jobs;
mod list;
mod local_rows;
mod names;
mod piece;
mod priority;
mod recomputing;
mod request_pieces;
mod searchable;
mod state;
mod urgency;

use domain::Permission;
use runtime::Context;
use state::Cases;
use web::{Door, Routes, Web};

pub use housekeeping::run;

/// The pages of the desk.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    declared().with_state(Cases::new(web, context))
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
    Door { key: 'c', path: "/recalculs", label: "door-recomputing", mark: None, permission: Permission::Recompute },
    Door { key: 'e', path: "/taches-en-echec", label: "door-jobs", mark: None, permission: Permission::OperateJobs },
];

fn declared() -> Routes<Cases> {
    Routes::new()
        .doors(DOORS)
        .get("/dossiers", Permission::ReadCases, list::show)
        .get("/dossiers/rangs-decides", Permission::DecideBand, priority::list)
        .get("/dossiers/{case}", Permission::ReadCases, case::show)
        .get("/dossiers/{case}/urgence", Permission::DeclareUrgency, priority::show)
        .post("/dossiers/{case}/urgence", Permission::DeclareUrgency, priority::declare)
        .post("/dossiers/{case}/urgence/{signal}/preuve", Permission::DeclareUrgency, priority::prove)
        .post("/dossiers/{case}/urgence/{signal}/retirer", Permission::DeclareUrgency, priority::withdraw)
        .post("/dossiers/{case}/constats", Permission::DeclareUrgency, priority::report)
        .post("/dossiers/{case}/en-ligne", Permission::DeclareUrgency, case::note_online)
        .post("/dossiers/{case}/en-ligne/retirer", Permission::DeclareUrgency, case::withdraw_online)
        .post("/dossiers/{case}/fondement", Permission::DeclareUrgency, case::note_basis)
        .post("/dossiers/{case}/rang", Permission::DecideBand, priority::decide)
        .post("/dossiers/{case}/rang/lever", Permission::DecideBand, priority::take_back)
        .get("/dossiers/{case}/demande-de-pieces", Permission::RequestPieces, request_pieces::show)
        .post("/dossiers/{case}/demande-de-pieces", Permission::RequestPieces, request_pieces::submit)
        .get("/dossiers/{case}/pieces/{piece}", Permission::ReadCases, piece::show)
        .get("/dossiers/{case}/pieces/{piece}/pdf", Permission::ReadCases, searchable::show)
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
        .get("/recalculs", Permission::Recompute, recomputing::show)
        .post("/recalculs", Permission::Recompute, recomputing::ask)
        .post("/recalculs/propositions/{case}", Permission::Recompute, recomputing::decide)
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
    fn only_the_operator_runs_tasks_again_and_only_those_who_may_change_dates_documents_and_rules() {
        for route in declared().entries() {
            let wanted = match route.path {
                path if path.starts_with("/recalculs") => Permission::Recompute,
                path if path.starts_with("/taches-en-echec") => Permission::OperateJobs,
                path if path.starts_with("/regles/") && (route.method == "POST" || path.contains("modifier")) => {
                    Permission::KeepRules
                }
                path if path.ends_with("/remettre") => Permission::GiveDocuments,
                path if path.contains("/documents") => Permission::IssueDocuments,
                "/dossiers/{case}/demande-de-pieces" => Permission::RequestPieces,
                path if ["/urgence", "/constats", "/en-ligne", "/fondement"].iter().any(|part| path.contains(part)) => {
                    Permission::DeclareUrgency
                }
                path if path.contains("/rang") => Permission::DecideBand,
                _ => Permission::ReadCases,
            };
            assert_eq!(route.access, web::Access::Needs(wanted), "{}", route.path);
        }
    }
}
