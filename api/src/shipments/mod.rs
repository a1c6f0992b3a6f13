//! Shipments: the parcels of an order and what carriers report of them.

pub mod entity;
