//! What everything costs in all.

use super::CartDesk;
use crate::{
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;

/// Goods, delivery and what is to be paid.
#[component]
pub fn Totals(
    /// The cart.
    desk: CartDesk,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let delivery = move || {
        desk.cart.with(|cart| match cart.delivery_total.money().minor {
            0 => text!(lang, catalog.free).to_owned(),
            _ => cart.delivery_total.text(locale),
        })
    };
    view! {
        <dl class="totals" aria-busy=move || (desk.pending.get() > 0).to_string()>
            <div>
                <dt>{text!(lang, carts.goods)}</dt>
                <dd class="price">{move || desk.cart.with(|cart| cart.subtotal.text(locale))}</dd>
            </div>
            <div>
                <dt>{text!(lang, catalog.delivery)}</dt>
                <dd class="price">{delivery}</dd>
            </div>
            <div class="in-all">
                <dt>
                    {text!(lang, carts.total)} " " <span class="fine">{text!(lang, catalog.price_note)}</span>
                </dt>
                <dd class="price" data-testid="cart-total">
                    {move || desk.cart.with(|cart| cart.total.text(locale))}
                </dd>
            </div>
        </dl>
    }
    .sealed()
}
