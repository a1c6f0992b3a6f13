//! Keeping what is typed with the cart, so that the checkout goes on after a reload, a crash, or on another device of
//! the account. The same for scripts and for plain forms.

use super::{CheckoutFields, fields::payment_method};
use crate::{
    addresses::AddressText,
    carts::PaymentMethod,
    data::{SharedTransport, schema, send},
};
use cynic::MutationBuilder;

/// Keeps the fields as they are now; whether they are kept.
pub async fn keep_buyer(transport: &SharedTransport, fields: &CheckoutFields) -> bool {
    let answer = send(transport, KeepMutation::build(KeepVariables { input: fields.into() })).await;
    answer.is_ok_and(|answer| answer.cart_buyer_update.buyer.is_some())
}

/// What was kept.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CartBuyer")]
pub(super) struct KeptBuyer {
    email: String,
    shipping_address: KeptAddress,
    payment_method: Option<PaymentMethod>,
    keep_address: bool,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "AddressDraft")]
struct KeptAddress {
    name: String,
    line1: String,
    line2: String,
    city: String,
    region: String,
    postal_code: String,
    country_code: String,
    phone: String,
}

impl From<KeptBuyer> for CheckoutFields {
    fn from(kept: KeptBuyer) -> Self {
        let KeptBuyer { email, shipping_address, payment_method, keep_address } = kept;
        let KeptAddress { name, line1, line2, city, region, postal_code, country_code, phone } = shipping_address;
        Self {
            email,
            address: AddressText { name, line1, line2, city, region, postal_code, country_code, phone },
            keep_address,
            payment: payment_method.map(super::payment_name).unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "CartBuyerUpdateInput")]
struct KeepInput {
    email: Option<String>,
    shipping_address: Option<AddressDraftInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    payment_method: Option<PaymentMethod>,
    keep_address: Option<bool>,
}

#[derive(cynic::InputObject)]
struct AddressDraftInput {
    name: Option<String>,
    line1: Option<String>,
    line2: Option<String>,
    city: Option<String>,
    region: Option<String>,
    postal_code: Option<String>,
    country_code: Option<String>,
    phone: Option<String>,
}

impl From<&CheckoutFields> for KeepInput {
    fn from(fields: &CheckoutFields) -> Self {
        let AddressText { name, line1, line2, city, region, postal_code, country_code, phone } = fields.address.clone();
        let shipping_address = AddressDraftInput {
            name: Some(name),
            line1: Some(line1),
            line2: Some(line2),
            city: Some(city),
            region: Some(region),
            postal_code: Some(postal_code),
            country_code: Some(country_code),
            phone: Some(phone),
        };
        Self {
            email: Some(fields.email.clone()),
            shipping_address: Some(shipping_address),
            payment_method: payment_method(&fields.payment),
            keep_address: Some(fields.keep_address),
        }
    }
}

#[derive(cynic::QueryVariables)]
struct KeepVariables {
    input: KeepInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "KeepVariables")]
struct KeepMutation {
    #[arguments(input: $input)]
    cart_buyer_update: KeepPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CartBuyerUpdatePayload")]
struct KeepPayload {
    buyer: Option<KeptMark>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CartBuyer")]
struct KeptMark {
    #[expect(dead_code, reason = "that it is there is all that is asked")]
    keep_address: bool,
}

/// The request that keeps these fields, for a page that is about to go.
#[cfg(feature = "hydrate")]
pub(super) fn keep_request(fields: &CheckoutFields) -> String {
    let operation = KeepMutation::build(KeepVariables { input: fields.into() });
    serde_json::to_string(&operation).unwrap_or_default()
}
