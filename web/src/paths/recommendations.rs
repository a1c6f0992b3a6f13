//! The addresses of suggestions.

use super::localized;
use shared::Locale;

/// What is known of the visitor's taste; its forms are sent there too.
#[must_use]
pub fn account_taste(locale: Locale) -> String {
    localized(locale, "/account/taste")
}

/// Where the form is sent that hides a suggestion.
#[must_use]
pub fn hidden_suggestions(locale: Locale) -> String {
    localized(locale, "/recommendations/hidden")
}
