//! What is bought, what it costs in all, and the button. It stays where it is while the form is filled in.

use super::{LineObstacle, fields::payment_name, form::Checkout};
use crate::{
    carts::{CartLineFields, CartPartFields, PaymentMethod, Totals, choice, left_text},
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::integer;

/// The summary with the button.
#[component]
pub(super) fn Summary(checkout: Checkout) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let desk = checkout.desk;
    let label = move || {
        if checkout.placing.get() {
            text!(lang, checkout.placing).to_owned()
        } else {
            text!(lang, checkout.place, total = desk.cart.with(|cart| cart.total.text(locale)))
        }
    };
    let by_transfer = move || checkout.payment.get() == payment_name(PaymentMethod::BankTransfer);
    view! {
        <aside class="cart-sum" aria-labelledby="sum-title">
            <h2 id="sum-title">{text!(lang, checkout.summary)}</h2>
            <For each=move || desk.cart.with(|cart| cart.parts.clone()) key=|part| part.shop.slug.clone() let:part>
                <PartSummary part checkout />
            </For>
            <Totals desk />
            <button
                class="button primary wide"
                type="submit"
                aria-disabled=move || checkout.placing.get().then_some("true")
            >
                {label}
            </button>
            <div class="next-steps">
                <h3>{text!(lang, checkout.next_title)}</h3>
                <ol>
                    <li>{text!(lang, checkout.next_reserve)}</li>
                    <li>
                        <span class="either">
                            <span class:off=by_transfer>{text!(lang, checkout.next_cash)}</span>
                            <span class:off=move || !by_transfer()>{text!(lang, checkout.next_transfer)}</span>
                        </span>
                    </li>
                    <li>{text!(lang, checkout.next_follow)}</li>
                </ol>
            </div>
        </aside>
    }
    .sealed()
}

#[component]
fn PartSummary(part: CartPartFields, checkout: Checkout) -> impl IntoView {
    let slug = part.shop.slug.clone();
    let lines = move || {
        let now = checkout.desk.cart.with(|cart| cart.part(&slug).map(|part| part.lines.clone()).unwrap_or_default());
        now.into_iter().map(|line| view! { <LineSummary line checkout /> }).collect_view()
    };
    view! {
        <section class="sum-part">
            <h3>{part.shop.name}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .sealed()
}

#[component]
fn LineSummary(line: CartLineFields, checkout: Checkout) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = line.id.inner().to_owned();
    let (chosen, price) = (choice(&line), line.unit_price.text(locale));
    let obstacle = {
        let id = id.clone();
        move || {
            let obstacle = checkout.blocked().into_iter().find(|(line, _)| *line == id).map(|(_, what)| what)?;
            let sentence = match obstacle {
                LineObstacle::Left(left) => left_text(lang, locale, left),
                LineObstacle::Gone => text!(lang, carts.no_longer_sold).to_owned(),
                LineObstacle::Price => text!(lang, carts.price_is_now, now = price.clone()),
            };
            Some(view! { <p class="line-refusal">{sentence}</p> })
        }
    };
    view! {
        <li id=format!("sum-{id}")>
            <span class="sum-title">
                <span class="times">{text!(lang, checkout.times, count = integer(i64::from(line.quantity), locale))}</span>
                " "
                {line.variant.product.title}
                {(!chosen.is_empty()).then(|| view! { <span class="fine">{chosen}</span> })}
            </span>
            <span class="price">{line.total.text(locale)}</span>
            {obstacle}
        </li>
    }
    .sealed()
}
