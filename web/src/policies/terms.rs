//! What a shop promises, on the pages of its products and on its own: when it comes and what that costs, what if it is not
//! right, and what the price contains.

use super::{
    DestinationForm,
    facts::{customs, returns, served, warranty},
    fields::{DeliveryToFields, PromiseFields, TermsFields, TermsQuery, WayFields},
};
use crate::{
    carts::PaymentMethod,
    checkout::country_name,
    i18n::{plural, use_language, use_locale},
    paths, text,
    ui::{Icon, Seal, Sign},
};
use leptos::prelude::*;
use shared::format::{integer, weekday_date};

/// The promises in short, with ways to read them whole.
#[component]
pub fn Terms(
    /// What the shop and the market say.
    terms: TermsQuery,
    /// The page on which they stand.
    path: String,
    /// Whether what the page sells can be bought now; only then does it say when it comes.
    can_be_bought: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let TermsQuery { shop, site } = terms;
    let Some(shop) = shop else { return ().into_any() };
    let of = path.clone();
    let whole = paths::shop_policies(locale, &shop.slug);
    let facts = shop.policies.clone();
    let fact = |fact: Option<String>| fact.map(|fact| view! { <p><strong>{fact}</strong></p> });
    let back = fact(facts.as_ref().and_then(|facts| returns(lang, locale, facts)));
    let returns = (!shop.returns.is_empty()).then(|| view! { <p>{shop.returns.clone()}</p> });
    let has_returns = back.is_some() || returns.is_some();
    let warranty = facts.as_ref().and_then(|facts| warranty(lang, locale, facts)).map(|fact| {
        view! {
            <section>
                <Icon sign=Sign::Tick />
                <div>
                    <h2>{text!(lang, policies.warranty)}</h2>
                    <p>{fact}</p>
                </div>
            </section>
        }
    });
    let link = facts.is_some().then(|| {
        view! {
            <p class="terms-whole">
                <a href=whole>{text!(lang, policies.whole, shop = shop.name.clone())}</a>
            </p>
        }
    });
    let price = can_be_bought.then(|| view! { <Contents shop=shop.clone() methods=site.payment_methods /> });
    view! {
        <div class="terms" data-of=of>
            <Delivery shop path can_be_bought />
            {has_returns.then(|| view! {
                <section>
                    <Icon sign=Sign::Return />
                    <div>
                        <h2>{text!(lang, catalog.returns)}</h2>
                        {back}
                        {returns}
                    </div>
                </section>
            })}
            {warranty}
            {price}
            {link}
        </div>
    }
    .sealed()
}

/// When it comes to the visitor's country, and in which ways.
#[component]
fn Delivery(shop: TermsFields, path: String, can_be_bought: bool) -> impl IntoView {
    let lang = use_language();
    let TermsFields { name, delivery, delivery_options, .. } = shop;
    let DeliveryToFields { country_code, options, promise } = delivery;
    let brought = promise.is_some();
    let promise = promise.filter(|_| can_be_bought).map(|promise| view! { <Promise promise /> });
    let unserved = (!brought).then(|| {
        let there = served(lang, &delivery_options);
        let country = country_name(lang, &country_code);
        view! {
            <p class="unserved">
                <strong>{text!(lang, policies.unserved, shop = name, country = country)}</strong>
                " "
                {(!there.is_empty()).then(|| text!(lang, policies.served, countries = there.join(", ")))}
            </p>
        }
    });
    let ways = (!options.is_empty()).then(|| {
        let ways = options.into_iter().map(|way| view! { <li><Way way /></li> }).collect_view();
        view! {
            <details open=!can_be_bought>
                <summary>{text!(lang, catalog.delivery_ways)}</summary>
                <ul>{ways}</ul>
            </details>
        }
    });
    view! {
        <section id="delivery">
            <Icon sign=Sign::Parcel />
            <div>
                <h2>{text!(lang, catalog.delivery)}</h2>
                {promise}
                {unserved}
                <DestinationForm action=format!("{path}#delivery") to=country_code />
                {ways}
            </div>
        </section>
    }
    .sealed()
}

#[component]
fn Promise(promise: PromiseFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let PromiseFields { earliest, latest, from } = promise;
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
    .sealed()
}

/// One way of sending.
#[component]
pub(super) fn Way(way: WayFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let WayFields { name, price, free_over, min_days, max_days } = way;
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
    .sealed()
}

/// What the price contains, and what may come on top of it.
#[component]
fn Contents(shop: TermsFields, methods: Vec<PaymentMethod>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let to = &shop.delivery.country_code;
    let delivery = shop.delivery.promise.map(|promise| match promise.from.money().minor {
        0 => text!(lang, policies.price_delivery_free, country = country_name(lang, to)),
        _ => {
            text!(lang, policies.price_delivery, country = country_name(lang, to), price = promise.from.text(locale))
        }
    });
    let paid = methods.into_iter().map(|method| match method {
        PaymentMethod::CashOnDelivery => text!(lang, policies.paid_cash).to_owned(),
        PaymentMethod::BankTransfer => text!(lang, policies.paid_transfer).to_owned(),
    });
    let lines = [text!(lang, policies.price_taxes).to_owned(), text!(lang, policies.price_fees).to_owned()];
    let customs = customs(lang, shop.country_code.as_deref(), to);
    let lines = lines.into_iter().chain(delivery).chain(customs).chain(paid);
    let lines = lines.map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <section id="all-in">
            <Icon sign=Sign::Cart />
            <div>
                <h2>{text!(lang, policies.price)}</h2>
                <ul class="contents">{lines}</ul>
            </div>
        </section>
    }
    .sealed()
}
