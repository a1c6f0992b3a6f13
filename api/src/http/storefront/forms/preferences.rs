//! `POST /preferences`: how pages are lit.

use super::{own_path, see_other};
use crate::http::Http;
use axum::Router;
use axum::extract::Form;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::page::Theme;
use web::paths;

#[derive(Deserialize)]
struct Preferences {
    theme: String,
    #[serde(rename = "return", default)]
    back: String,
}

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::preferences(locale), post(keep))
}

async fn keep(Form(Preferences { theme, back }): Form<Preferences>) -> Response {
    let theme = Theme::from_cookie(&theme).as_str();
    let mut headers = HeaderMap::new();
    let cookie = format!("vouch_theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    see_other(own_path(&back), headers)
}
