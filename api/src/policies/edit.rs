//! Shop staff write their policies.

use super::entity::{Entity, Model, PolicyKind, ReturnPostage, words};
use crate::actor::Seller;
use crate::app::App;
use crate::catalog::html::to_plain;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use crate::search::terms;
use crate::shops::entity as shop;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QuerySelect};
use serde_json::json;
use shared::id::ShopId;
use shared::{Locale, Translated};

/// Most days of return, and most months of warranty: ten years of either are a slip of the pen.
pub const MOST_DAYS: i32 = 3650;
const MOST_MONTHS: i32 = 600;
/// Longest text of a policy in one language, in characters.
pub const LONGEST: usize = 20_000;

/// Why policies are not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// There is no such shop of yours.
    #[error("there is no such shop of yours")]
    NotFound,
    /// Days that cannot be.
    #[error("write the days of return as a whole number from 0 to {MOST_DAYS}")]
    ReturnDaysInvalid,
    /// Months that cannot be.
    #[error("write the months of warranty as a whole number from 0 to {MOST_MONTHS}")]
    WarrantyMonthsInvalid,
    /// Nobody is said to pay for returns that are taken.
    #[error("say who pays the postage of returns")]
    ReturnPostageRequired,
    /// Too long.
    #[error("a policy may have {LONGEST} characters at most in each language")]
    TextTooLong,
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Days of return; `Some(None)` says nothing of it any more.
    pub return_days: Option<Option<i32>>,
    /// Who pays for returns.
    pub return_postage: Option<Option<ReturnPostage>>,
    /// Months of warranty; `Some(None)` promises no more than the law.
    pub warranty_months: Option<Option<i32>>,
    /// Texts, Markdown in all their languages.
    pub texts: Vec<(PolicyKind, Translated)>,
}

/// Writes the policies of the seller's shop.
///
/// # Errors
/// See [`PolicyError`].
pub async fn update(app: &App, seller: &Seller, changes: Changes) -> Outcome<(), PolicyError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let shop = shop::Entity::find_by_id(seller.shop_id()).lock_exclusive().one(tx.conn()).await?;
    let shop = shop.ok_or(Failure::NotFound)?;
    let before = Entity::find_by_id(shop.id).one(tx.conn()).await?;
    let row = changed(before.unwrap_or_else(|| blank(&tx, shop.id)), changes).map_err(Failure::Refused)?;
    write(&tx, row, &shop.name).await?;
    let event = NewEvent::new("shop.policies_updated", shop.id.0, json!({}))?;
    tx.emit(NewEvent { shop_id: Some(shop.id), account_id: Some(seller.account_id()), ..event });
    tx.commit().await?;
    Ok(())
}

/// Writes a whole row, and the words by which it is found: those of its text and of the shop's name as it is now.
///
/// # Errors
/// The database's.
pub async fn write(tx: &Tx, row: Model, shop_name: &Translated) -> Result<(), DbErr> {
    use super::entity::Column;
    let row = Model { updated_at: tx.now(), ..row };
    let found = PolicyKind::ALL.iter().flat_map(|kind| Locale::ALL.iter().map(|locale| (*kind, *locale)));
    let found: Vec<_> = found
        .filter(|(kind, _)| !row.text(*kind).is_empty())
        .map(|(kind, locale)| {
            let text = to_plain(&super::html(&row, kind, locale));
            let words = terms(&format!("{} {text}", shop_name.get(locale)));
            let words = words.iter().flat_map(|word| [" ", word.as_str()]).collect::<String>();
            words::Model { shop_id: row.shop_id, kind, locale, words }.into_active_model()
        })
        .collect();
    let shop_id = row.shop_id;
    let all = Column::iter().filter(|column| !matches!(column, Column::ShopId));
    let write = Entity::insert(row.into_active_model());
    write
        .on_conflict(OnConflict::column(Column::ShopId).update_columns(all).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    words::Entity::delete_many().filter(words::Column::ShopId.eq(shop_id)).exec(tx.conn()).await?;
    if !found.is_empty() {
        words::Entity::insert_many(found).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

fn blank(tx: &Tx, shop_id: ShopId) -> Model {
    Model {
        shop_id,
        return_days: None,
        return_postage: None,
        warranty_months: None,
        returns: Translated::default(),
        warranty: Translated::default(),
        delivery: Translated::default(),
        contact: Translated::default(),
        updated_at: tx.now(),
    }
}

fn changed(mut row: Model, changes: Changes) -> Result<Model, PolicyError> {
    let Changes { return_days, return_postage, warranty_months, texts } = changes;
    row.return_days = return_days.unwrap_or(row.return_days);
    row.return_postage = return_postage.unwrap_or(row.return_postage);
    row.warranty_months = warranty_months.unwrap_or(row.warranty_months);
    for (kind, text) in texts {
        if text.0.values().any(|text| text.chars().count() > LONGEST) {
            return Err(PolicyError::TextTooLong);
        }
        *row.text_mut(kind) = trimmed(text);
    }
    if row.return_days.is_some_and(|days| !(0..=MOST_DAYS).contains(&days)) {
        return Err(PolicyError::ReturnDaysInvalid);
    }
    if row.warranty_months.is_some_and(|months| !(0..=MOST_MONTHS).contains(&months)) {
        return Err(PolicyError::WarrantyMonthsInvalid);
    }
    if row.return_days.is_some_and(|days| days > 0) && row.return_postage.is_none() {
        return Err(PolicyError::ReturnPostageRequired);
    }
    Ok(row)
}

fn trimmed(text: Translated) -> Translated {
    let kept = text.0.into_iter().map(|(locale, text)| (locale, text.trim().to_owned()));
    Translated(kept.filter(|(_, text)| !text.is_empty()).collect())
}
