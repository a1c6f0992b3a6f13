//! Cancelling an order: the same for scripts and for plain forms.

use super::{
    fields::{OrderFields, OrderVariables},
    page::OrderDesk,
};
use crate::{
    data::{SharedTransport, schema, send, use_transport},
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use cynic::MutationBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

#[derive(cynic::QueryVariables)]
struct CancelVariables {
    id: cynic::Id,
    access_token: Option<String>,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CancelVariables")]
struct CancelMutation {
    #[arguments(input: { orderId: $id, accessToken: $access_token, idempotencyKey: $key })]
    order_cancel: CancelPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderCancelPayload")]
struct CancelPayload {
    order: Option<OrderFields>,
    user_errors: Vec<CancelError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderUserError")]
struct CancelError {
    code: CancelErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderErrorCode")]
enum CancelErrorCode {
    NotFound,
    NotAllowedInThisState,
    AlreadyPaid,
}

/// How cancelling ended.
#[derive(Clone, Debug, PartialEq)]
pub enum CancelOutcome {
    /// It is cancelled.
    Cancelled(Box<OrderFields>),
    /// It is too late: something has left a shop.
    TooLate,
    /// It could not be done now.
    Failed,
}

/// Cancels an order. An order is cancelled once, so its id is key enough.
pub async fn cancel_order(transport: &SharedTransport, order: OrderVariables) -> CancelOutcome {
    let key = format!("cancel-{}", order.id.inner());
    let variables = CancelVariables { id: order.id, access_token: order.access_token, key };
    match send(transport, CancelMutation::build(variables)).await {
        Ok(CancelMutation { order_cancel: CancelPayload { order, user_errors } }) => match (order, user_errors.first())
        {
            (Some(order), None) => CancelOutcome::Cancelled(Box::new(order)),
            (_, Some(CancelError { code: CancelErrorCode::NotAllowedInThisState | CancelErrorCode::AlreadyPaid })) => {
                CancelOutcome::TooLate
            }
            _ => CancelOutcome::Failed,
        },
        Err(_) => CancelOutcome::Failed,
    }
}

/// The way to cancel, folded away until somebody looks for it.
#[component]
pub(super) fn Cancellation(desk: OrderDesk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let transport = StoredValue::new(use_transport());
    let trouble = RwSignal::new(None::<&'static str>);
    let possible = Memo::new(move |_| desk.state().is_cancellable());
    let order = desk.variables.get_value();
    let (id, token) = (order.id.inner().to_owned(), order.access_token.unwrap_or_default());
    let cancel = move |event: SubmitEvent| {
        event.prevent_default();
        let (transport, order) = (transport.get_value(), desk.variables.get_value());
        spawn_local(async move {
            match cancel_order(&transport, order).await {
                CancelOutcome::Cancelled(order) => desk.show(*order),
                CancelOutcome::TooLate => {
                    trouble.set(Some(text!(lang, orders.cancel_too_late)));
                    desk.refresh();
                }
                CancelOutcome::Failed => trouble.set(Some(text!(lang, orders.cancel_failed))),
            }
        });
    };
    let form = move || {
        possible.get().then(|| {
            view! {
                <details class="cancellation">
                    <summary>{text!(lang, orders.cancel)}</summary>
                    <form method="post" action=paths::order_cancellation(locale, &id) on:submit=cancel>
                        <p>{text!(lang, orders.cancel_text)}</p>
                        <input type="hidden" name="token" value=token.clone() />
                        <button class="button" type="submit">{text!(lang, orders.cancel_confirm)}</button>
                    </form>
                </details>
            }
        })
    };
    view! {
        {form}
        {move || trouble.get().map(|sentence| view! { <p class="line-refusal" role="alert">{sentence}</p> })}
    }
    .sealed()
}
