//! What search engines read first: `/robots.txt`, and the sitemaps that it names.
//!
//! `/sitemap.xml` lists the sitemaps: `/sitemaps/pages.xml` with the front page, the help centre and the categories,
//! and for products and shops one for each page of `crate::sitemap`, named by the id at which it begins. Those are
//! written while they are read from the database, a batch at a time.

use crate::app::App;
use crate::help;
use crate::http::Http;
use crate::sitemap::{self, BATCH, Entry, Pages, ROWS, Start};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use futures::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use sea_orm::DbErr;
use shared::{Locale, Timestamp};
use std::fmt::Write as _;
use std::sync::Arc;
use web::paths;

use super::limits::{self, Limit};

const HEAD: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    "\n",
    r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">"#,
    "\n"
);
const TAIL: &str = "</urlset>\n";

/// Sitemaps count as pages do; `/robots.txt` does not, because a crawler that gets no answer to it stays away.
pub(super) fn routes(limit: Limit) -> Router<Http> {
    Router::new()
        .route("/sitemap.xml", get(index))
        .route("/sitemaps/{file}", get(file))
        .layer(Extension(Arc::new(Pages::default())))
        .layer(middleware::from_fn_with_state(limit, limits::limit))
        .route("/robots.txt", get(robots))
}

/// Carts, orders and accounts stay readable for crawlers: their pages say `noindex`, which only a reader learns.
async fn robots(State(http): State<Http>) -> Response {
    let origin = &http.app.config.public_url;
    let text = format!("User-agent: *\nDisallow: /graphql\nDisallow: /hooks/\n\nSitemap: {origin}/sitemap.xml\n");
    answer("text/plain; charset=utf-8", text.into())
}

async fn index(State(http): State<Http>, Extension(pages): Extension<Arc<Pages>>) -> Response {
    let starts = match pages.starts(&http.app).await {
        Ok(starts) => starts,
        Err(error) => return failed(&error),
    };
    let origin = escape(&http.app.config.public_url);
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let names = starts.iter().map(|start| match start {
        Start::Product(id) => id.to_string(),
        Start::Shop(id) => id.to_string(),
    });
    for name in ["pages".to_owned()].into_iter().chain(names) {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(text, "<sitemap><loc>{origin}/sitemaps/{name}.xml</loc></sitemap>");
    }
    text.push_str("</sitemapindex>\n");
    answer("application/xml; charset=utf-8", text.into())
}

async fn file(State(http): State<Http>, Path(file): Path<String>) -> Response {
    let Some(name) = file.strip_suffix(".xml") else { return StatusCode::NOT_FOUND.into_response() };
    if name == "pages" {
        return match fixed(&http.app).await {
            Ok(text) => answer("application/xml; charset=utf-8", text.into()),
            Err(error) => failed(&error),
        };
    }
    let product = name.parse().map(Start::Product);
    let Ok(start) = product.or_else(|_| name.parse().map(Start::Shop)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The first batch is read before anything is said, so that the status can still tell what is the matter.
    match sitemap::read(&http.app, start, 0, BATCH).await {
        Ok(first) if first.is_empty() => StatusCode::NOT_FOUND.into_response(),
        Ok(first) => answer("application/xml; charset=utf-8", Body::from_stream(written(http.app, first))),
        Err(error) => failed(&error),
    }
}

/// The front page, the help centre, and every category.
async fn fixed(app: &App) -> Result<String, DbErr> {
    let origin = escape(&app.config.public_url);
    let tree = app.shelf.tree(app).await?;
    let mut slugs: Vec<_> = tree.all().map(|category| category.slug.as_str()).collect();
    slugs.sort_unstable();
    let mut text = HEAD.to_owned();
    address(&mut text, &origin, paths::home, None);
    address(&mut text, &origin, paths::help, None);
    for topic in help::topics(Locale::En) {
        address(&mut text, &origin, |locale| paths::help_topic(locale, topic.slug), None);
    }
    for slug in slugs {
        address(&mut text, &origin, |locale| paths::category(locale, slug), None);
    }
    text.push_str(TAIL);
    Ok(text)
}

/// A page of products or shops that begins with the batch `first`. A failure later on breaks the answer off.
fn written(app: App, first: Vec<Entry>) -> impl Stream<Item = Result<Bytes, DbErr>> {
    let origin: Arc<str> = escape(&app.config.public_url).into();
    let batches = stream::try_unfold((app, Some(first), ROWS), |(app, batch, left)| async move {
        let Some(batch) = batch.filter(|batch| !batch.is_empty()) else { return Ok(None) };
        let left = left.saturating_sub(batch.len() as u64);
        let next = match batch.last() {
            Some(last) if left > 0 => Some(sitemap::read(&app, last.at, 1, BATCH.min(left)).await?),
            _ => None,
        };
        Ok(Some((batch, (app, next, left))))
    });
    let rows = batches
        .map_ok(move |batch| Bytes::from(batch.iter().fold(String::new(), |text, row| text + &line(&origin, row))));
    let fixed = |text: &'static str| stream::once(async move { Ok(Bytes::from_static(text.as_bytes())) });
    fixed(HEAD).chain(rows).chain(fixed(TAIL))
}

fn line(origin: &str, Entry { at, slug, updated_at }: &Entry) -> String {
    let mut text = String::new();
    match at {
        Start::Product(_) => address(&mut text, origin, |locale| paths::product(locale, slug), Some(*updated_at)),
        Start::Shop(_) => address(&mut text, origin, |locale| paths::shop(locale, slug), Some(*updated_at)),
    }
    text
}

/// One page in every language; each names all the others and itself, as hreflang wants it.
fn address(text: &mut String, origin: &str, path: impl Fn(Locale) -> String, changed: Option<Timestamp>) {
    let links: Vec<_> = Locale::ALL.iter().map(|locale| (*locale, escape(&path(*locale)))).collect();
    for (_, own) in &links {
        let _ = write!(text, "<url><loc>{origin}{own}</loc>");
        if let Some(changed) = changed {
            let _ = write!(text, "<lastmod>{changed}</lastmod>");
        }
        for (locale, path) in &links {
            let _ = write!(text, r#"<xhtml:link rel="alternate" hreflang="{locale}" href="{origin}{path}"/>"#);
        }
        let _ = writeln!(
            text,
            r#"<xhtml:link rel="alternate" hreflang="x-default" href="{origin}{}"/></url>"#,
            escape(&path(Locale::En))
        );
    }
}

fn answer(kind: &'static str, body: Body) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600")], body).into_response()
}

fn failed(error: &DbErr) -> Response {
    tracing::error!(%error, "a sitemap could not be read");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// Text between tags and in attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_itself_in_every_language() {
        let mut text = String::new();
        address(&mut text, "https://a.example", |locale| paths::product(locale, "bowl"), Some(Timestamp(0)));
        assert_eq!(text.matches("<url>").count(), 3);
        assert_eq!(text.matches("<xhtml:link").count(), 12);
        assert!(
            text.starts_with("<url><loc>https://a.example/p/bowl</loc><lastmod>1970-01-01T00:00:00.000Z</lastmod>")
        );
        assert!(text.contains(r#"hreflang="vi" href="https://a.example/vi/p/bowl"/>"#));
        assert!(text.contains(r#"hreflang="x-default" href="https://a.example/p/bowl"/></url>"#));
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }
}
