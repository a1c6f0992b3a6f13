//! The orders of the visitor's account.

use super::{AccountNav, AccountPlace, sign_out::SignOut};
use crate::{
    catalog::PageInfo,
    data::{ImageFields, Loaded, MoneyFields, scalars::DateTime, schema, use_query},
    i18n::{plural, use_language, use_locale},
    orders::{BuyAgain, OrderState, OrderVariables, state_name},
    page::go_to,
    paths, text,
    ui::{Head, Picture, Seal, Skeleton},
};

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::format::{date, integer};

/// Orders on one page.
const PAGE: i32 = 10;
/// Pictures of one order.
const PICTURES: usize = 4;

#[derive(cynic::QueryVariables)]
struct AccountOrdersVariables {
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AccountOrdersVariables")]
struct AccountOrdersQuery {
    me: Option<Owner>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account", variables = "AccountOrdersVariables")]
struct Owner {
    display_name: String,
    email: String,
    #[arguments(first: $first, last: $last, after: $after, before: $before)]
    orders: OrderPageFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderConnection")]
struct OrderPageFields {
    nodes: Vec<OrderCardFields>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Order")]
struct OrderCardFields {
    id: cynic::Id,
    number: String,
    state: OrderState,
    placed_at: DateTime,
    total: MoneyFields,
    lines: Vec<OrderCardLine>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderLine")]
struct OrderCardLine {
    title: String,
    quantity: i32,
    image: Option<ImageFields>,
}

/// `/account/orders?after=&before=`
#[component]
pub fn AccountOrdersPage() -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let query = use_query(move || {
        let address = address.read();
        let (after, before) = (address.get("after"), address.get("before"));
        let (first, last) = if before.is_some() { (None, Some(PAGE)) } else { (Some(PAGE), None) };
        AccountOrdersQuery::build(AccountOrdersVariables { first, last, after, before })
    });
    view! {
        <Head title=text!(lang, common.account) description="" path="/account/orders" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=4 /> }
            view=move |AccountOrdersQuery { me }| match me {
                Some(owner) => view! { <OwnOrders owner /> }.sealed(),
                None => {
                    go_to(&paths::sign_in_then(locale, &paths::account_orders(locale)));
                    ().into_any()
                }
            }
        />
    }
}

#[component]
fn OwnOrders(owner: Owner) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Owner { display_name, email, orders: OrderPageFields { nodes, page_info } } = owner;
    let empty = nodes.is_empty();
    let path = paths::account_orders(locale);
    let previous = page_info
        .start_cursor
        .filter(|_| page_info.has_previous_page)
        .map(|cursor| format!("{path}?before={}", paths::encode(&cursor)));
    let next = page_info
        .end_cursor
        .filter(|_| page_info.has_next_page)
        .map(|cursor| format!("{path}?after={}", paths::encode(&cursor)));
    let pager = (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=text!(lang, common.pages)>
                {previous.map(|href| view! { <a class="button" rel="prev" href=href>{text!(lang, common.previous)}</a> })}
                {next.map(|href| view! { <a class="button next" rel="next" href=href>{text!(lang, common.next)}</a> })}
            </nav>
        }
    });
    view! {
        <div class="own-orders">
            <header class="own-head">
                <h1>{text!(lang, common.account)}</h1>
                <p class="fine">{text!(lang, common.signed_in_as, name = display_name)} " · " {email}</p>
                <SignOut />
            </header>
            <AccountNav here=AccountPlace::Orders />
            {empty.then(|| view! {
                <p class="lead">{text!(lang, accounts.no_orders)}</p>
                <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
            })}
            <ul class="order-cards">{nodes.into_iter().map(|order| view! { <OrderCard order /> }).collect_view()}</ul>
            {pager}
        </div>
    }
    .sealed()
}

#[component]
fn OrderCard(order: OrderCardFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OrderCardFields { id, number, state, placed_at, total, lines } = order;
    let pieces: i64 = lines.iter().map(|line| i64::from(line.quantity)).sum();
    let count = integer(pieces, locale);
    let pieces = plural(
        locale,
        pieces,
        text!(lang, accounts.pieces_single, count = count.clone()),
        text!(lang, accounts.pieces_many, count = count),
    );
    let pictures = lines
        .into_iter()
        .take(PICTURES)
        .map(|line| view! { <Picture image=line.image name=line.title decorative=true /> })
        .collect_view();
    let order = OrderVariables { id: id.clone(), access_token: None };
    view! {
        <li class="order-card">
            <div class="order-card-text">
                <h2>
                    <a href=paths::order(locale, id.inner(), None)>{text!(lang, orders.title, number = number.clone())}</a>
                </h2>
                <p class="chip">{state_name(lang, state.into())}</p>
                <p class="fine">{date(placed_at.timestamp(), locale)} " · " {pieces}</p>
                <p class="price">{total.text(locale)}</p>
                <BuyAgain order number />
            </div>
            <div class="order-card-pictures">{pictures}</div>
        </li>
    }
    .sealed()
}
