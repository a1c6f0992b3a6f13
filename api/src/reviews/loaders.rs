//! Batched reads about reviews.

use super::aspects::AspectCounts;
use super::entity::{Column, Entity, Model, RevisionPart, aspect_count, histogram, revision, vote};
use super::tally::Figures;
use super::{About, reviewable_lines, reviewable_parts};
use crate::app::App;
use crate::catalog::loaders::grouped;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::Timestamp;
use shared::id::{AccountId, OrderId, OrderLineId, OrderPartId, ReviewId};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The reviews' loader of one request.
pub type Loaders = DataLoader<ReviewLoader>;

/// Reads in batches.
pub struct ReviewLoader(pub App);

/// Asks for the figures of a product or a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiguresOf(pub Uuid);

/// Asks how buyers judge a product in the respects that its category asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AspectsOf(pub Uuid);

/// Asks for what a review, or the answer to it, said before, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RevisionsOf(pub ReviewId, pub RevisionPart);

/// Asks how an account voted on a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VoteOf(pub AccountId, pub ReviewId);

/// Asks for the review of something that was bought, whoever may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReviewOf(pub About);

/// Asks what of an order its buyer may review now, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OpenOf(pub AccountId, pub OrderId);

type Loaded<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

/// Reviews by their ids, whoever may see them.
impl Loader<ReviewId> for ReviewLoader {
    type Value = Arc<Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[ReviewId]) -> Loaded<ReviewId, Self::Value> {
        let query = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<FiguresOf> for ReviewLoader {
    type Value = Figures;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FiguresOf]) -> Loaded<FiguresOf, Figures> {
        let query = histogram::Entity::find().filter(histogram::Column::SubjectId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.iter().map(|row| (FiguresOf(row.subject_id), Figures::from(row))).collect())
    }
}

impl Loader<AspectsOf> for ReviewLoader {
    type Value = AspectCounts;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AspectsOf]) -> Loaded<AspectsOf, AspectCounts> {
        let of = aspect_count::Column::SubjectId.is_in(keys.iter().map(|key| key.0));
        let rows = aspect_count::Entity::find().filter(of).all(self.0.db.read()).await.map_err(Arc::new)?;
        let mut counts: HashMap<AspectsOf, AspectCounts> = HashMap::new();
        for row in &rows {
            counts.entry(AspectsOf(row.subject_id)).or_default().add_row(row);
        }
        Ok(counts)
    }
}

impl Loader<RevisionsOf> for ReviewLoader {
    type Value = Vec<Arc<revision::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[RevisionsOf]) -> Loaded<RevisionsOf, Self::Value> {
        let query = revision::Entity::find()
            .filter(revision::Column::ReviewId.is_in(keys.iter().map(|key| key.0)))
            .order_by_desc(revision::Column::Number);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| RevisionsOf(row.review_id, row.part)))
    }
}

impl Loader<VoteOf> for ReviewLoader {
    type Value = bool;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[VoteOf]) -> Loaded<VoteOf, bool> {
        // All keys of a request are of one account: the visitor's.
        let query = vote::Entity::find()
            .filter(vote::Column::AccountId.is_in(keys.iter().map(|key| key.0).take(1)))
            .filter(vote::Column::ReviewId.is_in(keys.iter().map(|key| key.1)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (VoteOf(row.account_id, row.review_id), row.up)).collect())
    }
}

impl Loader<ReviewOf> for ReviewLoader {
    type Value = Arc<Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ReviewOf]) -> Loaded<ReviewOf, Self::Value> {
        let lines = keys.iter().filter_map(|ReviewOf(about)| match about {
            About::Line(id) => Some(*id),
            About::Part(_) => None,
        });
        let parts = keys.iter().filter_map(|ReviewOf(about)| match about {
            About::Part(id) => Some(*id),
            About::Line(_) => None,
        });
        let (lines, parts): (Vec<OrderLineId>, Vec<OrderPartId>) = (lines.collect(), parts.collect());
        let of = Condition::any().add(Column::OrderLineId.is_in(lines)).add(Column::OrderPartId.is_in(parts));
        let rows = Entity::find().filter(of).all(self.0.db.read()).await.map_err(Arc::new)?;
        let about = |row: &Model| row.order_line_id.map(About::Line).or(row.order_part_id.map(About::Part));
        Ok(rows.into_iter().filter_map(|row| Some((ReviewOf(about(&row)?), Arc::new(row)))).collect())
    }
}

impl Loader<OpenOf> for ReviewLoader {
    type Value = Arc<HashMap<About, Timestamp>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[OpenOf]) -> Loaded<OpenOf, Self::Value> {
        // All keys of a request are of one account: the visitor's.
        let Some(OpenOf(account, _)) = keys.first().copied() else { return Ok(HashMap::new()) };
        let orders: Vec<OrderId> = keys.iter().map(|key| key.1).collect();
        let mut open: HashMap<OrderId, HashMap<About, Timestamp>> = HashMap::new();
        for line in reviewable_lines(&self.0, account, Some(&orders)).await.map_err(Arc::new)? {
            open.entry(line.row.order_id).or_default().insert(About::Line(line.row.id), line.until());
        }
        for part in reviewable_parts(&self.0, account, Some(&orders)).await.map_err(Arc::new)? {
            open.entry(part.row.order_id).or_default().insert(About::Part(part.row.id), part.until());
        }
        Ok(open.into_iter().map(|(order, open)| (OpenOf(account, order), Arc::new(open))).collect())
    }
}
