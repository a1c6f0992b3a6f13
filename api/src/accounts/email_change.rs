//! Another e-mail address for an account: wished for with the password, confirmed by a link that only the owner of the
//! new address gets, and for a while taken back by a link that only the owner of the old one gets.
//!
//! The address that was given up stays free for its owner as long as that link works: nobody else can register it.

use super::confirm::{Confirmed, refuse_shared};
use super::entity::{self, Column, Entity, Model};
use super::policy::Limited;
use super::tokens::{self, Purpose};
use super::{AccountError, sessions};
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::ids::Secret;
use crate::mail::{self, Message, NewMail};
use crate::orders;
use crate::passkeys;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::Email;
use shared::id::AccountId;
use std::net::IpAddr;

/// Wishes for the same address are heard once in so many milliseconds.
const ONCE_IN_MS: i64 = 2 * 60_000;

/// Wishes for another address. Whether it has an account already does not show: whoever sends the mail finds out.
///
/// # Errors
/// [`AccountError::EmailUnchanged`], [`AccountError::Shared`], [`AccountError::TooManyAttempts`].
pub async fn request_email_change(app: &App, confirmed: &Confirmed, new: &Email) -> Outcome<(), AccountError> {
    let account = confirmed.account();
    refuse_shared(app, account)?;
    if account.email == new.as_str() {
        return Err(AccountError::EmailUnchanged.into());
    }
    let throttle = &app.accounts.throttle;
    throttle.count_email(Limited::EmailChanges, &account.email, app.clock.now()).map_err(AccountError::from)?;
    let tx = app.db.begin(app.clock.now()).await?;
    // Of several wishes the last one counts.
    tokens::revoke(&tx, account.id, Purpose::ChangeEmail).await?;
    let digest = hex::encode(Sha256::digest(new.as_str().as_bytes()));
    let mail = NewMail {
        key: format!("email-change:{}:{digest}:{}", account.id, tx.now().0.div_euclid(ONCE_IN_MS)),
        recipient: new.to_string(),
        locale: account.locale,
        account_id: Some(account.id),
        message: Message::ChangeEmail,
    };
    mail::enqueue(tx.conn(), &app.ids, mail, tx.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the account its new address, by the token that was mailed there, and ends its other sessions. Whoever brings
/// it is signed in as the account: a slip in the address must not hand the account to a stranger.
///
/// # Errors
/// [`AccountError::TokenInvalid`], [`AccountError::EmailTaken`], [`AccountError::TooManyAttempts`] for the network
/// address.
pub async fn complete_email_change(
    app: &App,
    shopper: &Shopper,
    token: &Secret,
    address: Option<IpAddr>,
) -> Outcome<Model, AccountError> {
    count(app, address)?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let taken = tokens::take(&tx, Purpose::ChangeEmail, token).await?;
    let taken = taken.filter(|taken| taken.account_id == shopper.account_id()).ok_or(AccountError::TokenInvalid)?;
    let before = hold(&tx, taken.account_id).await?;
    let changed = set_address(&tx, &before, &taken.email, before.password_hash.clone()).await?;
    for purpose in [Purpose::ChangeEmail, Purpose::VerifyEmail, Purpose::ResetPassword] {
        tokens::revoke(&tx, changed.id, purpose).await?;
    }
    // It keeps the address free from now on. The letter renews it when it leaves, if it is still there: whoever took a
    // change back hears of none that came before.
    tokens::insert(&tx, &app.ids, &changed, Purpose::UndoEmailChange, &before.email).await?;
    let notice = NewMail {
        key: format!("email-changed:{}:{}", changed.id, tx.now().0),
        recipient: before.email.clone(),
        locale: changed.locale,
        account_id: Some(changed.id),
        message: Message::EmailChanged,
    };
    mail::enqueue(tx.conn(), &app.ids, notice, tx.now()).await?;
    let ended = sessions::delete_all(&mut tx, changed.id, Some(shopper.session_id())).await?;
    tell(&mut tx, changed.id)?;
    tx.commit().await?;
    sessions::forget(app, &ended);
    Ok(changed)
}

/// Takes a change back, by the token that was mailed to the old address: the account has that address again, nobody is
/// signed in any more, and since somebody else knew how to come in, its password and its passkeys are worth nothing and a
/// link to a new password is on its way.
///
/// # Errors
/// [`AccountError::TokenInvalid`], [`AccountError::TooManyAttempts`] for the network address.
pub async fn undo_email_change(app: &App, token: &Secret, address: Option<IpAddr>) -> Outcome<(), AccountError> {
    count(app, address)?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let taken = tokens::take(&tx, Purpose::UndoEmailChange, token).await?.ok_or(AccountError::TokenInvalid)?;
    let before = hold(&tx, taken.account_id).await?;
    let restored = set_address(&tx, &before, &taken.email, None).await?;
    for purpose in Purpose::ALL {
        tokens::revoke(&tx, restored.id, *purpose).await?;
    }
    passkeys::remove_all(&mut tx, restored.id).await?;
    let mail = NewMail {
        key: format!("email-undone:{}:{}", restored.id, tx.now().0),
        recipient: restored.email.clone(),
        locale: restored.locale,
        account_id: Some(restored.id),
        message: Message::ResetPassword,
    };
    mail::enqueue(tx.conn(), &app.ids, mail, tx.now()).await?;
    let ended = sessions::delete_all(&mut tx, restored.id, None).await?;
    tell(&mut tx, restored.id)?;
    tx.commit().await?;
    sessions::forget(app, &ended);
    Ok(())
}

/// Counts a token that somebody brings.
fn count(app: &App, address: Option<IpAddr>) -> Result<(), AccountError> {
    let Some(address) = address else { return Ok(()) };
    Ok(app.accounts.throttle.count_address(Limited::Tokens, address, app.clock.now())?)
}

/// The account's row, held until the transaction ends.
async fn hold(tx: &Tx, id: AccountId) -> Outcome<Model, AccountError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?;
    row.ok_or_else(|| AccountError::TokenInvalid.into())
}

/// Writes the address, which its owner has just shown to be theirs; orders under way are told of there from now on.
async fn set_address(tx: &Tx, before: &Model, email: &str, password: Option<String>) -> Outcome<Model, AccountError> {
    let row = entity::ActiveModel {
        email: ActiveValue::Set(email.to_owned()),
        email_verified_at: ActiveValue::Set(Some(tx.now())),
        password_hash: ActiveValue::Set(password),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(before.id));
    let changed = match update.exec_with_returning(tx.conn()).await {
        Ok(rows) => rows.into_iter().next().ok_or(Failure::NotFound)?,
        Err(error) if violates_unique(&error, "uq_accounts_email", &["accounts.email"]) => {
            return Err(AccountError::EmailTaken.into());
        }
        Err(error) => return Err(error.into()),
    };
    if tokens::is_kept_free(tx, email, changed.id).await? {
        return Err(AccountError::EmailTaken.into());
    }
    orders::readdress(tx, changed.id, &before.email, email).await?;
    Ok(changed)
}

fn tell(tx: &mut Tx, account: AccountId) -> Outcome<(), AccountError> {
    let event = NewEvent::new("account.email_changed", account.0, json!({}))?;
    tx.emit(NewEvent { account_id: Some(account), ..event });
    Ok(())
}
