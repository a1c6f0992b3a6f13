//! The HTTP surface: transports of the API, health, the storefront.

mod graphql;
mod health;
mod hooks;
mod media;
mod storefront;

use crate::app::App;
use crate::serve::Role;
use axum::Router;
use axum::routing::get;
use tokio_util::sync::CancellationToken;

/// What handlers receive.
#[derive(Clone)]
pub struct Http {
    /// The app.
    pub app: App,
    /// The schema.
    pub schema: crate::graphql::Schema,
    /// Cancelled when the server stops: long answers end then.
    pub stop: CancellationToken,
}

/// All routes. A worker answers only health checks and metrics.
pub fn router(app: App, role: Role, stop: CancellationToken) -> Router {
    let http = Http { schema: crate::graphql::schema(&app), app, stop };
    let health = Router::new().route("/healthz", get(health::alive)).route("/readyz", get(health::ready));
    let router = if role == Role::Worker {
        health
    } else {
        health.merge(graphql::routes()).merge(storefront::routes(&http)).merge(hooks::routes()).merge(media::routes())
    };
    router.with_state(http)
}
