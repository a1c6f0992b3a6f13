//! The cards of what is suggested, held in memory, and checked in the database by every request: one statement that answers
//! with a number. Cards are read anew, all that are needed, only where it shows that one of them has changed.

use super::eligible;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::entity::{ProductStatus, product};
use crate::shops::entity::{self as shop, ShopStatus};
use moka::sync::Cache;
use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbErr, DerivePartialModel, EntityTrait as _, QueryFilter as _,
    QuerySelect as _, QueryTrait as _, Statement, Value,
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

impl Held {
    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.0.invalidate_all();
    }

    /// The cards of these products, when all are held and the database says that none has changed and that all of `offered`
    /// may be suggested.
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
        let named: Vec<_> = named.into_iter().filter(|(id, _)| !offered.contains_key(id)).collect();
        let unchanged = count_unchanged(app, offered.values(), named.iter().map(|(_, card)| card)).await?;
        let all: HashMap<_, _> = offered.iter().map(|(id, card)| (*id, Arc::clone(card))).chain(named).collect();
        Ok((unchanged == all.len()).then_some(Cards { offered, all }))
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

/// How many of these cards are as the database has them, those that are offered only if they may be suggested. The cards come
/// first in the statement and lead to their products: else SQLite would walk along an index of everything that is for sale.
async fn count_unchanged<'a>(
    app: &App,
    offered: impl Iterator<Item = &'a Arc<ProductCard>>,
    named: impl Iterator<Item = &'a Arc<ProductCard>>,
) -> Result<usize, DbErr> {
    let mut values: Vec<Value> =
        vec![ProductStatus::Active.into(), ShopStatus::Active.into(), StandingLevel::Below.into()];
    let mut rows = String::new();
    for (card, offered) in offered.map(|card| (card, true)).chain(named.map(|card| (card, false))) {
        let comma = if rows.is_empty() { "" } else { ", " };
        let first = values.len() + 1;
        let [second, third, fourth, fifth] = [first + 1, first + 2, first + 3, first + 4];
        // A text takes what is written to it.
        let _ = write!(rows, "{comma}(${first}, ${second}, ${third}, ${fourth}, ${fifth})");
        values.extend([
            card.id.into(),
            card.updated_at.into(),
            card.rating_count.into(),
            card.rating_sum.into(),
            offered.into(),
        ]);
    }
    let sql = format!(
        "WITH held (id, changed, ratings, stars, offered) AS (VALUES {rows}) \
         SELECT COUNT(*) AS unchanged FROM held h CROSS JOIN products p \
         WHERE p.id = h.id AND p.updated_at = h.changed AND p.rating_count = h.ratings AND p.rating_sum = h.stars \
         AND (NOT h.offered OR (p.status = $1 AND p.available AND EXISTS (SELECT 1 FROM shops s \
         WHERE s.id = p.shop_id AND s.status = $2 AND s.standing <> $3)))"
    );
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, values);
    let found = app.db.read().query_one_raw(statement).await?;
    let count: i64 = found.map_or(Ok(0), |row| row.try_get("", "unchanged"))?;
    Ok(usize::try_from(count).unwrap_or(0))
}
