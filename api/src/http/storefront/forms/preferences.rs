//! `POST /preferences`: how pages are lit, and in which currency amounts are also shown.

use super::{FormVisitor, own_path};
use crate::graphql::context::Effect;
use crate::http::Http;
use axum::Router;
use axum::extract::Form;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::{Currency, Locale};
use web::accounts::choose_currency;
use web::page::Theme;
use web::paths;

/// Each button of the footer sends one of the two.
#[derive(Deserialize)]
struct Preferences {
    theme: Option<String>,
    currency: Option<String>,
    #[serde(rename = "return", default)]
    back: String,
}

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::preferences(locale), post(keep))
}

async fn keep(visitor: FormVisitor, Form(Preferences { theme, currency, back }): Form<Preferences>) -> Response {
    let mut headers = HeaderMap::new();
    if let Some(theme) = theme {
        let theme = Theme::from_cookie(&theme).as_str();
        let cookie = format!("vouch_theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            headers.insert(header::SET_COOKIE, cookie);
        }
    }
    if let Some(currency) = currency.and_then(|code| code.parse::<Currency>().ok()) {
        visitor.effects.push(Effect::SetCurrency(currency));
        if visitor.signed_in {
            // The account's choice goes before the cookie. When it cannot be kept now, the cookie is there for later.
            let _ = choose_currency(visitor.transport(), currency).await;
        }
    }
    let here = page_of(&visitor.parts.headers, &visitor.config.public_url);
    let path = own_path(here.as_deref().unwrap_or(&back)).to_owned();
    let mut response = visitor.see_other(&path);
    response.headers_mut().extend(headers);
    response
}

/// The path of the page on which the form stands. The footer is written once and then stays while its page moves on, so
/// what the browser says goes before what the form says.
fn page_of(headers: &HeaderMap, origin: &str) -> Option<String> {
    let page = headers.get(header::REFERER)?.to_str().ok()?;
    page.strip_prefix(origin).filter(|path| path.starts_with('/')).map(str::to_owned)
}
