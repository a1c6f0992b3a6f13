//! Features of the server, exercised through actors on a real database: SQLite by default, PostgreSQL with
//! `VOUCH_TEST_DATABASE=postgres` and `VOUCH_TEST_POSTGRES_URL` (`cargo xtask test` does both).

#![expect(clippy::expect_used, reason = "a test that cannot be set up fails with the reason it names")]

mod accounts;
mod addresses;
mod authorization;
mod carts;
mod catalog;
mod consents;
mod currencies;
mod demo;
mod help;
mod http;
mod images;
mod import;
mod mail;
mod moderation;
mod orders;
mod orders_place;
mod passkeys;
mod policies;
mod postgres_tls;
mod recommendations;
mod reputation;
mod reviews;
mod saved_searches;
mod schema;
mod search;
mod shipments;
mod shops;
mod site;
mod sitemap;
mod support;
mod transparency;
mod wishlists;
