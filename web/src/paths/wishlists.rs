//! The addresses of wishlists.

use super::localized;
use shared::Locale;

/// The visitor's wishlist.
#[must_use]
pub fn wishlist(locale: Locale) -> String {
    localized(locale, "/wishlist")
}

/// A wishlist that somebody shares.
#[must_use]
pub fn shared_wishlist(locale: Locale, token: &str) -> String {
    localized(locale, &format!("/wishlist/{token}"))
}

/// Where the heart's form is sent.
#[must_use]
pub fn wishlist_items(locale: Locale) -> String {
    localized(locale, "/wishlist/items")
}

/// Where the form that shares the list is sent.
#[must_use]
pub fn wishlist_share(locale: Locale) -> String {
    localized(locale, "/wishlist/share")
}
