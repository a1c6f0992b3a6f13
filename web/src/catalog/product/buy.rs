//! Choosing a variant and putting it into the cart.

use super::fields::VariantFields;
use crate::{
    carts::{AddToCart, CartProblem},
    catalog::Price,
    i18n::{plural, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::format::integer;

/// From this number on nobody needs to know how many are left.
const PLENTY: i32 = 6;

/// Price, variants, stock and the button. The first variant that can be bought is chosen already.
#[component]
pub(super) fn Buy(variants: Vec<VariantFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let first = variants.iter().position(|variant| variant.available_quantity > 0).unwrap_or(0);
    let chosen = RwSignal::new(first);
    let problem = use_query_map().read_untracked().get("problem").and_then(|value| CartProblem::from_query(&value));
    let variants = StoredValue::new(variants);
    let with = move |index: usize| variants.with_value(|all| all.get(index).cloned());
    let price = move || {
        with(chosen.get()).map(|VariantFields { price, compare_at_price, .. }| {
            view! { <Price price compare_at=compare_at_price /> }
        })
    };
    let left = move || with(chosen.get()).map_or(0, |variant| variant.available_quantity);
    let stock = move || {
        let (left, count) = (left(), i64::from(left()));
        let number = integer(count, locale);
        match left {
            ..=0 => text!(lang, catalog.sold_out_long).to_owned(),
            1..PLENTY => plural(
                locale,
                count,
                text!(lang, catalog.left_single, count = number.clone()),
                text!(lang, catalog.left_many, count = number),
            ),
            PLENTY.. => text!(lang, catalog.in_stock).to_owned(),
        }
    };
    let variant_id =
        Signal::derive(move || with(chosen.get()).map(|variant| variant.id.into_inner()).unwrap_or_default());
    let choices = variants.with_value(|all| {
        (all.len() > 1).then(|| {
            let fields = all
                .iter()
                .enumerate()
                .map(|(index, variant)| view! { <Variant index variant=variant.clone() chosen /> })
                .collect_view();
            let names = option_names(all);
            view! {
                <fieldset class="variants">
                    <legend>{names}</legend>
                    {fields}
                </fieldset>
            }
        })
    });
    let only = (variants.with_value(Vec::len) == 1)
        .then(|| view! { <input type="hidden" name="variantId" value=variant_id.get_untracked() /> });
    let fields = view! {
        {choices}
        {only}
        <p class="stock" class:few=move || left() < PLENTY>{stock}</p>
    };
    view! {
        <p class="asking">{price} <span class="fine">{text!(lang, catalog.price_note)}</span></p>
        <AddToCart variant_id available=Signal::derive(move || left() > 0) problem fields=fields.fixed() />
    }
    .fixed()
}

/// The names of what the variants differ in: "Glaze", or "Size, Colour".
fn option_names(variants: &[VariantFields]) -> String {
    let names = variants.first().map(|variant| &variant.selected_options[..]).unwrap_or_default();
    names.iter().map(|option| option.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[component]
fn Variant(index: usize, variant: VariantFields, chosen: RwSignal<usize>) -> impl IntoView {
    let lang = use_language();
    let name = variant.selected_options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(" · ");
    let name = if name.is_empty() { variant.title } else { name };
    let sold_out = variant.available_quantity <= 0;
    view! {
        <label class="variant" class:gone=sold_out>
            <input
                type="radio"
                name="variantId"
                value=variant.id.into_inner()
                checked=chosen.get_untracked() == index
                on:change=move |_| chosen.set(index)
            />
            <span>{name}</span>
            {sold_out.then(|| view! { <span class="fine">{text!(lang, catalog.sold_out)}</span> })}
        </label>
    }
    .fixed()
}
