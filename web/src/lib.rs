//! The storefront of Vouch: every page is rendered on the server with its data, then hydrated by WASM and continues
//! as a single-page app. The crate knows the API's schema and the shared vocabulary, never the server.
//!
//! One folder per noun, the same nouns as in the API: `home`, `catalog`, `search`, `shops`, `carts`, `checkout`,
//! `orders`, `accounts`, `addresses`, `wishlists`, `compare`, `recent`, `recommendations`, `policies`, `reputation`, `reviews`,
//! `moderation`, `help`, `passkeys`, `privacy`. Beside them stand `data` (how answers come in), `i18n`, `layout` and `ui`.

#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod accounts;
pub mod addresses;
pub mod app;
pub mod carts;
pub mod catalog;
pub mod checkout;
pub mod compare;
pub mod data;
pub mod help;
pub mod home;
pub mod i18n;
pub mod layout;
pub mod lazy;
#[cfg(feature = "ssr")]
pub mod mail;
pub mod moderation;
#[cfg(feature = "ssr")]
pub mod offline;
pub mod orders;
pub mod page;
pub mod passkeys;
pub mod paths;
pub mod policies;
pub mod privacy;
pub mod recent;
pub mod recommendations;
pub mod reputation;
pub mod reviews;
pub mod saved_searches;
pub mod search;
pub mod shops;
pub mod ui;
pub mod wishlists;

pub use app::{App, shell};

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = leptos::prelude::document().body() else { return };
    // Leptos has no executor of its own before the first mount.
    wasm_bindgen_futures::spawn_local(async move {
        // Waits for the page's own module where the page has one.
        leptos::mount::hydrate_from_async(body, App).await.forget();
        page::announce_hydrated();
    });
}
