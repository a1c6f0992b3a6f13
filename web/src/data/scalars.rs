//! The API's scalars and enums as Rust types, and their way to the vocabulary of `shared`.

use super::schema;
use shared::{Currency, Locale, Timestamp, reviews};

/// An amount as text; becomes `shared::Money` together with its currency.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
pub struct Decimal(pub String);

/// A moment, RFC 3339 in UTC.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
pub struct DateTime(pub String);

impl DateTime {
    /// The moment; the epoch when the text is none, which the API never sends.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.0.parse().unwrap_or(Timestamp(0))
    }
}

/// A day, ISO 8601.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
pub struct Date(pub String);

impl Date {
    /// Its beginning in UTC; the epoch when the text is none, which the API never sends.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        format!("{}T00:00:00Z", self.0).parse().unwrap_or(Timestamp(0))
    }
}

/// Currencies.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyCode {
    /// Pound sterling.
    Gbp,
    /// Euro.
    Eur,
    /// US dollar.
    Usd,
    /// Vietnamese đồng.
    Vnd,
    /// Armenian dram.
    Amd,
    /// Australian dollar.
    Aud,
    /// Canadian dollar.
    Cad,
    /// Swiss franc.
    Chf,
    /// Georgian lari.
    Gel,
    /// Japanese yen.
    Jpy,
    /// Russian rouble.
    Rub,
    /// Singapore dollar.
    Sgd,
}

impl From<CurrencyCode> for Currency {
    fn from(code: CurrencyCode) -> Self {
        match code {
            CurrencyCode::Gbp => Self::Gbp,
            CurrencyCode::Eur => Self::Eur,
            CurrencyCode::Usd => Self::Usd,
            CurrencyCode::Vnd => Self::Vnd,
            CurrencyCode::Amd => Self::Amd,
            CurrencyCode::Aud => Self::Aud,
            CurrencyCode::Cad => Self::Cad,
            CurrencyCode::Chf => Self::Chf,
            CurrencyCode::Gel => Self::Gel,
            CurrencyCode::Jpy => Self::Jpy,
            CurrencyCode::Rub => Self::Rub,
            CurrencyCode::Sgd => Self::Sgd,
        }
    }
}

impl From<Currency> for CurrencyCode {
    fn from(currency: Currency) -> Self {
        match currency {
            Currency::Gbp => Self::Gbp,
            Currency::Eur => Self::Eur,
            Currency::Usd => Self::Usd,
            Currency::Vnd => Self::Vnd,
            Currency::Amd => Self::Amd,
            Currency::Aud => Self::Aud,
            Currency::Cad => Self::Cad,
            Currency::Chf => Self::Chf,
            Currency::Gel => Self::Gel,
            Currency::Jpy => Self::Jpy,
            Currency::Rub => Self::Rub,
            Currency::Sgd => Self::Sgd,
        }
    }
}

/// Languages.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageCode {
    /// English.
    En,
    /// Vietnamese.
    Vi,
    /// Armenian.
    Hy,
}

impl From<Locale> for LanguageCode {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::En => Self::En,
            Locale::Vi => Self::Vi,
            Locale::Hy => Self::Hy,
        }
    }
}

impl From<LanguageCode> for Locale {
    fn from(code: LanguageCode) -> Self {
        match code {
            LanguageCode::En => Self::En,
            LanguageCode::Vi => Self::Vi,
            LanguageCode::Hy => Self::Hy,
        }
    }
}

/// Respects in which buyers judge a product.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewAspect {
    /// How its size fits.
    Fit,
    /// How well it is made.
    Quality,
    /// Whether it is what its page says.
    AsDescribed,
    /// How it tastes.
    Taste,
}

impl From<reviews::ReviewAspect> for ReviewAspect {
    fn from(aspect: reviews::ReviewAspect) -> Self {
        match aspect {
            reviews::ReviewAspect::Fit => Self::Fit,
            reviews::ReviewAspect::Quality => Self::Quality,
            reviews::ReviewAspect::AsDescribed => Self::AsDescribed,
            reviews::ReviewAspect::Taste => Self::Taste,
        }
    }
}

impl From<ReviewAspect> for reviews::ReviewAspect {
    fn from(aspect: ReviewAspect) -> Self {
        match aspect {
            ReviewAspect::Fit => Self::Fit,
            ReviewAspect::Quality => Self::Quality,
            ReviewAspect::AsDescribed => Self::AsDescribed,
            ReviewAspect::Taste => Self::Taste,
        }
    }
}

/// How a product is in one of them.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AspectValue {
    /// The lowest of three.
    Low,
    /// The middle one.
    Middle,
    /// The highest.
    High,
}

impl From<reviews::AspectValue> for AspectValue {
    fn from(value: reviews::AspectValue) -> Self {
        match value {
            reviews::AspectValue::Low => Self::Low,
            reviews::AspectValue::Middle => Self::Middle,
            reviews::AspectValue::High => Self::High,
        }
    }
}

impl From<AspectValue> for reviews::AspectValue {
    fn from(value: AspectValue) -> Self {
        match value {
            AspectValue::Low => Self::Low,
            AspectValue::Middle => Self::Middle,
            AspectValue::High => Self::High,
        }
    }
}
