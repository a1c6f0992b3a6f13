//! Payments: how the money of an order arrives.

pub mod entity;
