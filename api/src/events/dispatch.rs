//! Waking readers up, and handing new events to live subscribers.

use super::{Event, IDLE_POLL, after, newest};
use crate::db::Db;
use futures::{Stream, StreamExt};
use sea_orm::{DbBackend, DbErr};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How many events a slow subscriber may lag behind before it reads from the database again.
const BACKLOG: usize = 1024;
const BATCH: u64 = 500;

/// Wakes the readers of this process.
#[derive(Clone)]
pub struct Hub {
    wakes: watch::Sender<u64>,
    /// `None` asks subscribers to look into the database.
    live: broadcast::Sender<Option<Event>>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self { wakes: watch::Sender::new(0), live: broadcast::Sender::new(BACKLOG) }
    }

    /// Tells every reader to look for new events.
    pub fn wake(&self) {
        self.wakes.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Resolves after each wake-up.
    #[must_use]
    pub fn wakes(&self) -> watch::Receiver<u64> {
        self.wakes.subscribe()
    }
}

/// Reads each new event once and hands it to live subscribers, until `stop`. One per process that serves
/// subscriptions. On PostgreSQL it also listens for the wake-ups of other processes.
///
/// # Errors
/// When the newest cursor cannot be read at the start. Later faults are logged and tried again.
pub async fn dispatch(db: Db, stop: CancellationToken) -> Result<(), DbErr> {
    let mut cursor = newest(db.read()).await?;
    // Whoever subscribed before may have missed what was written since: it will not be handed out from here.
    let _ = db.hub().live.send(None);
    let listener = tokio::spawn(listen(db.clone(), stop.clone()));
    let mut wakes = db.hub().wakes();
    loop {
        match after(db.read(), cursor, None, BATCH).await {
            Ok(events) => {
                let full = events.len() as u64 == BATCH;
                for event in events {
                    cursor = event.seq;
                    // Nobody listening is no fault.
                    let _ = db.hub().live.send(Some(Arc::new(event)));
                }
                if full {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "events could not be read; trying again"),
        }
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tokio::time::timeout(IDLE_POLL, wakes.changed()) => {}
        }
    }
    listener.abort();
    Ok(())
}

/// Turns PostgreSQL's notifications into wake-ups.
async fn listen(db: Db, stop: CancellationToken) {
    if db.backend() != DbBackend::Postgres {
        return;
    }
    let pool = db.read().get_postgres_connection_pool();
    while !stop.is_cancelled() {
        let listener = async {
            let mut listener = sea_orm::sqlx::postgres::PgListener::connect_with(pool).await?;
            listener.listen("vouch_events").await?;
            Ok::<_, sea_orm::sqlx::Error>(listener)
        };
        match listener.await {
            Ok(mut listener) => {
                while listener.recv().await.is_ok() {
                    db.hub().wake();
                }
            }
            Err(error) => tracing::warn!(%error, "the database's wake-ups cannot be heard; polling until they can"),
        }
        tokio::time::sleep(IDLE_POLL).await;
    }
}

/// What a live subscription yields.
#[derive(Debug)]
pub enum Live {
    /// The next event.
    Event(Event),
    /// Events cannot be read now; the subscriber should come back later with its cursor.
    Failed(DbErr),
}

/// The events of one thing after `cursor`, each exactly once and in order: first those in the database, then live.
///
/// A subscriber that falls behind the live feed reads from the database again, so memory stays bounded and nothing
/// is missed. The stream ends only after [`Live::Failed`] or when it is dropped.
pub fn subscribe(db: Db, aggregate: Uuid, cursor: i64) -> impl Stream<Item = Live> + Send + 'static {
    let state = Subscriber { live: db.hub().live.subscribe(), db, aggregate, cursor, behind: true, failed: false };
    futures::stream::unfold(state, |mut state| async move {
        let items = state.next_batch().await?;
        Some((futures::stream::iter(items), state))
    })
    .flatten()
}

struct Subscriber {
    db: Db,
    live: broadcast::Receiver<Option<Event>>,
    aggregate: Uuid,
    cursor: i64,
    behind: bool,
    failed: bool,
}

impl Subscriber {
    /// The next events, at least one; `None` after a failure.
    async fn next_batch(&mut self) -> Option<Vec<Live>> {
        loop {
            if self.failed {
                return None;
            }
            let items = if self.behind { self.catch_up().await } else { self.wait().await };
            if !items.is_empty() {
                return Some(items);
            }
        }
    }

    /// Reads from the database. The receiver was made before, so that nothing falls between the two.
    async fn catch_up(&mut self) -> Vec<Live> {
        match after(self.db.read(), self.cursor, Some(self.aggregate), BATCH).await {
            Ok(events) => {
                self.behind = events.len() as u64 == BATCH;
                events.into_iter().map(|event| self.take(Arc::new(event))).collect()
            }
            Err(error) => {
                self.failed = true;
                vec![Live::Failed(error)]
            }
        }
    }

    async fn wait(&mut self) -> Vec<Live> {
        match self.live.recv().await {
            Ok(Some(event)) if event.aggregate_id == self.aggregate && event.seq > self.cursor => {
                vec![self.take(event)]
            }
            Ok(Some(_)) => Vec::new(),
            Ok(None) | Err(broadcast::error::RecvError::Lagged(_)) => {
                self.behind = true;
                Vec::new()
            }
            Err(broadcast::error::RecvError::Closed) => {
                self.failed = true;
                Vec::new()
            }
        }
    }

    fn take(&mut self, event: Event) -> Live {
        self.cursor = event.seq;
        Live::Event(event)
    }
}
