//! The checkout's page.

use super::{
    CheckoutFields, Obstacles, Whole, countries::likely, fields::payment_name, form::CheckoutForm, keep::KeptBuyer,
    signed_out::SignedOut,
};
use crate::{
    addresses::{AddressFields, AddressText, SavedAddressFields},
    carts::{CartContent, CartPartFields, CartWarningFields, Empty, PaymentMethod, PaymentMethodFields},
    data::{Loaded, MoneyFields, RateFields, scalars::DateTime, schema, use_query},
    i18n::{use_language, use_locale},
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
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
    cart: Option<CheckoutCart>,
    me: Option<Buyer>,
}

/// The cart with what its checkout was told so far: the fields of [`CartContent`], and the buyer's.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Cart")]
struct CheckoutCart {
    id: cynic::Id,
    parts: Vec<CartPartFields>,
    total_quantity: i32,
    subtotal: MoneyFields,
    delivery_total: MoneyFields,
    total: MoneyFields,
    #[cynic(alias, rename = "total")]
    rate: RateFields,
    warnings: Vec<CartWarningFields>,
    payment_methods: Vec<PaymentMethodFields>,
    updated_at: DateTime,
    buyer: Option<KeptBuyer>,
}

impl CheckoutCart {
    fn apart(self) -> (CartContent, Option<KeptBuyer>) {
        let cart = CartContent {
            id: self.id,
            parts: self.parts,
            total_quantity: self.total_quantity,
            subtotal: self.subtotal,
            delivery_total: self.delivery_total,
            total: self.total,
            rate: self.rate,
            warnings: self.warnings,
            payment_methods: self.payment_methods,
            updated_at: self.updated_at,
        };
        (cart, self.buyer)
    }
}

/// Who is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Account")]
pub(super) struct Buyer {
    pub(super) email: String,
    display_name: String,
    pub(super) addresses: Vec<SavedAddressFields>,
    #[arguments(first: 1)]
    orders: LastOrder,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderConnection")]
struct LastOrder {
    nodes: Vec<LastOrderFields>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Order")]
struct LastOrderFields {
    shipping_address: Option<AddressFields>,
    payment: LastPayment,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
struct LastPayment {
    method: PaymentMethod,
}

/// The checkout, on one page: who, where to, how it comes, how it is paid, and the summary with the button.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| CheckoutQuery::build(()));
    let draft = SharedValue::new(use_context::<CheckoutDraft>).into_inner();
    let asked = use_query_map().read_untracked().get("address");
    view! {
        <Head title=text!(lang, checkout.title) description="" path="/checkout" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |CheckoutQuery { cart, me }| match cart {
                Some(cart) if !cart.parts.is_empty() => {
                    let (cart, kept) = cart.apart();
                    let resumed = kept.is_some() && draft.is_none();
                    let draft = draft.clone().unwrap_or_else(|| CheckoutDraft {
                        fields: begin(me.as_ref(), kept, asked.as_deref(), likely(locale)),
                        obstacles: Obstacles::default(),
                    });
                    view! { <CheckoutForm cart buyer=me draft resumed /> }.sealed()
                }
                _ => match draft.clone() {
                    Some(draft) if draft.obstacles.whole == Some(Whole::SignedOut) => {
                        view! { <SignedOut draft /> }.sealed()
                    }
                    _ => view! { <Empty /> }.sealed(),
                },
            }
        />
    }
}

/// What the fields begin with: what was typed before, else what is known already. An address that was asked for goes
/// before both.
fn begin(buyer: Option<&Buyer>, kept: Option<KeptBuyer>, asked: Option<&str>, country: &str) -> CheckoutFields {
    let known = prefilled(buyer, asked, country);
    let Some(kept) = kept else { return known };
    let mut fields = CheckoutFields::from(kept);
    let chosen =
        asked.is_some_and(|id| buyer.is_some_and(|buyer| buyer.addresses.iter().any(|it| it.id.inner() == id)));
    if chosen {
        fields.address = known.address;
    } else if fields.address.country_code.is_empty() {
        fields.address.country_code = known.address.country_code;
    }
    fields
}

/// What is known already: the address that was asked for, else the account's default, else that of its last order; and
/// how that one was paid. How it comes the cart itself remembers.
fn prefilled(buyer: Option<&Buyer>, asked: Option<&str>, country: &str) -> CheckoutFields {
    let blank = AddressText { country_code: country.to_owned(), ..AddressText::default() };
    let Some(buyer) = buyer else { return CheckoutFields { address: blank, ..CheckoutFields::default() } };
    let last = buyer.orders.nodes.first();
    let chosen = asked.and_then(|id| buyer.addresses.iter().find(|saved| saved.id.inner() == id));
    let default = || buyer.addresses.iter().find(|saved| saved.is_default);
    let known = chosen.or_else(default).map(|saved| saved.address.clone());
    let known = known.or_else(|| last.and_then(|order| order.shipping_address.clone()));
    let address = known.map_or_else(|| AddressText { name: buyer.display_name.clone(), ..blank }, AddressText::from);
    let payment = last.map(|order| payment_name(order.payment.method).to_owned()).unwrap_or_default();
    CheckoutFields { address, payment, ..CheckoutFields::default() }
}
