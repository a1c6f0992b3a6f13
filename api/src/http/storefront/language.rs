//! Which language a visitor gets: the address says it; only the very first visit to the front page is guessed.

use axum::http::{HeaderMap, HeaderValue, header};
use shared::Locale;
use web::paths;

/// The cookie that remembers the language a visitor chose.
const COOKIE: &str = "vouch_locale";

/// A cookie's value.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Where the front page's first-time visitor should go instead, if anywhere: by the remembered choice, else by
/// `Accept-Language`. Who came from a page of ours chose this one.
pub(super) fn elsewhere(path: &str, headers: &HeaderMap) -> Option<&'static str> {
    if path != "/" || comes_from_here(headers) {
        return None;
    }
    let chosen = cookie(headers, COOKIE).and_then(|value| value.parse().ok());
    let accepted = || Locale::from_accept_language(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?);
    match chosen.or_else(accepted) {
        Some(Locale::En) | None => None,
        Some(locale) => Some(paths::prefix(locale)),
    }
}

/// The cookie to set when a visitor of ours went to another language.
pub(super) fn remember(locale: Locale, headers: &HeaderMap) -> Option<HeaderValue> {
    let chosen = cookie(headers, COOKIE).and_then(|value| value.parse::<Locale>().ok());
    // Without a cookie English needs none, until it stands against what the browser accepts.
    let current = chosen.or_else(|| Locale::from_accept_language(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?));
    if !comes_from_here(headers) || current.unwrap_or_default() == locale {
        return None;
    }
    HeaderValue::try_from(format!("{COOKIE}={locale}; Path=/; Max-Age=31536000; SameSite=Lax")).ok()
}

/// Whether the visitor came from a page of ours.
pub(super) fn comes_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_first_visit_follows_the_browser_and_later_ones_the_choice() {
        let vietnamese = ("accept-language", "vi,en;q=0.5");
        assert_eq!(elsewhere("/", &headers(&[vietnamese])), Some("/vi"));
        assert_eq!(elsewhere("/", &headers(&[vietnamese, ("cookie", "a=b; vouch_locale=en")])), None);
        assert_eq!(elsewhere("/", &headers(&[("cookie", "vouch_locale=hy")])), Some("/hy"));
        assert_eq!(elsewhere("/", &headers(&[vietnamese, ("sec-fetch-site", "same-origin")])), None);
        assert_eq!(elsewhere("/c/wood", &headers(&[vietnamese])), None);
    }

    #[test]
    fn a_choice_is_remembered_only_when_made_here() {
        let here = ("sec-fetch-site", "same-origin");
        assert!(remember(Locale::Hy, &headers(&[here])).is_some());
        assert!(remember(Locale::Hy, &headers(&[])).is_none());
        assert!(remember(Locale::En, &headers(&[here, ("accept-language", "vi")])).is_some());
        assert!(remember(Locale::Hy, &headers(&[here, ("cookie", "vouch_locale=hy")])).is_none());
    }
}
