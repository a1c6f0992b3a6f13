//! `POST /checkout`: places the order.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use shared::Locale;
use web::carts::{Change, change_cart};
use web::checkout::{CheckoutDraft, CheckoutFields, PlaceOutcome, Whole, keep_buyer, place_order};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::checkout(locale), post(place).fallback(render::page))
}

async fn place(visitor: FormVisitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let fields = CheckoutFields::from_pairs(pairs);
    // For a refused order, and one whose answer gets lost. Placing it forgets them again.
    keep_buyer(visitor.transport(), &fields).await;
    let outcome = match agreed_total(&visitor, &fields).await {
        Ok(()) => place_order(visitor.transport(), &fields, visitor.signed_in).await,
        Err(whole) => PlaceOutcome::Refused(whole.into()),
    };
    match outcome {
        PlaceOutcome::Placed { id, access_token } => {
            let path = paths::order(visitor.locale, &id, access_token.as_deref());
            visitor.see_other(&path)
        }
        PlaceOutcome::Refused(obstacles) => {
            visitor.again(Draft::Checkout(Box::new(CheckoutDraft { fields, obstacles }))).await
        }
    }
}

/// Without script the total on the page does not follow the chosen deliveries: nobody pays another one than they saw.
async fn agreed_total(visitor: &FormVisitor, fields: &CheckoutFields) -> Result<(), Whole> {
    if fields.deliveries.is_empty() {
        return Ok(());
    }
    let change = Change::Delivery { options: fields.deliveries.clone() };
    let changed = change_cart(visitor.transport(), change).await.map_err(|_| Whole::Failed)?;
    match changed.cart {
        // An empty cart, and so one that was ordered already, is told apart when the order is placed.
        None => Ok(()),
        Some(cart) if cart.parts.is_empty() => Ok(()),
        Some(_) if changed.refused.is_some() => Err(Whole::Delivery),
        Some(cart) if cart.total.amount.0 != fields.total => Err(Whole::TotalChanged),
        Some(_) => Ok(()),
    }
}
