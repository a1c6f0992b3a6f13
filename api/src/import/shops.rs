//! Shops by the name that a file gives them.

use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::shops::entity::{self as shop, ShopStatus, delivery_option};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use shared::id::ShopId;
use shared::trust::StandingLevel;
use shared::{Currency, DeliveryKind, Locale, Slug, Translated};
use std::collections::HashMap;

/// The shops that an import has met.
#[derive(Default)]
pub(super) struct Shops {
    known: HashMap<String, ShopId>,
    made: bool,
}

impl Shops {
    /// The shop of a vendor's name: the one that was imported under it, else the one whose slug fits it, else a new one
    /// with standard delivery.
    pub(super) async fn find_or_make(&mut self, app: &App, tx: &mut Tx, vendor: &str) -> Result<ShopId, DbErr> {
        if let Some(id) = self.known.get(vendor) {
            return Ok(*id);
        }
        let id = match by_name(tx, vendor).await? {
            Some(id) => id,
            None => {
                self.made = true;
                make(app, tx, vendor).await?
            }
        };
        self.known.insert(vendor.to_owned(), id);
        Ok(id)
    }

    /// Whether a shop was made.
    pub(super) fn made(&self) -> bool {
        self.made
    }
}

async fn by_name(tx: &Tx, vendor: &str) -> Result<Option<ShopId>, DbErr> {
    let imported = shop::Column::ExternalReference.eq(vendor);
    if let Some(row) = shop::Entity::find().filter(imported).one(tx.conn()).await? {
        return Ok(Some(row.id));
    }
    let Some(slug) = Slug::from_title(vendor) else { return Ok(None) };
    // A shop that was imported under another name is another shop.
    let query = shop::Entity::find().filter(shop::Column::Slug.eq(slug.as_str()));
    Ok(query.filter(shop::Column::ExternalReference.is_null()).one(tx.conn()).await?.map(|row| row.id))
}

async fn make(app: &App, tx: &mut Tx, vendor: &str) -> Result<ShopId, DbErr> {
    let id: ShopId = app.ids.next();
    let row = shop::Model {
        id,
        slug: free_slug(tx, vendor).await?.to_string(),
        name: Translated::one(Locale::En, vendor),
        tagline: Translated::default(),
        story: Translated::default(),
        returns: Translated::default(),
        city: None,
        country_code: None,
        founded_year: None,
        emblem_path: None,
        status: ShopStatus::Active,
        standing: StandingLevel::Standard,
        standing_at: None,
        suspended_at: None,
        external_reference: Some(vendor.to_owned()),
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    shop::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    let option = standard_delivery(app, id);
    delivery_option::Entity::insert(option.into_active_model()).exec_without_returning(tx.conn()).await?;
    let event = NewEvent::new("shop.created", id.0, json!({}))?;
    tx.emit(NewEvent { shop_id: Some(id), ..event });
    Ok(id)
}

async fn free_slug(tx: &Tx, vendor: &str) -> Result<Slug, DbErr> {
    let plain = Slug::from_title(vendor).ok_or_else(|| DbErr::Custom(format!("no slug can be made of `{vendor}`")))?;
    let query = shop::Entity::find().select_only().column(shop::Column::Slug);
    let near = query.filter(shop::Column::Slug.starts_with(plain.as_str()));
    let taken: Vec<String> = near.into_tuple().all(tx.conn()).await?;
    let numbered = (2..).map(|number| plain.numbered(number));
    let free =
        std::iter::once(plain.clone()).chain(numbered).find(|slug| !taken.iter().any(|known| known == slug.as_str()));
    Ok(free.unwrap_or(plain))
}

/// What a new shop delivers by until its staff says otherwise.
fn standard_delivery(app: &App, shop_id: ShopId) -> delivery_option::Model {
    let currency = app.config.currency;
    let price = match currency {
        Currency::Gbp => 395,
        Currency::Vnd => 30_000,
        Currency::Amd => 150_000,
        _ => 495,
    };
    delivery_option::Model {
        id: app.ids.next(),
        shop_id,
        key: "standard".to_owned(),
        kind: DeliveryKind::Standard,
        name: Translated(
            [
                (Locale::En, "Standard delivery".to_owned()),
                (Locale::Vi, "Giao hàng tiêu chuẩn".to_owned()),
                (Locale::Hy, "Սովորական առաքում".to_owned()),
            ]
            .into(),
        ),
        price,
        currency,
        free_over: None,
        min_days: 2,
        max_days: 5,
        position: 0,
        active: true,
        countries: None,
    }
}
