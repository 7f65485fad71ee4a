//! The pages of the mailroom: opening and what came in (M1), scanning (M3), indexing (M4), second check (M5), departures (M6), anomalies (M7), returns
//! (M8), the evening's balance (M9), paper, search.

mod anomalies;
mod balance;
mod claims;
mod days;
mod departures;
mod desk;
mod facts;
mod files;
mod indexing;
mod leaves;
mod lists;
mod nameless;
mod opening;
#[cfg(test)]
mod page_line;
mod papers;
mod quarantine;
mod reception;
mod repeats;
mod reports;
mod returns;
mod scanning;
mod search;
mod searchable;
mod separators;
mod transfers;
mod undo;
mod verification;

use desk::Desk;
use domain::{ChannelKind, Permission};
use runtime::Context;
use web::{Door, Fields, Routes, Web};

/// The pages of the mailroom.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    declared().with_state(Desk::new(web, context))
}

/// The desk in the head of every page, also of processes that do not serve it.
pub const DOORS: &[Door] = &[Door {
    key: 'm',
    path: "/courrier",
    label: "door-post",
    mark: Some(ChannelKind::Post),
    permission: Permission::ReadPost,
}];

fn declared() -> Routes<Desk> {
    of_reception(Routes::new().doors(DOORS))
        .merge(of_scanning())
        .merge(of_opening())
        .merge(of_indexing())
        .merge(of_verification())
        .merge(of_departures())
        .merge(of_returns())
        .merge(of_repeats())
        .merge(of_papers())
        .merge(of_anomalies())
        .merge(of_transfers())
}

fn of_reception(routes: Routes<Desk>) -> Routes<Desk> {
    use Permission::{FindPost, ReadPost};
    routes
        .get("/courrier", ReadPost, reception::show)
        .get("/courrier/compteurs", ReadPost, facts::show)
        .get("/courrier/recherche", FindPost, search::show)
        .get("/courrier/recherche/{envelope}", ReadPost, search::show_found)
        .get("/courrier/separateurs", ReadPost, separators::show)
        .post("/courrier/separateurs", ReadPost, separators::print)
        .get("/courrier/pages/{batch}/{page}/{size}", ReadPost, files::page)
        .get("/courrier/plis/{envelope}/pdf", ReadPost, searchable::show)
        .get("/courrier/lots/{batch}/fichier", ReadPost, files::original)
        .get("/courrier/lots/{batch}/fichiers/{position}", ReadPost, files::part)
        .post("/courrier/lots/{batch}/fichiers/{position}/liberer", Permission::HandleExceptions, quarantine::release)
        .post("/courrier/lots/{batch}/fichiers/{position}/retenir", Permission::HandleExceptions, quarantine::hold)
}

fn of_scanning() -> Routes<Desk> {
    use Permission::{OpenPost, ReadPost};
    Routes::new()
        .get("/courrier/sans-nom", ReadPost, nameless::show)
        .post("/courrier/sans-nom", Permission::RegisterPost, nameless::name)
        .post("/courrier/sans-nom/annuler", Permission::RegisterPost, undo::of_nameless)
        .get("/courrier/numerisation", ReadPost, scanning::show)
        .get("/courrier/numerisation/fiches", ReadPost, scanning::show_slips)
        .post("/courrier/numerisation/annuler", OpenPost, undo::of_scanning)
        .post("/courrier/numerisation/demander", OpenPost, scanning::ask)
        .post("/courrier/numerisation/retirer", OpenPost, scanning::withdraw)
        .post("/courrier/numerisation/placer", OpenPost, scanning::place)
        .post("/courrier/numerisation/reprendre", OpenPost, scanning::take_back)
        .get("/courrier/lots/{batch}", ReadPost, scanning::show_batch)
        .get("/courrier/lots/{batch}/feuille", ReadPost, scanning::rest_sheet)
        .get("/courrier/lots/{batch}/feuille-versos", ReadPost, scanning::backs_sheet)
        .post("/courrier/lots/{batch}/couper", OpenPost, scanning::cut)
        .post("/courrier/lots/{batch}/joindre", OpenPost, scanning::join)
        .post("/courrier/lots/{batch}/ecarter", OpenPost, scanning::dismiss)
        .post("/courrier/lots/{batch}/reproposer", OpenPost, scanning::back_to_question)
        .post("/courrier/lots/{batch}/annuler", OpenPost, scanning::undo_cut)
        .post("/courrier/lots/{batch}/suite", OpenPost, scanning::continue_batch)
        .post("/courrier/lots/{batch}/detacher", OpenPost, scanning::part)
        .post("/courrier/lots/{batch}/recto-verso", OpenPost, scanning::collate)
        .post("/courrier/lots/{batch}/separer", OpenPost, scanning::part_sheets)
        .post("/courrier/lots/{batch}/double", OpenPost, scanning::settle_double)
}

fn of_opening() -> Routes<Desk> {
    use Permission::OpenPost;
    Routes::new()
        .get("/courrier/ouverture", OpenPost, opening::show)
        .post("/courrier/ouverture/numero", OpenPost, opening::scan)
        .post("/courrier/ouverture/retirer", OpenPost, opening::take_back)
        .post("/courrier/ouverture/comptes", OpenPost, opening::count)
        .post("/courrier/ouverture/boite", OpenPost, opening::empty_box)
        .post("/courrier/ouverture/remise", OpenPost, opening::hand_over)
        .post("/courrier/ouverture/fermes", OpenPost, opening::seal)
        .post("/courrier/ouverture/transmettre", OpenPost, opening::forward)
        .post("/courrier/ouverture/annuler", OpenPost, undo::of_opening)
        .get("/courrier/ouverture/bordereau", OpenPost, opening::slip)
        .get("/courrier/ouverture/etiquettes", OpenPost, opening::print)
        .get("/courrier/ouverture/registre", OpenPost, opening::sheet)
        .get("/courrier/ouverture/reprise", OpenPost, opening::later)
        .post("/courrier/ouverture/reprise", OpenPost, opening::enter)
}

fn of_indexing() -> Routes<Desk> {
    use Permission::{ReadPost, RegisterPost};
    Routes::new()
        .get("/courrier/indexation", RegisterPost, indexing::next)
        .get("/courrier/indexation/file", ReadPost, indexing::list)
        .post("/courrier/indexation/annuler", RegisterPost, undo::of_indexing)
        .get("/courrier/indexation/{envelope}", ReadPost, indexing::show)
        .post("/courrier/indexation/{envelope}", RegisterPost, indexing::submit)
        .post("/courrier/indexation/{envelope}/sans-suite", RegisterPost, indexing::end)
        .post("/courrier/indexation/{envelope}/langue", RegisterPost, indexing::language::read)
        .post("/courrier/indexation/{envelope}/langue/annuler", RegisterPost, indexing::language::take_back)
        .post("/courrier/indexation/{envelope}/constat", RegisterPost, reports::report)
        .post("/courrier/indexation/{envelope}/fermer", RegisterPost, indexing::seal)
        .post("/courrier/indexation/{envelope}/montrer", RegisterPost, indexing::unseal)
        .post("/courrier/indexation/{envelope}/signaler", ReadPost, indexing::raise)
}

fn of_verification() -> Routes<Desk> {
    use Permission::RegisterPost;
    Routes::new()
        .get("/courrier/verification", RegisterPost, verification::next)
        .post("/courrier/verification/annuler", RegisterPost, undo::of_checks)
        .get("/courrier/verification/{envelope}", RegisterPost, verification::show)
        .post("/courrier/verification/{envelope}", RegisterPost, verification::submit)
        .post("/courrier/verification/{envelope}/trancher", RegisterPost, verification::settle)
        .get("/courrier/verification/{envelope}/date", RegisterPost, verification::correction::show)
        .post("/courrier/verification/{envelope}/date", RegisterPost, verification::correction::propose)
        .post("/courrier/verification/{envelope}/date/decider", RegisterPost, verification::correction::decide)
}

fn of_departures() -> Routes<Desk> {
    use Permission::DispatchLetters;
    Routes::new()
        .get("/courrier/departs", DispatchLetters, departures::show)
        .post("/courrier/departs/approuver", DispatchLetters, departures::approve)
        .post("/courrier/departs/desapprouver", DispatchLetters, departures::unapprove)
        .post("/courrier/departs/imprimer", DispatchLetters, departures::print)
        .post("/courrier/departs/recommande", DispatchLetters, departures::number)
        .post("/courrier/departs/remettre", DispatchLetters, departures::hand)
        .post("/courrier/departs/remise", DispatchLetters, departures::take_back)
        .post("/courrier/departs/separer", DispatchLetters, departures::own_envelope)
        .get("/courrier/departs/remis.csv", DispatchLetters, lists::left)
        .get("/courrier/departs/recommandes.csv", DispatchLetters, lists::registered)
        .post("/courrier/departs/reprendre", DispatchLetters, departures::cancel)
        .post("/courrier/departs/sortir", DispatchLetters, departures::take_out)
        .post("/courrier/departs/liberer", DispatchLetters, departures::release)
        .post("/courrier/departs/renvoyer", DispatchLetters, departures::resend)
        .post("/courrier/departs/annuler", DispatchLetters, undo::of_departures)
        .get("/courrier/departs/lettres/{letter}", DispatchLetters, departures::letter)
        .get("/courrier/departs/piles/{run}", DispatchLetters, departures::show_run)
        .get("/courrier/departs/piles/{run}/pile", DispatchLetters, departures::pile)
        .post("/courrier/departs/piles/{run}/numeros", DispatchLetters, departures::numbers)
        .get("/courrier/departs/piles/{run}/bordereau", DispatchLetters, departures::dispatch_list)
}

fn of_papers() -> Routes<Desk> {
    use Permission::{HandleExceptions, ReadPost};
    Routes::new()
        .get("/courrier/papier", ReadPost, papers::show)
        .get("/courrier/papier/etiquettes", ReadPost, papers::labels)
        .get("/courrier/constats", ReadPost, reports::show)
        .post("/courrier/constats/repondre", HandleExceptions, reports::answer)
        .get("/courrier/bilan", ReadPost, balance::show)
        .get("/courrier/bilan/destructions", ReadPost, balance::show_destroyed)
        .get("/courrier/bilan/plis.csv", ReadPost, lists::envelopes)
        .get("/courrier/bilan/destructions.csv", ReadPost, lists::destroyed)
        .post("/courrier/bilan/verifier", HandleExceptions, balance::check)
        .post("/courrier/bilan/retirer", HandleExceptions, balance::withdraw)
        .get("/courrier/bilan/detruire/{batch}", HandleExceptions, balance::confirm)
        .post("/courrier/bilan/detruire", HandleExceptions, balance::destroy)
        .post("/courrier/papier/scan", HandleExceptions, papers::scan)
        .post("/courrier/papier/lieux", HandleExceptions, papers::make)
        .post("/courrier/papier/originaux", HandleExceptions, papers::log)
        .get("/courrier/papier/originaux.csv", ReadPost, lists::originals)
        .post("/courrier/papier/originaux/retirer", HandleExceptions, papers::withdraw)
        .post("/courrier/papier/originaux/confirmer", HandleExceptions, papers::confirm)
        .post("/courrier/papier/garder", HandleExceptions, papers::keep)
        .post("/courrier/papier/ranger", HandleExceptions, papers::put_many)
        .post("/courrier/papier/temoin", HandleExceptions, papers::witness)
        .post("/courrier/papier/sortie", HandleExceptions, papers::send_out)
}

fn of_returns() -> Routes<Desk> {
    use Permission::HandleExceptions;
    Routes::new()
        .get("/courrier/retours", HandleExceptions, returns::show)
        .get("/courrier/retours/attendus.csv", HandleExceptions, lists::awaited)
        .post("/courrier/retours/revenue", HandleExceptions, returns::came_back)
        .post("/courrier/retours/avis", HandleExceptions, returns::advice)
        .post("/courrier/retours/annuler", HandleExceptions, undo::of_returns)
}

/// Any agent of the mailroom or of the cases says whether two papers are one: it changes nobody's rights and is taken back.
fn of_repeats() -> Routes<Desk> {
    use Permission::ReadPost;
    Routes::new()
        .get("/courrier/rapprochements", ReadPost, repeats::list)
        .post("/courrier/rapprochements/annuler", ReadPost, undo::of_repeats)
        .get("/courrier/rapprochements/{later}/{earlier}", ReadPost, repeats::show)
        .post("/courrier/rapprochements/{later}/{earlier}", ReadPost, repeats::settle)
}

fn of_anomalies() -> Routes<Desk> {
    use Permission::HandleExceptions;
    Routes::new()
        .get("/courrier/anomalies", HandleExceptions, anomalies::show)
        .post("/courrier/anomalies/terminer", HandleExceptions, anomalies::end)
        .post("/courrier/anomalies/annuler", HandleExceptions, undo::of_anomalies)
}

fn of_transfers() -> Routes<Desk> {
    use Permission::HandleExceptions;
    Routes::new()
        .get("/courrier/transmissions", HandleExceptions, transfers::list)
        .post("/courrier/transmissions/annuler", HandleExceptions, undo::of_transfers)
        .get("/courrier/transmissions/{case}", HandleExceptions, transfers::show)
        .post("/courrier/transmissions/{case}", HandleExceptions, transfers::start)
        .get("/courrier/transmissions/{case}/bordereau", HandleExceptions, transfers::print)
        .post("/courrier/transmissions/{case}/parti", HandleExceptions, transfers::left)
        .post("/courrier/transmissions/{case}/garder", HandleExceptions, transfers::keep)
}

#[cfg(test)]
mod tests {
    use web::Access;

    use super::*;

    #[test]
    fn whoever_only_reads_the_post_registers_sends_and_ends_nothing() {
        for route in declared().entries() {
            let wanted = match route.path.split('/').nth(2) {
                Some("departs") => Permission::DispatchLetters,
                Some("anomalies" | "retours" | "transmissions") => Permission::HandleExceptions,
                Some("papier" | "bilan" | "constats") if route.method == "POST" => Permission::HandleExceptions,
                Some("bilan") if route.path.contains("/detruire/") => Permission::HandleExceptions,
                Some("sans-nom") if route.method == "POST" => Permission::RegisterPost,
                Some("indexation") if route.method == "POST" && !route.path.ends_with("/signaler") => {
                    Permission::RegisterPost
                }
                Some("indexation") if route.path == "/courrier/indexation" => Permission::RegisterPost,
                Some("verification") => Permission::RegisterPost,
                Some("ouverture") => Permission::OpenPost,
                Some("lots") if route.path.contains("/fichiers/") && route.method == "POST" => {
                    Permission::HandleExceptions
                }
                Some("recherche") if !route.path.ends_with('}') => Permission::FindPost,
                Some("numerisation" | "lots") if route.method == "POST" => Permission::OpenPost,
                _ => Permission::ReadPost,
            };
            assert_eq!(route.access, Access::Needs(wanted), "{} {}", route.method, route.path);
        }
    }
}
