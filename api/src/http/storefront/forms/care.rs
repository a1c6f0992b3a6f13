//! `POST /account`, `/forgot-password`, `/reset-password`, `/verify-email`.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::accounts::{
    AccountDraft, FieldProblem, Saved, change_password, end_everywhere, end_session, request_reset,
    request_verification, reset_password, update_profile, verify_email,
};
use web::paths;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::account(locale), post(change).fallback(render::page))
        .route(&paths::forgot_password(locale), post(forgot).fallback(render::page))
        .route(&paths::reset_password(locale), post(reset).fallback(render::page))
        .route(&paths::verify_email(locale), post(verify).fallback(render::page))
}

/// What any form of these pages sends; each reads its own.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Fields {
    form: String,
    display_name: String,
    locale: String,
    currency: String,
    current_password: String,
    new_password: String,
    session: String,
    email: String,
    token: String,
    password: String,
}

/// The page of the account has several forms; `form` says which one it was.
async fn change(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    if !visitor.signed_in {
        let path = paths::sign_in_then(visitor.locale, &paths::account(visitor.locale));
        return visitor.see_other(&path);
    }
    let transport = visitor.transport();
    let (outcome, saved) = match fields.form.as_str() {
        "profile" => {
            let locale = fields.locale.parse().unwrap_or(visitor.locale);
            let currency = fields.currency.parse().ok();
            (update_profile(transport, &fields.display_name, locale, currency).await, Saved::Profile)
        }
        "verification" => (request_verification(transport).await, Saved::Verification),
        "password" => {
            let (current, new) = (&fields.current_password, &fields.new_password);
            (change_password(transport, current, new).await, Saved::Password)
        }
        "session" => {
            // One that is gone already is as good as one that ends now.
            end_session(transport, &fields.session).await;
            (Ok(()), Saved::Session)
        }
        "everywhere" => {
            end_everywhere(transport).await;
            let path = paths::sign_in(visitor.locale);
            return visitor.see_other(&path);
        }
        _ => {
            let path = paths::account(visitor.locale);
            return visitor.see_other(&path);
        }
    };
    let path = format!("{}?saved={}", paths::account(visitor.locale), saved.as_str());
    answer(visitor, fields, outcome, &path).await
}

async fn forgot(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let outcome = request_reset(visitor.transport(), &fields.email).await;
    let path = format!("{}?sent=1", paths::forgot_password(visitor.locale));
    answer(visitor, fields, outcome, &path).await
}

async fn reset(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let outcome = reset_password(visitor.transport(), &fields.token, &fields.password).await;
    let path = paths::sign_in_after_reset(visitor.locale);
    answer(visitor, fields, outcome, &path).await
}

async fn verify(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let outcome = verify_email(visitor.transport(), &fields.token).await;
    let path = format!("{}?done=1", paths::verify_email(visitor.locale));
    answer(visitor, fields, outcome, &path).await
}

/// Leads on, or shows the form again with what is to be put right. Passwords are never sent back.
async fn answer(visitor: FormVisitor, fields: Fields, outcome: Result<(), Vec<FieldProblem>>, path: &str) -> Response {
    match outcome {
        Ok(()) => visitor.see_other(path),
        Err(problems) => {
            let Fields { form, display_name, email, token, .. } = fields;
            let draft = AccountDraft { display_name, email, token, form, problems, ..AccountDraft::default() };
            visitor.again(Draft::Account(draft)).await
        }
    }
}
