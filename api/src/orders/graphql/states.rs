//! The states of orders and of their parts in the API.

use async_graphql::Enum;

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "shared::orders::OrderState", name = "OrderState")]
pub enum OrderStateCode {
    /// Placed; goods are reserved; waiting for the money when it is paid in advance.
    Placed,
    /// The shops may pack it: it is paid, or will be paid at the door.
    Confirmed,
    /// Some of it is on its way.
    PartiallyShipped,
    /// All of it is on its way.
    Shipped,
    /// Some of it has arrived.
    PartiallyDelivered,
    /// All of it has arrived.
    Delivered,
    /// Nothing will come; reserved goods were released.
    Cancelled,
}

/// Where the part of one shop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "shared::orders::OrderState")]
pub enum OrderPartState {
    /// Placed; goods are reserved; waiting for the money when it is paid in advance.
    Placed,
    /// The shop may pack it.
    Confirmed,
    /// Some of it is on its way.
    PartiallyShipped,
    /// All of it is on its way.
    Shipped,
    /// Some of it has arrived.
    PartiallyDelivered,
    /// All of it has arrived.
    Delivered,
    /// Nothing will come.
    Cancelled,
}
