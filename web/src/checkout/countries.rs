//! Countries to which the market sends.

use crate::{i18n::Language, text};
use shared::Locale;

/// Codes and names, by name.
#[must_use]
pub fn countries(lang: Language) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("AM", text!(lang, checkout.country_am)),
        ("AT", text!(lang, checkout.country_at)),
        ("AU", text!(lang, checkout.country_au)),
        ("BE", text!(lang, checkout.country_be)),
        ("CA", text!(lang, checkout.country_ca)),
        ("CH", text!(lang, checkout.country_ch)),
        ("CZ", text!(lang, checkout.country_cz)),
        ("DE", text!(lang, checkout.country_de)),
        ("DK", text!(lang, checkout.country_dk)),
        ("ES", text!(lang, checkout.country_es)),
        ("FI", text!(lang, checkout.country_fi)),
        ("FR", text!(lang, checkout.country_fr)),
        ("GB", text!(lang, checkout.country_gb)),
        ("GE", text!(lang, checkout.country_ge)),
        ("GR", text!(lang, checkout.country_gr)),
        ("IE", text!(lang, checkout.country_ie)),
        ("IT", text!(lang, checkout.country_it)),
        ("JP", text!(lang, checkout.country_jp)),
        ("KR", text!(lang, checkout.country_kr)),
        ("NL", text!(lang, checkout.country_nl)),
        ("NO", text!(lang, checkout.country_no)),
        ("NZ", text!(lang, checkout.country_nz)),
        ("PL", text!(lang, checkout.country_pl)),
        ("PT", text!(lang, checkout.country_pt)),
        ("SE", text!(lang, checkout.country_se)),
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
