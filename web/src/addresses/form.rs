//! The fields of an address, autofill-friendly.

use super::AddressText;
use crate::{
    checkout::countries,
    i18n::use_language,
    text,
    ui::{Field, Seal, Trouble},
};
use leptos::{html::Select, prelude::*};

/// The fields, to stand in a form. Another `text` is written into them.
#[component]
pub fn AddressFieldset(
    /// What stands in them.
    #[prop(into)]
    text: Signal<AddressText>,
    /// What is wrong in the form.
    trouble: Trouble,
) -> impl IntoView {
    let lang = use_language();
    let first = text.get_untracked().country_code;
    let options = countries(lang)
        .into_iter()
        .map(|(code, name)| view! { <option value=code selected=code == first>{name}</option> })
        .collect_view();
    let country_wrong = Memo::new(move |_| {
        trouble.with(|all| all.iter().find(|(name, _)| name == "countryCode").map(|(_, sentence)| sentence.clone()))
    });
    let select = NodeRef::<Select>::new();
    // As in `Field`: only a new country is written.
    Effect::new(move |before: Option<String>| {
        let now = text.get().country_code;
        if let (Some(before), Some(select)) = (before, select.get_untracked())
            && before != now
        {
            select.set_value(&now);
        }
        now
    });
    let part = move |of: fn(&AddressText) -> &String| Signal::derive(move || text.with(|text| of(text).clone()));
    view! {
        <Field
            name="name"
            label=text!(lang, checkout.name)
            value=part(|text| &text.name)
            trouble
            autocomplete="shipping name"
            max=120
        />
        <div class="field">
            <label for="countryCode">{text!(lang, checkout.country)}</label>
            {move || country_wrong.get().map(|sentence| view! { <p class="error" id="country-error">{sentence}</p> })}
            <select
                id="countryCode"
                name="countryCode"
                node_ref=select
                autocomplete="shipping country"
                aria-required="true"
                aria-invalid=move || country_wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || country_wrong.with(Option::is_some).then_some("country-error")
            >
                {options}
            </select>
        </div>
        <Field
            name="line1"
            label=text!(lang, checkout.line1)
            value=part(|text| &text.line1)
            trouble
            autocomplete="shipping address-line1"
            max=120
        />
        <Field
            name="line2"
            label=text!(lang, checkout.line2)
            value=part(|text| &text.line2)
            trouble
            autocomplete="shipping address-line2"
            required=false
            max=120
        />
        <div class="field-row">
            <Field
                name="city"
                label=text!(lang, checkout.city)
                value=part(|text| &text.city)
                trouble
                autocomplete="shipping address-level2"
                max=120
            />
            <Field
                name="postalCode"
                label=text!(lang, checkout.postal_code)
                value=part(|text| &text.postal_code)
                trouble
                autocomplete="shipping postal-code"
                required=false
                max=16
            />
        </div>
        <div class="field-row">
            <Field
                name="region"
                label=text!(lang, checkout.region)
                value=part(|text| &text.region)
                trouble
                autocomplete="shipping address-level1"
                required=false
                max=120
            />
            <Field
                name="phone"
                label=text!(lang, checkout.phone)
                value=part(|text| &text.phone)
                trouble
                kind="tel"
                autocomplete="shipping tel"
                required=false
                max=40
            />
        </div>
    }
    .sealed()
}
