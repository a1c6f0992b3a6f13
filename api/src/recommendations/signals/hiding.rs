//! What somebody does not want suggested.

use super::super::entity::{self, Column, Entity, SignalKind};
use super::{Person, allowed};
use crate::actor::Actor;
use crate::app::App;
use crate::catalog::entity::product;
use crate::consents::Device;
use crate::failure::{Failure, Outcome};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::Timestamp;
use shared::id::ProductId;

/// Why something is not to be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// They do not like it.
    NotInterested,
    /// They have it already: others like it may be suggested.
    Owned,
}

impl From<Hiding> for SignalKind {
    fn from(hiding: Hiding) -> Self {
        match hiding {
            Hiding::NotInterested => Self::NotInterested,
            Hiding::Owned => Self::Owned,
        }
    }
}

/// Something that somebody hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// What.
    pub product: ProductId,
    /// Why.
    pub hiding: Hiding,
    /// Since when.
    pub at: Timestamp,
}

/// Why nothing was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HideError {
    /// Nothing may be remembered of this visitor.
    #[error("we may remember nothing about you: allow suggestions from what you look at first")]
    PersonalisationOff,
    /// There is no such product.
    #[error("this product does not exist: choose another one")]
    ProductNotFound,
}

impl From<HideError> for Failure<HideError> {
    fn from(error: HideError) -> Self {
        Self::Refused(error)
    }
}

/// Hides a product from a visitor's suggestions. Said again, the newer reason counts.
///
/// # Errors
/// [`HideError`].
pub async fn hide(
    app: &App,
    actor: &Actor,
    device: Option<&Device>,
    product: ProductId,
    hiding: Hiding,
) -> Outcome<(), HideError> {
    let person = Person::of(actor, device).ok_or(HideError::PersonalisationOff)?;
    if !allowed(app, actor, device).await? {
        return Err(HideError::PersonalisationOff.into());
    }
    product::Entity::find_by_id(product).one(app.db.read()).await?.ok_or(HideError::ProductNotFound)?;
    let owner = match &person {
        Person::Account(_) => Column::AccountId,
        Person::Guest(_) => Column::VisitorHash,
    };
    let newer = OnConflict::columns([owner, Column::ProductId])
        .target_and_where(Expr::col(Column::Hides))
        .update_columns([Column::Kind, Column::At])
        .to_owned();
    let row = entity::ActiveModel {
        at: ActiveValue::Set(app.clock.now()),
        ..person.row(app.ids.next(), product, hiding.into())
    };
    Entity::insert(row).on_conflict(newer).exec_without_returning(app.db.write()).await?;
    app.outlook.people.forget(&person);
    Ok(())
}

/// Lets a product be suggested again; whether it was hidden.
///
/// # Errors
/// When the database refuses.
pub async fn unhide(app: &App, actor: &Actor, device: Option<&Device>, product: ProductId) -> Result<bool, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(false) };
    let these = Entity::delete_many().filter(person.rows()).filter(Column::ProductId.eq(product));
    let gone = these.filter(Column::Hides.eq(true)).exec(app.db.write()).await?;
    app.outlook.people.forget(&person);
    Ok(gone.rows_affected > 0)
}

/// What a visitor hides, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn hidden(app: &App, actor: &Actor, device: Option<&Device>) -> Result<Vec<Hidden>, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(Vec::new()) };
    let query = Entity::find().filter(person.rows()).filter(Column::Hides.eq(true));
    let rows = query.order_by_desc(Column::At).order_by_desc(Column::ProductId).all(app.db.read()).await?;
    let shape = |row: entity::Model| {
        let hiding = match row.kind {
            SignalKind::Owned => Hiding::Owned,
            _ => Hiding::NotInterested,
        };
        Hidden { product: row.product_id, hiding, at: row.at }
    };
    Ok(rows.into_iter().map(shape).collect())
}
