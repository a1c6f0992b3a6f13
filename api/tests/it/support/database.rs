//! A database for one test.

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// An empty database; a SQLite file goes with its folder, a PostgreSQL database with the private cluster.
pub struct TestDatabase {
    pub url: String,
    pub folder: TempDir,
}

impl TestDatabase {
    pub async fn create() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match std::env::var("VOUCH_TEST_DATABASE").as_deref() {
            Ok("postgres") => create_postgres().await,
            Ok("sqlite") | Err(_) => format!("sqlite://{}", folder.path().join("vouch.db").display()),
            Ok(other) => panic!("VOUCH_TEST_DATABASE is `{other}`; it may be sqlite or postgres"),
        };
        Self { url, folder }
    }
}

async fn create_postgres() -> String {
    let server = std::env::var("VOUCH_TEST_POSTGRES_URL")
        .expect("VOUCH_TEST_POSTGRES_URL names a server, like postgres://postgres@127.0.0.1:5432/postgres");
    let name = format!("vouch_test_{}", hex::encode(rand::random::<[u8; 8]>()));
    let connection = Database::connect(&server).await.expect("the PostgreSQL server answers");
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database can be created");
    let (host, _) = server.rsplit_once('/').expect("the URL ends with a database's name");
    // Every test opens connections anew, and encrypting them is half of what a small test takes; `postgres_tls` does.
    format!("{host}/{name}?sslmode=disable")
}
