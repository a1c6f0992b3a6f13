//! Custom scalars and enums that every noun uses.

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use shared::{Locale, Timestamp};

/// A moment in UTC, as in RFC 3339: `2026-11-22T09:30:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub Timestamp);

/// A moment in UTC, as in RFC 3339: `2026-11-22T09:30:00.000Z`.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text.parse().map_err(InputValueError::custom)?)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl From<Timestamp> for DateTime {
    fn from(moment: Timestamp) -> Self {
        Self(moment)
    }
}

/// A day, as in ISO 8601: `2026-11-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub Timestamp);

/// A day, as in ISO 8601: `2026-11-27`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(format!("{text}T00:00:00Z").parse().map_err(InputValueError::custom)?)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        let civil = self.0.civil();
        Value::String(format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day))
    }
}

/// A decimal number as text, such as `"1299.00"`: no rounding on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(pub String);

/// A decimal number as text, such as `"1299.00"`: no rounding on the way.
#[Scalar(name = "Decimal", specified_by_url = "https://scalars.graphql.org/chillicream/decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// HTML that was sanitised: paragraphs, lists, emphasis and links only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html(pub String);

/// HTML that was sanitised: paragraphs, lists, emphasis and links only.
#[Scalar(name = "HTML", specified_by_url = "https://html.spec.whatwg.org/")]
impl ScalarType for Html {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A language of the marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Locale", name = "LanguageCode")]
pub enum LanguageCode {
    /// English.
    En,
    /// Vietnamese.
    Vi,
    /// Armenian.
    Hy,
}

/// How a longer text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum TextFormat {
    /// Sanitised HTML.
    #[default]
    Html,
    /// Plain text.
    Plain,
}
