//! `POST /sign-in`, `/sign-up`, `/sign-out`; the care of an account is in `care.rs`.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::accounts::{AccountDraft, FieldProblem, sign_in, sign_out, sign_up};
use web::checkout::{CheckoutDraft, CheckoutFields, FieldProblem as Problem, Obstacles, Whole, keep_buyer};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::sign_in(locale), post(enter).fallback(render::page))
        .route(&paths::sign_up(locale), post(register).fallback(render::page))
        .route(&paths::sign_out(locale), post(leave))
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(rename = "displayName", default)]
    display_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(rename = "return", default)]
    back: String,
}

async fn enter(mut visitor: FormVisitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let field = |name: &str| pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    let form = Credentials {
        display_name: String::new(),
        email: field("email").unwrap_or_default(),
        password: field("password").unwrap_or_default(),
        back: field("return").unwrap_or_default(),
    };
    let outcome = sign_in(visitor.transport(), &form.email, &form.password).await;
    // A checkout whose session had ended sends along what was typed there.
    if field("checkout").is_some() {
        let fields = CheckoutFields { email: String::new(), ..CheckoutFields::from_pairs(pairs) };
        match (&outcome, visitor.signed_in_transport().await) {
            (Ok(()), Some(transport)) => {
                keep_buyer(&transport, &fields).await;
            }
            (Ok(()), None) => {}
            (Err(_), _) => {
                if let Ok(uri) = paths::checkout(visitor.locale).parse() {
                    visitor.parts.uri = uri;
                }
                let wrong = vec![("password".to_owned(), Problem::Unclear)];
                let obstacles = Obstacles { fields: wrong, ..Whole::SignedOut.into() };
                return visitor.again(Draft::Checkout(Box::new(CheckoutDraft { fields, obstacles }))).await;
            }
        }
    }
    answer(visitor, form, outcome).await
}

async fn register(visitor: FormVisitor, Form(form): Form<Credentials>) -> Response {
    let outcome = sign_up(visitor.transport(), visitor.locale, &form.display_name, &form.email, &form.password).await;
    answer(visitor, form, outcome).await
}

async fn answer(visitor: FormVisitor, form: Credentials, outcome: Result<(), Vec<FieldProblem>>) -> Response {
    let Credentials { display_name, email, back, password: _ } = form;
    match outcome {
        Ok(()) => {
            let path = paths::own(&back).map_or_else(|| paths::account_orders(visitor.locale), str::to_owned);
            visitor.see_other(&path)
        }
        Err(problems) => {
            let draft = AccountDraft { display_name, email, back, problems, ..AccountDraft::default() };
            visitor.again(Draft::Account(draft)).await
        }
    }
}

async fn leave(visitor: FormVisitor) -> Response {
    // A session that is over already is as good as one that ends now.
    let _ = sign_out(visitor.transport()).await;
    let home = paths::home(visitor.locale);
    visitor.see_other(&home)
}
