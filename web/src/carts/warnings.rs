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
    let any = Memo::new(move |_| desk.cart.with(|cart| !cart.warnings.is_empty()));
    let agree = move |event: SubmitEvent| {
        event.prevent_default();
        desk.change(Change::Acknowledge);
    };
    let notice = move || {
        any.get().then(|| {
            view! {
                <form class="notice notice-warning changes" method="post" action=paths::cart_warnings(locale) on:submit=agree>
                    <h2>{text!(lang, carts.changes_title)}</h2>
                    <p>{text!(lang, carts.changes_text)}</p>
                    <input type="hidden" name="return" value=back.clone() />
                    <button class="button" type="submit">{text!(lang, carts.changes_agree)}</button>
                </form>
            }
        })
    };
    view! { {notice} }.sealed()
}
