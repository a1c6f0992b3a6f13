//! Payments: how the money of an order arrives.

pub(crate) mod cash_on_delivery;
pub mod entity;
pub mod graphql;
mod provider;

pub use provider::{NextStep, PaymentProvider, Terms, methods, provider};
