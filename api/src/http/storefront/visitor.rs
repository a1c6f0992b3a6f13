//! Who looks at a page.

use super::language::cookie;
use crate::app::App;
use crate::config::Config;
use crate::currencies;
use crate::graphql::Visitor;
use crate::graphql::context::Effects;
use crate::http::Http;
use crate::http::cookies::carry_out;
use crate::http::visitor::visitor;
use axum::http::{Extensions, HeaderMap};
use shared::Locale;
use web::layout::CurrencyChoices;
use web::page::{Page, Theme};

/// The visitor of a request for a page or of a form.
pub(super) async fn of_request(http: &Http, locale: Locale, headers: &HeaderMap, extensions: &Extensions) -> Visitor {
    // A page is shown to whoever cannot be told, too.
    let known = visitor(headers, extensions, &http.app).await.unwrap_or_else(|_| Visitor::guest(locale));
    Visitor { locale, ..known }
}

/// What the page knows about itself.
pub(super) fn page(http: &Http, locale: Locale, headers: &HeaderMap) -> Page {
    let theme = cookie(headers, "vouch_theme").map(Theme::from_cookie).unwrap_or_default();
    Page { locale, origin: http.app.config.public_url.clone(), theme }
}

/// The currencies among which this visitor can choose.
pub(super) fn currencies(app: &App, visitor: &Visitor) -> CurrencyChoices {
    let choices = currencies::choices(app, visitor.locale, visitor.currency);
    let Some(first) = choices.first() else { return CurrencyChoices::default() };
    let (date, stale) = (first.rate_date, first.stale);
    let shown = choices.iter().map(|choice| (choice.currency.as_str(), choice.name, choice.chosen)).collect();
    CurrencyChoices { choices: shown, date, stale }
}

/// The cookies that mutations asked for.
pub(super) fn cookies(effects: &Effects, config: &Config) -> HeaderMap {
    let mut headers = HeaderMap::new();
    carry_out(effects.take(), config, &mut headers);
    headers
}
