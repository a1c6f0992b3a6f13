//! The database: SQLite in one file or PostgreSQL, chosen by its URL alone.
//!
//! On SQLite there is one writer connection, whose transactions begin IMMEDIATE, and a pool of readers; in WAL mode
//! they do not wait for each other. On PostgreSQL both names mean the same pool.

use crate::events::{self, Hub, NewEvent};
use crate::transparency::{self, Entry};
use anyhow::Context as _;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use shared::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The connections of one process.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Arc<AtomicU64>,
    hub: Hub,
}

impl Db {
    /// Connects to `sqlite://path?mode=rwc`, `sqlite:path` or `postgres://…`, with at most `pool` connections.
    ///
    /// # Errors
    /// When the URL is of another kind or the database does not answer.
    pub async fn connect(url: &str, pool: u32) -> anyhow::Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let (reader, writer) = if url.starts_with("sqlite:") {
            let writer = open(sqlite(url, 1, false), &statements).await?;
            let reader = open(sqlite(url, pool, true), &statements).await?;
            (reader, writer)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let connection = open(postgres(url, pool), &statements).await?;
            (connection.clone(), connection)
        } else {
            anyhow::bail!("the database URL must begin with sqlite: or postgres://");
        };
        Ok(Self { reader, writer, statements, hub: Hub::new() })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// For reading.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For writing outside a transaction that appends events: migrations, sessions' last-seen, clean-up.
    #[must_use]
    pub fn write(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Where readers of events wait to be woken.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Begins a transaction that may append events. `now` becomes the events' time of recording.
    ///
    /// # Errors
    /// When the database does not answer, or the writer is busy for longer than the timeout.
    pub async fn begin(&self, now: Timestamp) -> Result<Tx, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.writer.begin_with_options(options).await?;
        Ok(Tx { inner, hub: self.hub.clone(), pending: Vec::new(), entries: Vec::new(), appended: false, now })
    }

    /// Lets PostgreSQL count what its tables hold after many rows came in, and note which of their pages everybody may see, which
    /// it would do by itself a minute later: until then its plans are those of empty tables, and what it finds in an index it
    /// looks up in the table as well. SQLite needs neither.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_anew(&self) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Postgres {
            self.write().execute_unprepared("VACUUM (ANALYZE, SKIP_LOCKED)").await?;
        }
        Ok(())
    }

    /// SQL statements sent so far; tests compare counts.
    #[must_use]
    pub fn statements_sent(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }
}

async fn open(options: ConnectOptions, statements: &Arc<AtomicU64>) -> anyhow::Result<DatabaseConnection> {
    let mut connection = Database::connect(options).await.context("the database does not answer")?;
    let counter = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

fn sqlite(url: &str, pool: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(pool)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(!read_only)
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("cache_size", "-16384")
                .pragma("mmap_size", "268435456")
                .pragma("temp_store", "MEMORY")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
                .statement_cache_capacity(256)
        })
        .map_sqlx_sqlite_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None));
    options
}

fn postgres(url: &str, pool: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(pool)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|postgres| postgres.application_name("vouch").statement_cache_capacity(256));
    options
}

/// Whether a transaction that failed so may succeed when it is tried again: it lost a race for locks (PostgreSQL's
/// serialization_failure and deadlock_detected, SQLite's BUSY in its variants).
#[must_use]
pub fn is_transient(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "261" | "517"))
}

/// A write and its events: they commit together or not at all.
///
/// Dropped without [`Tx::commit`], it rolls back and its events are forgotten.
pub struct Tx {
    inner: DatabaseTransaction,
    hub: Hub,
    pending: Vec<NewEvent>,
    entries: Vec<Entry>,
    appended: bool,
    now: Timestamp,
}

impl Tx {
    /// The connection for statements of this transaction.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// The moment at which the transaction began, by the app's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Appends an event when the transaction commits.
    pub fn emit(&mut self, event: NewEvent) {
        self.pending.push(event);
    }

    /// Appends an entry to the transparency log when the transaction commits.
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Appends events now, before those of [`Tx::emit`]: for imports, which have too many to gather. On PostgreSQL
    /// nobody else can append events from here to the commit, so it comes last, also after entries of the log.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn append(&mut self, events: Vec<NewEvent>) -> Result<(), DbErr> {
        // The log is always locked before the events.
        transparency::append(&self.inner, std::mem::take(&mut self.entries), self.now).await?;
        self.appended |= !events.is_empty();
        events::append(&self.inner, events, self.now).await
    }

    /// Writes the entries of the transparency log and the events, commits, and wakes the events' readers.
    ///
    /// They are written last: on PostgreSQL their locks are held only until the commit, and every transaction takes them
    /// after all others and in the same order.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(self) -> Result<(), DbErr> {
        let Self { inner, hub, pending, entries, appended, now } = self;
        let wake = appended || !pending.is_empty();
        transparency::append(&inner, entries, now).await?;
        events::append(&inner, pending, now).await?;
        inner.commit().await?;
        if wake {
            hub.wake();
        }
        Ok(())
    }

    /// Undoes everything now; the same as dropping it, but waits until it is done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }

    /// Runs raw SQL for this backend, for the statements that the query builder cannot say.
    ///
    /// # Errors
    /// When the database refuses the statement.
    pub async fn execute_sql(&self, sql: &str, values: Vec<sea_orm::Value>) -> Result<u64, DbErr> {
        let statement = Statement::from_sql_and_values(self.inner.get_database_backend(), sql, values);
        Ok(self.inner.execute_raw(statement).await?.rows_affected())
    }
}
