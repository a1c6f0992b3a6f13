//! Tokens that a mail carries to the owner of an address: used once, and only for a while.

use super::entity::{self, token};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{Ids, Secret};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use shared::id::AccountId;
use shared::timestamp::DAY_MS;
use shared::{Timestamp, text_enum};
use uuid::Uuid;

text_enum! {
    /// What a token is good for.
    pub enum Purpose {
        /// To verify the account's address.
        VerifyEmail = "verify_email",
        /// To choose a new password.
        ResetPassword = "reset_password",
        /// To give the account the address that it was mailed to.
        ChangeEmail = "change_email",
        /// To give the account the address back that it was mailed to.
        UndoEmailChange = "undo_email_change",
        /// To fetch everything that is kept about the account.
        Export = "export",
    }
}

impl Purpose {
    /// How long a token can be used, in milliseconds.
    #[must_use]
    pub const fn lifetime_ms(self) -> i64 {
        match self {
            Self::VerifyEmail => 3 * DAY_MS,
            Self::ResetPassword => 3_600_000,
            Self::ChangeEmail => DAY_MS,
            Self::UndoEmailChange => 7 * DAY_MS,
            Self::Export => 600_000,
        }
    }
}

/// Makes a token for a mail that is about to leave.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn issue(app: &App, account: &entity::Model, purpose: Purpose) -> Result<Secret, DbErr> {
    issue_to(app, account, purpose, &account.email).await
}

/// The same for a mail to another address than the account's.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn issue_to(
    app: &App,
    account: &entity::Model,
    purpose: Purpose,
    email: &str,
) -> Result<Secret, DbErr> {
    let (secret, row) = new(&app.ids, account, purpose, email, app.clock.now());
    token::Entity::insert(row).exec_without_returning(app.db.write()).await?;
    Ok(secret)
}

/// Makes a token anew that a transaction has made for this address; `None` when there is none any more, because it was
/// used or what it was for was taken back.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn renew(
    app: &App,
    account: AccountId,
    purpose: Purpose,
    email: &str,
) -> Result<Option<Secret>, DbErr> {
    let secret = app.ids.secret();
    let row = token::ActiveModel { token_hash: ActiveValue::Set(secret.hash()), ..Default::default() };
    let renewed = token::Entity::update_many()
        .set(row)
        .filter(token::Column::AccountId.eq(account))
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::Email.eq(email))
        .filter(token::Column::ExpiresAt.gt(app.clock.now()));
    Ok((renewed.exec(app.db.write()).await?.rows_affected == 1).then_some(secret))
}

/// Makes a token in a transaction; any other that the account has for this purpose and address is worth nothing then.
pub(super) async fn insert(
    tx: &Tx,
    ids: &Ids,
    account: &entity::Model,
    purpose: Purpose,
    email: &str,
) -> Result<Secret, DbErr> {
    let others = token::Entity::delete_many().filter(token::Column::AccountId.eq(account.id));
    let others = others.filter(token::Column::Purpose.eq(purpose)).filter(token::Column::Email.eq(email));
    others.exec(tx.conn()).await?;
    let (secret, row) = new(ids, account, purpose, email, tx.now());
    token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(secret)
}

fn new(
    ids: &Ids,
    account: &entity::Model,
    purpose: Purpose,
    email: &str,
    now: Timestamp,
) -> (Secret, token::ActiveModel) {
    let secret = ids.secret();
    let row = token::ActiveModel {
        id: ActiveValue::Set(ids.next::<Uuid>()),
        account_id: ActiveValue::Set(account.id),
        purpose: ActiveValue::Set(purpose),
        email: ActiveValue::Set(email.to_owned()),
        token_hash: ActiveValue::Set(secret.hash()),
        created_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now.plus_ms(purpose.lifetime_ms())),
    };
    (secret, row)
}

/// Whether an address is kept free for an account that gave it up and may still take it back.
pub(super) async fn is_kept_free(tx: &Tx, email: &str, but_for: AccountId) -> Result<bool, DbErr> {
    let query = token::Entity::find()
        .filter(token::Column::Email.eq(email))
        .filter(token::Column::Purpose.eq(Purpose::UndoEmailChange))
        .filter(token::Column::AccountId.ne(but_for))
        .filter(token::Column::ExpiresAt.gt(tx.now()));
    Ok(query.count(tx.conn()).await? > 0)
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
