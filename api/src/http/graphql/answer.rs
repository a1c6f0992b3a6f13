//! Writing answers.

use super::accept::Format;
use crate::graphql::documents::Refusal;
use crate::limits::{Allowance, Exceeded};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// An answer without `data`: nothing was executed.
#[derive(Serialize)]
pub(super) struct RequestErrors {
    errors: Vec<async_graphql::ServerError>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, async_graphql::Value>,
}

impl RequestErrors {
    pub(super) fn of(refusal: Refusal, request_id: &str) -> Self {
        let response = refusal.into_response(request_id);
        Self { errors: response.errors, extensions: response.extensions }
    }
}

/// JSON with a status. What a visitor sees is for nobody's cache.
pub(super) fn json(format: Format, status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (status, headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A refusal with a status of its own.
pub(super) fn refused(format: Format, status: StatusCode, refusal: Refusal, request_id: &str) -> Response {
    json(format, status, &RequestErrors::of(refusal, request_id))
}

/// A request error of the document or its variables.
pub(super) fn request_error(format: Format, refusal: Refusal, request_id: &str) -> Response {
    let status = match format {
        Format::Graphql => StatusCode::BAD_REQUEST,
        Format::Json => StatusCode::OK,
    };
    refused(format, status, refusal, request_id)
}

/// Too much was asked in too short a time.
pub(super) fn rate_limited(format: Format, exceeded: Exceeded, request_id: &str) -> Response {
    let mut response = refused(format, StatusCode::TOO_MANY_REQUESTS, too_fast(exceeded), request_id);
    let allowance = Allowance { limit: exceeded.limit, remaining: 0, reset: exceeded.retry_after };
    tell(allowance, response.headers_mut());
    response.headers_mut().insert(header::RETRY_AFTER, exceeded.retry_after.into());
    response
}

/// Why, in words.
pub(super) fn too_fast(exceeded: Exceeded) -> Refusal {
    let seconds = exceeded.retry_after;
    Refusal::new("RATE_LIMITED", &format!("too many requests; try again in {seconds} seconds"))
}

/// Says how much may still be asked.
pub(super) fn tell(allowance: Allowance, headers: &mut HeaderMap) {
    headers.insert(LIMIT, allowance.limit.into());
    headers.insert(REMAINING, allowance.remaining.into());
    headers.insert(RESET, allowance.reset.into());
}
