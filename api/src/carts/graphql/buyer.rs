//! What a checkout was told so far, in the API.

use crate::carts::buyer::{self, Buyer, BuyerError};
use crate::carts::entity;
use crate::failure::Failure;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrFault, refusal};
use crate::graphql::scalars::DateTime;
use crate::payments::graphql::PaymentMethod;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};

/// What a checkout was told so far, as it was typed: perhaps unfinished, perhaps wrong. Only the account that owns the
/// cart sees it; of a guest's cart, only the browser that holds the cart in its cookie.
#[derive(SimpleObject)]
pub struct CartBuyer {
    /// Where the buyer gets mail; perhaps empty.
    pub email: String,
    /// Where it is to go.
    pub shipping_address: AddressDraft,
    /// How it is to be paid; null when nothing was chosen.
    pub payment_method: Option<PaymentMethod>,
    /// Whether the address is to go into the account's address book.
    pub keep_address: bool,
    /// When it was kept.
    pub updated_at: DateTime,
}

/// An address as somebody has typed it so far. Every field may be empty.
#[derive(SimpleObject)]
pub struct AddressDraft {
    /// Who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: String,
    /// Town or city.
    pub city: String,
    /// Province, state or marz.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone for the carrier.
    pub phone: String,
}

impl From<entity::buyer::Model> for CartBuyer {
    fn from(entity::buyer::Model { buyer, updated_at, .. }: entity::buyer::Model) -> Self {
        let Buyer { email, name, line1, line2, city, region, postal_code, country_code, phone, keep_address, payment } =
            buyer;
        Self {
            email,
            shipping_address: AddressDraft { name, line1, line2, city, region, postal_code, country_code, phone },
            payment_method: payment.map(Into::into),
            keep_address,
            updated_at: updated_at.into(),
        }
    }
}

/// An address as it has been typed so far. What is left out is empty.
#[derive(Default, InputObject)]
pub struct AddressDraftInput {
    /// Who receives it.
    pub name: Option<String>,
    /// Street and house number.
    pub line1: Option<String>,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: Option<String>,
    /// Province, state or marz.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    /// Telephone for the carrier.
    pub phone: Option<String>,
}

/// What to keep with a cart, in place of all that was kept before.
#[derive(InputObject)]
pub struct CartBuyerUpdateInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
    /// Where the buyer gets mail, as it was typed.
    pub email: Option<String>,
    /// Where it is to go.
    pub shipping_address: Option<AddressDraftInput>,
    /// How it is to be paid.
    pub payment_method: Option<PaymentMethod>,
    /// Whether the address is to go into the account's address book.
    pub keep_address: Option<bool>,
}

/// The answer of `cartBuyerUpdate`.
#[derive(SimpleObject)]
pub struct CartBuyerUpdatePayload {
    /// What is kept now.
    pub buyer: Option<CartBuyer>,
    /// Why nothing was kept.
    pub user_errors: Vec<CartBuyerUserError>,
}

/// What is wrong with what is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CartBuyerErrorCode {
    /// The visitor has no such cart with anything in it. A guest's cart is theirs whose browser holds it in its cookie.
    CartNotFound,
    /// A field has more than 254 characters.
    TooLong,
}

/// Why nothing was kept.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartBuyerUserError {
    /// The reason, for programs.
    pub code: CartBuyerErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<BuyerError> for CartBuyerUserError {
    fn from(error: BuyerError) -> Self {
        let (code, field) = match error {
            BuyerError::CartNotFound => (CartBuyerErrorCode::CartNotFound, vec!["cartId".to_owned()]),
            BuyerError::TooLong("email") => (CartBuyerErrorCode::TooLong, vec!["email".to_owned()]),
            BuyerError::TooLong(field) => {
                (CartBuyerErrorCode::TooLong, vec!["shippingAddress".to_owned(), field.to_owned()])
            }
        };
        Self { code, message: error.to_string(), field: Some(field) }
    }
}

impl From<CartBuyerUpdateInput> for Buyer {
    fn from(input: CartBuyerUpdateInput) -> Self {
        let AddressDraftInput { name, line1, line2, city, region, postal_code, country_code, phone } =
            input.shipping_address.unwrap_or_default();
        Self {
            email: input.email.unwrap_or_default(),
            name: name.unwrap_or_default(),
            line1: line1.unwrap_or_default(),
            line2: line2.unwrap_or_default(),
            city: city.unwrap_or_default(),
            region: region.unwrap_or_default(),
            postal_code: postal_code.unwrap_or_default(),
            country_code: country_code.unwrap_or_default(),
            phone: phone.unwrap_or_default(),
            keep_address: input.keep_address.unwrap_or(false),
            payment: input.payment_method.map(Into::into),
        }
    }
}

/// Keeping what a checkout was told.
#[derive(Default)]
pub struct CartBuyerMutation;

#[Object]
impl CartBuyerMutation {
    /// Keeps what a checkout was told so far, as it was typed, for 30 days or until the order is placed. Nothing is
    /// checked but its length; the cart does not count as changed.
    async fn cart_buyer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to keep.")] input: CartBuyerUpdateInput,
    ) -> Result<CartBuyerUpdatePayload> {
        let done = match super::input::which(ctx, input.cart_id.as_ref()) {
            Ok(which) => buyer::keep(ctx.app(), ctx.actor(), which, input.into()).await,
            Err(_) => Err(Failure::NotFound),
        };
        Ok(match done {
            Ok(kept) => CartBuyerUpdatePayload { buyer: Some(kept.into()), user_errors: Vec::new() },
            Err(failure) => {
                let error = refusal(failure, BuyerError::CartNotFound).or_fault(ctx)?;
                CartBuyerUpdatePayload { buyer: None, user_errors: vec![error.into()] }
            }
        })
    }
}
