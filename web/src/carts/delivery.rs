//! How what is bought from one shop comes.

use super::{CartDeliveryFields, CartDesk, CartPartFields, Change};
use crate::{
    checkout::country_name,
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::weekday_date;

/// The ways of one shop, each with its price and its days, and the way to its terms. Choosing one changes the cart at
/// once. What does not go to the cart's country says so.
#[component]
pub fn DeliveryChoice(
    /// The part as it is when its shop comes into the cart.
    part: CartPartFields,
    /// The cart.
    desk: CartDesk,
    /// Whether to leave out what does not go to the cart's country and is not chosen.
    #[prop(optional)]
    only_served: bool,
    /// The country that is being typed; empty while that of the cart counts.
    #[prop(optional)]
    country: RwSignal<String>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let slug = part.shop.slug.clone();
    let terms = paths::shop_policies(locale, &slug);
    let to = desk.cart.with_untracked(|cart| cart.destination_country_code.clone());
    let brought = part.delivery_options.is_empty() || part.delivery_options.iter().any(|way| way.selected);
    let unserved = (!brought).then(|| {
        let country = country_name(lang, &to);
        view! { <p class="line-warning">{text!(lang, policies.unserved, shop = part.shop.name.clone(), country = country)}</p> }
    });
    let name = format!("delivery-{slug}");
    let ways = part
        .delivery_options
        .into_iter()
        .filter(|way| way.serves_destination || way.selected || !only_served)
        .map(|way| view! { <Way way name=name.clone() shop=slug.clone() desk country /> })
        .collect_view();
    view! {
        <fieldset class="ways">
            <legend>{text!(lang, carts.delivery_of, shop = part.shop.name.clone())}</legend>
            {unserved}
            {ways}
        </fieldset>
        <p class="ways-terms"><a href=terms>{text!(lang, policies.whole, shop = part.shop.name)}</a></p>
    }
    .sealed()
}

#[component]
fn Way(
    way: CartDeliveryFields,
    name: String,
    shop: String,
    desk: CartDesk,
    country: RwSignal<String>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = way.option.id.inner().to_owned();
    let now = {
        let (id, way) = (id.clone(), way.clone());
        Memo::new(move |_| {
            desk.cart.with(|cart| {
                let ways = cart.part(&shop).map(|part| &part.delivery_options[..]).unwrap_or_default();
                ways.iter().find(|way| way.option.id.inner() == id).unwrap_or(&way).clone()
            })
        })
    };
    let days = move || {
        let way = now.get();
        let (first, last) = (way.earliest.timestamp(), way.latest.timestamp());
        let (first, last) = (weekday_date(first, locale), weekday_date(last, locale));
        if first == last { first } else { text!(lang, carts.days, first = first, last = last) }
    };
    let price = move || {
        let price = now.get().price;
        if price.money().minor == 0 { text!(lang, catalog.free).to_owned() } else { price.text(locale) }
    };
    let to_free = move || {
        let amount = now.get().amount_to_free?;
        Some(view! { <span class="to-free">{text!(lang, carts.to_free, amount = amount.text(locale))}</span> })
    };
    let choose = {
        let id = id.clone();
        move |_| desk.change(Change::Delivery { options: vec![id.clone()] })
    };
    let to = desk.cart.with_untracked(|cart| cart.destination_country_code.clone());
    let served = way.serves_destination;
    let countries = StoredValue::new(way.option.countries);
    // The country to which it does not go.
    let not_to = Memo::new(move |_| {
        let typed = country.get();
        let goes = countries.with_value(|all| all.as_ref().is_none_or(|all| all.contains(&typed)));
        match typed.as_str() {
            "" => (!served).then(|| to.clone()),
            _ => (!goes).then_some(typed),
        }
    });
    let elsewhere = move || {
        let country = country_name(lang, &not_to.get()?);
        Some(view! { <span class="way-elsewhere">{text!(lang, policies.way_not_to, country = country)}</span> })
    };
    view! {
        <label class="way-choice">
            <input
                type="radio"
                name=name
                value=id
                checked=way.selected
                prop:checked=move || now.get().selected
                on:change=choose
            />
            <span class="way-name">{way.option.name}</span>
            <span class="price">{price}</span>
            <span class="way-days">{days}</span>
            {elsewhere}
            {to_free}
        </label>
    }
    .sealed()
}
