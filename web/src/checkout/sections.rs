//! The sections of the checkout's form.

use super::{fields::payment_name, form::Checkout, page::Buyer};
use crate::{
    addresses::{AddressFieldset, AddressText, SavedAddressFields, one_line},
    carts::PaymentMethod,
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Field, Seal},
};
use leptos::prelude::*;

/// Who orders.
#[component]
pub(super) fn Contact(checkout: Checkout, buyer: Option<Buyer>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = checkout.trouble;
    let inside = match buyer {
        Some(buyer) => view! { <p>{text!(lang, checkout.account_email, email = buyer.email)}</p> }.sealed(),
        None => view! {
            <p class="fine">
                {text!(lang, checkout.guest_note)} " "
                <a href=paths::sign_in_then(locale, &paths::checkout(locale))>{text!(lang, checkout.guest_sign_in)}</a>
            </p>
            <Field
                name="email"
                label=text!(lang, checkout.email)
                value=checkout.email
                trouble
                kind="email"
                autocomplete="email"
                hint=text!(lang, checkout.email_hint)
                max=254
            />
        }
        .sealed(),
    };
    view! {
        <section aria-labelledby="contact-title">
            <h2 id="contact-title">{text!(lang, checkout.contact)}</h2>
            {inside}
        </section>
    }
    .sealed()
}

/// Where it goes.
#[component]
pub(super) fn AddressSection(checkout: Checkout, book: Vec<SavedAddressFields>) -> impl IntoView {
    let (lang, signed_in) = (use_language(), checkout.signed_in);
    let Checkout { address: text, keep_address, .. } = checkout;
    view! {
        <section aria-labelledby="address-title">
            <h2 id="address-title">{text!(lang, checkout.address)}</h2>
            <AddressChoices book text on_chosen=checkout.on_filled />
            <AddressFieldset text trouble=checkout.trouble country=checkout.country />
            {signed_in.then(|| view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        name="keepAddress"
                        value="1"
                        checked=keep_address
                    />
                    <span>{text!(lang, addresses.keep)}</span>
                </label>
            })}
        </section>
    }
    .sealed()
}

/// The account's addresses: each fills the fields in. Without script the page comes anew with them.
#[component]
fn AddressChoices(
    book: Vec<SavedAddressFields>,
    text: RwSignal<AddressText>,
    on_chosen: Callback<()>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // With one address alone it stands in the fields already.
    (book.len() > 1).then(|| {
        let entries = book
            .into_iter()
            .map(|saved| {
                let href = format!("{}?address={}", paths::checkout(locale), paths::encode(saved.id.inner()));
                let line = one_line(&saved.address);
                let written = AddressText::from(saved.address);
                let same = written.clone();
                let current = move || text.with(|text| *text == same).then_some("true");
                let fill = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    text.set(written.clone());
                    on_chosen.run(());
                };
                view! { <li><a href=href rel="external" aria-current=current on:click=fill>{line}</a></li> }
            })
            .collect_view();
        view! {
            <h3 class="fine" id="book-title">{text!(lang, addresses.choose)}</h3>
            <ul class="address-choices" aria-labelledby="book-title">{entries}</ul>
        }
    })
}

/// How it is paid.
#[component]
pub(super) fn PaymentSection(checkout: Checkout, methods: Vec<PaymentMethod>) -> impl IntoView {
    let lang = use_language();
    let ways = methods
        .into_iter()
        .map(|method| {
            let value = payment_name(method);
            let (name, note) = match method {
                PaymentMethod::CashOnDelivery => (text!(lang, checkout.cash), text!(lang, checkout.cash_note)),
                PaymentMethod::BankTransfer => (text!(lang, checkout.transfer), text!(lang, checkout.transfer_note)),
            };
            view! {
                <label class="way-choice">
                    <input
                        type="radio"
                        name="payment"
                        value=value
                        checked=checkout.payment.get_untracked() == value
                        on:change=move |_| checkout.payment.set(value.to_owned())
                    />
                    <span class="way-name">{name}</span>
                    <span class="way-days">{note}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="payment-title">
            <h2 id="payment-title">{text!(lang, checkout.payment)}</h2>
            <fieldset class="ways" id="payment">
                <legend class="visually-hidden">{text!(lang, checkout.payment)}</legend>
                {ways}
            </fieldset>
        </section>
    }
    .sealed()
}
