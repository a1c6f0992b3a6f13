//! The cookies of the storefront, in and out.

use crate::config::Config;
use crate::graphql::context::Effect;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The session's token.
pub const SESSION: &str = "vouch_session";
/// The guest's cart.
pub const CART: &str = "vouch_cart";
/// The guest's wishlist.
pub const WISHLIST: &str = "vouch_wishlist";
/// The language that the visitor chose. The storefront sets it.
pub const LOCALE: &str = "vouch_locale";
/// The country to which the visitor has things sent. The storefront sets it.
pub const DESTINATION: &str = "vouch_to";

const DAY_SECONDS: u64 = 24 * 60 * 60;
/// How long a browser keeps the session's cookie; the session itself may end before.
const SESSION_SECONDS: u64 = 90 * DAY_SECONDS;
const CART_SECONDS: u64 = 180 * DAY_SECONDS;
const WISHLIST_SECONDS: u64 = 180 * DAY_SECONDS;

/// Says that an idempotent mutation was answered from memory.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The value of a cookie, the first of its name.
#[must_use]
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` that scripts cannot read and other sites' requests do not carry; no `value` removes the cookie.
#[must_use]
pub fn set(config: &Config, name: &str, value: Option<&str>, seconds: u64) -> Option<HeaderValue> {
    let secure = if config.public_url.starts_with("https://") { "; Secure" } else { "" };
    let (value, seconds) = value.map_or(("", 0), |value| (value, seconds));
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")).ok()
}

/// Carries out what resolvers wish of the answer's headers.
pub fn carry_out(effects: Vec<Effect>, config: &Config, headers: &mut HeaderMap) {
    for effect in effects {
        let cookie = match effect {
            Effect::SetSession(token) => set(config, SESSION, Some(&token), SESSION_SECONDS),
            Effect::ClearSession => set(config, SESSION, None, 0),
            Effect::SetCart(id) => set(config, CART, Some(&id.to_string()), CART_SECONDS),
            Effect::ClearCart => set(config, CART, None, 0),
            Effect::SetWishlist(id) => set(config, WISHLIST, Some(&id.to_string()), WISHLIST_SECONDS),
            Effect::ClearWishlist => set(config, WISHLIST, None, 0),
            Effect::Replayed => {
                headers.insert(REPLAYED, HeaderValue::from_static("true"));
                continue;
            }
        };
        if let Some(cookie) = cookie {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}
