//! The heart at a product: pressed, it is on the list.

use super::keep;
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{Announcer, use_announcer},
    paths, text,
    ui::{Icon, Seal, Sign},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

/// A form of one button. With script it shows at once what it is about to do, and goes back when that fails.
///
/// There are dozens of them on a page, each with one bit that nothing else reads: so it stands in the document alone, where
/// a signal for each would cost the first page's module more than all the rest of the heart.
#[component]
pub fn Heart(
    /// The product's id.
    product: String,
    /// Its name.
    title: String,
    /// Whether it is on the list.
    kept: bool,
    /// Whether the words stand beside the sign.
    #[prop(optional)]
    worded: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (transport, announcer) = (use_transport(), use_announcer());
    let id = product.clone();
    let submit = move |event: SubmitEvent| {
        let form = event.target().and_then(|form| form.dyn_into::<web_sys::Element>().ok());
        let Some(button) = form.and_then(|form| form.query_selector("button").ok().flatten()) else { return };
        event.prevent_default();
        press_heart(transport.clone(), (announcer, lang), button, id.clone());
    };
    view! {
        <form class="heart" method="post" action=paths::wishlist_items(locale) on:submit=submit>
            <input type="hidden" name="product" value=product />
            <button
                type="submit"
                name="keep"
                value=if kept { "0" } else { "1" }
                aria-pressed=if kept { "true" } else { "false" }
                aria-label=text!(lang, wishlists.keep_label, title = title)
            >
                <Icon sign=Sign::Heart />
                {worded.then(|| text!(lang, wishlists.keep))}
            </button>
            <span class="heart-failed"></span>
        </form>
    }
    .fixed()
}

/// What its button does: here, and where the server alone has written the heart.
pub(crate) fn press_heart(
    transport: SharedTransport,
    (announcer, lang): (Announcer, Language),
    button: web_sys::Element,
    product: String,
) {
    let keeps = button.get_attribute("aria-pressed").is_none_or(|pressed| pressed == "false");
    show(&button, keeps, "");
    spawn_local(async move {
        let done = keep(&transport, &product, keeps).await.is_ok();
        if !done {
            show(&button, !keeps, text!(lang, wishlists.failed));
        }
        announcer.say(match (done, keeps) {
            (true, true) => text!(lang, wishlists.kept),
            (true, false) => text!(lang, wishlists.let_go),
            (false, _) => text!(lang, wishlists.failed),
        });
    });
}

/// Shows whether it is on the list, and what went wrong.
fn show(button: &web_sys::Element, kept: bool, failure: &str) {
    // An element that cannot be marked shows what it did before.
    let _ = button.set_attribute("aria-pressed", if kept { "true" } else { "false" });
    if let Some(note) = button.next_element_sibling() {
        note.set_text_content(Some(failure));
    }
}
