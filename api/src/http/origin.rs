//! Requests that another site makes a visitor's browser send are refused.

use super::cookies;
use crate::config::Config;
use axum::http::{HeaderMap, Method, header, request::Parts};

/// The header with which scripts show that they could ask first: a form of another site cannot send it.
pub const CSRF_HEADER: &str = "vouch-csrf";

/// Whether the request may act with the browser's cookies.
///
/// Reading is always allowed. Writing needs an `Origin` of ours; where a client sends no `Origin`, it needs something
/// that a foreign form cannot send: the header `Vouch-Csrf` or a JSON body.
#[must_use]
pub fn may_act(parts: &Parts, config: &Config) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) || !has_our_cookies(&parts.headers) {
        return true;
    }
    match is_ours(&parts.headers, config) {
        Some(ours) => ours,
        None => parts.headers.contains_key(CSRF_HEADER) || is_json(&parts.headers),
    }
}

/// Whether the request's `Origin` is this installation; `None` when it has none.
#[must_use]
pub fn is_ours(headers: &HeaderMap, config: &Config) -> Option<bool> {
    let origin = headers.get(header::ORIGIN)?.to_str().unwrap_or("null");
    if origin == config.public_url {
        return Some(true);
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    Some(authority.is_some() && authority == host)
}

/// Whether the request carries cookies that let it act for somebody.
#[must_use]
pub fn has_our_cookies(headers: &HeaderMap) -> bool {
    let ours = [cookies::SESSION, cookies::CART, cookies::WISHLIST, cookies::CONSENT];
    ours.iter().any(|name| cookies::get(headers, name).is_some())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}
