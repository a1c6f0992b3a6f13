//! Accounts: registering, signing in and out, who somebody is, and the care of it: a verified address, a new password,
//! the list of sessions.

pub mod device;
pub mod entity;
pub mod graphql;
pub mod password;
pub mod policy;
mod profile;
mod recovery;
pub mod sessions;
pub mod tokens;
mod verification;

pub use profile::{ProfileChange, update};
pub use recovery::{change_password, request_reset, reset};
pub use verification::{request_verification, verify};

use crate::actor::{Actor, Role, Shopper};
use crate::app::App;
use crate::carts;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::ids::Secret;
use crate::wishlists;
use entity::{Column, Entity, Model};
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
    /// There is nothing to verify.
    #[error("your address is verified already")]
    AlreadyVerified,
}

impl From<policy::Throttled> for AccountError {
    fn from(throttled: policy::Throttled) -> Self {
        Self::TooManyAttempts(throttled.0)
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
        Ok(())
    }
}

/// Makes an account and signs it in.
///
/// # Errors
/// [`AccountError::EmailTaken`].
pub async fn register(app: &App, new: NewAccount, origin: &Origin) -> Outcome<SignedInAccount, AccountError> {
    let hash = app.accounts.hasher.hash(new.password).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let now = tx.now();
    let row = entity::ActiveModel {
        id: ActiveValue::Set(app.ids.next()),
        email: ActiveValue::Set(new.email.to_string()),
        display_name: ActiveValue::Set(new.display_name.as_str().to_owned()),
        password_hash: ActiveValue::Set(Some(hash)),
        locale: ActiveValue::Set(new.locale),
        role: ActiveValue::Set(Role::Shopper),
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
    let event = NewEvent::new("account.registered", account.id.0, json!({ "locale": account.locale }))?;
    tx.emit(NewEvent { account_id: Some(account.id), ..event });
    let token = sessions::create(app, &mut tx, account.id, &origin.client).await?;
    origin.hand_over(app, &tx, account.id).await?;
    tx.commit().await?;
    Ok(SignedInAccount { account, token })
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
    let token = sessions::create(app, &mut tx, account.id, &origin.client).await?;
    origin.hand_over(app, &tx, account.id).await?;
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
