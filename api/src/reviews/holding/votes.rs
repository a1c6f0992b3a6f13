//! Votes of brigades do not count: they stay, and their voters see them.

use crate::app::App;
use crate::reviews::entity::{self, Column, Entity, vote};
use crate::reviews::{lock, tally};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryFilter, Statement};
use shared::Timestamp;
use shared::id::{AccountId, ReviewId, ShopId};
use shared::trust::brigade::{self, Brigade};
use std::collections::{BTreeMap, BTreeSet};

/// Voters of one statement.
const CHUNK: usize = 500;

/// A vote as far as it is looked at.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Cast {
    pub(super) review_id: ReviewId,
    pub(super) account_id: AccountId,
    shop_id: ShopId,
    up: bool,
    created_at: Timestamp,
    discounted: bool,
}

impl Cast {
    pub(super) fn vote(&self) -> brigade::Vote {
        brigade::Vote {
            review: self.review_id.0,
            at: self.created_at,
            voter: self.account_id,
            shop: self.shop_id,
            up: self.up,
        }
    }
}

/// The newest votes, at most so many.
pub(super) async fn cast_since(app: &App, since: Timestamp, most: u64) -> Result<Vec<Cast>, DbErr> {
    let sql = format!(
        "SELECT v.review_id, v.account_id, r.shop_id, v.up, v.created_at, v.discounted FROM review_votes v \
         JOIN reviews r ON r.id = v.review_id WHERE v.created_at >= $1 ORDER BY v.created_at DESC LIMIT {most}"
    );
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, vec![since.into()]);
    Cast::find_by_statement(statement).all(app.db.read()).await
}

/// Takes the votes of brigades out of the figures of their reviews, and puts those back that belong to none any more;
/// returns how many changed.
pub(super) async fn discount(app: &App, cast: &[Cast], brigades: &[Brigade]) -> Result<u64, DbErr> {
    let targets = brigades.iter().flat_map(|brigade| &brigade.targets);
    let found: BTreeSet<(ReviewId, AccountId)> =
        targets.flat_map(|target| &target.votes).map(|vote| (ReviewId(vote.review), vote.voter)).collect();
    let mut otherwise: BTreeMap<(ReviewId, bool), Vec<AccountId>> = BTreeMap::new();
    for vote in cast {
        let now = found.contains(&(vote.review_id, vote.account_id));
        if now != vote.discounted {
            otherwise.entry((vote.review_id, now)).or_default().push(vote.account_id);
        }
    }
    let mut changed = 0;
    for ((review, discounted), voters) in otherwise {
        changed += set(app, review, &voters, discounted).await?;
    }
    Ok(changed)
}

async fn set(app: &App, id: ReviewId, voters: &[AccountId], discounted: bool) -> Result<u64, DbErr> {
    let tx = app.db.begin(app.clock.now()).await?;
    if lock(&tx, id).await?.is_none() {
        return Ok(0);
    }
    let mut changed = 0;
    for voters in voters.chunks(CHUNK) {
        let theirs = Condition::all()
            .add(vote::Column::ReviewId.eq(id))
            .add(vote::Column::AccountId.is_in(voters.iter().copied()))
            .add(vote::Column::Discounted.eq(!discounted));
        let update = vote::Entity::update_many().col_expr(vote::Column::Discounted, Expr::value(discounted));
        changed += update.filter(theirs).exec(tx.conn()).await?.rows_affected;
    }
    let (up, down, rank) = tally::count_votes(tx.conn(), id).await?;
    let figures = entity::ActiveModel {
        helpful_up: ActiveValue::Set(up),
        helpful_down: ActiveValue::Set(down),
        rank: ActiveValue::Set(rank),
        ..Default::default()
    };
    Entity::update_many().set(figures).filter(Column::Id.eq(id)).exec(tx.conn()).await?;
    tx.commit().await?;
    Ok(changed)
}
