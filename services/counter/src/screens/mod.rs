//! The pages of the counter: the deposits of the day, and C2, the deposit itself.

mod deposit;
mod desk;
mod entry;
mod files;
mod letters;
mod list;
mod open;
mod submit;

use desk::Desk;
use domain::{ChannelKind, Permission};
use runtime::Context;
use web::{Door, Routes, Web};

/// The desk in the head of every page, also of processes that do not serve it.
pub const DOORS: &[Door] = &[Door {
    key: 'g',
    path: "/guichet",
    label: "door-counter",
    mark: Some(ChannelKind::Counter),
    permission: Permission::ReceiveDeposits,
}];

/// The pages of the counter.
#[must_use]
pub fn routes(web: &Web, context: &Context) -> Routes {
    let limit = context.config.counter.max_upload_mb << 20;
    declared(limit).with_state(Desk::new(web, context))
}

fn declared(upload_limit: usize) -> Routes<Desk> {
    use Permission::ReceiveDeposits;
    Routes::new()
        .doors(DOORS)
        .get("/guichet", ReceiveDeposits, list::show)
        .post("/guichet/depots", ReceiveDeposits, open::open)
        .get("/guichet/depots/{deposit}", ReceiveDeposits, deposit::show)
        .post("/guichet/depots/{deposit}", ReceiveDeposits, submit::submit)
        .upload("/guichet/depots/{deposit}/fichiers", ReceiveDeposits, upload_limit, files::upload)
        .get("/guichet/depots/{deposit}/pages/{page}/{size}", ReceiveDeposits, files::page)
        .post("/guichet/depots/{deposit}/scanner", ReceiveDeposits, open::scanner)
        .post("/guichet/depots/{deposit}/sans-demande", ReceiveDeposits, submit::end)
        .get("/guichet/depots/{deposit}/lettres", ReceiveDeposits, letters::pile)
        .post("/guichet/depots/{deposit}/remettre", ReceiveDeposits, letters::hand_over)
        .get("/guichet/depots/{deposit}/recu", ReceiveDeposits, letters::receipt)
        .post("/guichet/annuler", ReceiveDeposits, submit::undo)
}

#[cfg(test)]
mod tests {
    use web::Access;

    use super::*;

    #[test]
    fn only_those_who_receive_deposits_use_the_counter() {
        for route in declared(1).entries() {
            let wanted = Access::Needs(Permission::ReceiveDeposits);
            assert_eq!(route.access, wanted, "{} {}", route.method, route.path);
        }
    }
}
