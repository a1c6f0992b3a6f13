//! What a review is judged by, in a constant number of statements.

use super::entity::ring_member;
use super::signals::places;
use crate::reviews::Model;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement, Value,
};
use shared::Timestamp;
use shared::id::AccountId;
use shared::trust::holding::{Evidence, Other, SharedWith, Verdict, assess};
use shared::trust::likeness::Text;
use shared::trust::sightings::SignalKind;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Reviews nearest in time, on each side.
const NEAREST: u32 = 50;
/// Accounts that reviewed at the shop last, whose places are compared.
const CUSTOMERS: u32 = 200;
/// Orders of all these accounts that are looked at.
const ORDERS: u64 = 2_000;

/// A verdict, and the ring that says most about the author.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) ring: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Near {
    written_at: Timestamp,
    title: String,
    body: String,
}

#[derive(FromQueryResult)]
struct Pair {
    one: i64,
    other: i64,
}

#[derive(FromQueryResult)]
struct Customer {
    account_id: AccountId,
}

/// Judges a review by an author whose account was opened then; whether its row is written already does not matter.
pub(super) async fn judge<C: ConnectionTrait>(
    conn: &C,
    review: &Model,
    author: AccountId,
    opened: Timestamp,
) -> Result<Judged, DbErr> {
    let mut near = near(conn, review, author, "written_at <= $4 ORDER BY written_at DESC").await?;
    near.extend(self::near(conn, review, author, "written_at > $4 ORDER BY written_at").await?);
    let texts: Vec<(Timestamp, Text)> = near.iter().map(|row| (row.written_at, text(&row.title, &row.body))).collect();
    let others: Vec<Other> = texts.iter().map(|(at, text)| Other { at: *at, text }).collect();
    let said = pair(
        conn,
        "SELECT COUNT(*) AS one, COALESCE(SUM(stars), 0) AS other FROM reviews WHERE subject_id = $1 \
         AND source = 'verified' AND status <> 'deleted' AND (account_id IS NULL OR account_id <> $2)",
        vec![review.subject_id.into(), author.into()],
    )
    .await?;
    let wrote = pair(
        conn,
        "SELECT COUNT(*) AS one, COALESCE(SUM(CASE WHEN shop_id = $1 THEN 1 ELSE 0 END), 0) AS other FROM reviews \
         WHERE account_id = $2 AND status <> 'deleted' AND id <> $3",
        vec![review.shop_id.into(), author.into(), review.id.into()],
    )
    .await?;
    let ring = ring_member::Entity::find()
        .filter(ring_member::Column::AccountId.eq(author))
        .order_by_desc(ring_member::Column::Says)
        .order_by_asc(ring_member::Column::RingId)
        .one(conn)
        .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let verdict = assess(&Evidence {
        stars: u8::try_from(review.stars).unwrap_or(1),
        at: review.written_at,
        text: &text(&review.title, &review.body),
        opened,
        reviews: count(wrote.one) + 1,
        reviews_of_shop: count(wrote.other) + 1,
        others: &others,
        others_mean: (said.one > 0).then(|| (said.other as f64 / said.one as f64, count(said.one))),
        shared: &shared(conn, review, author).await?,
        ring: ring.as_ref().map_or(0.0, |ring| ring.says),
    });
    Ok(Judged { verdict, ring: ring.map(|ring| ring.ring_id) })
}

/// A text as it is compared.
pub(super) fn text(title: &str, body: &str) -> Text {
    Text::of(&format!("{title}\n{body}"))
}

async fn near<C: ConnectionTrait>(conn: &C, review: &Model, author: AccountId, side: &str) -> Result<Vec<Near>, DbErr> {
    let sql = format!(
        "SELECT written_at, title, body FROM reviews WHERE subject_id = $1 AND account_id <> $2 AND id <> $3 \
         AND source = 'verified' AND status <> 'deleted' AND {side} LIMIT {NEAREST}"
    );
    let values: Vec<Value> = vec![review.subject_id.into(), author.into(), review.id.into(), review.written_at.into()];
    Near::find_by_statement(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).all(conn).await
}

async fn pair<C: ConnectionTrait>(conn: &C, sql: &str, values: Vec<Value>) -> Result<Pair, DbErr> {
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    Ok(Pair::find_by_statement(statement).one(conn).await?.unwrap_or(Pair { one: 0, other: 0 }))
}

/// The author's places that others have who reviewed at the shop.
async fn shared<C: ConnectionTrait>(conn: &C, review: &Model, author: AccountId) -> Result<Vec<SharedWith>, DbErr> {
    let sql = format!(
        "SELECT account_id FROM reviews WHERE shop_id = $1 AND account_id <> $2 AND source = 'verified' \
         GROUP BY account_id ORDER BY MAX(written_at) DESC LIMIT {CUSTOMERS}"
    );
    let values: Vec<Value> = vec![review.shop_id.into(), author.into()];
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let customers = Customer::find_by_statement(statement).all(conn).await?;
    let accounts: Vec<AccountId> = customers.into_iter().map(|row| row.account_id).chain([author]).collect();
    let mut places = places(conn, &accounts, ORDERS).await?;
    let own: BTreeSet<u64> = places.remove(&author).unwrap_or_default();
    let with = |place: u64| places.values().filter(|theirs| theirs.contains(&place)).count();
    let shared = own.into_iter().map(with).filter(|others| *others > 0);
    let shared = shared.map(|others| SharedWith {
        kind: SignalKind::Address,
        accounts: u32::try_from(others + 1).unwrap_or(u32::MAX),
    });
    Ok(shared.collect())
}
