//! Payments: how the money of an order arrives.

pub(crate) mod cash_on_delivery;
pub mod entity;
pub mod graphql;
mod provider;
mod settle;

pub use provider::{NextStep, PaymentProvider, Terms, methods, provider};
pub use settle::{of_order, overdue};
pub(crate) use settle::{pay, void, void_overdue};
