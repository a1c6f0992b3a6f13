//! Choosing the country to which things are sent: a plain form, which loads the page anew and is remembered.

use crate::{
    checkout::{countries, country_name},
    i18n::use_language,
    text,
    ui::Seal,
};
use leptos::prelude::*;

/// Says where to, and opens to choose another country.
#[component]
pub fn DestinationForm(
    /// The page to come back to, with the part of it that speaks of delivery.
    action: String,
    /// The country's code.
    to: String,
) -> impl IntoView {
    let lang = use_language();
    let name = country_name(lang, &to);
    let mut known: Vec<(String, String)> =
        countries(lang).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
    if !known.iter().any(|(code, _)| *code == to) {
        known.push((to.clone(), name.clone()));
    }
    let options = known
        .into_iter()
        .map(|(code, name)| {
            let selected = code == to;
            view! { <option value=code selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <details class="destination">
            <summary>{text!(lang, policies.delivery_to, country = name)}</summary>
            <form method="get" action=action>
                <label for="to">{text!(lang, policies.country)}</label>
                <select id="to" name="to">{options}</select>
                <button class="button" type="submit">{text!(lang, policies.country_set)}</button>
            </form>
        </details>
    }
    .sealed()
}
