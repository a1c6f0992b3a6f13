//! What each shop sends, and its parcels.

use super::{
    fields::{OrderLineFields, OrderPartFields, ShipmentFields},
    page::OrderDesk,
    words::{carrier_name, shipment_name, state_name},
    zone::use_zone,
};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Icon, Picture, Seal, Sign},
};
use leptos::prelude::*;
use shared::format::{date_time, integer};

/// The parts of the order, one a shop.
#[component]
pub(super) fn Parts(desk: OrderDesk) -> impl IntoView {
    let parts = Memo::new(move |_| desk.order.with(|order| order.parts.clone()));
    view! { {move || parts.get().into_iter().map(|part| view! { <Part part /> }).collect_view()} }.sealed()
}

#[component]
fn Part(part: OrderPartFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OrderPartFields { shop, state, lines, delivery, total, shipments } = part;
    let heading = format!("part-{}", shop.slug);
    let delivery_price = match delivery.price.money().minor {
        0 => text!(lang, catalog.free).to_owned(),
        _ => delivery.price.text(locale),
    };
    view! {
        <section class="cart-part" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>
                <Icon sign=Sign::Shop />
                <a href=paths::shop(locale, &shop.slug)>{shop.name}</a>
                <span class="chip">{state_name(lang, state.into())}</span>
            </h2>
            {shipments.into_iter().map(|shipment| view! { <Parcel shipment /> }).collect_view()}
            <ul class="lines">{lines.into_iter().map(|line| view! { <Line line /> }).collect_view()}</ul>
            <p class="part-total">
                <span>{delivery.name} ": " {delivery_price}</span>
                " "
                <span class="price">{text!(lang, orders.part_total, total = total.text(locale))}</span>
            </p>
        </section>
    }
    .sealed()
}

#[component]
fn Parcel(shipment: ShipmentFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ShipmentFields { carrier, tracking_number, state, delivered_at } = shipment;
    let (zone, arrived) = (use_zone(), delivered_at.map(|at| at.timestamp()));
    view! {
        <div class="parcel">
            <Icon sign=Sign::Parcel />
            <p>
                <strong>{shipment_name(lang, state)}</strong>
                {arrived.map(|at| {
                        let at = move || date_time(zone.clock(at), locale);
                        view! { <span class="fine">{at}</span> }
                    })}
                <span class="fine">
                    {text!(lang, orders.carried_by, carrier = carrier_name(lang, &carrier))} " "
                    <span class="tracking-number">{tracking_number}</span>
                </span>
            </p>
        </div>
    }
    .sealed()
}

#[component]
fn Line(line: OrderLineFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OrderLineFields {
        id,
        product,
        title,
        variant_title,
        image,
        quantity,
        shipped_quantity,
        reviewable_until,
        total,
    } = line;
    let review = reviewable_until.map(|_| {
        let label = text!(lang, reviews.write_about, what = title.clone());
        view! {
            <p>
                <a href=paths::review_of_line(locale, id.inner()) aria-label=label>{text!(lang, reviews.write)}</a>
            </p>
        }
    });
    let name = match product {
        Some(product) => view! { <a href=paths::product(locale, &product.slug)>{title.clone()}</a> }.sealed(),
        None => title.clone().sealed(),
    };
    let count = |number: i32| integer(i64::from(number), locale);
    let sent = (shipped_quantity > 0 && shipped_quantity < quantity)
        .then(|| text!(lang, orders.sent_of, sent = count(shipped_quantity), all = count(quantity)));
    view! {
        <li class="cart-line">
            <span class="line-picture"><Picture image name=title decorative=true /></span>
            <div class="line-text">
                <h3>{name}</h3>
                {variant_title.filter(|title| !title.is_empty()).map(|title| view! { <p class="fine">{title}</p> })}
                <p class="fine">{text!(lang, checkout.times, count = count(quantity))}</p>
                {sent.map(|sentence| view! { <p class="fine">{sentence}</p> })}
                {review}
            </div>
            <p class="price line-total">{total.text(locale)}</p>
        </li>
    }
    .sealed()
}
