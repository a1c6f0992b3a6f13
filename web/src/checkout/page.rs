//! The checkout's page.

use super::{CheckoutFields, Obstacles, countries::likely, form::CheckoutForm};
use crate::{
    carts::{CartContent, Empty},
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a plain form brought that could not become an order: the host puts it into the context of the page with
/// which it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutDraft {
    /// The fields as they were sent.
    pub fields: CheckoutFields,
    /// What stands in the way.
    pub obstacles: Obstacles,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
struct CheckoutQuery {
    cart: Option<CartContent>,
    me: Option<Buyer>,
}

/// Who is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Account")]
pub(super) struct Buyer {
    pub(super) email: String,
    display_name: String,
    #[arguments(first: 1)]
    orders: LastOrder,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderConnection")]
struct LastOrder {
    nodes: Vec<LastAddress>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Order")]
struct LastAddress {
    shipping_address: Option<AddressFields>,
}

/// An address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Address")]
struct AddressFields {
    name: String,
    line1: String,
    line2: Option<String>,
    city: String,
    region: Option<String>,
    postal_code: Option<String>,
    country_code: String,
    phone: Option<String>,
}

/// The checkout, on one page: who, where to, how it comes, how it is paid, and the summary with the button.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| CheckoutQuery::build(()));
    let draft = SharedValue::new(use_context::<CheckoutDraft>).into_inner();
    view! {
        <Head title=text!(lang, checkout.title) description="" path="/checkout" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |CheckoutQuery { cart, me }| match cart {
                Some(cart) if !cart.parts.is_empty() => {
                    let draft = draft.clone().unwrap_or_else(|| CheckoutDraft {
                        fields: prefilled(me.as_ref(), likely(locale)),
                        obstacles: Obstacles::default(),
                    });
                    view! { <CheckoutForm cart buyer=me draft /> }.sealed()
                }
                _ => view! { <Empty /> }.sealed(),
            }
        />
    }
}

/// What is known already: an account's last address.
fn prefilled(buyer: Option<&Buyer>, country: &str) -> CheckoutFields {
    let country = country.to_owned();
    let Some(buyer) = buyer else { return CheckoutFields { country_code: country, ..CheckoutFields::default() } };
    let last = buyer.orders.nodes.first().and_then(|order| order.shipping_address.clone());
    match last {
        Some(address) => CheckoutFields {
            name: address.name,
            line1: address.line1,
            line2: address.line2.unwrap_or_default(),
            city: address.city,
            region: address.region.unwrap_or_default(),
            postal_code: address.postal_code.unwrap_or_default(),
            country_code: address.country_code,
            phone: address.phone.unwrap_or_default(),
            ..CheckoutFields::default()
        },
        None => CheckoutFields { name: buyer.display_name.clone(), country_code: country, ..CheckoutFields::default() },
    }
}
