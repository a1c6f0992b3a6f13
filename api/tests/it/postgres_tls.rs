//! PostgreSQL over TLS.

use api::db::Db;
use sea_orm::{ConnectionTrait, Statement};

/// The server of this run, when it is PostgreSQL and speaks TLS, as the one of `cargo xtask test` does.
async fn server() -> Option<String> {
    if std::env::var("VOUCH_TEST_DATABASE").as_deref() != Ok("postgres") {
        eprintln!("skipped: the tests run on SQLite");
        return None;
    }
    let url = std::env::var("VOUCH_TEST_POSTGRES_URL").expect("it names a server");
    let speaks_tls = ask::<String>(&url, "SHOW ssl").await == "on";
    if !speaks_tls {
        eprintln!("skipped: the server of VOUCH_TEST_POSTGRES_URL speaks no TLS (ssl = off)");
    }
    speaks_tls.then_some(url)
}

async fn ask<T: sea_orm::TryGetable>(url: &str, sql: &str) -> T {
    let db = Db::connect(url, 1).await.expect("the server answers");
    let statement = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(statement).await.expect("answered").expect("a row");
    row.try_get_by_index(0).expect("a value")
}

#[tokio::test]
async fn a_connection_is_encrypted_when_that_is_required() {
    let Some(url) = server().await else { return };
    let is_encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assert!(ask::<bool>(&format!("{url}?sslmode=require"), is_encrypted).await);
    assert!(!ask::<bool>(&format!("{url}?sslmode=disable"), is_encrypted).await);
    assert!(ask::<bool>(&url, is_encrypted).await, "and by default, where the server can");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_when_it_is_to_be_verified() {
    let Some(url) = server().await else { return };
    let refusal = Db::connect(&format!("{url}?sslmode=verify-full"), 1).await.err().expect("it is self-signed");
    assert!(format!("{refusal:#}").contains("certificate"), "{refusal:#}");
}
