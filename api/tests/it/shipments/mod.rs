//! Shipments: shops make them, carriers report on them.

mod create;
mod demo_courier;
mod hooks;
