//! How many of a thing somebody wants.

use serde::Serialize;

/// A quantity a shopper may ask for: 1 to [`Quantity::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quantity(u32);

/// A number that is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the quantity is a whole number from 1 to {}", Quantity::MAX)]
pub struct QuantityError;

impl Quantity {
    /// The most of one variant that one cart may hold.
    pub const MAX: u32 = 999;

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i32> for Quantity {
    type Error = QuantityError;
    fn try_from(number: i32) -> Result<Self, QuantityError> {
        u32::try_from(number).ok().filter(|number| (1..=Self::MAX).contains(number)).map(Self).ok_or(QuantityError)
    }
}
