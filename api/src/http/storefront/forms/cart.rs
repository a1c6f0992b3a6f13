//! Forms of the cart: adding, changing, taking out, choosing a delivery, agreeing to what changed.

use super::{FormVisitor, own_path};
use crate::http::Http;
use axum::Router;
use axum::extract::{Form, Path};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::carts::{AddOutcome, CartProblem, Change, add_to_cart, change_cart};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::cart_lines(locale), post(add))
        .route(&paths::cart_line(locale, "{id}"), post(change_quantity))
        .route(&paths::cart_line_removal(locale, "{id}"), post(remove))
        .route(&paths::cart_delivery(locale), post(choose_delivery))
        .route(&paths::cart_warnings(locale), post(acknowledge))
}

#[derive(Deserialize)]
struct NewLine {
    #[serde(rename = "variantId", default)]
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

async fn add(visitor: FormVisitor, Form(line): Form<NewLine>) -> Response {
    let outcome = add_to_cart(visitor.transport(), line.variant_id, line.quantity).await;
    let path = match outcome {
        AddOutcome::Added { .. } => paths::cart(visitor.locale),
        AddOutcome::Refused(problem) => format!("{}?problem={}", own_path(&line.back), problem.as_str()),
    };
    visitor.see_other(&path)
}

#[derive(Deserialize)]
struct NewQuantity {
    /// What stands in the field.
    quantity: String,
    /// `fewer` or `more`, when one of the buttons was pressed.
    step: Option<String>,
}

async fn change_quantity(visitor: FormVisitor, Path(line): Path<String>, Form(wish): Form<NewQuantity>) -> Response {
    let step = match wish.step.as_deref() {
        Some("fewer") => -1,
        Some("more") => 1,
        _ => 0,
    };
    match wish.quantity.trim().parse::<i32>() {
        Ok(quantity) if quantity >= 1 => {
            let quantity = quantity.saturating_add(step).max(1);
            run(visitor, Change::Quantity { line, quantity }).await
        }
        _ => back_to_cart(visitor, Some(CartProblem::QuantityInvalid)),
    }
}

async fn remove(visitor: FormVisitor, Path(line): Path<String>) -> Response {
    run(visitor, Change::Remove { line }).await
}

async fn choose_delivery(visitor: FormVisitor, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let chosen = fields.into_iter().filter(|(name, _)| name.starts_with("delivery-"));
    let options = chosen.map(|(_, option)| option).collect();
    run(visitor, Change::Delivery { options }).await
}

#[derive(Deserialize)]
struct Agreed {
    #[serde(rename = "return", default)]
    back: String,
}

async fn acknowledge(visitor: FormVisitor, Form(Agreed { back }): Form<Agreed>) -> Response {
    match change_cart(visitor.transport(), Change::Acknowledge).await {
        Ok(_) => visitor.see_other(own_path(&back)),
        Err(_) => back_to_cart(visitor, Some(CartProblem::TryAgain)),
    }
}

async fn run(visitor: FormVisitor, change: Change) -> Response {
    let problem = match change_cart(visitor.transport(), change).await {
        Ok(changed) => changed.refused.map(|refusal| refusal.problem),
        Err(_) => Some(CartProblem::TryAgain),
    };
    back_to_cart(visitor, problem)
}

fn back_to_cart(visitor: FormVisitor, problem: Option<CartProblem>) -> Response {
    let path = paths::cart(visitor.locale);
    match problem {
        Some(problem) => visitor.see_other(&format!("{path}?problem={}", problem.as_str())),
        None => visitor.see_other(&path),
    }
}
