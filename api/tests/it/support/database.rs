//! A database for one test, copied from one that was migrated for all: running every change of the schema anew takes
//! longer than most tests do.

use std::fs;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// How many databases that nobody needs any more may lie about. Each is some 12 MB, and dropping one makes the server
/// write all that it has in memory: a few at once cost what one costs.
const FINISHED: usize = 16;

/// A database with its tables, and nothing in them. A SQLite file goes with its folder; a PostgreSQL database goes some tests later.
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
                let file = folder.path().join("vouch.db");
                fs::write(&file, sqlite_template().await).expect("a file can be written");
                Self { url: format!("sqlite://{}", file.display()), folder, name: None }
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

/// The file of a migrated database.
async fn sqlite_template() -> &'static [u8] {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let file = FILE.get_or_init(|| async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("template.db");
        migrate(&format!("sqlite://{}?mode=rwc", file.display())).await;
        fs::read(file).expect("what was migrated can be read")
    });
    file.await
}

/// The name of a migrated database on the server that `connection` leads to and `host` names.
async fn postgres_template(connection: &DatabaseConnection, host: &str) -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    let name = NAME.get_or_init(|| async {
        let name = new_name("template");
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database can be created");
        migrate(&format!("{host}/{name}?sslmode=disable")).await;
        name
    });
    name.await
}

/// Gives the database at `url` its tables, and leaves it: PostgreSQL copies none that somebody is connected to.
async fn migrate(url: &str) {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await.expect("a database that was just made answers");
    Migrator::up(&connection, None).await.expect("an empty database can be migrated");
    connection.close().await.expect("a connection can be closed");
}

fn new_name(kind: &str) -> String {
    format!("vouch_{kind}_{}", hex::encode(rand::random::<[u8; 8]>()))
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
    let (host, _) = server.rsplit_once('/').expect("the URL ends with a database's name");
    let template = postgres_template(&connection, host).await;
    let name = new_name("test");
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    connection.execute_unprepared(&create).await.expect("a database can be created");
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
