use chrono::{DateTime, Utc};

use crate::{Actor, ApiKeyId, ChannelKind, coded::coded_enum};

coded_enum! {
    /// What the key of a program allows.
    pub enum Scope {
        /// Hand in requests and pieces, and follow one's own.
        Receive = 1, "receive";
        /// Read cases: all that are not protected for a counter, its own filings for everybody else.
        CasesRead = 2, "cases:read";
    }
}

/// The key of a program: a counter, a support structure or the online service, each with its own software.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Identifier.
    pub id: ApiKeyId,
    /// Who holds it, as clerks read it.
    pub name: String,
    /// The door that everything it hands in comes through.
    pub channel: ChannelKind,
    /// The source at that door. Several keys may share it: a key is renewed without losing what the former one filed.
    pub account: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// Whether an agreement makes the date it states the date that counts (section 4.2: handing over to a structure).
    pub states_dates: bool,
    /// When it ceases to work by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl ApiKey {
    /// The doors through which programs come.
    pub const CHANNELS: [ChannelKind; 3] = [ChannelKind::Counter, ChannelKind::Structure, ChannelKind::Online];

    /// Whether it may still be used.
    #[must_use]
    pub fn works(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether it allows something.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Who acts when this key reads.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Key { id: self.id, only: filer(self.channel, &self.account) }
    }
}

/// The account that a case remembers as its filer: that of a support structure or of the online service, which see what
/// they filed and nothing else. The services of the prefecture itself see every case that is not protected.
#[must_use]
pub fn filer(channel: ChannelKind, account: &str) -> Option<String> {
    match channel {
        ChannelKind::Structure | ChannelKind::Online => Some(account.to_owned()),
        ChannelKind::Post | ChannelKind::Email | ChannelKind::Phone | ChannelKind::Counter => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(channel: ChannelKind) -> ApiKey {
        ApiKey {
            id: ApiKeyId::new(DateTime::UNIX_EPOCH),
            name: "CCAS".to_owned(),
            channel,
            account: "api:ccas".to_owned(),
            scopes: vec![Scope::Receive],
            states_dates: false,
            expires_at: Some(DateTime::UNIX_EPOCH),
            revoked_at: None,
        }
    }

    #[test]
    fn a_key_ends_at_its_hour_and_at_its_revocation() {
        let ended = key(ChannelKind::Counter);
        assert!(!ended.works(DateTime::UNIX_EPOCH));
        let open = ApiKey { expires_at: None, ..ended };
        assert!(open.works(DateTime::UNIX_EPOCH));
        assert!(!ApiKey { revoked_at: Some(DateTime::UNIX_EPOCH), ..open }.works(DateTime::UNIX_EPOCH));
    }

    #[test]
    fn only_a_counter_sees_what_others_filed_and_no_key_sees_protected_persons() {
        assert_eq!(key(ChannelKind::Counter).actor().sees_only(), "");
        for channel in [ChannelKind::Structure, ChannelKind::Online] {
            assert_eq!(key(channel).actor().sees_only(), "api:ccas");
            assert!(!key(channel).actor().sees_protected());
        }
    }
}
