//! The pages of the telephone: calls and callbacks (P1), the call with its request (P2).

mod actions;
mod call;
mod desk;
mod ending;
mod queue;
mod request;
mod search;
mod sound;

use desk::Desk;
use domain::{ChannelKind, Permission};
use runtime::Context;
use web::{Door, Routes, Web};

/// The pages of the telephone.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    declared().with_state(Desk::new(web, context))
}

/// The desk in the head of every page, also of processes that do not serve it.
pub const DOORS: &[Door] = &[Door {
    key: 't',
    path: "/telephone",
    label: "door-phone",
    mark: Some(ChannelKind::Phone),
    permission: Permission::AnswerCalls,
}];

fn declared() -> Routes<Desk> {
    use Permission::AnswerCalls;
    Routes::new()
        .doors(DOORS)
        .get("/telephone", AnswerCalls, queue::show)
        .post("/telephone/noter", AnswerCalls, actions::note)
        .post("/telephone/annuler", AnswerCalls, actions::undo)
        .get("/telephone/appels/{call}", AnswerCalls, call::show)
        .get("/telephone/appels/{call}/message", AnswerCalls, sound::play)
        .post("/telephone/appels/{call}/prendre", AnswerCalls, actions::take)
        .post("/telephone/appels/{call}/demande", AnswerCalls, request::submit)
        .post("/telephone/appels/{call}/terminer", AnswerCalls, ending::end)
        .post("/telephone/appels/{call}/danger", AnswerCalls, actions::danger)
        .post("/telephone/appels/{call}/rappel", AnswerCalls, actions::plan)
        .post("/telephone/rappels/tentative", AnswerCalls, actions::attempt)
        .post("/telephone/rappels/ecrit", AnswerCalls, actions::written)
}

#[cfg(test)]
mod tests {
    use web::Access;

    use super::*;

    #[test]
    fn only_those_who_answer_calls_come_in() {
        for route in declared().entries() {
            assert_eq!(route.access, Access::Needs(Permission::AnswerCalls), "{} {}", route.method, route.path);
        }
    }
}
