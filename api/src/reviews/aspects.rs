//! In which respects buyers judge what they bought: whether somebody may judge it so, and how many chose what. The counts
//! are kept as the other figures are: by additions alone, with the change of a review that makes them.

use super::ReviewError;
use super::entity::{Model, aspect_count};
use crate::app::App;
use crate::catalog::CategoryTree;
use crate::catalog::entity::product;
use crate::db::Tx;
use crate::failure::Outcome;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use shared::id::{CategoryId, ProductId};
use shared::reviews::{AspectChoice, AspectValue, Aspects, ReviewAspect};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// How many reviews that count chose what, by aspect: the low value, the middle one, the high one. What nobody chose does
/// not stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AspectCounts(BTreeMap<ReviewAspect, [u32; 3]>);

impl AspectCounts {
    /// The counts of one aspect: low, middle, high.
    #[must_use]
    pub fn of(&self, aspect: ReviewAspect) -> [u32; 3] {
        self.0.get(&aspect).copied().unwrap_or_default()
    }

    /// What is asked about, in its order, and then what was asked about once and answered.
    #[must_use]
    pub fn shown(&self, mut asked: Vec<ReviewAspect>) -> Vec<ReviewAspect> {
        let answered: Vec<ReviewAspect> = self.0.keys().filter(|aspect| !asked.contains(aspect)).copied().collect();
        asked.extend(answered);
        asked
    }

    pub(super) fn add(&mut self, aspect: ReviewAspect, value: AspectValue, count: u32) {
        if count > 0 {
            let [low, middle, high] = self.0.entry(aspect).or_default();
            let place = match value {
                AspectValue::Low => low,
                AspectValue::Middle => middle,
                AspectValue::High => high,
            };
            *place += count;
        }
    }

    pub(super) fn add_row(&mut self, row: &aspect_count::Model) {
        self.add(row.aspect, row.value, u32::try_from(row.count).unwrap_or(0));
    }
}

/// The tree by which choices are checked; an empty one when there are none. It is read before a transaction begins, which
/// would wait for a second connection while it holds one.
pub(super) async fn tree(app: &App, chosen: &[AspectChoice]) -> Result<Arc<CategoryTree>, DbErr> {
    if chosen.is_empty() { Ok(Arc::default()) } else { app.shelf.tree(app).await }
}

/// What somebody chose, where the category of the product asks about it. Of a shop's service nothing is asked.
pub(super) async fn checked(
    tx: &Tx,
    tree: &CategoryTree,
    product: Option<ProductId>,
    chosen: &[AspectChoice],
) -> Outcome<Aspects, ReviewError> {
    if chosen.is_empty() {
        return Ok(Aspects::default());
    }
    let asked = match product {
        Some(product) => tree.aspects(category(tx, product).await?),
        None => Vec::new(),
    };
    Ok(Aspects::check(chosen, &asked).map_err(ReviewError::from)?)
}

async fn category(tx: &Tx, product: ProductId) -> Result<Option<CategoryId>, DbErr> {
    let query = product::Entity::find_by_id(product).select_only().column(product::Column::CategoryId);
    let row: Option<Option<CategoryId>> = query.into_tuple().one(tx.conn()).await?;
    Ok(row.flatten())
}

/// What a change of a review adds to the counts, in the order of their keys: so all transactions take rows in one order.
fn change(before: Option<&Model>, after: &Model) -> BTreeMap<AspectChoice, i32> {
    let mut change = BTreeMap::new();
    let signed = before.map(|review| (review, -1)).into_iter().chain([(after, 1)]);
    for (review, sign) in signed.filter(|(review, _)| review.counts) {
        for (aspect, value) in &review.aspects.0 {
            *change.entry((*aspect, *value)).or_insert(0) += sign;
        }
    }
    change.retain(|_, added| *added != 0);
    change
}

/// Carries a change of a review, whose row the transaction holds, over to the counts of its subject.
pub(super) async fn follow(tx: &Tx, before: Option<&Model>, after: &Model) -> Result<(), DbErr> {
    let change = change(before, after);
    if change.is_empty() {
        return Ok(());
    }
    let row = |at: usize| format!("(${}, ${}, ${}, ${})", 4 * at + 1, 4 * at + 2, 4 * at + 3, 4 * at + 4);
    let rows: Vec<String> = (0..change.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO review_aspect_counts (subject_id, aspect, value, count) VALUES {} \
         ON CONFLICT (subject_id, aspect, value) DO UPDATE SET count = review_aspect_counts.count + excluded.count",
        rows.join(", ")
    );
    let mut values: Vec<sea_orm::Value> = Vec::with_capacity(4 * change.len());
    for ((aspect, value), added) in change {
        let row: [sea_orm::Value; 4] = [after.subject_id.into(), aspect.into(), value.into(), added.into()];
        values.extend(row);
    }
    tx.execute_sql(&sql, values).await.map(|_| ())
}

/// The counts of a product as they are kept.
///
/// # Errors
/// When the database does not answer.
pub async fn stored(app: &App, subject: Uuid) -> Result<AspectCounts, DbErr> {
    let query = aspect_count::Entity::find().filter(aspect_count::Column::SubjectId.eq(subject));
    let mut counts = AspectCounts::default();
    query.all(app.db.read()).await?.iter().for_each(|row| counts.add_row(row));
    Ok(counts)
}

/// The same counted anew from the reviews themselves.
#[must_use]
pub fn recompute(reviews: &[Model]) -> AspectCounts {
    let mut counts = AspectCounts::default();
    for review in reviews.iter().filter(|review| review.should_count()) {
        for (aspect, value) in &review.aspects.0 {
            counts.add(*aspect, *value, 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_comes_first_and_what_was_answered_stays() {
        let mut counts = AspectCounts::default();
        counts.add(ReviewAspect::Fit, AspectValue::High, 2);
        counts.add(ReviewAspect::Quality, AspectValue::Low, 0);
        counts.add(ReviewAspect::Taste, AspectValue::Middle, 1);
        let shown = counts.shown(vec![ReviewAspect::AsDescribed, ReviewAspect::Fit]);
        assert_eq!(shown, [ReviewAspect::AsDescribed, ReviewAspect::Fit, ReviewAspect::Taste]);
        assert_eq!((counts.of(ReviewAspect::Fit), counts.of(ReviewAspect::AsDescribed)), ([0, 0, 2], [0; 3]));
    }
}
