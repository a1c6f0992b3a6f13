//! The cards of what is suggested, held in memory, and checked in the database by every request: one statement that answers
//! with sums. Cards are read anew, all that are needed, only where a sum shows that one of them has changed.

use super::eligible;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::entity::{ProductStatus, product};
use crate::shops::entity::{self as shop, ShopStatus};
use moka::sync::Cache;
use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, DbErr, DerivePartialModel, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
    QueryTrait as _, Statement, Value,
};
use shared::Timestamp;
use shared::id::ProductId;
use shared::trust::StandingLevel;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

/// Cards that are held at most, some kilobytes each.
const MAX_HELD: u64 = 20_000;
/// How long a card is held that nothing shows to have changed.
const KEPT: Duration = Duration::from_secs(60);
/// What was changed within so many milliseconds before it was read is not held: another change of the same moment could
/// not be told from it.
const SETTLED_MS: i64 = 1_000;

/// What to show of products: those that may be suggested, and those that are named as causes.
#[derive(Debug, Default)]
pub(super) struct Cards {
    /// Those that may be suggested.
    pub(super) offered: HashMap<ProductId, Arc<ProductCard>>,
    /// All of them.
    pub(super) all: HashMap<ProductId, Arc<ProductCard>>,
}

/// The cards that one process holds.
pub(super) struct Held(Cache<ProductId, Arc<ProductCard>>);

impl Default for Held {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MAX_HELD).time_to_live(KEPT).build())
    }
}

/// A product as it is shown, and whether its shop may be suggested now.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "product::Entity")]
struct Row {
    #[sea_orm(nested)]
    card: ProductCard,
    #[sea_orm(from_expr = "shop_is_fit()")]
    fit: bool,
}

/// Sums over some products: where one of them has changed, another number comes out. Products have each a time of change
/// that only grows; that ratings of two of them change at once so that both sums stay is possible, and seen a minute later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
struct Sums {
    /// 0 of what is to be suggested, 1 of what is named.
    part: i32,
    products: i64,
    /// Of those that are to be suggested, those that may be; all of those that are named.
    fit: i64,
    changed: i64,
    ratings: i64,
    stars: i64,
}

impl Sums {
    fn of<'a>(part: i32, cards: impl IntoIterator<Item = &'a Arc<ProductCard>>) -> Self {
        let add = |sums: Self, card: &Arc<ProductCard>| Self {
            part,
            products: sums.products + 1,
            fit: sums.fit + 1,
            changed: sums.changed + card.updated_at.0,
            ratings: sums.ratings + i64::from(card.rating_count),
            stars: sums.stars + i64::from(card.rating_sum),
        };
        cards.into_iter().fold(Self { part, ..Self::default() }, add)
    }
}

impl Held {
    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.0.invalidate_all();
    }

    /// The cards of these products, when all are held and the database says that none has changed and all of `offered` may
    /// be suggested.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn if_unchanged(
        &self,
        app: &App,
        offered: &[ProductId],
        named: &[ProductId],
    ) -> Result<Option<Cards>, DbErr> {
        let held = self.all(offered).zip(self.all(named)).filter(|(offered, _)| !offered.is_empty());
        let Some((offered, named)) = held else { return Ok(None) };
        let priors = app.shelf.priors(app).await?;
        let good = |card: &Arc<ProductCard>| card.is_available() && eligible::is_well_received(card, &priors);
        if !offered.values().all(good) {
            return Ok(None);
        }
        let mut expected = vec![Sums::of(0, offered.values())];
        if !named.is_empty() {
            expected.push(Sums::of(1, named.values()));
        }
        let found = Sums::find_by_statement(sums_of(app, offered.keys(), named.keys())).all(app.db.read()).await?;
        let all = offered.iter().chain(&named).map(|(id, card)| (*id, Arc::clone(card))).collect();
        Ok((found == expected).then_some(Cards { offered, all }))
    }

    fn all(&self, ids: &[ProductId]) -> Option<HashMap<ProductId, Arc<ProductCard>>> {
        ids.iter().map(|id| Some((*id, self.0.get(id)?))).collect()
    }

    /// Reads products as they are now, those that may be suggested and those that may not: one statement.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn read(&self, app: &App, ids: Vec<ProductId>) -> Result<Cards, DbErr> {
        if ids.is_empty() {
            return Ok(Cards::default());
        }
        let settled = app.clock.now().plus_ms(-SETTLED_MS);
        let query = product::Entity::find().filter(product::Column::Id.is_in(ids));
        let rows = query.into_partial_model::<Row>().all(app.db.read()).await?;
        let priors = app.shelf.priors(app).await?;
        let mut cards = Cards::default();
        for Row { card, fit } in rows {
            let card = Arc::new(card);
            self.keep(&card, settled);
            if fit && card.is_available() && eligible::is_well_received(&card, &priors) {
                cards.offered.insert(card.id, Arc::clone(&card));
            }
            cards.all.insert(card.id, card);
        }
        Ok(cards)
    }

    fn keep(&self, card: &Arc<ProductCard>, settled: Timestamp) {
        if card.updated_at < settled {
            self.0.insert(card.id, Arc::clone(card));
        } else {
            self.0.invalidate(&card.id);
        }
    }
}

/// Whether the shop of a product sells and is not below the standard. The shops that are not fit are few.
fn shop_is_fit() -> SimpleExpr {
    let unfit = Condition::any()
        .add(shop::Column::Status.is_in(ShopStatus::STILL))
        .add(shop::Column::Standing.eq(StandingLevel::Below));
    let unfit = shop::Entity::find().select_only().column(shop::Column::Id).filter(unfit);
    product::Column::ShopId.not_in_subquery(unfit.into_query())
}

/// The sums over `offered`, and over `named`. What may be suggested is counted among them and looked for nowhere else: as a
/// condition it would lead SQLite along an index of everything that is for sale.
fn sums_of<'a>(
    app: &App,
    offered: impl Iterator<Item = &'a ProductId>,
    named: impl Iterator<Item = &'a ProductId>,
) -> Statement {
    let mut values: Vec<Value> =
        vec![ProductStatus::Active.into(), ShopStatus::Active.into(), StandingLevel::Below.into()];
    let fit = "SUM(CASE WHEN p.status = $1 AND p.available AND EXISTS (SELECT 1 FROM shops s \
        WHERE s.id = p.shop_id AND s.status = $2 AND s.standing <> $3) THEN 1 ELSE 0 END)";
    let mut sql = sums_as(0, fit);
    list(&mut sql, &mut values, offered);
    sql += ")";
    let before = values.len();
    let mut more = format!(" UNION ALL {}", sums_as(1, "COUNT(*)"));
    list(&mut more, &mut values, named);
    if values.len() > before {
        sql += &more;
        sql += ") ORDER BY part";
    }
    Statement::from_sql_and_values(app.db.backend(), sql, values)
}

fn sums_as(part: i32, fit: &str) -> String {
    let total = |of: &str| format!("CAST(COALESCE({of}, 0) AS BIGINT)");
    format!(
        "SELECT {part} AS part, COUNT(*) AS products, {} AS fit, {} AS changed, {} AS ratings, {} AS stars \
         FROM products p WHERE p.id IN (",
        total(fit),
        total("SUM(p.updated_at)"),
        total("SUM(p.rating_count)"),
        total("SUM(p.rating_sum)")
    )
}

fn list<'a>(sql: &mut String, values: &mut Vec<Value>, ids: impl Iterator<Item = &'a ProductId>) {
    for (place, id) in ids.enumerate() {
        values.push((*id).into());
        let comma = if place == 0 { "" } else { ", " };
        // A text takes what is written to it.
        let _ = write!(sql, "{comma}${}", values.len());
    }
}
