//! Names of countries. They are the storefront's, so that a letter calls a country what the page calls it.

use serde_json::Value;
use shared::Locale;
use std::sync::LazyLock;

/// The texts of the checkout, in which the names stand under `country_` and the code in lower case.
const FILES: [&str; 3] = [
    include_str!("../../../web/locales/en/checkout.json"),
    include_str!("../../../web/locales/vi/checkout.json"),
    include_str!("../../../web/locales/hy/checkout.json"),
];

static TEXTS: LazyLock<[Value; 3]> = LazyLock::new(|| FILES.map(read));

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
fn read(file: &str) -> Value {
    serde_json::from_str(file).expect("the texts of the checkout are JSON")
}

/// A country's name in a language; its code where the market does not send to.
pub(super) fn country_name(locale: Locale, code: &str) -> &str {
    let [en, vi, hy] = &*TEXTS;
    let texts = match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    };
    let name = texts.get(format!("country_{}", code.to_ascii_lowercase()));
    name.and_then(Value::as_str).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::country::CountryCode;

    #[test]
    fn every_country_that_is_offered_has_a_name_in_every_language() {
        for locale in Locale::ALL.iter().copied() {
            for country in CountryCode::OFFERED {
                let name = country_name(locale, country.as_str());
                assert_ne!(name, country.as_str(), "in {locale}");
            }
        }
    }

    #[test]
    fn a_country_is_called_as_the_reader_calls_it_and_an_unknown_one_by_its_code() {
        assert_eq!(country_name(Locale::En, "GB"), "United Kingdom");
        assert_eq!(country_name(Locale::Vi, "GB"), "Vương quốc Anh");
        assert_eq!(country_name(Locale::Hy, "AM"), "Հայաստան");
        assert_eq!(country_name(Locale::En, "ZZ"), "ZZ");
    }
}
