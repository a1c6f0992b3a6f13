//! The fields of an address, autofill-friendly, named and ordered as people of the chosen country do.

use super::AddressText;
use crate::{
    checkout::{countries, field_label},
    i18n::use_language,
    text,
    ui::{Field, Seal, Trouble},
};
use leptos::{html::Select, prelude::*};
use shared::address::{AddressField, Country, Need};

/// The fields, to stand in a form. Another `text` is written into them.
#[component]
pub fn AddressFieldset(
    /// What stands in them.
    #[prop(into)]
    text: Signal<AddressText>,
    /// What is wrong in the form.
    trouble: Trouble,
    /// The country as it is chosen now; what is labelled elsewhere follows it too.
    #[prop(optional)]
    country: RwSignal<String>,
) -> impl IntoView {
    let lang = use_language();
    let first = text.with_untracked(|text| text.country_code.clone());
    country.set(first.clone());
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
            country.set(now.clone());
        }
        now
    });
    // Another choice than the server knew, made before the script came.
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            country.set(select.value());
        }
    });
    let chosen = move |event: leptos::ev::Event| {
        country.set(event_target_value(&event));
        // What was wrong was so by the rules of another country.
        trouble.update(|all| all.retain(|(name, _)| !matches!(name.as_str(), "countryCode" | "postalCode" | "region")));
    };
    view! {
        <div class="address-fields">
            <div class="wide">{field(AddressField::Name, text, trouble, country)}</div>
            <div class="field wide">
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
                    on:change=chosen
                >
                    {options}
                </select>
            </div>
            // Keyed, so that fields change their places with what was typed into them.
            <For each=move || Country::of(&country.get()).fields() key=|part| *part let:part>
                <div class:wide=matches!(part, AddressField::Line1 | AddressField::Line2)>
                    {field(part, text, trouble, country)}
                </div>
            </For>
        </div>
    }
    .sealed()
}

fn field(part: AddressField, text: Signal<AddressText>, trouble: Trouble, country: RwSignal<String>) -> AnyView {
    let lang = use_language();
    let name = part.name();
    let (of, autocomplete, max): (fn(&AddressText) -> &String, _, _) = match part {
        AddressField::Name => (|text| &text.name, "shipping name", 120),
        AddressField::Line1 => (|text| &text.line1, "shipping address-line1", 120),
        AddressField::Line2 => (|text| &text.line2, "shipping address-line2", 120),
        AddressField::City => (|text| &text.city, "shipping address-level2", 120),
        AddressField::Region => (|text| &text.region, "shipping address-level1", 120),
        AddressField::PostalCode => (|text| &text.postal_code, "shipping postal-code", 16),
        AddressField::Phone => (|text| &text.phone, "shipping tel", 40),
        AddressField::CountryCode => (|text| &text.country_code, "shipping country", 2),
    };
    let label = Signal::derive(move || field_label(lang, name, &country.read()));
    let required = Signal::derive(move || match part {
        AddressField::Name | AddressField::Line1 | AddressField::City | AddressField::CountryCode => true,
        AddressField::PostalCode => Country::of(&country.read()).postal_code == Need::Required,
        AddressField::Region => Country::of(&country.read()).region == Need::Required,
        AddressField::Line2 | AddressField::Phone => false,
    });
    let keyboard = Signal::derive(move || {
        let digits = part == AddressField::PostalCode && Country::of(&country.read()).has_digit_codes();
        if digits { "numeric" } else { "" }
    });
    let value = Signal::derive(move || text.with(|text| of(text).clone()));
    let kind = if part == AddressField::Phone { "tel" } else { "text" };
    view! { <Field name label value trouble kind autocomplete required keyboard max /> }.sealed()
}
