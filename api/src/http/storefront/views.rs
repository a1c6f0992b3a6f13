//! Remembering that a product's page was looked at, for those who allow it: so it works without script too, which only adds
//! for how long.

use crate::app::App;
use crate::catalog;
use crate::graphql::Visitor;
use crate::recommendations::entity::SignalKind;
use crate::recommendations::signals::{allowed, note};
use axum::http::{HeaderMap, Method, StatusCode};
use shared::Slug;
use web::paths;

/// Whether this visitor allows that what they look at is remembered. One who cannot be told does not.
pub(super) async fn are_allowed(app: &App, visitor: &Visitor) -> bool {
    let allowed = allowed(app, &visitor.actor, visitor.consent.as_ref()).await;
    allowed.unwrap_or_else(|error| {
        tracing::warn!(%error, "whether somebody allows suggestions could not be looked up");
        false
    })
}

/// The slug of the product that somebody looks at who sends such a request. A browser that fetches a page ahead, or to keep
/// it, says so: nobody has looked at it yet.
pub(super) fn looked_at(method: &Method, path: &str, headers: &HeaderMap) -> Option<Slug> {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ahead = ["sec-purpose", "purpose"].iter().any(|name| says(name).is_some_and(|said| said.contains("prefetch")));
    let kept = says("sec-fetch-dest").is_some_and(|what| what != "document");
    if *method != Method::GET || ahead || kept {
        return None;
    }
    Slug::try_from(paths::split(path).1.strip_prefix("/p/")?.trim_end_matches('/')).ok()
}

/// Remembers the look, once the page was really there.
pub(super) async fn remember(app: &App, visitor: &Visitor, slug: &Slug, status: StatusCode) {
    if status != StatusCode::OK {
        return;
    }
    match catalog::by_slug(app, &visitor.actor, slug).await {
        Ok(Some((product, _))) => {
            note(app, &visitor.actor, visitor.consent.as_ref(), SignalKind::View, [product.id]).await;
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "a look at a product could not be remembered"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn slug(method: &Method, path: &str, headers: &[(&'static str, &'static str)]) -> Option<String> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        looked_at(method, path, &headers.collect()).map(|slug| slug.as_str().to_owned())
    }

    #[test]
    fn a_look_is_a_document_that_somebody_asked_for() {
        assert_eq!(slug(&Method::GET, "/p/blue-bowl", &[]).as_deref(), Some("blue-bowl"));
        assert_eq!(
            slug(&Method::GET, "/hy/p/blue-bowl", &[("sec-fetch-dest", "document")]).as_deref(),
            Some("blue-bowl")
        );
        assert_eq!(slug(&Method::GET, "/shops/blue-bowl", &[]), None);
        assert_eq!(slug(&Method::GET, "/p/Blue Bowl", &[]), None);
        assert_eq!(slug(&Method::HEAD, "/p/blue-bowl", &[]), None);
        assert_eq!(slug(&Method::GET, "/p/blue-bowl", &[("sec-purpose", "prefetch;prerender")]), None);
        assert_eq!(slug(&Method::GET, "/p/blue-bowl", &[("sec-fetch-dest", "empty")]), None);
    }
}
