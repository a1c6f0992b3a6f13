//! "Is it you?", asked once more of somebody signed in before they change, hand out or give up what is theirs.

use super::entity::Model;
use super::policy::Limited;
use super::{AccountError, find};
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use shared::account::Password;
use shared::id::SessionId;

/// By what somebody shows that it is them.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// The account's present password.
    Password(&'a str),
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

/// Looks at what somebody brings to show that it is them; tries are counted, right ones too.
///
/// # Errors
/// [`AccountError::PasswordWrong`], [`AccountError::TooManyAttempts`]; not found when the account is gone.
pub async fn confirm(app: &App, shopper: &Shopper, proof: Proof<'_>) -> Outcome<Confirmed, AccountError> {
    let account = find(app, shopper).await?.ok_or(Failure::NotFound)?;
    let throttle = &app.accounts.throttle;
    throttle.count_email(Limited::Passwords, &account.email, app.clock.now()).map_err(AccountError::from)?;
    match proof {
        Proof::Password(presented) => {
            // Nobody could choose a longer one, and hashing it would cost more.
            let presented: String = presented.chars().take(Password::MAX + 1).collect();
            if !app.accounts.hasher.verify(presented, account.password_hash.clone()).await? {
                return Err(AccountError::PasswordWrong.into());
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
