//! Pages, rendered with their data.

use super::{consents, destination, freshness, in_process::InProcess, language, security, views, visitor};
use crate::http::Http;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use std::sync::Arc;
use web::accounts::AccountDraft;
use web::addresses::AddressDraft;
use web::app::AssetPaths;
use web::checkout::CheckoutDraft;
use web::data::SharedTransport;
use web::lazy;
use web::moderation::ModerationDraft;
use web::page::{Now, Outcome, OutcomeSink};
use web::paths;
use web::recommendations::Watched;
use web::reviews::ReviewDraft;

/// What rendering needs that never changes.
#[derive(Clone)]
pub(super) struct Pages {
    assets: Arc<AssetPaths>,
}

impl Pages {
    pub(super) fn new(assets: AssetPaths) -> Self {
        // Resources load on the server's own runtime. A second start of a server in one process (tests) finds the
        // executor set already.
        let _ = any_spawner::Executor::init_tokio();
        Self { assets: Arc::new(assets) }
    }
}

/// Renders the page at the request's address. Pages are read with GET and HEAD alone.
pub(super) async fn page(Extension(pages): Extension<Pages>, State(http): State<Http>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if let Some(path) = language::elsewhere(request.uri().path(), request.headers()) {
        let vary = [(header::VARY, "Accept-Language, Cookie"), (header::CACHE_CONTROL, "private, no-cache")];
        return (vary, Redirect::temporary(path)).into_response();
    }
    draw(pages, http, request, None).await
}

/// What a plain form brought that is to be put right on its page.
#[derive(Clone)]
pub(super) enum Draft {
    /// Of the checkout.
    Checkout(Box<CheckoutDraft>),
    /// Of signing in or up.
    Account(AccountDraft),
    /// Of an address.
    Address(Box<AddressDraft>),
    /// Of a decision, a report or an appeal.
    Moderation(ModerationDraft),
    /// Of a review, or of the answer to one.
    Review(Box<ReviewDraft>),
}

/// Renders the page at the request's address; with a draft in it, as the answer (422) to a form.
pub(super) async fn draw(pages: Pages, http: Http, request: Request, draft: Option<Draft>) -> Response {
    let (locale, path) = paths::split(request.uri().path());
    let headers = request.headers();
    let module = lazy::module_of(path);
    let page = visitor::page(&http, locale, headers);
    let mut visitor = visitor::of_request(&http, locale, headers, request.extensions()).await;
    let asked_to = destination::asked(request.uri());
    visitor.destination = asked_to.or(visitor.destination);
    let watched = views::are_allowed(&http.app, &visitor).await;
    let anybody = freshness::by_anybody(request.uri().path(), headers).filter(|_| draft.is_none() && !watched);
    let looked_at = views::looked_at(request.method(), request.uri().path(), headers).filter(|_| watched);
    let to_cookie = asked_to.and_then(|to| destination::remember(to, headers, &http.app.config));
    let remembered: Vec<_> = language::remember(locale, headers).into_iter().chain(to_cookie).collect();
    let question = consents::question(&http.app, &visitor, path).await;
    let currencies = visitor::currencies(&http.app, &visitor);
    let now = Now(http.app.clock.now());
    let transport: SharedTransport = Arc::new(InProcess { schema: http.schema.clone(), visitor: visitor.clone() });
    let Pages { assets } = pages;

    let context = move || {
        provide_context(page.clone());
        provide_context(Arc::clone(&transport));
        provide_context(currencies.clone());
        provide_context(now);
        let options = expect_context::<ResponseOptions>();
        if let Some(policy) = use_nonce().as_deref().and_then(security::content_security_policy) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        options.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        options.insert_header(header::VARY, HeaderValue::from_static("Cookie"));
        for cookie in &remembered {
            options.append_header(header::SET_COOKIE, cookie.clone());
        }
        match &draft {
            Some(Draft::Checkout(draft)) => provide_context(CheckoutDraft::clone(draft)),
            Some(Draft::Account(draft)) => provide_context(draft.clone()),
            Some(Draft::Address(draft)) => provide_context(AddressDraft::clone(draft)),
            Some(Draft::Moderation(draft)) => provide_context(draft.clone()),
            Some(Draft::Review(draft)) => provide_context(ReviewDraft::clone(draft)),
            None => {}
        }
        if let Some(question) = &question {
            provide_context(question.clone());
        }
        if watched {
            provide_context(Watched);
        }
        if draft.is_some() {
            options.set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        provide_context(OutcomeSink(Arc::new(move |outcome| carry_out(&options, outcome))));
    };
    let shell = move || web::shell(Arc::clone(&assets), module);
    let response = render_app_async_with_context(context, shell)(request).await;
    if let Some(slug) = looked_at {
        views::remember(&http.app, &visitor, &slug, response.status()).await;
    }
    match anybody {
        Some(asked) => freshness::settle(asked, response).await,
        None => response,
    }
}

fn carry_out(options: &ResponseOptions, outcome: Outcome) {
    let (status, path) = match outcome {
        Outcome::NotFound => (StatusCode::NOT_FOUND, None),
        Outcome::Forbidden => (StatusCode::FORBIDDEN, None),
        Outcome::Gone => (StatusCode::GONE, None),
        Outcome::Moved(path) => (StatusCode::MOVED_PERMANENTLY, Some(path)),
        Outcome::SeeOther(path) => (StatusCode::SEE_OTHER, Some(path)),
        Outcome::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, None),
    };
    options.set_status(status);
    if let Some(path) = path.and_then(|path| HeaderValue::try_from(path).ok()) {
        options.insert_header(header::LOCATION, path);
    }
}
