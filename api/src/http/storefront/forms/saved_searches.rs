//! `POST /account/searches`: keeps a search, opens one, switches its letters, deletes it.

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
use web::saved_searches::{SaveOutcome, delete_search, open_search, save_search, switch_letters};

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::account_searches(locale), post(change).fallback(render::page))
}

#[derive(Deserialize)]
struct Change {
    /// `save`, `open`, `letters-on`, `letters-off` or `delete`.
    #[serde(default)]
    change: String,
    /// The query of the search page, to save.
    #[serde(default)]
    search: String,
    /// `1` wants letters about what is saved.
    #[serde(default)]
    letters: String,
    /// The saved search, for all but `save`.
    #[serde(default)]
    id: String,
}

async fn change(visitor: FormVisitor, Form(form): Form<Change>) -> Response {
    let (transport, id, locale) = (visitor.transport(), form.id.as_str(), visitor.locale);
    let page = paths::account_searches(locale);
    let done = |taken: bool, said: &str| {
        if taken { format!("{page}?saved={said}") } else { format!("{page}?problem=again") }
    };
    let path = match form.change.as_str() {
        "save" => match save_search(transport, &form.search, form.letters == "1").await {
            SaveOutcome::Saved => format!("{page}?saved=saved"),
            // Back to the search, where the button is.
            SaveOutcome::SignIn => paths::sign_in_then(locale, &back_to(locale, &form.search)),
            SaveOutcome::Full => format!("{page}?problem=full"),
            SaveOutcome::Failed => format!("{page}?problem=again"),
        },
        "open" => match open_search(transport, id).await {
            Some(address) => format!("{}{address}", paths::search(locale)),
            None => format!("{page}?problem=again"),
        },
        "letters-on" => done(switch_letters(transport, id, true).await, "on"),
        "letters-off" => done(switch_letters(transport, id, false).await, "off"),
        "delete" => done(delete_search(transport, id).await, "deleted"),
        _ => format!("{page}?problem=again"),
    };
    visitor.see_other(&path)
}

/// The page of a search; only a query of it is followed.
fn back_to(locale: Locale, address: &str) -> String {
    let query = if address.starts_with('?') { address } else { "" };
    format!("{}{query}", paths::search(locale))
}
