//! The database schema of Vouch, one change a file, for SQLite and PostgreSQL alike.
//!
//! Conventions: ids are UUIDs (UUIDv7); moments are BIGINT milliseconds since 1970 UTC; money is BIGINT minor units
//! beside a `currency` text; enums are snake_case text; texts in several languages and other structured values are
//! JSON. Constraints that decide a race carry a name, which the use case maps to its error.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod m0001_events;
mod m0002_accounts;
mod m0003_shops;
mod m0004_catalog;
mod m0005_carts;
mod m0006_orders;
mod m0007_shipments;
mod m0008_order_sources;
mod m0010_wishlists;
mod m0011_addresses;
mod m0020_mails;
mod m0021_account_tokens;
mod m0022_order_links;
mod m0030_consents;
mod m0031_shared_accounts;
mod m0032_found_by_person;
mod m0040_passkeys;
mod m0050_images;
mod m0060_delivery_countries;
mod m0061_shop_policies;
mod m0070_account_currency;
mod m0071_cart_buyers;
mod m0080_reviews;
mod m0090_transparency;
mod m0091_shop_standings;
mod m0092_product_places;
mod m0100_moderation;
mod m0101_holding;
mod m0102_discounted_votes;
mod m0110_review_aspects;
mod m0111_review_terms;
mod m0120_signals;
mod m0121_recommendation_models;
mod m0122_experiment_exposures;
mod m0123_search_queries;
mod m0124_barcodes;
mod m0125_saved_searches;

/// Runs the changes in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_events::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_shops::Migration),
            Box::new(m0004_catalog::Migration),
            Box::new(m0005_carts::Migration),
            Box::new(m0006_orders::Migration),
            Box::new(m0007_shipments::Migration),
            Box::new(m0008_order_sources::Migration),
            Box::new(m0010_wishlists::Migration),
            Box::new(m0011_addresses::Migration),
            Box::new(m0020_mails::Migration),
            Box::new(m0021_account_tokens::Migration),
            Box::new(m0022_order_links::Migration),
            Box::new(m0030_consents::Migration),
            Box::new(m0031_shared_accounts::Migration),
            Box::new(m0032_found_by_person::Migration),
            Box::new(m0040_passkeys::Migration),
            Box::new(m0050_images::Migration),
            Box::new(m0060_delivery_countries::Migration),
            Box::new(m0061_shop_policies::Migration),
            Box::new(m0070_account_currency::Migration),
            Box::new(m0071_cart_buyers::Migration),
            Box::new(m0080_reviews::Migration),
            Box::new(m0090_transparency::Migration),
            Box::new(m0091_shop_standings::Migration),
            Box::new(m0092_product_places::Migration),
            Box::new(m0100_moderation::Migration),
            Box::new(m0101_holding::Migration),
            Box::new(m0102_discounted_votes::Migration),
            Box::new(m0110_review_aspects::Migration),
            Box::new(m0111_review_terms::Migration),
            Box::new(m0120_signals::Migration),
            Box::new(m0121_recommendation_models::Migration),
            Box::new(m0122_experiment_exposures::Migration),
            Box::new(m0123_search_queries::Migration),
            Box::new(m0124_barcodes::Migration),
            Box::new(m0125_saved_searches::Migration),
        ]
    }
}
