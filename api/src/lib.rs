//! The server of Vouch: GraphQL API, SSR host and background work. See ARCHITECTURE.md for the map.

pub mod accounts;
pub mod actor;
pub mod app;
pub mod carriers;
pub mod carts;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod events;
pub mod failure;
pub mod graphql;
pub mod http;
pub mod idempotency;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod orders;
pub mod payments;
pub mod search;
pub mod serve;
pub mod shipments;
pub mod shops;
