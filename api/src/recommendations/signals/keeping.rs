//! For how long signals are kept, and whose they become.

use super::super::entity::{self, Column, Entity, Model};
use super::{HIDDEN_DAYS, KEPT_DAYS, Person};
use crate::actor::Actor;
use crate::app::App;
use crate::consents::{self, Device, entity::Purpose};
use crate::db::Tx;
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use shared::id::{AccountId, ProductId};

/// Forgets what a visitor did with a product; what they hide stays hidden. Returns how many signals went.
///
/// # Errors
/// When the database refuses.
pub async fn forget(app: &App, actor: &Actor, device: Option<&Device>, product: ProductId) -> Result<u64, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(0) };
    let these = Entity::delete_many().filter(person.rows()).filter(Column::ProductId.eq(product));
    Ok(these.filter(Column::Hides.eq(false)).exec(app.db.write()).await?.rows_affected)
}

/// Forgets everything that a visitor did and hides; returns how many signals went.
///
/// # Errors
/// When the database refuses.
pub async fn forget_all(app: &App, actor: &Actor, device: Option<&Device>) -> Result<u64, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(0) };
    Ok(Entity::delete_many().filter(person.rows()).exec(app.db.write()).await?.rows_affected)
}

/// Deletes everything of somebody who takes their consent back, in the transaction in which they do.
///
/// # Errors
/// When the database refuses.
pub async fn erase(tx: &Tx, person: &Person) -> Result<(), DbErr> {
    Entity::delete_many().filter(person.rows()).exec(tx.conn()).await.map(|_| ())
}

/// Moves a guest's signals to the account that they sign in to, in that transaction and after their decisions have gone over.
/// An account that does not allow it does not get them, and nobody has them any more. What is hidden on both sides keeps the
/// account's reason.
///
/// # Errors
/// The database's.
pub async fn hand_over(tx: &Tx, device: &Device, account: AccountId) -> Result<(), DbErr> {
    let guest = Person::Guest(device.hash());
    let allowed = consents::of_account(tx.conn(), account, Purpose::Personalisation).await?;
    if !allowed.is_some_and(|decision| decision.granted) {
        return erase(tx, &guest).await;
    }
    let hidden = Entity::find()
        .select_only()
        .column(Column::ProductId)
        .filter(Column::AccountId.eq(account))
        .filter(Column::Hides.eq(true));
    let twice = Entity::delete_many()
        .filter(guest.rows())
        .filter(Column::Hides.eq(true))
        .filter(Column::ProductId.in_subquery(hidden.into_query()));
    twice.exec(tx.conn()).await?;
    let row = entity::ActiveModel {
        account_id: ActiveValue::Set(Some(account)),
        visitor_hash: ActiveValue::Set(None),
        ..entity::ActiveModel::default()
    };
    Entity::update_many().set(row).filter(guest.rows()).exec(tx.conn()).await.map(|_| ())
}

/// Everything of an account, the first first: what its export says.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(app: &App, account: AccountId) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find().filter(Column::AccountId.eq(account));
    query.order_by_asc(Column::At).order_by_asc(Column::Id).all(app.db.read()).await
}

/// Deletes what is older than it may become; returns how many signals went. A guest's browser forgets who it is after as long
/// as what it looked at is kept, so what it hides goes with that.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let now = app.clock.now();
    let passing = Condition::any().add(Column::Hides.eq(false)).add(Column::AccountId.is_null());
    let looked_at = Entity::delete_many().filter(Column::At.lt(now.plus_days(-KEPT_DAYS))).filter(passing);
    let looked_at = looked_at.exec(app.db.write()).await?.rows_affected;
    let hidden = Entity::delete_many().filter(Column::At.lt(now.plus_days(-HIDDEN_DAYS)));
    Ok(looked_at + hidden.exec(app.db.write()).await?.rows_affected)
}
