//! A new password: by the old one, or by a link that only the owner of the address gets.

use super::confirm::{Proof, confirm, refuse_shared};
use super::entity::{self, Column, Entity};
use super::policy::{Limited, Throttle};
use super::tokens::{self, Purpose};
use super::{AccountError, sessions};
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::Outcome;
use crate::ids::Secret;
use crate::mail::{self, Message, NewMail};
use crate::passkeys;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::account::Password;
use shared::id::AccountId;
use shared::{Email, Locale};
use std::net::IpAddr;

/// Wishes for a link to one address are heard once in so many milliseconds; the others are answered alike.
const RESET_ONCE_IN_MS: i64 = 2 * 60_000;

/// Wishes for a link to a new password. What happens is the same whether or not the address has an account: a row is
/// written, and whoever sends the mail finds out. So neither the answer nor the time it takes tells.
///
/// # Errors
/// [`AccountError::TooManyAttempts`] for the network address.
pub async fn request_reset(
    app: &App,
    email: &Email,
    locale: Locale,
    address: Option<IpAddr>,
) -> Outcome<(), AccountError> {
    let now = app.clock.now();
    if let Some(address) = address {
        app.accounts.throttle.count_address(Limited::ResetWishes, address, now).map_err(AccountError::from)?;
    }
    let digest = hex::encode(Sha256::digest(email.as_str().as_bytes()));
    let mail = NewMail {
        key: format!("reset:{digest}:{}", now.0.div_euclid(RESET_ONCE_IN_MS)),
        recipient: email.to_string(),
        locale,
        account_id: None,
        message: Message::ResetPassword,
    };
    mail::enqueue(app.db.write(), &app.ids, mail, now).await?;
    Ok(())
}

/// Gives an account a new password, by the token that was mailed to its address, and ends all its sessions.
///
/// Until now nobody had shown that the address is theirs? Then whoever made the account may be somebody else, who waited
/// for its owner to come: their passkeys are removed too.
///
/// # Errors
/// [`AccountError::TokenInvalid`], [`AccountError::TooManyAttempts`] for the network address, [`AccountError::Shared`].
pub async fn reset(app: &App, token: &Secret, new: Password, address: Option<IpAddr>) -> Outcome<(), AccountError> {
    let throttle: &Throttle = &app.accounts.throttle;
    if let Some(address) = address {
        throttle.count_address(Limited::Tokens, address, app.clock.now()).map_err(AccountError::from)?;
    }
    // Hashing is slow: a token out of the air does not get that far.
    if !tokens::is_good(app, Purpose::ResetPassword, token).await? {
        return Err(AccountError::TokenInvalid.into());
    }
    let hash = app.accounts.hasher.hash(new).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let taken = tokens::take(&tx, Purpose::ResetPassword, token).await?.ok_or(AccountError::TokenInvalid)?;
    let before = Entity::find_by_id(taken.account_id).one(tx.conn()).await?.ok_or(AccountError::TokenInvalid)?;
    if before.email_verified_at.is_none() {
        passkeys::remove_all(&mut tx, before.id).await?;
    }
    let row = entity::ActiveModel {
        // Who reads mail to this address has just shown it.
        email_verified_at: ActiveValue::Set(Some(tx.now())),
        password_hash: ActiveValue::Set(Some(hash)),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let changed =
        Entity::update_many().set(row).filter(Column::Id.eq(taken.account_id)).filter(Column::Email.eq(&taken.email));
    let account = changed.exec_with_returning(tx.conn()).await?.into_iter().next().ok_or(AccountError::TokenInvalid)?;
    refuse_shared(app, &account)?;
    tokens::revoke(&tx, taken.account_id, Purpose::ResetPassword).await?;
    tokens::revoke(&tx, taken.account_id, Purpose::VerifyEmail).await?;
    let ended = sessions::delete_all(&mut tx, taken.account_id, None).await?;
    tell(&mut tx, taken.account_id)?;
    tx.commit().await?;
    sessions::forget(app, &ended);
    // Whoever was locked out by somebody's guessing can come in at once.
    throttle.succeeded(&taken.email);
    Ok(())
}

/// Changes the password of somebody signed in who knows it, and ends their other sessions.
///
/// # Errors
/// [`AccountError::PasswordWrong`], [`AccountError::TooManyAttempts`], [`AccountError::Shared`].
pub async fn change_password(app: &App, shopper: &Shopper, current: &str, new: Password) -> Outcome<(), AccountError> {
    let confirmed = confirm::<AccountError>(app, shopper, Proof::Password(current)).await?;
    let account = confirmed.account();
    refuse_shared(app, account)?;
    let hash = app.accounts.hasher.hash(new).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let row = entity::ActiveModel {
        password_hash: ActiveValue::Set(Some(hash)),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(Column::Id.eq(account.id)).exec(tx.conn()).await?;
    tokens::revoke(&tx, account.id, Purpose::ResetPassword).await?;
    let ended = sessions::delete_all(&mut tx, account.id, Some(shopper.session_id())).await?;
    tell(&mut tx, account.id)?;
    tx.commit().await?;
    sessions::forget(app, &ended);
    Ok(())
}

/// The event from which the owner of the address hears that the password is another one.
fn tell(tx: &mut Tx, account: AccountId) -> Result<(), DbErr> {
    let event = NewEvent::new("account.password_changed", account.0, json!({}))?;
    tx.emit(NewEvent { account_id: Some(account), ..event });
    Ok(())
}
