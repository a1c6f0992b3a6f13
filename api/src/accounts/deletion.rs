//! Deleting an account. What tells who somebody is goes at once, in one transaction; their orders stay as figures.
//!
//! An order that is placed meanwhile comes first or not at all: both take the account's cart before anything else, and
//! an order refers to the account's row, which is held here. One that came first is open, and the account stays.

use super::AccountError;
use super::confirm::{Confirmed, refuse_shared};
use super::entity::{self, Entity, Model};
use super::sessions;
use crate::actor::Shopper;
use crate::app::App;
use crate::carts;
use crate::db::{Tx, is_transient};
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use crate::idempotency;
use crate::mail::{self, Message, NewMail};
use crate::orders::{self, access::Visible};
use crate::recommendations::signals::Person;
use crate::reviews;
use crate::search::popular;
use crate::shops;
use sea_orm::{DbErr, EntityTrait, QuerySelect};
use serde_json::json;
use shared::id::{AccountId, ShopId};
use std::time::Duration;

/// How often a transaction that lost a race for locks is tried again.
const TRIES: u32 = 5;

/// What keeps an account from being deleted.
#[derive(Clone, Debug, Default)]
pub struct Obstacles {
    /// The newest of its orders that are not over: not delivered and not cancelled.
    pub orders: Vec<Visible>,
    /// Shops that nobody else looks after.
    pub shops: Vec<ShopId>,
}

/// What keeps the shopper's account from being deleted now. It is looked at once more when it is deleted.
///
/// # Errors
/// When the database does not answer.
pub async fn obstacles(app: &App, shopper: &Shopper) -> Result<Obstacles, DbErr> {
    let orders = orders::list::open(app, shopper).await?;
    let shops = shops::kept_alone_by(app.db.read(), shopper.account_id()).await?;
    Ok(Obstacles { orders, shops })
}

/// Deletes an account. Of one that is gone already nothing is left to do.
///
/// Gone: the account with its name, address and password, sessions, tokens, addresses, cart, wishlist, saved searches,
/// consents, what it looked at and hides, what it searched for today, places in experiments and on the staff of shops, votes
/// on reviews, flags and what it said in appeals, and its mails; a last one says goodbye to the address. Its orders lose whom
/// they went to, and its reviews who wrote them.
///
/// # Errors
/// [`AccountError::Shared`], [`AccountError::OrdersOpen`], [`AccountError::LastOfShop`].
pub async fn delete(app: &App, confirmed: &Confirmed) -> Outcome<(), AccountError> {
    refuse_shared(app, confirmed.account())?;
    let mut tries = 0;
    loop {
        tries += 1;
        match try_delete(app, confirmed.account().id).await {
            Err(Failure::Internal(error)) if tries < TRIES && lost_a_race(&error) => {
                tokio::time::sleep(Duration::from_millis(app.ids.below(20 << tries))).await;
            }
            done => return done,
        }
    }
}

fn lost_a_race(error: &anyhow::Error) -> bool {
    error.downcast_ref::<DbErr>().is_some_and(is_transient)
}

async fn try_delete(app: &App, id: AccountId) -> Outcome<(), AccountError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    carts::drop_of(&tx, id).await?;
    let Some(account) = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await? else { return Ok(()) };
    shops::hold_of(&tx, id).await?;
    if !shops::kept_alone_by(tx.conn(), id).await?.is_empty() {
        return Err(AccountError::LastOfShop.into());
    }
    match orders::open_of(&tx, id).await? {
        0 => {}
        open => return Err(AccountError::OrdersOpen(open).into()),
    }
    orders::anonymise(&tx, id).await?;
    reviews::forget_author(&tx, id).await?;
    mail::forget_of(&tx, id, &account.email).await?;
    idempotency::forget_of(&tx, &id.to_string()).await?;
    popular::erase(&tx, &Person::Account(id)).await?;
    say_goodbye(app, &tx, &account).await?;
    let ended = sessions::delete_all(&mut tx, id, None).await?;
    // The rest refers to the account and goes with it.
    Entity::delete_by_id(id).exec(tx.conn()).await?;
    // Nobody is named: whoever reads it knows an id that is nobody's any more.
    tx.emit(NewEvent { account_id: Some(id), ..NewEvent::new("account.deleted", id.0, json!({}))? });
    tx.commit().await?;
    sessions::forget(app, &ended);
    app.accounts.throttle.succeeded(&account.email);
    Ok(())
}

/// The last letter, which says what was deleted. It is written without the account, since that is gone when it leaves.
async fn say_goodbye(app: &App, tx: &Tx, account: &Model) -> Result<(), DbErr> {
    let entity::Model { id, email, locale, .. } = account;
    let mail = NewMail {
        key: format!("account:{id}:deleted"),
        recipient: email.clone(),
        locale: *locale,
        account_id: None,
        message: Message::AccountDeleted,
    };
    mail::enqueue(tx.conn(), &app.ids, mail, tx.now()).await.map(|_| ())
}
