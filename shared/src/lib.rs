//! The vocabulary that the server and the storefront of Vouch both speak: ids, money, times, languages, value
//! types and pure rules. No I/O, no clock, no randomness; everything compiles to WASM.
//!
//! The feature `server` adds what only the server needs: sea-orm column types.

pub mod account;
pub mod address;
pub mod country;
pub mod delivery;
pub mod email;
pub mod format;
pub mod gtin;
pub mod id;
pub mod locale;
pub mod money;
pub mod orders;
pub mod passkeys;
pub mod payments;
pub mod quantity;
pub mod rates;
pub mod reviews;
pub mod shipments;
pub mod slug;
pub mod text_enum;
pub mod timestamp;
pub mod translated;
pub mod trust;

pub use country::CountryCode;
pub use delivery::DeliveryKind;
pub use email::Email;
pub use gtin::Gtin;
pub use locale::Locale;
pub use money::{Currency, Money};
pub use quantity::Quantity;
pub use slug::Slug;
pub use timestamp::Timestamp;
pub use translated::Translated;
