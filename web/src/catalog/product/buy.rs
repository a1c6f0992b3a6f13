//! Choosing a variant and putting it into the cart.

use super::{
    choice::{Choice, Standing, first, standing, variant_with},
    fields::{OptionFields, ValueFields, VariantFields},
    gallery::show,
};
use crate::{
    carts::{AddToCart, CartProblem},
    catalog::Price,
    i18n::{plural, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::format::integer;

/// From this number on nobody needs to know how many are left.
const PLENTY: i32 = 6;

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Desk {
    options: StoredValue<Vec<OptionFields>>,
    variants: StoredValue<Vec<VariantFields>>,
    chosen: RwSignal<Choice>,
}

impl Desk {
    /// The variant that is chosen; `None` when nobody makes that combination.
    fn variant(self) -> Option<VariantFields> {
        self.chosen.with(|choice| self.variants.with_value(|all| variant_with(all, choice).cloned()))
    }

    /// The names of what is chosen: "Celadon · Large".
    fn names(self) -> String {
        let choice = self.chosen.get();
        let mut names = Vec::new();
        self.options.with_value(|options| {
            for (option, key) in options.iter().zip(&choice) {
                names.extend(option.values.iter().filter(|value| value.key == *key).map(|value| value.name.clone()));
            }
        });
        names.join(" · ")
    }

    /// Chooses a value, tells the address, and shows the picture that goes with it.
    fn choose(self, number: usize, key: &str) {
        let before = self.variant();
        self.chosen.update(|choice| {
            if let Some(place) = choice.get_mut(number) {
                key.clone_into(place);
            }
        });
        if let Some(now) = self.variant() {
            tell_address(now.id.inner());
            let seen = before.and_then(|before| before.image);
            if let Some(image) = now.image.filter(|image| seen.as_ref() != Some(image)) {
                show(&image.url.unwrap_or_default());
            }
        }
    }
}

/// Price, a group for each option, stock and the button.
#[component]
pub(super) fn Buy(slug: String, options: Vec<OptionFields>, variants: Vec<VariantFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // The address itself is asked: where one product leads to another, the router tells the page no new query.
    let query = use_location().query.read_untracked();
    let chosen = RwSignal::new(first(&options, &variants, &query));
    let problem = query.get("problem").and_then(|value| CartProblem::from_query(&value));
    let only = (variants.len() == 1).then(|| variants[0].id.inner().to_owned());
    let desk = Desk { options: StoredValue::new(options), variants: StoredValue::new(variants), chosen };
    let price = move || {
        desk.variant().map(|VariantFields { price, compare_at_price, .. }| {
            view! { <Price price compare_at=compare_at_price /> }
        })
    };
    let lowest = move || {
        let lowest = desk.variant().and_then(|variant| variant.lowest_price)?;
        Some(view! { <span class="fine">{text!(lang, catalog.lowest_before, price = lowest.text(locale))}</span> })
    };
    let left = move || desk.variant().map_or(0, |variant| variant.available_quantity);
    let stock = move || {
        let Some(variant) = desk.variant() else { return text!(lang, catalog.not_made, choice = desk.names()) };
        let (left, count) = (variant.available_quantity, i64::from(variant.available_quantity));
        let number = integer(count, locale);
        match left {
            ..=0 if variant.selected_options.is_empty() => text!(lang, catalog.sold_out_long).to_owned(),
            ..=0 => text!(lang, catalog.choice_sold_out, choice = desk.names()),
            1..PLENTY => plural(
                locale,
                count,
                text!(lang, catalog.left_single, count = number.clone()),
                text!(lang, catalog.left_many, count = number),
            ),
            PLENTY.. => text!(lang, catalog.in_stock).to_owned(),
        }
    };
    let variant_id = Signal::derive(move || desk.variant().map(|variant| variant.id.into_inner()).unwrap_or_default());
    let fields = match only {
        Some(id) => view! { <input type="hidden" name="variantId" value=id /> }.fixed(),
        None => {
            let groups = desk.options.with_value(|options| {
                let group =
                    |(number, option): (usize, &OptionFields)| view! { <Group number option=option.clone() desk /> };
                options.iter().enumerate().map(group).collect_view()
            });
            view! { <input type="hidden" name="product" value=slug />{groups} }.fixed()
        }
    };
    let fields = view! {
        {fields}
        <p class="stock" class:few=move || left() < PLENTY role="status">{stock}</p>
    };
    view! {
        <p class="asking">
            {price} <a class="fine" href="#all-in" rel="external">{text!(lang, catalog.price_note)}</a>
            {lowest}
        </p>
        <AddToCart variant_id available=Signal::derive(move || left() > 0) problem fields=fields.fixed() />
    }
    .fixed()
}

/// The values of one option, of which one is chosen.
#[component]
fn Group(number: usize, option: OptionFields, desk: Desk) -> impl IntoView {
    let OptionFields { name, values } = option;
    let values = values.into_iter().map(|value| view! { <Value number value desk /> }).collect_view();
    view! {
        <fieldset class="variants">
            <legend>{name}</legend>
            {values}
        </fieldset>
    }
    .sealed()
}

#[component]
fn Value(number: usize, value: ValueFields, desk: Desk) -> impl IntoView {
    let lang = use_language();
    let ValueFields { key, name } = value;
    let why = match desk.variants.with_value(|variants| standing(variants, number, &key)) {
        Standing::Available => None,
        Standing::SoldOut => Some(text!(lang, catalog.sold_out)),
        Standing::NotMade => Some(text!(lang, catalog.unavailable)),
    };
    let checked = desk.chosen.with_untracked(|choice| choice.get(number) == Some(&key));
    view! {
        <label class="variant" class:gone=why.is_some()>
            <input
                type="radio"
                name=format!("option.{number}")
                value=key.clone()
                checked=checked
                on:change=move |_| desk.choose(number, &key)
            />
            <span>{name}</span>
            {why.map(|why| view! { <span class="fine">{why}</span> })}
        </label>
    }
    .fixed()
}

/// Puts the chosen variant into the address, so that it can be shared and survives a reload. Nothing navigates: the page
/// shows it already.
fn tell_address(id: &str) {
    let window = window();
    if let (Ok(history), Ok(path)) = (window.history(), window.location().pathname()) {
        let state = history.state().unwrap_or_default();
        // An address that stays as it was misleads nobody on this page.
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}?variant={id}")));
    }
}
