use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Actor, Permission, Personal, Role, UserId};

use crate::{Frame, Problem};

/// The member of staff signed in. As an extractor it sends everybody else to the sign-in page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub user_id: UserId,
    /// The name shown on pages.
    pub name: Personal<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The token that each form of this session carries.
    pub csrf: String,
}

impl Staff {
    /// Whether one of the roles holds a permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.may(permission))
    }

    /// Goes on only with a permission, for what a route shows to some only.
    ///
    /// # Errors
    /// `Forbidden` when no role holds it.
    pub fn require(&self, permission: Permission) -> Result<(), Problem> {
        if self.may(permission) { Ok(()) } else { Err(Problem::Forbidden) }
    }

    /// The actor to open transactions with.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::User { id: self.user_id, sees_protected: self.may(Permission::SeeProtected) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Frame>().and_then(|frame| frame.staff.clone()).ok_or(Problem::SignIn)
    }
}
