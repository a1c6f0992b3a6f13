//! Where the order stands: the headline, the days, the four steps.

use super::{page::OrderDesk, words::headline};
use crate::{
    data::scalars::DateTime,
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::{format::weekday_date, orders::OrderState};

/// The head of the page.
#[component]
pub(super) fn Progress(desk: OrderDesk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let number = desk.order.with_untracked(|order| order.number.clone());
    let state = Memo::new(move |_| desk.state());
    let expected = move || {
        if matches!(state.get(), OrderState::Delivered | OrderState::Cancelled) {
            return None;
        }
        desk.order.with(|order| {
            let first =
                order.parts.iter().filter_map(|part| part.delivery.earliest.as_ref()).map(DateTime::timestamp).min()?;
            let last =
                order.parts.iter().filter_map(|part| part.delivery.latest.as_ref()).map(DateTime::timestamp).max()?;
            let (first, last) = (weekday_date(first, locale), weekday_date(last, locale));
            let days = if first == last { first } else { text!(lang, carts.days, first = first, last = last) };
            Some(view! { <p class="lead">{text!(lang, orders.expected, days = days)}</p> })
        })
    };
    let steps = move || {
        let done = match state.get() {
            OrderState::Placed => 0,
            OrderState::Confirmed => 1,
            OrderState::PartiallyShipped | OrderState::Shipped | OrderState::PartiallyDelivered => 2,
            OrderState::Delivered => 3,
            OrderState::Cancelled => return None,
        };
        let names = [
            text!(lang, orders.step_placed),
            text!(lang, orders.step_packed),
            text!(lang, orders.step_sent),
            text!(lang, orders.step_arrived),
        ];
        let items = names.into_iter().enumerate().map(|(index, name)| {
            let current = (index == done).then_some("step");
            view! { <li class:done=index <= done aria-current=current>{name}</li> }
        });
        Some(view! { <ol class="steps">{items.collect_view()}</ol> })
    };
    view! {
        <header class="order-head" class:cancelled=move || state.get() == OrderState::Cancelled>
            <p class="order-number">{text!(lang, orders.title, number = number)}</p>
            <h1 data-testid="order-state">{move || headline(lang, state.get())}</h1>
            {expected}
            {steps}
        </header>
    }
    .sealed()
}
