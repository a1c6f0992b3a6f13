//! The languages of the storefront.

use crate::text_enum;

text_enum! {
    /// A language in which Vouch speaks.
    #[derive(Default)]
    pub enum Locale {
        /// English, the fallback.
        #[default]
        En = "en",
        /// Vietnamese.
        Vi = "vi",
        /// Armenian.
        Hy = "hy",
    }
}

impl Locale {
    /// The name of the language in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Vi => "Tiếng Việt",
            Self::Hy => "Հայերեն",
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4): the highest weight wins, the earlier
    /// one among equals; none of ours gives `None`.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for item in header.split(',') {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let Ok(locale) = primary.parse::<Self>() else { continue };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1000, |q| q.parse::<f32>().map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u32));
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_the_language_with_the_highest_weight() {
        assert_eq!(Locale::from_accept_language("fr, hy;q=0.8, vi-VN;q=0.9"), Some(Locale::Vi));
        assert_eq!(Locale::from_accept_language("en-GB,en;q=0.9,hy"), Some(Locale::En));
        assert_eq!(Locale::from_accept_language("hy;q=0"), None);
        assert_eq!(Locale::from_accept_language("de, *"), None);
    }
}
