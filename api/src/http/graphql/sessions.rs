//! Long answers end with the session that began them.

use super::Http;
use crate::http::cookies;
use crate::http::visitor::{authenticate, bearer};
use axum::http::HeaderMap;
use std::time::Duration;

/// How often a long answer looks whether its session still holds: signing out ends it after at most this.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(30);

/// The token that a request carries: what makes its visitor more than a guest.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    bearer(headers).or_else(|| cookies::get(headers, cookies::SESSION))
}

/// Whether nobody owns this token any more. While that cannot be known, the session holds.
pub(super) async fn has_ended(http: &Http, token: &str) -> bool {
    matches!(authenticate(&http.app, token).await, Ok(None))
}

/// Resolves when the session of a request ends; never for a guest. A cookie that was not valid at the beginning
/// makes a guest too.
pub(super) fn end_of(http: &Http, headers: &HeaderMap) -> impl Future<Output = ()> + Send + use<> {
    let (http, token) = (http.clone(), token(headers).map(str::to_owned));
    async move {
        let token = match token {
            Some(token) if !has_ended(&http, &token).await => token,
            _ => return std::future::pending().await,
        };
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if has_ended(&http, &token).await {
                return;
            }
        }
    }
}
