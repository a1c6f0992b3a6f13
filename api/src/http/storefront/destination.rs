//! Where a visitor has things sent to: chosen by a form on any page (`?to=VN`), remembered in a cookie.

use super::language::comes_from_here;
use crate::config::Config;
use crate::http::cookies;
use axum::http::{HeaderMap, HeaderValue, Uri};
use shared::CountryCode;

const YEAR_SECONDS: u64 = 365 * 24 * 60 * 60;

/// The country that the address names.
pub(super) fn asked(uri: &Uri) -> Option<CountryCode> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == "to").find_map(|(_, code)| CountryCode::try_from(code).ok())
}

/// The cookie to set when the country was chosen on a page of ours: whoever follows a link from elsewhere sees what it
/// shows and keeps their own choice.
pub(super) fn remember(asked: CountryCode, headers: &HeaderMap, config: &Config) -> Option<HeaderValue> {
    let known = cookies::get(headers, cookies::DESTINATION) == Some(asked.as_str());
    if known || !comes_from_here(headers) {
        return None;
    }
    cookies::set(config, cookies::DESTINATION, Some(asked.as_str()), YEAR_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_a_country() {
        let of = |uri: &'static str| asked(&Uri::from_static(uri)).map(String::from);
        assert_eq!(of("/p/bowl?variant=var_1&to=vn"), Some("VN".to_owned()));
        for none in ["/p/bowl", "/p/bowl?to=", "/p/bowl?to=Vietnam", "/p/bowl?into=VN"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
