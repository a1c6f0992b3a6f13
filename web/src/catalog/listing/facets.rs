//! What a list can be narrowed by: fields of one GET form.

use super::{
    choice::Choice,
    price::PriceBounds,
    price_fields::PriceFields,
    query::{CategoryFacet, PriceFacet, ProductFacets, ShopFacet},
    view::FORM,
};
use crate::{
    data::MoneyFields,
    i18n::{use_language, use_locale},
    text,
    ui::{Icon, Seal, Sign, submit_form_of},
};
use leptos::prelude::*;
use shared::{Money, format::integer};

/// The fields. Each change is applied at once where the form stands beside the list; as a sheet over it (on phones)
/// the button applies them together.
#[component]
pub(super) fn Facets(facets: ProductFacets, choice: Choice, in_category: bool) -> impl IntoView {
    let lang = use_language();
    let ProductFacets { categories, shops, prices, available } = facets;
    let left = available.iter().find(|facet| facet.available).map_or(0, |facet| facet.count);
    let only_available = choice.available;
    view! {
        <div class="filters-head">
            <h2>{text!(lang, catalog.filter)}</h2>
            <button class="close" type="button" popovertarget=FORM popovertargetaction="hide">
                <Icon sign=Sign::Close />
                <span class="visually-hidden">{text!(lang, catalog.close_filter)}</span>
            </button>
        </div>
        <input type="hidden" name="q" value=choice.text.clone() />
        <div on:change=move |event| submit_form_of(&event)>
            {(!in_category).then(|| view! { <Categories categories chosen=choice.category.clone() /> })}
            <Prices prices choice=choice.clone() />
            <Shops shops chosen=choice.shops />
            <fieldset class="facet">
                <legend>{text!(lang, catalog.facet_available)}</legend>
                <Tick kind="checkbox" name="available" value="1" label=text!(lang, catalog.only_available) count=left chosen=only_available />
            </fieldset>
        </div>
        <button class="button primary wide apply" type="submit">{text!(lang, catalog.apply)}</button>
    }
    .sealed()
}

#[component]
fn Categories(categories: Vec<CategoryFacet>, chosen: String) -> impl IntoView {
    let lang = use_language();
    let fields = categories
        .into_iter()
        .map(|CategoryFacet { category, count }| {
            let chosen = category.slug == chosen;
            view! { <Tick kind="radio" name="category" value=category.slug label=category.name count chosen /> }
        })
        .collect_view();
    view! {
        <fieldset class="facet">
            <legend>{text!(lang, catalog.facet_category)}</legend>
            <Any name="category" label=text!(lang, catalog.any_category) chosen=chosen.is_empty() />
            {fields}
        </fieldset>
    }
    .sealed()
}

#[component]
fn Prices(prices: Vec<PriceFacet>, choice: Choice) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Choice { price: chosen, refused_price: refused, .. } = choice;
    let fields = prices
        .into_iter()
        .map(|PriceFacet { min, max, count }| {
            let step = step(&min, max.as_ref());
            let label = match max {
                Some(max) => format!("{} – {}", min.text(locale), max.text(locale)),
                None => text!(lang, catalog.price_from, price = min.text(locale)),
            };
            let value = step.map(|step| step.to_string()).unwrap_or_default();
            view! { <Tick kind="radio" name="price" value label count chosen=step == chosen /> }
        })
        .collect_view();
    view! {
        <fieldset class="facet">
            <legend>{text!(lang, catalog.price_label)}</legend>
            <Any name="price" label=text!(lang, catalog.any_price) chosen=chosen.is_none() />
            {fields}
            <PriceFields chosen refused />
        </fieldset>
    }
    .sealed()
}

/// The range that a step asks for. A step ends before the next one begins, a range includes its end.
fn step(min: &MoneyFields, max: Option<&MoneyFields>) -> Option<PriceBounds> {
    let last = |end: &MoneyFields| {
        let end = end.money();
        Money::new(end.minor - 1, end.currency).amount()
    };
    PriceBounds::parse(&format!("{}-{}", min.amount.0, max.map(last).unwrap_or_default()))
}

#[component]
fn Shops(shops: Vec<ShopFacet>, chosen: Vec<String>) -> impl IntoView {
    let lang = use_language();
    let fields = shops
        .into_iter()
        .map(|ShopFacet { shop, count }| {
            let chosen = chosen.contains(&shop.slug);
            view! { <Tick kind="checkbox" name="shop" value=shop.slug label=shop.name count chosen /> }
        })
        .collect_view();
    view! {
        <fieldset class="facet">
            <legend>{text!(lang, catalog.facet_shop)}</legend>
            {fields}
        </fieldset>
    }
    .sealed()
}

/// The radio button that lifts a restriction.
#[component]
fn Any(name: &'static str, label: &'static str, chosen: bool) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="radio" name=name value="" checked=chosen prop:checked=chosen />
            <span>{label}</span>
        </label>
    }
    .sealed()
}

#[component]
fn Tick(
    kind: &'static str,
    name: &'static str,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    count: i32,
    chosen: bool,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <label class="tick">
            <input type=kind name=name value=value checked=chosen prop:checked=chosen />
            <span>{label}</span>
            <span class="number">{integer(i64::from(count), locale)}</span>
        </label>
    }
    .sealed()
}
