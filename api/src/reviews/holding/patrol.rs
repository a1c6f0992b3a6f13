//! What takes many reviews to see: rings of reviewers and brigades of voters, over the last year.
//!
//! Safe to run twice and in several processes at once: what was found is known again, each review is judged under its own
//! row, and what a moderator let stand stays. The work is bounded: so many reviews and votes are looked at, the newest, and
//! so many reviews are judged again.

use super::rings::{self, Seen};
use super::signals::{Places, places};
use super::{evidence, judge_again, votes};
use crate::app::App;
use crate::moderation;
use crate::reviews::entity::{Column, Entity};
use crate::reviews::{Model, lock, put};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use shared::Timestamp;
use shared::id::{AccountId, ProductId, ReviewId, ShopId};
use shared::reviews::{ReviewSource, ReviewStatus};
use shared::trust::brigade::{self, Brigade};
use shared::trust::holding::HOLD;
use shared::trust::rings::{RING, Ring};
use shared::trust::sightings::{Sighting, SignalKind};
use std::collections::BTreeSet;
use std::fmt;
use uuid::Uuid;

/// How far back is looked.
const DAYS: i64 = 365;
/// Reviews, and votes, that are looked at.
const MOST: u64 = 100_000;
/// Reviews that are judged again in one run.
const JUDGED: usize = 500;
/// Accounts whose places are read at once, and their newest orders.
const CHUNK: usize = 500;
const ORDERS: u64 = 20_000;

/// What a run found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patrol {
    /// Reviews that were looked at.
    pub reviews: usize,
    /// Votes that were.
    pub votes: usize,
    /// Groups that score enough to be shown, rings among them.
    pub groups: usize,
    /// Rings.
    pub rings: usize,
    /// Brigades of voters.
    pub brigades: usize,
    /// Reviews that were judged again.
    pub judged: usize,
    /// Reviews that wait for a moderator since.
    pub held: u64,
    /// Votes that count no more, or again.
    pub recounted: u64,
}

impl fmt::Display for Patrol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reviews, votes, groups, rings, brigades, judged, held, recounted } = self;
        write!(
            f,
            "{reviews} reviews and {votes} votes: {groups} groups, {rings} of them rings; {judged} reviews judged again, \
             {held} held; {brigades} brigades, {recounted} votes counted otherwise"
        )
    }
}

/// A review as far as it is looked at.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    pub(super) id: ReviewId,
    pub(super) account_id: AccountId,
    pub(super) subject_id: Uuid,
    pub(super) product_id: Option<ProductId>,
    pub(super) shop_id: ShopId,
    pub(super) status: ReviewStatus,
    pub(super) stars: i32,
    pub(super) written_at: Timestamp,
    title: String,
    body: String,
}

#[derive(FromQueryResult)]
struct Held {
    id: ReviewId,
}

/// Looks once.
///
/// # Errors
/// When the database does not answer; what was done until then stays.
pub async fn patrol(app: &App) -> anyhow::Result<Patrol> {
    let since = app.clock.now().plus_days(-DAYS);
    let rows = reviews(app, since).await?;
    let cast = votes::cast_since(app, since, MOST).await?;
    let people: BTreeSet<AccountId> =
        rows.iter().map(|row| row.account_id).chain(cast.iter().map(|vote| vote.account_id)).collect();
    let sightings = sightings(app, &people.into_iter().collect::<Vec<_>>()).await?;
    let (seen, cast, found, brigades) = tokio::task::spawn_blocking(move || {
        let seen = Seen::of(rows, |row| evidence::text(&row.title, &row.body));
        let found = seen.rings(&sightings);
        let polled: Vec<brigade::Vote> = cast.iter().map(votes::Cast::vote).collect();
        let brigades: Vec<Brigade> = brigade::find(&polled, &sightings);
        (seen, cast, found, brigades)
    })
    .await?;
    rings::keep(app, &seen, &found).await?;
    let suspects = suspects(&seen.rows, &found, &held_without_ring(app).await?);
    let mut held = 0;
    for id in &suspects {
        held += u64::from(look_again(app, *id).await?);
    }
    let recounted = votes::discount(app, &cast, &brigades).await?;
    if held > 0 {
        app.shelf.forget_priors();
    }
    Ok(Patrol {
        reviews: seen.rows.len(),
        votes: cast.len(),
        groups: found.len(),
        rings: found.iter().filter(|ring| ring.score >= RING).count(),
        brigades: brigades.len(),
        judged: suspects.len(),
        held,
        recounted,
    })
}

async fn reviews(app: &App, since: Timestamp) -> Result<Vec<Row>, DbErr> {
    let columns = [
        Column::Id,
        Column::AccountId,
        Column::SubjectId,
        Column::ProductId,
        Column::ShopId,
        Column::Status,
        Column::Stars,
        Column::WrittenAt,
        Column::Title,
        Column::Body,
    ];
    let query = Entity::find()
        .select_only()
        .columns(columns)
        .filter(Column::Source.eq(ReviewSource::Verified))
        .filter(Column::WrittenAt.gte(since))
        .filter(Column::AccountId.is_not_null())
        .filter(Column::Status.ne(ReviewStatus::Deleted));
    query.order_by_desc(Column::WrittenAt).limit(MOST).into_model::<Row>().all(app.db.read()).await
}

async fn sightings(app: &App, accounts: &[AccountId]) -> Result<Vec<Sighting>, DbErr> {
    let mut seen = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let places: Places = places(app.db.read(), chunk, ORDERS).await?;
        seen.extend(places.into_iter().flat_map(|(account, places)| {
            places.into_iter().map(move |hash| Sighting { kind: SignalKind::Address, hash, account })
        }));
    }
    Ok(seen)
}

/// What was held before its ring was known: its moderator is to see the ring.
async fn held_without_ring(app: &App) -> Result<BTreeSet<ReviewId>, DbErr> {
    let sql = "SELECT r.id FROM reviews r JOIN review_judgements j ON j.review_id = r.id \
        WHERE r.status = 'held' AND j.ring_id IS NULL";
    let statement = Statement::from_string(app.db.backend(), sql);
    let rows = Held::find_by_statement(statement).all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The reviews that everybody sees, or that are held for other reasons, by those whom rings and groups name: those of rings
/// first, then the newest.
fn suspects(rows: &[Row], rings: &[Ring], held: &BTreeSet<ReviewId>) -> Vec<ReviewId> {
    let says = |account: AccountId| rings.iter().map(|ring| ring.says(account)).fold(0.0, f64::max);
    let mut named: Vec<(f64, &Row)> = rows
        .iter()
        .filter(|row| row.status == ReviewStatus::Published || held.contains(&row.id))
        .map(|row| (says(row.account_id), row))
        .filter(|(says, _)| *says > 0.0)
        .collect();
    named.sort_by(|(one, a), (two, b)| two.total_cmp(one).then((b.written_at, b.id).cmp(&(a.written_at, a.id))));
    named.into_iter().take(JUDGED).map(|(_, row)| row.id).collect()
}

/// Holds a review that everybody sees, whatever speaks for it; false when nobody sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(app: &App, id: ReviewId) -> Result<bool, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let review = lock(&tx, id).await?.filter(|review| review.status == ReviewStatus::Published);
    let Some(review) = review else { return Ok(false) };
    let review = put(&mut tx, &review, ReviewStatus::Held, None, None).await?;
    moderation::hold(app, &mut tx, &review, HOLD).await?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(true)
}

/// Judges a review that everybody sees, and holds it when that says so; one that is held keeps the new judgement.
async fn look_again(app: &App, id: ReviewId) -> Result<bool, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let undecided = |review: &Model| matches!(review.status, ReviewStatus::Published | ReviewStatus::Held);
    let Some(review) = lock(&tx, id).await?.filter(undecided) else { return Ok(false) };
    let Some(judgement) = judge_again(&tx, &review).await? else { return Ok(false) };
    judgement.keep(&tx, &review).await?;
    let hold = judgement.hold && review.status == ReviewStatus::Published;
    if hold {
        let review = put(&mut tx, &review, ReviewStatus::Held, None, None).await?;
        moderation::hold(app, &mut tx, &review, judgement.score()).await?;
    }
    tx.commit().await?;
    Ok(hold)
}
