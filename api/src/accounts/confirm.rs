//! "Is it you?", asked once more of somebody signed in before they change, hand out or give up what is theirs.

use super::entity::{Model, session};
use super::policy::{Limited, Throttled};
use super::{AccountError, find};
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use sea_orm::EntityTrait;
use shared::account::Password;
use shared::id::SessionId;

/// Whoever signed in within so many milliseconds has just shown who they are.
const RECENT_MS: i64 = 10 * 60_000;

/// By what somebody shows that it is them.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// The account's present password.
    Password(&'a str),
    /// That their session began within the last ten minutes: the only proof of an account without a password.
    RecentSignIn,
}

impl<'a> Proof<'a> {
    /// The password, where one was said.
    #[must_use]
    pub const fn of(password: Option<&'a str>) -> Self {
        match password {
            Some(password) => Self::Password(password),
            None => Self::RecentSignIn,
        }
    }
}

/// Why somebody has not shown that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// It is not the account's password.
    PasswordWrong,
    /// No password was said, and the sign-in is too long ago.
    Needed,
    /// Try again after so many seconds.
    TooManyAttempts(u64),
}

impl From<Throttled> for Unconfirmed {
    fn from(throttled: Throttled) -> Self {
        Self::TooManyAttempts(throttled.0)
    }
}

/// The account of somebody signed in who has just shown that it is them. Only [`confirm`] makes one.
#[derive(Clone, Debug)]
pub struct Confirmed {
    account: Model,
    session: SessionId,
}

impl Confirmed {
    /// The account, as it was when they showed it.
    #[must_use]
    pub const fn account(&self) -> &Model {
        &self.account
    }

    /// The session in which they did.
    #[must_use]
    pub const fn session_id(&self) -> SessionId {
        self.session
    }
}

/// Looks at what somebody brings to show that it is them; tries of passwords are counted, right ones too.
///
/// # Errors
/// [`Unconfirmed`] as the caller's refusal; not found when the account is gone.
pub async fn confirm<E: From<Unconfirmed>>(app: &App, shopper: &Shopper, proof: Proof<'_>) -> Outcome<Confirmed, E> {
    let refuse = |reason: Unconfirmed| Failure::Refused(E::from(reason));
    let account = find(app, shopper).await?.ok_or(Failure::NotFound)?;
    let now = app.clock.now();
    match proof {
        Proof::Password(presented) => {
            let counted = app.accounts.throttle.count_email(Limited::Passwords, &account.email, now);
            counted.map_err(|throttled| refuse(throttled.into()))?;
            // Nobody could choose a longer one, and hashing it would cost more.
            let presented: String = presented.chars().take(Password::MAX + 1).collect();
            if !app.accounts.hasher.verify(presented, account.password_hash.clone()).await? {
                return Err(refuse(Unconfirmed::PasswordWrong));
            }
        }
        Proof::RecentSignIn => {
            let session = session::Entity::find_by_id(shopper.session_id()).one(app.db.read()).await?;
            if session.is_none_or(|session| now.0 - session.created_at.0 > RECENT_MS) {
                return Err(refuse(Unconfirmed::Needed));
            }
        }
    }
    Ok(Confirmed { account, session: shopper.session_id() })
}

/// Refuses what would take a shared account away from the other visitors of a demonstration.
///
/// # Errors
/// [`AccountError::Shared`].
pub(super) fn refuse_shared(app: &App, account: &Model) -> Result<(), AccountError> {
    if is_shared(app, account) { Err(AccountError::Shared) } else { Ok(()) }
}

/// Whether every visitor of this demonstration uses the account.
#[must_use]
pub fn is_shared(app: &App, account: &Model) -> bool {
    app.config.demo && account.is_shared
}
