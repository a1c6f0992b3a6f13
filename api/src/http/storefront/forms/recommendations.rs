//! Forms of suggestions: putting one away, and changing what is known of somebody's taste.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render;
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::paths;
use web::recommendations::{Hiding, forget, hide, restore};

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::hidden_suggestions(locale), post(put_away))
        .route(&paths::account_taste(locale), post(change).fallback(render::page))
}

#[derive(Deserialize)]
struct Dismissal {
    #[serde(default)]
    product: String,
    /// What the button says: [`Hiding`].
    #[serde(default)]
    reason: String,
}

/// Goes back to the suggestions of the page that the browser names, of which one is gone. What was not taken is said on the
/// page about taste, where the switch is.
async fn put_away(visitor: FormVisitor, Form(form): Form<Dismissal>) -> Response {
    let taken = match Hiding::from_form(&form.reason) {
        Some(hiding) => hide(visitor.transport(), &form.product, hiding).await,
        None => false,
    };
    let path = if taken {
        format!("{}#rails", visitor.came_from().unwrap_or_else(|| paths::home(visitor.locale)))
    } else {
        format!("{}?problem=off", paths::account_taste(visitor.locale))
    };
    visitor.see_other(&path)
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    product: String,
    /// `forget`, `forget-all` or `restore`.
    #[serde(default)]
    change: String,
}

async fn change(visitor: FormVisitor, Form(form): Form<Change>) -> Response {
    let (transport, product) = (visitor.transport(), form.product.as_str());
    let (taken, said) = match form.change.as_str() {
        // Without a product everything would be forgotten, which has a button of its own.
        "forget" if !product.is_empty() => (forget(transport, Some(product)).await, "forgotten"),
        "forget-all" => (forget(transport, None).await, "all"),
        "restore" => (restore(transport, product).await, "restored"),
        _ => (false, ""),
    };
    let page = paths::account_taste(visitor.locale);
    let path = if taken { format!("{page}?saved={said}") } else { format!("{page}?problem=again") };
    visitor.see_other(&path)
}
