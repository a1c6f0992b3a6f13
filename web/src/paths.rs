//! The addresses of the storefront's pages. English stands at the root, other languages under `/vi` and `/hy`.

mod moderation;
mod recommendations;
mod reviews;
mod saved_searches;
mod wishlists;

pub use moderation::*;
pub use recommendations::*;
pub use reviews::*;
pub use saved_searches::*;
pub use wishlists::*;

use shared::Locale;

/// The prefix of a language's pages: empty for English.
#[must_use]
pub const fn prefix(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "",
        Locale::Vi => "/vi",
        Locale::Hy => "/hy",
    }
}

/// Splits a path into its language and the rest, which starts with a slash.
#[must_use]
pub fn split(path: &str) -> (Locale, &str) {
    for locale in [Locale::Vi, Locale::Hy] {
        match path.strip_prefix(prefix(locale)) {
            Some("") => return (locale, "/"),
            Some(rest) if rest.starts_with('/') => return (locale, rest),
            _ => {}
        }
    }
    (Locale::En, path)
}

/// A path without its language (it starts with a slash), in a language.
#[must_use]
pub fn localized(locale: Locale, path: &str) -> String {
    match (locale, path) {
        (Locale::En, path) => path.to_owned(),
        (locale, "/") => prefix(locale).to_owned(),
        (locale, path) => format!("{}{path}", prefix(locale)),
    }
}

/// The home page.
#[must_use]
pub fn home(locale: Locale) -> String {
    localized(locale, "/")
}

/// A category's page.
#[must_use]
pub fn category(locale: Locale, slug: &str) -> String {
    localized(locale, &format!("/c/{slug}"))
}

/// The search page, without a query.
#[must_use]
pub fn search(locale: Locale) -> String {
    localized(locale, "/search")
}

/// The search page for a text.
#[must_use]
pub fn search_for(locale: Locale, text: &str) -> String {
    format!("{}?q={}", search(locale), encode(text))
}

/// A product's page.
#[must_use]
pub fn product(locale: Locale, slug: &str) -> String {
    localized(locale, &format!("/p/{slug}"))
}

/// A shop's page.
#[must_use]
pub fn shop(locale: Locale, slug: &str) -> String {
    localized(locale, &format!("/shops/{slug}"))
}

/// A shop's policies.
#[must_use]
pub fn shop_policies(locale: Locale, slug: &str) -> String {
    localized(locale, &format!("/shops/{slug}/policies"))
}

/// The visitor's cart.
#[must_use]
pub fn cart(locale: Locale) -> String {
    localized(locale, "/cart")
}

/// Where the plain form that adds to the cart is sent.
#[must_use]
pub fn cart_lines(locale: Locale) -> String {
    localized(locale, "/cart/lines")
}

/// Where the form that changes a line of the cart is sent.
#[must_use]
pub fn cart_line(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/cart/lines/{id}"))
}

/// Where the form that takes a line out of the cart is sent.
#[must_use]
pub fn cart_line_removal(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/cart/lines/{id}/remove"))
}

/// Where the form that chooses a delivery is sent.
#[must_use]
pub fn cart_delivery(locale: Locale) -> String {
    localized(locale, "/cart/delivery")
}

/// Where the form that agrees to what changed in the cart is sent.
#[must_use]
pub fn cart_warnings(locale: Locale) -> String {
    localized(locale, "/cart/warnings")
}

/// The checkout.
#[must_use]
pub fn checkout(locale: Locale) -> String {
    localized(locale, "/checkout")
}

/// An order's page; a guest's link carries the access token.
#[must_use]
pub fn order(locale: Locale, id: &str, access_token: Option<&str>) -> String {
    let path = localized(locale, &format!("/orders/{id}"));
    match access_token {
        Some(token) => format!("{path}?token={}", encode(token)),
        None => path,
    }
}

/// Where the form that cancels an order is sent.
#[must_use]
pub fn order_cancellation(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/orders/{id}/cancel"))
}

/// The orders of the visitor's account.
#[must_use]
pub fn account_orders(locale: Locale) -> String {
    localized(locale, "/account/orders")
}

/// The sign-in page.
#[must_use]
pub fn sign_in(locale: Locale) -> String {
    localized(locale, "/sign-in")
}

/// The sign-in page that leads on to a path of this site.
#[must_use]
pub fn sign_in_then(locale: Locale, path: &str) -> String {
    format!("{}?return={}", sign_in(locale), encode(path))
}

/// The sign-in page after a new password was chosen: it says so.
#[must_use]
pub fn sign_in_after_reset(locale: Locale) -> String {
    format!("{}?notice=reset", sign_in(locale))
}

/// The path to go on to after a form, as a visitor's browser brought it: only paths of this site are followed.
#[must_use]
pub fn own(path: &str) -> Option<&str> {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && path.is_ascii();
    (own && !path.bytes().any(|byte| byte.is_ascii_control())).then_some(path)
}

/// The page that makes an account.
#[must_use]
pub fn sign_up(locale: Locale) -> String {
    localized(locale, "/sign-up")
}

/// Where the form that signs out is sent.
#[must_use]
pub fn sign_out(locale: Locale) -> String {
    localized(locale, "/sign-out")
}

/// The addresses of the visitor's account.
#[must_use]
pub fn account_addresses(locale: Locale) -> String {
    localized(locale, "/account/addresses")
}

/// The same page, with an address in its form.
#[must_use]
pub fn account_address(locale: Locale, id: &str) -> String {
    format!("{}?edit={}", account_addresses(locale), encode(id))
}

/// Where the form that deletes an address is sent.
#[must_use]
pub fn account_address_removal(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/account/addresses/{id}/remove"))
}

/// Where the form that makes an address the default is sent.
#[must_use]
pub fn account_address_default(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/account/addresses/{id}/default"))
}

/// Where the form that buys an order's things again is sent.
#[must_use]
pub fn order_again(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/orders/{id}/again"))
}

/// The comparison, without anything in it.
#[must_use]
pub fn compare(locale: Locale) -> String {
    localized(locale, "/compare")
}

/// The comparison of products with these slugs.
#[must_use]
pub fn compare_these(locale: Locale, slugs: &[&str]) -> String {
    let mut path = compare(locale);
    for (index, slug) in slugs.iter().enumerate() {
        path.push_str(if index == 0 { "?p=" } else { "&p=" });
        path.push_str(&encode(slug));
    }
    path
}

/// The help centre.
#[must_use]
pub fn help(locale: Locale) -> String {
    localized(locale, "/help")
}

/// A topic of the help centre.
#[must_use]
pub fn help_topic(locale: Locale, slug: &str) -> String {
    localized(locale, &format!("/help/{slug}"))
}

/// What is shown without network in place of a page that was never visited.
#[must_use]
pub fn offline(locale: Locale) -> String {
    localized(locale, "/offline")
}

/// The visitor's account: name, address, password, sessions.
#[must_use]
pub fn account(locale: Locale) -> String {
    localized(locale, "/account")
}

/// What somebody allows, and what is kept about them.
#[must_use]
pub fn account_privacy(locale: Locale) -> String {
    localized(locale, "/account/privacy")
}

/// Where forms say what somebody allows; read, it leads to the page of all choices.
#[must_use]
pub fn privacy_choices(locale: Locale) -> String {
    localized(locale, "/privacy-choices")
}

/// The page that gives the account another address.
#[must_use]
pub fn account_email(locale: Locale) -> String {
    localized(locale, "/account/email")
}

/// The page to which the link leads that confirms another address.
#[must_use]
pub fn confirm_email(locale: Locale) -> String {
    localized(locale, "/account/confirm-email")
}

/// The page to which the link leads that takes another address back.
#[must_use]
pub fn undo_email(locale: Locale) -> String {
    localized(locale, "/account/undo-email")
}

/// The page that deletes the account.
#[must_use]
pub fn account_deletion(locale: Locale) -> String {
    localized(locale, "/account/deletion")
}

/// The page that asks for a link to a new password.
#[must_use]
pub fn forgot_password(locale: Locale) -> String {
    localized(locale, "/forgot-password")
}

/// The page to which that link leads.
#[must_use]
pub fn reset_password(locale: Locale) -> String {
    localized(locale, "/reset-password")
}

/// The page to which the link leads that verifies an address.
#[must_use]
pub fn verify_email(locale: Locale) -> String {
    localized(locale, "/verify-email")
}

/// The mails of a demonstration.
#[must_use]
pub fn demo_outbox(locale: Locale) -> String {
    localized(locale, "/demo/outbox")
}

/// One mail of a demonstration.
#[must_use]
pub fn demo_mail(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/demo/outbox/{id}"))
}

/// One mail of a demonstration as the document that it is.
#[must_use]
pub fn demo_mail_html(locale: Locale, id: &str) -> String {
    localized(locale, &format!("/demo/outbox/{id}/html"))
}

/// Where the form that sets the theme is sent.
#[must_use]
pub fn preferences(locale: Locale) -> String {
    localized(locale, "/preferences")
}

/// A text as it stands in a query string (RFC 3986, unreserved characters stay).
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_round_trip_through_languages() {
        for locale in Locale::ALL {
            for path in ["/", "/c/ceramics", "/search"] {
                assert_eq!(split(&localized(*locale, path)), (*locale, path));
            }
        }
        assert_eq!(split("/vietnam"), (Locale::En, "/vietnam"));
        assert_eq!(split("/hy/p/x"), (Locale::Hy, "/p/x"));
    }

    #[test]
    fn only_own_paths_are_followed() {
        assert_eq!(own("/vi/checkout?x=1"), Some("/vi/checkout?x=1"));
        for foreign in ["", "checkout", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"] {
            assert_eq!(own(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn encodes_queries() {
        assert_eq!(encode("điện & tea"), "%C4%91i%E1%BB%87n%20%26%20tea");
    }
}
