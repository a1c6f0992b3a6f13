//! What everything costs in all.

use super::CartDesk;
use crate::{
    data::{ApproximateFields, MoneyFields},
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::date;

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
        {move || desk.cart.with(|cart| approximation(cart.total.clone(), cart.rate.approximate.as_ref()))}
    }
    .sealed()
}

/// About what a total is in the visitor's currency, and that it is paid in the market's own; nothing for visitors who
/// have chosen none.
pub fn approximation(total: MoneyFields, rate: Option<&ApproximateFields>) -> Option<AnyView> {
    let (lang, locale) = (use_language(), use_locale());
    let (about, rate) = (total.approximate_text.as_ref()?, rate?);
    let day = date(rate.rate_date.timestamp(), locale);
    let sentence = text!(lang, carts.about_note, total = total.text(locale), date = day);
    Some(
        view! {
            <div class="approx-total">
                <p class="approx">{about.clone()}</p>
                <p class="fine">
                    {sentence} {rate.stale.then(|| view! { " " <strong>{text!(lang, common.currency_old)}</strong> })}
                </p>
            </div>
        }
        .sealed(),
    )
}
