//! What guards pages and forms: headers on every answer, and forms taken only from our own pages.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The policy of a page whose scripts carry this nonce. Styles come from files alone.
pub(super) fn content_security_policy(nonce: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'"
    );
    HeaderValue::try_from(policy).ok()
}

/// The policy of a page that needs its style and nothing else.
pub(super) const WITHOUT_SCRIPTS: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
     base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// The policy of a mail as a document: its own few styles, links that open when they are pressed, and nothing else.
pub(super) const A_MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'none'; sandbox allow-top-navigation-by-user-activation";

/// Refuses forms of other sites, and gives every answer its headers.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::POST && !is_from_here(request.headers()) {
        (StatusCode::FORBIDDEN, "This form was sent from another site.\n").into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("permissions-policy", HeaderValue::from_static("camera=(), microphone=(), geolocation=()"));
    response
}

/// Whether a form was sent by a page of ours: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`, which is
/// compared with `Host`. A request that says neither carries no browser's cookies by accident, and is refused too.
fn is_from_here(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, authority)| authority == host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> bool {
        is_from_here(
            &pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect(),
        )
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("sec-fetch-site", "cross-site"), ("origin", "https://a.example"), ("host", "a.example")]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(from(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!from(&[("origin", "null"), ("host", "a.example")]));
        assert!(!from(&[("origin", "https://b.example"), ("host", "a.example")]));
        assert!(!from(&[("host", "a.example")]));
    }
}
