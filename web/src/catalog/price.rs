//! Prices: always the full price as it is charged, what it was before when it is lower now, and about what it is in the
//! visitor's currency.

use crate::{
    data::{MoneyFields, MoneyRangeFields},
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;

/// One price.
#[component]
pub fn Price(
    /// What it costs.
    price: MoneyFields,
    /// What it cost before, when it costs less now.
    #[prop(optional_no_strip)]
    compare_at: Option<MoneyFields>,
) -> impl IntoView {
    let locale = use_locale();
    let now = price.text(locale);
    let before = compare_at.filter(|before| before.money().minor > price.money().minor);
    written(now, before.map(|before| before.text(locale)), price.approximate_text)
}

/// The price of a product whose variants may differ: the lowest, marked as such.
#[component]
pub fn PriceRange(
    /// Lowest and highest.
    range: MoneyRangeFields,
    /// The same before.
    #[prop(optional_no_strip)]
    compare_at: Option<MoneyRangeFields>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let lowest = range.min.text(locale);
    let now = if range.min == range.max { lowest } else { text!(lang, catalog.from_price, price = lowest) };
    let before = compare_at.filter(|before| before.min.money().minor > range.min.money().minor);
    written(now, before.map(|before| before.min.text(locale)), range.min.approximate_text)
}

fn written(now: String, before: Option<String>, about: Option<String>) -> AnyView {
    let lang = use_language();
    let reduced = before.is_some();
    view! {
        <span class="price" class:reduced=reduced>
            <span>{now}</span>
            {before.map(|before| view! {
                <s aria-hidden="true">{before.clone()}</s>
                <span class="visually-hidden">{text!(lang, catalog.was_price, price = before)}</span>
            })}
            {about.map(|about| view! { <span class="approx">{about}</span> })}
        </span>
    }
    .fixed()
}
