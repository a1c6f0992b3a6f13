//! Who looks at a page.

use super::language::cookie;
use crate::graphql::Visitor;
use crate::graphql::context::Effects;
use crate::http::Http;
use axum::http::HeaderMap;
use shared::Locale;
use web::page::{Page, Theme};

/// The visitor of a request for a page or of a form.
pub(super) async fn of_request(_http: &Http, locale: Locale, _headers: &HeaderMap) -> Visitor {
    Visitor::guest(locale)
}

/// What the page knows about itself.
pub(super) fn page(http: &Http, locale: Locale, headers: &HeaderMap) -> Page {
    let theme = cookie(headers, "vouch_theme").map(Theme::from_cookie).unwrap_or_default();
    Page { locale, origin: http.app.config.public_url.clone(), theme }
}

/// The cookies that mutations asked for.
pub(super) fn cookies(_effects: &Effects) -> HeaderMap {
    HeaderMap::new()
}
