//! Ceremonies that have begun: each is finished at most once, and within five minutes.

use super::entity::ceremony;
use crate::app::App;
use crate::ids::Secret;
use anyhow::Context as _;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::AccountId;
use shared::{Timestamp, text_enum};
use uuid::Uuid;

/// How long a ceremony can be finished, in milliseconds.
pub const LIFETIME_MS: i64 = 5 * 60_000;

text_enum! {
    /// What a ceremony is for.
    pub enum Purpose {
        /// To add a passkey to an account.
        Registration = "registration",
        /// To make an account with a passkey.
        SignUp = "sign_up",
        /// To sign in.
        SignIn = "sign_in",
    }
}

/// A ceremony that has begun: what the browser needs for its part.
#[derive(Debug)]
pub struct Ceremony {
    /// The token with which it is finished; this is the only time it is seen.
    pub token: Secret,
    /// The options of `navigator.credentials`, as JSON text.
    pub options: String,
    /// Until when it can be finished.
    pub expires_at: Timestamp,
}

/// Begins a ceremony.
///
/// # Errors
/// When the database refuses.
pub(super) async fn open(
    app: &App,
    purpose: Purpose,
    account_id: Option<AccountId>,
    options: String,
    state: &impl Serialize,
) -> anyhow::Result<Ceremony> {
    let (token, now) = (app.ids.secret(), app.clock.now());
    let expires_at = now.plus_ms(LIFETIME_MS);
    let row = ceremony::ActiveModel {
        id: ActiveValue::Set(app.ids.next::<Uuid>()),
        purpose: ActiveValue::Set(purpose),
        account_id: ActiveValue::Set(account_id),
        token_hash: ActiveValue::Set(token.hash()),
        state: ActiveValue::Set(serde_json::to_value(state).context("the state of a ceremony is no JSON")?),
        created_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(expires_at),
    };
    ceremony::Entity::insert(row).exec_without_returning(app.db.write()).await?;
    Ok(Ceremony { token, options, expires_at })
}

/// Ends a ceremony, whatever comes of it: its account and its state, or `None` when it is unknown, ended or expired. Of
/// two who bring its token at once one gets it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn take<S: DeserializeOwned>(
    app: &App,
    purpose: Purpose,
    token: &Secret,
) -> anyhow::Result<Option<(Option<AccountId>, S)>> {
    let taken = ceremony::Entity::delete_many()
        .filter(ceremony::Column::TokenHash.eq(token.hash()))
        .filter(ceremony::Column::Purpose.eq(purpose))
        .filter(ceremony::Column::ExpiresAt.gt(app.clock.now()))
        .exec_with_returning(app.db.write())
        .await?;
    let Some(row) = taken.into_iter().next() else { return Ok(None) };
    let state = serde_json::from_value(row.state).context("the state of a ceremony cannot be read")?;
    Ok(Some((row.account_id, state)))
}

/// Deletes ceremonies that have expired; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(app: &App) -> Result<u64, DbErr> {
    let expired = ceremony::Column::ExpiresAt.lte(app.clock.now());
    Ok(ceremony::Entity::delete_many().filter(expired).exec(app.db.write()).await?.rows_affected)
}
