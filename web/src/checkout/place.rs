//! Placing the order: the same for scripts and for plain forms.

use super::{CheckoutFields, FieldProblem, fields::Checked};
use crate::{
    addresses::{AddressInput, save_address},
    carts::PaymentMethod,
    data::{LoadError, SharedTransport, schema, send},
};
use cynic::MutationBuilder;
use serde::{Deserialize, Serialize};

/// How placing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceOutcome {
    /// There is an order.
    Placed {
        /// Its id.
        id: String,
        /// With which a guest finds it again.
        access_token: Option<String>,
    },
    /// There is none.
    Refused(Obstacles),
}

/// What stands between the form and an order. It travels in the page that answers a plain form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacles {
    /// Fields to put right, by name.
    pub fields: Vec<(String, FieldProblem)>,
    /// Lines of the cart that cannot be bought like this.
    pub lines: Vec<(String, LineObstacle)>,
    /// Something about the whole.
    pub whole: Option<Whole>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineObstacle {
    /// Only so many are left.
    Left(i32),
    /// It is not sold any more.
    Gone,
    /// Its price is another now.
    Price,
}

/// What is wrong with the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whole {
    /// Nothing is in the cart: most likely it was ordered already.
    CartEmpty,
    /// A chosen delivery is not offered any more.
    Delivery,
    /// A shop does not deliver to the country of the address, or not in the chosen way.
    Country,
    /// The payment method is not offered for this cart.
    Payment,
    /// With the chosen deliveries the total is another than the one shown.
    TotalChanged,
    /// This checkout has placed an order with other details.
    AlreadyPlaced,
    /// The API was not reached; nobody knows whether the order was placed, and trying again is safe.
    Unreachable,
    /// The API could not do it now.
    Failed,
}

impl From<Whole> for Obstacles {
    fn from(whole: Whole) -> Self {
        Self { whole: Some(whole), ..Self::default() }
    }
}

/// Places the order that the form describes.
pub async fn place_order(transport: &SharedTransport, fields: &CheckoutFields, signed_in: bool) -> PlaceOutcome {
    let checked = match fields.check(signed_in) {
        Ok(checked) => checked,
        Err(fields) => return PlaceOutcome::Refused(Obstacles { fields, ..Obstacles::default() }),
    };
    let payload = match send(transport, PlaceMutation::build(variables(fields, checked))).await {
        Ok(PlaceMutation { order_place }) => order_place,
        Err(LoadError::Unreachable) => return PlaceOutcome::Refused(Whole::Unreachable.into()),
        Err(LoadError::Refused { code, .. }) if code == "CONFLICT" => {
            return PlaceOutcome::Refused(Whole::AlreadyPlaced.into());
        }
        Err(_) => return PlaceOutcome::Refused(Whole::Failed.into()),
    };
    match payload {
        PlacePayload { order: Some(order), user_errors } if user_errors.is_empty() => {
            if fields.keep_address && signed_in {
                // The order is placed: an address book that is full takes nothing away from it.
                let _ = save_address(transport, None, &fields.address).await;
            }
            PlaceOutcome::Placed { id: order.id.into_inner(), access_token: order.access_token }
        }
        PlacePayload { user_errors, .. } => PlaceOutcome::Refused(obstacles(user_errors)),
    }
}

fn variables(fields: &CheckoutFields, checked: Checked) -> PlaceVariables {
    let Checked { email, address, payment } = checked;
    let input = PlaceInput {
        email: email.map(String::from),
        shipping_address: address.into(),
        delivery_option_ids: fields.deliveries.iter().map(cynic::Id::new).collect(),
        payment_method: payment,
        idempotency_key: fields.key.clone(),
    };
    PlaceVariables { input }
}

fn obstacles(errors: Vec<PlaceError>) -> Obstacles {
    let mut found = Obstacles::default();
    for PlaceError { code, field, line_id, available_quantity } in errors {
        let mut at_line = |obstacle| match &line_id {
            Some(id) => found.lines.push((id.inner().to_owned(), obstacle)),
            None => found.whole = Some(Whole::Failed),
        };
        match code {
            PlaceErrorCode::NotEnoughStock => at_line(LineObstacle::Left(available_quantity.unwrap_or(0))),
            PlaceErrorCode::NoLongerSold => at_line(LineObstacle::Gone),
            PlaceErrorCode::PriceChanged => at_line(LineObstacle::Price),
            PlaceErrorCode::EmailRequired => found.fields.push(("email".to_owned(), FieldProblem::Missing)),
            PlaceErrorCode::EmailInvalid => found.fields.push(("email".to_owned(), FieldProblem::Email)),
            PlaceErrorCode::AddressInvalid => {
                let name = field.and_then(|path| path.into_iter().next_back()).unwrap_or_else(|| "line1".to_owned());
                found.fields.push((name, FieldProblem::Unclear));
            }
            PlaceErrorCode::CartNotFound | PlaceErrorCode::CartEmpty => found.whole = Some(Whole::CartEmpty),
            PlaceErrorCode::DeliveryOptionNotFound => found.whole = Some(Whole::Delivery),
            PlaceErrorCode::CountryNotServed => found.whole = Some(Whole::Country),
            PlaceErrorCode::PaymentMethodNotAvailable => found.whole = Some(Whole::Payment),
        }
    }
    if found == Obstacles::default() {
        found.whole = Some(Whole::Failed);
    }
    found
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "OrderPlaceInput")]
struct PlaceInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    shipping_address: AddressInput,
    delivery_option_ids: Vec<cynic::Id>,
    payment_method: PaymentMethod,
    idempotency_key: String,
}

#[derive(cynic::QueryVariables)]
struct PlaceVariables {
    input: PlaceInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PlaceVariables")]
struct PlaceMutation {
    #[arguments(input: $input)]
    order_place: PlacePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderPlacePayload")]
struct PlacePayload {
    order: Option<PlacedOrder>,
    user_errors: Vec<PlaceError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Order")]
struct PlacedOrder {
    id: cynic::Id,
    access_token: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderPlaceUserError")]
struct PlaceError {
    code: PlaceErrorCode,
    field: Option<Vec<String>>,
    line_id: Option<cynic::Id>,
    available_quantity: Option<i32>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderPlaceErrorCode")]
enum PlaceErrorCode {
    CartNotFound,
    CartEmpty,
    EmailRequired,
    EmailInvalid,
    AddressInvalid,
    DeliveryOptionNotFound,
    CountryNotServed,
    PaymentMethodNotAvailable,
    NotEnoughStock,
    NoLongerSold,
    PriceChanged,
}
