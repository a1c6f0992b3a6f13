//! Features of the server, exercised through actors on a real database: SQLite by default, PostgreSQL with
//! `VOUCH_TEST_DATABASE=postgres` and `VOUCH_TEST_POSTGRES_URL` (`cargo xtask test` does both).

mod schema;
mod site;
mod support;
