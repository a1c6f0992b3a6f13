//! A text of the catalogue in several languages.

use crate::Locale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One text in the languages that its author wrote. Stored as a JSON object, `{"en": "…", "vi": "…"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "server", derive(sea_orm::FromJsonQueryResult))]
pub struct Translated(pub BTreeMap<Locale, String>);

impl Translated {
    /// A text in one language.
    #[must_use]
    pub fn one(locale: Locale, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(locale, text.into())]))
    }

    /// The text in `locale`; else in English; else in the first language there is; else empty.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        self.0
            .get(&locale)
            .or_else(|| self.0.get(&Locale::En))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_to_english_then_to_what_there_is() {
        let both = Translated(BTreeMap::from([(Locale::En, "bowl".into()), (Locale::Vi, "bát".into())]));
        assert_eq!((both.get(Locale::Vi), both.get(Locale::Hy)), ("bát", "bowl"));
        assert_eq!(Translated::one(Locale::Hy, "թաս").get(Locale::Vi), "թաս");
        assert_eq!(Translated::default().get(Locale::En), "");
    }
}
