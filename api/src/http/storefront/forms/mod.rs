//! Plain HTML forms of the storefront, for browsers in which no script runs. Each runs the same code as the script
//! would, in-process, and answers with a redirect (303), or with its page again (422) when something is to be put
//! right.
//!
//! One file per noun; every route stands under each language's prefix.

mod accounts;
mod addresses;
mod care;
mod cart;
mod checkout;
mod moderation;
mod orders;
mod preferences;
mod privacy;
mod recommendations;
mod reviews;
mod saved_searches;
mod sent_review;
mod wishlists;

use super::render::{self, Draft, Pages};
use super::{in_process::InProcess, visitor};
use crate::accounts::sessions;
use crate::config::Config;
use crate::graphql::Visitor;
use crate::graphql::context::{Effect, Effects};
use crate::http::Http;
use crate::ids::Secret;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse as _, Response};
use shared::Locale;
use std::convert::Infallible;
use std::sync::Arc;
use web::data::SharedTransport;
use web::paths;

/// The forms in every language.
pub(super) fn routes() -> Router<Http> {
    Locale::ALL.iter().fold(Router::new(), |router, locale| {
        router
            .merge(accounts::routes(*locale))
            .merge(addresses::routes(*locale))
            .merge(care::routes(*locale))
            .merge(cart::routes(*locale))
            .merge(checkout::routes(*locale))
            .merge(moderation::routes(*locale))
            .merge(orders::routes(*locale))
            .merge(preferences::routes(*locale))
            .merge(privacy::routes(*locale))
            .merge(recommendations::routes(*locale))
            .merge(reviews::routes(*locale))
            .merge(saved_searches::routes(*locale))
            .merge(wishlists::routes(*locale))
    })
}

/// Forms that bring pictures, in every language.
pub(super) fn patient_routes() -> Router<Http> {
    Locale::ALL.iter().fold(Router::new(), |router, locale| router.merge(reviews::patient_routes(*locale)))
}

/// Who sent a form, and what the mutations that it ran want of the answer.
struct FormVisitor {
    locale: Locale,
    signed_in: bool,
    visitor: Visitor,
    transport: SharedTransport,
    effects: Effects,
    config: Arc<Config>,
    http: Http,
    parts: Parts,
}

impl FromRequestParts<Http> for FormVisitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Infallible> {
        let (locale, _) = paths::split(parts.uri.path());
        let visitor = visitor::of_request(http, locale, &parts.headers, &parts.extensions).await;
        Ok(Self {
            locale,
            signed_in: visitor.actor.account_id().is_some(),
            effects: visitor.effects.clone(),
            transport: Arc::new(InProcess { schema: http.schema.clone(), visitor: visitor.clone() }),
            visitor,
            config: Arc::clone(&http.app.config),
            http: http.clone(),
            parts: parts.clone(),
        })
    }
}

impl FormVisitor {
    fn transport(&self) -> &SharedTransport {
        &self.transport
    }

    /// Acts as the account that this very form has signed in; none when it has signed nobody in.
    async fn signed_in_transport(&self) -> Option<SharedTransport> {
        let effects = self.effects.take();
        let token = effects.iter().find_map(|effect| match effect {
            Effect::SetSession(token) => Some(Secret::presented(token)),
            _ => None,
        });
        effects.into_iter().for_each(|effect| self.effects.push(effect));
        let actor = sessions::actor_of(&self.http.app, &token?).await.ok()??;
        let known = visitor::of_request(&self.http, self.locale, &self.parts.headers, &self.parts.extensions).await;
        let visitor = Visitor { actor, cart_id: None, ..known };
        Some(Arc::new(InProcess { schema: self.http.schema.clone(), visitor }))
    }

    /// Sends the browser on to `path`, with the cookies that the mutations asked for.
    fn see_other(self, path: &str) -> Response {
        see_other(path, visitor::cookies(&self.effects, &self.config))
    }

    /// The path of the page that sent the form, which the browser names: a form that stands on every page need not. The
    /// form itself is known to be of this site.
    fn came_from(&self) -> Option<String> {
        let referer = self.parts.headers.get(header::REFERER)?.to_str().ok()?;
        let (_, rest) = referer.split_once("://")?;
        let path = rest.find('/').map(|at| &rest[at..])?;
        paths::own(path).map(str::to_owned)
    }

    /// Answers with the form's own page, in which stands what was sent and what is to be put right.
    async fn again(self, draft: Draft) -> Response {
        let cookies = visitor::cookies(&self.effects, &self.config);
        let Some(pages) = self.parts.extensions.get::<Pages>().cloned() else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut request = Request::from_parts(self.parts, Body::empty());
        *request.method_mut() = Method::GET;
        let mut response = render::draw(pages, self.http, request, Some(draft)).await;
        response.headers_mut().extend(cookies);
        response
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
    paths::own(path).unwrap_or("/")
}
