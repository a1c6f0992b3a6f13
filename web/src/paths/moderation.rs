//! The addresses of the moderation desk, and of reporting and appealing.

use super::{encode, localized};
use shared::Locale;

/// What waits for moderators.
#[must_use]
pub fn moderation(locale: Locale) -> String {
    localized(locale, "/moderation")
}

/// The page of the cases of moderators, without one.
#[must_use]
pub fn moderation_cases(locale: Locale) -> String {
    localized(locale, "/moderation/case")
}

/// One case of moderators.
#[must_use]
pub fn moderation_case(locale: Locale, id: &str) -> String {
    format!("{}?id={}", moderation_cases(locale), encode(id))
}

/// The page on which reviews are reported, without one.
#[must_use]
pub fn review_flags(locale: Locale) -> String {
    localized(locale, "/reviews/flag")
}

/// The form that reports a review.
#[must_use]
pub fn review_flag(locale: Locale, id: &str) -> String {
    format!("{}?review={}", review_flags(locale), encode(id))
}

/// The page on which authors appeal, without a review.
#[must_use]
pub fn review_appeals(locale: Locale) -> String {
    localized(locale, "/account/reviews/appeal")
}

/// The form that appeals against what was decided about a review.
#[must_use]
pub fn review_appeal(locale: Locale, id: &str) -> String {
    format!("{}?review={}", review_appeals(locale), encode(id))
}
