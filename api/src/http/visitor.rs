//! Who is asking: from headers and cookies to a [`Visitor`].

use super::{Http, cookies, origin};
use crate::accounts::sessions;
use crate::actor::Actor;
use crate::app::App;
use crate::config::Config;
use crate::graphql::Visitor;
use crate::graphql::context::{Effect, Effects};
use crate::ids::Secret;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::{Extensions, HeaderMap, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use shared::id::{CartId, WishlistId};
use shared::{CountryCode, Locale};
use std::net::{IpAddr, SocketAddr};

/// Chooses the language for one request, before the cookie and `Accept-Language`.
const LOCALE_HEADER: &str = "vouch-locale";
/// Longest browser name that is kept, in bytes.
const MAX_USER_AGENT: usize = 300;

/// The id of a request, put into its extensions by `http::layers`.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Why nobody can be told from the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// The bearer token is not, or no longer, valid.
    #[error("the access token is not valid: sign in again")]
    BadToken,
    /// Another site made the browser send this.
    #[error("this request came from another site; scripts of ours send the header Vouch-Csrf")]
    Foreign,
    /// The session cannot be looked up now.
    #[error("something went wrong on our side; try again")]
    Unknown,
}

impl Stranger {
    /// The status that says it.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// `extensions.code`
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadToken => "UNAUTHENTICATED",
            Self::Foreign => "FORBIDDEN",
            Self::Unknown => "INTERNAL",
        }
    }
}

impl IntoResponse for Stranger {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.to_string()).into_response();
        if self == Self::BadToken {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The visitor of a request, for every handler that acts for somebody. Refuses what another site sent.
impl FromRequestParts<Http> for Visitor {
    type Rejection = Stranger;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Stranger> {
        if !origin::may_act(parts, &http.app.config) {
            return Err(Stranger::Foreign);
        }
        visitor(&parts.headers, &parts.extensions, &http.app).await
    }
}

/// The visitor of a request, whatever its origin.
///
/// # Errors
/// For a bearer token that is not valid. A cookie that is not valid any more is removed, and its owner is a guest.
pub async fn visitor(headers: &HeaderMap, extensions: &Extensions, app: &App) -> Result<Visitor, Stranger> {
    let effects = Effects::default();
    let actor = if let Some(token) = bearer(headers) {
        authenticate(app, token).await?.ok_or(Stranger::BadToken)?
    } else if let Some(token) = cookies::get(headers, cookies::SESSION) {
        authenticate(app, token).await?.unwrap_or_else(|| {
            effects.push(Effect::ClearSession);
            Actor::guest()
        })
    } else {
        Actor::guest()
    };
    Ok(Visitor {
        actor,
        locale: locale(headers),
        cart_id: cookies::get(headers, cookies::CART).and_then(|text| text.parse::<CartId>().ok()),
        wishlist_id: cookies::get(headers, cookies::WISHLIST).and_then(|text| text.parse::<WishlistId>().ok()),
        destination: cookies::get(headers, cookies::DESTINATION).and_then(|text| CountryCode::try_from(text).ok()),
        address: address(headers, extensions, &app.config),
        user_agent: text(headers, header::USER_AGENT.as_str()).map(|name| shorten(name).to_owned()),
        request_id: extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.clone()),
        effects,
    })
}

/// Who owns this token; `None` when nobody does (any more).
pub(super) async fn authenticate(app: &App, token: &str) -> Result<Option<Actor>, Stranger> {
    sessions::actor_of(app, &Secret::presented(token)).await.map_err(|error| {
        tracing::error!(%error, "a session could not be looked up");
        Stranger::Unknown
    })
}

/// The token of `Authorization: Bearer …`. An empty one counts: it is a wrong one.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    strip_bearer(text(headers, header::AUTHORIZATION.as_str())?)
}

/// The token of a `Bearer …` text.
pub(super) fn strip_bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn locale(headers: &HeaderMap) -> Locale {
    let chosen = text(headers, LOCALE_HEADER).or_else(|| cookies::get(headers, cookies::LOCALE));
    chosen
        .and_then(|name| name.parse().ok())
        .or_else(|| text(headers, header::ACCEPT_LANGUAGE.as_str()).and_then(Locale::from_accept_language))
        .unwrap_or_default()
}

/// The client's address: the connection's, or, behind a proxy of ours, the last one that the proxy names. Earlier ones
/// in that header are the client's own words.
pub(super) fn address(headers: &HeaderMap, extensions: &Extensions, config: &Config) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !config.behind_proxy {
        return peer;
    }
    let named = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    named.and_then(|list| list.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok()).or(peer)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `to_str` allows visible ASCII only, so every cut is between characters.
fn shorten(name: &str) -> &str {
    &name[..name.len().min(MAX_USER_AGENT)]
}
