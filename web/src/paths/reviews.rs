//! The addresses of what is said about products and shops.

use super::{encode, localized};
use shared::Locale;

/// What an account may review, and what it wrote.
#[must_use]
pub fn account_reviews(locale: Locale) -> String {
    localized(locale, "/account/reviews")
}

/// The same page, at one of the reviews.
#[must_use]
pub fn account_review(locale: Locale, id: &str) -> String {
    format!("{}#{}", account_reviews(locale), encode(id))
}

/// The page on which a review is written, without what it is about.
#[must_use]
pub fn review_new(locale: Locale) -> String {
    localized(locale, "/account/reviews/new")
}

/// The form that reviews the product of a line of an order.
#[must_use]
pub fn review_of_line(locale: Locale, line: &str) -> String {
    format!("{}?line={}", review_new(locale), encode(line))
}

/// The form that reviews how a shop served in an order, by what it delivered.
#[must_use]
pub fn review_of_part(locale: Locale, part: &str) -> String {
    format!("{}?part={}", review_new(locale), encode(part))
}

/// The page on which a review is changed, without a review.
#[must_use]
pub fn review_edit(locale: Locale) -> String {
    localized(locale, "/account/reviews/edit")
}

/// The form that changes a review.
#[must_use]
pub fn review_change(locale: Locale, id: &str) -> String {
    format!("{}?review={}", review_edit(locale), encode(id))
}

/// Where the form that takes a review back is sent.
#[must_use]
pub fn review_removal(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/account/reviews/{id}/remove"))
}

/// The page on which a shop answers, without a review.
#[must_use]
pub fn review_answers(locale: Locale) -> String {
    localized(locale, "/account/reviews/answer")
}

/// The form with which a shop answers a review.
#[must_use]
pub fn review_answer(locale: Locale, id: &str) -> String {
    format!("{}?review={}", review_answers(locale), encode(id))
}

/// Where the form that says whether a review helped is sent.
#[must_use]
pub fn review_votes(locale: Locale) -> String {
    localized(locale, "/reviews/votes")
}
