//! What happened to the order, newest first, moving by itself.

use super::{
    fields::OrderEventFields,
    live::{Connection, Follow, follow},
    page::OrderDesk,
    words::{event_details, event_sentence},
    zone::use_zone,
};
use crate::{
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::{format::date_time, orders::OrderState};

/// The timeline and the state of its connection.
#[component]
pub(super) fn Timeline(desk: OrderDesk) -> impl IntoView {
    let lang = use_language();
    // Events that came while the page is open are marked for a moment.
    let read = desk.order.with_untracked(|order| order.events.nodes.len());
    Effect::new(move |_| untrack(|| start(desk)));
    let newest_first =
        move || desk.order.with(|order| order.events.nodes.iter().cloned().enumerate().rev().collect::<Vec<_>>());
    let zone = use_zone();
    let whose = move || match zone.name() {
        Some(zone) => text!(lang, orders.time_zone_own, zone = zone),
        None => text!(lang, orders.time_zone).to_owned(),
    };
    view! {
        <section class="timeline" aria-labelledby="timeline-title">
            <div class="section-head">
                <h2 id="timeline-title">{text!(lang, orders.timeline)}</h2>
                <ConnectionNote desk />
            </div>
            <ol reversed=true>
                <For each=newest_first key=|(_, event)| event.cursor.clone() let((index, event))>
                    <Entry event fresh={index >= read} />
                </For>
            </ol>
            <p class="fine">{whose}</p>
        </section>
    }
    .sealed()
}

#[component]
fn Entry(event: OrderEventFields, fresh: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let details = event_details(lang, &event);
    let (zone, occurred) = (use_zone(), event.occurred_at.timestamp());
    let moment = move || date_time(zone.clock(occurred), locale);
    view! {
        <li class:fresh=fresh>
            <p class="what">{event_sentence(lang, &event)}</p>
            {(!details.is_empty()).then(|| view! { <p class="fine">{details}</p> })}
            <p class="fine"><time datetime=event.occurred_at.0>{moment}</time></p>
        </li>
    }
    .sealed()
}

/// Says whether the page moves by itself; honest when it does not.
#[component]
fn ConnectionNote(desk: OrderDesk) -> impl IntoView {
    let lang = use_language();
    let words = move || match desk.connection.get() {
        Connection::Off => "",
        Connection::Connecting => text!(lang, orders.connecting),
        // Of an order that has come to its end nothing is awaited.
        Connection::Live if is_over(desk) => "",
        Connection::Live => text!(lang, orders.live),
        Connection::Reconnecting => text!(lang, orders.reconnecting),
    };
    view! {
        <p
            class="connection"
            role="status"
            class:live=move || desk.connection.get() == Connection::Live
            class:lost=move || desk.connection.get() == Connection::Reconnecting
        >
            {words}
        </p>
    }
    .sealed()
}

fn is_over(desk: OrderDesk) -> bool {
    matches!(desk.state(), OrderState::Delivered | OrderState::Cancelled)
}

/// Follows the order from its last known event on.
fn start(desk: OrderDesk) {
    let lang = use_language();
    let on_event = move |event: OrderEventFields| {
        let known = desk.order.with_untracked(|order| order.events.nodes.iter().any(|old| old.cursor == event.cursor));
        if known {
            return;
        }
        desk.announcer.say(event_sentence(lang, &event));
        desk.order.update(|order| {
            order.state = event.order_state;
            order.events.nodes.push(event);
        });
        desk.refresh();
    };
    follow(Follow {
        order: desk.variables.get_value(),
        last: Box::new(move || {
            desk.order.with_untracked(|order| order.events.nodes.last().map(|event| event.cursor.clone()))
        }),
        on_event: Box::new(on_event),
        open_end: Box::new(move || !untrack(move || is_over(desk))),
        connection: desk.connection,
    });
}
