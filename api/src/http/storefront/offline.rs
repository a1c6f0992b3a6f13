//! What the storefront needs when there is no network: the service worker and the page that it shows for addresses
//! that nobody has visited yet.

use super::security;
use crate::http::Http;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use shared::Locale;
use web::app::AssetPaths;
use web::{offline, paths};

/// Both change with the built files, so browsers ask each time whether they have.
const ASK: (header::HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));

pub(super) fn routes(assets: &AssetPaths) -> Router<Http> {
    let worker = offline::worker(assets);
    let script = (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    let router = Router::new().route("/sw.js", get(async move || ([script, ASK], worker)));
    Locale::ALL.iter().fold(router, |router, locale| {
        let page = offline::page(*locale, assets);
        let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::WITHOUT_SCRIPTS));
        router.route(&paths::offline(*locale), get(async move || ([policy, ASK], Html(page)).into_response()))
    })
}
