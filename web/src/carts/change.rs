//! Changing the cart: the same for scripts and for plain forms.

use super::{CartContent, CartProblem, add::CartErrorCode};
use crate::data::{LoadError, SharedTransport, schema, send};
use cynic::MutationBuilder;

/// One change of the visitor's cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another number of pieces; 0 takes the line out.
    Quantity {
        /// The line.
        line: String,
        /// Pieces.
        quantity: i32,
    },
    /// Takes a line out.
    Remove {
        /// The line.
        line: String,
    },
    /// How it comes, one option a shop; shops that are left out keep theirs.
    Delivery {
        /// The options.
        options: Vec<String>,
    },
    /// The shopper has read what changed.
    Acknowledge,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The cart as it is now; `None` when there is none.
    pub cart: Option<CartContent>,
    /// Why the change was refused.
    pub refused: Option<Refusal>,
}

/// Why a change was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub problem: CartProblem,
    /// How many are left, where that is the reason.
    pub left: Option<i32>,
}

/// Changes the visitor's cart.
///
/// # Errors
/// [`LoadError`] when the API was not reached or gave no answer.
pub async fn change_cart(transport: &SharedTransport, change: Change) -> Result<Changed, LoadError> {
    let payload = match change {
        Change::Quantity { line, quantity } => {
            let line = LineUpdate { id: cynic::Id::new(line), quantity };
            let variables = UpdateVariables { lines: vec![line] };
            send(transport, UpdateMutation::build(variables)).await?.cart_lines_update.into()
        }
        Change::Remove { line } => {
            let variables = RemoveVariables { line_ids: vec![cynic::Id::new(line)] };
            send(transport, RemoveMutation::build(variables)).await?.cart_lines_remove.into()
        }
        Change::Delivery { options } => {
            let variables = DeliveryVariables { options: options.into_iter().map(cynic::Id::new).collect() };
            send(transport, DeliveryMutation::build(variables)).await?.cart_delivery_update.into()
        }
        Change::Acknowledge => send(transport, AcknowledgeMutation::build(())).await?.cart_warnings_acknowledge.into(),
    };
    Ok(payload)
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "CartLineUpdateInput")]
struct LineUpdate {
    id: cynic::Id,
    quantity: i32,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    lines: Vec<LineUpdate>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct UpdateMutation {
    #[arguments(input: { lines: $lines })]
    cart_lines_update: UpdatePayload,
}

#[derive(cynic::QueryVariables)]
struct RemoveVariables {
    line_ids: Vec<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RemoveVariables")]
struct RemoveMutation {
    #[arguments(input: { lineIds: $line_ids })]
    cart_lines_remove: RemovePayload,
}

#[derive(cynic::QueryVariables)]
struct DeliveryVariables {
    options: Vec<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeliveryVariables")]
struct DeliveryMutation {
    #[arguments(input: { deliveryOptionIds: $options })]
    cart_delivery_update: DeliveryPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct AcknowledgeMutation {
    #[arguments(input: {})]
    cart_warnings_acknowledge: AcknowledgePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CartUserError")]
struct ChangeError {
    code: CartErrorCode,
    available_quantity: Option<i32>,
}

// Payloads are alike but of different types in the API.
macro_rules! payload {
    ($($name:ident = $graphql:literal),*) => {$(
        #[derive(cynic::QueryFragment)]
        #[cynic(graphql_type = $graphql)]
        struct $name {
            cart: Option<CartContent>,
            user_errors: Vec<ChangeError>,
        }

        impl From<$name> for Changed {
            fn from($name { cart, user_errors }: $name) -> Self {
                changed(cart, &user_errors)
            }
        }
    )*};
}

payload!(
    UpdatePayload = "CartLinesUpdatePayload",
    RemovePayload = "CartLinesRemovePayload",
    DeliveryPayload = "CartDeliveryUpdatePayload",
    AcknowledgePayload = "CartWarningsAcknowledgePayload"
);

fn changed(cart: Option<CartContent>, errors: &[ChangeError]) -> Changed {
    let refused = errors.first().map(|error| Refusal { problem: error.code.into(), left: error.available_quantity });
    Changed { cart, refused }
}
