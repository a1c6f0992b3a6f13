//! The host of the storefront, and the only place in the server that knows the crate `web`: it renders pages, runs
//! their queries in-process, answers their plain forms and hands out the built files.

mod assets;
mod consents;
mod destination;
mod forms;
mod freshness;
mod in_process;
mod language;
mod limits;
mod offline;
mod outbox;
mod render;
mod security;
mod sitemap;
mod views;
mod visitor;

use super::Http;
use super::uploads::Places;
use axum::{Extension, Router, middleware};
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// Brotli's quality for pages, which are compressed as they are sent: a listing takes about a millisecond.
const PAGE_QUALITY: i32 = 4;

/// The routes of the storefront.
pub(super) struct Routes {
    /// Built files, forms, and every page as the fallback.
    pub(super) quick: Router<Http>,
    /// Forms that bring pictures, which may take their time to come.
    pub(super) patient: Router<Http>,
}

/// All routes; those with pictures share places with other uploads.
pub(super) fn routes(http: &Http, places: &Places) -> Routes {
    let site = assets::Site::open(http.app.config.site.as_deref());
    let pages = render::Pages::new(site.paths().clone());
    let limit = limits::Limit { http: http.clone(), style: site.paths().style.clone() };
    let quick = Router::new()
        .merge(forms::routes())
        .merge(outbox::routes(http, &site.paths().style))
        .fallback(render::page)
        .layer(Extension(pages.clone()))
        // Above what follows: files of the site cost little and are not counted.
        .layer(middleware::from_fn_with_state(limit.clone(), limits::limit))
        .merge(sitemap::routes(limit.clone()))
        .merge(offline::routes(site.paths()))
        .merge(site.routes());
    let patient = forms::patient_routes()
        .layer(Extension(pages))
        .layer(Extension(places.clone()))
        .layer(middleware::from_fn_with_state(limit, limits::limit));
    Routes { quick: guarded(quick), patient: guarded(patient) }
}

fn guarded(router: Router<Http>) -> Router<Http> {
    router
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_QUALITY)))
        .layer(middleware::from_fn(security::guard))
}
