//! What an account says of itself: its name, its language, its currency.

use super::entity::{self, Column, Entity, Model};
use super::sessions;
use crate::actor::Shopper;
use crate::app::App;
use crate::events::NewEvent;
use crate::failure::{Failure, Never, Outcome};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::account::DisplayName;
use shared::{Currency, Locale};

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// The name to show.
    pub display_name: Option<DisplayName>,
    /// The language of mails.
    pub locale: Option<Locale>,
    /// The currency in which amounts are also shown; `Some(None)` takes the choice back.
    pub currency: Option<Option<Currency>>,
}

/// Changes an account's name, language or currency.
///
/// # Errors
/// Not found when the account is gone.
pub async fn update(app: &App, shopper: &Shopper, change: ProfileChange) -> Outcome<Model, Never> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let set = |name: DisplayName| ActiveValue::Set(name.as_str().to_owned());
    let row = entity::ActiveModel {
        display_name: change.display_name.map_or(ActiveValue::NotSet, set),
        locale: change.locale.map_or(ActiveValue::NotSet, ActiveValue::Set),
        currency: change.currency.map_or(ActiveValue::NotSet, ActiveValue::Set),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let changed = Entity::update_many().set(row).filter(Column::Id.eq(shopper.account_id()));
    let account = changed.exec_with_returning(tx.conn()).await?.into_iter().next().ok_or(Failure::NotFound)?;
    let event = NewEvent::new("account.updated", account.id.0, json!({}))?;
    tx.emit(NewEvent { account_id: Some(account.id), ..event });
    tx.commit().await?;
    if change.currency.is_some() {
        sessions::refresh(app, account.id);
    }
    Ok(account)
}
