//! Batched reads about cases.

use super::entity::{Column, Entity, Model, action, appeal, flag, statement};
use crate::accounts::entity as account;
use crate::app::App;
use crate::catalog::loaders::grouped;
use crate::reviews::holding::entity::{self as judgement, ring};
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::Timestamp;
use shared::id::{AccountId, CaseId, ReviewId};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The cases' loader of one request.
pub type Loaders = DataLoader<ModerationLoader>;

/// Reads in batches. Nothing is filtered here: who may see what is the resolvers' business.
pub struct ModerationLoader(pub App);

/// Asks for the flags of a case, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FlagsOf(pub CaseId);

/// Asks for the appeal of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppealOf(pub CaseId);

/// Asks for what was done about a case, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActionsOf(pub CaseId);

/// Asks for what the author of a review was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatementOf(pub ReviewId);

/// Asks how the machine judged a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JudgementOf(pub ReviewId);

/// Asks for a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RingOf(pub Uuid);

/// Asks for the name under which an account is shown, and when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameOf(pub AccountId);

type Loaded<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

impl Loader<CaseId> for ModerationLoader {
    type Value = Arc<Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[CaseId]) -> Loaded<CaseId, Self::Value> {
        let query = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<FlagsOf> for ModerationLoader {
    type Value = Vec<Arc<flag::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FlagsOf]) -> Loaded<FlagsOf, Self::Value> {
        let query = flag::Entity::find()
            .filter(flag::Column::CaseId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(flag::Column::CreatedAt)
            .order_by_asc(flag::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| FlagsOf(row.case_id)))
    }
}

impl Loader<AppealOf> for ModerationLoader {
    type Value = Arc<appeal::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AppealOf]) -> Loaded<AppealOf, Self::Value> {
        let query = appeal::Entity::find().filter(appeal::Column::CaseId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (AppealOf(row.case_id), Arc::new(row))).collect())
    }
}

impl Loader<ActionsOf> for ModerationLoader {
    type Value = Vec<Arc<action::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ActionsOf]) -> Loaded<ActionsOf, Self::Value> {
        let query = action::Entity::find()
            .filter(action::Column::CaseId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(action::Column::Number);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| ActionsOf(row.case_id)))
    }
}

impl Loader<StatementOf> for ModerationLoader {
    type Value = Arc<statement::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[StatementOf]) -> Loaded<StatementOf, Self::Value> {
        let query = statement::Entity::find().filter(statement::Column::ReviewId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (StatementOf(row.review_id), Arc::new(row))).collect())
    }
}

impl Loader<JudgementOf> for ModerationLoader {
    type Value = Arc<judgement::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[JudgementOf]) -> Loaded<JudgementOf, Self::Value> {
        let query = judgement::Entity::find().filter(judgement::Column::ReviewId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (JudgementOf(row.review_id), Arc::new(row))).collect())
    }
}

impl Loader<RingOf> for ModerationLoader {
    type Value = Arc<ring::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[RingOf]) -> Loaded<RingOf, Self::Value> {
        let query = ring::Entity::find().filter(ring::Column::Id.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (RingOf(row.id), Arc::new(row))).collect())
    }
}

impl Loader<NameOf> for ModerationLoader {
    type Value = (String, Timestamp);
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[NameOf]) -> Loaded<NameOf, Self::Value> {
        let rows: Vec<(AccountId, String, Timestamp)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::DisplayName, account::Column::CreatedAt])
            .filter(account::Column::Id.is_in(keys.iter().map(|key| key.0)))
            .into_tuple()
            .all(self.0.db.read())
            .await
            .map_err(Arc::new)?;
        Ok(rows.into_iter().map(|(id, name, opened)| (NameOf(id), (name, opened))).collect())
    }
}
