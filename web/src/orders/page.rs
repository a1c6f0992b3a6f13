//! The order's page.

use super::{
    again::{BuyAgain, Shortfalls},
    cancel::Cancellation,
    fields::{OrderFields, OrderQuery, OrderVariables},
    live::Connection,
    parts::Parts,
    payment::PaymentPanel,
    progress::Progress,
    timeline::Timeline,
    zone,
};
use crate::{
    checkout::country_name,
    data::{Loaded, SharedTransport, send, use_query, use_transport},
    i18n::{use_language, use_locale},
    layout::{Announcer, NotFound, use_announcer},
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{format::date, orders::OrderState as State};

/// An order while a page shows it.
#[derive(Clone, Copy)]
pub(super) struct OrderDesk {
    pub(super) order: RwSignal<OrderFields>,
    pub(super) variables: StoredValue<OrderVariables>,
    pub(super) connection: RwSignal<Connection>,
    pub(super) announcer: Announcer,
    transport: StoredValue<SharedTransport>,
    /// Whether a newer reading is on its way, and whether yet another is wanted after it.
    reading: RwSignal<(bool, bool)>,
}

impl OrderDesk {
    fn new(order: OrderFields, variables: OrderVariables) -> Self {
        Self {
            order: RwSignal::new(order),
            variables: StoredValue::new(variables),
            connection: RwSignal::new(Connection::Off),
            announcer: use_announcer(),
            transport: StoredValue::new(use_transport()),
            reading: RwSignal::new((false, false)),
        }
    }

    pub(super) fn state(self) -> State {
        self.order.with(|order| order.state.into())
    }

    /// Shows a newer reading. Events that came live meanwhile stay.
    pub(super) fn show(self, mut newer: OrderFields) {
        self.order.update(|order| {
            let events = std::mem::take(&mut order.events.nodes);
            let unread =
                events.into_iter().filter(|event| newer.events.nodes.iter().all(|known| known.cursor != event.cursor));
            let unread: Vec<_> = unread.collect();
            newer.events.nodes.extend(unread);
            *order = newer;
        });
    }

    /// Reads the order anew: an event tells that something changed, not all of what did.
    pub(super) fn refresh(self) {
        if self.reading.get_untracked().0 {
            self.reading.set((true, true));
            return;
        }
        self.reading.set((true, false));
        let (transport, variables) = (self.transport.get_value(), self.variables.get_value());
        spawn_local(async move {
            let answer = send(&transport, OrderQuery::build(variables)).await;
            let Some((_, again)) = self.reading.try_get_untracked() else { return };
            self.reading.set((false, false));
            if let Ok(OrderQuery { order: Some(order) }) = answer {
                self.show(order);
            }
            if again {
                self.refresh();
            }
        });
    }
}

/// `/orders/:id?token=`
#[component]
pub fn OrderPage() -> impl IntoView {
    let (lang, params, query) = (use_language(), use_params_map(), use_query_map());
    let variables = move || OrderVariables {
        id: cynic::Id::new(params.read().get("id").unwrap_or_default()),
        access_token: query.read().get("token").filter(|token| !token.is_empty()),
    };
    let order = use_query(move || OrderQuery::build(variables()));
    view! {
        <Loaded
            query=order
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |OrderQuery { order }| match order {
                Some(order) => {
                    let title = text!(lang, orders.title, number = order.number.clone());
                    let desk = OrderDesk::new(order, untrack(variables));
                    let refused = query.read_untracked().get("problem");
                    view! {
                        <Head title description="" path="/" />
                        <OrderView desk refused />
                    }
                    .sealed()
                }
                None => view! { <NotFound /> }.sealed(),
            }
        />
    }
}

#[component]
fn OrderView(desk: OrderDesk, refused: Option<String>) -> impl IntoView {
    let (lang, query) = (use_language(), use_query_map());
    zone::provide();
    let (is_demo, is_guest) = (
        desk.order.with_untracked(|order| order.is_demo),
        desk.variables.with_value(|order| order.access_token.is_some()),
    );
    view! {
        <article class="order">
            {is_demo.then(|| view! { <p class="notice demo-order">{text!(lang, orders.demo)}</p> })}
            {refused.map(|problem| {
                let again = problem == "again";
                let sentence =
                    if again { text!(lang, orders.again_failed) } else { text!(lang, orders.cancel_too_late) };
                view! { <p class="notice notice-failure" role="alert">{sentence}</p> }
            })}
            <Shortfalls desk told=Signal::derive(move || query.read().get("again")) />
            <Progress desk />
            <div class="order-columns">
                <div class="order-main">
                    <Timeline desk />
                    <Parts desk />
                </div>
                <div class="order-side">
                    <PaymentPanel desk />
                    <AddressPanel desk />
                    {is_guest.then(|| view! { <p class="fine">{text!(lang, orders.guest_link)}</p> })}
                    <BuyAgain order=desk.variables.get_value() number=desk.order.with_untracked(|order| order.number.clone()) />
                    <Cancellation desk />
                </div>
            </div>
        </article>
    }
    .sealed()
}

/// Number, date and where it goes: they do not change.
#[component]
fn AddressPanel(desk: OrderDesk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let order = desk.order.get_untracked();
    let address = order.shipping_address.map(|address| {
        let town = [address.postal_code, Some(address.city), address.region];
        let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let country = country_name(lang, &address.country_code);
        let lines = [Some(address.name), Some(address.line1), address.line2, Some(town), Some(country)];
        let lines = lines.into_iter().flatten().map(|line| view! { <span>{line}</span> }).collect_view();
        view! {
            <h2>{text!(lang, orders.address)}</h2>
            <address>{lines}</address>
        }
    });
    view! {
        <section class="panel">
            {address}
            <p class="fine">
                {text!(
                    lang,
                    orders.placed_on,
                    date = date(order.placed_at.timestamp(), locale),
                    email = order.email
                )}
            </p>
        </section>
    }
    .sealed()
}
