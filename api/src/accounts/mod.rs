//! Accounts: registering, signing in and out, who somebody is, and the care of it: a verified address, a new password,
//! the list of sessions, another address, everything that is kept as a document, and deleting it all.

pub mod confirm;
pub mod deletion;
pub mod device;
mod email_change;
pub mod entity;
pub mod export;
pub mod graphql;
pub mod password;
pub mod policy;
mod profile;
mod recovery;
pub mod sessions;
pub mod tokens;
mod verification;

pub use email_change::{complete_email_change, request_email_change, undo_email_change};
pub use profile::{ProfileChange, update};
pub use recovery::{change_password, request_reset, reset};
pub use verification::{request_verification, verify};

use crate::actor::{Actor, Role, Shopper};
use crate::app::App;
use crate::carts;
use crate::consents;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::ids::Secret;
use crate::recommendations::signals;
use crate::search::popular;
use crate::wishlists;
use entity::{Column, Entity, Model};
use policy::Limited;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;
use sessions::{Client, Which};
use shared::account::{DisplayName, Password};
use shared::id::{AccountId, CartId, SessionId, WishlistId};
use shared::{Email, Locale};
use std::net::IpAddr;

/// What accounts keep in memory; part of the app.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Hashes passwords.
    pub hasher: password::Hasher,
    /// Sessions looked up lately.
    pub sessions: sessions::Lately,
    /// Tries to sign in.
    pub throttle: policy::Throttle,
}

/// A checked registration.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The e-mail address; nobody else's.
    pub email: Email,
    /// The password.
    pub password: Password,
    /// The name to show.
    pub display_name: DisplayName,
    /// The language of its mails.
    pub locale: Locale,
}

/// Who asks to sign in, besides what they typed.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where the session is made.
    pub client: Client,
    /// The network address, for limits.
    pub address: Option<IpAddr>,
    /// The cart they filled as a guest; its lines move into the account's.
    pub cart_id: Option<CartId>,
    /// The wishlist they began as a guest; what is on it moves into the account's.
    pub wishlist_id: Option<WishlistId>,
    /// What they allowed and refused as a guest; it goes over to an account that has said nothing. What was recorded with
    /// that consent goes over to an account that allows it too.
    pub consent: Option<consents::Device>,
}

/// Why an account was not made or nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The e-mail address has an account.
    #[error("this e-mail address has an account already: sign in, or use another address")]
    EmailTaken,
    /// No such pair of e-mail address and password.
    #[error("the e-mail address or the password is wrong")]
    CredentialsWrong,
    /// Try again after so many seconds.
    #[error("too many tries: wait {minutes} minutes and try again", minutes = .0.div_ceil(60))]
    TooManyAttempts(u64),
    /// Unknown, used or expired.
    #[error("this link has been used or has expired: ask for a new one")]
    TokenInvalid,
    /// The present password was not the right one.
    #[error("this is not your present password")]
    PasswordWrong,
    /// Neither a password nor a recent sign-in.
    #[error("confirm that it is you: say your password, or sign in anew")]
    ConfirmationNeeded,
    /// There is nothing to verify.
    #[error("your address is verified already")]
    AlreadyVerified,
    /// It is the account's address already.
    #[error("this is your address already: write the new one")]
    EmailUnchanged,
    /// Every visitor of a demonstration uses the account.
    #[error("every visitor of this demonstration shares this account: make one of your own to try this")]
    Shared,
    /// So many orders are neither delivered nor cancelled.
    #[error("{0} of your orders are under way: cancel them, or wait until they have arrived")]
    OrdersOpen(u64),
    /// Nobody else is on the staff of a shop.
    #[error("nobody else looks after your shop: hand it over first, or write to us")]
    LastOfShop,
}

impl From<policy::Throttled> for AccountError {
    fn from(throttled: policy::Throttled) -> Self {
        Self::TooManyAttempts(throttled.0)
    }
}

impl From<confirm::Unconfirmed> for AccountError {
    fn from(reason: confirm::Unconfirmed) -> Self {
        match reason {
            confirm::Unconfirmed::PasswordWrong => Self::PasswordWrong,
            confirm::Unconfirmed::Needed => Self::ConfirmationNeeded,
            confirm::Unconfirmed::TooManyAttempts(seconds) => Self::TooManyAttempts(seconds),
        }
    }
}

impl From<AccountError> for Failure<AccountError> {
    fn from(error: AccountError) -> Self {
        Self::Refused(error)
    }
}

/// Somebody who has just signed in, with the token of the session.
#[derive(Debug)]
pub struct SignedInAccount {
    /// The account.
    pub account: Model,
    /// The token; this is the only time it is seen.
    pub token: Secret,
}

impl Origin {
    /// Moves what the guest gathered into the account, in the transaction that signs in.
    ///
    /// # Errors
    /// The database's.
    pub async fn hand_over(&self, app: &App, tx: &Tx, account: AccountId) -> Result<(), DbErr> {
        if let Some(cart) = self.cart_id {
            carts::merge(app, tx, cart, account).await?;
        }
        if let Some(wishlist) = self.wishlist_id {
            wishlists::merge(app, tx, wishlist, account).await?;
        }
        if let Some(device) = &self.consent {
            consents::hand_over(tx, device, account).await?;
            signals::hand_over(tx, device, account).await?;
            // Whoever has searched as a guest today and goes on with the account is not two people.
            popular::erase(tx, &signals::Person::Guest(device.hash())).await?;
        }
        Ok(())
    }
}

/// Makes an account and signs it in. An address that has one takes as long to refuse as one that has none takes to
/// register.
///
/// # Errors
/// [`AccountError::EmailTaken`], [`AccountError::TooManyAttempts`] for the network address.
pub async fn register(app: &App, new: NewAccount, origin: &Origin) -> Outcome<SignedInAccount, AccountError> {
    if let Some(address) = origin.address {
        let throttle = &app.accounts.throttle;
        throttle.count_address(Limited::Registrations, address, app.clock.now()).map_err(AccountError::from)?;
    }
    let hash = app.accounts.hasher.hash(new.password).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let row = AccountRow {
        id: app.ids.next(),
        email: new.email.to_string(),
        display_name: new.display_name.as_str().to_owned(),
        password_hash: Some(hash),
        locale: new.locale,
    };
    let account = insert(&mut tx, row).await?;
    let token = enter(app, &mut tx, account.id, origin).await?;
    tx.commit().await?;
    Ok(SignedInAccount { account, token })
}

/// What a new account's row says.
pub(crate) struct AccountRow {
    pub id: AccountId,
    pub email: String,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub locale: Locale,
}

/// Writes a new account, in the transaction that signs it in.
///
/// # Errors
/// [`AccountError::EmailTaken`].
pub(crate) async fn insert(tx: &mut Tx, new: AccountRow) -> Outcome<Model, AccountError> {
    let now = tx.now();
    let row = entity::ActiveModel {
        id: ActiveValue::Set(new.id),
        email: ActiveValue::Set(new.email),
        display_name: ActiveValue::Set(new.display_name),
        password_hash: ActiveValue::Set(new.password_hash),
        locale: ActiveValue::Set(new.locale),
        role: ActiveValue::Set(Role::Shopper),
        is_shared: ActiveValue::Set(false),
        currency: ActiveValue::Set(None),
        email_verified_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
    };
    let account = match row.insert(tx.conn()).await {
        Ok(account) => account,
        Err(error) if violates_unique(&error, "uq_accounts_email", &["accounts.email"]) => {
            return Err(Failure::Refused(AccountError::EmailTaken));
        }
        Err(error) => return Err(error.into()),
    };
    // Asked after the insert, which waits for whoever is giving the address up at this moment.
    if tokens::is_kept_free(tx, &account.email, account.id).await? {
        return Err(Failure::Refused(AccountError::EmailTaken));
    }
    let event = NewEvent::new("account.registered", account.id.0, json!({ "locale": account.locale }))?;
    tx.emit(NewEvent { account_id: Some(account.id), ..event });
    Ok(account)
}

/// Opens a session of an account and moves what the guest gathered into it; returns the session's token.
///
/// # Errors
/// The database's.
pub(crate) async fn enter(app: &App, tx: &mut Tx, account: AccountId, origin: &Origin) -> Result<Secret, DbErr> {
    let token = sessions::create(app, tx, account, &origin.client).await?;
    origin.hand_over(app, tx, account).await?;
    Ok(token)
}

/// Signs somebody in. An unknown e-mail address takes as long as a wrong password.
///
/// # Errors
/// [`AccountError::CredentialsWrong`], [`AccountError::TooManyAttempts`].
pub async fn sign_in(
    app: &App,
    email: &Email,
    presented: &str,
    origin: &Origin,
) -> Outcome<SignedInAccount, AccountError> {
    let throttle = &app.accounts.throttle;
    throttle.count(email.as_str(), origin.address, app.clock.now()).map_err(AccountError::from)?;
    let account = Entity::find().filter(Column::Email.eq(email.as_str())).one(app.db.read()).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    // Nobody could choose a longer one, and hashing it would cost more.
    let presented: String = presented.chars().take(Password::MAX + 1).collect();
    let right = app.accounts.hasher.verify(presented, stored).await?;
    let (Some(account), true) = (account, right) else {
        return Err(Failure::Refused(AccountError::CredentialsWrong));
    };
    throttle.succeeded(email.as_str());
    let mut tx = app.db.begin(app.clock.now()).await?;
    let token = enter(app, &mut tx, account.id, origin).await?;
    tx.commit().await?;
    Ok(SignedInAccount { account, token })
}

/// Signs somebody out: in the session that they name, else here; or everywhere. False when nothing ended.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(app: &App, actor: &Actor, session: Option<SessionId>, everywhere: bool) -> Result<bool, DbErr> {
    let Some(shopper) = actor.shopper() else { return Ok(false) };
    let which = if everywhere { Which::All } else { Which::One(session.unwrap_or(shopper.session_id())) };
    Ok(sessions::end(app, &shopper, which).await? > 0)
}

/// The account of somebody signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn find(app: &App, shopper: &Shopper) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(shopper.account_id()).one(app.db.read()).await
}
