use domain::UserId;
use store::{StoreError, Transaction, accounts, local_rows::LocalRowProposal};
use web::t;

/// The names of those who proposed, decided and signed.
#[derive(Debug, Default)]
pub(crate) struct People(Vec<(UserId, String)>);

impl People {
    pub(crate) async fn of(tx: &mut Transaction, ids: Vec<UserId>) -> Result<Self, StoreError> {
        let names = accounts::names(&mut **tx, &ids).await?;
        Ok(Self(names.into_iter().map(|(id, name)| (id, name.0)).collect()))
    }

    pub(crate) async fn of_proposals(tx: &mut Transaction, rows: &[LocalRowProposal]) -> Result<Self, StoreError> {
        let by = rows.iter().flat_map(|row| [Some(row.row.by), row.decision.as_ref().map(|decision| decision.by)]);
        Self::of(tx, by.flatten().collect()).await
    }

    pub(crate) fn name(&self, id: UserId) -> String {
        self.0.iter().find(|(known, _)| *known == id).map_or_else(|| t("rules-somebody"), |(_, name)| name.clone())
    }
}
