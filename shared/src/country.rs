//! Countries, by their codes of two letters.

use crate::Locale;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A country, ISO 3166-1 alpha-2, in upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// The text is no code of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a country as two letters, such as VN (ISO 3166-1)")]
pub struct NoCountry;

impl CountryCode {
    /// The countries that the storefront offers to send to.
    pub const OFFERED: [Self; 15] = [
        Self(*b"AM"),
        Self(*b"AU"),
        Self(*b"CA"),
        Self(*b"DE"),
        Self(*b"ES"),
        Self(*b"FR"),
        Self(*b"GB"),
        Self(*b"GE"),
        Self(*b"IE"),
        Self(*b"IT"),
        Self(*b"JP"),
        Self(*b"NL"),
        Self(*b"SG"),
        Self(*b"US"),
        Self(*b"VN"),
    ];

    /// Where most readers of a language have things sent to, until they say otherwise.
    #[must_use]
    pub const fn likely(locale: Locale) -> Self {
        match locale {
            Locale::En => Self(*b"GB"),
            Locale::Vi => Self(*b"VN"),
            Locale::Hy => Self(*b"AM"),
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII letters come in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl TryFrom<&str> for CountryCode {
    type Error = NoCountry;

    fn try_from(text: &str) -> Result<Self, NoCountry> {
        match *text.trim().as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Ok(Self([first.to_ascii_uppercase(), second.to_ascii_uppercase()]))
            }
            _ => Err(NoCountry),
        }
    }
}

impl TryFrom<String> for CountryCode {
    type Error = NoCountry;

    fn try_from(text: String) -> Result<Self, NoCountry> {
        Self::try_from(text.as_str())
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_are_a_country() {
        assert_eq!(CountryCode::try_from(" vn ").map(String::from), Ok("VN".to_owned()));
        for wrong in ["", "V", "VNM", "V1", "Ủ"] {
            assert_eq!(CountryCode::try_from(wrong), Err(NoCountry), "{wrong:?}");
        }
        assert!(Locale::ALL.iter().all(|locale| CountryCode::OFFERED.contains(&CountryCode::likely(*locale))));
    }
}
