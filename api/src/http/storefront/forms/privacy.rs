//! `POST /privacy-choices`, `/account/privacy`, `/account/email`, `/account/confirm-email`, `/account/undo-email`,
//! `/account/deletion`.

use super::{FormVisitor, see_other};
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::Form;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use shared::Locale;
use web::accounts::{AccountDraft, FieldProblem};
use web::paths;
use web::privacy::{
    ChoiceOutcome, Choices, complete_email_change, create_export, decide, delete_account, request_email_change,
    undo_email_change,
};

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::privacy_choices(locale), get(to_choices).post(choose))
        .route(&paths::account_privacy(locale), post(fetch).fallback(render::page))
        .route(&paths::account_email(locale), post(request).fallback(render::page))
        .route(&paths::confirm_email(locale), post(confirm).fallback(render::page))
        .route(&paths::undo_email(locale), post(undo).fallback(render::page))
        .route(&paths::account_deletion(locale), post(delete).fallback(render::page))
}

/// The short address of the page of all choices.
async fn to_choices(uri: Uri) -> Response {
    let (locale, _) = paths::split(uri.path());
    see_other(&paths::account_privacy(locale), HeaderMap::new())
}

/// What is said of each purpose; `answer` is about all of them.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Said {
    form: String,
    wording: String,
    answer: String,
    personalisation: String,
    wishlist_letters: String,
}

/// The question leads back to the page on which it stood, the choices to theirs.
async fn choose(visitor: FormVisitor, Form(said): Form<Said>) -> Response {
    let yes_or_no = |text: &str| match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let question = said.form == "question";
    let of = |own: &str| yes_or_no(if question { &said.answer } else { own });
    let choices = Choices {
        wording: said.wording.parse().unwrap_or_default(),
        question,
        personalisation: of(&said.personalisation),
        wishlist_letters: of(&said.wishlist_letters),
    };
    let page = choices_of(&visitor);
    let path = match decide(visitor.transport(), choices).await {
        ChoiceOutcome::Kept if question => visitor.came_from().unwrap_or_else(|| paths::home(visitor.locale)),
        ChoiceOutcome::Kept => format!("{page}?saved=choices"),
        ChoiceOutcome::Outdated => format!("{page}?problem=wording"),
        ChoiceOutcome::Failed => format!("{page}?problem=again"),
    };
    visitor.see_other(&path)
}

/// The page that sent the choices: that about taste has a switch of its own.
fn choices_of(visitor: &FormVisitor) -> String {
    let taste = paths::account_taste(visitor.locale);
    let from = visitor.came_from().unwrap_or_default();
    if from.split('?').next() == Some(taste.as_str()) { taste } else { paths::account_privacy(visitor.locale) }
}

/// What any form of these pages sends; each reads its own.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Fields {
    new_email: String,
    password: Option<String>,
    token: String,
}

/// Leads to the file: the browser keeps the page and saves the file.
async fn fetch(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let path = paths::account_privacy(visitor.locale);
    if let Some(elsewhere) = sign_in_first(&visitor, &path) {
        return visitor.see_other(&elsewhere);
    }
    match create_export(visitor.transport(), fields.password.as_deref()).await {
        Ok(file) => visitor.see_other(&file),
        Err(problems) => answer(visitor, fields, Err(problems), &path).await,
    }
}

async fn request(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let path = paths::account_email(visitor.locale);
    if let Some(elsewhere) = sign_in_first(&visitor, &path) {
        return visitor.see_other(&elsewhere);
    }
    let outcome = request_email_change(visitor.transport(), &fields.new_email, fields.password.as_deref()).await;
    answer(visitor, fields, outcome, &format!("{path}?sent=1")).await
}

async fn confirm(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let path = paths::confirm_email(visitor.locale);
    let here = format!("{path}?token={}", paths::encode(&fields.token));
    if let Some(elsewhere) = sign_in_first(&visitor, &here) {
        return visitor.see_other(&elsewhere);
    }
    let outcome = complete_email_change(visitor.transport(), &fields.token).await;
    answer(visitor, fields, outcome, &format!("{path}?done=1")).await
}

async fn undo(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let outcome = undo_email_change(visitor.transport(), &fields.token).await;
    let path = format!("{}?done=1", paths::undo_email(visitor.locale));
    answer(visitor, fields, outcome, &path).await
}

async fn delete(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let path = paths::account_deletion(visitor.locale);
    if let Some(elsewhere) = sign_in_first(&visitor, &path) {
        return visitor.see_other(&elsewhere);
    }
    let outcome = delete_account(visitor.transport(), fields.password.as_deref()).await;
    answer(visitor, fields, outcome, &format!("{path}?done=1")).await
}

/// Where a guest has to go before.
fn sign_in_first(visitor: &FormVisitor, path: &str) -> Option<String> {
    (!visitor.signed_in).then(|| paths::sign_in_then(visitor.locale, path))
}

/// Leads on, or shows the form again with what is to be put right. Passwords are never sent back.
async fn answer(visitor: FormVisitor, fields: Fields, outcome: Result<(), Vec<FieldProblem>>, path: &str) -> Response {
    match outcome {
        Ok(()) => visitor.see_other(path),
        Err(problems) => {
            let Fields { new_email: email, token, password: _ } = fields;
            let draft = AccountDraft { email, token, problems, ..AccountDraft::default() };
            visitor.again(Draft::Account(draft)).await
        }
    }
}
