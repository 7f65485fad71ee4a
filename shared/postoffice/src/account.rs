use nix::unistd::{Group, Uid, User, geteuid};

/// Whom Dovecot's processes run as. It refuses to handle mail as root: then its package's own accounts do.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Handles mail.
    pub(crate) mail: (String, String),
    /// Dovecot's inner processes.
    pub(crate) internal: (String, String),
    /// Talks to clients that have not signed in.
    pub(crate) login: String,
    pub(crate) is_root: bool,
}

impl Account {
    pub(crate) fn choose() -> Self {
        let me = geteuid();
        let named = |name: &str| (name.to_owned(), group_of(name));
        if me.is_root() {
            return Self { mail: named("mail"), internal: named("dovecot"), login: "dovenull".to_owned(), is_root: true };
        }
        let name = user(me).map_or_else(|| me.to_string(), |user| user.name);
        Self { mail: named(&name), internal: named(&name), login: name, is_root: false }
    }

    /// The numbers of the account that handles mail.
    pub(crate) fn mail_ids(&self) -> Option<(Uid, nix::unistd::Gid)> {
        User::from_name(&self.mail.0).ok().flatten().map(|user| (user.uid, user.gid))
    }
}

fn user(id: Uid) -> Option<User> {
    User::from_uid(id).ok().flatten()
}

fn group_of(name: &str) -> String {
    let user = User::from_name(name).ok().flatten();
    let group = user.and_then(|user| Group::from_gid(user.gid).ok().flatten());
    group.map_or_else(|| name.to_owned(), |group| group.name)
}
