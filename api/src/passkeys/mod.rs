//! Passkeys: signing in with what a device keeps, beside the password or instead of it (WebAuthn).

pub mod ceremonies;
pub mod entity;
pub mod graphql;
mod makers;
mod registration;
mod relying_party;
mod sign_in;

pub use ceremonies::{Ceremony, delete_expired};
pub use registration::{Newcomer, begin_registration, begin_sign_up, finish_registration, finish_sign_up};
pub use relying_party::RelyingParty;
pub use sign_in::{begin_sign_in, finish_sign_in};

use crate::accounts::confirm::{Unconfirmed, is_shared};
use crate::accounts::entity as account;
use crate::accounts::policy::{Limited, Throttled};
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use entity::{Column, Entity, Model};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::id::{AccountId, PasskeyId};
use shared::passkeys::PasskeyName;
use std::net::IpAddr;

/// Most passkeys of one account.
pub const MAX_PASSKEYS: usize = 20;

/// Why a passkey was not made, used or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// Browsers allow none at the address of this installation.
    #[error("this installation has no passkeys: they need a domain, and TLS")]
    NotAvailable,
    /// Unknown, finished or expired.
    #[error("this took too long or was done before: begin again")]
    CeremonyOver,
    /// The authenticator's answer does not prove what it should.
    #[error("this passkey could not be verified: try again, or sign in another way")]
    CredentialInvalid,
    /// No account has it.
    #[error("no account has this passkey: it may have been removed here")]
    Unknown,
    /// It has signed less often than before: somebody may have a copy.
    #[error("this passkey was used elsewhere since, which a copy would do: sign in another way, and remove it")]
    CounterWentBack,
    /// An account has it.
    #[error("this passkey is there already")]
    AlreadyThere,
    /// Neither a password nor a recent sign-in.
    #[error("confirm that it is you: say your password, or sign in anew")]
    ConfirmationNeeded,
    /// It is not the account's password.
    #[error("this is not your present password")]
    PasswordWrong,
    /// Every visitor of a demonstration uses the account.
    #[error("every visitor of this demonstration shares this account: make one of your own to try this")]
    Shared,
    /// The account has as many as it may.
    #[error("an account has at most {MAX_PASSKEYS} passkeys: remove one first")]
    TooMany,
    /// Without it nobody could sign in.
    #[error("this is the only way into your account: choose a password first, or add another passkey")]
    LastWayIn,
    /// The account has none such.
    #[error("your account has no such passkey any more")]
    NotFound,
    /// The e-mail address has an account.
    #[error("this e-mail address has an account already: sign in, or use another address")]
    EmailTaken,
    /// Try again after so many seconds.
    #[error("too many tries: wait {minutes} minutes and try again", minutes = .0.div_ceil(60))]
    TooManyAttempts(u64),
}

impl From<Unconfirmed> for PasskeyError {
    fn from(reason: Unconfirmed) -> Self {
        match reason {
            Unconfirmed::PasswordWrong => Self::PasswordWrong,
            Unconfirmed::Needed => Self::ConfirmationNeeded,
            Unconfirmed::TooManyAttempts(seconds) => Self::TooManyAttempts(seconds),
        }
    }
}

impl From<PasskeyError> for Failure<PasskeyError> {
    fn from(error: PasskeyError) -> Self {
        Self::Refused(error)
    }
}

impl From<Throttled> for PasskeyError {
    fn from(throttled: Throttled) -> Self {
        Self::TooManyAttempts(throttled.0)
    }
}

/// The passkeys of somebody signed in, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, shopper: &Shopper) -> Result<Vec<Model>, DbErr> {
    let own = Entity::find().filter(Column::AccountId.eq(shopper.account_id()));
    own.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(app.db.read()).await
}

/// Gives a passkey another name.
///
/// # Errors
/// [`PasskeyError::NotFound`] as not found.
pub async fn rename(app: &App, shopper: &Shopper, id: PasskeyId, name: &PasskeyName) -> Outcome<Model, PasskeyError> {
    let row = entity::ActiveModel { name: ActiveValue::Set(name.as_str().to_owned()), ..Default::default() };
    let own = Entity::update_many().set(row).filter(Column::Id.eq(id));
    let renamed = own.filter(Column::AccountId.eq(shopper.account_id())).exec_with_returning(app.db.write()).await?;
    renamed.into_iter().next().ok_or(Failure::NotFound)
}

/// Removes a passkey, unless nobody could sign in without it. Sessions that began with it go on.
///
/// # Errors
/// [`PasskeyError::LastWayIn`]; [`PasskeyError::NotFound`] as not found.
pub async fn delete(app: &App, shopper: &Shopper, id: PasskeyId) -> Outcome<(), PasskeyError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let account = lock(&tx, shopper.account_id()).await?.ok_or(Failure::NotFound)?;
    let known = Entity::find().filter(Column::AccountId.eq(account.id)).all(tx.conn()).await?;
    if !known.iter().any(|passkey| passkey.id == id) {
        return Err(Failure::NotFound);
    }
    if known.len() == 1 && account.password_hash.is_none() {
        return Err(PasskeyError::LastWayIn.into());
    }
    remove(&mut tx, account.id, Column::Id.eq(id)).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes all passkeys of an account, in a transaction that gives it another way in.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn remove_all(tx: &mut Tx, account: AccountId) -> Result<(), DbErr> {
    remove(tx, account, Column::Id.is_not_null()).await
}

async fn remove(tx: &mut Tx, account: AccountId, which: sea_orm::sea_query::SimpleExpr) -> Result<(), DbErr> {
    let query = Entity::delete_many().filter(Column::AccountId.eq(account)).filter(which);
    for passkey in query.exec_with_returning(tx.conn()).await? {
        let event = NewEvent::new("passkey.removed", passkey.id.0, json!({}))?;
        tx.emit(NewEvent { account_id: Some(account), ..event });
    }
    Ok(())
}

/// The account, whose row is held: changes of its passkeys come one after the other.
async fn lock(tx: &Tx, account: AccountId) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(account).lock_exclusive().one(tx.conn()).await
}

/// A passkey of one visitor would outlast all others' visits.
fn refuse_shared(app: &App, account: &account::Model) -> Result<(), PasskeyError> {
    if is_shared(app, account) { Err(PasskeyError::Shared) } else { Ok(()) }
}

fn party(app: &App) -> Result<&RelyingParty, PasskeyError> {
    app.passkeys.as_deref().ok_or(PasskeyError::NotAvailable)
}

/// Counts a ceremony that somebody unknown begins.
fn count_begun(app: &App, address: Option<IpAddr>) -> Result<(), PasskeyError> {
    match address {
        Some(address) => Ok(app.accounts.throttle.count_address(Limited::Ceremonies, address, app.clock.now())?),
        None => Ok(()),
    }
}
