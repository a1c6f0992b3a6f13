//! What happens to every request: an id, a span in the log, a limit of time, and an answer even after a panic.

use super::Http;
use super::visitor::RequestId;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument as _;

/// The request's id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Until an answer must begin; streams go on after it.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// Bodies of handlers that set no limit of their own, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// Answers that take longer are worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// Puts the layers around all routes; those of `patient` see to their limits themselves.
pub(super) fn around(router: Router<Http>, patient: Router<Http>, http: &Http) -> Router<Http> {
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, ANSWER_WITHIN))
        .merge(patient)
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| panicked(panic.as_ref())))
        .layer(from_fn_with_state(http.clone(), observe))
}

async fn observe(State(http): State<Http>, mut request: Request, next: Next) -> Response {
    let id = request_id(&request).map_or_else(|| http.app.ids.next::<uuid::Uuid>().simple().to_string(), str::to_owned);
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let mut response = async {
        let response = next.run(request).await;
        log(&response, begun.elapsed());
        response
    }
    .instrument(span)
    .await;
    super::metrics::answered(&method, route.as_ref().map(MatchedPath::as_str), response.status(), begun.elapsed());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn log(response: &Response, took: Duration) {
    let (status, ms) = (response.status().as_u16(), took.as_millis());
    if response.status().is_server_error() {
        tracing::warn!(status, ms, "failed");
    } else if took >= SLOW {
        tracing::info!(status, ms, "slow");
    } else {
        tracing::debug!(status, ms, "answered");
    }
}

/// The id that a client or a proxy gave, if it is fit for logs and headers.
fn request_id(request: &Request) -> Option<&str> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let sane = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (sane && (8..=64).contains(&id.len())).then_some(id)
}

/// The answer after a panic: its text goes to the log only.
fn panicked(panic: &(dyn Any + Send)) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("no text"), "a handler panicked");
    let body = r#"{"errors":[{"message":"something went wrong on our side","extensions":{"code":"INTERNAL"}}]}"#;
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body)
        .into_response()
}
