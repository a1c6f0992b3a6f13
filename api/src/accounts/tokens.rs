//! Tokens that a mail carries to the owner of an address: used once, and only for a while.

use super::entity::{self, token};
use crate::app::App;
use crate::db::Tx;
use crate::ids::Secret;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use shared::id::AccountId;
use shared::text_enum;
use shared::timestamp::DAY_MS;
use uuid::Uuid;

text_enum! {
    /// What a token is good for.
    pub enum Purpose {
        /// To verify the account's address.
        VerifyEmail = "verify_email",
        /// To choose a new password.
        ResetPassword = "reset_password",
    }
}

impl Purpose {
    /// How long a token can be used, in milliseconds.
    #[must_use]
    pub const fn lifetime_ms(self) -> i64 {
        match self {
            Self::VerifyEmail => 3 * DAY_MS,
            Self::ResetPassword => 3_600_000,
        }
    }
}

/// Makes a token for a mail that is about to leave.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn issue(app: &App, account: &entity::Model, purpose: Purpose) -> Result<Secret, DbErr> {
    let (secret, now) = (app.ids.secret(), app.clock.now());
    let row = token::ActiveModel {
        id: ActiveValue::Set(app.ids.next::<Uuid>()),
        account_id: ActiveValue::Set(account.id),
        purpose: ActiveValue::Set(purpose),
        email: ActiveValue::Set(account.email.clone()),
        token_hash: ActiveValue::Set(secret.hash()),
        created_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now.plus_ms(purpose.lifetime_ms())),
    };
    token::Entity::insert(row).exec_without_returning(app.db.write()).await?;
    Ok(secret)
}

/// Whether a token could be used now: worth asking before slow work, and no promise.
pub(super) async fn is_good(app: &App, purpose: Purpose, secret: &Secret) -> Result<bool, DbErr> {
    let query = token::Entity::find()
        .filter(token::Column::TokenHash.eq(secret.hash()))
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::ExpiresAt.gt(app.clock.now()));
    Ok(query.count(app.db.read()).await? > 0)
}

/// Uses a token up; `None` when it is unknown, used or expired. Of two who bring it at once one gets it.
pub(super) async fn take(tx: &Tx, purpose: Purpose, secret: &Secret) -> Result<Option<token::Model>, DbErr> {
    let taken = token::Entity::delete_many()
        .filter(token::Column::TokenHash.eq(secret.hash()))
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::ExpiresAt.gt(tx.now()))
        .exec_with_returning(tx.conn())
        .await?;
    Ok(taken.into_iter().next())
}

/// Makes the other tokens of an account for a purpose worthless.
pub(super) async fn revoke(tx: &Tx, account: AccountId, purpose: Purpose) -> Result<(), DbErr> {
    let others = token::Entity::delete_many().filter(token::Column::AccountId.eq(account));
    others.filter(token::Column::Purpose.eq(purpose)).exec(tx.conn()).await.map(|_| ())
}

/// Deletes tokens that have expired; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(app: &App) -> Result<u64, DbErr> {
    let expired = token::Column::ExpiresAt.lte(app.clock.now());
    Ok(token::Entity::delete_many().filter(expired).exec(app.db.write()).await?.rows_affected)
}
