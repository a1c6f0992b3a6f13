//! `POST /orders/{id}/cancel`: cancels an order.

use super::FormVisitor;
use crate::http::Http;
use axum::Router;
use axum::extract::{Form, Path};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::orders::{CancelOutcome, OrderVariables, cancel_order};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::order_cancellation(locale, "{id}"), post(cancel))
}

#[derive(Deserialize)]
struct Cancellation {
    /// A guest's key to the order.
    #[serde(default)]
    token: String,
}

async fn cancel(visitor: FormVisitor, Path(id): Path<String>, Form(form): Form<Cancellation>) -> Response {
    let token = Some(form.token).filter(|token| !token.is_empty());
    let mut path = paths::order(visitor.locale, &paths::encode(&id), token.as_deref());
    let order = OrderVariables { id: id.into(), access_token: token };
    if !matches!(cancel_order(visitor.transport(), order).await, CancelOutcome::Cancelled(_)) {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str("problem=cancel");
    }
    visitor.see_other(&path)
}
