//! The addresses of saved searches.

use super::localized;
use shared::Locale;

/// The searches that the visitor's account keeps; its forms are sent there too.
#[must_use]
pub fn account_searches(locale: Locale) -> String {
    localized(locale, "/account/searches")
}
