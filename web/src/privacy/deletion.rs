//! Deleting an account: what goes, what stays and why, what is in the way, and the button.

use super::{confirm::ConfirmField, email::SharedNotice};
use crate::{
    accounts::{
        AccountDraft,
        form::{WholeProblem, sentences, use_refused},
    },
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    orders::{OrderState, state_name},
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct DeletionQuery {
    me: Option<Owner>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Owner {
    email: String,
    is_shared: bool,
    has_password: bool,
    deletion_obstacles: Obstacles,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeletionObstacles")]
struct Obstacles {
    orders: Vec<OpenOrder>,
    shops: Vec<KeptShop>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Order")]
struct OpenOrder {
    id: cynic::Id,
    number: String,
    state: OrderState,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
struct KeptShop {
    name: String,
}

/// `/account/deletion`, `/account/deletion?done=1`
#[component]
pub(super) fn DeletionPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| DeletionQuery::build(()));
    let refused = StoredValue::new(use_refused());
    let done = use_query_map().read_untracked().get("done").is_some();
    view! {
        <Head title=text!(lang, privacy.deletion_title) description="" path="/account/deletion" />
        <div class="own-account">
            <Loaded
                query
                skeleton=|| view! { <Skeleton cards=1 /> }
                view=move |DeletionQuery { me }| match me {
                    None if done => view! { <Farewell /> }.sealed(),
                    None => {
                        go_to(&paths::sign_in_then(locale, &paths::account_deletion(locale)));
                        ().into_any()
                    }
                    Some(owner) => view! { <Deletion owner refused=refused.get_value() /> }.sealed(),
                }
            />
        </div>
    }
    .sealed()
}

#[component]
fn Farewell() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <h1>{text!(lang, privacy.deleted_title)}</h1>
        <p class="lead" role="status">{text!(lang, privacy.deleted)}</p>
        <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
    }
    .sealed()
}

#[component]
fn Deletion(owner: Owner, refused: AccountDraft) -> impl IntoView {
    let lang = use_language();
    let Owner { email, is_shared, has_password, deletion_obstacles: Obstacles { orders, shops } } = owner;
    let rest = if is_shared {
        view! { <SharedNotice /> }.sealed()
    } else if orders.is_empty() && shops.is_empty() {
        view! { <DeletionForm email has_password refused /> }.sealed()
    } else {
        view! { <InTheWay orders shops /> }.sealed()
    };
    view! {
        <h1>{text!(lang, privacy.deletion_title)}</h1>
        <p class="lead">{text!(lang, privacy.deletion_lead)}</p>
        <section class="account-part" aria-labelledby="goes-title">
            <h2 id="goes-title">{text!(lang, privacy.goes_title)}</h2>
            <ul class="account-facts">
                <li>{text!(lang, privacy.goes_account)}</li>
                <li>{text!(lang, privacy.goes_lists)}</li>
                <li>{text!(lang, privacy.goes_consents)}</li>
                <li>{text!(lang, privacy.goes_mails)}</li>
            </ul>
        </section>
        <section class="account-part" aria-labelledby="stays-title">
            <h2 id="stays-title">{text!(lang, privacy.stays_title)}</h2>
            <ul class="account-facts">
                <li>{text!(lang, privacy.stays_orders)}</li>
                <li>{text!(lang, privacy.stays_guest_orders)}</li>
                <li>{text!(lang, privacy.stays_letter)}</li>
            </ul>
        </section>
        {rest}
    }
    .sealed()
}

/// What must be done first, and where.
#[component]
fn InTheWay(orders: Vec<OpenOrder>, shops: Vec<KeptShop>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let order = |OpenOrder { id, number, state }: OpenOrder| {
        let path = paths::order(locale, id.inner(), None);
        view! { <li><a href=path>{number}</a> ", " {state_name(lang, state.into())}</li> }
    };
    let with_orders = (!orders.is_empty()).then(|| {
        view! {
            <p>{text!(lang, privacy.open_orders)}</p>
            <ul class="open-orders">{orders.into_iter().map(order).collect_view()}</ul>
        }
    });
    let with_shops = (!shops.is_empty()).then(|| {
        let names = shops.into_iter().map(|shop| shop.name).collect::<Vec<_>>().join(", ");
        view! { <p>{text!(lang, privacy.last_of_shop, shops = names)}</p> }
    });
    view! {
        <section class="notice notice-warning" aria-labelledby="first-title">
            <h2 id="first-title">{text!(lang, privacy.first_title)}</h2>
            {with_orders}
            {with_shops}
            <p><a href=paths::help_topic(locale, "contact")>{text!(lang, common.help_contact)}</a></p>
        </section>
    }
    .sealed()
}

#[component]
fn DeletionForm(email: String, has_password: bool, refused: AccountDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = RwSignal::new(sentences(lang, locale, &refused.problems));
    view! {
        <section class="account-part" aria-labelledby="delete-title">
            <h2 id="delete-title">{text!(lang, privacy.delete_title)}</h2>
            <p>{text!(lang, privacy.delete_text, email = email)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::account_deletion(locale) novalidate=true>
                <ConfirmField has_password trouble />
                <button class="button" type="submit">{text!(lang, privacy.delete)}</button>
            </form>
            <p><a href=paths::account_privacy(locale) rel="external">{text!(lang, privacy.back)}</a></p>
        </section>
    }
    .sealed()
}
