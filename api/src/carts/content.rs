//! Reading what is in a cart: three statements, whatever the number of lines.

use super::entity::Model;
use super::policy::{self, Priced, Terms, Warning};
use crate::app::App;
use crate::catalog::entity::{ImageCard, ProductOptions, ProductStatus, Texts};
use crate::shops::entity::{ShopStatus, delivery_option};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use shared::id::{CartId, CartLineId, DeliveryOptionId, ProductId, ShopId, VariantId};
use shared::{CountryCode, Currency, Translated};
use std::collections::HashMap;
use std::sync::Arc;

/// A line with what the catalogue says of it now. Prices are in minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LineRow {
    /// The line.
    pub id: CartLineId,
    /// What is bought.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Who sells it.
    pub shop_id: ShopId,
    /// Pieces.
    pub quantity: i32,
    /// The price that the shopper saw last.
    pub seen_price: i64,
    /// The price now.
    pub price: i64,
    /// The currency of both.
    pub currency: Currency,
    /// Pieces in the shop.
    pub on_hand: i32,
    /// Of these, pieces that orders wait for.
    pub reserved: i32,
    /// Whether the product is for sale.
    pub product_status: ProductStatus,
    /// Whether the shop sells.
    pub shop_status: ShopStatus,
    /// The shop's own number of the variant.
    pub sku: Option<String>,
    /// The product's title.
    pub title: Translated,
    /// The product's choices.
    pub options: ProductOptions,
    /// The keys that the variant has of them.
    pub option_values: Texts,
    /// The product's first picture.
    pub image: Option<ImageCard>,
}

/// A way in which a shop of the cart delivers.
#[derive(Clone, Debug)]
pub struct DeliveryRow {
    /// The option.
    pub option: Arc<delivery_option::Model>,
    /// The option of this shop that the shopper chose.
    pub chosen: Option<DeliveryOptionId>,
}

/// A cart, read and priced.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its row.
    pub cart: Model,
    /// What is in it.
    pub priced: Priced,
    /// The country for which it is priced.
    pub to: CountryCode,
}

impl Content {
    /// What the shopper should know before paying.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        policy::warnings(&self.priced.lines)
    }
}

/// Reads and prices what is in a cart that goes to a country.
///
/// # Errors
/// The database's; amounts that are too large.
pub async fn read(app: &App, cart: Model, to: CountryCode) -> anyhow::Result<Content> {
    let conn = app.db.read();
    let lines = lines(conn, cart.id).await?;
    let options = deliveries(conn, cart.id).await?;
    let terms = Terms { currency: app.config.currency, to, now: app.clock.now() };
    let priced = policy::price(lines, options, &HashMap::new(), terms)?;
    Ok(Content { cart, priced, to })
}

/// The lines of a cart, in the order in which they were added.
///
/// # Errors
/// The database's.
pub async fn lines<C: ConnectionTrait>(conn: &C, cart: CartId) -> Result<Vec<LineRow>, DbErr> {
    let sql = "SELECT l.id, l.variant_id, v.product_id, v.shop_id, l.quantity, l.seen_price, v.price, v.currency, \
               v.on_hand, v.reserved, p.status AS product_status, s.status AS shop_status, v.sku, p.title, p.options, \
               v.option_values, p.image \
               FROM cart_lines l JOIN product_variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id \
               JOIN shops s ON s.id = v.shop_id WHERE l.cart_id = $1 ORDER BY l.created_at, l.id";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [cart.into()]);
    LineRow::find_by_statement(statement).all(conn).await
}

/// How the shops of a cart deliver, in each shop's order, with what was chosen.
///
/// # Errors
/// The database's.
pub async fn deliveries<C: ConnectionTrait>(conn: &C, cart: CartId) -> Result<Vec<DeliveryRow>, DbErr> {
    let sql = "SELECT d.*, c.delivery_option_id AS chosen FROM delivery_options d \
               LEFT JOIN cart_deliveries c ON c.cart_id = $1 AND c.shop_id = d.shop_id \
               WHERE d.active AND d.shop_id IN (SELECT v.shop_id FROM cart_lines l \
               JOIN product_variants v ON v.id = l.variant_id WHERE l.cart_id = $1) ORDER BY d.position, d.id";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [cart.into()]);
    let rows = conn.query_all_raw(statement).await?;
    let read = |row| {
        let option = delivery_option::Model::from_query_result(row, "")?;
        Ok(DeliveryRow { option: Arc::new(option), chosen: row.try_get("", "chosen")? })
    };
    rows.iter().map(read).collect()
}

/// A variant that can be put into a cart.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Offer {
    /// The variant.
    pub id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Its price, in minor units of `currency`.
    pub price: i64,
    /// The currency.
    pub currency: Currency,
    /// How many can be bought.
    pub available: i32,
}

/// Those of `variants` that are for sale.
///
/// # Errors
/// The database's.
pub async fn offers<C: ConnectionTrait>(conn: &C, variants: &[VariantId]) -> Result<HashMap<VariantId, Offer>, DbErr> {
    if variants.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<_> = (1..=variants.len()).map(|number| format!("${number}")).collect();
    let sql = format!(
        "SELECT v.id, v.product_id, v.price, v.currency, v.on_hand - v.reserved AS available FROM product_variants v \
         JOIN products p ON p.id = v.product_id JOIN shops s ON s.id = v.shop_id \
         WHERE v.id IN ({}) AND p.status = 'active' AND s.status = 'active'",
        places.join(", ")
    );
    let values: Vec<sea_orm::Value> = variants.iter().map(|id| (*id).into()).collect();
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let rows = Offer::find_by_statement(statement).all(conn).await?;
    Ok(rows.into_iter().map(|offer| (offer.id, offer)).collect())
}
