//! Buying an order's things again: the same for scripts and for plain forms.

use super::{
    fields::{OrderFields, OrderVariables},
    page::OrderDesk,
};
use crate::{
    data::{SharedTransport, schema, send, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{CartCount, use_cart_count},
    paths, text,
    ui::Seal,
};
use cynic::MutationBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::Locale;

#[derive(cynic::QueryVariables)]
struct AgainVariables {
    id: cynic::Id,
    access_token: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AgainVariables")]
struct AgainMutation {
    #[arguments(input: { orderId: $id, accessToken: $access_token })]
    order_buy_again: AgainPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderBuyAgainPayload")]
struct AgainPayload {
    cart: Option<FilledCart>,
    shortfalls: Vec<ShortfallFields>,
    user_errors: Vec<AgainError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Cart")]
struct FilledCart {
    total_quantity: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderShortfall")]
struct ShortfallFields {
    line: MissingLine,
    code: ShortfallCode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderLine")]
struct MissingLine {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderBuyAgainUserError")]
struct AgainError {
    #[expect(dead_code, reason = "every refusal is told alike")]
    code: AgainErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderBuyAgainErrorCode")]
enum AgainErrorCode {
    NotFound,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderShortfallCode")]
enum ShortfallCode {
    NoLongerSold,
    SoldOut,
    FewerInStock,
    CartFull,
}

impl ShortfallCode {
    const ALL: [Self; 4] = [Self::NoLongerSold, Self::SoldOut, Self::FewerInStock, Self::CartFull];

    /// As it stands in an address.
    const fn as_str(self) -> &'static str {
        match self {
            Self::NoLongerSold => "gone",
            Self::SoldOut => "sold-out",
            Self::FewerInStock => "fewer",
            Self::CartFull => "full",
        }
    }

    fn sentence(self, lang: Language, title: String) -> String {
        match self {
            Self::NoLongerSold => text!(lang, orders.again_gone, title = title),
            Self::SoldOut => text!(lang, orders.again_sold_out, title = title),
            Self::FewerInStock => text!(lang, orders.again_fewer, title = title),
            Self::CartFull => text!(lang, orders.again_full, title = title),
        }
    }
}

/// Where buying again leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The checkout when everything could be had; else the order's page, which then says what could not.
    pub path: String,
    /// Pieces in the cart now, if that is known.
    pub in_cart: Option<i32>,
}

/// Fills the cart with what an order held.
pub async fn buy_again(transport: &SharedTransport, locale: Locale, order: OrderVariables) -> Again {
    let page = paths::order(locale, &paths::encode(order.id.inner()), order.access_token.as_deref());
    let with = |parameter: String| format!("{page}{}{parameter}", if page.contains('?') { '&' } else { '?' });
    let variables = AgainVariables { id: order.id, access_token: order.access_token };
    let payload = match send(transport, AgainMutation::build(variables)).await {
        Ok(AgainMutation { order_buy_again }) if order_buy_again.user_errors.is_empty() => order_buy_again,
        _ => return Again { path: with("problem=again".to_owned()), in_cart: None },
    };
    let in_cart = payload.cart.map(|cart| cart.total_quantity);
    if payload.shortfalls.is_empty() {
        return Again { path: paths::checkout(locale), in_cart };
    }
    let missing = payload.shortfalls.iter().map(|short| format!("{}.{}", short.line.id.inner(), short.code.as_str()));
    Again { path: with(format!("again={}", missing.collect::<Vec<_>>().join("~"))), in_cart }
}

/// The button.
#[component]
pub fn BuyAgain(
    /// Which order.
    order: OrderVariables,
    /// Its number, for those who hear one button after the other.
    number: String,
) -> impl IntoView {
    let (lang, locale, navigate) = (use_language(), use_locale(), use_navigate());
    let (transport, CartCount(count)) = (StoredValue::new(use_transport()), use_cart_count());
    let sending = RwSignal::new(false);
    let (id, token) = (order.id.inner().to_owned(), order.access_token.clone().unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        let (transport, order, navigate) = (transport.get_value(), order.clone(), navigate.clone());
        spawn_local(async move {
            let Again { path, in_cart } = buy_again(&transport, locale, order).await;
            if in_cart.is_some() {
                count.set(in_cart);
            }
            sending.set(false);
            navigate(&path, NavigateOptions { resolve: false, ..NavigateOptions::default() });
        });
    };
    view! {
        <form class="again" method="post" action=paths::order_again(locale, &id) on:submit=submit>
            <input type="hidden" name="token" value=token />
            <button
                class="button"
                type="submit"
                aria-label=text!(lang, orders.again_label, number = number)
                aria-disabled=move || sending.get().then_some("true")
            >
                {text!(lang, orders.again)}
            </button>
        </form>
    }
    .sealed()
}

/// What could not be had again, as the page's address tells.
#[component]
pub(super) fn Shortfalls(desk: OrderDesk, told: Signal<Option<String>>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let list = move || {
        let told = told.get()?;
        let sentences = desk.order.with(|order| sentences(lang, order, &told));
        (!sentences.is_empty()).then(|| {
            let entries = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
            view! {
                <div class="notice notice-warning" role="alert">
                    <h2>{text!(lang, orders.again_title)}</h2>
                    <ul class="error-list">{entries}</ul>
                    <p>{text!(lang, orders.again_rest)}</p>
                    <p><a class="button" href=paths::checkout(locale)>{text!(lang, orders.again_checkout)}</a></p>
                </div>
            }
        })
    };
    view! { {list} }.sealed()
}

/// One sentence a line of the order that is named; what names no line of it says nothing.
fn sentences(lang: Language, order: &OrderFields, told: &str) -> Vec<String> {
    let lines = || order.parts.iter().flat_map(|part| &part.lines);
    let sentence = |entry: &str| {
        let (id, code) = entry.split_once('.')?;
        let code = ShortfallCode::ALL.into_iter().find(|known| known.as_str() == code)?;
        let line = lines().find(|line| line.id.inner() == id)?;
        Some(code.sentence(lang, line.title.clone()))
    };
    told.split("~").filter_map(sentence).collect()
}
