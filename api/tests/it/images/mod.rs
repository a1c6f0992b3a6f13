//! Pictures: made harmless, stored, sent, shown, fetched.

mod fetching;
#[expect(dead_code, reason = "the large ones are for measurements")]
pub mod hostile;
mod pictures;
mod products;
mod s3;
mod storage;
mod uploads;
