//! Carriers: how their webhooks are signed and read. docs/carriers.md tells them.

mod body;
pub mod demo_courier;
mod signature;

pub use body::{BodyError, MAX_EVENTS, Unread, read};
pub use signature::{SignatureError, WINDOW_MS, sign, verify};
