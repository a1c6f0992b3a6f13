//! `POST /orders/{id}/cancel`: cancels an order. `POST /orders/{id}/again`: buys its things again.

use super::FormVisitor;
use crate::http::Http;
use axum::Router;
use axum::extract::{Form, Path};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::orders::{CancelOutcome, OrderVariables, buy_again, cancel_order};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::order_cancellation(locale, "{id}"), post(cancel))
        .route(&paths::order_again(locale, "{id}"), post(again))
}

async fn again(visitor: FormVisitor, Path(id): Path<String>, Form(form): Form<Key>) -> Response {
    let token = Some(form.token).filter(|token| !token.is_empty());
    let order = OrderVariables { id: id.into(), access_token: token };
    let path = buy_again(visitor.transport(), visitor.locale, order).await.path;
    visitor.see_other(&path)
}

#[derive(Deserialize)]
struct Key {
    /// A guest's key to the order.
    #[serde(default)]
    token: String,
}

async fn cancel(visitor: FormVisitor, Path(id): Path<String>, Form(form): Form<Key>) -> Response {
    let token = Some(form.token).filter(|token| !token.is_empty());
    let mut path = paths::order(visitor.locale, &paths::encode(&id), token.as_deref());
    let order = OrderVariables { id: id.into(), access_token: token };
    if !matches!(cancel_order(visitor.transport(), order).await, CancelOutcome::Cancelled(_)) {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str("problem=cancel");
    }
    visitor.see_other(&path)
}
