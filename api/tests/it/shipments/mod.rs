//! Shipments: shops make them, carriers report on them.

mod create;
mod hooks;
