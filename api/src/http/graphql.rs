//! GraphQL over HTTP.

use super::Http;
use crate::graphql::{Visitor, execute};
use axum::Router;
use axum::extract::{Json, State};
use axum::routing::post;
use shared::Locale;

/// The routes of the API.
pub(super) fn routes() -> Router<Http> {
    Router::new().route("/graphql", post(run))
}

async fn run(State(http): State<Http>, Json(request): Json<async_graphql::Request>) -> Json<async_graphql::Response> {
    Json(execute(&http.schema, Visitor::guest(Locale::En), request).await)
}
