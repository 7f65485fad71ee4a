//! The staff of the demonstration.

use std::path::Path;

use anyhow::{Context as _, Result};
use domain::{Actor, Personal, Role, UserId};
use runtime::Context;
use web::AccountError;

/// An account shown to the visitor.
pub struct Account {
    /// What the person does, in words.
    pub words: &'static str,
    /// Login.
    pub login: &'static str,
    name: &'static str,
    roles: &'static [Role],
}

/// Everybody who works in the demonstration prefecture.
const STAFF: &[Account] = &[
    Account {
        words: "Courrier : indexe et expédie",
        login: "aline",
        name: "Aline (courrier)",
        roles: &[Role::Mailroom, Role::Indexer],
    },
    Account {
        words: "Instructeur : suit les dossiers",
        login: "bruno",
        name: "Bruno (instruction)",
        roles: &[Role::Officer],
    },
    Account {
        words: "Référente : personnes protégées, dates à relire",
        login: "claire",
        name: "Claire (référente)",
        roles: &[Role::Referent, Role::Supervisor],
    },
    Account {
        words: "Téléphone : répond, ouvre des demandes, rappelle",
        login: "farid",
        name: "Farid (téléphone)",
        roles: &[Role::PhoneAgent],
    },
    Account {
        words: "Guichet : reçoit, remet le reçu en main propre",
        login: "gaelle",
        name: "Gaëlle (guichet)",
        roles: &[Role::CounterAgent],
    },
    Account {
        words: "Exploitant : voit les tâches en échec",
        login: "denis",
        name: "Denis (exploitation)",
        roles: &[Role::Operator],
    },
];

/// The staff at work.
pub struct Staff {
    /// The accounts printed for the visitor.
    pub accounts: &'static [Account],
    /// Their password.
    pub password: String,
    clerk: UserId,
    officer: UserId,
}

impl Staff {
    /// Who indexes and dispatches in the play. She sees protected persons: the play has nobody else to do it.
    pub const fn clerk(&self) -> (UserId, Actor) {
        (self.clerk, Actor::User { id: self.clerk, sees_protected: true })
    }

    /// Who signs the rules that were written from memory.
    pub const fn officer(&self) -> (UserId, Actor) {
        (self.officer, Actor::User { id: self.officer, sees_protected: false })
    }
}

/// Makes the accounts that are missing; the password stays the same from one run to the next.
pub async fn prepare(context: &Context, folder: &Path) -> Result<Staff> {
    let password = "demonstration".to_owned();
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let (mut clerk, mut officer) = (None, None);
    for account in STAFF {
        let made = web::create_account(
            &context.database,
            account.login,
            account.name,
            account.roles,
            Personal(password.clone()),
            context.clock.now(),
        );
        let id = match made.await {
            Ok(id) => id,
            Err(AccountError::Taken) => known(context, account.login).await?,
            Err(error) => return Err(error.into()),
        };
        clerk = clerk.or(Some(id));
        officer = officer.or(account.roles.contains(&Role::Officer).then_some(id));
    }
    Ok(Staff { accounts: STAFF, password, clerk: clerk.context("no staff")?, officer: officer.context("no officer")? })
}

async fn known(context: &Context, login: &str) -> Result<UserId> {
    let account = store::accounts::by_login(context.database.pool(), login).await?.with_context(|| login.to_owned())?;
    Ok(account.id)
}
