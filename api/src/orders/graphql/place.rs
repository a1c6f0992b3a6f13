//! Placing orders over the API.

use super::Order;
use crate::carts::Which;
use crate::failure::Failure;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::idempotency::KeyError;
use crate::orders::{self, OrderRequest, PlaceError, Refusal};
use crate::payments::graphql::PaymentMethod;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::Email;
use shared::address::{Address, AddressError};

/// Where an order goes.
#[derive(InputObject)]
pub struct AddressInput {
    /// Who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: String,
    /// Province, state or marz.
    pub region: Option<String>,
    /// Postal code; some countries have none.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone for the carrier.
    pub phone: Option<String>,
}

impl From<AddressInput> for Address {
    fn from(input: AddressInput) -> Self {
        let AddressInput { name, line1, line2, city, region, postal_code, country_code, phone } = input;
        Self { name, line1, line2, city, region, postal_code, country_code, phone }
    }
}

/// An order of what is in a cart.
#[derive(InputObject)]
pub struct OrderPlaceInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
    /// Where the buyer gets mail; somebody signed in may leave it out.
    pub email: Option<String>,
    /// Where it goes.
    pub shipping_address: AddressInput,
    /// How shops deliver; for shops that are not among them the cart's choice counts, else the cheapest that brings it.
    pub delivery_option_ids: Option<Vec<ID>>,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// 1 to 200 characters, new for each order: the same key with the same input gives the same answer for 24 hours.
    pub idempotency_key: String,
}

/// The answer of `orderPlace`.
#[derive(SimpleObject)]
pub struct OrderPlacePayload {
    /// The order.
    pub order: Option<Order>,
    /// Why nothing was ordered; then nothing was changed either.
    pub user_errors: Vec<OrderPlaceUserError>,
}

/// What is wrong with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderPlaceErrorCode {
    /// There is no such cart for this visitor.
    CartNotFound,
    /// The cart is empty, perhaps because it was ordered already.
    CartEmpty,
    /// A guest must say where to write to.
    EmailRequired,
    /// Not an e-mail address.
    EmailInvalid,
    /// A field of the address is missing, too long, or does not fit the country.
    AddressInvalid,
    /// No shop of the cart has this delivery option.
    DeliveryOptionNotFound,
    /// The delivery of a shop does not go to the address's country: choose another of its options, or remove what it
    /// sells.
    CountryNotServed,
    /// This installation does not offer this way of paying.
    PaymentMethodNotAvailable,
    /// Fewer are left than a line asks for; see `lineId` and `availableQuantity`.
    NotEnoughStock,
    /// A line's product is not sold any more.
    NoLongerSold,
    /// A line costs more than when its price was last seen: `cartWarningsAcknowledge` accepts it.
    PriceChanged,
}

/// Why an order was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrderPlaceUserError {
    /// The reason, for programs.
    pub code: OrderPlaceErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
    /// The cart's line concerned.
    pub line_id: Option<ID>,
    /// How many are left, when there are not enough.
    pub available_quantity: Option<i32>,
}

impl OrderPlaceUserError {
    fn at(field: &[&str], code: OrderPlaceErrorCode, message: &dyn ToString) -> Self {
        let field = field.iter().map(|name| (*name).to_owned()).collect();
        Self { code, message: message.to_string(), field: Some(field), line_id: None, available_quantity: None }
    }
}

impl From<AddressError> for OrderPlaceUserError {
    fn from(error: AddressError) -> Self {
        Self::at(&["shippingAddress", error.field().name()], OrderPlaceErrorCode::AddressInvalid, &error)
    }
}

impl From<PlaceError> for OrderPlaceUserError {
    fn from(error: PlaceError) -> Self {
        use OrderPlaceErrorCode as Code;
        let (code, field, line_id, available) = match error {
            PlaceError::CartNotFound => (Code::CartNotFound, Some(vec!["cartId".to_owned()]), None, None),
            PlaceError::CartEmpty => (Code::CartEmpty, Some(vec!["cartId".to_owned()]), None, None),
            PlaceError::EmailRequired => (Code::EmailRequired, Some(vec!["email".to_owned()]), None, None),
            PlaceError::DeliveryOptionNotFound(position) => {
                let field = vec!["deliveryOptionIds".to_owned(), position.to_string()];
                (Code::DeliveryOptionNotFound, Some(field), None, None)
            }
            PlaceError::CountryNotServed { position, .. } => {
                let field = match position {
                    Some(position) => vec!["deliveryOptionIds".to_owned(), position.to_string()],
                    None => vec!["shippingAddress".to_owned(), "countryCode".to_owned()],
                };
                (Code::CountryNotServed, Some(field), None, None)
            }
            PlaceError::PaymentMethodNotAvailable => {
                (Code::PaymentMethodNotAvailable, Some(vec!["paymentMethod".to_owned()]), None, None)
            }
            PlaceError::NotEnoughStock { line_id, available } => {
                (Code::NotEnoughStock, None, Some(line_id), Some(available.cast_signed()))
            }
            PlaceError::NoLongerSold { line_id } => (Code::NoLongerSold, None, Some(line_id), Some(0)),
            PlaceError::PriceChanged { line_id, .. } => (Code::PriceChanged, None, Some(line_id), None),
        };
        Self { code, message: error.to_string(), field, line_id: line_id.map(ids::show), available_quantity: available }
    }
}

/// Placing orders.
#[derive(Default)]
pub struct OrderPlaceMutation;

#[Object]
impl OrderPlaceMutation {
    /// Places an order of everything in a cart, all or nothing: stock is reserved over all lines at once, and the cart
    /// is empty then. `order.accessToken` is given here only; whoever has it may follow the order.
    async fn order_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderPlaceInput,
    ) -> Result<OrderPlacePayload> {
        let idempotency_key = input.idempotency_key.clone();
        let request = match parse(ctx, input) {
            Ok(request) => request,
            Err(user_errors) => return Ok(OrderPlacePayload { order: None, user_errors }),
        };
        let errors = match orders::place(ctx.app(), ctx.actor(), &request, &idempotency_key).await {
            Ok(placed) => {
                if placed.replayed {
                    ctx.visitor().effects.push(Effect::Replayed);
                }
                let order = Some(Order::just_placed(placed.order, placed.access_token));
                return Ok(OrderPlacePayload { order, user_errors: Vec::new() });
            }
            Err(Failure::Refused(Refusal::Errors(errors))) => errors,
            Err(Failure::Refused(Refusal::Key(error))) => return Err(key_fault(error)).or_fault(ctx),
            Err(Failure::NotFound) => vec![PlaceError::CartNotFound],
            Err(Failure::Internal(error)) => return Err(Fault::Internal(error)).or_fault(ctx),
        };
        Ok(OrderPlacePayload { order: None, user_errors: errors.into_iter().map(Into::into).collect() })
    }
}

pub(super) fn key_fault(error: KeyError) -> Fault {
    match error {
        KeyError::Malformed => Fault::BadUserInput(error.to_string()),
        KeyError::Conflict => Fault::Conflict(error.to_string()),
    }
}

/// The order, or everything that is wrong with how it is written.
fn parse(ctx: &Context<'_>, input: OrderPlaceInput) -> Result<OrderRequest, Vec<OrderPlaceUserError>> {
    let mut errors: Vec<OrderPlaceUserError> = Vec::new();
    let asked = match &input.cart_id {
        None => None,
        Some(id) => ids::lookup(id).or_else(|| {
            errors.push(PlaceError::CartNotFound.into());
            None
        }),
    };
    let email = input.email.filter(|text| !text.trim().is_empty()).map(Email::try_from).transpose();
    if let Err(error) = &email {
        errors.push(OrderPlaceUserError::at(&["email"], OrderPlaceErrorCode::EmailInvalid, error));
    }
    let address = Address::from(input.shipping_address).checked();
    if let Err(wrong) = &address {
        errors.extend(wrong.iter().map(|error| OrderPlaceUserError::from(*error)));
    }
    let delivery: Vec<_> = input.delivery_option_ids.unwrap_or_default().iter().map(ids::lookup).collect();
    if let Some(position) = delivery.iter().position(Option::is_none) {
        errors.push(PlaceError::DeliveryOptionNotFound(position).into());
    }
    let visitor = ctx.visitor();
    match (email, address) {
        (Ok(email), Ok(address)) if errors.is_empty() => Ok(OrderRequest {
            cart: Which { asked, remembered: visitor.cart_id },
            email,
            address,
            delivery: delivery.into_iter().flatten().collect(),
            method: input.payment_method.into(),
            locale: visitor.locale,
        }),
        _ => Err(errors),
    }
}
