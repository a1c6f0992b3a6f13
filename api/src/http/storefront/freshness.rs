//! Pages that are the same for everybody who is nobody yet: they carry an `ETag`, so that who comes back downloads
//! them only when they have changed.

use crate::http::cookies;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use web::paths;

/// What must be known of a request once its page is there.
pub(super) struct Asked {
    front: bool,
    known: Option<HeaderValue>,
}

/// The pages that show what a guest has allowed, and what is known of them by that, without their language.
const CHOICES: [&str; 2] = ["/account/privacy", "/account/taste"];

/// What the request says, when its page is for anybody: no session, no cart, no list, no token.
///
/// A guest who was asked for consent sees pages without the question: those have tags of their own, since a tag is made
/// of the page. What they answered shows on pages of its own, which are theirs; who allows that suggestions are made for
/// them has no page that is for anybody, which is looked up by whoever asks here.
pub(super) fn by_anybody(path: &str, headers: &HeaderMap) -> Option<Asked> {
    let somebody =
        [cookies::SESSION, cookies::CART, cookies::WISHLIST].iter().any(|name| cookies::get(headers, name).is_some())
            || headers.contains_key(header::AUTHORIZATION)
            || (CHOICES.contains(&paths::split(path).1) && cookies::get(headers, cookies::CONSENT).is_some());
    (!somebody).then(|| Asked { front: path == "/", known: headers.get(header::IF_NONE_MATCH).cloned() })
}

/// Gives the page its `ETag`, and answers 304 when the reader has it already. Anything but a whole page that sets no
/// cookie stays as it is.
///
/// Such a page may lie in a shared cache, which asks here each time whether it is still the same. The tag is a weak
/// one: two renderings of a page differ in the nonce of their scripts, and in nothing else. An answer of 304 names no
/// policy, because the page that the reader kept runs under the policy that came with it.
pub(super) async fn settle(asked: Asked, response: Response) -> Response {
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = tag(&bytes, nonce(&parts.headers));
    // Only the front page looks at more than its address and cookies.
    let vary = if asked.front { "Cookie, Accept-Language, Sec-Fetch-Site" } else { "Cookie" };
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    parts.headers.insert(header::VARY, HeaderValue::from_static(vary));
    let Ok(value) = HeaderValue::try_from(&tag) else { return Response::from_parts(parts, Body::from(bytes)) };
    parts.headers.insert(header::ETAG, value);
    if !asked.known.is_some_and(|known| matches(&known, &tag)) {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    for name in [header::CONTENT_SECURITY_POLICY, header::CONTENT_TYPE, header::CONTENT_LENGTH, header::LINK] {
        parts.headers.remove(name);
    }
    Response::from_parts(parts, Body::empty())
}

/// The nonce that the page's policy names.
fn nonce(headers: &HeaderMap) -> Option<&str> {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY)?.to_str().ok()?;
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split_once('\'').map(|(nonce, _)| nonce).filter(|nonce| !nonce.is_empty())
}

/// A tag of the page's content without its nonce.
fn tag(page: &[u8], nonce: Option<&str>) -> String {
    let mut hash = Sha256::new();
    match (nonce, std::str::from_utf8(page)) {
        (Some(nonce), Ok(text)) => text.split(nonce).for_each(|part| hash.update(part)),
        _ => hash.update(page),
    }
    format!("W/\"{}\"", hex::encode(&hash.finalize()[..12]))
}

/// Whether `If-None-Match` names the tag (RFC 9110 §13.1.2, compared weakly).
fn matches(known: &HeaderValue, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.to_str().is_ok_and(|known| known.trim() == "*" || known.split(',').any(|one| opaque(one) == opaque(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(nonce: &str, text: &str, status: StatusCode) -> Response {
        let policy = format!("script-src 'self' 'nonce-{nonce}'");
        let body = format!("<script nonce=\"{nonce}\"></script>{text}");
        (status, [(header::CONTENT_SECURITY_POLICY, policy)], body).into_response()
    }

    fn asked(known: Option<&str>) -> Asked {
        Asked { front: false, known: known.map(|known| HeaderValue::try_from(known).unwrap()) }
    }

    fn etag(response: &Response) -> String {
        response.headers()[header::ETAG].to_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn the_same_page_under_another_nonce_has_the_same_tag() {
        let first = settle(asked(None), page("abc", "bowl", StatusCode::OK)).await;
        let again = settle(asked(None), page("xyz", "bowl", StatusCode::OK)).await;
        let other = settle(asked(None), page("abc", "vase", StatusCode::OK)).await;
        assert_eq!(etag(&first), etag(&again));
        assert_ne!(etag(&first), etag(&other));
        for known in [etag(&first), format!("\"x\", {}", etag(&first)), etag(&first)[2..].to_owned(), "*".to_owned()] {
            let reply = settle(asked(Some(&known)), page("def", "bowl", StatusCode::OK)).await;
            assert_eq!(reply.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert!(!reply.headers().contains_key(header::CONTENT_SECURITY_POLICY), "the kept policy stays");
            assert_eq!(etag(&reply), etag(&first));
        }
        assert_eq!(settle(asked(Some("\"x\"")), page("def", "bowl", StatusCode::OK)).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn what_is_no_whole_page_of_nobody_has_no_tag() {
        for status in [StatusCode::NOT_FOUND, StatusCode::GONE, StatusCode::MOVED_PERMANENTLY] {
            let reply = settle(asked(Some("*")), page("abc", "nothing", status)).await;
            assert_eq!((reply.status(), reply.headers().contains_key(header::ETAG)), (status, false));
        }
        let mut setting = page("abc", "bowl", StatusCode::OK);
        setting.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("vouch_locale=vi"));
        assert!(!settle(asked(None), setting).await.headers().contains_key(header::ETAG));
        let with = |name: header::HeaderName, value: &'static str| {
            by_anybody("/", &HeaderMap::from_iter([(name, HeaderValue::from_static(value))])).is_some()
        };
        assert!(with(header::COOKIE, "vouch_theme=dark"));
        assert!(!with(header::COOKIE, "a=b; vouch_cart=cart_1"));
        assert!(!with(header::COOKIE, "vouch_session=x"));
        assert!(!with(header::COOKIE, "vouch_wishlist=x"));
        assert!(!with(header::AUTHORIZATION, "Bearer x"));
        assert!(with(header::COOKIE, "vouch_consent=1.x"), "answers show on pages of their own");
        let asked = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static("vouch_consent=1.x"))]);
        assert!(by_anybody("/vi/account/privacy", &asked).is_none());
        assert!(by_anybody("/account/taste", &asked).is_none());
    }
}
