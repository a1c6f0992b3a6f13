//! When it comes, what that costs, and what if it is not right.

use super::fields::{DeliveryFields, PromiseFields};
use crate::{
    i18n::{plural, use_language, use_locale},
    text,
    ui::{Icon, Seal, Sign},
};
use leptos::prelude::*;
use shared::format::{integer, weekday_date};

/// The promise in a sentence, the shop's ways of sending, its terms of return.
#[component]
pub fn Terms(
    /// When a product comes, if it is about one.
    promise: Option<PromiseFields>,
    /// The shop's ways of sending.
    options: Vec<DeliveryFields>,
    /// The shop's terms of return.
    returns: String,
    /// Whether the ways of sending are shown at once.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let promise = promise.map(|PromiseFields { earliest, latest, from }| {
        let (earliest, latest) = (weekday_date(earliest.timestamp(), locale), weekday_date(latest.timestamp(), locale));
        let when = if earliest == latest {
            text!(lang, catalog.arrives_on, day = earliest)
        } else {
            text!(lang, catalog.arrives_between, first = earliest, last = latest)
        };
        let cost = if from.money().minor == 0 {
            text!(lang, catalog.delivery_free).to_owned()
        } else {
            text!(lang, catalog.delivery_from, price = from.text(locale))
        };
        view! {
            <p>
                <strong>{when}</strong>
                " "
                {cost}
            </p>
        }
    });
    let options = options.into_iter().map(|option| view! { <li><Way option /></li> }).collect_view();
    view! {
        <div class="terms">
            <section>
                <Icon sign=Sign::Parcel />
                <div>
                    <h2>{text!(lang, catalog.delivery)}</h2>
                    {promise}
                    <details open=open>
                        <summary>{text!(lang, catalog.delivery_ways)}</summary>
                        <ul>{options}</ul>
                    </details>
                </div>
            </section>
            <section>
                <Icon sign=Sign::Return />
                <div>
                    <h2>{text!(lang, catalog.returns)}</h2>
                    <p>{returns}</p>
                </div>
            </section>
        </div>
    }
    .fixed()
}

/// One way of sending.
#[component]
fn Way(option: DeliveryFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let DeliveryFields { name, price, free_over, min_days, max_days } = option;
    let days = i64::from(max_days);
    let most = integer(days, locale);
    let span = if min_days == max_days {
        plural(
            locale,
            days,
            text!(lang, catalog.days_single, count = most.clone()),
            text!(lang, catalog.days_many, count = most),
        )
    } else {
        text!(lang, catalog.days_between, least = integer(i64::from(min_days), locale), most = most)
    };
    let cost = if price.money().minor == 0 { text!(lang, catalog.free).to_owned() } else { price.text(locale) };
    let free_over = free_over
        .filter(|_| price.money().minor > 0)
        .map(|amount| text!(lang, catalog.free_over, price = amount.text(locale)));
    view! {
        <span class="way">{name}</span>
        <span class="fine">{span}</span>
        <span class="price">{cost}</span>
        {free_over.map(|text| view! { <span class="fine">{text}</span> })}
    }
    .fixed()
}
