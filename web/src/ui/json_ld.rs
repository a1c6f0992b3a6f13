//! Structured data (schema.org) for search engines.

use leptos::{nonce::use_nonce, prelude::*};

/// Writes a JSON-LD block. The value is made by a function, so that the browser, which has no use for it, makes none.
#[component]
pub fn JsonLd<F>(
    /// Makes the value.
    data: F,
) -> impl IntoView
where
    F: FnOnce() -> serde_json::Value,
{
    // `<` could end the element early; inside JSON strings its escape means the same.
    let text = if cfg!(feature = "ssr") { data().to_string().replace('<', "\\u003c") } else { String::new() };
    view! { <script type="application/ld+json" nonce=use_nonce() inner_html=text></script> }
}
