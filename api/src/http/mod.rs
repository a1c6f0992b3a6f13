//! The HTTP surface: transports of the API, health, the storefront.

mod cards;
pub mod cookies;
mod exports;
mod graphql;
mod health;
mod hooks;
mod layers;
mod media;
mod metrics;
pub mod origin;
mod sockets;
mod storefront;
mod transparency;
mod uploads;
pub mod visitor;

use crate::app::App;
use crate::graphql::Schema;
use crate::serve::Role;
use axum::Router;
use axum::routing::get;
pub use sockets::Sockets;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What handlers receive.
#[derive(Clone)]
pub struct Http {
    /// The app.
    pub app: App,
    /// The schema.
    pub schema: Schema,
    /// Cancelled when the server stops: long answers end then.
    pub stop: CancellationToken,
    sockets: Sockets,
    transport: Arc<graphql::Transport>,
}

/// All routes. A worker answers only health checks and metrics.
pub fn router(app: App, role: Role, stop: CancellationToken, sockets: &Sockets) -> Router {
    let schema = crate::graphql::schema(&app);
    router_with(app, schema, role, stop, sockets)
}

/// All routes around another schema: tests of the transports bring their own.
pub fn router_with(app: App, schema: Schema, role: Role, stop: CancellationToken, sockets: &Sockets) -> Router {
    metrics::start(stop.clone());
    let http = Http { schema, app, stop, sockets: sockets.clone(), transport: Arc::new(graphql::Transport::new()) };
    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show));
    let (router, patient) = if role == Role::Worker {
        (router, Router::new())
    } else {
        let places = uploads::Places::default();
        let storefront::Routes { quick, patient } = storefront::routes(&http, &places);
        let router = router
            .merge(graphql::routes())
            .merge(quick)
            .merge(hooks::routes())
            .merge(media::routes())
            .merge(cards::routes())
            .merge(exports::routes())
            .merge(transparency::routes());
        (router, patient.merge(uploads::routes(places)))
    };
    layers::around(router, patient, &http).with_state(http)
}
