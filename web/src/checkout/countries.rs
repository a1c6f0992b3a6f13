//! Countries to which the market sends.

use crate::{i18n::Language, text};
use shared::Locale;

/// Codes and names, by name.
#[must_use]
pub fn countries(lang: Language) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("AM", text!(lang, checkout.country_am)),
        ("AU", text!(lang, checkout.country_au)),
        ("CA", text!(lang, checkout.country_ca)),
        ("DE", text!(lang, checkout.country_de)),
        ("ES", text!(lang, checkout.country_es)),
        ("FR", text!(lang, checkout.country_fr)),
        ("GB", text!(lang, checkout.country_gb)),
        ("GE", text!(lang, checkout.country_ge)),
        ("IE", text!(lang, checkout.country_ie)),
        ("IT", text!(lang, checkout.country_it)),
        ("JP", text!(lang, checkout.country_jp)),
        ("NL", text!(lang, checkout.country_nl)),
        ("SG", text!(lang, checkout.country_sg)),
        ("US", text!(lang, checkout.country_us)),
        ("VN", text!(lang, checkout.country_vn)),
    ];
    all.sort_by_key(|(_, name)| *name);
    all
}

/// A country's name; its code where the market does not send to.
#[must_use]
pub fn country_name(lang: Language, code: &str) -> String {
    let known = countries(lang).into_iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| name.to_owned())
}

/// The country that stands there first.
#[must_use]
pub const fn likely(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "GB",
        Locale::Vi => "VN",
        Locale::Hy => "AM",
    }
}
