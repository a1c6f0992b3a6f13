//! Assembly of the schema, and what all resolvers share: context, errors, ids, money, paging. Knows no rule.
//!
//! Each noun brings its own resolvers (`catalog::graphql`, `orders::graphql`, …); the roots merge them here.

pub mod batching;
pub mod context;
pub mod documents;
pub mod error;
pub mod executable;
pub mod ids;
pub mod money;
pub mod node;
pub mod paging;
pub mod scalars;
pub mod site;

use crate::accounts::graphql::care::AccountCareMutation;
use crate::accounts::graphql::privacy::AccountPrivacyMutation;
use crate::accounts::graphql::{AccountMutation, AccountQuery};
use crate::addresses::graphql::AddressMutation;
use crate::app::App;
use crate::carts::graphql::{CartBuyerMutation, CartMutation, CartQuery};
use crate::catalog::graphql::{CatalogImageMutation, CatalogMutation, CatalogQuery};
use crate::consents::graphql::{ConsentMutation, ConsentQuery};
use crate::currencies::graphql::CurrencyQuery;
use crate::help::graphql::HelpQuery;
use crate::moderation::graphql::{ModerationMutation, ModerationQuery};
use crate::orders::graphql::{
    OrderAgainMutation, OrderPlaceMutation, OrderQuery, OrderSettleMutation, OrderSubscription,
};
use crate::passkeys::graphql::PasskeyMutation;
use crate::policies::graphql::{PolicyMutation, PolicyQuery};
use crate::recommendations::graphql::{RecommendationMutation, RecommendationQuery};
use crate::reviews::graphql::{ReviewModerationMutation, ReviewMutation};
use crate::saved_searches::graphql::SavedSearchMutation;
use crate::search::graphql::SearchQuery;
use crate::shipments::graphql::ShipmentMutation;
use crate::shops::graphql::ShopQuery;
use crate::transparency::graphql::TransparencyQuery;
use crate::wishlists::graphql::{WishlistMutation, WishlistQuery};
use async_graphql::{MergedObject, MergedSubscription, SchemaBuilder, ValidationMode};
pub use context::Visitor;
pub use executable::{Schema, execute};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    site::SiteQuery,
    node::NodeQuery,
    AccountQuery,
    CatalogQuery,
    SearchQuery,
    ShopQuery,
    OrderQuery,
    CartQuery,
    WishlistQuery,
    HelpQuery,
    ConsentQuery,
    CurrencyQuery,
    PolicyQuery,
    TransparencyQuery,
    ModerationQuery,
    RecommendationQuery,
);

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(
    AccountMutation,
    AccountCareMutation,
    PasskeyMutation,
    CartMutation,
    CartBuyerMutation,
    OrderPlaceMutation,
    OrderSettleMutation,
    ShipmentMutation,
    CatalogMutation,
    CatalogImageMutation,
    AddressMutation,
    OrderAgainMutation,
    WishlistMutation,
    ConsentMutation,
    AccountPrivacyMutation,
    PolicyMutation,
    ReviewMutation,
    ReviewModerationMutation,
    ModerationMutation,
    RecommendationMutation,
    SavedSearchMutation,
);

/// Everything that can be followed live.
#[derive(MergedSubscription, Default)]
pub struct Subscription(OrderSubscription);

/// The schema of a running server.
#[must_use]
pub fn schema(app: &App) -> Schema {
    let resolvers = builder().validation_mode(ValidationMode::Fast).data(app.clone()).finish();
    Schema::new(app, &sdl(), resolvers, builder().finish())
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query::default(), Mutation::default(), Subscription::default()).disable_suggestions()
}

/// The schema as SDL, for `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl()
}
