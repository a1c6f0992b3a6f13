//! How many pages and plain forms an address may ask for.

use super::{security, visitor};
use crate::http::Http;
use crate::http::visitor::address;
use crate::limits::Exceeded;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use web::paths;

/// What the limit needs.
#[derive(Clone)]
pub(super) struct Limit {
    pub http: Http,
    /// The address of the stylesheet.
    pub style: String,
}

/// Lets a request through, or answers 429 with a page that costs next to nothing: it reads no data and runs no script.
pub(super) async fn limit(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let config = &limit.http.app.config;
    let Some(address) = address(request.headers(), request.extensions(), config) else {
        return next.run(request).await;
    };
    match limit.http.app.limits.take_page(address) {
        Ok(()) => next.run(request).await,
        Err(exceeded) => refuse(&limit, &request, exceeded),
    }
}

fn refuse(limit: &Limit, request: &Request, exceeded: Exceeded) -> Response {
    let (locale, _) = paths::split(request.uri().path());
    let page = visitor::page(&limit.http, locale, request.headers());
    // What was posted is not asked for again; the browser's way back leads to the form.
    let again = request.method() == Method::GET;
    let document = web::layout::too_many_requests(&page, &limit.style, again);
    let headers = [
        (header::RETRY_AFTER, HeaderValue::from(exceeded.retry_after)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::WITHOUT_SCRIPTS)),
    ];
    (StatusCode::TOO_MANY_REQUESTS, headers, Html(document)).into_response()
}
