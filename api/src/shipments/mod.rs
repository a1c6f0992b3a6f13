//! Shipments: the parcels of an order and what carriers report of them.

mod create;
pub mod entity;
pub mod graphql;
mod reports;
mod stock;

pub use create::{Created, NewShipment, ShipmentError, create};
pub use reports::{Report, Verdict, receive};
