//! What many search for, to offer it to others while they type.
//!
//! Counted is only who allows that what they do is counted with that of others, in words that name searches
//! ([`COUNTED_SINCE`]); of a search that found products by all its words, as they were typed. So each word that is
//! offered is one of the catalogue, begins one or stands for one; names, addresses and slips seldom do.
//!
//! A row holds a day, a language, the words, and instead of the visitor a hash with a secret of that day, which is deleted when
//! the day is over ([`forget_old`]): nobody is followed from one day to the next, and of past days neither we nor anybody who
//! gets hold of the database can tell whose a row was. The price is that nobody can take back what they searched for
//! before today. Rows go after [`KEPT_DAYS`].
//!
//! Offered is what [`AT_LEAST`] visitors searched for on one and the same day, since one who searches for the same on several days
//! cannot be told from several; what is offered comes in the order of all days. Every process that serves requests counts for
//! itself ([`refresh`]).

pub mod entity;
mod table;
mod words;

pub use table::{Popular, refresh};

use super::personal::Shopper;
use crate::app::App;
use crate::consents::entity::Purpose;
use crate::consents::{self, wording::COUNTED_SINCE};
use crate::db::Tx;
use crate::recommendations::signals::Person;
use entity::{Column, Entity, key};
use hmac::{Hmac, Mac};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};
use sha2::Sha256;
use shared::timestamp::DAY_MS;
use shared::{Locale, Timestamp};

/// Visitors that must have searched for something on the same day before it is offered to others.
pub const AT_LEAST: i64 = 5;
/// Days for which a search is kept and counted.
pub const KEPT_DAYS: i32 = 30;

/// Counts a search that found something, where the shopper allows it. That it cannot be counted is no reason to refuse what was
/// asked for, and is only logged.
pub async fn note(app: &App, shopper: Shopper<'_>, locale: Locale, typed: &str) {
    if let Err(error) = record(app, shopper, locale, typed).await {
        tracing::warn!(%error, "a search could not be counted");
    }
}

async fn record(app: &App, shopper: Shopper<'_>, locale: Locale, typed: &str) -> Result<(), DbErr> {
    let Some(person) = Person::of(shopper.actor, shopper.device) else { return Ok(()) };
    let Some(query) = words::countable(typed) else { return Ok(()) };
    if !allowed(app.db.read(), shopper).await? {
        return Ok(());
    }
    let tx = app.db.begin(app.clock.now()).await?;
    // Asked again, since consent may have been taken back while the writer was waited for.
    if !allowed(tx.conn(), shopper).await? {
        return Ok(());
    }
    let day = today(tx.now());
    let secret = secret_of(app, &tx, day).await?;
    let row = entity::ActiveModel {
        day: ActiveValue::Set(day),
        locale: ActiveValue::Set(locale),
        query: ActiveValue::Set(query),
        visitor_hash: ActiveValue::Set(hash(&secret, &person)?),
    };
    let once =
        OnConflict::columns([Column::Day, Column::Locale, Column::Query, Column::VisitorHash]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    tx.commit().await
}

/// Whether the newest word on personalisation is a yes that includes searches.
async fn allowed<C: ConnectionTrait>(conn: &C, shopper: Shopper<'_>) -> Result<bool, DbErr> {
    let decision = consents::decision(conn, shopper.actor, shopper.device, Purpose::Personalisation).await?;
    Ok(decision.is_some_and(|decision| decision.granted && decision.wording >= COUNTED_SINCE))
}

/// Deletes what somebody searched for today, when they take their consent back or sign in as somebody else, in the transaction in
/// which they do. Of the days before, nobody can tell what was theirs.
///
/// # Errors
/// When the database refuses.
pub async fn erase(tx: &Tx, person: &Person) -> Result<(), DbErr> {
    let day = today(tx.now());
    let Some(key) = key::Entity::find_by_id(day).one(tx.conn()).await? else { return Ok(()) };
    let theirs = Entity::delete_many().filter(Column::VisitorHash.eq(hash(&key.secret, person)?));
    theirs.exec(tx.conn()).await.map(|_| ())
}

/// Deletes searches that are too old to count, and the secrets of past days; returns how many searches went.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let today = today(app.clock.now());
    key::Entity::delete_many().filter(key::Column::Day.lt(today)).exec(app.db.write()).await?;
    let old = Entity::delete_many().filter(Column::Day.lte(today.saturating_sub(KEPT_DAYS)));
    Ok(old.exec(app.db.write()).await?.rows_affected)
}

/// The day of a moment, counted from 1970-01-01, UTC.
fn today(now: Timestamp) -> i32 {
    i32::try_from(now.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}

/// The secret of a day, which the first search of it makes for all processes.
async fn secret_of(app: &App, tx: &Tx, day: i32) -> Result<Vec<u8>, DbErr> {
    if let Some(known) = key::Entity::find_by_id(day).one(tx.conn()).await? {
        return Ok(known.secret);
    }
    let row = key::ActiveModel { day: ActiveValue::Set(day), secret: ActiveValue::Set(app.ids.secret().hash()) };
    let first = OnConflict::column(key::Column::Day).do_nothing().to_owned();
    key::Entity::insert(row).on_conflict(first).exec_without_returning(tx.conn()).await?;
    // Another process may have been the first.
    let known = key::Entity::find_by_id(day).one(tx.conn()).await?;
    known.map(|known| known.secret).ok_or_else(|| DbErr::RecordNotFound(format!("the secret of day {day}")))
}

fn hash(secret: &[u8], person: &Person) -> Result<Vec<u8>, DbErr> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| DbErr::Custom(error.to_string()))?;
    match person {
        Person::Account(account) => {
            mac.update(b"account");
            mac.update(account.0.as_bytes());
        }
        Person::Guest(browser) => {
            mac.update(b"browser");
            mac.update(browser);
        }
    }
    Ok(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::AccountId;
    use uuid::Uuid;

    #[test]
    fn a_hash_is_the_same_all_day_and_another_the_next() {
        let (one, other) = (Person::Account(AccountId(Uuid::from_u128(1))), Person::Guest(vec![1; 32]));
        let hash = |secret: &[u8], person: &Person| hash(secret, person).expect("any length");
        assert_eq!(hash(b"today", &one), hash(b"today", &one));
        assert_ne!(hash(b"today", &one), hash(b"tomorrow", &one));
        assert_ne!(hash(b"today", &one), hash(b"today", &other));
    }
}
