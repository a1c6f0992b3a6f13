//! Changing carts over the API.

use super::Cart;
use crate::carts::{self, CartError, LineChange, NewLine, Which};
use crate::failure::Outcome;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::Quantity;
use shared::id::CartId;

/// What is wrong with a change of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CartErrorCode {
    /// There is no such cart for this visitor.
    CartNotFound,
    /// The line is not in the cart.
    LineNotFound,
    /// The variant is not for sale.
    VariantNotFound,
    /// The quantity is not 1 to 999 (0 to 999 where 0 removes), also together with what is in the cart already.
    QuantityInvalid,
    /// Fewer are left; see `availableQuantity`.
    NotEnoughStock,
    /// The cart would have more than 100 lines.
    TooManyLines,
    /// No shop of the cart has this delivery option.
    DeliveryOptionNotFound,
}

/// Why a change of a cart was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartUserError {
    /// The reason, for programs.
    pub code: CartErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
    /// How many are left, when there are not enough.
    pub available_quantity: Option<i32>,
}

/// A variant and how many of it.
#[derive(InputObject)]
pub struct CartLineInput {
    /// What to add.
    pub variant_id: ID,
    /// How many more, 1 to 999.
    pub quantity: i32,
}

/// What to put into which cart.
#[derive(InputObject)]
pub struct CartLinesAddInput {
    /// The cart; by default the visitor's own, which is made when there is none.
    pub cart_id: Option<ID>,
    /// What to add.
    pub lines: Vec<CartLineInput>,
}

/// A line's new quantity.
#[derive(InputObject)]
pub struct CartLineUpdateInput {
    /// The line.
    pub id: ID,
    /// Its quantity, 0 to 999; 0 removes it.
    pub quantity: i32,
}

/// Which lines of which cart get which quantity.
#[derive(InputObject)]
pub struct CartLinesUpdateInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
    /// The new quantities.
    pub lines: Vec<CartLineUpdateInput>,
}

/// Which lines leave which cart.
#[derive(InputObject)]
pub struct CartLinesRemoveInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
    /// The lines.
    pub line_ids: Vec<ID>,
}

/// How shops of a cart are to deliver.
#[derive(InputObject)]
pub struct CartDeliveryUpdateInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
    /// Options of shops in the cart; shops that are not among them keep what they have.
    pub delivery_option_ids: Vec<ID>,
}

/// The cart whose warnings are accepted.
#[derive(InputObject)]
pub struct CartWarningsAcknowledgeInput {
    /// The cart; by default the visitor's own.
    pub cart_id: Option<ID>,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The cart as it is now; after a refusal, as it was.
            pub cart: Option<Cart>,
            /// Why nothing was changed.
            pub user_errors: Vec<CartUserError>,
        }

        impl From<Answer> for $name {
            fn from(answer: Answer) -> Self {
                Self { cart: answer.cart, user_errors: answer.user_errors }
            }
        }
    )+};
}

payloads! {
    /// The answer of `cartLinesAdd`.
    CartLinesAddPayload,
    /// The answer of `cartLinesUpdate`.
    CartLinesUpdatePayload,
    /// The answer of `cartLinesRemove`.
    CartLinesRemovePayload,
    /// The answer of `cartDeliveryUpdate`.
    CartDeliveryUpdatePayload,
    /// The answer of `cartWarningsAcknowledge`.
    CartWarningsAcknowledgePayload,
}

/// What every change of a cart answers.
struct Answer {
    cart: Option<Cart>,
    user_errors: Vec<CartUserError>,
}

/// Changing carts.
#[derive(Default)]
pub struct CartMutation;

#[Object]
impl CartMutation {
    /// Puts things into a cart, all or nothing. Without a cart it makes one.
    async fn cart_lines_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to add.")] input: CartLinesAddInput,
    ) -> Result<CartLinesAddPayload> {
        let done = async {
            let which = which(ctx, input.cart_id.as_ref())?;
            let line = |(position, line): (usize, &CartLineInput)| {
                Ok(NewLine {
                    variant_id: ids::lookup(&line.variant_id).ok_or(CartError::VariantNotFound(position))?,
                    quantity: line.quantity.try_into().map_err(|_| CartError::QuantityInvalid(position))?,
                })
            };
            let lines = parse(&input.lines, line)?;
            let id = carts::add_lines(ctx.app(), ctx.actor(), ctx.visitor().consent.as_ref(), which, &lines).await?;
            let visitor = ctx.visitor();
            if visitor.actor.account_id().is_none() && which.asked.is_none() && visitor.cart_id != Some(id) {
                visitor.effects.push(Effect::SetCart(id));
            }
            Ok(id)
        };
        Ok(answer(ctx, done.await, input.cart_id.as_ref(), "variantId").await.or_fault(ctx)?.into())
    }

    /// Gives lines of a cart another quantity, all or nothing.
    async fn cart_lines_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new quantities.")] input: CartLinesUpdateInput,
    ) -> Result<CartLinesUpdatePayload> {
        let done = async {
            let which = which(ctx, input.cart_id.as_ref())?;
            let change = |(position, line): (usize, &CartLineUpdateInput)| {
                let quantity = match line.quantity {
                    0 => None,
                    more => Some(Quantity::try_from(more).map_err(|_| CartError::QuantityInvalid(position))?),
                };
                Ok(LineChange { id: ids::lookup(&line.id).ok_or(CartError::LineNotFound(position))?, quantity })
            };
            let changes = parse(&input.lines, change)?;
            carts::update_lines(ctx.app(), ctx.actor(), which, &changes).await
        };
        Ok(answer(ctx, done.await, input.cart_id.as_ref(), "id").await.or_fault(ctx)?.into())
    }

    /// Removes lines from a cart, all or nothing.
    async fn cart_lines_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lines.")] input: CartLinesRemoveInput,
    ) -> Result<CartLinesRemovePayload> {
        let done = async {
            let which = which(ctx, input.cart_id.as_ref())?;
            let change = |(position, id): (usize, &ID)| {
                Ok(LineChange { id: ids::lookup(id).ok_or(CartError::LineNotFound(position))?, quantity: None })
            };
            let changes = parse(&input.line_ids, change)?;
            carts::update_lines(ctx.app(), ctx.actor(), which, &changes).await
        };
        Ok(answer(ctx, done.await, input.cart_id.as_ref(), "").await.or_fault(ctx)?.into())
    }

    /// Chooses how shops of a cart deliver.
    async fn cart_delivery_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The choices.")] input: CartDeliveryUpdateInput,
    ) -> Result<CartDeliveryUpdatePayload> {
        let done = async {
            let which = which(ctx, input.cart_id.as_ref())?;
            let option =
                |(position, id): (usize, &ID)| ids::lookup(id).ok_or(CartError::DeliveryOptionNotFound(position));
            let options = parse(&input.delivery_option_ids, option)?;
            carts::choose_delivery(ctx.app(), ctx.actor(), which, &options).await
        };
        Ok(answer(ctx, done.await, input.cart_id.as_ref(), "").await.or_fault(ctx)?.into())
    }

    /// Accepts a cart's warnings: prices as they are now, quantities lowered to what is left, and lines that cannot be
    /// bought any more leave the cart.
    async fn cart_warnings_acknowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cart.")] input: CartWarningsAcknowledgeInput,
    ) -> Result<CartWarningsAcknowledgePayload> {
        let done = async {
            let which = which(ctx, input.cart_id.as_ref())?;
            carts::acknowledge(ctx.app(), ctx.actor(), which).await
        };
        Ok(answer(ctx, done.await, input.cart_id.as_ref(), "").await.or_fault(ctx)?.into())
    }
}

/// The cart that an input means; a damaged id is a cart that is not there.
pub(super) fn which(ctx: &Context<'_>, id: Option<&ID>) -> Result<Which, CartError> {
    let asked = id.map(|id| ids::lookup::<CartId>(id).ok_or(CartError::CartNotFound)).transpose()?;
    Ok(Which { asked, remembered: ctx.visitor().cart_id })
}

fn parse<I, T>(items: &[I], one: impl Fn((usize, &I)) -> Result<T, CartError>) -> Result<Vec<T>, CartError> {
    items.iter().enumerate().map(one).collect()
}

/// The cart after a change, or why there was none. `id_field` is the field of an input line that names its thing.
async fn answer(
    ctx: &Context<'_>,
    done: Outcome<CartId, CartError>,
    asked: Option<&ID>,
    id_field: &str,
) -> Result<Answer, Fault> {
    let remembered = ctx.visitor().cart_id;
    match done {
        Ok(id) => {
            let cart = Cart::load(ctx, Which { asked: Some(id), remembered }).await?;
            Ok(Answer { cart, user_errors: Vec::new() })
        }
        Err(failure) => {
            let error = refusal(failure, CartError::CartNotFound)?;
            let cart = match error {
                CartError::CartNotFound => None,
                _ => Cart::load(ctx, Which { asked: asked.and_then(ids::lookup), remembered }).await?,
            };
            Ok(Answer { cart, user_errors: vec![show(error, id_field)] })
        }
    }
}

fn show(error: CartError, id_field: &str) -> CartUserError {
    let line = |position: usize, field: &str| vec!["lines".to_owned(), position.to_string(), field.to_owned()];
    let mut available_quantity = None;
    let (code, field) = match error {
        CartError::CartNotFound => (CartErrorCode::CartNotFound, vec!["cartId".to_owned()]),
        CartError::LineNotFound(position) if id_field.is_empty() => {
            (CartErrorCode::LineNotFound, vec!["lineIds".to_owned(), position.to_string()])
        }
        CartError::LineNotFound(position) => (CartErrorCode::LineNotFound, line(position, id_field)),
        CartError::VariantNotFound(position) => (CartErrorCode::VariantNotFound, line(position, id_field)),
        CartError::QuantityInvalid(position) => (CartErrorCode::QuantityInvalid, line(position, "quantity")),
        CartError::NotEnoughStock { position, available } => {
            available_quantity = Some(available.cast_signed());
            (CartErrorCode::NotEnoughStock, line(position, "quantity"))
        }
        CartError::TooManyLines => (CartErrorCode::TooManyLines, vec!["lines".to_owned()]),
        CartError::DeliveryOptionNotFound(position) => {
            (CartErrorCode::DeliveryOptionNotFound, vec!["deliveryOptionIds".to_owned(), position.to_string()])
        }
    };
    CartUserError { code, message: error.to_string(), field: Some(field), available_quantity }
}
