//! Plain HTML forms of the storefront, for browsers in which no script runs. Each runs the same mutation as the
//! script would, in-process, and answers with a redirect (303).
//!
//! One file per noun; every route stands under each language's prefix.

mod cart;
mod preferences;

use super::{in_process::InProcess, visitor};
use crate::config::Config;
use crate::graphql::context::Effects;
use crate::http::Http;
use axum::Router;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use shared::Locale;
use std::sync::Arc;
use web::data::SharedTransport;
use web::paths;

/// The forms in every language.
pub(super) fn routes() -> Router<Http> {
    Locale::ALL.iter().fold(Router::new(), |router, locale| {
        let forms = in_language(*locale);
        match paths::prefix(*locale) {
            "" => router.merge(forms),
            prefix => router.nest(prefix, forms),
        }
    })
}

fn in_language(locale: Locale) -> Router<Http> {
    Router::new().merge(cart::routes(locale)).merge(preferences::routes())
}

/// Who sent a form, and what the mutations that it ran want of the answer.
struct FormVisitor {
    transport: SharedTransport,
    effects: Effects,
    config: Arc<Config>,
}

impl FormVisitor {
    async fn of_request(http: &Http, locale: Locale, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let visitor = visitor::of_request(http, locale, headers, extensions).await;
        let effects = visitor.effects.clone();
        Self {
            transport: Arc::new(InProcess { schema: http.schema.clone(), visitor }),
            effects,
            config: Arc::clone(&http.app.config),
        }
    }

    fn transport(&self) -> &SharedTransport {
        &self.transport
    }

    /// The cookies that the mutations asked for.
    fn into_headers(self) -> HeaderMap {
        visitor::cookies(&self.effects, &self.config)
    }
}

/// Sends the browser on to `path`, with what the headers must carry.
fn see_other(path: &str, mut headers: HeaderMap) -> Response {
    let location = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(header::LOCATION, location);
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A path of this site, for going back after a form: anything else becomes the front page.
fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && path.is_ascii();
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn forms_lead_nowhere_else() {
        assert_eq!(own_path("/vi/p/bowl?x=1"), "/vi/p/bowl?x=1");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "", "p/bowl"] {
            assert_eq!(own_path(bad), "/", "{bad}");
        }
    }
}
