//! Forms of the address book.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::{Form, Path};
use axum::response::Response;
use axum::routing::post;
use shared::Locale;
use web::addresses::{AddressDraft, AddressText, delete_address, make_default_address, save_address};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::account_addresses(locale), post(save).fallback(render::page))
        .route(&paths::account_address_removal(locale, "{id}"), post(delete))
        .route(&paths::account_address_default(locale, "{id}"), post(make_default))
}

async fn save(visitor: FormVisitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let (mut text, mut id) = (AddressText::default(), None);
    for (name, value) in pairs {
        if let Some((name, value)) = text.take(name, value)
            && name == "id"
            && !value.is_empty()
        {
            id = Some(value);
        }
    }
    match save_address(visitor.transport(), id.clone(), &text).await {
        Ok(()) => back(visitor),
        Err(problem) => visitor.again(Draft::Address(Box::new(AddressDraft { id, text, problem }))).await,
    }
}

async fn delete(visitor: FormVisitor, Path(id): Path<String>) -> Response {
    // An address that is gone already is as good as one that goes now.
    let _ = delete_address(visitor.transport(), &id).await;
    back(visitor)
}

async fn make_default(visitor: FormVisitor, Path(id): Path<String>) -> Response {
    // The page shows which one is the default, whatever came of it.
    let _ = make_default_address(visitor.transport(), &id).await;
    back(visitor)
}

fn back(visitor: FormVisitor) -> Response {
    let path = paths::account_addresses(visitor.locale);
    visitor.see_other(&path)
}
