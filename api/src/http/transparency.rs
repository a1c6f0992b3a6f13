//! `GET /transparency/log.jsonl?from=N`: the transparency log as lines of JSON, for whoever checks it.

use super::Http;
use crate::transparency::{self, export};
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde::Deserialize;

/// Where the log is fetched.
const PATH: &str = "/transparency/log.jsonl";

#[derive(Deserialize)]
struct Wanted {
    from: Option<String>,
}

pub(super) fn routes() -> Router<Http> {
    Router::new().route(PATH, get(fetch))
}

async fn fetch(State(http): State<Http>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let Ok(from @ 1..) = wanted.from.as_deref().unwrap_or("1").parse::<i64>() else {
        return (StatusCode::BAD_REQUEST, "from must be the number of an entry, 1 or more.\n").into_response();
    };
    let head = match transparency::head(http.app.db.read()).await {
        Ok(head) => head,
        Err(error) => {
            tracing::error!(%error, "the transparency log could not be opened");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    // An append-only log is told by its end and its beginning.
    let tag = format!("\"{from}-{}-{}\"", head.size, head.hash);
    let mut response = if known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/jsonl; charset=utf-8")];
        (kind, Body::from_stream(export::lines(http.app, from, head))).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether the reader has it already. A proxy that compresses makes the tag a weak one.
fn known(headers: &HeaderMap, tag: &str) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    tags.flat_map(|tags| tags.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag)
}
