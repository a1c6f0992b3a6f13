//! `POST /cart/lines`: adds to the cart.

use super::{FormVisitor, own_path, see_other};
use crate::http::Http;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::carts::{AddOutcome, add_to_cart};
use web::paths;

#[derive(Deserialize)]
struct NewLine {
    #[serde(rename = "variantId")]
    variant_id: String,
    #[serde(default = "one")]
    quantity: i32,
    /// The page of the form, to go back to when it could not be done.
    #[serde(rename = "return", default)]
    back: String,
}

const fn one() -> i32 {
    1
}

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(
        "/cart/lines",
        post(
            move |State(http): State<Http>, headers: HeaderMap, extensions: Extensions, Form(line): Form<NewLine>| async move {
                let visitor = FormVisitor::of_request(&http, locale, &headers, &extensions).await;
                add(visitor, locale, line).await
            },
        ),
    )
}

async fn add(visitor: FormVisitor, locale: Locale, line: NewLine) -> Response {
    let outcome = add_to_cart(visitor.transport(), line.variant_id, line.quantity).await;
    let path = match outcome {
        AddOutcome::Added { .. } => paths::cart(locale),
        AddOutcome::Refused(problem) => format!("{}?problem={}", own_path(&line.back), problem.as_str()),
    };
    see_other(&path, visitor.into_headers())
}
