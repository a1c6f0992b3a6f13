//! What changed since things were put into the cart, all in one place.

use super::{CartDesk, Change};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::{ev::SubmitEvent, prelude::*};

/// Says that something changed and lets the shopper agree; the sentences themselves stand at the lines.
#[component]
pub fn Warnings(
    /// The cart.
    desk: CartDesk,
    /// The page to go back to without script.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let found = Memo::new(move |_| desk.cart.with(|cart| (!cart.warnings.is_empty(), cart.has_new_prices())));
    let agree = move |event: SubmitEvent| {
        event.prevent_default();
        desk.change(Change::Acknowledge);
    };
    let notice = move || {
        match found.get() {
        (true, true) => view! {
            <form class="notice notice-warning changes" method="post" action=paths::cart_warnings(locale) on:submit=agree>
                <h2>{text!(lang, carts.changes_title)}</h2>
                <p>{text!(lang, carts.changes_text)}</p>
                <input type="hidden" name="return" value=back.clone() />
                <button class="button" type="submit">{text!(lang, carts.changes_agree)}</button>
            </form>
        }
        .sealed(),
        // Nothing to agree to: what is not there cannot be bought.
        (true, false) => view! {
            <div class="notice notice-warning changes">
                <h2>{text!(lang, carts.changes_title)}</h2>
                <p>
                    {text!(lang, carts.stock_text)} " " <a href=paths::cart(locale)>{text!(lang, carts.to_cart)}</a>
                </p>
            </div>
        }
        .sealed(),
        (false, _) => ().into_any(),
    }
    };
    view! { {notice} }.sealed()
}
