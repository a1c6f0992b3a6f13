//! A database for one test.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

/// How many databases that nobody needs any more may lie about. Each is some 12 MB, and dropping one makes the server
/// write all that it has in memory: a few at once cost what one costs.
const FINISHED: usize = 16;

/// An empty database. A SQLite file goes with its folder; a PostgreSQL database goes some tests later.
pub struct TestDatabase {
    pub url: String,
    pub folder: TempDir,
    /// What it is called on the PostgreSQL server.
    name: Option<String>,
}

impl TestDatabase {
    pub async fn create() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        match std::env::var("VOUCH_TEST_DATABASE").as_deref() {
            Ok("postgres") => {
                let (url, name) = create_postgres().await;
                Self { url, folder, name: Some(name) }
            }
            Ok("sqlite") | Err(_) => {
                let url = format!("sqlite://{}", folder.path().join("vouch.db").display());
                Self { url, folder, name: None }
            }
            Ok(other) => panic!("VOUCH_TEST_DATABASE is `{other}`; it may be sqlite or postgres"),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        finished().extend(self.name.take());
    }
}

/// The databases whose tests are over.
fn finished() -> std::sync::MutexGuard<'static, Vec<String>> {
    static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    NAMES.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn create_postgres() -> (String, String) {
    let server = std::env::var("VOUCH_TEST_POSTGRES_URL")
        .expect("VOUCH_TEST_POSTGRES_URL names a server, like postgres://postgres@127.0.0.1:5432/postgres");
    let connection = connect(&server).await;
    let over = if finished().len() < FINISHED { Vec::new() } else { mem::take(&mut *finished()) };
    for name in over {
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        connection.execute_unprepared(&drop).await.expect("a database that is over can be dropped");
    }
    let name = format!("vouch_test_{}", hex::encode(rand::random::<[u8; 8]>()));
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database can be created");
    let (host, _) = server.rsplit_once('/').expect("the URL ends with a database's name");
    // Every test opens connections anew, and encrypting them is half of what a small test takes; `postgres_tls` does.
    (format!("{host}/{name}?sslmode=disable"), name)
}

/// Connects to the server. Once it was gone, the tests that follow fail at once: waiting for it in each of them would
/// take longer than all tests together, and say no more.
async fn connect(server: &str) -> DatabaseConnection {
    static GONE: AtomicBool = AtomicBool::new(false);
    assert!(!GONE.load(Ordering::Relaxed), "the PostgreSQL server is gone; the first test without it says why");
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).acquire_timeout(Duration::from_secs(20));
    match Database::connect(options).await {
        Ok(connection) => connection,
        Err(error) => {
            GONE.store(true, Ordering::Relaxed);
            panic!("the PostgreSQL server does not answer: {error}");
        }
    }
}
