//! That it is the account's owner who adds a passkey, and not somebody who found their session open.

use super::PasskeyError;
use crate::accounts::entity::session;
use crate::accounts::policy::Limited;
use crate::accounts::{self, entity};
use crate::actor::Shopper;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use sea_orm::EntityTrait;
use shared::account::Password;

/// Whoever signed in within so many milliseconds has just shown who they are.
const RECENT_MS: i64 = 10 * 60_000;

/// The account, once its owner has said its password or has signed in moments ago.
///
/// # Errors
/// [`PasskeyError::ConfirmationNeeded`], [`PasskeyError::PasswordWrong`], [`PasskeyError::TooManyAttempts`].
pub(super) async fn confirm(
    app: &App,
    shopper: &Shopper,
    password: Option<&str>,
) -> Outcome<entity::Model, PasskeyError> {
    let account = accounts::find(app, shopper).await?.ok_or(Failure::NotFound)?;
    let now = app.clock.now();
    let Some(password) = password.filter(|password| !password.is_empty()) else {
        let session = session::Entity::find_by_id(shopper.session_id()).one(app.db.read()).await?;
        let recent = session.is_some_and(|session| now.0 - session.created_at.0 <= RECENT_MS);
        return if recent { Ok(account) } else { Err(PasskeyError::ConfirmationNeeded.into()) };
    };
    app.accounts.throttle.count_email(Limited::Passwords, &account.email, now).map_err(PasskeyError::from)?;
    let password: String = password.chars().take(Password::MAX + 1).collect();
    if !app.accounts.hasher.verify(password, account.password_hash.clone()).await? {
        return Err(PasskeyError::PasswordWrong.into());
    }
    Ok(account)
}
