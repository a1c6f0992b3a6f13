//! Forms of the cart: adding, changing, taking out, choosing a delivery, agreeing to what changed.

use super::{FormVisitor, own_path};
use crate::http::Http;
use axum::Router;
use axum::extract::{Form, Path};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use std::fmt::Write as _;
use web::carts::{AddOutcome, CartProblem, Change, add_to_cart, change_cart, variant_of};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::cart_lines(locale), post(add))
        .route(&paths::cart_line(locale, "{id}"), post(change_quantity))
        .route(&paths::cart_line_removal(locale, "{id}"), post(remove))
        .route(&paths::cart_delivery(locale), post(choose_delivery))
        .route(&paths::cart_warnings(locale), post(acknowledge))
}

/// What is to go into the cart: a variant by its id, or a product with a value of each of its options (`option.0`,
/// `option.1`, …).
#[derive(Default)]
struct NewLine {
    variant_id: String,
    product: String,
    options: Vec<String>,
    quantity: i32,
    /// The page of the form, to go back to when it could not be done.
    back: String,
}

impl NewLine {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut line = Self { quantity: 1, ..Self::default() };
        let mut options = Vec::new();
        for (name, value) in fields {
            match name.as_str() {
                "variantId" => line.variant_id = value,
                "product" => line.product = value,
                "quantity" => line.quantity = value.trim().parse().unwrap_or(0),
                "return" => line.back = value,
                _ => options.extend(option_number(&name).map(|number| (number, value))),
            }
        }
        options.sort_by_key(|(number, _)| *number);
        line.options = options.into_iter().map(|(_, value)| value).collect();
        line
    }

    /// The form's page, which says what is wrong and shows what was chosen.
    fn page_with(&self, problem: CartProblem) -> String {
        let mut path = format!("{}?problem={}", own_path(&self.back), problem.as_str());
        for (number, value) in self.options.iter().enumerate() {
            // Writing into a text does not fail.
            let _ = write!(path, "&option.{number}={}", paths::encode(value));
        }
        path
    }
}

fn option_number(name: &str) -> Option<usize> {
    name.strip_prefix("option.")?.parse().ok()
}

async fn add(visitor: FormVisitor, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let line = NewLine::of(fields);
    let variant = match &*line.variant_id {
        "" => variant_of(visitor.transport(), line.product.clone(), line.options.clone()).await,
        id => Ok(id.to_owned()),
    };
    let outcome = match variant {
        Ok(id) => add_to_cart(visitor.transport(), id, line.quantity).await,
        Err(problem) => AddOutcome::Refused(problem),
    };
    let path = match outcome {
        AddOutcome::Added { .. } => paths::cart(visitor.locale),
        AddOutcome::Refused(problem) => line.page_with(problem),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_their_order() {
        let pairs = [("option.1", "s34"), ("product", "belt"), ("return", "/vi/p/belt"), ("option.0", "chest nut")];
        let line = NewLine::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert_eq!((line.product.as_str(), line.quantity), ("belt", 1));
        assert_eq!(line.options, ["chest nut", "s34"]);
        assert_eq!(
            line.page_with(CartProblem::NoSuchVariant),
            "/vi/p/belt?problem=variant&option.0=chest%20nut&option.1=s34"
        );
    }
}
