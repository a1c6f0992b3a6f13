//! Assembly of the schema, and what all resolvers share: context, errors, ids, money, paging. Knows no rule.
//!
//! Each noun brings its own resolvers (`catalog::graphql`, `orders::graphql`, …); the roots merge them here.

pub mod batching;
pub mod context;
pub mod error;
pub mod ids;
pub mod money;
pub mod node;
pub mod paging;
pub mod scalars;
pub mod site;

use crate::accounts::graphql::{AccountMutation, AccountQuery};
use crate::app::App;
use crate::carts::graphql::{CartMutation, CartQuery};
use crate::catalog::graphql::{CatalogMutation, CatalogQuery};
use crate::orders::graphql::{OrderPlaceMutation, OrderQuery, OrderSettleMutation, OrderSubscription};
use crate::search::graphql::SearchQuery;
use crate::shipments::graphql::ShipmentMutation;
use crate::shops::graphql::ShopQuery;
use async_graphql::{MergedObject, MergedSubscription, Request, Response};
pub use context::Visitor;

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
);

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(
    AccountMutation,
    CartMutation,
    OrderPlaceMutation,
    OrderSettleMutation,
    ShipmentMutation,
    CatalogMutation,
);

/// Everything that can be followed live.
#[derive(MergedSubscription, Default)]
pub struct Subscription(OrderSubscription);

/// The one schema for the storefront, partner apps and staff.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema of a running server.
#[must_use]
pub fn schema(app: &App) -> Schema {
    builder().data(app.clone()).finish()
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default()).disable_suggestions()
}

/// The schema as SDL, for `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// Runs one query or mutation for a visitor: what HTTP and the server-side storefront both do.
#[expect(clippy::expect_used, reason = "only `schema` makes a schema that runs, and it gives it the app")]
pub async fn execute(schema: &Schema, visitor: Visitor, request: Request) -> Response {
    let app = schema.data::<App>().expect("the schema has its app");
    let (batching, driver) = batching::Batching::in_task();
    driver.run(schema.execute(context::attach(request, app, visitor, &batching))).await
}
