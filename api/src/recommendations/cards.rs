//! The cards of what is suggested, held in memory, and checked in the database by every request, which answers with their
//! sums (see `check`). Cards are read anew, all that are needed, only where these show that one of them has changed.

use super::check::SETTLED_MS;
use super::eligible;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::entity::{ProductStatus, product};
use crate::shops::entity::{self as shop, ShopStatus};
use moka::sync::Cache;
use rustc_hash::{FxBuildHasher, FxHashMap};
use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, DbErr, DerivePartialModel, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
    QueryTrait as _, Value,
};
use shared::Timestamp;
use shared::id::ProductId;
use shared::trust::StandingLevel;
use std::iter::Sum;
use std::sync::Arc;
use std::time::Duration;

/// Cards that are held at most, some kilobytes each.
const MAX_HELD: u64 = 20_000;
/// How long a card is held that nothing shows to have changed.
const KEPT: Duration = Duration::from_secs(60);

/// A statement names a multiple of so many products.
const LENGTHS: usize = 8;

/// What to show of products: those that may be suggested, and those that are named as causes.
#[derive(Debug, Default)]
pub(super) struct Cards {
    /// Those that may be suggested.
    pub(super) offered: FxHashMap<ProductId, Arc<ProductCard>>,
    /// All of them.
    pub(super) all: FxHashMap<ProductId, Arc<ProductCard>>,
}

/// What the database says of some products, and what it should say of those that are held. Each time somebody changes a product
/// its `changed` grows, so that no other change makes up for it; of ratings only those that are changed in the same minute
/// could, one up and one down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub(super) struct Sums {
    products: i64,
    changed: i64,
    ratings: i64,
    rating_sum: i64,
    /// How many are for sale, in stock, and of shops that may be suggested.
    fit: i64,
}

impl Sum for Sums {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            products: sum.products + one.products,
            changed: sum.changed + one.changed,
            ratings: sum.ratings + one.ratings,
            rating_sum: sum.rating_sum + one.rating_sum,
            fit: sum.fit + one.fit,
        })
    }
}

/// The cards that one process holds.
pub(super) struct Held(Cache<ProductId, HeldCard, FxBuildHasher>);

#[derive(Clone)]
struct HeldCard {
    card: Arc<ProductCard>,
    /// Whether it could be bought, in a shop that may be suggested.
    fit: bool,
}

impl HeldCard {
    fn sums(&self) -> Sums {
        Sums {
            products: 1,
            changed: self.card.updated_at.0,
            ratings: self.card.rating_count.into(),
            rating_sum: self.card.rating_sum.into(),
            fit: self.fit.into(),
        }
    }
}

impl Default for Held {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MAX_HELD).time_to_live(KEPT).build_with_hasher(FxBuildHasher))
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

    /// The cards of these products, when all are held and all of `offered` may be suggested, with the [`Sums`] that the database
    /// has where they are still true.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn of(
        &self,
        app: &App,
        offered: &[ProductId],
        named: &[ProductId],
    ) -> Result<Option<(Cards, Sums)>, DbErr> {
        let priors = app.shelf.priors(app).await?;
        let mut cards = Cards::default();
        let mut sums = Vec::with_capacity(offered.len() + named.len());
        for (id, is_offered) in offered.iter().map(|id| (id, true)).chain(named.iter().map(|id| (id, false))) {
            if cards.all.contains_key(id) {
                continue;
            }
            let Some(held) = self.0.get(id) else { return Ok(None) };
            if is_offered {
                if !held.fit || !eligible::is_well_received(&held.card, &priors) {
                    return Ok(None);
                }
                cards.offered.insert(*id, Arc::clone(&held.card));
            }
            sums.push(held.sums());
            cards.all.insert(*id, held.card);
        }
        Ok((!cards.offered.is_empty()).then(|| (cards, sums.into_iter().sum())))
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
            let fit = fit && card.is_available();
            let card = Arc::new(card);
            self.keep(&card, fit, settled);
            if fit && eligible::is_well_received(&card, &priors) {
                cards.offered.insert(card.id, Arc::clone(&card));
            }
            cards.all.insert(card.id, card);
        }
        Ok(cards)
    }

    fn keep(&self, card: &Arc<ProductCard>, fit: bool, settled: Timestamp) {
        if card.updated_at < settled {
            self.0.insert(card.id, HeldCard { card: Arc::clone(card), fit });
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

/// The statement that computes the [`Sums`] of products; its values go behind those that are there.
pub(super) fn sums_of(products: &[ProductId], values: &mut Vec<Value>) -> String {
    let first = values.len() + 1;
    values.extend([ProductStatus::Active.into(), ShopStatus::Active.into(), StandingLevel::Below.into()]);
    // The last one fills up: statements of few lengths are prepared once and found again.
    let length = products.len().next_multiple_of(LENGTHS);
    let ids: Vec<String> = (values.len() + 1..).take(length).map(|place| format!("${place}")).collect();
    let filling = products.last().into_iter().cycle().take(length - products.len());
    values.extend(products.iter().chain(filling).map(|id| Value::from(*id)));
    let total = |of: &str| format!("CAST(COALESCE(SUM({of}), 0) AS BIGINT)");
    let fit = format!(
        "CASE WHEN p.status = ${first} AND p.available AND s.status = ${} AND s.standing <> ${} THEN 1 ELSE 0 END",
        first + 1,
        first + 2
    );
    format!(
        "SELECT COUNT(*) AS products, {} AS changed, {} AS ratings, {} AS rating_sum, {} AS fit \
         FROM products p JOIN shops s ON s.id = p.shop_id WHERE p.id IN ({})",
        total("p.updated_at"),
        total("p.rating_count"),
        total("p.rating_sum"),
        total(&fit),
        ids.join(", ")
    )
}
