//! Where somebody's things go, as long as they have not written an address.

use crate::actor::Actor;
use crate::addresses;
use crate::app::App;
use sea_orm::DbErr;
use shared::{CountryCode, Locale};

/// The country that was chosen; else that of the account's default address; else where most readers of the language are.
/// What the browser accepts besides the language is not looked at: the pages of guests lie in shared caches.
///
/// # Errors
/// When the database does not answer.
pub async fn destination(
    app: &App,
    actor: &Actor,
    chosen: Option<CountryCode>,
    locale: Locale,
) -> Result<CountryCode, DbErr> {
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    let saved = match actor.account_id() {
        Some(account) => addresses::default_country(app, account).await?,
        None => None,
    };
    Ok(saved.unwrap_or(CountryCode::likely(locale)))
}
