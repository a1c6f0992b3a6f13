//! Forms of wishlists: the heart at a product, and showing the list to others.

use super::FormVisitor;
use crate::http::Http;
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::paths;
use web::wishlists::{ShareOutcome, keep, share_wishlist};

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::wishlist_items(locale), post(set)).route(&paths::wishlist_share(locale), post(share))
}

#[derive(Deserialize)]
struct Heart {
    #[serde(default)]
    product: String,
    /// `1` keeps it, anything else lets it go.
    #[serde(default)]
    keep: String,
}

/// Goes back to the page on which the heart was pressed, which the browser names: so the form, which stands at every
/// product of a listing, need not.
async fn set(visitor: FormVisitor, Form(heart): Form<Heart>) -> Response {
    let list = paths::wishlist(visitor.locale);
    let path = match keep(visitor.transport(), &heart.product, heart.keep == "1").await {
        Ok(()) => visitor.came_from().unwrap_or(list),
        Err(problem) => format!("{list}?problem={}", problem.as_str()),
    };
    visitor.see_other(&path)
}

#[derive(Deserialize)]
struct Sharing {
    /// `1` shares it, anything else does no more.
    #[serde(default)]
    shared: String,
    /// What it is called; not sent by the form that ends the sharing.
    name: Option<String>,
}

async fn share(visitor: FormVisitor, Form(sharing): Form<Sharing>) -> Response {
    let list = paths::wishlist(visitor.locale);
    let path = match share_wishlist(visitor.transport(), sharing.shared == "1", sharing.name).await {
        ShareOutcome::Done(_) => list,
        ShareOutcome::NameWrong => format!("{list}?problem=name"),
        ShareOutcome::Failed => format!("{list}?problem=again"),
    };
    visitor.see_other(&path)
}
