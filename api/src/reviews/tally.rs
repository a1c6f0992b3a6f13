//! The figures of products and shops, kept with every change of a review in its own transaction, by additions alone: two
//! changes at once add up, whoever comes first.

use super::aspects::{self, AspectCounts};
use super::entity::{Column, Entity, Model, histogram, vote};
use crate::app::App;
use crate::db::Tx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::ReviewId;
use shared::reviews::{ReviewKind, ReviewStatus};
use shared::trust::{Histogram, wilson_lower_bound};
use uuid::Uuid;

/// The unit of [`Model::rank`]: Wilson's bound times so many.
const RANK_UNIT: f64 = 1e9;

/// What is known of the reviews of a product or a shop, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Reviews that count, by their stars.
    pub histogram: Histogram,
    /// Reviews that their authors took back.
    pub withdrawn: u32,
    /// Reviews that moderators hide.
    pub hidden: u32,
}

impl From<&histogram::Model> for Figures {
    fn from(row: &histogram::Model) -> Self {
        let stars = [row.stars1, row.stars2, row.stars3, row.stars4, row.stars5];
        Self { histogram: Histogram(stars.map(count)), withdrawn: count(row.withdrawn), hidden: count(row.hidden) }
    }
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// What one review adds to the figures: one star of five, taken back, hidden.
type Share = [i32; 7];

fn share(review: &Model) -> Share {
    let mut share = [0; 7];
    let star = usize::try_from(review.stars - 1).ok().filter(|_| review.counts);
    if let Some(place) = star.and_then(|star| share[..5].get_mut(star)) {
        *place = 1;
    }
    share[5] = i32::from(review.status == ReviewStatus::Deleted);
    share[6] = i32::from(review.status == ReviewStatus::Hidden);
    share
}

/// Carries a change of a review, whose row the transaction holds, over to the figures of its subject.
///
/// # Errors
/// The database's.
pub(super) async fn follow(tx: &Tx, before: Option<&Model>, after: &Model) -> Result<(), DbErr> {
    follow_stars(tx, before, after).await?;
    aspects::follow(tx, before, after).await
}

async fn follow_stars(tx: &Tx, before: Option<&Model>, after: &Model) -> Result<(), DbErr> {
    let (old, new) = (before.map_or([0; 7], share), share(after));
    let mut change: Share = [0; 7];
    for (place, (new, old)) in change.iter_mut().zip(new.into_iter().zip(old)) {
        *place = new - old;
    }
    if change == [0; 7] {
        return Ok(());
    }
    let names = ["stars1", "stars2", "stars3", "stars4", "stars5", "withdrawn", "hidden"];
    let add: Vec<String> =
        names.iter().map(|name| format!("{name} = rating_histograms.{name} + excluded.{name}")).collect();
    let sql = format!(
        "INSERT INTO rating_histograms (subject_id, kind, {}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (subject_id) DO UPDATE SET {}",
        names.join(", "),
        add.join(", ")
    );
    let mut values = vec![after.subject_id.into(), after.kind.into()];
    values.extend(change.map(sea_orm::Value::from));
    tx.execute_sql(&sql, values).await?;
    let count: i32 = change[..5].iter().sum();
    let sum: i32 = change[..5].iter().zip(1..).map(|(reviews, stars)| reviews * stars).sum();
    let counted = after.kind == ReviewKind::Product && (count, sum) != (0, 0);
    let Some(product) = after.product_id.filter(|_| counted) else { return Ok(()) };
    // Beside the product as well, whose row listings read.
    let sql = "UPDATE products SET rating_count = rating_count + $1, rating_sum = rating_sum + $2 WHERE id = $3";
    tx.execute_sql(sql, vec![count.into(), sum.into(), product.into()]).await.map(|_| ())
}

/// The rank of a review with so many votes, in billionths.
#[must_use]
pub fn rank(up: i32, down: i32) -> i64 {
    (wilson_lower_bound(count(up), count(down)) * RANK_UNIT).round() as i64
}

/// The figures of a product or a shop as they are kept.
///
/// # Errors
/// When the database does not answer.
pub async fn stored(app: &App, subject: Uuid) -> Result<(Figures, AspectCounts), DbErr> {
    let row = histogram::Entity::find_by_id(subject).one(app.db.read()).await?;
    Ok((row.as_ref().map(Figures::from).unwrap_or_default(), aspects::stored(app, subject).await?))
}

/// The same counted anew from the reviews themselves, for whoever doubts them.
///
/// # Errors
/// When the database does not answer.
pub async fn recompute(app: &App, subject: Uuid) -> Result<(Figures, AspectCounts), DbErr> {
    let rows = Entity::find().filter(Column::SubjectId.eq(subject)).all(app.db.read()).await?;
    let mut figures = Figures::default();
    for row in &rows {
        let star = usize::try_from(row.stars - 1).ok().filter(|_| row.should_count());
        if let Some(place) = star.and_then(|star| figures.histogram.0.get_mut(star)) {
            *place += 1;
        }
        figures.withdrawn += u32::from(row.status == ReviewStatus::Deleted);
        figures.hidden += u32::from(row.status == ReviewStatus::Hidden);
    }
    Ok((figures, aspects::recompute(&rows)))
}

/// The votes of a review that count, counted anew: helpful, not helpful, and the rank that they make.
///
/// # Errors
/// When the database does not answer.
pub async fn recompute_votes(app: &App, review: ReviewId) -> Result<(i32, i32, i64), DbErr> {
    count_votes(app.db.read(), review).await
}

/// The same in a transaction.
pub(super) async fn count_votes<C: ConnectionTrait>(conn: &C, review: ReviewId) -> Result<(i32, i32, i64), DbErr> {
    let counting = vote::Entity::find().filter(vote::Column::ReviewId.eq(review));
    let rows = counting.filter(vote::Column::Discounted.eq(false)).all(conn).await?;
    let up = i32::try_from(rows.iter().filter(|row| row.up).count()).unwrap_or(i32::MAX);
    let down = i32::try_from(rows.iter().filter(|row| !row.up).count()).unwrap_or(i32::MAX);
    Ok((up, down, rank(up, down)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_exact_and_in_order() {
        assert_eq!(rank(0, 0), 0);
        assert!((rank(1, 0) - 378_448_000).abs() < 1_000);
        assert!(rank(100, 10) > rank(5, 0) && rank(5, 0) > rank(10, 1) && rank(10, 1) > rank(1, 0));
    }
}
