//! The answer to a plain form whose session has ended: what was typed goes along through signing in.

use super::{CheckoutDraft, CheckoutFields};
use crate::{
    addresses::AddressText,
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Field, Seal},
};
use leptos::prelude::*;

/// Signing in again, with the fields of the checkout in the form: the host keeps them with the account's cart.
#[component]
pub(super) fn SignedOut(draft: CheckoutDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CheckoutDraft { fields, obstacles } = draft;
    let problems = obstacles.fields.into_iter();
    let sentences = problems.map(|(name, _)| (name, text!(lang, checkout.sign_in_wrong).to_owned()));
    let trouble = RwSignal::new(sentences.collect::<Vec<_>>());
    let CheckoutFields { address, keep_address, payment, .. } = fields;
    let AddressText { name, line1, line2, city, region, postal_code, country_code, phone } = address;
    let keep = if keep_address { "1" } else { "" }.to_owned();
    let kept = [
        ("name", name),
        ("line1", line1),
        ("line2", line2),
        ("city", city),
        ("region", region),
        ("postalCode", postal_code),
        ("countryCode", country_code),
        ("phone", phone),
        ("payment", payment),
        ("keepAddress", keep),
    ];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <div class="account-page">
            <h1>{text!(lang, checkout.signed_out_title)}</h1>
            <p class="lead">{text!(lang, checkout.whole_signed_out)}</p>
            <form method="post" action=paths::sign_in(locale)>
                <input type="hidden" name="return" value=paths::checkout(locale) />
                <input type="hidden" name="checkout" value="1" />
                {kept}
                <Field name="email" label=text!(lang, checkout.email) trouble kind="email" autocomplete="username" max=254 />
                <Field
                    name="password"
                    label=text!(lang, accounts.password)
                    trouble
                    kind="password"
                    autocomplete="current-password"
                />
                <button class="button primary wide" type="submit">{text!(lang, checkout.sign_in_again)}</button>
            </form>
        </div>
    }
    .sealed()
}
