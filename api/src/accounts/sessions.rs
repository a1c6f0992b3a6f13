//! Sessions: who a token belongs to, and when it stops.

use super::entity::session;
use super::policy;
use crate::actor::{Actor, Role, Shopper, SignedIn};
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::ids::Secret;
use moka::sync::Cache;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveValue, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde_json::json;
use shared::account::SessionKind;
use shared::id::{AccountId, SessionId, ShopId};
use shared::{Currency, Timestamp};
use std::time::Duration;

/// How long a session that was looked up is believed. A role or a place on a shop's staff that was taken away counts
/// this much longer; so does a session that another node has ended.
const CACHED: Duration = Duration::from_secs(5);
/// Most sessions of a list.
pub const LISTED: u64 = 100;
/// How long an ended session is remembered: longer than any entry of it can live.
const ENDED: Duration = Duration::from_secs(60);

/// What was looked up lately.
#[derive(Clone, Debug)]
pub struct Lately {
    found: Cache<Vec<u8>, Found>,
    // A look-up that began before the session ended may finish after; so what ended is remembered by itself.
    ended: Cache<SessionId, ()>,
}

impl Default for Lately {
    fn default() -> Self {
        Self {
            found: Cache::builder().max_capacity(50_000).time_to_live(CACHED).build(),
            ended: Cache::builder().max_capacity(50_000).time_to_live(ENDED).build(),
        }
    }
}

#[derive(Clone, Debug)]
struct Found {
    actor: Actor,
    session_id: SessionId,
    seen_at: Timestamp,
    expires_at: Timestamp,
}

/// Where a session is made.
#[derive(Clone, Debug)]
pub struct Client {
    /// How its token will be carried.
    pub kind: SessionKind,
    /// The browser's or app's name.
    pub user_agent: Option<String>,
}

/// Who a token belongs to; `None` when it is unknown, ended or expired. One statement at most.
///
/// # Errors
/// When the database does not answer.
pub async fn actor_of(app: &App, token: &Secret) -> Result<Option<Actor>, DbErr> {
    let now = app.clock.now();
    let lately = &app.accounts.sessions;
    let hash = token.hash();
    let found = match lately.found.get(&hash) {
        Some(found) if now.0 - found.seen_at.0 <= policy::TOUCH_AFTER_MS => found,
        _ => {
            let Some(found) = look_up(app, &hash, now).await? else { return Ok(None) };
            lately.found.insert(hash, found.clone());
            found
        }
    };
    let valid = found.expires_at > now && !lately.ended.contains_key(&found.session_id);
    Ok(valid.then_some(found.actor))
}

#[derive(FromQueryResult)]
struct Row {
    id: SessionId,
    account_id: AccountId,
    kind: SessionKind,
    last_seen_at: Timestamp,
    expires_at: Timestamp,
    role: Role,
    currency: Option<Currency>,
    shop_id: Option<ShopId>,
}

/// A session with its account's role and shops: a row for each shop, or one without.
async fn look_up(app: &App, hash: &[u8], now: Timestamp) -> Result<Option<Found>, DbErr> {
    let statement = Statement::from_sql_and_values(
        app.db.backend(),
        "SELECT s.id, s.account_id, s.kind, s.last_seen_at, s.expires_at, a.role, a.currency, m.shop_id \
         FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN shop_members m ON m.account_id = a.id \
         WHERE s.token_hash = $1 AND s.expires_at > $2",
        [hash.to_vec().into(), now.into()],
    );
    let rows = Row::find_by_statement(statement).all(app.db.read()).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (mut seen_at, mut expires_at) = (first.last_seen_at, first.expires_at);
    if now.0 - first.last_seen_at.0 > policy::TOUCH_AFTER_MS {
        (seen_at, expires_at) = (now, policy::extended(first.kind, expires_at, now));
        // Nobody waits for this note, so that reading never queues behind the writer.
        tokio::spawn(touch(app.clone(), first.id, now, expires_at));
    }
    let actor = Actor::signed_in(SignedIn {
        account_id: first.account_id,
        session_id: first.id,
        role: first.role,
        currency: first.currency,
        shops: rows.iter().filter_map(|row| row.shop_id).collect(),
    });
    Ok(Some(Found { actor, session_id: first.id, seen_at, expires_at }))
}

async fn touch(app: App, id: SessionId, now: Timestamp, expires_at: Timestamp) {
    let row = session::ActiveModel {
        last_seen_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(expires_at),
        ..session::ActiveModel::default()
    };
    let update = session::Entity::update_many().set(row).filter(session::Column::Id.eq(id));
    if let Err(error) = update.exec(app.db.write()).await {
        tracing::warn!(%error, "the use of a session could not be noted");
    }
}

/// Makes a session of an account; returns its token, which is shown to its owner once.
///
/// # Errors
/// When the database refuses.
pub(super) async fn create(app: &App, tx: &mut Tx, account_id: AccountId, client: &Client) -> Result<Secret, DbErr> {
    let (id, token, now) = (app.ids.next::<SessionId>(), app.ids.secret(), tx.now());
    let user_agent = client.user_agent.as_ref().map(|name| name.chars().take(200).collect());
    let row = session::ActiveModel {
        id: ActiveValue::Set(id),
        account_id: ActiveValue::Set(account_id),
        token_hash: ActiveValue::Set(token.hash()),
        kind: ActiveValue::Set(client.kind),
        user_agent: ActiveValue::Set(user_agent),
        created_at: ActiveValue::Set(now),
        last_seen_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now.plus_days(policy::lifetime_days(client.kind))),
    };
    session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let event = NewEvent::new("session.created", id.0, json!({ "kind": client.kind }))?;
    tx.emit(NewEvent { account_id: Some(account_id), ..event });
    Ok(token)
}

/// Which sessions of an account end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One, if it is the account's.
    One(SessionId),
    /// All.
    All,
}

/// Ends sessions of the shopper's account; returns how many ended.
///
/// # Errors
/// When the database refuses.
pub async fn end(app: &App, shopper: &Shopper, which: Which) -> Result<usize, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let ended = match which {
        Which::All => delete_all(&mut tx, shopper.account_id(), None).await?,
        Which::One(id) => delete(&mut tx, shopper.account_id(), session::Column::Id.eq(id)).await?,
    };
    tx.commit().await?;
    forget(app, &ended);
    Ok(ended.len())
}

/// Ends all sessions of an account in a transaction, but for one; [`forget`] them once it has committed.
pub(super) async fn delete_all(
    tx: &mut Tx,
    account_id: AccountId,
    but: Option<SessionId>,
) -> Result<Vec<session::Model>, DbErr> {
    let which = match but {
        Some(id) => session::Column::Id.ne(id),
        None => session::Column::Id.is_not_null(),
    };
    delete(tx, account_id, which).await
}

async fn delete(tx: &mut Tx, account_id: AccountId, which: SimpleExpr) -> Result<Vec<session::Model>, DbErr> {
    let query = session::Entity::delete_many().filter(session::Column::AccountId.eq(account_id)).filter(which);
    let ended = query.exec_with_returning(tx.conn()).await?;
    for session in &ended {
        let event = NewEvent::new("session.deleted", session.id.0, json!({}))?;
        tx.emit(NewEvent { account_id: Some(session.account_id), ..event });
    }
    Ok(ended)
}

/// Stops believing in sessions that have ended.
pub(super) fn forget(app: &App, ended: &[session::Model]) {
    for session in ended {
        app.accounts.sessions.ended.insert(session.id, ());
        app.accounts.sessions.found.invalidate(&session.token_hash);
    }
}

/// Looks an account's sessions up anew when they are used next: something that they carry has changed.
pub(super) fn refresh(app: &App, account_id: AccountId) {
    let found = &app.accounts.sessions.found;
    for (hash, session) in found {
        if session.actor.account_id() == Some(account_id) {
            found.invalidate(hash.as_ref());
        }
    }
}

/// The sessions of the shopper's account that have not ended, those used last first; at most [`LISTED`].
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, shopper: &Shopper) -> Result<Vec<session::Model>, DbErr> {
    let query = session::Entity::find()
        .filter(session::Column::AccountId.eq(shopper.account_id()))
        .filter(session::Column::ExpiresAt.gt(app.clock.now()));
    query
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .limit(LISTED)
        .all(app.db.read())
        .await
}

/// Deletes sessions that have expired; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(app: &App) -> Result<u64, DbErr> {
    let expired = session::Column::ExpiresAt.lte(app.clock.now());
    let deleted = session::Entity::delete_many().filter(expired).exec(app.db.write()).await?;
    Ok(deleted.rows_affected)
}
