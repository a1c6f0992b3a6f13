//! Verifying that an account's address is its owner's.

use super::entity::{self, Column, Entity};
use super::tokens::{self, Purpose};
use super::{AccountError, find};
use crate::actor::Shopper;
use crate::app::App;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use crate::ids::Secret;
use crate::mail::{self, Message, NewMail, VERIFY_ONCE_IN_MS, verify_key};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Sends the mail that verifies the account's address once more.
///
/// # Errors
/// [`AccountError::AlreadyVerified`], [`AccountError::TooManyAttempts`] when one was sent moments ago.
pub async fn request_verification(app: &App, shopper: &Shopper) -> Outcome<(), AccountError> {
    let account = find(app, shopper).await?.ok_or(Failure::NotFound)?;
    if account.email_verified_at.is_some() {
        return Err(AccountError::AlreadyVerified.into());
    }
    let now = app.clock.now();
    let mail = NewMail {
        key: verify_key(account.id, now),
        recipient: account.email,
        locale: account.locale,
        account_id: Some(account.id),
        message: Message::VerifyEmail,
    };
    if mail::enqueue(app.db.write(), &app.ids, mail, now).await? {
        return Ok(());
    }
    let seconds = (VERIFY_ONCE_IN_MS - now.0.rem_euclid(VERIFY_ONCE_IN_MS)).div_euclid(1000).max(1);
    Err(AccountError::TooManyAttempts(seconds.unsigned_abs()).into())
}

/// Notes that an address is its account's owner's, because they bring the token that was mailed to it. They need not
/// be signed in where they read their mail.
///
/// # Errors
/// [`AccountError::TokenInvalid`].
pub async fn verify(app: &App, token: &Secret) -> Outcome<entity::Model, AccountError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let taken = tokens::take(&tx, Purpose::VerifyEmail, token).await?.ok_or(AccountError::TokenInvalid)?;
    let row = entity::ActiveModel { email_verified_at: ActiveValue::Set(Some(tx.now())), ..Default::default() };
    let changed = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(taken.account_id))
        .filter(Column::Email.eq(taken.email))
        .exec_with_returning(tx.conn())
        .await?;
    let account = changed.into_iter().next().ok_or(AccountError::TokenInvalid)?;
    tokens::revoke(&tx, account.id, Purpose::VerifyEmail).await?;
    let event = NewEvent::new("account.email_verified", account.id.0, json!({}))?;
    tx.emit(NewEvent { account_id: Some(account.id), ..event });
    tx.commit().await?;
    Ok(account)
}
